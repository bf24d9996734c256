"""Due-diligence files: the list, one file as far as its reader may see it, its documents, its export."""

from collections.abc import Mapping, Sequence

from django.core.paginator import Paginator
from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast

from licet.diversion.verification import (
    Question,
    Scope,
    progress,
    questions,
)
from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import (
    Case,
    PartyAppearance,
    PartyCheck,
    PartyFile,
)
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.record.reads import note_file_read
from licet.web.casework.rights.markings import may_read
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.verification.checks import Answered
from licet.web.casework.verification.conduct_record import (
    conduct_view,
    entries_of,
    standings,
)
from licet.web.casework.verification.party_files import (
    file_for,
    name_key,
    visible_files,
)
from licet.web.casework.views import (
    DocumentContent,
    HeadingView,
    PartiesPage,
    PartyCaseView,
    PartyCheckView,
    PartyFileView,
    PartySummary,
    QuestionView,
)

A_PAGE = 25
_MOST_CASES = 200


def parties(*, viewer: Actor, text: str = "", page: int = 1) -> PartiesPage:
    """Files by name, one page of them; a number of queries that does not grow with the page.

    Args:
        viewer: Who asks.
        text: Part of a name, a number of a file, a registration number, or a country code.
        page: From 1; beyond the last gives the last.

    Raises:
        NotAllowedError: No role of the person may see files.
    """
    require(viewer, "see_parties")
    found = visible_files(viewer)
    wanted = text.strip()
    if wanted:
        fits = Q(number__iexact=wanted) | Q(country__iexact=wanted)
        fits |= Q(numbers__icontains=wanted)
        if spoken := name_key(wanted):
            fits |= Q(name_key__contains=spoken)
        found = found.annotate(numbers=Cast("identifiers", TextField())).filter(fits)
    pages = Paginator(found.order_by("name_key", "number"), A_PAGE)
    shown = pages.get_page(page)
    return PartiesPage(
        parties=_summaries(viewer, list(shown.object_list)),
        text=wanted,
        page=shown.number,
        last=pages.num_pages,
        count=pages.count,
    )


def _summaries(viewer: Actor, files: Sequence[PartyFile]) -> tuple[PartySummary, ...]:
    today = legal_day(now())
    rows: dict[object, list[PartyCheck]] = {one.pk: [] for one in files}
    for row in checks_of(viewer, files):
        rows[row.file_id].append(row)
    conduct: dict[object, int] = {}
    for entry in entries_of(files):
        if may_read(viewer, entry.marking):
            conduct[entry.file_id] = conduct.get(entry.file_id, 0) + 1
    cases = dict(
        PartyAppearance.objects.filter(file__in=files, case__in=visible_cases(viewer))
        .values_list("file")
        .annotate(Count("case", distinct=True))
    )
    found = []
    for one in files:
        answered = Answered(rows=rows[one.pk], case="", on=today)
        counted = headings_of(answered)
        found.append(
            PartySummary(
                number=one.number,
                name=one.name,
                country=one.country,
                identifiers=one.identifiers,
                cases=cases.get(one.pk, 0),
                checks=len(rows[one.pk]),
                stale=sum(part.stale for part in counted),
                conduct=conduct.get(one.pk, 0),
                made_at=one.made_at,
            )
        )
    return tuple(found)


def checks_of(viewer: Actor, files: Sequence[PartyFile]) -> list[PartyCheck]:
    """The answers of some files that the viewer may read, the oldest first; one query."""
    rows = (
        PartyCheck.objects.filter(file__in=list(files))
        .select_related("case", "by")
        .order_by("pk")
    )
    return [row for row in rows if may_read(viewer, row.marking)]


def headings_of(answered: Answered) -> tuple[HeadingView, ...]:
    """A file counted by heading; questions of one case count in that case only."""
    asked = {
        name: one
        for name, one in questions().items()
        if answered.case or one.scope is Scope.PARTY
    }
    return tuple(
        HeadingView(
            id=one.heading.value,
            asked=one.asked,
            established=one.established,
            contradicted=one.contradicted,
            stale=one.stale,
            open=one.open,
        )
        for one in progress(answered.newest, asked, on=answered.on)
    )


def party(*, viewer: Actor, number: str) -> PartyFileView:
    """The file of a party; what its marking withholds is counted, and the read is entered.

    Raises:
        NotAllowedError: No role of the person may see files.
        NotFoundError: No such file, or no standing in it.
    """
    require(viewer, "see_parties")
    file = file_for(viewer, number)
    note_file_read(viewer, str(file.pk), file.number)
    answered = Answered(rows=checks_of(viewer, [file]), case="", on=legal_day(now()))
    entries = entries_of([file])
    readable = [one for one in entries if may_read(viewer, one.marking)]
    total = PartyCheck.objects.filter(file=file).count() + len(entries)
    standing = standings(entries)
    return PartyFileView(
        number=file.number,
        name=file.name,
        country=file.country,
        identifiers=file.identifiers,
        made_at=file.made_at,
        headings=headings_of(answered),
        questions=_questions(answered),
        conduct=tuple(
            conduct_view(one, standing[one.pk]) for one in reversed(readable)
        ),
        cases=_cases(viewer, file),
        alike=_alike(viewer, file),
        withheld=total - len(answered.rows) - len(readable),
    )


def _questions(answered: Answered) -> tuple[QuestionView, ...]:
    among = answered.newest
    by_question: dict[str, list[PartyCheckView]] = {}
    for row in reversed(answered.rows):
        by_question.setdefault(row.question, []).append(answered.view(row, among))
    return tuple(
        _question(one, by_question.get(name, ())) for name, one in questions().items()
    )


def _question(one: Question, given: Sequence[PartyCheckView]) -> QuestionView:
    newest = given[0] if given else None
    return QuestionView(
        id=one.id,
        heading=one.heading.value,
        words=one.words,
        how=one.how,
        scope=one.scope.value,
        months=one.months,
        wanted=one.wanted,
        law=one.law.to_json() if one.law else {},
        newest=newest,
        earlier=tuple(given[1:]),
    )


def _cases(viewer: Actor, file: PartyFile) -> tuple[PartyCaseView, ...]:
    rows = (
        Case.objects.filter(
            pk__in=visible_cases(viewer).values("pk"), party_appearances__file=file
        )
        .order_by("-started_at")
        .values_list("number", "title", "party_appearances__role", "state")
        .distinct()[:_MOST_CASES]
    )
    return tuple(
        PartyCaseView(number=number, title=title, role=role, state=state)
        for number, title, role, state in rows
    )


def _alike(viewer: Actor, file: PartyFile) -> tuple[str, ...]:
    return tuple(
        visible_files(viewer)
        .filter(name_key=file.name_key, country=file.country)
        .exclude(pk=file.pk)
        .order_by("number")
        .values_list("number", flat=True)
    )


def check_document(*, viewer: Actor, number: str, check: int) -> DocumentContent:
    """The document of a check, checked against its hash.

    Raises:
        NotAllowedError: No role of the person may see files.
        NotFoundError: None such in a file that the viewer may see, or withheld by its marking.
    """
    require(viewer, "see_parties")
    file = file_for(viewer, number)
    row = PartyCheck.objects.filter(file=file, pk=check).exclude(sha256="").first()
    if row is None or not may_read(viewer, row.marking):
        raise NotFoundError("document")
    note_file_read(viewer, str(file.pk), f"{number}/{check}")
    return DocumentContent(
        name=row.document_name,
        media_type=row.media_type,
        content=ports().evidence.read(row.sha256, key=str(file.pk)),
    )


def catalogue() -> Mapping[str, Question]:
    """The questions that are asked of every party."""
    return questions()
