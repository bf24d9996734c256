"""What officers, agencies, reviewers and auditors see: the queue and the case."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from licet.decision import condition_types as shipped_types
from licet.web.casework.application.facts import fact_views
from licet.web.casework.casefile.casefile import CaseFile, Findings, load
from licet.web.casework.casefile.destinations import profile_views
from licet.web.casework.decision.criteria import criteria_titles
from licet.web.casework.decision.gate import draft_value, gate_facts, item_names
from licet.web.casework.decision.gate import obstacles as draft_obstacles
from licet.web.casework.errors import NotFoundError
from licet.web.casework.gathered import first, gather, gathering, read
from licet.web.casework.models import REVIEWERS, Case, Licence, Message, Team
from licet.web.casework.panels.in_case import fired_by, panel_obstacles
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.record.reads import note_read
from licet.web.casework.review.dissent import review_obstacles
from licet.web.casework.rights.marks import Marks, marks_of
from licet.web.casework.rights.part_marks import withhold
from licet.web.casework.rights.people import posts_on, team_view
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import remember, require_content, visible_cases
from licet.web.casework.risk.records import in_band, risk_of
from licet.web.casework.selectors.appeals.appeal_parts import appeal_view
from licet.web.casework.selectors.decision.deciding import notice_view
from licet.web.casework.selectors.decision.decisions import (
    decision_view,
    draft_views,
    licence_view,
)
from licet.web.casework.selectors.desk.case_page import (
    QUESTIONS,
    clock_rows_of,
    licences_of,
    messages_of,
    timeline_of,
)
from licet.web.casework.selectors.desk.marked import marked_views, unnamed
from licet.web.casework.selectors.desk.work_list import WorkList, work_list
from licet.web.casework.selectors.findings.determinations import (
    classification_views,
    determination_view,
    overrides_of,
    required_views,
    run_views,
)
from licet.web.casework.selectors.ownership.ownership import ownership
from licet.web.casework.selectors.parts.filings import WITH_FILING, filing_view
from licet.web.casework.selectors.parts.parts import (
    Names,
    clock_view,
    desk_of,
    event_views,
    letter_view,
    message_view,
    names,
    organisation_view,
    possible_acts,
    request_view,
)
from licet.web.casework.selectors.parts.referral_views import (
    referral_views,
    suggested_referrals,
    withheld_advice,
)
from licet.web.casework.selectors.parts.urgency import urgency_view
from licet.web.casework.selectors.parts.when_read import when_read
from licet.web.casework.selectors.review.consultations import consultation_views
from licet.web.casework.selectors.screening.hit_views import people_of, screening_views
from licet.web.casework.views import (
    CaseView,
    ConditionTypeView,
    CriterionView,
    DeterminationRunView,
    Json,
    ObstacleView,
    PersonView,
    TeamView,
)

_CLOSED = (
    "granted",
    "granted_with_conditions",
    "refused",
    "returned",
    "withdrawn",
    "lapsed",
)


def queue(*, viewer: Actor) -> WorkList:
    """The work of the viewer's desk in its order: mine, waiting, the rest."""
    require(viewer, "see_queue")
    open_cases = visible_cases(viewer).exclude(state__in=(*_CLOSED, "draft"))
    return work_list(viewer, open_cases, grouped=True)


def cases(
    *,
    viewer: Actor,
    state: str = "",
    text: str = "",
    band: str = "",
    narrowed: Callable[[QuerySet[Case]], QuerySet[Case]] = lambda rows: rows,
) -> WorkList:
    """Search in what the viewer may see; what is found is in the order of the work.

    Args:
        viewer: Who searches.
        state: Only cases in this state.
        text: Only cases with this in number, title, end user or exporter.
        band: Only cases whose newest weighing has this band.
        narrowed: What further narrows the rows, for example to a team.
    """
    require(viewer, "see_queue")
    found = visible_cases(viewer).exclude(state="draft")
    if state:
        found = found.filter(state=state)
    if text:
        found = found.filter(
            Q(number__icontains=text)
            | Q(title__icontains=text)
            | Q(end_user__icontains=text)
            | Q(organisation__name__icontains=text)
        )
    if band:
        found = in_band(found, band)
    found = narrowed(found)
    return work_list(viewer, found)


def bands() -> tuple[tuple[str, str], ...]:
    """Name and title of the bands of the governing law, the lowest first."""
    return ports().assessor.bands(on=legal_day(now()))


def agencies() -> tuple[TeamView, ...]:
    """The bodies to which a case can be referred."""
    return tuple(
        team_view(row)
        for row in Team.objects.filter(kind__in=REVIEWERS).order_by("name")
    )


def teams() -> tuple[TeamView, ...]:
    """Every team; one of them checks a condition. A panel only advises."""
    rows = Team.objects.exclude(kind="panel").order_by("kind", "name")
    return tuple(team_view(row) for row in rows)


def _holders(role: str) -> tuple[PersonView, ...]:
    found: dict[str, PersonView] = {}
    for post in posts_on(legal_day(now())).filter(role=role).order_by("person__name"):
        found.setdefault(
            str(post.person_id),
            PersonView(
                id=str(post.person_id), name=str(post.person), teams=(post.team.code,)
            ),
        )
    return tuple(found.values())


def officers(*, viewer: Actor) -> tuple[PersonView, ...]:
    """Who can be given a case today."""
    require(viewer, "see_staff")
    return _holders("officer")


def reviewers(*, viewer: Actor) -> tuple[PersonView, ...]:
    """Who can hear appeals today; whether one may hear this one, the server decides."""
    require(viewer, "see_staff")
    return _holders("appeal_reviewer")


def criteria() -> tuple[Json, ...]:
    """The criteria of the governing law, as grounds to choose from."""
    return tuple(ports().assessor.criteria())


def condition_types() -> tuple[ConditionTypeView, ...]:
    """The types of condition that can be offered."""
    return tuple(
        ConditionTypeView(
            id=kind.id,
            title=kind.title,
            words=kind.words,
            terms=dict(kind.terms),
            needs_reason=kind.needs_reason,
            duty=kind.duty,
            due=kind.due,
            standard=kind.standard,
            evidence=kind.evidence,
            breach=kind.breach,
        )
        for kind in shipped_types().values()
    )


def case(*, viewer: Actor, case: str) -> CaseView:
    """The whole case as this viewer may see it; the read is entered first.

    Raises:
        NotFoundError: None such, or no standing in it.
    """
    return _read(viewer, case)


def _read(viewer: Actor, number: str) -> CaseView:
    require(viewer, "see_case")
    row = (
        visible_cases(viewer)
        .filter(number=number)
        .select_related("organisation", "officer", "erasure", *WITH_FILING)
        .first()
    )
    if row is None:
        raise NotFoundError("case")
    require_content(row)
    note_read(viewer, row, "case")
    with gathering():
        remember(viewer, row)
        gather(row, *QUESTIONS)
        file = load(row)
        fired_by(file)  # kept for what stands beside the case
        return case_view(file, viewer)


def case_afterwards(*, viewer: Actor, case: str) -> CaseView:
    """What an act gives back: the whole case, read and entered as read when somebody looks at it."""
    return when_read(partial(_read, viewer, case))


def case_view(file: CaseFile, viewer: Actor) -> CaseView:
    """A loaded case as this viewer may see it; parts above their marking are withheld."""
    return withhold(_case_view(file, viewer), viewer, file.case)


def _case_view(file: CaseFile, viewer: Actor) -> CaseView:
    row = file.case
    messages = read(messages_of, row)
    overrides = overrides_of(row)
    known = names([*_people(file, messages), *(one.by_id for one in overrides)])
    titles = criteria_titles()
    licence: Licence | None = first(licences_of, row)
    marks = marks_of(row)
    referrals = referral_views(file, known, viewer)
    run = file.findings.run
    computed = run_views(row)
    return CaseView(
        **_identity(row),
        **_computed(file, viewer, known, marks, computed),
        suggested_referrals=suggested_referrals(file),
        requests=tuple(request_view(one, known) for one in file.requests),
        messages=tuple(message_view(one, known) for one in messages),
        referrals=referrals,
        consultations=consultation_views(file, known),
        **_decided(file, viewer, known, titles),
        appeals=tuple(appeal_view(one, known, named=True) for one in file.appeals),
        licence=licence_view(licence, viewer) if licence else None,
        timeline=event_views(
            read(timeline_of, row),
            named=True,
        ),
        obstacles=_obstacles(file),
        acts=possible_acts("case", row.state, viewer),
        withheld=withheld_advice(referrals),
        submitted_at=row.submitted_at,
        version=row.version,
        runs=computed,
        required=unnamed(required_views(file), file, viewer, marks),
        classification=classification_views(file, overrides, known),
        destinations=profile_views(run),
        ownership=ownership(row, file.findings, file.traced),
        risk=risk_of(row),
        notice=notice_view(file, known, titles),
        letters=tuple(letter_view(one) for one in file.letters),
    )


def _identity(row: Case) -> dict[str, Any]:
    """Which case it is, on whose desk, and how its time stands."""
    desk, words = desk_of(row)
    urgent = urgency_view(row)
    return {
        "filing": filing_view(row),
        "number": row.number,
        "title": row.title,
        "state": row.state,
        "state_words": words,
        "desk": desk,
        "profile": row.profile,
        "organisation": organisation_view(row.organisation),
        "officer": PersonView(id=str(row.officer_id), name=str(row.officer))
        if row.officer
        else None,
        "urgency": urgent,
        "clock": clock_view(
            read(clock_rows_of, row),
            profile=row.profile,
            urgent_days=urgent.days if urgent else 0,
        ),
    }


def _decided(
    file: CaseFile, viewer: Actor, known: Names, titles: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Drafts, as far as the viewer sees any, and the decision."""
    return {
        "drafts": draft_views(file, known, titles, viewer)
        if _sees_drafts(viewer)
        else (),
        "decision": decision_view(file, known, titles),
    }


def _computed(
    file: CaseFile,
    viewer: Actor,
    known: Names,
    marks: Marks,
    computed: Sequence[DeterminationRunView],
) -> dict[str, Any]:
    """Facts and documents, and what was computed of them."""
    row, run = file.case, file.findings.run
    return {
        "facts": fact_views(row),
        "transaction": row.transaction,
        "documents": marked_views(file, known, viewer, marks),
        "determinations": tuple(
            determination_view(file, one, computed)
            for one in file.findings.determinations
        ),
        "screenings": screening_views(file, known),
        "criteria": _criterion_views(file.findings),
        "prohibitions": tuple(run.prohibitions) if run else (),
    }


def _sees_drafts(viewer: Actor) -> bool:
    return bool(
        viewer.roles
        & {"officer", "manager", "countersigner", "auditor", "appeal_reviewer"}
    )


def _people(file: CaseFile, messages: Iterable[Message]) -> list[object]:
    found: list[object] = [one.uploaded_by_id for one in file.documents]
    found += [one.by_id for one in messages]
    found += [one.asked_by_id for one in file.requests]
    found += people_of(file.findings.words)
    found += [one.by_id for given in file.advice.values() for one in given]
    found += [
        person
        for one in file.consultations
        for person in (one.row.asked_by_id, *(said.by_id for said in one.answers))
    ]
    found += [one.by_id for one in file.drafts]
    found += [one.by_id for row in file.drafts for one in row.endorsements.all()]
    found += [one.by_id for one in file.notices]
    found += [
        person for one in file.appeals for person in (one.lodged_by_id, one.reviewer_id)
    ]
    if file.decision is not None:
        found.append(file.decision.countersignature.by_id)
    return found


def _criterion_views(findings: Findings) -> tuple[CriterionView, ...]:
    return tuple(
        CriterionView(
            id=f"criterion:{row.pk}",
            criterion=row.criterion,
            title=str(row.document.get("title", row.criterion)),
            mandatory=row.mandatory,
            standing=row.standing,
            words=str(row.document.get("words", "")),
            source=str(row.document.get("source", "")),
            dated=str(row.document.get("dated", "")),
            citation=row.document.get("citation") or {},
            open_facts=tuple(row.document.get("open_facts", ())),
        )
        for row in findings.criteria
    )


def _obstacles(file: CaseFile) -> tuple[ObstacleView, ...]:
    """What is open before a grant; the delegation is asked at the signature."""
    from licet.decision import grant_obstacles  # noqa: PLC0415  # beside its only use

    if file.case.state in {*_CLOSED, "draft", "submitted", "appealed"}:
        return ()
    if file.drafts and file.case.state in {"deciding", "countersigning"}:
        # Of the newest draft, a refusal included: its hearing is asked by the same gate.
        found = draft_obstacles(file, draft_value(file.drafts[-1]), delegated=True)
    else:
        facts = gate_facts(file, draft=None, delegated=True)
        found = (
            *grant_obstacles(facts),
            *review_obstacles(file),
            *panel_obstacles(file),
        )
    return tuple(
        ObstacleView(code=one.code.value, words=one.words, item=one.item)
        for one in found
    )


__all__ = [
    "agencies", "bands", "case", "case_afterwards", "case_view", "cases", "condition_types", "criteria", "item_names",
    "officers", "queue", "reviewers", "teams",
]  # fmt: skip
