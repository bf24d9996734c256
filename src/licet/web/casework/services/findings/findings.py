"""Everything computable, computed outside any transaction and written in one."""

from dataclasses import replace
from typing import Any

from licet.web.casework.acts.acting import Act, case_act, refusals
from licet.web.casework.application.history import keep_basis, newest_run
from licet.web.casework.casefile.destinations import keep_profiles
from licet.web.casework.errors import WrongStateError
from licet.web.casework.later import findings_later, risk_later
from licet.web.casework.models import (
    Case,
    CriterionRecord,
    DeterminationRecord,
    FindingsRun,
    Hit,
    ScreeningRecord,
)
from licet.web.casework.ownership.gathering import gather
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.risk.records import FINDINGS, keep_risk
from licet.web.casework.screening.pairs import identity, pair_digest
from licet.web.casework.selectors.desk.desk import case as case_page
from licet.web.casework.selectors.desk.desk import case_afterwards
from licet.web.casework.services.findings.computing import (
    Computed,
    compute,
    screen_party,
)
from licet.web.casework.services.ownership.ownership import compute_ownership
from licet.web.casework.services.screening.adjudication import adjudicate_hit
from licet.web.casework.services.screening.carrying import carry_words
from licet.web.casework.services.screening.hit_places import place_hits
from licet.web.casework.views import CaseView, Json

__all__ = [
    "Computed", "adjudicate_hit", "compute", "compute_findings", "recompute_findings",
    "renew_findings",
]  # fmt: skip
_ENDED = frozenset(
    {"withdrawn", "lapsed", "granted", "granted_with_conditions", "refused", "returned"}
)


def _compute_case(case: Case) -> Computed:
    """Compute a case as it stands, under the law of today, compared with that of its submission."""
    submitted = case.submitted_at
    found = compute(
        case.transaction,
        facts_version=case.facts_version,
        on=legal_day(now()),
        submitted_on=legal_day(submitted) if submitted else None,
        case=case,
    )
    # Whoever stands behind a party is screened like the party itself.
    behind = tuple((one, screen_party(one)) for one in gather(case)["owners"])
    return replace(found, screenings=(*found.screenings, *behind))


def compute_findings(case_id: str) -> bool:
    """The job after a submission or a change of facts.

    Reads, computes outside any transaction, then writes findings and ledger entry in one,
    unless the facts have changed meanwhile; then another job is already waiting.

    Args:
        case_id: The case.

    Returns:
        Whether findings were written.
    """
    case = Case.objects.get(pk=case_id)
    if case.state in {*_ENDED, "draft"} or _is_done(case):
        return False
    return _write(case, _compute_case(case), by=SYSTEM)


def recompute_findings(case_id: str) -> bool:
    """The job after a list change touched a case: the same findings on the lists of today.

    What was adjudicated stays for every pair of which neither side has changed.

    Args:
        case_id: The case.

    Returns:
        Whether findings were written; not when the newest stand on these lists already.
    """
    case = Case.objects.get(pk=case_id)
    run = newest_run(case)
    lists = list(ports().screener.lists())
    if case.state in {*_ENDED, "draft"} or (
        run and run.lists == lists and run.facts_version == case.facts_version
    ):
        return False
    return _write(case, _compute_case(case), by=SYSTEM)


def _is_done(case: Case) -> bool:
    return (
        case.state != "submitted"
        and FindingsRun.objects.filter(
            case=case, facts_version=case.facts_version
        ).exists()
    )


def _write(case: Case, computed: Computed, *, by: Actor) -> bool:
    name = "record_findings" if case.state == "submitted" else "renew_findings"
    try:
        with case_act(name, by=by, case=case.number, version=None) as act:
            _require_same_facts(act, computed)
            _store(act, computed)
    except _FactsMovedError:
        findings_later(case)
        return False
    except WrongStateError:
        # Withdrawn or already recorded while we computed: nothing is owed any more.
        return False
    compute_ownership(str(case.pk))
    return True


def _require_same_facts(act: Act, computed: Computed) -> None:
    if act.case.facts_version != computed.facts_version:
        raise _FactsMovedError


class _FactsMovedError(Exception):
    """The facts changed while we computed; the transaction is given up."""


def _stored_run(act: Act, computed: Computed) -> FindingsRun:
    """The run with its determinations and criteria."""
    run = FindingsRun.objects.create(
        case=act.case,
        facts_version=computed.facts_version,
        on=computed.on,
        made_at=act.at,
        prohibitions=list(computed.prohibitions),
        lists=list(computed.lists),
        lists_fresh=computed.lists_fresh,
        threshold=computed.threshold,
    )
    DeterminationRecord.objects.bulk_create(
        DeterminationRecord(
            run=run, item=item, item_name=name[:300], regime=law, governing=governing,
            outcome=found["outcome"], document=found,
        )
        for item, name, law, governing, found in computed.determinations
    )  # fmt: skip
    CriterionRecord.objects.bulk_create(
        CriterionRecord(
            run=run, item=item, criterion=one["id"], mandatory=bool(one["mandatory"]),
            standing=one["standing"], document=one,
        )
        for item, one in computed.criteria
    )  # fmt: skip
    return run


def _store(act: Act, computed: Computed) -> None:
    before = newest_run(act.case)
    run = _stored_run(act, computed)
    counted = sum(
        _store_screening(run, party, hits) for party, hits in computed.screenings
    )
    basis = keep_basis(
        run,
        before=before,
        document=computed.document,
        determined=computed.determinations,
        law_days=computed.law_days,
        changes=list(computed.changes),
    )
    destinations = keep_profiles(run, computed.destinations, before=before)
    act.case.transaction = dict(computed.document)
    if computed.entries:
        act.case.entries = list(computed.entries)
    carried = carry_words(act)
    if carried:
        risk_later(act.case)  # what was remembered is weighed too
    place_hits(act.case)
    act.tells(
        facts_version=computed.facts_version,
        facts_digest=basis.facts_digest,
        on=computed.on,
        **_outcomes(computed),
        lists=list(computed.lists),
        parties=len(computed.screenings),
        hits=counted,
        carried=carried,
        assumed=list(computed.assumed),
        destinations=destinations,
        **_weighing(act, run, computed),
    )


def _outcomes(computed: Computed) -> dict[str, Any]:
    """What the entry says of determinations and criteria: outcomes and digests."""
    return {
        "determinations": [
            {
                "item": item,
                "regime": law,
                "outcome": found["outcome"],
                "digest": found.get("digest", ""),
            }
            for item, _name, law, _governing, found in computed.determinations
        ],
        "criteria": [
            {"item": item, "id": one["id"], "standing": one["standing"]}
            for item, one in computed.criteria
        ],
    }


def _weighing(act: Act, run: FindingsRun, computed: Computed) -> dict[str, Any]:
    if computed.risk is None:
        return {}
    kept = keep_risk(run, computed.risk, at=act.at, because=FINDINGS)
    return {"risk": kept}


def _store_screening(run: FindingsRun, party: Json, hits: tuple[Json, ...]) -> int:
    row = ScreeningRecord.objects.create(
        run=run,
        party=str(party["name"])[:300],
        role=party["role"],
        country=str(party.get("country") or ""),
    )
    who = identity(party)
    Hit.objects.bulk_create(
        Hit(
            screening=row,
            pair=pair_digest(who, str(hit["entry_hash"])),
            entity=str(hit["entity"])[:200],
            list_name=str(hit["list"])[:120],
            list_version=str(hit["list_version"])[:120],
            matched_name=hit["matched_name"],
            query_name=hit["query_name"],
            score=str(hit["score"])[:10],
            words=hit["words"],
            document={**hit, "party": who},
        )
        for hit in hits
    )
    return len(hits)


def refresh_ownership(case_id: str) -> bool:
    """The job after somebody new came to stand behind a party: screen them, then trace anew.

    Args:
        case_id: The case.

    Returns:
        Whether anything was written.
    """
    case = Case.objects.get(pk=case_id)
    run = newest_run(case)
    screened = set(
        ScreeningRecord.objects.filter(run=run).values_list("party", flat=True)
    )
    fresh = [one for one in gather(case)["owners"] if one["name"] not in screened]
    if run and fresh and case.state not in {*_ENDED, "draft"}:
        return _write(case, _compute_case(case), by=SYSTEM) or compute_ownership(
            case_id
        )
    return compute_ownership(case_id)


def renew_findings(*, by: Actor, case: str, version: int | None) -> CaseView:
    """Compute anew on the present facts, law and lists, when an officer asks for it."""
    with refusals("renew_findings", by, []):  # before anything is computed for them
        require(by, "renew_findings")
    seen = case_page(viewer=by, case=case)
    row = Case.objects.get(number=case)
    computed = _compute_case(row)
    with case_act(
        "renew_findings",
        by=by,
        case=case,
        version=seen.version if version is None else version,
    ) as act:
        _store(act, computed)
    compute_ownership(str(row.pk))
    return case_afterwards(viewer=by, case=case)
