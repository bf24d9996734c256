"""Documents under a marking: who may read them, and how they show to those who may not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from licet.web.casework.gathered import read
from licet.web.casework.models import (
    Case,
    Document,
    DocumentMark,
    SeeAnswer,
    SeeRequest,
)
from licet.web.casework.rights.markings import MARKINGS, may_read
from licet.web.casework.rights.policy import Actor

LOWEST = MARKINGS[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The markings of the documents of one case, and who asked to see them.

    Attributes:
        newest: The marking that counts, by document.
        requests: Every wish to see, with its answer, the oldest first.
    """

    newest: Mapping[object, DocumentMark] = field(default_factory=dict)
    requests: Sequence[SeeRequest] = ()

    def of(self, document: Document) -> DocumentMark | None:
        """The marking of a document; ``None`` for one that everybody with standing reads."""
        return self.newest.get(document.pk)

    def readable(self, viewer: Actor, document: Document) -> bool:
        """Whether somebody may read a document: by clearance, as its owner, or by its answer."""
        mark = self.of(document)
        if mark is None or may_read(viewer, mark.marking):
            return True
        if mark.owner in viewer.teams or str(document.uploaded_by_id) == viewer.id:
            return True
        return any(
            one.document_id == document.pk
            and one.team in viewer.teams
            and _granted(one)
            for one in self.requests
        )

    def asked(self, viewer: Actor, document: Document) -> tuple[SeeRequest, ...]:
        """What the viewer's own bodies asked about a document."""
        return tuple(
            one
            for one in self.requests
            if one.document_id == document.pk and one.team in viewer.teams
        )


def answer_of(row: SeeRequest) -> SeeAnswer | None:
    """What the owner answered; ``None`` while it has not."""
    found: SeeAnswer | None = getattr(row, "answer", None)
    return found


def _granted(row: SeeRequest) -> bool:
    answer = answer_of(row)
    return answer is not None and answer.granted


def marks_of(case: Case) -> Marks:
    """The markings of a case: two queries."""
    newest: dict[object, DocumentMark] = {
        row.document_id: row for row in read(document_marks_of, case)
    }
    if not newest:
        return Marks()
    return Marks(newest=newest, requests=tuple(read(see_requests_of, case)))


def document_marks_of(case: Case) -> QuerySet[DocumentMark]:
    """Every marking of a document, the oldest first."""
    return DocumentMark.objects.filter(document__case=case).order_by("pk")


def see_requests_of(case: Case) -> QuerySet[SeeRequest]:
    """Who asked to see what is withheld, with the answers."""
    asked = SeeRequest.objects.filter(document__case=case)
    return asked.select_related("answer", "document").order_by("pk")


def withheld_hashes(viewer: Actor, case: Case) -> frozenset[str]:
    """The hashes of the documents of a case that somebody may not read."""
    marks = marks_of(case)
    rows: Iterable[Document] = Document.objects.filter(pk__in=list(marks.newest))
    return frozenset(row.sha256 for row in rows if not marks.readable(viewer, row))
