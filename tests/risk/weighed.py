"""An invented law that weighs: three factors of risk, one of legitimate value, a floor, criteria and a prohibition."""

from datetime import date
from decimal import Decimal

from tests.risk.invented import PACKAGE

from licet.facts import Transaction, read_transaction
from licet.regimes import Regime, read_regime
from licet.risk import Assessment, Evidence, Weighed, assess

DAY = date(2026, 7, 31)
CRITERIA = """
criteria:
  - id: rights
    title: {en: Clear risk to human rights}
    mandatory: true
    law: {pinpoint: Art. 7}
    established_when: {fact: end_use.record, is: bad}
    contradicted_when: {fact: end_use.record, is: good}
  - {id: kind, title: {en: Kind}, law: {pinpoint: Art. 8}, established_when: {fact: end_user.type, is: bank}}
"""
RISK = """
risk_methods:
  - id: review-depth
    title: {en: How much work}
    law: {pinpoint: Sec. 1, verified: false}
    owner: Policy unit
    basis: {en: An invented judgement.}
    scale: {0: {en: none}, 1: {en: little}, 2: {en: some}, 3: {en: much}, 4: {en: most}}
    aggregation: weighted_sum_with_floors
    reliance: {stated: 1, documented: 0, found: 0, officer: 0, derived: 0, point: 1}
    stale_widens: 1
    open_criterion: middle
    balance: {law: {pinpoint: Sec. 5}, at_most: 6, words: {en: Never more.}}
    bands:
      - {id: low, title: {en: Low}, from: 0, review: {en: one}, verification: {en: few}, signatory: {en: anybody}}
      - {id: middle, title: {en: Middle}, from: 8, review: {en: two}, verification: {en: some}, signatory: {en: senior}}
      - {id: top, title: {en: Top}, from: 20, review: {en: all}, verification: {en: all}, signatory: {en: director}}
factors:
  - id: place
    group: destination
    title: {en: The place}
    why: {en: Places differ.}
    law: {pinpoint: Sec. 2}
    weight: 3
    reads:
      - {id: law, title: {en: Rule of law}, stale_after: 100, sources: [{evidence: indicator.a.law, steps: [{at_most: 0.8, level: 1}, {at_most: 0.5, level: 2}, {at_most: 0.2, level: 4}]}, {evidence: indicator.b.deaths, steps: [{at_least: 10, level: 3}]}]}
  - id: listed
    group: end_user
    title: {en: Lists}
    why: {en: Lists speak.}
    law: {pinpoint: Sec. 3}
    weight: 2
    floor: {at: 4, band: top}
    reads:
      - {id: hits, title: {en: Hits}, sources: [{evidence: screening.party, answers: {none: 0, open: 3, match: 4}}]}
  - id: body
    group: end_user
    title: {en: The body}
    why: {en: Bodies differ.}
    law: {pinpoint: Sec. 4}
    weight: 1
    reads:
      - {id: kind, title: {en: Kind}, stale_after: 50, levels: {4: {fact: end_user.type, is: service}, 2: {fact: end_user.type, in: [reseller, trader]}}}
      - {id: record, title: {en: Record}, levels: {3: {fact: end_use.record, is: bad}}}
  - id: good
    group: legitimate_value
    title: {en: Good that it does}
    why: {en: Good counts.}
    law: {pinpoint: Sec. 5}
    weight: 2
    reads:
      - {id: defence, title: {en: Defence}, levels: {4: {fact: end_use.record, is: good}}}
      - {id: paper, title: {en: Agreement}, sources: [{evidence: documents.agreement, answers: {missing: 0, there: 3}}]}
"""
GOOD = {
    "destination": "BR",
    "end_user": {"type": "bank"},
    "end_use": {"record": "good"},
}
EVIDENCE = (
    Evidence(about="indicator.a.law", source="Watch (invented)", dated=DAY, low=Decimal("0.85"), best=Decimal("0.9"), high=Decimal("0.95")),
    Evidence(about="screening.party", source="Lists (invented)", dated=DAY, answers=("none",)),
    Evidence(about="documents.agreement", source="Agreement (invented)", dated=DAY, answers=("there",)),
)  # fmt: skip


def law(risk: str = RISK, criteria: str = CRITERIA, package: str = PACKAGE) -> Regime:
    regime, problems = read_regime(
        {"package.yaml": package, "criteria.yaml": criteria, "risk.yaml": risk}
    )
    assert problems == ()
    assert regime is not None
    return regime


LAW = law()


def facts(**short: object) -> Transaction:
    return read_transaction({"item": {"kind": "software"}, **short})


def whole(
    evidence: tuple[Evidence, ...] = EVIDENCE, regime: Regime = LAW, **short: object
) -> Assessment:
    return assess(facts(**(short or GOOD)), regime, on=DAY, evidence=evidence)


def weighed(
    evidence: tuple[Evidence, ...] = EVIDENCE, regime: Regime = LAW, **short: object
) -> Weighed:
    found = whole(evidence, regime, **short).weighed
    assert found is not None
    return found
