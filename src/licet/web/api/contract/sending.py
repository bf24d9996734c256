"""Bytes to keep: documents, letters and licences as they were stored, under their own name."""

from urllib.parse import quote

from django.http import HttpResponse

from licet.web.casework.views import DocumentContent


def as_file(found: DocumentContent) -> HttpResponse:
    """A stored file as an answer; nothing shows it inside the site."""
    return HttpResponse(
        found.content,
        content_type=found.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
            "X-Content-Type-Options": "nosniff",
        },
    )
