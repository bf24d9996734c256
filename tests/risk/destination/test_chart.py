"""A chart draws what is there: a missing year breaks the line, a lone interval is a bar."""

from licet.risk.destination import line_chart


def row(period: str, value: str, low: str | None = None, high: str | None = None) -> dict[str, str | None]:  # fmt: skip
    return {"period": period, "value": value, "low": low, "high": high}


def test_nothing_is_drawn_of_nothing() -> None:
    assert line_chart([]) is None


def test_neighbouring_years_are_joined_with_their_band() -> None:
    found = line_chart([row("2021", "1", "0", "2"), row("2022", "2", "1", "4.0")])
    assert found is not None
    assert found.lines == ("6.0,85.0 294.0,60.0",)
    assert found.bands == ("6.0,60.0 294.0,10.0 294.0,85.0 6.0,110.0",)
    assert found.bars == ()
    assert (found.lowest, found.highest) == ("0", "4")
    assert (found.first, found.last) == ("2021", "2022")


def test_a_missing_year_breaks_the_line_and_a_lone_interval_is_a_bar() -> None:
    found = line_chart(
        [row("2018", "1", "0", "2"), row("2020", "2"), row("2021", "3"), row("2022", "3", "2", "4")]
    )  # fmt: skip
    assert found is not None
    assert len(found.lines) == 1
    assert found.bands == ()
    assert len(found.bars) == 2
    assert len(found.dots) == 4


def test_one_value_alone_stands_in_the_middle() -> None:
    found = line_chart([row("2024-06-30", "5")])
    assert found is not None
    assert found.dots == (("150.0", "60.0"),)
