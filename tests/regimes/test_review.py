"""A review that could not be held does not load."""

import pytest
from tests.regimes.small import files

from licet.regimes import Lapse, Tie, VoteRule, load_regime, read_regime

WHOLE = """
profiles:
  - id: licence_application
    title: {en: Invented}
    law: {pinpoint: P}
    starts: registered
    ends: decided
    due: [{key: chair, title: {en: Chair}, law: {pinpoint: P}, from: escalated, days: 14, met_by: resolved}]
reviews:
  - id: interagency
    title: {en: Invented}
    law: {pinpoint: Q}
    silence: {effect: {en: none}, consent_up_to_tier: 0, law: {pinpoint: Q}}
    levels:
      - {id: first, title: {en: First}, law: {pinpoint: Q}, members: [X, Y], chair: X, rule: majority, tie: chair,
         clock: chair, escalate_within: 5, lapse: moves_up}
      - {id: last, title: {en: Last}, law: {pinpoint: Q}, members: [Z], chair: Z}
"""


def test_a_whole_review_loads() -> None:
    regime, found = read_regime(files(reviews=WHOLE))
    assert regime is not None, found
    review = regime.reviews["interagency"]
    assert (review.warn_working_days, review.silence.consent_up_to_tier) == (3, 0)
    first, last = review.levels
    assert (first.rule, first.tie, first.lapse) == (
        VoteRule.MAJORITY,
        Tie.CHAIR,
        Lapse.MOVES_UP,
    )
    assert (last.rule, last.clock, last.escalate_within) == (VoteRule.CHAIR, "", 0)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        pytest.param("id: interagency", "id: council", "no procedure", id="name"),
        pytest.param("silence: {effect: {en: none}, consent_up_to_tier: 0, law: {pinpoint: Q}}", "note: none", "silence means", id="silence"),
        pytest.param("consent_up_to_tier: 0", "consent_up_to_tier: 5", "no tier 5", id="tier"),
        pytest.param("rule: majority", "rule: lot", "`rule: lot`", id="rule"),
        pytest.param("chair: X", "chair: W", "no member", id="chair"),
        pytest.param("clock: chair", "clock: panel", "does not keep", id="clock"),
        pytest.param("escalate_within: 5", "escalate_within: -1", "before there is", id="before"),
        pytest.param("escalate_within: 5, ", "", "every level but the last", id="no way up"),
        pytest.param("chair: Z}", "chair: Z, escalate_within: 5}", "every level but the last", id="above the last"),
        pytest.param("chair: Z}", "chair: Z, lapse: moves_up}", "nothing moves up", id="lapse"),
        pytest.param("law: {pinpoint: Q}, members: [Z]", "members: [Z]", "no citation", id="law"),
    ],
)  # fmt: skip
def test_a_review_must_be_possible(before: str, after: str, words: str) -> None:
    assert before in WHOLE
    regime, found = read_regime(files(reviews=WHOLE.replace(before, after, 1)))
    assert regime is None
    assert any(words in str(one) for one in found), found


def test_levels_need_a_clock_of_the_package_itself() -> None:
    text = "reviews:" + WHOLE.partition("reviews:")[2]
    found = read_regime(files(reviews=text))[1]
    assert any("does not keep" in str(one) for one in found)


@pytest.mark.parametrize("name", ["us/ear", "meridia/national", "uk/eco-2008", "model"])
def test_every_authority_says_what_silence_means_and_where_dissent_goes(
    name: str,
) -> None:
    review = load_regime(name).reviews["interagency"]
    assert review.levels
    assert review.warn_working_days == 3
    assert review.silence.effect["en"]
