"""A profile of clocks that could not be kept does not load."""

import pytest
from tests.regimes.small import files

from licet.regimes import EventKind, Length, read_regime

WHOLE = """
profiles:
  - id: consultation
    title: {en: Invented}
    law: {pinpoint: P}
    starts: referred
    ends: advised
    pauses: [{reason: holiday_of_the_court, title: {en: Closed}, law: {pinpoint: Q}}]
    due:
      - {key: answer, title: {en: Answers}, law: {pinpoint: R}, from: referred, working_days: 10,
         longest: {working_days: 30}, met_by: advised, pauses: true, silence: assent}
"""


def test_a_whole_profile_loads() -> None:
    regime, found = read_regime(files(profiles=WHOLE))
    assert regime is not None, found
    profile = regime.profiles["consultation"]
    assert profile.starts == {EventKind.REFERRED}
    assert list(profile.pauses) == ["holiday_of_the_court"]
    (due,) = profile.due
    assert due.longest == Length(working_days=30)
    assert (due.silence, due.pauses, due.step) == ("assent", True, 1)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        pytest.param("id: consultation", "id: council", "no profile", id="profile"),
        pytest.param("starts: referred", "starts: refered", "referred", id="kind"),
        pytest.param("key: answer", "key: answers", "not a key", id="key"),
        pytest.param("working_days: 10,", "days: 0,", "one of them", id="nothing"),
        pytest.param("working_days: 10,", "days: 3, years: 1,", "one of", id="two"),
        pytest.param("working_days: 10,", "days: -3,", "above zero", id="before"),
        pytest.param("{working_days: 30}", "{weeks: 6}", "`weeks`", id="unit"),
        pytest.param("reason: holiday_of_the_court, ", "", "`reason`", id="reason"),
        pytest.param("law: {pinpoint: R}, ", "", "no citation", id="law"),
    ],
)
def test_a_profile_must_mean_something(before: str, after: str, words: str) -> None:
    assert before in WHOLE
    regime, found = read_regime(files(profiles=WHOLE.replace(before, after, 1)))
    assert regime is None
    assert any(
        words in str(one).replace("not a profile", "no profile") for one in found
    ), found


def test_a_profile_without_a_period_does_not_load() -> None:
    text = WHOLE.partition("    due:")[0]
    found = read_regime(files(profiles=text))[1]
    assert any("no period" in str(one) for one in found)
