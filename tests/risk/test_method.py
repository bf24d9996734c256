"""The method is published from the package that weighs, with an example that the engine computes."""

from datetime import date

import pytest
from tests.risk.weighed import DAY, RISK, law

from licet.determination import determine
from licet.facts import read_transaction
from licet.regimes import load_regime
from licet.regimes.guidance import guidance, sentences
from licet.risk import NO_WEIGHTS, Evidence, method_chapter, with_method
from licet.risk.method import worked_example
from licet.risk.tier import tier_evidence

EXAMPLE = """    owner: Policy unit
    example:
      title: {en: An invented case}
      facts: {item: {kind: software}, destination: BR, end_user: {type: bank}, end_use: {record: good}}
      evidence: [{about: screening.party, source: Lists (invented), dated: 2026-07-01, answers: [none]}]
"""


def words(text: str = RISK) -> str:
    chapter = method_chapter(law(text), DAY)
    said = [*chapter.lead, *(one for leaf in chapter.leaves for one in leaf.statements)]
    return "\n".join(each.words for one in said for each in sentences(one))


def test_every_weight_band_and_floor_is_told_with_its_owner() -> None:
    chapter = method_chapter(law(), DAY)
    told = {(leaf.section, leaf.name): leaf.marks for leaf in chapter.leaves}
    assert told["factors", "place"] == ("weight 3",)
    assert told["risk_methods", "middle"] == ("band",)
    text = words()
    assert (
        "The weights are the policy of the Policy unit. An invented judgement." in text
    )
    assert "From 8 to 19 points." in text
    assert "From 20 points." in text
    assert "From level 4 on it commands the band “Top” by itself." in text
    assert "evidence indicator.a.law: up to 0.8: level 1; up to 0.5: level 2; up to 0.2: level 4; otherwise level 0" in text  # fmt: skip
    assert "evidence screening.party: none: level 0; open: level 3; match: level 4" in text  # fmt: skip
    assert "The highest of these levels counts." in text
    assert "out of date after 100 days" in text
    assert "takes away at most 6 points. Never more." in text
    assert "at least in the band “Middle”" in text
    assert "worked example" not in "".join(leaf.title for leaf in chapter.leaves)


def test_a_law_that_does_not_balance_and_leaves_open_criteria_alone_says_so() -> None:
    text = RISK[: RISK.index("  - id: good")]
    text = text.replace("    balance: {law: {pinpoint: Sec. 5}, at_most: 6, words: {en: Never more.}}\n", "")  # fmt: skip
    text = text.replace("    open_criterion: middle\n", "")
    told = words(text)
    assert "The law does not balance" in told
    assert "While a prohibition" not in told


def test_the_example_is_computed_and_never_written() -> None:
    text = RISK.replace("    owner: Policy unit\n", EXAMPLE)
    told = words(text)
    assert "An invented case." in told
    assert "The place: level 4 (0 to 4) times weight 3 gives 12 points (0 to 12)." in told  # fmt: skip
    assert "Risk 12 less legitimate value 6 leaves 6 points (0 to 7): Low" in told
    bad = text.replace("end_use: {record: good}", "end_use: {record: bad}")
    assert "Mandatory criterion “Clear risk to human rights”: stands." in words(bad)
    forbidden = text.replace("destination: BR, end_user", "end_user")
    assert "Prohibition “Never there”: may stand" in words(forbidden)


def test_an_example_may_do_without_evidence() -> None:
    text = RISK.replace("    owner: Policy unit\n", EXAMPLE[: EXAMPLE.index("      evidence")])  # fmt: skip
    found = worked_example(law(text), law(text).methods["review-depth"], DAY)
    assert found is not None
    assert found.factors[1].levels.best == 4
    assert worked_example(law(), law().methods["review-depth"], DAY) is None


def test_a_law_without_weights_says_so() -> None:
    chapter = method_chapter(load_regime("uk/eco-2008"), DAY)
    assert (chapter.leaves, chapter.empty) == ((), NO_WEIGHTS)


@pytest.mark.parametrize("name", ["meridia/national", "model", "us/ear"])
def test_the_chapter_follows_the_one_on_review(name: str) -> None:
    regime = load_regime(name)
    guide = with_method(guidance(regime, DAY), regime)
    order = [one.id for one in guide.chapters]
    assert order.index("risk") == order.index("review") + 1


@pytest.mark.parametrize(
    ("name", "band"), [("meridia/national", "enhanced"), ("model", "standard")]
)
def test_the_shipped_examples_give_the_bands_that_their_pages_show(
    name: str, band: str
) -> None:
    regime = load_regime(name)
    found = worked_example(regime, regime.methods["review-depth"], date(2026, 7, 31))
    assert found is not None
    assert found.band.id == band


def tier(name: str = "us/ear", **facts: object) -> tuple[Evidence, ...]:
    transaction = read_transaction(facts)
    return tuple(tier_evidence(determine(transaction, load_regime(name), on=DAY), DAY))


def test_a_claimed_tier_is_stated_and_one_by_parameters_derived() -> None:
    (claimed,) = tier("eu/2021-821", item={"kind": "software", "eccn": "4D004"}, destination="BR")  # fmt: skip
    assert (claimed.best, claimed.basis) == (3, "stated")
    assert claimed.words == "Entry 4D004, as claimed: tier 3."
    (derived,) = tier(
        "eu/2021-821",
        item={
            "kind": "equipment",
            "forensic": {"extracts_raw_data": True, "bypasses_access_controls": True, "exclusion": "none"},
        },
        destination="BR",
    )  # fmt: skip
    assert derived.basis == "derived"
    assert "by its parameters" in derived.words


def test_an_uncontrolled_item_has_tier_nought_and_an_unclassified_one_says_nothing() -> (
    None
):
    (free,) = tier("model", item={"kind": "equipment", "listed_as": "none", "covert_surveillance": False, "self_spreading": False}, destination="BR", end_user={"type": "bank"}, end_use="civil")  # fmt: skip
    assert free.best == 0
    assert tier("eu/2021-821", item={"kind": "software"}) == ()
