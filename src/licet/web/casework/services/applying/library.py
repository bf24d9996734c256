"""Items and parties that an organisation keeps: entered, taken into an application, retired."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from licet.web.casework.acts.words import required_text
from licet.web.casework.application.sections import require_well_formed
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import LibraryEntry
from licet.web.casework.ports import now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.member_rights import as_id, require_member
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.selectors.applying.applications import application
from licet.web.casework.selectors.applying.library import entry_for, library_view
from licet.web.casework.services.applying.applications import save_section
from licet.web.casework.views import ApplicationView
from licet.web.casework.views.organisations import LibraryEntryView

KINDS = {"item": "items", "party": "parties"}


def member_of(kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """An item or party as a section of an application holds it."""
    facts = dict(content.get("facts") or {})
    if kind == "item":
        return {"name": content.get("name", ""), "facts": facts}
    named = {key: content.get(key, "") for key in ("role", "name", "country")}
    return {**named, "facts": facts}


def keep_library_entry(
    *,
    by: Actor,
    organisation: str,
    kind: str,
    content: Mapping[str, Any],
    replaces: str = "",
) -> LibraryEntryView:
    """Keep an item or a party of an own organisation; an older wording is retired.

    Args:
        by: Who keeps it.
        organisation: Whose library.
        kind: ``item`` or ``party``.
        content: Name and facts; for a party also role and country.
        replaces: Id of the entry whose newer wording this is, or empty.

    Raises:
        NotAllowedError: The person's role does not allow it.
        NotFoundError: No organisation of theirs, or no such entry to replace.
        InvalidInputError: No such kind, no name, or facts of another form.
    """
    _require_keeping(by, organisation, kind, content)
    name = required_text("name", str(content.get("name", "")), _("Give it a name."))
    member = member_of(kind, content)
    require_well_formed(KINDS[kind], {KINDS[kind]: [member]})
    at = now()
    with transaction.atomic():
        if replaces:
            _retire(by, replaces)
        row = LibraryEntry.objects.create(
            organisation_id=organisation,
            kind=kind,
            name=name[:300],
            role=str(member.get("role", ""))[:40],
            country=str(member.get("country", ""))[:2],
            facts=member["facts"],
            made_by_id=by.id,
            made_at=at,
        )
        _enter_kept(by, row, replaces)
    return library_view(row)


def _enter_kept(by: Actor, row: LibraryEntry, replaces: str) -> None:
    record_event(
        kind="keep_library_entry",
        case=None,
        actor=actor_ref(by),
        payload={
            "organisation": str(row.organisation_id),
            "entry": str(row.pk),
            "kind": row.kind,
            "replaces": replaces,
        },
        at=row.made_at,
    )


def _require_keeping(
    by: Actor, organisation: str, kind: str, content: Mapping[str, Any]
) -> None:
    require(by, "keep_library_entry")
    if organisation not in by.organisations:
        raise NotFoundError("organisation")
    require_member(by, "keep_library_entry", organisation)
    if kind not in KINDS:
        raise InvalidInputError({"kind": _("Choose item or party.")})
    if not isinstance(content.get("facts") or {}, Mapping):
        raise InvalidInputError({"facts": _("Give the facts as an object.")})


def _retire(by: Actor, entry: str) -> LibraryEntry:
    entry_for(by, entry)
    row = LibraryEntry.objects.select_for_update().get(pk=as_id(entry))
    require_member(by, "retire_library_entry", str(row.organisation_id))
    if row.retired_at is None:
        row.retired_at = now()
        row.save(update_fields=["retired_at"])
    return row


def retire_library_entry(*, by: Actor, entry: str) -> LibraryEntryView:
    """Take an entry out of use; applications that took it over keep what they have."""
    require(by, "retire_library_entry")
    with transaction.atomic():
        row = _retire(by, entry)
        record_event(
            kind="retire_library_entry",
            case=None,
            actor=actor_ref(by),
            payload={"organisation": str(row.organisation_id), "entry": entry},
            at=now(),
        )
    return library_view(row)


def take_from_library(
    *, by: Actor, case: str, entry: str, version: int | None
) -> ApplicationView:
    """Put a copy of an entry into a draft of the same organisation.

    Raises:
        NotFoundError: No such entry of the organisation that applies.
    """
    found = application(viewer=by, case=case, with_preview=False)
    row = entry_for(by, entry)
    if str(row.organisation_id) != found.organisation.id or row.retired_at is not None:
        raise NotFoundError("entry of the library")
    section = KINDS[row.kind]
    saved = next(one.content for one in found.sections if one.id == section)
    member = member_of(
        row.kind,
        {
            "name": row.name,
            "role": row.role,
            "country": row.country,
            "facts": row.facts,
        },
    )
    return save_section(
        by=by,
        case=case,
        section=section,
        content={section: [*(saved.get(section) or ()), member]},
        version=found.version if version is None else version,
    )
