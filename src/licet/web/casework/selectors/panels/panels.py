"""Panels, their members and referrals: what officers see, and what a member sees after declaring."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from licet.review.panels import FiredTrigger, Panel, panel_standing
from licet.web.casework.errors import NotFoundError
from licet.web.casework.gathered import gathering, recall
from licet.web.casework.models import (
    Case,
    PanelDeclaration,
    PanelOpinion,
    PanelReferral,
    PanelReferralEnd,
    PanelSeat,
    PanelSilence,
)
from licet.web.casework.panels.in_case import case_tier_of, fill_tiers, fired_in
from licet.web.casework.panels.rules import (
    panel_named,
    rules,
    seats_of,
    silence_in_rule,
    vetted,
)
from licet.web.casework.panels.standing import visible_referral
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.reads import note_pack_read
from licet.web.casework.rights.member_rights import as_id
from licet.web.casework.rights.policy import Actor, cleared, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.panels.agreements import pack_view, shared_packs
from licet.web.casework.selectors.panels.elicitations import elicitation_views
from licet.web.casework.selectors.parts.pages import Lines, lines
from licet.web.casework.views.agreements import SharedPackView
from licet.web.casework.views.panels import (
    CasePanelsView,
    DeclarationView,
    PanelCallView,
    PanelOpinionView,
    PanelReferralView,
    PanelView,
    PanelVoteView,
    SeatView,
    TriggerView,
)


def panels(*, viewer: Actor) -> tuple[PanelView, ...]:
    """Every panel of the governing law with its seats, those that are over included."""
    require(viewer, "see_panels")
    today = legal_day(now())
    seats = list(PanelSeat.objects.select_related("person", "end").order_by("pk"))
    return tuple(
        panel_view(one, [seat for seat in seats if seat.panel == one.id], today)
        for one in rules().panels.values()
    )


def panel(*, viewer: Actor, name: str) -> PanelView:
    """One panel with its seats.

    Raises:
        NotFoundError: The law has none of this name.
    """
    require(viewer, "see_panels")
    found = panel_named(name)
    rows = PanelSeat.objects.filter(panel=name).select_related("person", "end")
    return panel_view(found, rows.order_by("pk"), legal_day(now()))


def panel_view(found: Panel, seats: Iterable[PanelSeat], on: date) -> PanelView:
    """A panel as its law writes it, with seats."""
    return PanelView(
        id=found.id,
        title=found.title,
        purpose=found.purpose,
        sees=tuple(sorted(found.sees)),
        classes=tuple(sorted(found.classes)),
        marking=found.marking,
        working_days=found.working_days,
        quorum=found.quorum,
        silence=found.silence.words,
        answered=found.answered,
        law=found.citation.to_json(),
        triggers=tuple(
            TriggerView(
                id=one.id,
                because=one.because,
                mandatory=one.mandatory,
                law=one.citation.to_json(),
            )
            for one in found.triggers
        ),
        seats=tuple(seat_view(one, on) for one in seats),
    )


def seat_view(row: PanelSeat, on: date) -> SeatView:
    """A seat as it stands on a day."""
    end = getattr(row, "end", None)
    if (end is not None and end.on <= on) or row.last < on:
        standing = "over"
    elif row.first > on:
        standing = "to_come"
    else:
        standing = "sits" if vetted(row, on) else "unvetted"
    return SeatView(
        id=row.pk,
        person=str(row.person),
        panel=row.panel,
        chair=row.chair,
        first=row.first,
        last=row.last,
        vetted_on=row.vetted_on,
        vetted_until=row.vetted_until,
        instrument=row.instrument,
        standing=standing,
        ended_because=end.reasons if end else "",
    )


def _loaded() -> QuerySet[PanelReferral]:
    opinions = (
        PanelOpinion.objects.select_related("by", "given")
        .prefetch_related("votes__person")
        .order_by("version")
    )
    return PanelReferral.objects.select_related(
        "case", "by", "end", "shared__agreement", "shared__recall"
    ).prefetch_related(Prefetch("opinions", queryset=opinions), "declarations__person")


def referrals(*, viewer: Actor) -> Lines[PanelReferralView]:
    """Every referral that somebody of the authority may see, without what was put before the panel."""
    require(viewer, "see_panels")
    seen = Q(case__isnull=True) | Q(case__in=visible_cases(viewer))
    return lines(
        _loaded().filter(seen).order_by("-at", "-number"),
        lambda rows: _bare_views(rows, viewer),
    )


def own_referrals(*, viewer: Actor) -> Lines[PanelReferralView]:
    """The referrals of a member's panels, those that wait first: no word of what they are about."""
    require(viewer, "see_panel_work")
    today = legal_day(now())
    held = {row.panel for row in seats_of(viewer.id, today)}
    out = PanelDeclaration.objects.filter(person=as_id(viewer.id), conflict=True)
    this = OuterRef("pk")
    given = PanelOpinion.objects.filter(referral=this, given__isnull=False)
    rows = _loaded().filter(panel__in=held, case__erasure__isnull=True)
    rows = rows.annotate(
        over=Exists(given)
        | Exists(PanelReferralEnd.objects.filter(referral=this))
        | Exists(PanelSilence.objects.filter(referral=this))
    )
    return lines(
        rows.exclude(pk__in=out.values("referral")).order_by("over", "due", "number"),
        lambda some: _bare_views(some, viewer),
    )


def referral(*, viewer: Actor, number: str) -> PanelReferralView:
    """One referral: to a member only after a declaration, and each reading is entered.

    Raises:
        NotFoundError: None for this person.
        NotAllowedError: The vetting is over, or an exporter is behind the member.
    """
    member = "panel_member" in viewer.roles
    require(viewer, "see_panel_work" if member else "see_panels")
    visible_referral(viewer, number)
    row = _loaded().get(number=number)
    found = _view(row, viewer, _chaired(viewer), bare=False)
    if found.pack:
        note_pack_read(viewer, row.case, number)
    return found


def _declared(row: PanelReferral, viewer: Actor) -> str:
    mine = next(
        (one for one in row.declarations.all() if str(one.person_id) == viewer.id), None
    )
    if mine is None:
        return ""
    return "conflict" if mine.conflict else "free"


def standing_of(row: PanelReferral, on: date) -> str:
    """Where a referral stands on a day; its opinions must be loaded with it."""
    if getattr(row, "end", None) is not None:
        return "withdrawn"
    given = any(getattr(one, "given", None) is not None for one in row.opinions.all())
    return panel_standing(
        silence_in_rule(row.document),
        given=given,
        due=row.due,
        tier=case_tier_of(row.case),
        on=on,
    ).value


def _bare_views(
    rows: Sequence[PanelReferral], viewer: Actor
) -> tuple[PanelReferralView, ...]:
    """Referrals without what was put before the panel; as many questions for many as for one."""
    chaired = _chaired(viewer)
    with gathering():
        fill_tiers([row.case for row in rows if row.case])
        return tuple(_view(row, viewer, chaired, bare=True) for row in rows)


def _chaired(viewer: Actor) -> frozenset[str]:
    """The panels of which a member holds the chair today."""
    if "panel_member" not in viewer.roles:
        return frozenset()
    seats = seats_of(viewer.id, legal_day(now()))
    return frozenset(seat.panel for seat in seats if seat.chair)


def _view(
    row: PanelReferral, viewer: Actor, chaired: Collection[str], *, bare: bool
) -> PanelReferralView:
    member = "panel_member" in viewer.roles
    declared = _declared(row, viewer)
    recalled = getattr(row.shared, "recall", None) is not None
    inside = not member or declared == "free"
    shown = inside and not bare
    today = legal_day(now())
    return PanelReferralView(
        number=row.number,
        panel=row.panel,
        title=row.document.get("title", row.panel),
        sort=row.sort,
        case=row.case.number if row.case and not member else "",
        question=row.question if inside else "",
        because=row.because if inside else "",
        rule=row.rule,
        mandatory=row.mandatory,
        law=row.citation,
        on=row.on,
        due=row.due,
        asked_by=str(row.by),
        standing=standing_of(row, today),
        silence=row.document.get("silence", ""),
        quorum=row.document.get("quorum", 0),
        agreement=row.shared.agreement.number,
        onward=row.shared.onward,
        pack=row.shared.pack if shown and not recalled else {},
        pack_sha256=row.shared.sha256 if inside else "",
        recalled=recalled,
        declared=declared,
        declarations=_declarations(row) if inside else (),
        opinions=opinion_views(row, viewer) if inside else (),
        elicitations=elicitation_views(row, viewer) if shown else (),
        chair=row.panel in chaired,
    )


def _declarations(row: PanelReferral) -> tuple[DeclarationView, ...]:
    return tuple(
        DeclarationView(
            person=str(one.person),
            conflict=one.conflict,
            words=one.words,
            at=one.at,
        )
        for one in row.declarations.all()
    )


def opinion_views(row: PanelReferral, viewer: Actor) -> tuple[PanelOpinionView, ...]:
    """The versions of an opinion; above a clearance nothing but the marking is shown."""
    marking = row.document.get("marking", "")
    withheld = "" if _reads(viewer, marking) else marking
    return tuple(_opinion(one, withheld) for one in row.opinions.all())


def _reads(viewer: Actor, marking: str) -> bool:
    return "panel_member" in viewer.roles or cleared(viewer, marking)


def _opinion(row: PanelOpinion, withheld: str) -> PanelOpinionView:
    given = getattr(row, "given", None)
    votes = () if withheld else row.votes.all()
    return PanelOpinionView(
        id=str(row.pk),
        version=row.version,
        position="" if withheld else row.position,
        reasons="" if withheld else row.reasons,
        by="" if withheld else str(row.by),
        at=row.at,
        votes=tuple(
            PanelVoteView(
                person=str(one.person), vote=one.vote, words=one.words, at=one.at
            )
            for one in votes
        ),
        counts=given.counts if given and not withheld else {},
        given_at=given.at if given else None,
        withheld=withheld,
    )


def case_panels(*, viewer: Actor, case: str) -> CasePanelsView:
    """What panels say in a case, and which rules send it to them; beside the agencies' advice.

    Raises:
        NotFoundError: No such case for this person.
    """
    require(viewer, "see_case")
    row: Case | None = recall((viewer.id, case))
    row = row or visible_cases(viewer).filter(number=case).first()
    if row is None:
        raise NotFoundError("case")
    rows = list(_loaded().filter(case=row, sort="live").order_by("at", "number"))
    asked = {one.panel for one in rows if getattr(one, "end", None) is None}
    return CasePanelsView(
        calls=calls_in(asked, fired_in(row)),
        referrals=_bare_views(rows, viewer),
        partners=_of_partners(row) if viewer.may("see_disclosures") else (),
    )


def _of_partners(row: Case) -> tuple[SharedPackView, ...]:
    """What went to partners of a case, with what they answered."""
    rows = shared_packs().filter(case=row, agreement__kind="partner")
    return tuple(pack_view(one) for one in rows.order_by("at", "number"))


def calls_in(
    asked: Collection[str], found: Iterable[FiredTrigger]
) -> tuple[PanelCallView, ...]:
    """The rules that send a case to a panel, each with its reason and whether it was asked."""
    return tuple(
        PanelCallView(
            panel=one.panel.id,
            title=one.panel.title,
            rule=one.trigger.id,
            because=one.trigger.because,
            mandatory=one.trigger.mandatory,
            law=one.trigger.citation.to_json(),
            asked=one.panel.id in asked,
        )
        for one in found
        if "live" in one.panel.sees
    )


__all__ = [
    "calls_in", "case_panels", "opinion_views", "own_referrals", "panel",
    "panel_view", "panels", "referral", "referrals", "seat_view", "standing_of",
]  # fmt: skip
