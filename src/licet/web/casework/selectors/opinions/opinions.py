"""Reads about opinions: the kinds a regime has, one, many, its letter, and whether a letter still holds."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from licet.facts import core_vocabulary
from licet.regimes import in_words
from licet.review import machines
from licet.web.casework.errors import NotFoundError
from licet.web.casework.law.asking import package_of
from licet.web.casework.models import Opinion, OpinionLetter
from licet.web.casework.ports import ports
from licet.web.casework.record.reads import note_opinion_read
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import require_opinion_content, visible_opinions
from licet.web.casework.selectors.parts.pages import Lines, lines
from licet.web.casework.selectors.parts.parts import act_words, names, possible_acts
from licet.web.casework.views import (
    DocumentContent,
    OpinionCheckView,
    OpinionEventView,
    OpinionKindView,
    OpinionView,
)

_ENDED = {"revoked": "revoked", "expired": "expired", "issued": "valid"}


def kinds(profile: str = "") -> Mapping[str, OpinionKindView]:
    """The kinds of opinion that a regime foresees, by id; none when it has no such data."""
    header = package_of(profile or settings.LICET_PROFILE).header
    given: Any = header.data.get("opinions")
    found: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    return {
        str(key): OpinionKindView(
            id=str(key),
            title=in_words(one["title"]),
            effect=in_words(one["effect"]),
            validity_years=int(one["validity_years"]),
            citation={"uri": None, "verified": True, **one["law"]},
        )
        for key, one in found.items()
    }


def fact_rows(profile: str, facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Facts as question and answer in words, in the order in which they were stated."""
    known = {**core_vocabulary(), **package_of(profile).facts}
    return tuple(
        (
            in_words(known[path].question) if path in known else path,
            _said(value, dict(known[path].choices) if path in known else {}),
        )
        for path, value in facts.items()
    )


def _said(value: object, choices: Mapping[str, Any]) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_said(one, choices) for one in value)
    return str(choices.get(str(value), value))


def opinion_views(rows: Iterable[Opinion], viewer: Actor) -> tuple[OpinionView, ...]:
    """Opinions as a viewer may see them; an exporter sees no draft before it is issued."""
    held = list(rows)
    people = names(person for row in held for person in (row.officer_id, row.signer_id))
    return tuple(_opinion_view(row, people, viewer) for row in held)


def _opinion_view(
    row: Opinion, people: Mapping[str, str], viewer: Actor
) -> OpinionView:
    staff = viewer.is_staff
    told = staff or row.issued_at is not None
    letter = getattr(row, "letter", None)
    return OpinionView(
        id=str(row.pk),
        number=row.number,
        kind=kinds(row.profile)[row.kind],
        title=row.title,
        question=row.question,
        organisation=row.organisation.name,
        officer=people.get(str(row.officer_id), "") if staff else "",
        signer=people.get(str(row.signer_id), ""),
        state=row.state,
        state_words=machines()["opinion"].states[row.state].words,
        version=row.version,
        profile=row.profile,
        facts=fact_rows(row.profile, row.facts),
        self_check=row.self_check,
        on=row.on,
        determination=row.determination if told else {},
        answer=row.answer if told else "",
        entry=row.entry if told else "",
        reasons=row.reasons if told else "",
        requested_at=row.requested_at,
        issued_at=row.issued_at,
        valid_until=row.valid_until,
        ended_at=row.ended_at,
        ended_because=row.ended_because,
        letter=letter.sha256 if letter else "",
        timeline=_timeline(row, staff=staff, told=told),
        acts=possible_acts("opinion", row.state, viewer),
    )


def _timeline(row: Opinion, *, staff: bool, told: bool) -> tuple[OpinionEventView, ...]:
    return tuple(
        OpinionEventView(
            words=act_words(one.kind),
            by=one.actor_name
            if staff or one.side == "exporter"
            else settings.LICET_AUTHORITY,
            at=one.at,
            reasons=one.reasons if told else "",
        )
        for one in sorted(row.events.all(), key=lambda one: one.pk)
    )


def opinions(*, viewer: Actor) -> Lines[OpinionView]:
    """Every opinion within a viewer's standing, the newest first."""
    require(viewer, "see_opinion")
    rows = visible_opinions(viewer).select_related("organisation", "letter")
    return lines(
        rows.prefetch_related("events").order_by("-requested_at", "number"),
        lambda some: opinion_views(some, viewer),
    )


def opinion(*, viewer: Actor, number: str) -> OpinionView:
    """One opinion.

    Raises:
        NotFoundError: None such, or no standing in it.
        CaseErasedError: Its content was erased.
    """
    require(viewer, "see_opinion")
    rows = visible_opinions(viewer).select_related("organisation", "letter", "erasure")
    found = rows.filter(number=number).prefetch_related("events").first()
    if found is None:
        raise NotFoundError("opinion")
    require_opinion_content(found)
    note_opinion_read(viewer, found, "opinion")
    return opinion_views([found], viewer)[0]


def opinion_letter(*, viewer: Actor, number: str) -> DocumentContent:
    """The signed letter of an opinion.

    Raises:
        NotFoundError: None such, no standing, or not yet made.
    """
    require(viewer, "see_opinion")
    row = (
        OpinionLetter.objects.filter(
            opinion__in=visible_opinions(viewer), opinion__number=number
        )
        .select_related("opinion__erasure")
        .first()
    )
    if row is None:
        raise NotFoundError("letter")
    require_opinion_content(row.opinion)
    note_opinion_read(viewer, row.opinion, "letter")
    return DocumentContent(
        name=f"{number}.pdf",
        media_type="application/pdf",
        content=ports().evidence.read(row.sha256, key=str(row.opinion_id)),
    )


def check_opinion(*, number: str, sha256: str) -> OpinionCheckView:
    """Whether somebody holds a letter of the authority that still binds it. Public.

    Args:
        number: The number printed on the letter.
        sha256: The hash of the file; without the right one nothing is told.
    """
    row = (
        OpinionLetter.objects.filter(opinion__number=number, sha256=sha256.lower())
        .select_related("opinion")
        .first()
    )
    words = {
        "valid": _("The authority issued this letter, and it holds."),
        "revoked": _("The authority issued this letter and revoked it for the future."),
        "expired": _("The authority issued this letter; it has expired."),
        "unknown": _("The authority knows no letter of this number with this content."),
    }
    standing = _ENDED[row.opinion.state] if row else "unknown"
    return OpinionCheckView(
        number=number,
        standing=standing,
        words=words[standing],
        valid_until=row.opinion.valid_until if row else None,
    )
