"""Everything computable, computed outside any transaction and written in one; adjudication."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings

from licet.kernel import digest
from licet.web.casework.acting import Act, case_act
from licet.web.casework.casefile import load_findings
from licet.web.casework.destinations import Frozen, freeze, keep_profiles
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.facts import Said, changed_facts
from licet.web.casework.history import (
    compare_law_days,
    keep_basis,
    newest_run,
    what_would_change,
)
from licet.web.casework.later import findings_later
from licet.web.casework.models import (
    Adjudication,
    Case,
    CriterionRecord,
    DeterminationRecord,
    FactChange,
    FindingsRun,
    Hit,
    ScreeningRecord,
)
from licet.web.casework.policy import SYSTEM, Actor
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.rescreening import party_question
from licet.web.casework.selectors.desk import case as case_page
from licet.web.casework.selectors.parts import as_id
from licet.web.casework.services.applications import required_text
from licet.web.casework.views import CaseView, Json

VERDICTS = frozenset({"match", "not_a_match", "need_more"})
_ENDED = frozenset(
    {"withdrawn", "lapsed", "granted", "granted_with_conditions", "refused", "returned"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """What one computation gave; nothing of it is stored yet."""

    facts_version: int
    on: date
    determinations: tuple[tuple[int, str, str, bool, Json], ...]
    screenings: tuple[tuple[Json, tuple[Json, ...]], ...]
    criteria: tuple[tuple[int, Json], ...]
    prohibitions: tuple[Json, ...]
    lists: tuple[str, ...]
    lists_fresh: bool
    threshold: str
    document: Json
    assumed: tuple[Json, ...]
    entries: tuple[str, ...] = field(default=())
    law_days: Json = field(default_factory=dict)
    changes: tuple[dict[str, Any], ...] = field(default=())
    destinations: tuple[Frozen, ...] = field(default=())


def _screen(party: Json) -> tuple[Json, ...]:
    asked = party_question(party)
    return ports().screener.search(asked.names, kind=None, countries=asked.countries)


def compute(
    document: Json, *, facts_version: int, on: date, submitted_on: date | None = None
) -> Computed:
    """Compute determinations, screening and criteria of a transaction. Writes nothing.

    Args:
        document: The facts document.
        facts_version: The version of the facts that it holds.
        on: The legal day whose law applies.
        submitted_on: The legal day of the submission, whose law is compared with it.

    Returns:
        Everything that was found.
    """
    engines = ports()
    document, assumed = engines.determiner.with_ordinary(document, on=on)
    lists_fresh = engines.screener.fresh(at=now())
    screenings = tuple((party, _screen(party)) for party in document.get("parties", ()))
    determinations: list[tuple[int, str, str, bool, Json]] = []
    criteria: list[tuple[int, Json]] = []
    prohibitions: list[Json] = []
    entries: dict[str, None] = {}
    laws = (settings.LICET_PROFILE, *settings.LICET_OTHER_LAWS)
    for number, item in enumerate(document.get("items", ())):
        for law in laws:
            found = engines.determiner.determine(document, law, on=on, item=number)
            governing = law == settings.LICET_PROFILE
            determinations.append(
                (number, str(item.get("name", "")), law, governing, found)
            )
            if governing:
                assessed = engines.assessor.assess(document, on=on, item=number)
                criteria += [(number, one) for one in assessed.get("criteria") or ()]
                prohibitions += assessed.get("prohibitions") or ()
                entries |= {
                    str(one["entry"]): None for one in found.get("classification") or ()
                }
    return Computed(
        facts_version=facts_version,
        on=on,
        determinations=tuple(determinations),
        screenings=screenings,
        criteria=tuple(criteria),
        prohibitions=tuple(prohibitions),
        lists=engines.screener.lists(),
        lists_fresh=lists_fresh,
        threshold=engines.screener.threshold(),
        document=document,
        assumed=assumed,
        entries=tuple(entries),
        law_days=compare_law_days(
            document, determinations, submitted_on=submitted_on, on=on
        ),
        changes=tuple(what_would_change(document, determinations, on=on)),
        destinations=freeze(document, on=on),
    )


def _compute_case(case: Case) -> Computed:
    """Compute a case as it stands, under the law of today, compared with that of its submission."""
    submitted = case.submitted_at
    return compute(
        case.transaction,
        facts_version=case.facts_version,
        on=legal_day(now()),
        submitted_on=legal_day(submitted) if submitted else None,
    )


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
    return True


def _require_same_facts(act: Act, computed: Computed) -> None:
    if act.case.facts_version != computed.facts_version:
        raise _FactsMovedError


class _FactsMovedError(Exception):
    """The facts changed while we computed; the transaction is given up."""


def _store(act: Act, computed: Computed) -> None:
    before = newest_run(act.case)
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
    act.tells(
        facts_version=computed.facts_version,
        facts_digest=basis.facts_digest,
        on=computed.on,
        determinations=[
            {
                "item": item,
                "regime": law,
                "outcome": found["outcome"],
                "digest": found.get("digest", ""),
            }
            for item, _name, law, _governing, found in computed.determinations
        ],
        criteria=[
            {"item": item, "id": one["id"], "standing": one["standing"]}
            for item, one in computed.criteria
        ],
        lists=list(computed.lists),
        parties=len(computed.screenings),
        hits=counted,
        assumed=list(computed.assumed),
        destinations=destinations,
    )


def pair_of(party: Json, hit: Json) -> str:
    """The name of a pair: this party in this role, and this entry as it reads."""
    return digest(
        [
            party["name"],
            party["role"],
            hit["list"],
            hit["entity"],
            hit["matched_name"],
            hit["entry_hash"],
        ]
    )


def _store_screening(run: FindingsRun, party: Json, hits: tuple[Json, ...]) -> int:
    row = ScreeningRecord.objects.create(
        run=run,
        party=str(party["name"])[:300],
        role=party["role"],
        country=str(party.get("country") or ""),
    )
    Hit.objects.bulk_create(
        Hit(
            screening=row,
            pair=pair_of(party, hit),
            entity=str(hit["entity"])[:200],
            list_name=str(hit["list"])[:120],
            list_version=str(hit["list_version"])[:120],
            matched_name=hit["matched_name"],
            query_name=hit["query_name"],
            score=str(hit["score"])[:10],
            words=hit["words"],
            document=hit,
        )
        for hit in hits
    )
    return len(hits)


def renew_findings(*, by: Actor, case: str, version: int | None) -> CaseView:
    """Compute anew on the present facts, law and lists, when an officer asks for it."""
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
    return case_page(viewer=by, case=case)


def _programmes(hit: Hit) -> list[str]:
    """The programmes of the entry as rules name them; the list itself when it names none."""
    return sorted(hit.document.get("programs") or ()) or [hit.list_name]


def _establish_listing(act: Act, hit: Hit, reasons: str) -> None:
    """A confirmed match is a fact like any other: law and criteria read it."""
    screening = hit.screening
    scope = f"{screening.role}: {screening.party}"
    changes = changed_facts(
        act.case,
        {f"{screening.role}.listed_on": _programmes(hit)},
        said=Said(by=f"officer:{act.by.id}", at=act.at, basis="found"),
        scope=scope,
    )
    for change in changes:
        FactChange.objects.create(
            case=act.case, by_id=act.by.id, at=act.at, reasons=reasons, **change
        )
    act.case.facts_version += 1
    findings_later(act.case)


def adjudicate_hit(
    *, by: Actor, case: str, hit: str, verdict: str, reasons: str, version: int | None
) -> CaseView:
    """Say of a hit whether it is a match, with the reasons; a later word replaces an earlier.

    Raises:
        InvalidInputError: No such verdict, or no reasons.
        NotFoundError: The hit is not of the newest findings of this case.
    """
    if verdict not in VERDICTS:
        raise InvalidInputError({"verdict": "Choose match, not a match, or need more."})
    words = required_text(
        "reasons", reasons, "Say why. The reasons stay with the case."
    )
    with case_act("adjudicate_hit", by=by, case=case, version=version) as act:
        row = next(
            (one for one in load_findings(act.case).hits if one.pk == as_id(hit)), None
        )
        if row is None:
            raise NotFoundError("hit")
        if verdict == "match":
            _establish_listing(act, row, words)
        Adjudication.objects.create(
            case=act.case,
            hit=row,
            pair=row.pair,
            verdict=verdict,
            reasons=words,
            by_id=by.id,
            at=act.at,
        )
        act.tells(hit=str(row.pk), pair=row.pair, verdict=verdict, reasons=words)
    return case_page(viewer=by, case=case)
