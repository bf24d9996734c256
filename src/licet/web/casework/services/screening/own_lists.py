"""Lists that the authority keeps itself: proposed by one person, approved by another, published."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from licet.screening import OWN_TITLES, Entity, take_kept
from licet.web.casework.acts.acting import lock_counter, next_number, refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import (
    InvalidInputError,
    NotFoundError,
    NotIndependentActError,
    StaleProposalError,
    WrongStateError,
)
from licet.web.casework.later import publish_own_later
from licet.web.casework.models import (
    Case,
    OwnAnswer,
    OwnProposal,
    OwnWording,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.rights.standing import case_for
from licet.web.casework.screening.own_entries import OwnEntry, given_entry, stored_entry
from licet.web.casework.selectors.screening import own_lists as reads
from licet.web.casework.services.screening.lists import enter_sync
from licet.web.casework.views import OwnProposalView, PublishedView

WHY = "Say why. It stays with the entry."


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What somebody wants an entry to say.

    Attributes:
        source: The list.
        document: The whole wording, in the form of ``casework.own_entries``.
        reasons: Why.
        entry: The entry to change; empty for a new one.
        base: The version of the entry that the person saw.
        case: The case that it comes from, if any.
    """

    source: str
    document: Mapping[str, Any]
    reasons: str
    entry: str = ""
    base: int | None = None
    case: str = ""


def propose_own_entry(*, by: Actor, proposed: Proposed) -> OwnProposalView:
    """Propose an entry, or another wording of one.

    Args:
        by: Who proposes.
        proposed: What, and why.

    Returns:
        The proposal, which now waits for a second person.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such list, entry or case.
        InvalidInputError: Fields that must be put right.
        StaleProposalError: The entry changed since the person saw it.
        WrongStateError: The entry was removed, or would say what it says already.
    """
    source, case = proposed.source, proposed.case.strip()
    with _proposing(by, source):
        facts = _Facts(
            source=source,
            entry=proposed.entry,
            wording=given_entry(proposed.document),
            reasons=_reasons(proposed.reasons),
            case=case_for(by, case) if case else None,
        )
        if not proposed.entry:
            number = f"{next_number(f'own-{source}'):05}"
            return _enter(by, replace(facts, entry=number), "add", 0)
        held = _standing(source, proposed.entry, proposed.base)
        same = stored_entry(held.document) == facts.wording
        if same and facts.case == held.proposal.case:
            raise WrongStateError(
                _("This is what the entry says already. Change something first.")
            )
        return _enter(by, facts, "change", held.version)


def propose_own_removal(
    *, by: Actor, source: str, entry: str, reasons: str, base: int | None = None
) -> OwnProposalView:
    """Propose that an entry goes.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such list or entry.
        InvalidInputError: No reasons.
        StaleProposalError: The entry changed since the person saw it.
        WrongStateError: The entry was removed already.
    """
    with _proposing(by, source):
        said = _reasons(reasons)
        held = _standing(source, entry, base)
        facts = _Facts(
            source=source,
            entry=entry,
            wording=stored_entry(held.document),
            reasons=said,
            case=held.proposal.case,
        )
        return _enter(by, facts, "remove", held.version)


@contextmanager
def _proposing(by: Actor, source: str) -> Iterator[None]:
    with refusals("propose_own_entry", by, []), transaction.atomic():
        require(by, "propose_own_entry")
        _lock(source)
        yield


def _lock(source: str) -> None:
    """One act on a list kept here after the other."""
    if source not in OWN_TITLES:
        raise NotFoundError("list")
    lock_counter(f"own-{source}")


def _reasons(given: str) -> str:
    return required_text("reasons", given, WHY)


def _newest(source: str, entry: str) -> OwnWording | None:
    rows = OwnWording.objects.filter(source=source, entry=entry)
    return rows.select_related("proposal__case").order_by("-version").first()


def _standing(source: str, entry: str, base: int | None) -> OwnWording:
    held = _newest(source, entry)
    if held is None:
        raise NotFoundError("entry")
    if held.removed:
        raise WrongStateError(_("This entry was removed. Propose a new one instead."))
    if base is not None and base != held.version:
        raise StaleProposalError(entry, base, held.version)
    return held


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What of a proposal is stored and recorded."""

    source: str
    entry: str
    wording: OwnEntry
    reasons: str
    case: Case | None


def _enter(by: Actor, given: _Facts, act: str, base: int) -> OwnProposalView:
    at = now()
    facts = {
        "source": given.source,
        "entry": given.entry,
        "act": act,
        "base": base,
        "document": given.wording.to_json(),
        "reasons": given.reasons,
    }
    row = record_event(
        kind="propose_own_entry",
        case=None,
        actor=actor_ref(by),
        payload=facts | {"case": given.case.number if given.case else None},
        at=at,
    )
    made = OwnProposal.objects.create(
        **facts, case=given.case, by_id=by.id, at=at, row=row.pk
    )
    return reads.proposal(viewer=by, proposal=made.pk)


def approve_own_entry(
    *, by: Actor, proposal: int, reasons: str = ""
) -> OwnProposalView:
    """Approve what another person proposed; it is published by itself right after.

    Raises:
        NotAllowedError: No role of the person may.
        NotIndependentActError: The person proposed it.
        NotFoundError: No such proposal.
        StaleProposalError: The entry changed since it was proposed.
        WrongStateError: It was answered already.
    """
    with _answering("approve_own_entry", by, proposal) as found:
        if str(found.by_id) == by.id:
            raise NotIndependentActError(
                _("You proposed this yourself. A second person must approve it.")
            )
        held = _newest(found.source, found.entry)
        version = held.version if held else 0
        if version != found.base:
            raise StaleProposalError(found.entry, found.base, version)
        _answer(found, "approve_own_entry", "approved", by, reasons.strip())
        _word(found)
        publish_own_later(found.source)
    return reads.proposal(viewer=by, proposal=proposal)


def refuse_own_entry(*, by: Actor, proposal: int, reasons: str) -> OwnProposalView:
    """Refuse what another person proposed, and say why.

    Raises:
        NotAllowedError: No role of the person may.
        NotIndependentActError: The person proposed it; they can withdraw it.
        NotFoundError: No such proposal.
        InvalidInputError: No reasons.
        WrongStateError: It was answered already.
    """
    with _answering("refuse_own_entry", by, proposal) as found:
        if str(found.by_id) == by.id:
            raise NotIndependentActError(
                _("You proposed this yourself. Withdraw it instead.")
            )
        said = required_text("reasons", reasons, "Say why you refuse it.")
        _answer(found, "refuse_own_entry", "refused", by, said)
    return reads.proposal(viewer=by, proposal=proposal)


def withdraw_own_entry(
    *, by: Actor, proposal: int, reasons: str = ""
) -> OwnProposalView:
    """Take back what one proposed oneself.

    Raises:
        NotAllowedError: No role of the person may.
        NotIndependentActError: Somebody else proposed it.
        NotFoundError: No such proposal.
        WrongStateError: It was answered already.
    """
    with _answering("withdraw_own_entry", by, proposal) as found:
        if str(found.by_id) != by.id:
            raise NotIndependentActError(
                _("Somebody else proposed this. Only they can withdraw it.")
            )
        _answer(found, "withdraw_own_entry", "withdrawn", by, reasons.strip())
    return reads.proposal(viewer=by, proposal=proposal)


@contextmanager
def _answering(act: str, by: Actor, proposal: int) -> Iterator[OwnProposal]:
    with refusals(act, by, []), transaction.atomic():
        require(by, act)
        found = OwnProposal.objects.filter(pk=proposal).first()
        if found is None:
            raise NotFoundError("proposal")
        _lock(found.source)
        # The lock lets one person in after the other.
        if OwnAnswer.objects.filter(proposal=found).exists():
            raise WrongStateError(
                _("This proposal was answered already. Open it to see by whom.")
            )
        yield found


def _answer(found: OwnProposal, act: str, answer: str, by: Actor, reasons: str) -> None:
    if len(reasons) > reads.LONGEST:
        raise InvalidInputError({"reasons": f"At most {reads.LONGEST} characters."})
    at = now()
    payload = {
        "proposal": found.pk,
        "source": found.source,
        "entry": found.entry,
        "act": found.act,
        "version": found.base + 1 if answer == "approved" else None,
        "reasons": reasons,
    }
    row = record_event(kind=act, case=None, actor=actor_ref(by), payload=payload, at=at)
    OwnAnswer.objects.create(
        proposal=found, answer=answer, reasons=reasons, by_id=by.id, at=at, row=row.pk
    )


def _word(found: OwnProposal) -> None:
    wording = stored_entry(found.document)
    OwnWording.objects.create(
        source=found.source,
        entry=found.entry,
        version=found.base + 1,
        document=found.document,
        name=wording.name,
        folded=reads.folded(f"{found.entry}\n{wording.searched()}"),
        first=wording.first,
        last=wording.last,
        removed=found.act == "remove",
        proposal=found,
        at=now(),
    )


def publish_own_list(*, by: Actor, source: str) -> PublishedView:
    """Take what is approved and in force today into service, as a version like any other.

    Args:
        by: Who publishes; what follows from an approval or from a day is the system's.
        source: The list.

    Returns:
        What was done. Nothing is entered when nothing changed.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such list is kept here.
    """
    with refusals("publish_own_list", by, []):
        require(by, "publish_own_list")
    if source not in OWN_TITLES:
        raise NotFoundError("list")
    at = now()
    today = legal_day(at)
    done = take_kept(
        settings.LICET_STATE, source, lambda: in_force(source, today), on=today, at=at
    )
    if done is None:
        return PublishedView(source=source, result="empty", version="", entries=0)
    told = done.to_json()
    if done.changes is not None:
        enter_sync(by=by, outcomes=[told])
    counts: Mapping[str, int] = told["changes"]  # type: ignore[assignment]
    return PublishedView(
        source=source,
        result=done.result.value,
        version=done.version,
        entries=done.entries,
        **counts,
    )


def in_force(source: str, on: date) -> Iterator[Entity]:
    """The entries of a list kept here that are in force on a day."""
    newest = (
        OwnWording.objects.filter(source=source)
        .values("entry")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    rows = OwnWording.objects.filter(pk__in=newest, removed=False, first__lte=on)
    for row in rows.order_by("entry"):
        if row.last is None or row.last >= on:
            yield stored_entry(row.document).entity(source, row.entry)


def publish_due() -> int:
    """Publish what was approved or came due by the day; a frequent job.

    Returns:
        How many lists changed.
    """
    done = [publish_own_list(by=SYSTEM, source=source) for source in OWN_TITLES]
    return sum(one.result in {"new", "changed"} for one in done)
