"""The bytes of documents: checked against their hash, the read entered first."""

from collections.abc import Collection

from licet.licence import LicenceClaimsError, Role, present, present_fields
from licet.web.casework.errors import (
    DocumentBeingMadeError,
    InvalidInputError,
    NotFoundError,
)
from licet.web.casework.models import Document, LetterDocument, LicenceDocument
from licet.web.casework.ports import ports
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.part_marks import require_part
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import (
    case_for,
    require_content,
    visible_licences,
)
from licet.web.casework.selectors.decision.editions import (
    document_in_force,
    replaced_editions_of,
)
from licet.web.casework.selectors.desk.marked import require_readable
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.views import DocumentContent

_FORMS = {
    "pdf": ("pdf", "application/pdf"),
    "sdjwt": ("sdjwt", "application/sd-jwt"),
    "code": ("txt", "text/plain"),
}

_AT_THE_BORDER = frozenset({"customs", "inspector"})


def document(*, viewer: Actor, case: str, document: str) -> DocumentContent:
    """An uploaded document.

    Raises:
        NotFoundError: None such in a case that the viewer may see.
    """
    require(viewer, "see_document")
    found = case_for(viewer, case)
    row = (
        Document.objects.filter(case=found, pk=as_id(document))
        .select_related("case")
        .exclude(standing="removed")
        .first()
    )
    if row is None:
        raise NotFoundError("document")
    if viewer.is_staff:
        require_part(viewer, found, "documents")
        require_readable(viewer, row)
    note_read(viewer, found, str(row.pk))
    return DocumentContent(
        name=row.name,
        media_type=row.media_type,
        content=ports().evidence.read(row.sha256, key=str(found.pk)),
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
        content=ports().evidence.read(row.sha256, key=str(found.pk)),
    )


def licence_document(
    *, viewer: Actor, licence: str, kind: str = "pdf"
) -> DocumentContent:
    """A licence as ``pdf``, ``sdjwt`` or printed ``code``: the document of the edition in force.

    Customs and inspectors get the signed text cut down to what customs see: no price, no
    end use.

    Raises:
        NotFoundError: No such licence or kind of document, or no standing.
        DocumentBeingMadeError: That of the edition in force is not made yet.
    """
    require(viewer, "see_licence")
    found = (
        visible_licences(viewer)
        .filter(number=licence)
        .select_related("case__erasure")
        .first()
    )
    if found is None or kind not in _FORMS:
        raise NotFoundError("licence document")
    require_content(found.case)
    edition = 1 + replaced_editions_of(found).count()
    papers = LicenceDocument.objects.filter(licence=found)
    row = document_in_force(papers, kind, edition)
    if row is None:
        raise DocumentBeingMadeError(licence, edition)
    note_read(viewer, found.case, f"{licence} {kind}")
    suffix, media_type = _FORMS[kind]
    content = ports().evidence.read(row.sha256, key=str(found.case_id))
    if kind == "sdjwt" and not viewer.roles - _AT_THE_BORDER:
        content = present(content.decode("ascii"), Role.CUSTOMS).encode("ascii")
    return DocumentContent(
        name=f"{licence}.{suffix}", media_type=media_type, content=content
    )


def presentation(
    *, viewer: Actor, licence: str, reader: str = "", fields: Collection[str] = ()
) -> DocumentContent:
    """A copy of the signed text that shows a reader's fields, or chosen ones, and no others.

    Args:
        viewer: The holder, or an officer for a partner authority.
        licence: Number of the licence.
        reader: One of the roles of a licence; empty for chosen fields.
        fields: The chosen ones; none shows the open claims alone.

    Raises:
        NotFoundError: No such licence or document, or no standing.
        InvalidInputError: No such reader or field.
    """
    require(viewer, "present_licence")
    whole = licence_document(viewer=viewer, licence=licence, kind="sdjwt")
    text = whole.content.decode("ascii")
    try:
        made = present(text, Role(reader)) if reader else present_fields(text, fields)
    except LicenceClaimsError as error:
        raise InvalidInputError({"fields": str(error)}) from error
    except ValueError as error:
        raise InvalidInputError(
            {"reader": f"No reader is called {reader!r}."}
        ) from error
    return DocumentContent(
        name=f"{licence}-{reader or 'copy'}.sdjwt",
        media_type=whole.media_type,
        content=made.encode("ascii"),
    )
