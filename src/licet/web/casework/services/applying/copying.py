"""A new application from an earlier one: what was stated, never what was found.

Facts, items and parties are taken over as the applicant stated them last; documents as long
as they count; nothing of the authority's findings. The new application is screened and
determined anew like any other.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from licet.web.casework.application.amending import stated_last
from licet.web.casework.application.practice import first_sent_days, kind_name, practice
from licet.web.casework.application.sections import SECTIONS, require_well_formed
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import Case, Document, Licence
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import require_content, visible_cases
from licet.web.casework.services.applying.applications import (
    How,
    file_application,
    save_section,
)
from licet.web.casework.services.applying.custody import upload_document
from licet.web.casework.views import Json
from licet.web.casework.views.organisations import CopyView, LeftOut

_ANEW = {"declaration", "documents"}
NEVER = frozenset({"undertaking"})


def copy_application(
    *,
    by: Actor,
    source: str,
    title: str,
    changes: tuple[Licence, str] | None = None,
) -> CopyView:
    """Begin an application with what an earlier one of the same organisation stated.

    Args:
        by: Who applies.
        source: Number of the earlier application, in whatever state.
        title: A short name for the new one.
        changes: The licence that it would change, and by which act.

    Returns:
        The new application's number, what was taken over, and what was not and why.

    Raises:
        NotFoundError: No such application for this person.
        NotAllowedError: The person may not apply for that organisation.
    """
    require(by, "copy_application")
    earlier = _earlier(by, source)
    fit, left = _documents(earlier, legal_day(now()))
    sections, malformed = _sections(earlier)
    left += [*malformed, *_always_left(earlier)]
    # Read before the transaction: no file is opened inside one.
    held = [
        (row, ports().evidence.read(row.sha256, key=str(earlier.pk))) for row in fit
    ]
    how = _how(earlier, changes, left)
    begun = _begun(by, earlier, title, how, sections, held)
    return CopyView(
        number=begun,
        source=source,
        copied=(
            *(str(SECTIONS[one].title) for one in sections),
            *(row.name for row in fit),
        ),
        left_out=tuple(left),
    )


def _how(
    earlier: Case, changes: tuple[Licence, str] | None, left: Sequence[LeftOut]
) -> How:
    return How(
        kind=kind_name(earlier),
        source=earlier,
        changes=changes,
        left_out=tuple((one.what, one.why) for one in left),
    )


def _begun(
    by: Actor,
    earlier: Case,
    title: str,
    how: How,
    sections: Mapping[str, Json],
    held: Sequence[tuple[Document, bytes]],
) -> str:
    """The new application with what was taken over; its number."""
    with transaction.atomic():
        begun = file_application(
            by=by, organisation=str(earlier.organisation_id), title=title, how=how
        )
        for section, content in sections.items():
            save_section(
                by=by, case=begun, section=section, content=content, version=None
            )
        for row, sent in held:
            upload_document(
                by=by,
                case=begun,
                name=row.name,
                purpose=row.purpose,
                content=io.BytesIO(sent),
            )
    return begun


def _earlier(by: Actor, source: str) -> Case:
    """The application that is copied, whose content is there still."""
    found = (
        visible_cases(by)
        .filter(number=source)
        .select_related("organisation", "erasure", "filing")
        .first()
    )
    if found is None:
        raise NotFoundError("application")
    require_content(found)
    return found


def _sections(earlier: Case) -> tuple[dict[str, Any], list[LeftOut]]:
    """The sections that can be taken over, and those that no longer can."""
    found, left = {}, []
    for section, content in stated_last(earlier).items():
        if section in _ANEW:
            continue
        try:
            require_well_formed(section, content)
        except InvalidInputError as error:
            left.append(LeftOut(what=str(SECTIONS[section].title), why=str(error)))
        else:
            found[section] = content
    return found, left


def _documents(earlier: Case, today: date) -> tuple[list[Document], list[LeftOut]]:
    """Which documents still count, and why the others do not."""
    rules = practice(earlier.profile)
    fit, left = [], []
    first_sent = first_sent_days(earlier)
    for row in Document.objects.filter(case=earlier).order_by("uploaded_at"):
        sent = first_sent[row.sha256]
        rule = rules.expired(row.purpose, sent, on=today)
        if row.standing == "removed":
            continue
        if row.standing == "invalid":
            why = _("The authority marked it invalid: %(why)s") % {
                "why": row.standing_reason or _("no reason is noted")
            }
        elif rule is not None:
            why = _(
                "It was first sent on %(day)s and counts for %(months)s months (%(law)s). Send a new one."
            ) % {
                "day": date_format(sent, "j F Y"),
                "months": rule.months,
                "law": rule.citation,
            }
        elif row.purpose in NEVER:
            why = _("An undertaking is signed for one application. Generate a new one.")
        else:
            fit.append(row)
            continue
        left.append(LeftOut(what=row.name, why=why))
    return fit, left


def _always_left(earlier: Case) -> list[LeftOut]:
    left = [
        LeftOut(
            what=_("Declaration"),
            why=_("You declare anew that what this application states is true."),
        )
    ]
    if earlier.submitted_at is not None:
        left.append(
            LeftOut(
                what=_("What the authority found, asked and decided"),
                why=_("The new application is screened and determined anew."),
            )
        )
    return left
