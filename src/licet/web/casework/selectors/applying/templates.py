"""Reads of templates: the desk of the policy unit, and what applicants can begin from."""

import io
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Count, Prefetch
from ruamel.yaml import YAML

from licet.decision import condition_words
from licet.kernel import LicetError
from licet.web.casework.application.practice import practice
from licet.web.casework.application.required import of_kind, required_documents
from licet.web.casework.application.sections import transaction_of
from licet.web.casework.conditions.stored import condition_of
from licet.web.casework.errors import NotFoundError
from licet.web.casework.law.asking import package_of
from licet.web.casework.models import ApplicationTemplate, TemplateVersion
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.views import RequiredDocumentView
from licet.web.casework.views.templates import TemplateVersionView, TemplateView

_EXPORTER = {"name": "", "country": ""}


def _with_versions() -> Iterable[ApplicationTemplate]:
    versions = TemplateVersion.objects.select_related(
        "template", "made_by", "review__by"
    ).order_by("-version")
    return (
        ApplicationTemplate.objects.annotate(used=Count("versions__filings"))
        .prefetch_related(Prefetch("versions", queryset=versions))
        .order_by("code")
    )


def templates(*, viewer: Actor) -> tuple[TemplateView, ...]:
    """Every template with its versions, for the policy unit."""
    require(viewer, "see_template_desk")
    return tuple(_view(row) for row in _with_versions())


def template(*, viewer: Actor, code: str) -> TemplateView:
    """One template with its versions.

    Raises:
        NotFoundError: There is none of this code.
    """
    require(viewer, "see_template_desk")
    row = next((one for one in _with_versions() if one.code == code), None)
    if row is None:
        raise NotFoundError("template")
    return _view(row, with_documents=True)


def offered_templates(*, viewer: Actor) -> tuple[TemplateVersionView, ...]:
    """The versions from which an application can be begun today."""
    require(viewer, "see_templates")
    found = (in_force(row) for row in _with_versions() if row.retired_at is None)
    return tuple(version_view(row, with_documents=True) for row in found if row)


def in_force(row: ApplicationTemplate) -> TemplateVersion | None:
    """The newest approved version; ``None`` when none is, or the template is retired."""
    if row.retired_at is not None:
        return None
    newest = sorted(row.versions.all(), key=lambda one: -one.version)
    return next((one for one in newest if standing(one) == "approved"), None)


def standing(row: TemplateVersion) -> str:
    """Where a version stands."""
    review = getattr(row, "review", None)
    if review is None:
        return "proposed"
    if not review.approved:
        return "returned"
    return "approved" if row.template.retired_at is None else "retired"


def _view(row: ApplicationTemplate, *, with_documents: bool = False) -> TemplateView:
    current = in_force(row)
    used: int = row.used  # type: ignore[attr-defined]  # annotated above
    return TemplateView(
        code=row.code,
        in_force=current.version if current else 0,
        retired=row.retired_at is not None,
        retire_reasons=row.retire_reasons,
        used=used,
        versions=tuple(
            version_view(one, with_documents=with_documents and place == 0)
            for place, one in enumerate(row.versions.all())
        ),
    )


def version_view(
    row: TemplateVersion, *, with_documents: bool = False
) -> TemplateVersionView:
    """One version as faces see it."""
    review = getattr(row, "review", None)
    kinds = practice(settings.LICET_PROFILE).kinds
    return TemplateVersionView(
        code=row.template.code,
        version=row.version,
        title=row.title,
        purpose=row.purpose,
        kind=row.kind,
        kind_words=kinds[row.kind].title if row.kind in kinds else row.kind,
        standing=standing(row),
        content=row.content,
        conditions=tuple(
            condition_words(condition_of(one)) for one in row.content["conditions"]
        ),
        documents=_documents(row) if with_documents else (),
        reviewed_with=row.reviewed_with,
        made_by=str(row.made_by),
        made_at=row.made_at,
        reviewed_by=str(review.by) if review else "",
        reviewed_at=review.at if review else None,
        reasons=review.reasons if review else "",
        text=_as_yaml(row.content),
    )


def _as_yaml(content: object) -> str:
    out = io.StringIO()
    writer = YAML()
    writer.default_flow_style = False
    writer.dump(content, out)
    return out.getvalue()


def _documents(row: TemplateVersion) -> tuple[RequiredDocumentView, ...]:
    """What will be asked for, by the prefilled answers and by the kind."""
    at = now()
    saved = {
        name: {"content": held, "saved_at": at.isoformat()}
        for name, held in row.content["sections"].items()
    }
    document = transaction_of(saved, exporter=_EXPORTER, day=legal_day(at).isoformat())
    document["parties"] = [
        one for one in document["parties"] if one["role"] != "exporter"
    ]
    try:
        found = ports().determiner.preview(document, on=legal_day(at))
    except LicetError:
        found = ()
    kind = practice(settings.LICET_PROFILE).kinds[row.kind]
    asked = required_documents(enumerate(found), (), package_of(settings.LICET_PROFILE))
    return of_kind(kind, asked, ())
