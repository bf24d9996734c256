"""What an applicant sees: home, and an application with its task list and status."""

from collections.abc import Iterable
from datetime import datetime

from licet.kernel import LicetError
from licet.web.casework.asking import package_of
from licet.web.casework.casefile import CaseFile, load
from licet.web.casework.classification import classified_items
from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import (
    Case,
    CaseEvent,
    ClockRow,
    Document,
    Licence,
    Message,
    Organisation,
)
from licet.web.casework.policy import Actor, require
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.required import required_documents
from licet.web.casework.sections import SECTIONS, section_state, transaction_of
from licet.web.casework.selectors.decisions import decision_view, licence_view
from licet.web.casework.selectors.determinations import required_views
from licet.web.casework.selectors.parts import (
    appeal_view,
    clock_view,
    desk_of,
    document_view,
    event_views,
    message_view,
    names,
    organisation_view,
    possible_acts,
    request_view,
)
from licet.web.casework.selectors.summaries import summaries
from licet.web.casework.standing import visible_cases, visible_licences
from licet.web.casework.views import (
    ApplicationView,
    ClassifiedItemView,
    EventView,
    HomeView,
    Json,
    RequiredDocumentView,
    SectionView,
)

_NEEDS_APPLICANT = frozenset({"draft", "information_requested"})


def sections() -> tuple[tuple[str, str], ...]:
    """Ids and titles of the task list, in its order."""
    return tuple((one.id, str(one.title)) for one in SECTIONS.values())


def home(*, viewer: Actor) -> HomeView:
    """What needs this applicant now, then everything of their organisations."""
    require(viewer, "see_home")
    rows = summaries(viewer, visible_cases(viewer).order_by("-updated_at"))
    bodies = Organisation.objects.filter(pk__in=viewer.organisations).order_by("name")
    licences = visible_licences(viewer).order_by("-issued_at")
    return HomeView(
        organisations=tuple(organisation_view(body) for body in bodies),
        needs_me=tuple(row for row in rows if row.state in _NEEDS_APPLICANT),
        cases=rows,
        licences=tuple(
            licence_view(row, viewer)
            for row in licences.select_related("case__organisation")
        ),
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
        visible_cases(viewer).filter(number=case).select_related("organisation").first()
    )
    if row is None:
        raise NotFoundError("application")
    file = load(row)
    messages = list(Message.objects.filter(case=row).order_by("at"))
    known = names(_people(file, messages))
    licence = (
        Licence.objects.filter(case=row).select_related("case__organisation").last()
    )
    desk, words = desk_of(row)
    del desk
    found = preview(row) if with_preview and row.state == "draft" else ()
    clock = ClockRow.objects.filter(case=row).order_by("pk")
    timeline = _timeline(row)
    return ApplicationView(
        number=row.number,
        title=row.title,
        state=row.state,
        state_words=words,
        organisation=organisation_view(row.organisation),
        sections=_sections(row),
        documents=tuple(
            document_view(one, known)
            for one in file.documents
            if one.standing != "removed"
        ),
        requests=tuple(request_view(one, known) for one in file.requests),
        messages=tuple(message_view(one, known) for one in messages),
        decision=decision_view(file, {}, criteria_titles()),
        licence=licence_view(licence, viewer) if licence else None,
        appeals=tuple(appeal_view(one, known) for one in file.appeals),
        timeline=timeline,
        clock=clock_view(clock.values_list("on", "effect", "reason")),
        acts=possible_acts("case", row.state, viewer),
        submitted_at=row.submitted_at,
        receipt=next(
            (one.commitment for one in timeline if one.kind == "submit_application"), ""
        ),
        version=row.version,
        preview=found,
        required=_required(file, found),
        classification=_classification(row, found),
    )


def _required(
    file: CaseFile, found: tuple[Json, ...]
) -> tuple[RequiredDocumentView, ...]:
    """What is asked for: by the facts so far in a draft, by the newest findings afterwards."""
    if file.case.state != "draft":
        return required_views(file)
    return required_documents(
        enumerate(found), file.documents, package_of(file.case.profile)
    )


def required_of_draft(
    *, viewer: Actor, case: str
) -> tuple[int, tuple[RequiredDocumentView, ...]]:
    """What the law asks for by the facts of a draft, and the version on which that stands.

    Raises:
        NotFoundError: None such, or no standing in it.
    """
    row = (
        visible_cases(viewer).filter(number=case).select_related("organisation").first()
    )
    if row is None:
        raise NotFoundError("case")
    if row.state != "draft":
        return row.version, ()
    held = list(Document.objects.filter(case=row))
    asked = required_documents(enumerate(preview(row)), held, package_of(row.profile))
    return row.version, asked


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


def criteria_titles() -> dict[str, Json]:
    """Title and law of the criteria of the governing law, by id."""
    return {str(one["id"]): one for one in ports().assessor.criteria()}


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
        row.sections,
        exporter={"name": row.organisation.name, "country": row.organisation.country},
        day=legal_day(now()).isoformat(),
    )


def _people(file: CaseFile, messages: Iterable[Message]) -> list[object]:
    """Whom an applicant may know by name: those of its own side."""
    own = file.case.organisation.memberships.values_list("person_id", flat=True)
    allowed = set(own)
    found: list[object] = [one.uploaded_by_id for one in file.documents]
    found += [one.by_id for one in messages]
    found += [one.lodged_by_id for one in file.appeals]
    return [person for person in found if person in allowed]


def _sections(row: Case) -> tuple[SectionView, ...]:
    found = []
    for section in SECTIONS.values():
        saved = row.sections.get(section.id)
        state, problems = section_state(section, saved)
        found.append(
            SectionView(
                id=section.id,
                title=str(section.title),
                state=state,
                content=saved["content"] if saved else {},
                problems=problems,
                saved_at=datetime.fromisoformat(saved["saved_at"]) if saved else None,
            )
        )
    return tuple(found)


def _timeline(row: Case) -> tuple[EventView, ...]:
    lines = CaseEvent.objects.filter(case=row, public=True).exclude(kind="save_section")
    return event_views(lines.order_by("pk"), named=False)
