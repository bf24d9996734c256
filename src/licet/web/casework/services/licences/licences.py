"""Acts on a licence: reported deliveries, checks, orders with their answer, surrender."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from licet.web.casework.acts.acting import Act, licence_act, promise
from licet.web.casework.acts.telling import tell_applicant
from licet.web.casework.acts.words import required_text
from licet.web.casework.conditions.standing import binding
from licet.web.casework.errors import InvalidInputError, NotAllowedError, NotFoundError
from licet.web.casework.later import letter_later
from licet.web.casework.models import (
    CheckResult,
    ConditionRow,
    DeliveryReport,
    Letter,
    Licence,
)
from licet.web.casework.ports import legal_day
from licet.web.casework.record.refusals import refused_act
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.licences.licences import licence as licence_page
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.services.licences.licence_course import exhaust_licences
from licet.web.casework.views import LicenceView

WAYS = frozenset(
    {"shipment", "download", "activation", "access", "transmission", "assistance"}
)
STANDINGS = frozenset({"kept", "broken", "not_seen"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What left, as the exporter reports it."""

    on: date
    way: str
    quantity: Decimal
    unit: str
    consignee: str
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a check of one condition found; ``condition`` is the id of the condition."""

    on: date
    condition: str
    standing: str
    found: str


def _limit(licence: Licence) -> Decimal | None:
    rows = ConditionRow.objects.filter(
        decision=licence.decision_id, type="quantity_limit"
    ).order_by("position")
    limits = binding(rows)
    return Decimal(limits[0].terms["quantity"]) if limits else None


def _require_delivery(delivery: Delivery, licence: Licence, today: date) -> None:
    fields: dict[str, str] = {}
    if delivery.way not in WAYS:
        fields["way"] = "Choose by which way it left."
    if not delivery.quantity.is_finite() or delivery.quantity <= 0:
        fields["quantity"] = "Give a quantity above zero."
    if not licence.valid_from <= delivery.on <= min(licence.valid_until, today):
        fields["on"] = (
            "The day must lie in the time of the licence and not after today."
        )
    if not delivery.consignee.strip():
        fields["consignee"] = "Name who received it."
    if not delivery.unit.strip():
        fields["unit"] = "Name the unit."
    if fields:
        raise InvalidInputError(fields)


def report_delivery(
    *, by: Actor, licence: str, delivery: Delivery, version: int | None
) -> LicenceView:
    """Report what left; over-use and use while suspended are refused and entered.

    Raises:
        InvalidInputError: A report that cannot be.
        NotAllowedError: More than the licence allows, or the licence is suspended.
    """
    with licence_act("report_delivery", by=by, licence=licence, version=version) as act:
        row = _licence(act)
        _require_delivery(delivery, row, legal_day(act.at))
        if row.state == "suspended" and delivery.on >= _suspended_on(row):
            raise NotAllowedError(
                "The licence was suspended on that day. Nothing may leave under it; contact the authority."
            )
        used = row.deliveries.aggregate(all=Sum("quantity"))["all"] or Decimal(0)
        limit = _limit(row)
        if limit is not None and used + delivery.quantity > limit:
            raise NotAllowedError(
                f"The licence allows {limit}; {used} are already reported. Apply for more before anything leaves."
            )
        made = _keep_delivery(act, row, delivery)
        act.tells(
            delivery=str(made.pk),
            on=made.on,
            way=made.way,
            quantity=delivery.quantity,
            unit=made.unit,
            consignee=made.consignee,
            used=used + delivery.quantity,
        )
    if limit is not None and used + delivery.quantity == limit:
        exhaust_licences()
    return licence_page(viewer=by, licence=licence)


def _keep_delivery(act: Act, row: Licence, delivery: Delivery) -> DeliveryReport:
    return DeliveryReport.objects.create(
        licence=row,
        on=delivery.on,
        way=delivery.way,
        quantity=delivery.quantity,
        unit=delivery.unit[:20],
        consignee=delivery.consignee[:300],
        reference=delivery.reference[:200],
        by_name=act.by.name,
        at=act.at,
    )


def _licence(act: Act) -> Licence:
    assert act.licence is not None  # noqa: S101  # licence_act sets it
    return act.licence


def _suspended_on(row: Licence) -> date:
    event = row.events.filter(kind="suspend_licence").order_by("-pk").first()
    return legal_day(event.at) if event else row.valid_from


def record_check(
    *, by: Actor, licence: str, check: Check, version: int | None
) -> LicenceView:
    """Enter what a check of one condition found.

    Raises:
        InvalidInputError: No such condition of this licence, standing or finding.
    """
    found = required_text("found", check.found, "Describe what was found.")
    if check.standing not in STANDINGS:
        raise InvalidInputError({"standing": "Choose kept, broken or not seen."})
    with licence_act("record_check", by=by, licence=licence, version=version) as act:
        row = _licence(act)
        condition = ConditionRow.objects.filter(
            decision=row.decision_id, pk=as_id(check.condition)
        ).first()
        if condition is None:
            raise InvalidInputError(
                {"condition": "Choose a condition of this licence."}
            )
        if not row.valid_from <= check.on <= legal_day(act.at):
            raise InvalidInputError(
                {"on": "The day must lie between the licence and today."}
            )
        made = CheckResult.objects.create(
            licence=row,
            condition=condition,
            on=check.on,
            standing=check.standing,
            found=found,
            by_name=by.name,
            at=act.at,
        )
        act.outcome = ""
        act.tells(
            check=str(made.pk),
            condition=condition.type,
            standing=check.standing,
            found=found,
            on=check.on,
        )
    return licence_page(viewer=by, licence=licence)


def _order(
    name: str,
    subject: str,
    *,
    by: Actor,
    licence: str,
    reasons: str,
    version: int | None,
) -> LicenceView:
    """An order of the authority over a licence: reasons, letter, notice to customs."""
    words = required_text(
        "reasons", reasons, "Give the reasons. The exporter will read them."
    )
    with licence_act(name, by=by, licence=licence, version=version) as act:
        row = _licence(act)
        letter = Letter.objects.create(
            case=act.case,
            decision=None,
            kind=name.split("_", 1)[0],
            subject=f"{row.number}: {subject}",
            body=f"{subject}.\n\n{words}\n\nYou can answer and be heard: write to the case.",
            made_at=act.at,
        )
        act.tells(reasons=words, letter=str(letter.pk))
        letter_later(letter)
        tell_applicant(act, f"{name}:{row.pk}:{row.version}", subject)
        promise(
            "customs",
            f"customs:{name}:{row.pk}:{row.version}",
            act.at,
            {"licence": row.number, "act": name},
        )
    return licence_page(viewer=by, licence=licence)


def suspend_licence(
    *, by: Actor, licence: str, reasons: str, version: int | None
) -> LicenceView:
    """Suspend at once, pending a hearing."""
    return _order(
        "suspend_licence",
        "Interim suspension of the licence",
        by=by,
        licence=licence,
        reasons=reasons,
        version=version,
    )


def lift_suspension(
    *, by: Actor, licence: str, reasons: str, version: int | None
) -> LicenceView:
    """Lift a suspension; not by the person who ordered it."""
    _require_other_than_suspender("lift_suspension", by, licence)
    return _order(
        "lift_suspension",
        "The suspension is lifted",
        by=by,
        licence=licence,
        reasons=reasons,
        version=version,
    )


def revoke_licence(
    *, by: Actor, licence: str, reasons: str, version: int | None
) -> LicenceView:
    """Revoke for the future; not by the person who suspended it."""
    _require_other_than_suspender("revoke_licence", by, licence)
    return _order(
        "revoke_licence",
        "Revocation of the licence",
        by=by,
        licence=licence,
        reasons=reasons,
        version=version,
    )


def annul_licence(
    *, by: Actor, licence: str, reasons: str, version: int | None
) -> LicenceView:
    """Annul from the beginning, as if never granted; not by who suspended or signed it.

    Law:
        A licence obtained by false statements binds nobody; what left under it left
        without one.
    """
    _require_other_than_suspender("annul_licence", by, licence)
    _require_other_than_signatory(by, licence)
    return _order(
        "annul_licence",
        "Annulment of the licence from the beginning",
        by=by,
        licence=licence,
        reasons=reasons,
        version=version,
    )


def _require_other_than_signatory(by: Actor, licence: str) -> None:
    row = (
        Licence.objects.filter(number=licence)
        .select_related("case", "decision__countersignature")
        .first()
    )
    if row is None:
        raise NotFoundError("licence")
    if str(row.decision.countersignature.by_id) == by.id:
        refused_act(by=by, act="annul_licence", case=row.case, why="not_independent")
        raise NotAllowedError(
            "You signed this licence. Another signatory must annul it."
        )


def _require_other_than_suspender(name: str, by: Actor, licence: str) -> None:
    row = Licence.objects.filter(number=licence).select_related("case").first()
    if row is None:
        raise NotFoundError("licence")
    event = row.events.filter(kind="suspend_licence").order_by("-pk").first()
    if row.state == "suspended" and event is not None and event.actor == by.id:
        refused_act(by=by, act=name, case=row.case, why="not_independent")
        raise NotAllowedError(
            "You ordered the suspension. Another officer must end it."
        )


def answer_suspension(
    *, by: Actor, licence: str, answer: str, version: int | None
) -> LicenceView:
    """The exporter's answer to a suspension: the hearing in writing.

    Raises:
        InvalidInputError: No answer.
    """
    words = required_text("answer", answer, "Write your answer.")
    with licence_act(
        "answer_suspension", by=by, licence=licence, version=version
    ) as act:
        act.tells(reasons=words)
    return licence_page(viewer=by, licence=licence)


def surrender_licence(
    *, by: Actor, licence: str, reasons: str, version: int | None
) -> LicenceView:
    """Give a licence back; nothing may leave under it from then on, and it cannot be undone.

    Raises:
        InvalidInputError: No reasons were given.
    """
    words = required_text("reasons", reasons, "Say why you give it back.")
    with licence_act(
        "surrender_licence", by=by, licence=licence, version=version
    ) as act:
        act.tells(reasons=words)
        promise(
            "customs",
            f"customs:surrender_licence:{act.case.pk}:{licence}",
            act.at,
            {"licence": licence, "act": "surrender_licence"},
        )
    return licence_page(viewer=by, licence=licence)
