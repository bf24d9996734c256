"""Appeals as the appellant, the appeal body, the authority and the cleared advocate see them."""

from collections.abc import Sequence
from dataclasses import replace

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet

from licet.decision import SecretReason
from licet.review import machines
from licet.review.appeals import AppealKind
from licet.web.casework.appeals.contested import (
    CONTESTED,
    OPEN_STATES,
    Contested,
    contested_in,
    contested_opinion,
    profile_of,
    rules_of,
)
from licet.web.casework.decision.deciding import detail_of
from licet.web.casework.errors import NotFoundError
from licet.web.casework.gathered import gather, gathering
from licet.web.casework.models import (
    Appeal,
    AppealDocument,
    CaseEvent,
    ConditionRow,
    Document,
    OpinionEvent,
)
from licet.web.casework.ports import legal_day, ports
from licet.web.casework.record.reads import note_opinion_read, note_read
from licet.web.casework.rights.member_rights import as_id
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import (
    case_for,
    visible_appeals,
    visible_cases,
    visible_opinions,
)
from licet.web.casework.selectors.appeals.appeal_parts import (
    appeal_view,
    contestable_view,
    kind_words,
    line_view,
)
from licet.web.casework.selectors.decision.decisions import secret_view
from licet.web.casework.selectors.parts.parts import (
    act_words,
    event_views,
    names,
    office_of,
)
from licet.web.casework.views import (
    AppealRecordView,
    AppealsView,
    AppealView,
    ChoiceView,
    ClosedMaterialView,
    ContestableActsView,
    DocumentContent,
    EventView,
    SecretReasonView,
)

PAGE = 25
_LOADED = (
    "case__organisation", "opinion__organisation", "decision__draft__detail", "licence",
)  # fmt: skip


def _own(viewer: Actor) -> QuerySet[Appeal]:
    """The appeals of a viewer but those in which they are only the advocate."""
    rows = visible_appeals(viewer)
    if not viewer.is_staff and viewer.id != "system":
        rows = rows.filter(
            Q(case__in=visible_cases(viewer)) | Q(opinion__in=visible_opinions(viewer))
        )
    return rows


def appeals(
    *, viewer: Actor, text: str = "", state: str = "", page: int = 1
) -> AppealsView:
    """A page of the appeals that somebody may see: open ones first, the most urgent at the top.

    Args:
        viewer: Who asks.
        text: Part of a number, title, organisation or of what is appealed.
        state: A state, or ``open``; empty for all.
        page: From 1.
    """
    require(viewer, "see_appeals")
    rows = _own(viewer).select_related(*_LOADED)
    words = text.strip()
    rows = _about(rows, words) if words else rows
    if state == "open":
        rows = rows.filter(state__in=OPEN_STATES)
    elif state:
        rows = rows.filter(state=state)
    ordered = rows.order_by(
        F("decided_at").desc(nulls_first=True),
        F("decide_by").asc(nulls_last=True),
        "lodged_at",
        "pk",
    )
    pages = Paginator(ordered, PAGE)
    found = pages.get_page(page)
    known = names([one.reviewer_id for one in found])
    return AppealsView(
        appeals=tuple(line_view(one, known) for one in found),
        count=pages.count,
        page=found.number,
        last=pages.num_pages,
        text=words,
        state=state,
    )


def _about(rows: QuerySet[Appeal], words: str) -> QuerySet[Appeal]:
    """Those whose number, title, organisation or object has these words in it."""
    return rows.filter(
        Q(case__number__icontains=words)
        | Q(case__title__icontains=words)
        | Q(case__organisation__name__icontains=words)
        | Q(opinion__number__icontains=words)
        | Q(opinion__title__icontains=words)
        | Q(opinion__organisation__name__icontains=words)
        | Q(contested__icontains=words)
    )


def _found(viewer: Actor, appeal: str) -> Appeal:
    row = (
        _own(viewer)
        .filter(pk=as_id(appeal))
        .select_related(
            "case__organisation", "case__erasure", "opinion__organisation",
            "opinion__erasure", "decision__draft__detail", "licence",
        )
        .first()
    )  # fmt: skip
    if row is None:
        raise NotFoundError("appeal")
    return row


def appeal(*, viewer: Actor, appeal: str) -> AppealView:
    """One appeal, with its steps, documents, findings and proof; reads of staff are entered.

    Raises:
        NotFoundError: None such within the viewer's standing.
    """
    require(viewer, "see_appeals")
    row = _found(viewer, appeal)
    _note(viewer, row, f"appeal {row.pk}")
    steps = row.steps.order_by("pk")
    if not viewer.is_staff and viewer.id != "system":
        steps = steps.filter(closed=False)
    shown = appeal_view(
        row,
        names([row.lodged_by_id, row.reviewer_id]),
        named=viewer.is_staff or viewer.id == "system",
        steps=steps,
        reads_closed=str(row.reviewer_id) == viewer.id or "auditor" in viewer.roles,
        documents=row.documents.order_by("at", "name"),
        may=possible(row, viewer),
    )
    return replace(shown, secret=_secret(row, viewer))


def possible(row: Appeal, viewer: Actor) -> tuple[str, ...]:
    """What somebody may do in an appeal, by role, state and task; services ask the rest."""
    acts = machines()["appeal"].possible(row.state, viewer.roles)
    mine = str(row.reviewer_id) == viewer.id
    rule = rules_of(profile_of(row)).kinds[AppealKind(row.kind)]
    hidden = {"submit_as_advocate"}
    if not mine:
        hidden |= {"set_hearing", "record_hearing", "decide_interim", "decide_appeal"}
    if row.interim != "asked":
        hidden.add("decide_interim")
    if row.interim or not rule.interim:
        hidden.add("ask_interim")
    return tuple(one for one in acts if one not in hidden and viewer.may(one))


def _note(viewer: Actor, row: Appeal, what: str) -> None:
    if row.case is not None:
        note_read(viewer, row.case, what)
    if row.opinion is not None:
        note_opinion_read(viewer, row.opinion, what)


def _secret(row: Appeal, viewer: Actor) -> tuple[SecretReasonView, ...]:
    """The secret reasons of the decision: gist for everybody, words for the cleared of the staff."""
    return tuple(secret_view(one, viewer) for one in reasons_kept_secret(row))


def reasons_kept_secret(row: Appeal) -> tuple[SecretReason, ...]:
    """The secret reasons of the decision that is appealed, or of which a condition is."""
    if row.decision is None:
        return ()
    found: tuple[SecretReason, ...] = detail_of(row.decision.draft).get("secret", ())
    return found


def record_of(*, viewer: Actor, appeal: str) -> AppealRecordView:
    """The record as it stood at the end of the day of the act, and what came after, apart.

    Raises:
        NotFoundError: None such within the viewer's standing.
    """
    require(viewer, "see_appeals")
    row = _found(viewer, appeal)
    until = row.acted_on or legal_day(row.lodged_at)
    events: Sequence[EventView]
    files: list[tuple[bool, str]] = []
    if row.case is not None:
        lines = CaseEvent.objects.filter(case=row.case).exclude(kind="save_section")
        if not viewer.is_staff:
            lines = lines.filter(public=True)
        events = event_views(lines.order_by("pk"), named=viewer.is_staff)
        papers = Document.objects.filter(case=row.case).exclude(standing="removed")
        files = [
            (legal_day(one.uploaded_at) <= until, one.name)
            for one in papers.order_by("uploaded_at")
        ]
    else:
        told = OpinionEvent.objects.filter(opinion=row.opinion).order_by("pk")
        events = opinion_events(told)
    then = tuple(one for one in events if legal_day(one.at) <= until)
    return AppealRecordView(
        until=until,
        then=then,
        since=tuple(one for one in events if one not in then),
        documents_then=tuple(name for before, name in files if before),
        documents_since=tuple(name for before, name in files if not before),
    )


def opinion_events(rows: QuerySet[OpinionEvent]) -> tuple[EventView, ...]:
    """Lines of the life of an opinion; offices only."""
    return tuple(
        EventView(
            at=one.at, kind=one.kind, words=act_words(one.kind),
            by=office_of(one.side), entry=None, commitment="",
        )
        for one in rows
    )  # fmt: skip


def appeal_document(*, viewer: Actor, appeal: str, document: str) -> DocumentContent:
    """A document laid before the reviewer.

    Raises:
        NotFoundError: None such within the viewer's standing.
    """
    require(viewer, "see_appeals")
    row = _found(viewer, appeal)
    found = AppealDocument.objects.filter(appeal=row, pk=as_id(document)).first()
    if found is None:
        raise NotFoundError("document")
    _note(viewer, row, str(found.pk))
    return DocumentContent(
        name=found.name,
        media_type=found.media_type,
        content=ports().evidence.read(found.sha256, key=str(row.subject)),
    )


def condition_terms(*, viewer: Actor, appeal: str) -> dict[str, str]:
    """The terms of the condition that is appealed; empty for anything else."""
    require(viewer, "see_appeals")
    row = _found(viewer, appeal)
    if row.kind != AppealKind.CONDITION:
        return {}
    signed = ConditionRow.objects.filter(pk=as_id(row.object)).first()
    return {str(k): str(v) for k, v in signed.terms.items()} if signed else {}


def contestable(*, viewer: Actor, case: str) -> ContestableActsView:
    """What can be appealed in a case, with last days, grounds and excuses."""
    require(viewer, "see_application")
    found = case_for(viewer, case)
    with gathering():
        gather(found, *CONTESTED)
        return _acts(contested_in(found), found.profile)


def contestable_opinion(*, viewer: Actor, opinion: str) -> ContestableActsView:
    """Whether the answer of an opinion can be appealed.

    Raises:
        NotFoundError: No such opinion for this person.
    """
    require(viewer, "see_application")
    row = visible_opinions(viewer).filter(number=opinion).first()
    if row is None:
        raise NotFoundError("opinion")
    return _acts(contested_opinion(row), row.profile)


def _acts(found: Sequence[Contested], profile: str) -> ContestableActsView:
    rules = rules_of(profile)
    excuses = rules.late.excuses.values() if rules.late else ()
    return ContestableActsView(
        acts=tuple(contestable_view(one) for one in found),
        grounds=tuple(
            ChoiceView(id=one.id, title=one.title) for one in rules.grounds.values()
        ),
        excuses=tuple(ChoiceView(id=one.id, title=one.title) for one in excuses),
    )


def own_briefs(*, viewer: Actor) -> tuple[ClosedMaterialView, ...]:
    """The appeals in which somebody is the cleared advocate, without what is secret."""
    require(viewer, "see_closed_material")
    rows = Appeal.objects.filter(advocate=as_id(viewer.id)).order_by("-lodged_at")
    return tuple(
        ClosedMaterialView(
            id=str(row.pk),
            kind_words=kind_words(row.kind),
            state_words=machines()["appeal"].states[row.state].words,
            open=row.state in OPEN_STATES,
            secret=(),
            said=(),
            version=row.version,
        )
        for row in rows
    )
