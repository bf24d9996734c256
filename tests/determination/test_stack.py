"""Every instrument that binds is run; the strictest governs; none clears another."""

import pytest
from tests.regimes.small import DAY, facts, small

from licet.determination import (
    Determination,
    OutcomeKind,
    Stacked,
    combine,
    determine,
    determine_stack,
    strictest,
)
from licet.regimes import Regime, read_regime

HEADER = """
package:
  id: {name}
  title: {{en: Measures}}
  jurisdiction: XX
  zone: UTC
  instrument: Measures Act
  claims: [measures.entry]
  version: "2026-07-31"
"""
FACTS = """
facts:
  destination: {type: country, question: {en: Where to?}}
  sanctions.government: {type: boolean, question: {en: For the government?}, ordinary: false}
rules:
"""
BAN = """
  - id: ban
    kind: prohibition
    title: {en: Forbidden for the government there}
    law: {pinpoint: Art. 1}
    when: {all: [{fact: destination, is: BR}, {fact: sanctions.government, is: true}]}
"""
PRIOR = """
  - id: prior
    kind: catch_all
    reason: MEASURES
    title: {en: Prior authorisation}
    law: {pinpoint: Art. 2}
    when: {all: [{fact: destination, is: BR}, {fact: sanctions.government, is: true}]}
    examples:
      - {holds: true, on: 2026-07-31, facts: {destination: BR, sanctions: {government: true}}}
      - {holds: false, on: 2026-07-31, facts: {destination: CA}}
  - {id: form, kind: availability, forms: [measures], title: {en: Form}, law: {pinpoint: Art. 3}, when: {rule: prior}}
  - {id: paper, kind: document, document: undertaking, title: {en: Undertaking}, law: {pinpoint: Art. 4}, when: {rule: prior}}
"""


def measures(rules: str, name: str = "test/measures") -> Regime:
    regime, problems = read_regime(
        {"package.yaml": HEADER.format(name=name), "rules.yaml": FACTS + rules}
    )
    assert problems == ()
    assert regime is not None
    return regime


def case(**more: object) -> dict[str, object]:
    return {
        "item": {
            "eccn": "4D004",
            "kind": "software",
            "roles": ["delivery"],
            "published": False,
        },
        "destination": "BR",
        "end_user": {"type": "private", "voting": 0},
        "knowledge": False,
        "plague": False,
        "transit": [],
        "end_use": "as stated",
        **more,
    }


def answered(*binding: Regime, **more: object) -> Stacked:
    return determine_stack(facts(**case(**more)), small(), binding, on=DAY)


def test_a_law_alone_answers_as_before() -> None:
    stacked = answered()
    assert stacked.combined is stacked.instruments[0]
    assert stacked.to_json() == stacked.combined.to_json()
    assert stacked.combined.kind is OutcomeKind.COVERED


def test_what_another_instrument_forbids_is_forbidden() -> None:
    stacked = answered(measures(BAN), sanctions={"government": True})
    assert stacked.combined.kind is OutcomeKind.PROHIBITED
    assert stacked.governs == ("test/measures",)
    assert stacked.combined.consequences.available == ()
    assert stacked.combined.sentence.endswith("So says test/measures.")
    assert stacked.combined.regime == "test/small"
    assert "Art. 1" in {one.pinpoint for one in stacked.combined.citations}


def test_an_authorisation_under_one_never_clears_another() -> None:
    stacked = answered(measures(PRIOR), sanctions={"government": True})
    first, second = stacked.instruments
    assert (first.kind, second.kind) == (
        OutcomeKind.COVERED,
        OutcomeKind.AUTHORISATION_REQUIRED,
    )
    assert stacked.combined.kind is OutcomeKind.AUTHORISATION_REQUIRED
    assert stacked.combined.consequences.available == ("measures",)
    assert [one.id for one in stacked.combined.consequences.documents] == [
        "undertaking"
    ]
    assert stacked.combined.consequences.catch_alls == ("prior",)


def test_while_one_instrument_is_open_nothing_is_clear() -> None:
    stacked = answered(measures(BAN), measures(PRIOR, "test/more"))
    assert stacked.combined.kind is OutcomeKind.UNSETTLED
    assert stacked.governs == ("test/measures", "test/more")
    assert stacked.combined.possible_outcomes == (
        OutcomeKind.AUTHORISATION_REQUIRED,
        OutcomeKind.COVERED,
        OutcomeKind.PROHIBITED,
    )
    assert [one.fact for one in stacked.combined.questions] == ["sanctions.government"]
    assert stacked.combined.exact is False
    assert "ACE" in stacked.combined.consequences.available


def test_a_settled_answer_stays_with_what_it_says() -> None:
    stacked = answered(measures(BAN), destination="CA", sanctions={"government": False})
    assert stacked.combined.kind is OutcomeKind.NO_AUTHORISATION_REQUIRED
    assert stacked.governs == ("test/small",)
    assert stacked.combined.possible_outcomes == (
        OutcomeKind.NO_AUTHORISATION_REQUIRED,
    )
    assert stacked.combined.questions == ()
    assert stacked.combined.exact
    assert [one.entry for one in stacked.combined.classification] == ["4D004"]


def test_the_record_holds_the_answer_of_each_instrument() -> None:
    document = answered(measures(BAN), sanctions={"government": True}).to_json()
    assert document["governs"] == ["test/measures"]
    instruments = document["instruments"]
    assert isinstance(instruments, list)
    assert [one["regime"] for one in instruments] == ["test/small", "test/measures"]
    assert document["outcome"] == "prohibited"
    assert document["digest"] != instruments[0]["digest"]


@pytest.mark.parametrize(
    ("kinds", "governs"),
    [
        pytest.param(["covered", "authorisation_required"], 1, id="covered-and-needed"),
        pytest.param(["authorisation_required", "unsettled"], 1, id="open-comes-first"),
        pytest.param(["unsettled", "prohibited"], 1, id="forbidden-whatever-is-open"),
        pytest.param(["conflict", "prohibited"], 0, id="a-conflict-before-all"),
        pytest.param(["not_subject", "not_controlled"], 1, id="free-and-outside"),
    ],
)
def test_the_strictest_outcome_is_found(kinds: list[str], governs: int) -> None:
    assert strictest(map(OutcomeKind, kinds)) is OutcomeKind(kinds[governs])


def test_a_stack_of_unverified_law_frees_nothing_unseen() -> None:
    def one(law: Regime) -> Determination:
        return determine(facts(**case(destination="CA")), law, on=DAY)

    doubtful = measures(PRIOR.replace("Art. 2}", "Art. 2, verified: false}", 1))
    assert combine([one(small()), one(measures(PRIOR))]).combined.verified
    assert not combine([one(small()), one(doubtful)]).combined.verified
