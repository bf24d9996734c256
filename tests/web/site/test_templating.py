"""Values on a page are words: days, moments, countries, answers."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from markupsafe import Markup, escape

from licet.web.site.templating import amount, breakable, country, day, moment, words


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param(date(2026, 7, 9), "9 July 2026", id="day"),
        pytest.param("2026-07-09", "9 July 2026", id="text"),
        pytest.param(
            datetime(2026, 7, 9, 23, tzinfo=UTC), "10 July 2026", id="legal day"
        ),
        pytest.param("2026-07-09T10:00:00+00:00", "9 July 2026", id="moment as text"),
        pytest.param(None, "", id="nothing"),
    ],
)
def test_a_day_is_written_as_people_say_it(
    value: date | str | None, written: str
) -> None:
    assert day(value) == written


def test_a_moment_names_its_legal_zone_and_is_readable_by_machines() -> None:
    found = moment(datetime(2026, 7, 9, 10, 5, tzinfo=UTC))
    assert '<time datetime="2026-07-09T10:05:00+00:00">' in found
    assert "9 July 2026, 12:05 CEST" in found
    assert moment("2026-07-09T10:05:00+00:00") == found
    assert moment(None) == ""


def test_a_country_is_named_and_an_unknown_code_stays() -> None:
    assert country("BR") == "Brazil"
    assert country("ZZ") == "ZZ"
    assert country(None) == ""


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param(None, "not known", id="unknown is not no"),
        pytest.param(True, "yes", id="yes"),
        pytest.param(False, "no", id="no"),
        pytest.param(Decimal("12.50"), "12.5", id="amount"),
        pytest.param(["bank", "police"], "bank, police", id="several"),
        pytest.param("state_owned_enterprise", "state owned enterprise", id="choice"),
        pytest.param("MLA_1", "MLA_1", id="a name stays"),
        pytest.param(7, "7", id="number"),
    ],
)
def test_an_answer_is_never_a_program_s_literal(value: object, written: str) -> None:
    assert amount(value) == written


def test_words_are_picked_by_the_reader_s_language() -> None:
    text = {"en": "licence", "fr": "autorisation"}
    assert words(text) == "licence"
    with translation.override("fr"):
        assert words(text) == "autorisation"
    assert words({"de": "Genehmigung"}) == "Genehmigung"
    assert words(None) == ""
    assert words("plain") == "plain"


def test_a_long_token_may_break_after_its_joints_and_stays_escaped() -> None:
    assert breakable("a.b<c>") == "a.<wbr>b&lt;c&gt;"


@pytest.mark.parametrize(
    "text",
    ["", "plain", "a_b/c:d@e.f", "..__", "<a.b>&'\"", Markup("<b>x.y</b>"), 3.5, None],
)
def test_every_joint_of_a_token_is_found_in_one_look(text: object) -> None:
    one_by_one = escape(text)
    for joint in (".", "_", "/", ":", "@"):
        one_by_one = one_by_one.replace(joint, Markup("{}<wbr>").format(joint))
    assert breakable(text) == one_by_one
    assert isinstance(breakable(text), Markup)
