"""Weights are published data: what is wrong with them is said with file and line, what changed is shown."""

from datetime import date

import pytest
from tests.risk.invented import PACKAGE
from tests.risk.weighed import CRITERIA, RISK, law

from licet.regimes import (
    Aggregation,
    Problem,
    as_known,
    changed_texts,
    factors_on,
    load_regime,
    method_on,
    read_regime,
    regime_schema,
)


def problems(risk: str) -> tuple[Problem, ...]:
    regime, found = read_regime(
        {"package.yaml": PACKAGE, "criteria.yaml": CRITERIA, "risk.yaml": risk}
    )
    assert (regime is None) == bool(found)
    return found


def test_the_invented_method_is_read_whole() -> None:
    assert problems(RISK) == ()
    regime = law()
    assert regime.methods["review-depth"].aggregation is Aggregation.WEIGHTED_SUM_WITH_FLOORS  # fmt: skip
    assert [one.weight for one in regime.factors.values()] == [3, 2, 1, 2]
    assert [one.favourable for one in regime.factors.values()] == [False, False, False, True]  # fmt: skip


KIND = "levels: {4: {fact: end_user.type, is: service}, 2: {fact: end_user.type, in: [reseller, trader]}}"
HITS = "sources: [{evidence: screening.party, answers: {none: 0, open: 3, match: 4}}]"
BALANCE = "balance: {law: {pinpoint: Sec. 5}, at_most: 6, words: {en: Never more.}}"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        pytest.param("    weight: 3\n", "    weight: 0\n", "The weight is missing", id="no weight"),
        pytest.param("    weight: 3\n", "    weight: heavy\n", "not a whole number", id="a weight in words"),
        pytest.param("group: destination", "group: weather", "`group: weather` is not known", id="group"),
        pytest.param("aggregation: weighted_sum_with_floors", "aggregation: magic", "`aggregation: magic` is not known", id="form"),
        pytest.param("    aggregation: weighted_sum_with_floors\n", "", "`aggregation` is missing", id="no form"),
        pytest.param("    title: {en: The place}\n", "", "`title` is missing", id="no title"),
        pytest.param("    law: {pinpoint: Sec. 2}\n", "", "has no citation", id="no law"),
        pytest.param("    basis: {en: An invented judgement.}\n", "", "`basis` is missing", id="no basis"),
        pytest.param("    owner: Policy unit\n", "", "`owner` is missing", id="no owner"),
        pytest.param(KIND, "levels: {9: {fact: end_user.type, is: service}}", "'9' is not a level", id="a level that is none"),
        pytest.param(KIND, "levels: {4: {known: end_user.type}}", "asks whether a fact is known", id="known"),
        pytest.param(KIND, "levels: {4: {definition: gone}}", "definition 'gone' is not defined", id="a name that is not there"),
        pytest.param(KIND, "levels: [1]", "`levels` is not a mapping", id="levels"),
        pytest.param(KIND, f"{KIND}, {HITS}", "either `levels`", id="facts and evidence"),
        pytest.param(HITS, "otherwise: 1", "either `levels`", id="neither facts nor evidence"),
        pytest.param(HITS, "sources: [{evidence: a, answers: {none: 7}}]", "`none: 7` is not a level", id="an answer without level"),
        pytest.param(HITS, "sources: [{evidence: a, answers: 4}]", "`answers` is not a mapping", id="answers"),
        pytest.param(HITS, "sources: [{evidence: a}]", "by `steps` or by `answers`", id="no way to a level"),
        pytest.param(HITS, "sources: [{evidence: a, steps: [{level: 2}]}]", "one number as bound", id="no bound"),
        pytest.param(HITS, "sources: [{evidence: a, steps: [{level: 2, at_least: 1, at_most: 2}]}]", "one number as bound", id="two bounds"),
        pytest.param(HITS, "sources: [{evidence: a, steps: [{level: 2, at_least: x}]}]", "one number as bound", id="a bound in words"),
        pytest.param("floor: {at: 4, band: top}", "floor: top", "`floor` is not a mapping", id="floor"),
        pytest.param("floor: {at: 4, band: top}", "floor: {at: 4, band: tip}", "has no band 'tip'", id="floor of no band"),
        pytest.param("    title: {en: Good that it does}\n", "    title: {en: Good}\n    floor: {at: 4, band: top}\n", "commands no band", id="floor of a value"),
        pytest.param("from: 8", "from: 25", "The bands begin at 0, 25, 20", id="order of bands"),
        pytest.param("{id: middle, title", "{id: low, title", "Two bands have one name", id="names of bands"),
        pytest.param("from: 20", "from: 99", "all factors together give at most 24", id="a band that nothing reaches"),
        pytest.param("open_criterion: middle", "open_criterion: meddle", "no band 'meddle'", id="band of open criteria"),
        pytest.param("stale_widens: 1", "stale_widens: 0", "below one level", id="age without effect"),
        pytest.param("4: {en: most}}", "5: {en: most}}", "what each level means", id="scale"),
        pytest.param("point: 1}", "point: 9}", "`point: 9` is not a level", id="reliance too far"),
        pytest.param(", point: 1}", "}", "`reliance` does not say", id="reliance"),
        pytest.param(BALANCE, "balance: 6", "`balance` is not a mapping", id="balance"),
        pytest.param(f"    {BALANCE}\n", "", "count for nothing", id="value without balance"),
        pytest.param("at_most: 6", "at_most: -6", "would add risk", id="balance that adds"),
        pytest.param("    owner: Policy unit\n", "    owner: Policy unit\n    example: 5\n", "`example` is not a mapping", id="example"),
        pytest.param("    owner: Policy unit\n", "    owner: Policy unit\n    example: {title: {en: An example}}\n", "has no facts", id="example without facts"),
        pytest.param("    why: {en: Lists speak.}\n", "    why: {en: Lists speak.}\n    whight: 3\n", "Did you mean `weight`?", id="a key that means nothing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_file_and_line(
    before: str, after: str, words: str
) -> None:
    assert before in RISK
    found = problems(RISK.replace(before, after, 1))
    assert any(words in f"{one.what} {one.mend}" for one in found), found
    assert all(one.file == "risk.yaml" and one.line > 0 for one in found)


def test_a_factor_that_reads_nothing_is_refused() -> None:
    text = RISK[: RISK.index("    reads:\n      - {id: defence")]
    found = problems(text)
    assert any("The factor reads nothing" in one.what for one in found)
    assert any("no number without a source" in one.mend for one in found)


def test_weights_without_a_method_and_a_method_without_weights_are_refused() -> None:
    factors = RISK[RISK.index("factors:") :]
    assert any("no method that counts it" in one.what for one in problems(factors))
    method = RISK[: RISK.index("factors:")]
    assert any("no factor that speaks of risk" in one.what for one in problems(method))


SECOND = RISK[RISK.index("  - id: review-depth") : RISK.index("factors:")]


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        pytest.param("", "", True, id="both for ever"),
        pytest.param("{last: 2026-12-31}", "{first: 2027-01-01}", False, id="one after the other"),
        pytest.param("{last: 2026-12-31}", "{first: 2026-12-31}", True, id="one day together"),
    ],
)  # fmt: skip
def test_two_methods_on_one_day_are_refused(
    first: str, second: str, *, clash: bool
) -> None:
    other = SECOND.replace("review-depth", "other-depth")
    text = RISK.replace(
        "    owner: Policy unit\n",
        f"    owner: Policy unit\n    effective: [{first}]\n" if first else "    owner: Policy unit\n",
    )  # fmt: skip
    if second:
        other = other.replace("    owner: Policy unit\n", f"    owner: Policy unit\n    effective: [{second}]\n")  # fmt: skip
    found = problems(text.replace("factors:", other + "factors:", 1))
    assert any("both the method on one day" in one.what for one in found) is clash


def test_a_maximum_reaches_what_its_heaviest_factor_reaches() -> None:
    text = RISK.replace("weighted_sum_with_floors", "weighted_maximum")
    assert any("at most 12" in one.what for one in problems(text))


def test_a_changed_weight_is_a_change_of_the_law_and_is_shown() -> None:
    before, after = law(), law(RISK.replace("weight: 3", "weight: 5"))
    assert before.digest != after.digest
    (change,) = changed_texts(before, after)
    assert (change.section, change.name, change.keys) == ("factors", "place", (("weight", 3, 5),))  # fmt: skip


def test_weights_published_later_were_not_known_before() -> None:
    published = RISK.replace("    weight: 3\n", "    weight: 3\n    published_at: 2026-07-01\n")  # fmt: skip
    regime = law(published)
    for known, count in ((date(2026, 6, 30), 3), (date(2026, 7, 1), 4)):
        seen = as_known(regime, on=known)
        assert len(factors_on(seen.factors, date(2026, 7, 31))) == count


def test_the_published_schema_knows_factors_and_methods() -> None:
    schema = regime_schema()
    assert {"factors", "risk_methods"} <= set(schema["properties"])  # type: ignore[call-overload]  # plain JSON


@pytest.mark.parametrize(
    ("name", "weighs"),
    [
        ("meridia/national", True), ("model", True), ("eu/2021-821", False), ("uk/eco-2008", False),
        ("us/ear", False), ("wassenaar", False), ("eu/sanctions", False),
    ],
)  # fmt: skip
def test_only_an_authority_publishes_weights_and_a_law_of_others_has_none(
    name: str, *, weighs: bool
) -> None:
    regime = load_regime(name)
    method = method_on(regime.methods, regime.header.version)
    assert (method is not None) == weighs
    assert bool(regime.factors) == weighs
