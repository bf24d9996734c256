"""Agreements applied: nothing goes to a panel or partner that no agreement in force covers."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from licet.kernel import canonical_bytes
from licet.review.panels import agreement_gaps
from licet.web.casework.acts.acting import next_number
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.models import Agreement, Case, Composite, SharedPack
from licet.web.casework.panels.agreement_terms import terms_of
from licet.web.casework.ports import legal_day
from licet.web.casework.record.refusals import refused_act
from licet.web.casework.rights.policy import Actor


class NotCoveredError(InvalidInputError):
    """A disclosure that no agreement in force covers; the attempt is entered."""

    code: ClassVar[str] = "not_covered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What is to go to whom.

    Attributes:
        agreement: Number of the agreement that it names.
        party: The panel or partner.
        classes: The data classes that are in the pack.
        what: What it is, in a line, for the register.
        pack: The matter itself, of text only.
    """

    agreement: str
    party: str
    purpose: str
    classes: Iterable[str]
    what: str
    pack: Mapping[str, Any]
    case: Case | None = None
    composite: Composite | None = None


def pack_hash(pack: Mapping[str, Any]) -> str:
    """The hash by which a pack is known to both sides."""
    return hashlib.sha256(canonical_bytes(dict(pack))).hexdigest()


def share(given: Sharing, *, by: Actor, at: datetime) -> SharedPack:
    """Enter a disclosure into the register, in the transaction of the act that makes it.

    Raises:
        NotCoveredError: No such agreement, or it does not cover party, day, purpose or class.
    """
    row = (
        Agreement.objects.select_for_update(of=("self",))
        .filter(number=given.agreement)
        .first()
    )
    if row is None:
        words = "Name an agreement in force. Nothing is disclosed without one."
        raise NotCoveredError({"agreement": words})
    today = legal_day(at)
    gaps = agreement_gaps(
        terms_of(row),
        party=given.party,
        purpose=given.purpose,
        classes=given.classes,
        on=today,
    )
    if gaps:
        raise NotCoveredError({"agreement": " ".join(one.words for one in gaps)})
    return SharedPack.objects.create(
        number=f"DIS-{today.year}-{next_number('shared_pack'):04d}",
        agreement=row,
        case=given.case,
        composite=given.composite,
        party=given.party,
        purpose=given.purpose,
        classes=sorted(given.classes),
        what=given.what,
        pack=dict(given.pack),
        sha256=pack_hash(given.pack),
        onward=row.onward,
        on=today,
        by_id=by.id,
        at=at,
    )


def told_of(row: SharedPack) -> dict[str, Any]:
    """What the entry of an act says of a disclosure."""
    return {
        "disclosure": row.number,
        "agreement": row.agreement.number,
        "party": row.party,
        "purpose": row.purpose,
        "classes": row.classes,
        "sha256": row.sha256,
        "onward": row.onward,
    }


@contextmanager
def entering_refusals(name: str, by: Actor, case: Case | None) -> Iterator[None]:
    """Enter a disclosure that was refused, after its transaction has rolled back."""
    try:
        yield
    except NotCoveredError as error:
        refused_act(by=by, act=name, case=case, why=error.code)
        raise
