"""Every determination of a case run again from its record: the same bytes, or which hash differs and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from licet.kernel import digest
from licet.web.casework.application.comparison import facts_digest
from licet.web.casework.models import Case, DeterminationRecord, FindingsBasis
from licet.web.casework.ports import ports
from licet.web.casework.record.events import acts_of
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.part_marks import require_part
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.rights.standing import case_for
from licet.web.casework.views import Json

Entered = Mapping[tuple[int, str, int, str], str]
_FINDINGS = frozenset({"record_findings", "renew_findings"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One determination, run again.

    Attributes:
        run: Its run, as the case page names it.
        digest: The hash on record.
        again: The hash of the determination that was made now.
        same: Whether both are the same and everything on the way is as it was recorded.
        why: What differs and what that means; empty when nothing does.
    """

    run: str
    item: int
    regime: str
    on: str
    outcome: str
    digest: str
    again: str
    same: bool
    why: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The answer as a JSON object."""
        return {
            "run": self.run,
            "item": self.item,
            "regime": self.regime,
            "on": self.on,
            "outcome": self.outcome,
            "digest": self.digest,
            "again": self.again,
            "same": self.same,
            "why": list(self.why),
        }


def replay_case(case: Case) -> tuple[Replayed, ...]:
    """Run every determination of a case again, the oldest first.

    Args:
        case: The case.

    Returns:
        One answer for every determination whose facts are kept.
    """
    entered = _entered(case)
    return tuple(
        _replayed(basis, row, entered)
        for basis in FindingsBasis.objects.filter(run__case=case)
        .select_related("run")
        .order_by("run")
        for row in DeterminationRecord.objects.filter(run=basis.run).order_by("pk")
    )


def replay_number(number: str) -> tuple[Replayed, ...]:
    """Run again the determinations of a case, as its operator.

    Raises:
        NotFoundError: There is no such case.
        CaseErasedError: Not replayable since a day, by whom and under which rule it says.
    """
    return replay_case(case_for(SYSTEM, number))


def replay(*, viewer: Actor, case: str) -> tuple[Replayed, ...]:
    """Run again what a viewer may see.

    Raises:
        NotFoundError: No such case, or no standing in it.
    """
    require(viewer, "see_case")
    found = case_for(viewer, case)
    require_part(viewer, found, "determinations")
    note_read(viewer, found, "case")
    return replay_case(found)


def _entered(case: Case) -> Entered:
    """The hashes that stand in the ledger, by version of the facts, day, item and law."""
    return {
        (act.payload["facts_version"], act.payload["on"], one["item"], one["regime"]): (
            one["digest"]
        )
        for act in acts_of(str(case.pk))
        if act.kind in _FINDINGS
        for one in act.payload["determinations"]
    }


def _replayed(
    basis: FindingsBasis,
    row: DeterminationRecord,
    entered: Entered,
) -> Replayed:
    run = basis.run
    again = ports().determiner.determine(
        basis.facts, row.regime, on=run.on, item=row.item
    )
    place = (run.facts_version, run.on.isoformat(), row.item, row.regime)
    why = tuple(reasons(basis, row.document, again, entered.get(place)))
    recorded = str(row.document.get("digest", ""))
    return Replayed(
        run=f"run:{run.pk}",
        item=row.item,
        regime=row.regime,
        on=run.on.isoformat(),
        outcome=row.outcome,
        digest=recorded,
        again=str(again["digest"]),
        same=not why,
        why=why,
    )


def _own_digest(found: Json) -> str:
    return digest({key: value for key, value in found.items() if key != "digest"})


def reasons(
    basis: FindingsBasis, kept: Json, again: Json, entered: str | None
) -> Iterator[str]:
    """What is not as it was recorded, in the order in which one would look."""
    if facts_digest(basis.facts) != basis.facts_digest:
        yield "The facts on record do not have the hash under which they were kept: the record was altered."
    if _own_digest(kept) != kept.get("digest"):
        yield "The determination on record does not have its own hash: the record was altered."
    if entered is None:
        yield "The ledger holds no readable entry of this determination: it was erased, or never entered."
    elif entered != kept.get("digest"):
        yield "The ledger holds another hash for this determination: the record was altered after it was entered."
    if again["digest"] == kept.get("digest"):
        return
    if again["regime_version"] != kept.get("regime_version"):
        yield (
            f"The law package has another version now: {again['regime_version']} instead of "
            f"{kept.get('regime_version')}. Install that version to have the same bytes."
        )
    elif again["engine"] != kept.get("engine"):
        yield f"The engine is number {again['engine']}; it was number {kept.get('engine')}."
    else:
        yield "Facts, law and engine are the same and the result is not: report this as a defect."
