"""The gate before a signature, gathered from the rows in the transaction of the signature."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from licet.decision import (
    Classification,
    DecisionOutcome,
    Draft,
    GateFacts,
    Ground,
    ItemStanding,
    Obstacle,
    ObstacleCode,
    delegation_obstacle,
    grant_obstacles,
    holds_delegation,
    tier_to_sign,
)
from licet.decision.delegation import Delegation
from licet.web.casework.application.practice import kind_of
from licet.web.casework.casefile.casefile import NO_LICENCE, CaseFile
from licet.web.casework.casefile.consultations import OBJECTION, WAITING
from licet.web.casework.conditions.stored import condition_of
from licet.web.casework.decision.deciding import detail_of, hearing, matter_of
from licet.web.casework.models import REVIEWERS, DecisionDraft, Hit, Team
from licet.web.casework.ownership.showing import ownership
from licet.web.casework.panels.in_case import panel_obstacles
from licet.web.casework.ports import legal_day, now
from licet.web.casework.review.agreed import dropped_conditions
from licet.web.casework.review.dissent import review_obstacles
from licet.web.casework.rights.people import delegations
from licet.web.casework.screening.hit_standing import AWAITING, NEED_MORE, OPEN
from licet.web.casework.views import Json, OwnershipFindingView

_UNTRACED = (
    "Who stands behind the parties is not traced as the case now stands. It is done within a "
    "minute; if this stays, compute again."
)
GRANTS = frozenset({DecisionOutcome.GRANT, DecisionOutcome.GRANT_WITH_CONDITIONS})


def draft_value(row: DecisionDraft) -> Draft:
    """A stored draft as the engine's value."""
    return Draft(
        outcome=DecisionOutcome(row.outcome),
        grounds=tuple(
            Ground(
                criterion=raw["criterion"],
                evidence=tuple(raw["evidence"]),
                words=raw["words"],
            )
            for raw in row.grounds
        ),
        conditions=tuple(condition_of(raw) for raw in row.conditions),
        reasons=row.reasons,
        **detail_of(row),
    )


def item_names(document: Json) -> tuple[str, ...]:
    """The items of a transaction by name."""
    return tuple(str(item.get("name", "")) for item in document.get("items", ()))


def _items(file: CaseFile) -> tuple[ItemStanding, ...]:
    outcomes = {
        row.item: row.outcome for row in file.findings.determinations if row.governing
    }
    return tuple(
        ItemStanding(item=number, outcome=outcomes.get(number), stale=not file.fresh)
        for number in range(len(item_names(file.case.transaction)))
    )


def _unscreened(file: CaseFile) -> tuple[str, ...]:
    done = {(row.party, row.role) for row in file.findings.screenings}
    return tuple(
        party["name"]
        for party in file.case.transaction.get("parties", ())
        if not file.fresh or (party["name"], party["role"]) not in done
    )


def _parties_with(file: CaseFile, hits: list[Hit]) -> tuple[str, ...]:
    wanted = {hit.screening_id for hit in hits}
    return tuple(
        dict.fromkeys(row.party for row in file.findings.screenings if row.pk in wanted)
    )


def _missing_documents(file: CaseFile) -> tuple[str, ...]:
    there = {row.purpose for row in file.documents if row.standing == "current"}
    wanted = {
        str(one["id"]): str(one.get("title") or one["id"])
        for row in file.findings.determinations
        if row.governing
        for one in row.document.get("documents") or ()
    }
    wanted |= {one.id: one.title for one in kind_of(file.case).documents}
    return tuple(title for key, title in wanted.items() if key not in there)


def _stale_advice(file: CaseFile) -> tuple[str, ...]:
    return tuple(
        team.name
        for team, advice in file.words_of_agencies().items()
        if advice.facts_version != file.case.facts_version
    )


def required_referrals(file: CaseFile) -> dict[str, Json]:
    """Whom the governing law says to ask, by the name that the law uses."""
    return {
        str(one["to"]): one
        for row in file.findings.determinations
        if row.governing
        for one in row.document.get("referrals") or ()
    }


def _agencies() -> dict[str, str]:
    """The reviewing bodies of this state by the name that rules use."""
    return dict(Team.objects.filter(kind__in=REVIEWERS).values_list("code", "name"))


def _unasked(file: CaseFile, agencies: Mapping[str, str]) -> tuple[str, ...]:
    """Agencies that the law says to ask and nobody has asked."""
    asked = {row.team.code for row in file.referrals if row.state != "seated"}
    return tuple(
        agencies[name]
        for name in required_referrals(file)
        if name in agencies and name not in asked
    )


def asked_partners(file: CaseFile) -> dict[str, Json]:
    """Whom the governing law says to consult outside this state, by the name in its rule."""
    return _partners(file, _agencies())


def _partners(file: CaseFile, agencies: Mapping[str, str]) -> dict[str, Json]:
    return {
        name: rule
        for name, rule in required_referrals(file).items()
        if name not in agencies
    }


def _open_consultations(file: CaseFile, agencies: Mapping[str, str]) -> tuple[str, ...]:
    """Partners that have not answered, and those that the law says to ask and nobody asked."""
    asked = {one.row.named for one in file.consultations}
    return (
        *(one.row.partner for one in file.consultations if one.state == WAITING),
        *(name for name in _partners(file, agencies) if name not in asked),
    )


def gate_facts(file: CaseFile, *, draft: Draft | None, delegated: bool) -> GateFacts:
    """What the gate looks at, as the case stands now."""
    agencies = _agencies()
    findings = file.findings
    owned = ownership(file.case, findings, file.traced)
    confirmed = [one for one in owned.findings if _is_confirmed(one)]
    answered = {
        key for ground in (draft.grounds if draft else ()) for key in ground.evidence
    }
    return GateFacts(
        items=_items(file),
        unscreened=_unscreened(file),
        **_hits(file, answered),
        open_referrals=(
            *(row.team.name for row in file.referrals if row.state == "open"),
            *_unasked(file, agencies),
        ),
        open_consultations=_open_consultations(file, agencies),
        objections=tuple(
            one.row.partner for one in file.consultations if one.state == OBJECTION
        ),
        open_questions=tuple(
            row.question for row in file.requests if row.answered_at is None
        ),
        invalid_documents=tuple(
            row.name for row in file.documents if row.standing == "invalid"
        ),
        missing_documents=_missing_documents(file),
        stale_advice=_stale_advice(file),
        mandatory_criteria=tuple(
            str(row.document.get("title", row.criterion))
            for row in findings.criteria
            if row.mandatory and row.standing == "established"
        ),
        signatory_delegated=delegated,
        untraced=() if owned.traced or findings.run is None else (_UNTRACED,),
        open_ownership=tuple(_in_words(one) for one in owned.findings if one.open),
        owned=tuple(_in_words(one) for one in confirmed),
        ownership_reasons=all(f"ownership:{one.id}" in answered for one in confirmed),
    )


def _hits(file: CaseFile, answered: Collection[str]) -> dict[str, Any]:
    """Hits that are open, wait for a second word, or are matches."""
    findings = file.findings
    standing = [(hit, findings.standing(hit)) for hit in findings.hits]
    matches = [hit for hit, said in standing if said == "match"]
    return {
        "open_hits": _parties_with(
            file, [hit for hit, said in standing if said in {OPEN, NEED_MORE}]
        ),
        "unseconded_hits": _parties_with(
            file, [hit for hit, said in standing if said == AWAITING]
        ),
        "matches": _parties_with(file, matches),
        "match_reasons": all(str(hit.pk) in answered for hit in matches),
    }


def _is_confirmed(one: OwnershipFindingView) -> bool:
    """Whether an officer found that listed parties own the party, or may."""
    return one.verdict is not None and one.verdict.verdict == "owned"


def _in_words(one: OwnershipFindingView) -> str:
    return (
        f"{one.party} is {one.standing} owned by listed parties under {one.regime} "
        f"({one.law['words']})"
    )


def classifications(file: CaseFile) -> tuple[Classification, ...]:
    """How every item is classified by the governing law as the case stands; stale is unknown."""
    found = {
        row.item: Classification(
            tiers=tuple(
                int(one["tier"]) for one in row.document.get("classification") or ()
            ),
            free=row.outcome in NO_LICENCE,
        )
        for row in file.findings.determinations
        if row.governing and file.fresh
    }
    return tuple(
        found.get(number, Classification())
        for number in range(len(item_names(file.case.transaction)))
    )


def relied_on(file: CaseFile, signer: str, outcome: str) -> Delegation | None:
    """The delegation under which somebody may sign an outcome on this case today."""
    return holds_delegation(
        delegations(),
        signer,
        outcome,
        tier=tier_to_sign(classifications(file)),
        on=legal_day(now()),
        matter=matter_of(file),
    )


def _no_licence_obstacles(file: CaseFile) -> Iterator[Obstacle]:
    for standing in _items(file):
        if standing.outcome not in NO_LICENCE or standing.stale:
            yield Obstacle(
                code=ObstacleCode.UNSETTLED,
                words=f"Item {standing.item + 1} is not determined to need no licence, so it cannot be returned with that answer.",
                item=standing.item,
            )


def obstacles(file: CaseFile, draft: Draft, *, delegated: bool) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of signing a draft.

    Args:
        file: The case as it stands in this transaction.
        draft: What is to be signed.
        delegated: Whether the signatory holds the delegation today.

    Returns:
        The obstacles; empty when it may be signed. A refusal needs the delegation, and the
        applicant heard where the law says so.
    """
    if draft.outcome in GRANTS:
        facts = gate_facts(file, draft=draft, delegated=delegated)
        return (
            *grant_obstacles(facts),
            *dropped_conditions(file, draft),
            *review_obstacles(file, draft),
            *panel_obstacles(file, draft),
        )
    found = [] if delegated else [delegation_obstacle()]
    if draft.outcome is DecisionOutcome.REFUSE:
        found += hearing(file, draft)
    if draft.outcome is DecisionOutcome.NO_LICENCE_REQUIRED:
        found += _no_licence_obstacles(file)
    found += panel_obstacles(file, draft)
    return tuple(found)


def stale(file: CaseFile, draft: DecisionDraft) -> Iterator[Obstacle]:
    """What a material change left behind, whatever the outcome: nothing is signed on it.

    Args:
        file: The case as it stands in this transaction.
        draft: The draft that is to be signed.

    Yields:
        An obstacle for findings on other facts (a grant has its own for each), and for a
        draft that was written before the applicant amended the facts.
    """
    if draft.outcome not in {one.value for one in GRANTS} and not file.fresh:
        yield Obstacle(
            code=ObstacleCode.STALE_DETERMINATION,
            words="The facts have changed since everything was computed. It is renewed within "
            "a minute; if this stays, compute again.",
        )
    amended = file.case.events.filter(kind="amend_application", at__gte=draft.at)
    if amended.exists():
        yield Obstacle(
            code=ObstacleCode.STALE_ADVICE,
            words="The applicant amended the facts after this draft was written. Write a new "
            "version on the facts as they now stand.",
        )
