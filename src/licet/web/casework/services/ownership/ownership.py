"""Who stands behind the parties of a case: computed again when owed, and entered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Max, OuterRef, Q, Subquery

from licet.diversion import address_key, name_key, number_key
from licet.kernel import digest
from licet.web.casework.acts.acting import Act, record_on_case
from licet.web.casework.casefile.casefile import Findings, load_findings
from licet.web.casework.later import ownership_later, risk_later
from licet.web.casework.models import (
    Case,
    FindingsRun,
    OrderedAmount,
    OwnershipCall,
    OwnershipFinding,
    OwnershipRun,
    PartyMark,
)
from licet.web.casework.ownership.gathering import ADDRESS, LISTED, NAME, NUMBER, gather
from licet.web.casework.ownership.judging import (
    Judged,
    binding_laws,
    judge,
    standings_of,
)
from licet.web.casework.ownership.stating import said
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.errors import KeyDestroyedError
from licet.web.casework.rights.policy import SYSTEM
from licet.web.casework.views import Json

_log = structlog.get_logger("licet.ownership")
ENDED = frozenset(
    {"draft", "withdrawn", "lapsed", "granted", "granted_with_conditions", "refused", "returned"}
)  # fmt: skip
_MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """One computation; nothing of it is stored yet."""

    seen: Findings
    call: int
    on: date
    document: dict[str, Any]
    standings: dict[str, str]
    judged: tuple[Judged, ...]


def call_ownership(case: Case, because: str) -> None:
    """Have the ownership of a case computed again; inside the caller's transaction.

    From the commit on nothing that was computed before counts at the gate.
    """
    OwnershipCall.objects.create(case=case, because=because, at=now())
    ownership_later(case)


def newest_call(case: Case) -> int:
    """The newest call to compute a case; nought when there was none."""
    found = OwnershipCall.objects.filter(case=case).aggregate(newest=Max("pk"))
    return int(found["newest"] or 0)


def newest_ownership(case: Case) -> OwnershipRun | None:
    """The newest computation of who stands behind a case."""
    return OwnershipRun.objects.filter(case=case).order_by("-pk").first()


def compute_ownership(case_id: str) -> bool:
    """Compute who stands behind the parties of a case, and enter it; a job.

    Reads and computes outside any transaction. Writes in one, unless findings or calls have
    come in between: then another job is already waiting.

    Args:
        case_id: The case.

    Returns:
        Whether anything was written; not when nothing has changed since.
    """
    case = Case.objects.get(pk=case_id)
    findings = load_findings(case)
    run, call = findings.run, newest_call(case)
    if run is None or case.state == "draft":
        return False
    before = newest_ownership(case)
    document = gather(case)
    standings = standings_of(document, findings)
    if before is not None and _is_same(before, run, call, document, standings):
        return False
    on = legal_day(now())
    judged, traced = judge(document, standings, on=on, laws=binding_laws())
    document["wrong"] += [one.words for one in traced.discrepancies]
    with transaction.atomic():
        locked = Case.objects.select_for_update().get(pk=case.pk)
        moved = FindingsRun.objects.filter(case=case, pk__gt=run.pk).exists()
        if moved or newest_call(case) != call or _is_done(locked, before):
            return False
        made = _Made(
            seen=findings,
            call=call,
            on=on,
            document=document,
            standings=standings,
            judged=judged,
        )
        _keep(locked, made)
        risk_later(locked)
    return True


def _is_done(case: Case, before: OwnershipRun | None) -> bool:
    """Whether another worker was quicker."""
    newest = newest_ownership(case)
    return newest is not None and (before is None or newest.pk != before.pk)


def _is_same(
    before: OwnershipRun,
    run: FindingsRun,
    call: int,
    document: Json,
    standings: Json,
) -> bool:
    return (
        before.findings_id == run.pk
        and before.call >= call
        and before.standings == standings
        and before.document["statements"] == document["statements"]
    )


def _keep(case: Case, made: _Made) -> None:
    act = Act(name="trace_ownership", by=SYSTEM, at=now(), case=case)
    document, told = made.document, [_told(one) for one in made.judged]
    whole = digest([document, made.standings, told])
    act.tells(
        on=made.on,
        digest=whole,
        sets=document["sets"],
        cut=document["cut"],
        findings=told,
    )
    row = record_on_case(act, kind=act.name, public=False)
    assert made.seen.run is not None  # noqa: S101  # the caller has just asked
    run = OwnershipRun.objects.create(
        case=case, findings=made.seen.run, call=made.call, on=made.on, document=document,
        standings=made.standings, digest=whole, made_at=act.at, row=row,
    )  # fmt: skip
    OwnershipFinding.objects.bulk_create(
        OwnershipFinding(
            run=run,
            party=one.party[:300],
            role=one.role,
            regime=one.found.law.regime,
            rule=one.found.law.id,
            standing=one.found.standing.value,
            unsettled=one.found.unsettled,
            low=one.found.shares[0],
            high=one.found.shares[1],
            path=one.path,
            law=one.found.law.to_json() | {"words": one.found.law.words},
            matter=one.matter,
        )
        for one in made.judged
    )
    PartyMark.objects.bulk_create(_marks(run, case, document, made.seen))
    OrderedAmount.objects.bulk_create(_amounts(run, case, made.seen))


def _told(one: Judged) -> dict[str, str]:
    """What the entry of the record says of a finding."""
    return {
        "party": one.party,
        "role": one.role,
        "regime": one.found.law.regime,
        "rule": one.found.law.id,
        "standing": one.found.standing.value,
        "matter": one.matter,
    }


def _marks(
    run: OwnershipRun, case: Case, document: Json, seen: Findings
) -> Iterator[PartyMark]:
    """The keys under which the parties and owners of a case are found from other cases."""
    matches: dict[str, set[str]] = {}
    for row in seen.screenings:
        for hit in seen.hits_of(row):
            if seen.standing(hit) == "match":
                matches.setdefault(name_key(row.party), set()).add(hit.entity)
    known = {one["id"]: one for one in document["entities"]}
    people = [
        (one["name"], one["role"], known[one["node"]])
        for one in document["parties"]
        if one["role"] != "exporter"
    ]
    taken = {name_key(one["name"]) for one in document["parties"]}
    people += [
        (known[owner]["name"], "owner", known[owner])
        for owner in sorted({one["owner"] for one in document["statements"]})
        if name_key(known[owner]["name"]) not in taken
    ]
    for name, role, body in people:
        keys = [(NAME, name_key(name))]
        keys += [(NUMBER, number_key(one)) for one in body["identifiers"]]
        keys += [(ADDRESS, address_key(one)) for one in body["addresses"]]
        keys += [(LISTED, one[:300]) for one in sorted(matches.get(name_key(name), ()))]
        for kind, value in dict.fromkeys(keys):
            if value:
                yield PartyMark(
                    run=run,
                    case=case,
                    party=name[:300],
                    role=role,
                    country=(body["countries"] or [""])[0][:2],
                    kind=kind,
                    value=value,
                )


def _amounts(run: OwnershipRun, case: Case, seen: Findings) -> Iterator[OrderedAmount]:
    found = {
        row.item: str((row.document.get("classification") or [{}])[0].get("entry", ""))
        for row in seen.determinations
        if row.governing
    }
    for place, item in enumerate(case.transaction.get("items") or (), 1):
        facts = item.get("facts") or {}
        entry = found.get(place - 1, "")
        stated = [str(one) for one in said(facts, "eccn")]
        yield OrderedAmount(
            run=run,
            item=place,
            name=str(item.get("name", ""))[:300],
            entry=str(entry or (stated or [""])[0])[:60],
            quantity=_number(said(facts, "quantity")),
            value=_number(said(facts, "value")),
            currency=str((said(facts, "currency") or [""])[0])[:3].upper(),
        )


def _number(values: list[Any]) -> Decimal | None:
    """The first number stated, exactly; what has no place in the column counts as not stated."""
    for one in values:
        try:
            number = Decimal(str(one))
        except InvalidOperation:
            continue
        if number.is_finite() and 0 <= number < Decimal(10) ** 18:
            return number.quantize(Decimal("0.000001"))
    return None


def trace_owed() -> int:
    """Compute every case whose ownership is owed; a frequent job.

    Whatever died between findings or a call and its job, this finds.

    Returns:
        How many were computed.
    """
    newest = (
        FindingsRun.objects.filter(case=OuterRef("pk")).order_by("-pk").values("pk")
    )
    made = OwnershipRun.objects.filter(case=OuterRef("pk")).order_by("-pk")
    called = (
        OwnershipCall.objects.filter(case=OuterRef("pk")).order_by("-pk").values("pk")
    )
    owed = (
        Case.objects.exclude(state="draft")
        .annotate(
            newest=Subquery(newest[:1]),
            traced=Subquery(made.values("findings")[:1]),
            answered=Subquery(made.values("call")[:1]),
            called=Subquery(called[:1]),
        )
        .filter(newest__isnull=False)
        .filter(
            Q(traced__isnull=True)
            | Q(newest__gt=F("traced"))
            | Q(called__gt=F("answered"))
        )
        .order_by("pk")
    )
    count = 0
    for pk in owed.values_list("pk", flat=True)[:_MOST_AT_ONCE]:
        try:
            count += compute_ownership(str(pk))
        except KeyDestroyedError:
            _log.warning("erased case not traced", case=str(pk))
    return count
