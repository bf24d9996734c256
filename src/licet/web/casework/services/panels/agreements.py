"""Agreements on the sharing of information: drafted by one, approved by another, suspended, ended."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from licet.review import require_second_person
from licet.review.panels import AgreementStanding, agreement_standing
from licet.web.casework.acts.acting import next_number, refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.models import Agreement, AgreementAct, AgreementReview
from licet.web.casework.panels.agreement_terms import terms_of
from licet.web.casework.panels.rules import panel_named, rules
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.record.sealed_export import sealed_for
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.selectors.panels.agreements import agreement
from licet.web.casework.views.agreements import AgreementView

KINDS = ("panel", "partner")
CHANGES = ("suspend", "resume", "end")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an agreement says.

    Attributes:
        kind: ``panel`` or ``partner``.
        party: Name of the panel in the law, or the partner.
        onward: To whom the receiver may pass it on, in words.
        document_sha256: Hash of the document that was signed.
        partner_key: X25519 key of a partner as PEM, for sealed packs.
    """

    kind: str
    party: str
    title: str
    purposes: tuple[str, ...]
    classes: tuple[str, ...]
    onward: str
    first: date
    last: date
    document_sha256: str
    partner_key: str = ""


def draft_agreement(*, by: Actor, terms: Terms) -> AgreementView:
    """Enter an agreement; nothing goes under it before a second person approved it.

    Raises:
        InvalidInputError: Names each field that must be put right.
        NotFoundError: The law has no such panel.
    """
    with refusals("draft_agreement", by, []), transaction.atomic():
        require(by, "draft_agreement")
        _check(terms)
        at = now()
        row = Agreement.objects.create(
            number=f"AGR-{legal_day(at).year}-{next_number('agreement'):03d}",
            kind=terms.kind,
            party=terms.party.strip(),
            title=terms.title.strip(),
            purposes=sorted(set(terms.purposes)),
            classes=sorted(set(terms.classes)),
            onward=terms.onward.strip(),
            first=terms.first,
            last=terms.last,
            document_sha256=terms.document_sha256,
            partner_key=terms.partner_key.strip(),
            by_id=by.id,
            at=at,
        )
        _record(row, "draft_agreement", by, at, **_told(row))
    return agreement(viewer=by, number=row.number)


def _check(terms: Terms) -> None:
    required_text("party", terms.party, "Name the panel or the partner.")
    required_text("title", terms.title, "Give the agreement a title.")
    required_text("onward", terms.onward, "Say what the receiver may pass on.")
    law = rules()
    wrong: dict[str, str] = {}
    if terms.kind not in KINDS:
        wrong["kind"] = "Choose whether it is with a panel or a partner."
    if not terms.purposes or set(terms.purposes) - law.purposes.keys():
        wrong["purposes"] = "Choose from the purposes that the law names."
    if not terms.classes or set(terms.classes) - law.classes.keys():
        wrong["classes"] = "Choose from the data classes that the law names."
    if terms.last < terms.first:
        wrong["last"] = "The last day is not before the first."
    if not _HASH.fullmatch(terms.document_sha256):
        wrong["document_sha256"] = "Give the SHA-256 of the signed document: 64 signs."
    if wrong:
        raise InvalidInputError(wrong)
    if terms.kind == "panel":
        _check_panel(terms)
    elif terms.partner_key.strip():
        _check_key(terms.partner_key)


def _check_panel(terms: Terms) -> None:
    beyond = set(terms.classes) - panel_named(terms.party).classes
    if beyond:
        raise InvalidInputError(
            {
                "classes": f"By the law this panel may not see: {', '.join(sorted(beyond))}."
            }
        )


def _check_key(key: str) -> None:
    try:
        sealed_for(b"", public_key=key.strip().encode())
    except InvalidInputError as error:
        raise InvalidInputError({"partner_key": str(error)}) from error


def _told(row: Agreement) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "party": row.party,
        "title": row.title,
        "purposes": row.purposes,
        "classes": row.classes,
        "onward": row.onward,
        "first": row.first,
        "last": row.last,
        "document_sha256": row.document_sha256,
    }


def _record(row: Agreement, act: str, by: Actor, at: Any, **told: object) -> None:  # noqa: ANN401  # a moment
    record_event(
        kind=act,
        case=None,
        actor=actor_ref(by),
        payload={"agreement": row.number, **told},
        at=at,
    )


def _locked(number: str) -> Agreement:
    row = (
        Agreement.objects.select_for_update(of=("self",)).filter(number=number).first()
    )
    if row is None:
        raise NotFoundError("agreement")
    return row


def review_agreement(
    *, by: Actor, number: str, approved: bool, reasons: str = ""
) -> AgreementView:
    """Approve or return an agreement as the second person.

    Raises:
        InvalidInputError: Returned without a reason.
        NotFoundError: No such agreement.
        NotIndependentActError: One's own.
        WrongStateError: It was reviewed already.
    """
    words = reasons.strip()
    if not approved:
        words = required_text("reasons", reasons, "Say what must change.")
    with refusals("review_agreement", by, []), transaction.atomic():
        require(by, "review_agreement")
        row = _locked(number)
        require_second_person(by.id, drafters=frozenset({str(row.by_id)}))
        if AgreementReview.objects.filter(agreement=row).exists():
            raise WrongStateError("This agreement was reviewed already.")
        at = now()
        AgreementReview.objects.create(
            agreement=row, approved=approved, reasons=words, by_id=by.id, at=at
        )
        _record(row, "review_agreement", by, at, approved=approved, reasons=words)
    return agreement(viewer=by, number=number)


def change_agreement(
    *, by: Actor, number: str, change: str, reasons: str
) -> AgreementView:
    """Suspend an agreement, resume it, or end it for good, from today on.

    Raises:
        InvalidInputError: No such change, or no reasons.
        NotFoundError: No such agreement.
        WrongStateError: It does not stand so that this could be done.
    """
    words = required_text("reasons", reasons, "Say why.")
    if change not in CHANGES:
        raise InvalidInputError({"change": f"Choose one of: {', '.join(CHANGES)}."})
    with refusals("change_agreement", by, []), transaction.atomic():
        require(by, "change_agreement")
        row = _locked(number)
        at = now()
        today = legal_day(at)
        stands = agreement_standing(terms_of(row), on=today)
        wanted = {
            "suspend": {AgreementStanding.IN_FORCE, AgreementStanding.TO_COME},
            "resume": {AgreementStanding.SUSPENDED},
            "end": {
                AgreementStanding.IN_FORCE,
                AgreementStanding.SUSPENDED,
                AgreementStanding.TO_COME,
            },
        }[change]
        if stands not in wanted:
            raise WrongStateError(
                f"{number} is {stands.value.replace('_', ' ')}: this is not possible."
            )
        AgreementAct.objects.create(
            agreement=row, act=change, reasons=words, on=today, by_id=by.id, at=at
        )
        _record(row, "change_agreement", by, at, change=change, reasons=words, on=today)
    return agreement(viewer=by, number=number)
