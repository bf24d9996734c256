"""The bytes of documents: checked against their hash, the read entered first."""

from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import Document, LetterDocument, LicenceDocument
from licet.web.casework.policy import Actor, require
from licet.web.casework.ports import ports
from licet.web.casework.reads import note_read
from licet.web.casework.selectors.parts import as_id
from licet.web.casework.standing import case_for, visible_licences
from licet.web.casework.views import DocumentContent

_FORMS = {
    "pdf": ("pdf", "application/pdf"),
    "sdjwt": ("sdjwt", "application/sd-jwt"),
    "code": ("txt", "text/plain"),
}


def document(*, viewer: Actor, case: str, document: str) -> DocumentContent:
    """An uploaded document.

    Raises:
        NotFoundError: None such in a case that the viewer may see.
    """
    require(viewer, "see_document")
    found = case_for(viewer, case)
    row = (
        Document.objects.filter(case=found, pk=as_id(document))
        .exclude(standing="removed")
        .first()
    )
    if row is None:
        raise NotFoundError("document")
    note_read(viewer, found, str(row.pk))
    return DocumentContent(
        name=row.name,
        media_type=row.media_type,
        content=ports().evidence.read(row.sha256),
    )


def letter_document(*, viewer: Actor, case: str, letter: str) -> DocumentContent:
    """The PDF of a letter."""
    require(viewer, "see_document")
    found = case_for(viewer, case)
    row = LetterDocument.objects.filter(
        letter__case=found, letter=as_id(letter)
    ).first()
    if row is None:
        raise NotFoundError("letter")
    note_read(viewer, found, letter)
    return DocumentContent(
        name=f"{case}-letter.pdf",
        media_type="application/pdf",
        content=ports().evidence.read(row.sha256),
    )


def licence_document(
    *, viewer: Actor, licence: str, kind: str = "pdf"
) -> DocumentContent:
    """A licence as ``pdf``, ``sdjwt`` or printed ``code``."""
    require(viewer, "see_licence")
    found = visible_licences(viewer).filter(number=licence).first()
    row = (
        LicenceDocument.objects.filter(licence=found, kind=kind).first()
        if found
        else None
    )
    if found is None or row is None:
        raise NotFoundError("licence document")
    suffix, media_type = _FORMS.get(kind, ("bin", "application/octet-stream"))
    return DocumentContent(
        name=f"{licence}.{suffix}",
        media_type=media_type,
        content=ports().evidence.read(row.sha256),
    )
