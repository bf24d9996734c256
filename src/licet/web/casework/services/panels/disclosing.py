"""What goes to a partner authority: a sealed pack under an agreement, entered, and called back."""

from dataclasses import dataclass

from django.db import transaction

from licet.kernel import canonical_bytes
from licet.web.casework.acts.acting import locked_case, refusals
from licet.web.casework.acts.agreed_sharing import (
    Sharing,
    entering_refusals,
    share,
    told_of,
)
from licet.web.casework.acts.words import required_text
from licet.web.casework.casefile.casefile import load
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.models import Agreement, SharedPack, SharedPackRecall
from licet.web.casework.panels.packs import pack_of
from licet.web.casework.ports import now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.record.sealed_export import packed, sealed_for
from licet.web.casework.rights.part_marks import require_all_seen
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.panels.agreements import pack_view
from licet.web.casework.views import DocumentContent
from licet.web.casework.views.agreements import SharedPackView


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosing:
    """What is to go to a partner.

    Attributes:
        agreement: Number of the agreement.
        purpose: For what, as the agreement names it.
        classes: Which data classes of the case.
    """

    agreement: str
    purpose: str
    classes: tuple[str, ...]


def disclose_to_partner(
    *, by: Actor, case: str, disclosing: Disclosing
) -> SharedPackView:
    """Enter a sealed pack of a case for a partner; it is fetched afterwards, sealed for their key.

    Raises:
        NotFoundError: No such case for this person.
        InvalidInputError: No class, or an agreement without the partner's key.
        NotCoveredError: No agreement in force covers party, day, purpose and every class.
    """
    if not disclosing.classes:
        raise InvalidInputError({"classes": "Choose what goes to the partner."})
    known = visible_cases(by).filter(number=case).first()
    with (
        refusals("disclose_to_partner", by, [known] if known else []),
        entering_refusals("disclose_to_partner", by, known),
        transaction.atomic(),
    ):
        require(by, "disclose_to_partner")
        if known is None:
            raise NotFoundError("case")
        found = locked_case(known.pk)
        require_all_seen(by, found)
        agreement = _agreement(disclosing.agreement)
        given = Sharing(
            agreement=agreement.number if agreement else "",
            party=agreement.party if agreement else "",
            purpose=disclosing.purpose,
            classes=disclosing.classes,
            what="Sealed pack of a live case",
            pack={**pack_of(load(found), disclosing.classes), "case": found.number},
            case=found,
        )
        row = share(given, by=by, at=now())
        record_event(
            kind="disclose_to_partner",
            case=str(found.pk),
            actor=actor_ref(by),
            payload=told_of(row),
            at=row.at,
        )
    return pack_view(row)


def _agreement(number: str) -> Agreement | None:
    agreement = Agreement.objects.filter(number=number, kind="partner").first()
    if agreement is not None and not agreement.partner_key:
        raise InvalidInputError(
            {
                "agreement": "This agreement holds no key of the partner, so no pack can be sealed."
            }
        )
    return agreement


def sealed_pack(*, by: Actor, number: str) -> DocumentContent:
    """The pack of a disclosure, sealed so that only the partner opens it; fetching is entered.

    Raises:
        NotFoundError: No such disclosure to a partner.
        WrongStateError: It was recalled.
    """
    with refusals("disclose_to_partner", by, []), transaction.atomic():
        require(by, "disclose_to_partner")
        row = _pack(by, number)
        if row is None or not row.agreement.partner_key:
            raise NotFoundError("disclosure")
        if SharedPackRecall.objects.filter(pack=row).exists():
            raise WrongStateError(
                "This disclosure was recalled. Nothing more goes out."
            )
        about = {"onward": row.onward, "agreement": row.agreement.number}
        files = {
            "pack.json": canonical_bytes(row.pack),
            "about.json": canonical_bytes({**about, "sha256": row.sha256}),
        }
        sealed = sealed_for(
            packed(files), public_key=row.agreement.partner_key.encode()
        )
        record_event(
            kind="fetch_sealed_pack",
            case=str(row.case_id),
            actor=actor_ref(by),
            payload={"disclosure": row.number, "sha256": row.sha256},
            at=now(),
        )
    return DocumentContent(
        name=f"{row.number}.sealed",
        media_type="application/octet-stream",
        content=sealed,
    )


def _pack(by: Actor, number: str) -> SharedPack | None:
    """A disclosure of a case that this person sees, locked."""
    return (
        SharedPack.objects.select_for_update(of=("self",))
        .filter(number=number, case__in=visible_cases(by), case__erasure__isnull=True)
        .select_related("agreement", "case", "by")
        .first()
    )


def recall_disclosure(*, by: Actor, number: str, reasons: str) -> SharedPackView:
    """Call a disclosure back: nothing of it is shown any more, and the receiver is told to destroy it.

    Raises:
        InvalidInputError: No reasons.
        NotFoundError: No such disclosure for this person.
        WrongStateError: It was recalled already.
    """
    words = required_text("reasons", reasons, "Say why it is called back.")
    with refusals("recall_disclosure", by, []), transaction.atomic():
        require(by, "recall_disclosure")
        row = _pack(by, number) or _without_case(number)
        if row is None:
            raise NotFoundError("disclosure")
        if SharedPackRecall.objects.filter(pack=row).exists():
            raise WrongStateError("This disclosure was recalled already.")
        at = now()
        SharedPackRecall.objects.create(pack=row, reasons=words, by_id=by.id, at=at)
        record_event(
            kind="recall_disclosure",
            case=str(row.case_id) if row.case_id else None,
            actor=actor_ref(by),
            payload={"disclosure": row.number, "party": row.party, "sha256": row.sha256}
            | ({"reasons": words} if row.case_id else {}),
            at=at,
        )
        row.refresh_from_db()
    return pack_view(row)


def _without_case(number: str) -> SharedPack | None:
    return (
        SharedPack.objects.select_for_update(of=("self",))
        .filter(number=number, case__isnull=True)
        .select_related("agreement", "by")
        .first()
    )
