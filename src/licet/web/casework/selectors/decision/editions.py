"""Which documents of a licence are those of the edition in force."""

from collections.abc import Iterable

from django.db.models import QuerySet

from licet.web.casework.models import Licence, LicenceDocument, ReplacedEdition


def replaced_editions_of(row: Licence) -> QuerySet[ReplacedEdition]:
    """The editions of a licence that newer ones replaced."""
    return ReplacedEdition.objects.filter(licence=row).order_by("edition")


def stored_kind(kind: str, edition: int) -> str:
    """The kind of a document under which its edition is kept: ``pdf``, then ``pdf.2``."""
    return kind if edition == 1 else f"{kind}.{edition}"


def document_in_force(
    papers: Iterable[LicenceDocument], kind: str, edition: int
) -> LicenceDocument | None:
    """The document of an edition; ``None`` while it is being made.

    Args:
        papers: The documents of the licence, of every edition.
        kind: ``pdf``, ``sdjwt`` or ``code``.
        edition: The edition in force, 1 as it was issued. What was made for an edition before
            reads as replaced to whoever checks it.
    """
    wanted = stored_kind(kind, edition)
    return next((one for one in papers if one.kind == wanted), None)
