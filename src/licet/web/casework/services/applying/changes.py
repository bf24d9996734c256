"""Other terms, more time, another holder: each is an application of its own.

A licence is never stretched: the new application takes its facts over, is screened and
determined anew, and replaces the licence on the day on which the new one is issued.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from licet.web.casework.acts.acting import Act, note_licence, promise, record_on_case
from licet.web.casework.acts.words import required_text
from licet.web.casework.application.amending import stated_last
from licet.web.casework.application.practice import kind_name
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.models import Filing, Licence, Membership, Organisation
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.member_rights import require_right
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.rights.standing import require_content, visible_licences
from licet.web.casework.services.applying.amendments import require_act
from licet.web.casework.services.applying.applications import How, create_application
from licet.web.casework.services.applying.copying import copy_application
from licet.web.casework.views.organisations import CopyView, LeftOut

ACTS = ("amend_licence", "extend_licence", "transfer_licence")


def request_change(
    *,
    by: Actor,
    licence: str,
    act: str,
    reasons: str,
    registration: str = "",
    country: str = "",
) -> CopyView:
    """Begin the application for a change of a licence.

    Args:
        by: Who asks, for the holder.
        licence: Number of the licence.
        act: ``amend_licence``, ``extend_licence`` or ``transfer_licence``.
        reasons: Why.
        registration: For a transfer: registration number of the other exporter.
        country: For a transfer: where it is established.

    Returns:
        The new application; for a transfer it belongs to the other exporter, who goes on.

    Raises:
        InvalidInputError: No such act, no reasons, or no such exporter.
        NotFoundError: No such licence for this person.
        WrongStateError: The practice does not open the act now.
    """
    require(by, "request_change")
    words = required_text("reasons", reasons, _("Say why you ask for it."))
    _require_act(act)
    row = _own_licence(by, licence)
    _require_open(row, act)
    title = f"{row.case.title} ({licence})"[:300]
    with transaction.atomic():
        if act == "transfer_licence":
            made = _transferred(by, row, title, _taker(row, registration, country))
        else:
            made = copy_application(
                by=by, source=row.case.number, title=title, changes=(row, act)
            )
        _enter(by, row, act, made, words)
    return made


def _require_act(act: str) -> None:
    if act not in ACTS:
        raise InvalidInputError(
            {"act": _("Choose other terms, more time or transfer.")}
        )


def _enter(by: Actor, row: Licence, act: str, made: CopyView, words: str) -> None:
    entered = Act(name=act, by=by, at=now(), case=row.case, licence=row)
    entered.tells(licence=row.number, application=made.number, reasons=words)
    note_licence(entered, row, act, reasons=words)
    record_on_case(entered, kind=act)


def _own_licence(by: Actor, licence: str) -> Licence:
    """A licence of which this person may ask for a change."""
    row = (
        visible_licences(by)
        .select_related("case__organisation", "case__filing")
        .filter(number=licence)
        .first()
    )
    if row is None:
        raise NotFoundError("licence")
    require_content(row.case)
    require_right(by, "request_change", row.case)
    return row


def _require_open(row: Licence, act: str) -> None:
    rule = require_act(row.case, act, row.state)
    today = legal_day(now())
    if rule.within_days and today < row.valid_until - timedelta(days=rule.within_days):
        day = row.valid_until - timedelta(days=rule.within_days)
        raise WrongStateError(
            _("This opens on %(day)s, %(count)s days before the licence ends.")
            % {"day": f"{day:%Y-%m-%d}", "count": rule.within_days}
        )
    if Filing.objects.filter(changes=row, case__state="draft").exists():
        raise WrongStateError(
            _("An application for a change of this licence is being written already.")
        )


def _taker(row: Licence, registration: str, country: str) -> Organisation:
    found = (
        Organisation.objects.filter(
            registration__iexact=registration.strip(), country=country
        )
        .exclude(pk=row.case.organisation_id)
        .order_by("made_at")
        .first()
    )
    if not registration.strip() or found is None:
        words = _("No exporter with this number and country is entered here.")
        raise InvalidInputError({"registration": words})
    return found


def _transferred(by: Actor, row: Licence, title: str, taker: Organisation) -> CopyView:
    """A draft of the other exporter with the facts of the licence, and none of its papers."""
    at = now()
    left = (
        (_("Declaration"), _("The new exporter declares what it states.")),
        (_("Documents"), _("Evidence belongs to who sent it. Send your own.")),
        (_("Contact"), _("Name the person the authority can ask.")),
    )
    sections: dict[str, Any] = {
        name: {"content": content, "saved_at": at.isoformat(), "by": by.id}
        for name, content in stated_last(row.case).items()
        if name not in {"declaration", "documents", "organisation"}
    }
    day = legal_day(at)
    people = Membership.objects.filter(organisation=taker, role="admin", first__lte=day)
    admins = people.exclude(last__lt=day).select_related("person").order_by("pk")
    number = create_application(
        by=by,
        organisation=str(taker.pk),
        title=title,
        mandate=None,
        how=How(
            kind=kind_name(row.case),
            source=None,
            left_out=left,
            sections=sections,
            changes=(row, "transfer_licence"),
            applicant=str(admins[0].person_id) if admins else "",
        ),
    )
    for email in admins.values_list("person__email", flat=True):
        told = {"to": email, "subject": "An application was begun for you", "case": number}  # fmt: skip
        promise("notice", f"transfer:{number}:{email}", at, told)
    return CopyView(
        number=number,
        source=row.case.number,
        copied=tuple(sections),
        left_out=tuple(LeftOut(what=what, why=why) for what, why in left),
    )


def replace_changed(case_id: UUID, issued: Licence) -> None:
    """End the licence that a newly issued one replaces; inside the issuing transaction."""
    filed = (
        Filing.objects.filter(case=case_id, changes__state__in=("issued", "suspended"))
        .select_related("changes__case")
        .first()
    )
    if filed is None or filed.changes is None:
        return
    old = Licence.objects.select_for_update().get(pk=filed.changes.pk)
    words = f"Replaced by {issued.number}."
    act = Act(name="surrender_licence", by=SYSTEM, at=now(), case=old.case, licence=old)
    old.state = "surrendered"
    old.version += 1
    old.save()
    act.tells(licence=old.number, reasons=words, replaced_by=issued.number)
    note_licence(act, old, "surrender_licence", reasons=words)
    record_on_case(act, kind="surrender_licence")
    promise(
        "customs",
        f"customs:surrender_licence:{old.case_id}:{old.number}",
        act.at,
        {"licence": old.number, "act": "surrender_licence"},
    )
