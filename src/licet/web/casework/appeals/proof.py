"""Who had a part in what is appealed, from the record of acts, and why a reviewer is none of them."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from licet.kernel import canonical_bytes
from licet.review import IndependenceProof, prove_uninvolved
from licet.web.casework.models import Appeal, CaseEvent, Decision, LedgerRow
from licet.web.casework.record.events import read_act
from licet.web.casework.rights.interests import (
    require_disinterested,
    require_disinterested_in,
)
from licet.web.casework.rights.people import hierarchy_on, names_of

_OURS = ("authority", "agency")
_NOT_OURS = frozenset({"exporter", "appeal_manager", "appeal_reviewer", "auditor"})
_NO_PART = frozenset({"read", "refused"})


def acts_by_person(row: Appeal) -> dict[str, tuple[str, ...]]:
    """Everybody who acted for the authority or an agency on what is appealed, with their acts.

    Args:
        row: The appeal, with its case or opinion.

    Returns:
        Names of acts by id of the person, from the record of the case or opinion; drafting and
        signing a decision are read from the decision itself.
    """
    found: dict[str, set[str]] = {}
    for person, act in _acts(row):
        found.setdefault(person, set()).add(act)
    return {person: tuple(sorted(acts)) for person, acts in sorted(found.items())}


def _acts(row: Appeal) -> Iterator[tuple[str, str]]:
    if row.case_id is None:
        yield from _in_record(str(row.subject))
        return
    events = CaseEvent.objects.filter(case=row.case_id, side__in=_OURS)
    yield from events.values_list("actor", "kind").distinct()
    signed = Decision.objects.filter(case=row.case_id)
    for drafter, signer in signed.values_list("draft__by", "countersignature__by"):
        yield str(drafter), "draft_decision"
        yield str(signer), "countersign"


def _in_record(key: str) -> Iterator[tuple[str, str]]:
    """The acts under a key, from the sealed rows themselves."""
    for entry in LedgerRow.objects.filter(key_id=key).order_by("pk"):
        act = read_act(entry)
        if act.actor is None or act.kind in _NO_PART:
            continue
        if set(act.actor.role.split(",")) - _NOT_OURS:
            yield act.actor.person, act.kind


def require_independent(row: Appeal, reviewer: str, on: date) -> Mapping[str, Any]:
    """Refuse a reviewer who had a part, stands in the line of one who had, or has an interest.

    Args:
        row: The appeal.
        reviewer: Id of the person.
        on: The legal day; posts and interests count as they are that day.

    Returns:
        The proof: everybody who was compared, with acts and superiors, by name.

    Raises:
        NotIndependentError: They are not independent.
    """
    if row.case is not None:
        require_disinterested(row.case, reviewer)
    if row.opinion is not None:
        require_disinterested_in(row.opinion.organisation_id, reviewer)
    acts = acts_by_person(row)
    proof = prove_uninvolved(
        reviewer, involved=frozenset(acts), hierarchy=hierarchy_on(on)
    )
    return _told(proof, acts, on)


def proof_digest(proof: Mapping[str, Any]) -> dict[str, Any]:
    """What the record says of a proof: day, how many were compared, and the hash of all of it.

    Names stay out of entries that the appellant opens.
    """
    return {
        "on": proof["on"],
        "people": len(proof["people"]),
        "sha256": hashlib.sha256(canonical_bytes(dict(proof))).hexdigest(),
    }


def _told(
    proof: IndependenceProof, acts: Mapping[str, tuple[str, ...]], on: date
) -> dict[str, Any]:
    ids = {*proof.involved, *proof.above}
    ids |= {one for chain in proof.chains.values() for one in chain}
    known = names_of(one for one in ids if one)
    return {
        "on": on.isoformat(),
        "reviewer": proof.reviewer,
        "above": [known.get(one, one) for one in proof.above],
        "people": [
            {
                "id": one,
                "name": known.get(one, one),
                "acts": list(acts[one]),
                "above": [known.get(boss, boss) for boss in proof.chains[one]],
            }
            for one in proof.involved
        ],
    }
