"""Documents of a case as a viewer may see them; what is withheld says so, and whom to ask."""

from dataclasses import replace

from django.utils.translation import gettext as _

from licet.web.casework.casefile.casefile import CaseFile
from licet.web.casework.errors import WithheldError
from licet.web.casework.models import Document, Team
from licet.web.casework.rights.marks import Marks, answer_of, marks_of
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.parts.parts import Names, document_view
from licet.web.casework.views import DocumentView, RequiredDocumentView


def marked_views(
    file: CaseFile, known: Names, viewer: Actor, marks: Marks
) -> tuple[DocumentView, ...]:
    """Every document of a case with its marking: one query when any is marked."""
    owners = {one.owner for one in marks.newest.values()}
    teams = (
        dict(Team.objects.filter(code__in=owners).values_list("code", "name"))
        if owners
        else {}
    )
    return tuple(_view(one, known, viewer, marks, teams) for one in file.documents)


def unnamed(
    required: tuple[RequiredDocumentView, ...],
    file: CaseFile,
    viewer: Actor,
    marks: Marks,
) -> tuple[RequiredDocumentView, ...]:
    """The documents that the law asks for, without the names of those that are withheld."""
    hidden = {one.name for one in file.documents if not marks.readable(viewer, one)}
    if not hidden:
        return required
    return tuple(
        replace(
            one,
            documents=tuple(
                _("withheld") if name in hidden else name for name in one.documents
            ),
        )
        for one in required
    )


def _view(
    row: Document, known: Names, viewer: Actor, marks: Marks, teams: dict[str, str]
) -> DocumentView:
    seen, mark = document_view(row, known), marks.of(row)
    if mark is None:
        return seen
    if marks.readable(viewer, row):
        return DocumentView(
            id=seen.id,
            name=seen.name,
            purpose=seen.purpose,
            media_type=seen.media_type,
            size=seen.size,
            sha256=seen.sha256,
            uploaded_by=seen.uploaded_by,
            uploaded_at=seen.uploaded_at,
            standing=seen.standing,
            standing_reason=seen.standing_reason,
            marking=mark.marking,
            owner=mark.owner,
        )
    return DocumentView(
        id=seen.id,
        name=mark.gist,
        purpose=seen.purpose,
        media_type="",
        size=0,
        sha256="",
        uploaded_by="",
        uploaded_at=seen.uploaded_at,
        standing=seen.standing,
        marking=mark.marking,
        owner=mark.owner,
        withheld=_(
            "Withheld, because it is marked %(marking)s. Ask its owner, %(owner)s."
        )
        % {"marking": mark.marking, "owner": teams.get(mark.owner, mark.owner)},
        asked=_asked(viewer, marks, row),
    )


def _asked(viewer: Actor, marks: Marks, row: Document) -> str:
    wishes = marks.asked(viewer, row)
    if not wishes:
        return ""
    return "waiting" if answer_of(wishes[-1]) is None else "refused"


def require_readable(viewer: Actor, row: Document) -> None:
    """Refuse the bytes of a document whose marking the viewer does not reach.

    Raises:
        WithheldError: It is withheld; the error names whom to ask.
    """
    marks = marks_of(row.case)
    mark = marks.of(row)
    if mark is not None and not marks.readable(viewer, row):
        raise WithheldError(mark.marking, mark.owner)
