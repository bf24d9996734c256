"""Which files rows name, and under which key each is sealed; and sealing what still lies plain."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from licet.web.casework.models import (
    AppealDocument,
    Case,
    Disclosure,
    Document,
    LetterDocument,
    LicenceDocument,
    OpinionLetter,
    PartyCheck,
    Undertaking,
    UndertakingReturn,
)
from licet.web.casework.record.erasure import evidence_folder
from licet.web.casework.record.events import is_destroyed
from licet.web.casework.record.private_files import destroy_private

_CHUNK = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFile:
    """A file that a row names.

    Attributes:
        table: What kind of row names it.
        row: Its key.
        sha256: The hash of its content.
        key: The data key that seals it.
    """

    table: str
    row: str
    sha256: str
    key: str
    name: str = ""


def files_of(case: Case) -> Iterator[NamedFile]:
    """The files of one case, with the names that people gave them."""
    for row in Document.objects.filter(case=case).order_by("pk"):
        yield _named(row, case, row.name)
    for letter in LetterDocument.objects.filter(letter__case=case).order_by("pk"):
        yield _named(letter, case, "letter.pdf")
    papers = LicenceDocument.objects.filter(licence__case=case).order_by("pk")
    for paper in papers.select_related("licence"):
        yield _named(paper, case, f"{paper.licence.number}.{paper.kind}")
    for asked in (
        Undertaking.objects.filter(case=case).exclude(sha256="").order_by("pk")
    ):
        yield _named(asked, case, f"{asked.number}.pdf")
    returned = UndertakingReturn.objects.filter(case=case).exclude(sha256="")
    for back in returned.order_by("pk"):
        yield _named(back, case, back.name)
    for laid in AppealDocument.objects.filter(appeal__case=case).order_by("pk"):
        yield _named(laid, case, laid.name)
    for copy in Disclosure.objects.filter(case=case).exclude(sha256="").order_by("pk"):
        yield _named(copy, case, "redacted.txt")


def _named(row: Any, case: Case, name: str) -> NamedFile:  # noqa: ANN401  # a row of any of these tables
    return NamedFile(
        table=type(row).__name__,
        row=str(row.pk),
        sha256=row.sha256,
        key=str(case.pk),
        name=name,
    )


def named_files() -> Iterator[NamedFile]:
    """Every file that a row names; those of erased cases are named by no row any more."""
    rows: tuple[tuple[QuerySet[Any], str], ...] = (
        (Document.objects.all(), "case_id"),
        (LetterDocument.objects.all(), "letter__case_id"),
        (LicenceDocument.objects.all(), "licence__case_id"),
        (OpinionLetter.objects.all(), "opinion_id"),
        (Disclosure.objects.filter(case__isnull=False), "case_id"),
        (Undertaking.objects.all(), "case_id"),
        (UndertakingReturn.objects.all(), "case_id"),
        (PartyCheck.objects.all(), "file_id"),
        (AppealDocument.objects.all(), "appeal__subject"),
    )
    for found, path in rows:
        told = found.exclude(sha256="").values_list("pk", "sha256", path)
        for pk, sha256, key in told.order_by("pk").iterator(_CHUNK):
            yield NamedFile(
                table=found.model.__name__, row=str(pk), sha256=sha256, key=str(key)
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """What sealing the files of the first form did.

    Attributes:
        sealed: Files sealed now under the key of their case.
        removed: Plain files that went because every row has its sealed one.
        unnamed: Plain files that no row names; they stay until somebody decides.
    """

    sealed: int
    removed: int
    unnamed: tuple[str, ...]


def seal_evidence() -> Sealing:
    """Seal every file that still lies plain; a file goes when all its rows have sealed ones.

    It can be ended at any moment and run again: a plain file is read until it is gone.

    Raises:
        EvidenceLostError: A plain file was altered; it is left as it is.
    """
    folder = evidence_folder()
    plain = {path.name: path for path in folder.plain_files()}
    if not plain:
        return Sealing(sealed=0, removed=0, unnamed=())
    sealed, named = 0, set()
    for one in named_files():
        if one.sha256 not in plain or is_destroyed(one.key):
            continue
        named.add(one.sha256)
        if not folder.is_sealed(one.sha256, key=one.key):
            folder.keep(folder.plain.read(one.sha256), key=one.key)
            sealed += 1
    for sha256 in sorted(named):
        destroy_private(plain[sha256])
    unnamed = tuple(sorted(set(plain) - named))
    return Sealing(sealed=sealed, removed=len(named), unnamed=unnamed)
