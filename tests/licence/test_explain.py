from datetime import UTC, datetime, timedelta, timezone

import pytest

from licet.licence import LicenceStatus, age_in_words
from licet.licence.explain import ended, moment


@pytest.mark.parametrize(
    ("span", "words"),
    [
        pytest.param(timedelta(seconds=59), "less than a minute", id="seconds"),
        pytest.param(timedelta(seconds=60), "1 minute", id="minute"),
        pytest.param(timedelta(minutes=59), "59 minutes", id="minutes"),
        pytest.param(timedelta(hours=1), "1 hour", id="hour"),
        pytest.param(timedelta(hours=47), "1 day", id="day"),
        pytest.param(timedelta(days=30), "30 days", id="days"),
    ],
)
def test_an_age_is_told_in_its_largest_unit(span: timedelta, words: str) -> None:
    assert age_in_words(span) == words


def test_a_time_is_told_in_utc() -> None:
    brussels = timezone(timedelta(hours=2))
    at = datetime(2026, 7, 9, 16, 5, tzinfo=brussels)
    assert moment(at) == "9 July 2026, 14:05 UTC"
    assert moment(at.astimezone(UTC)) == moment(at)


def test_five_ends_are_five_different_sentences() -> None:
    words = {ended(status).words for status in LicenceStatus}
    assert len(words) == len(LicenceStatus)
