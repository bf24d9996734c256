"""Templates of applications: written, approved by a second person, versioned, retired, used."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from licet.review import require_second_person
from licet.web.casework.acts.acting import lock_counter, refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.application.practice import practice
from licet.web.casework.application.template_content import (
    read_content,
    require_lawful,
    require_signable_conditions,
)
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.models import (
    ApplicationTemplate,
    TemplateReview,
    TemplateVersion,
)
from licet.web.casework.ports import now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.selectors.applying.applications import application
from licet.web.casework.selectors.applying.templates import in_force, version_view
from licet.web.casework.services.applying.applications import (
    How,
    file_application,
    save_section,
)
from licet.web.casework.views import ApplicationView
from licet.web.casework.views.templates import TemplateVersionView


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """What a version of a template says.

    Attributes:
        title: What applicants read.
        purpose: For which recurring trade it is.
        kind: The kind of application.
        content: YAML with sections, conditions and documents.
        reviewed_with: With whom it was worked out.
    """

    title: str
    purpose: str
    kind: str
    content: str
    reviewed_with: str = ""


def draft_template(*, by: Actor, code: str, says: NewVersion) -> TemplateVersionView:
    """Write a new version of a template, or the first of a new one.

    Args:
        by: A policy officer.
        code: Short name, kept over all versions.
        says: What the version says.

    Raises:
        NotAllowedError: No policy officer.
        InvalidInputError: Something that a template may not hold; by field.
        WrongStateError: The template is retired, or a version waits for its review.
    """
    require(by, "draft_template")
    name = required_text("title", says.title, _("Give the template a title."))
    words = required_text("purpose", says.purpose, _("Say for which trade it is."))
    if says.kind not in practice(settings.LICET_PROFILE).kinds:
        raise InvalidInputError({"kind": _("Choose one of the kinds of application.")})
    if not code or slugify(code) != code:
        raise InvalidInputError(
            {"code": _("Use small letters, digits and hyphens, for example lab-tools.")}
        )
    held = read_content(says.content)
    require_signable_conditions(held)
    require_lawful(held)
    at = now()
    with transaction.atomic():
        lock_counter("template")
        row = _template(code, at)
        version = TemplateVersion.objects.create(
            template=row,
            version=row.versions.count() + 1,
            title=name[:300],
            purpose=words,
            kind=says.kind,
            content=held,
            reviewed_with=says.reviewed_with.strip()[:2000],
            made_by_id=by.id,
            made_at=at,
        )
        _enter(by, "draft_template", version, content=held)
    return version_view(_loaded(code, version.version))


def _template(code: str, at: datetime) -> ApplicationTemplate:
    """The template of a code, which takes a new version now."""
    row, _made = ApplicationTemplate.objects.get_or_create(
        code=code, defaults={"made_at": at}
    )
    if row.retired_at is not None:
        raise WrongStateError(_("This template is retired. Choose another code."))
    if row.versions.filter(review__isnull=True).exists():
        raise WrongStateError(
            _("A version waits for its review. Have it reviewed first.")
        )
    return row


def _enter(by: Actor, kind: str, row: TemplateVersion, **more: object) -> None:
    record_event(
        kind=kind,
        case=None,
        actor=actor_ref(by),
        payload={"template": row.template.code, "version": row.version, **more},
        at=now(),
    )


def _loaded(code: str, version: int) -> TemplateVersion:
    row = (
        TemplateVersion.objects.select_related("template", "made_by", "review__by")
        .filter(template__code=code, version=version)
        .first()
    )
    if row is None:
        raise NotFoundError("version of a template")
    return row


def review_template(
    *, by: Actor, code: str, version: int, approved: bool, reasons: str = ""
) -> TemplateVersionView:
    """Approve a version as the second person, or return it with reasons.

    An approved version is the one that applications are made from until a newer one is
    approved; applications made before keep theirs.

    Raises:
        NotIndependentActError: The person wrote it.
        InvalidInputError: Returned without a reason, or unlawful by now.
        WrongStateError: It was reviewed already, or the template is retired.
    """
    words = reasons.strip()
    if not approved:
        words = required_text("reasons", reasons, _("Say what must change."))
    with refusals("review_template", by, []), transaction.atomic():
        require(by, "review_template")
        lock_counter("template")
        row = _loaded(code, version)
        require_second_person(by.id, drafters=frozenset({str(row.made_by_id)}))
        if hasattr(row, "review") or row.template.retired_at is not None:
            raise WrongStateError(_("This version is reviewed, or retired, already."))
        if approved:
            require_lawful(row.content)
        TemplateReview.objects.create(
            version=row, approved=approved, reasons=words, by_id=by.id, at=now()
        )
        _enter(by, "review_template", row, approved=approved, reasons=words)
    return version_view(_loaded(code, version))


def retire_template(*, by: Actor, code: str, reasons: str) -> None:
    """Take a template out of use; applications made from it go on as they are.

    Raises:
        InvalidInputError: No reasons.
        NotFoundError: No such template.
        WrongStateError: It is retired already.
    """
    words = required_text("reasons", reasons, _("Say why it is retired."))
    require(by, "retire_template")
    with transaction.atomic():
        row = ApplicationTemplate.objects.select_for_update().filter(code=code).first()
        if row is None:
            raise NotFoundError("template")
        if row.retired_at is not None:
            raise WrongStateError(_("This template is retired already."))
        row.retired_at, row.retired_by, row.retire_reasons = now(), by.name, words
        row.save()
        record_event(
            kind="retire_template",
            case=None,
            actor=actor_ref(by),
            payload={"template": code, "reasons": words},
            at=now(),
        )


def start_from_template(
    *, by: Actor, organisation: str, title: str, template: str
) -> ApplicationView:
    """Begin an application with the answers of the template's version in force.

    Every answer can be changed; whatever follows from the facts follows from these.

    Raises:
        NotFoundError: No such template in force.
    """
    require(by, "start_application")
    row = ApplicationTemplate.objects.filter(code=template).first()
    version = in_force(row) if row is not None else None
    if version is None:
        raise NotFoundError("template")
    with transaction.atomic():
        number = file_application(
            by=by,
            organisation=organisation,
            title=title,
            how=How(kind=version.kind, template=version),
        )
        for section, content in version.content["sections"].items():
            save_section(
                by=by, case=number, section=section, content=content, version=None
            )
    return application(viewer=by, case=number, with_preview=False)
