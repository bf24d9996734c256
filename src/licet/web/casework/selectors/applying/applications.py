"""What an applicant sees: home, and an application with its task list and status."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from licet.kernel import LicetError
from licet.web.casework.application.amending import stated_last
from licet.web.casework.application.classification import classified_items
from licet.web.casework.application.practice import (
    kind_of,
    kind_problems,
    omitted,
    practice,
    questions_of,
    with_kind,
)
from licet.web.casework.application.required import of_kind, required_documents
from licet.web.casework.application.sections import (
    SECTIONS,
    section_state,
    transaction_of,
)
from licet.web.casework.casefile.casefile import CaseFile, load
from licet.web.casework.decision.criteria import criteria_titles
from licet.web.casework.errors import NotFoundError
from licet.web.casework.gathered import first, gather, gathering, read
from licet.web.casework.law.asking import package_of
from licet.web.casework.models import (
    Case,
    CaseEvent,
    Document,
    Licence,
    Message,
    Organisation,
)
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.rights.member_rights import may_act
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import (
    remember,
    require_content,
    visible_cases,
    visible_licences,
)
from licet.web.casework.selectors.appeals.appeal_parts import appeal_view
from licet.web.casework.selectors.decision.deciding import notice_view
from licet.web.casework.selectors.decision.decisions import (
    decision_view,
    licence_view,
    licence_views,
)
from licet.web.casework.selectors.desk import case_page
from licet.web.casework.selectors.findings.determinations import required_views
from licet.web.casework.selectors.parts.filings import WITH_FILING, filing_view
from licet.web.casework.selectors.parts.pages import Lines, lines
from licet.web.casework.selectors.parts.parts import (
    Names,
    clock_view,
    document_view,
    event_views,
    letter_view,
    message_view,
    names,
    organisation_view,
    possible_acts,
    request_view,
)
from licet.web.casework.selectors.parts.status import (
    shown_state,
    shown_words,
    status_view,
)
from licet.web.casework.selectors.parts.summaries import LONGEST, summaries
from licet.web.casework.selectors.parts.urgency import urgency_view
from licet.web.casework.selectors.parts.when_read import when_read
from licet.web.casework.views import (
    ApplicationView,
    CaseSummary,
    ClassifiedItemView,
    ClockView,
    DecisionView,
    FieldProblem,
    HomeView,
    Json,
    LetterView,
    LicenceView,
    NoticeView,
    OrganisationView,
    RequiredDocumentView,
    SectionView,
)

AMEND = "amend_application"
_NEEDS_APPLICANT = frozenset({"draft", "information_requested"})


def sections() -> tuple[tuple[str, str], ...]:
    """Ids and titles of the task list, in its order."""
    return tuple((one.id, str(one.title)) for one in SECTIONS.values())


def own_cases(*, viewer: Actor, waiting: bool = False) -> Lines[CaseSummary]:
    """The applications of the viewer's organisations, the one that changed last first.

    Args:
        viewer: The applicant.
        waiting: Only those in which the applicant is to do something now.
    """
    require(viewer, "see_home")
    found = visible_cases(viewer).order_by("-updated_at", "-number")
    if waiting:
        found = found.filter(state__in=_NEEDS_APPLICANT)

    def summed(first: int, last: int) -> tuple[CaseSummary, ...]:
        wanted = list(found.values_list("pk", flat=True)[first:last])
        rows = Case.objects.filter(pk__in=wanted).order_by("-updated_at", "-number")
        return summaries(viewer, rows)

    return Lines(found.count, summed)


def own_licences(*, viewer: Actor) -> Lines[LicenceView]:
    """The licences of the viewer's organisations, the newest first."""
    require(viewer, "see_home")
    found = visible_licences(viewer).filter(case__erasure__isnull=True)
    own = found.select_related("case__organisation").order_by("-issued_at", "pk")
    return lines(own, lambda rows: licence_views(rows, viewer))


def own_organisations(*, viewer: Actor) -> tuple[OrganisationView, ...]:
    """The organisations for which the viewer acts, by name."""
    require(viewer, "see_home")
    bodies = Organisation.objects.filter(pk__in=viewer.organisations).order_by("name")
    return tuple(organisation_view(body) for body in bodies)


def home(*, viewer: Actor, offset: int = 0, most: int = LONGEST) -> HomeView:
    """What needs this applicant now, then everything of their organisations.

    Args:
        viewer: The applicant.
        offset: How many of each list are passed over.
        most: At most so many of each.
    """
    page = slice(offset, offset + most)
    return HomeView(
        organisations=own_organisations(viewer=viewer),
        needs_me=own_cases(viewer=viewer, waiting=True)[page],
        cases=own_cases(viewer=viewer)[page],
        licences=own_licences(viewer=viewer)[page],
    )


def application(
    *, viewer: Actor, case: str, with_preview: bool = True
) -> ApplicationView:
    """An application as its applicant sees it.

    Args:
        viewer: Who reads.
        case: Number of the case.
        with_preview: Whether to determine the unfinished facts, which takes a moment.

    Returns:
        The application.

    Raises:
        NotFoundError: None such, or of an organisation for which the viewer does not act.
    """
    require(viewer, "see_application")
    row = (
        visible_cases(viewer)
        .filter(number=case)
        .select_related("organisation", "erasure", *WITH_FILING)
        .first()
    )
    if row is None:
        raise NotFoundError("application")
    require_content(row)
    with gathering():
        remember(viewer, row)
        return _application(row, viewer, with_preview=with_preview)


def _application(row: Case, viewer: Actor, *, with_preview: bool) -> ApplicationView:
    gather(row, *case_page.OWN_QUESTIONS)
    file = load(row, within=False)
    messages: list[Message] = read(case_page.messages_of, row)
    organisation = organisation_view(row.organisation)
    known = names(_people(file, messages, organisation))
    licence: Licence | None = first(case_page.licences_of, row)
    found = preview(row) if with_preview and row.state == "draft" else ()
    events: list[CaseEvent] = read(case_page.timeline_of, row)
    timeline = event_views((one for one in events if one.public), named=False)
    urgent = urgency_view(row)
    ticking = _clock(row, urgent.days if urgent else 0)
    return ApplicationView(
        number=row.number,
        title=row.title,
        state=shown_state(row),
        state_words=shown_words(row),
        organisation=organisation,
        sections=_sections(row),
        **_papers(file, messages, known),
        decision=_own_decision(file),
        licence=licence_view(licence, viewer) if licence else None,
        appeals=tuple(appeal_view(one, known) for one in file.appeals),
        timeline=timeline,
        urgency=urgent,
        clock=ticking,
        status=status_view(row, ticking, file.requests, events),
        acts=tuple(
            one
            for one in possible_acts("case", row.state, viewer)
            if may_act(viewer, one.act, row)
        ),
        submitted_at=row.submitted_at,
        receipt=next(
            (one.commitment for one in timeline if one.kind == "submit_application"), ""
        ),
        version=row.version,
        **_foreseen(row, file, found),
        letters=tuple(unopened(letter_view(one)) for one in file.letters),
        notice=_own_notice(file, known),
        filing=filing_view(row),
        problems=_problems(row),
        questions=_questions(row),
    )


def _clock(row: Case, urgent_days: int) -> ClockView:
    return clock_view(
        read(case_page.clock_rows_of, row),
        profile=row.profile,
        urgent_days=urgent_days,
    )


def _foreseen(row: Case, file: CaseFile, found: tuple[Json, ...]) -> dict[str, Any]:
    """What can be computed before anybody has read it."""
    return {
        "preview": found,
        "required": _required(file, found),
        "classification": _classification(row, found),
    }


def _papers(
    file: CaseFile, messages: Sequence[Message], known: Names
) -> dict[str, Any]:
    """Documents, questions and messages as both sides see them."""
    return {
        "documents": tuple(
            document_view(one, known)
            for one in file.documents
            if one.standing != "removed"
        ),
        "requests": tuple(request_view(one, known) for one in file.requests),
        "messages": tuple(message_view(one, known) for one in messages),
    }


def unopened(letter: LetterView) -> LetterView:
    """A letter as its addressee sees it: the words only once it is served."""
    return letter if letter.served_on else replace(letter, body="")


def _own_decision(file: CaseFile) -> DecisionView | None:
    """The newest decision as the applicant sees it: nobody named, letters once served."""
    found = decision_view(file, {}, criteria_titles())
    if found is None:
        return None
    return replace(found, letters=tuple(unopened(one) for one in found.letters))


def _own_notice(file: CaseFile, known: Mapping[str, str]) -> NoticeView | None:
    """The notice of an intended refusal as the applicant sees it: grounds once it is served."""
    found = notice_view(file, known, criteria_titles()) if file.notices else None
    if found is None or found.letter.served_on:
        return found
    return replace(found, grounds=(), letter=unopened(found.letter))


def application_afterwards(*, viewer: Actor, case: str) -> ApplicationView:
    """What an act gives back: the application without preview, read when somebody looks at it."""
    return when_read(partial(application, viewer=viewer, case=case, with_preview=False))


def _problems(row: Case) -> tuple[FieldProblem, ...]:
    """What stands between the answers of a draft, and how to mend it."""
    if row.state != "draft":
        return ()
    return tuple(
        FieldProblem(field=section, words=words)
        for section, _field, words in kind_problems(row)
        if row.sections.get(section)
    )


def _questions(row: Case) -> dict[str, tuple[tuple[str, bool], ...]]:
    """What the kind asks in each section of a draft: fact, and whether it must be answered."""
    if row.state not in {"draft", *practice(row.profile).acts[AMEND].states}:
        return {}
    return {
        section: tuple((one.fact, one.required) for one in questions_of(row, section))
        for section in SECTIONS
    }


def _required(
    file: CaseFile, found: tuple[Json, ...]
) -> tuple[RequiredDocumentView, ...]:
    """What is asked for: by the facts so far in a draft, by the newest findings afterwards."""
    if file.case.state != "draft":
        return required_views(file)
    asked = required_documents(
        enumerate(found), file.documents, package_of(file.case.profile)
    )
    return of_kind(kind_of(file.case), asked, file.documents)


def required_of_draft(
    *, viewer: Actor, case: str
) -> tuple[int, tuple[RequiredDocumentView, ...]]:
    """What the law asks for by the facts of a draft, and the version on which that stands.

    Raises:
        NotFoundError: None such, or no standing in it.
    """
    row = (
        visible_cases(viewer)
        .filter(number=case)
        .select_related("organisation", "erasure", "filing")
        .first()
    )
    if row is None:
        raise NotFoundError("case")
    require_content(row)
    if row.state != "draft":
        return row.version, ()
    held = list(Document.objects.filter(case=row))
    asked = required_documents(enumerate(preview(row)), held, package_of(row.profile))
    return row.version, of_kind(kind_of(row), asked, held)


def _classification(
    row: Case, found: tuple[Json, ...]
) -> tuple[ClassifiedItemView, ...]:
    """How the facts so far classify the items of a draft; afterwards the authority's work."""
    saved = row.sections.get("items") or {}
    items = saved["content"].get("items") or () if saved else ()
    names_of_items = [str(item.get("name", "")) for item in items]
    if not found:
        return ()
    stated = ports().determiner.stated(_document(row), on=legal_day(now()))
    return classified_items(
        names_of_items, dict(enumerate(found)), dict(enumerate(stated)), {}
    )


def preview(row: Case) -> tuple[Json, ...]:
    """What the governing law says of the facts saved so far; empty while they are too few."""
    if not row.sections.get("items"):
        return ()
    try:
        return ports().determiner.preview(_document(row), on=legal_day(now()))
    except LicetError:
        return ()


def _document(row: Case) -> Json:
    """The facts of a draft as saved so far."""
    return transaction_of(
        with_kind(row),
        exporter={"name": row.organisation.name, "country": row.organisation.country},
        day=legal_day(now()).isoformat(),
    )


def _people(
    file: CaseFile, messages: Iterable[Message], own: OrganisationView
) -> list[object]:
    """Whom an applicant may know by name: those of its own side."""
    allowed = {one.id for one in own.members}
    found: list[object] = [one.uploaded_by_id for one in file.documents]
    found += [one.by_id for one in messages]
    found += [one.lodged_by_id for one in file.appeals]
    return [person for person in found if str(person) in allowed]


def _sections(row: Case) -> tuple[SectionView, ...]:
    found = []
    left = omitted(kind_of(row)) if row.state == "draft" else frozenset()
    latest = stated_last(row)
    unfit = {one.field for one in _problems(row)}
    for section in SECTIONS.values():
        if section.id in left:
            continue
        saved = row.sections.get(section.id)
        state, problems = section_state(section, saved)
        if saved and state == "complete" and section.id in unfit:
            state = "in_progress"
        found.append(
            SectionView(
                id=section.id,
                title=str(section.title),
                state=state,
                content=latest.get(section.id, {}),
                problems=problems,
                saved_at=datetime.fromisoformat(saved["saved_at"]) if saved else None,
            )
        )
    return tuple(found)
