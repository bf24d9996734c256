"""Documents of a case: taken once checked, out of a draft when asked, kept in custody for good."""

from typing import BinaryIO

from django.conf import settings

from licet.web.casework.acts.acting import case_act
from licet.web.casework.application.files import clean_name, media_type_of, read_capped
from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import Case, Document
from licet.web.casework.ports import ports
from licet.web.casework.rights.policy import Actor
from licet.web.casework.rights.standing import case_for
from licet.web.casework.selectors.applying.applications import application_afterwards
from licet.web.casework.selectors.parts.parts import as_id, document_view
from licet.web.casework.views import ApplicationView, DocumentView


def upload_document(
    *,
    by: Actor,
    case: str,
    name: str,
    purpose: str,
    content: BinaryIO,
    version: int | None = None,
) -> DocumentView:
    """Take a document: checked, hashed and on disk before its row.

    Raises:
        FileTooLargeError: Over the limit; reading stopped there.
        FileRefusedError: Not an accepted type, or dangerous.
    """
    key = case_for(by, case).pk
    data = read_capped(content, settings.LICET_UPLOAD_LIMIT)
    media_type = media_type_of(name, data)
    sha256 = ports().evidence.keep(data, key=str(key))
    with case_act("upload_document", by=by, case=case, version=version) as act:
        row = Document.objects.create(
            case=act.case,
            name=clean_name(name),
            purpose=(purpose or "other")[:80],
            media_type=media_type,
            size=len(data),
            sha256=sha256,
            uploaded_by_id=by.id,
            uploaded_at=act.at,
        )
        act.tells(
            document=str(row.pk),
            name=row.name,
            purpose=row.purpose,
            sha256=sha256,
            size=row.size,
        )
    return document_view(row, {by.id: by.name})


def remove_document(
    *, by: Actor, case: str, document: str, version: int | None
) -> ApplicationView:
    """Take a document out of a draft; its row and file stay as custody."""
    with case_act("remove_document", by=by, case=case, version=version) as act:
        row = _document(act.case, document)
        row.standing = "removed"
        row.save(update_fields=["standing"])
        act.tells(document=str(row.pk), sha256=row.sha256)
    return application_afterwards(viewer=by, case=case)


def _document(case: Case, document: str) -> Document:
    row = Document.objects.filter(
        case=case, pk=as_id(document), standing="current"
    ).first()
    if row is None:
        raise NotFoundError("document")
    return row
