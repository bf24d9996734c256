"""The keys that sign documents with their state, and the acts on them."""

from typing import cast

from django.conf import settings

from licet.licence import PublishedKey
from licet.web.casework.decision.papers import Papers
from licet.web.casework.errors import NotFoundError
from licet.web.casework.letters.keys import PUBLISHED, KeyVault, read_published
from licet.web.casework.models import DocumentKeyAct
from licet.web.casework.ports import ports
from licet.web.casework.record.keystore import key_store
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.views.document_keys import (
    DocumentKeyActView,
    DocumentKeyView,
    KeyPage,
)

_MOST = 200


def document_keys(*, viewer: Actor) -> KeyPage:
    """Every published key and the newest acts on them.

    Raises:
        NotAllowedError: No role of the person sees the keys.
    """
    require(viewer, "see_document_keys")
    papers = cast("Papers", ports().documents)
    there = (papers.folder / PUBLISHED).exists()
    published = read_published(papers.folder) if there else None
    vault = papers.vault
    keys = published.keys if published else ()
    return KeyPage(
        authority=settings.LICET_AUTHORITY,
        published_at=published.published_at if published else None,
        keys=tuple(_key(key, vault) for key in reversed(keys)),
        acts=_acts(),
        wrapping=key_store().wraps.known(),
    )


def key_act(*, viewer: Actor, act: str) -> DocumentKeyActView:
    """One act by its id.

    Raises:
        NotFoundError: None such.
    """
    for one in document_keys(viewer=viewer).acts:
        if one.id == act:
            return one
    raise NotFoundError("proposal")


def _key(key: PublishedKey, vault: KeyVault) -> DocumentKeyView:
    held = vault.holds(key.key_id)
    return DocumentKeyView(
        id=key.key_id,
        purposes=tuple(sorted(one.value for one in key.purposes)),
        algorithm=key.algorithm,
        state=_state(key, held=held),
        valid_from=key.valid_from,
        valid_until=key.valid_until,
        lost_since=key.compromised_at,
        log_size=key.compromised_log_size,
        secret_held=held,
    )


def _state(key: PublishedKey, *, held: bool) -> str:
    if key.compromised_at is not None:
        return "lost"
    if key.valid_until is None:
        return "in_use"
    return "ended" if held else "retired"


def _acts() -> tuple[DocumentKeyActView, ...]:
    rows = DocumentKeyAct.objects.select_related("by", "end__by").order_by(
        "-at", "-row"
    )
    return tuple(_act(one) for one in rows[:_MOST])


def _act(one: DocumentKeyAct) -> DocumentKeyActView:
    end = getattr(one, "end", None)
    return DocumentKeyActView(
        id=str(one.pk),
        kind=one.kind,
        key=one.key,
        purposes=tuple(one.purposes),
        since=one.since,
        reason=one.reason,
        by=str(one.by),
        at=one.at,
        result=end.result if end else "open",
        ended_by=str(end.by) if end else "",
        ended_at=end.at if end else None,
        end_reason=end.reason if end else "",
    )
