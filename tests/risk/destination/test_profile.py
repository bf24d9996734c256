"""A profile says what could be known on the day, with age and interval, and what is missing."""

from datetime import date
from decimal import Decimal

import pytest
from tests.risk.destination.made import held, incident, value

from licet.kernel import UnknownCountryError
from licet.regimes import load_regime
from licet.risk.destination import (
    DuplicatedPeriodError,
    Membership,
    Profile,
    differences,
    memberships,
    profile,
)
from licet.risk.destination.membership import embargo_kinds

EU, US = "eu/2021-821", "us/ear"


def of(*versions: object, on: date) -> Profile:
    return profile("BR", on, held=versions)  # type: ignore[arg-type]  # versions are Held


def codes(found: Profile) -> list[str]:
    return [one.code for one in found.missing]


@pytest.mark.parametrize(
    ("on", "newest"),
    [
        pytest.param(date(2025, 3, 14), "0.40", id="day-before-publication"),
        pytest.param(date(2025, 3, 15), "0.50", id="day-of-publication"),
        pytest.param(date(2025, 3, 16), "0.50", id="day-after"),
    ],
)
def test_a_value_counts_from_its_day_of_publication(on: date, newest: str) -> None:
    version = held(
        value("2023", "0.40", published="2024-03-15"),
        value("2024", "0.50", published="2025-03-15"),
    )
    reading = of(version, on=on).indicators[0]
    assert reading.newest is not None
    assert reading.newest.value == Decimal(newest)


def test_a_source_that_states_no_day_counts_from_the_day_it_was_fetched_and_says_so() -> (
    None
):
    version = held(value("2024", "0.5", interval=("0.4", "0.6")))
    before = of(version, on=date(2025, 5, 31))
    assert before.indicators[0].newest is None
    assert before.indicators[0].age_days is None
    assert codes(before) == ["not_yet_published"]
    assert "2025-06-01" in before.missing[0].words
    after = of(version, on=date(2025, 6, 1))
    assert codes(after) == ["publication_day_not_stated"]
    stated = held(
        value("2024", "0.5", interval=("0.4", "0.6")), published=date(2025, 4, 1)
    )
    assert codes(of(stated, on=date(2025, 4, 1))) == []


def test_age_counts_from_the_end_of_the_year_and_is_nothing_while_it_runs() -> None:
    version = held(value("2024", "1", published="2024-06-01"))
    assert of(version, on=date(2025, 1, 10)).indicators[0].age_days == 10
    assert of(version, on=date(2024, 7, 1)).indicators[0].age_days == 0
    daily = held(value("2024-06-30", "1", published="2024-07-01"))
    assert of(daily, on=date(2024, 7, 2)).indicators[0].age_days == 2


def test_of_two_versions_the_value_published_last_counts_and_each_names_its_version() -> (
    None
):
    old = held(
        value("2022", "0.1", published="2023-01-01"),
        value("2023", "0.2", published="2024-01-01"),
    )
    new = held(value("2023", "0.3", published="2025-01-01"), version="2")
    found = of(old, new, on=date(2025, 2, 1))
    series = found.indicators[0].series
    assert [(str(one.value), had.version) for one, had in series] == [
        ("0.1", "1"),
        ("0.3", "2"),
    ]
    assert "several_versions" in codes(found)
    earlier = of(old, new, on=date(2024, 12, 31))
    assert earlier.indicators[0].newest == old.dataset.observations[1]
    assert [one.version for one in earlier.versions] == ["1"]
    late = held(value("2023", "0.9", published="2020-01-01"), version="3")
    assert of(old, late, on=date(2025, 2, 1)).indicators[0].newest is not None
    assert str(
        of(old, late, on=date(2025, 2, 1)).indicators[0].series[-1][0].value
    ) == ("0.2")


def test_unlike_things_stand_side_by_side_and_are_never_joined() -> None:
    one = held(value("2024", "0.2", published="2025-01-01"))
    other = held(value("2024", "80", published="2025-01-01"), source="weighing")
    found = of(one, other, on=date(2025, 2, 1))
    assert [
        (each.held.dataset.source, str(each.newest.value) if each.newest else "")
        for each in found.indicators
    ] == [("observatory", "0.2"), ("weighing", "80")]


def test_a_standard_error_becomes_a_ninety_percent_interval_and_says_so() -> None:
    one = value("2023", "0.38", error="0.12")
    assert one.interval == (Decimal("0.18260"), Decimal("0.57740"), "standard_error")
    assert value("2023", "1", interval=("0", "2"), error="1").interval == (
        Decimal(0),
        Decimal(2),
        "source",
    )
    assert value("2023", "1").interval is None


def test_what_is_missing_is_said_and_nothing_is_filled_in() -> None:
    nothing = profile("BR", date(2025, 1, 1), held=())
    assert codes(nothing) == ["nothing_held"]
    assert "licet countries sync" in nothing.missing[0].words
    absent = held(indicators=("law",))
    assert codes(of(absent, on=date(2025, 7, 1))) == ["no_value"]
    bare = held(value("2024", "1", published="2025-01-01"))
    assert codes(of(bare, on=date(2025, 7, 1))) == ["no_interval"]
    written = of(bare, on=date(2025, 7, 1)).to_json()
    assert written["indicators"][0]["newest"]["low"] is None  # type: ignore[index]


def test_an_unknown_country_has_no_profile() -> None:
    with pytest.raises(UnknownCountryError) as caught:
        profile("ZZ", date(2025, 1, 1), held=())
    assert caught.value.code == "unknown_country"


def test_two_values_for_one_year_in_one_version_are_an_error() -> None:
    twice = held(value("2024", "1"), value("2024", "2"))
    with pytest.raises(
        DuplicatedPeriodError, match="two values of law for 2024"
    ) as one:
        of(twice, on=date(2025, 7, 1))
    assert one.value.code == "duplicated_period"


def test_the_last_values_of_a_series_may_be_told_alone_with_how_many_came_before() -> (
    None
):
    version = held(
        *(value(f"20{year}", "1", published="2025-01-01") for year in range(10, 20))
    )
    found = of(version, on=date(2025, 2, 1)).to_json(most=3)
    told = found["indicators"][0]  # type: ignore[index]
    assert [row["period"] for row in told["series"]] == ["2017", "2018", "2019"]
    assert told["earlier"] == 7
    assert told["invented"] is True


def test_incidents_count_from_publication_and_a_vendor_in_a_bundle_is_a_lead() -> None:
    version = held(
        indicators=(),
        incidents=(
            incident("a", published="2025-01-01", vendor="V", named_in="bundle"),
            incident("b", published="2025-03-01", vendor="V", named_in="judgment"),
        ),
    )
    early = profile("BR", date(2025, 2, 1), held=[version])
    assert [one.id for one, _ in early.incidents] == ["a"]
    late = profile("BR", date(2025, 3, 1), held=[version]).to_json()
    told = {one["id"]: one for one in late["incidents"]}  # type: ignore[attr-defined]
    assert told["a"]["vendor_is_lead"] is True
    assert told["b"]["vendor_is_lead"] is False
    assert incident("c", published="2025-01-01").vendor_is_lead is False


def ban(on: date) -> list[Membership]:
    return [
        one
        for one in memberships("RU", on, [load_regime(EU)])
        if one.group == "dual-use-ban"
    ]


@pytest.mark.parametrize(
    ("on", "inside"),
    [
        pytest.param(date(2022, 2, 25), False, id="day-before"),
        pytest.param(date(2022, 2, 26), True, id="first-day"),
        pytest.param(date(2022, 2, 27), True, id="day-after"),
    ],
)
def test_an_embargo_holds_from_its_first_day(on: date, *, inside: bool) -> None:
    found = ban(on)
    assert bool(found) is inside
    if inside:
        assert found[0].since == date(2022, 2, 26)
        assert found[0].embargo == "ban on dual-use items"
        assert found[0].law.instrument


def test_a_membership_without_a_dated_change_claims_no_first_day() -> None:
    found = memberships("FR", date(2026, 7, 31), [load_regime(US)])
    assert {one.since for one in found if one.group == "A:1"} == {None}
    assert not [one for one in found if one.embargo]


def test_a_code_read_as_another_is_inside_from_that_day() -> None:
    us = [load_regime(US)]
    day = date(2020, 12, 23)

    def embargoed(on: date) -> list[date | None]:
        return [one.since for one in memberships("HK", on, us) if one.group == "D:5"]

    assert embargoed(date(2020, 12, 22)) == []
    assert embargoed(day) == [day]


def test_a_group_taken_over_is_told_once_under_its_own_package() -> None:
    found = memberships(
        "RU", date(2026, 1, 1), [load_regime("meridia/national"), load_regime(EU)]
    )
    names = [one.group for one in found]
    assert names.count("arms-embargo-eu") == 1
    assert next(one.package for one in found if one.group == "arms-embargo-eu") == EU


def test_every_embargo_that_is_named_is_a_group_of_its_package() -> None:
    missing = [
        (package, name)
        for package, groups in embargo_kinds().items()
        for name in groups
        if name not in load_regime(package).groups
    ]
    assert missing == []


def test_the_profile_carries_the_hash_of_every_law_it_asked() -> None:
    found = profile("RU", date(2026, 1, 1), held=(), regimes=[load_regime(EU)])
    assert found.laws == {EU: load_regime(EU).digest}
    told = found.to_json()["memberships"]
    assert told[0]["embargo"]  # type: ignore[index]


def test_a_newer_profile_says_what_it_says_otherwise() -> None:
    old = held(value("2023", "0.2", published="2024-01-01"))
    new = held(
        value("2024", "0.3", published="2025-01-01"),
        version="2",
        incidents=(incident("a", published="2025-01-01"),),
    )
    extra = held(value("2024", "9", published="2025-01-01"), source="weighing")
    before = of(old, on=date(2024, 6, 1)).to_json()
    assert differences(before, before)["same"] is True
    after = of(old, new, extra, on=date(2025, 6, 1)).to_json()
    found = differences(before, after)
    assert found["same"] is False
    assert [(one["before"], one["after"]) for one in found["indicators"]] == [
        (["2023", "0.2"], ["2024", "0.3"]),
        (None, ["2024", "9"]),
    ]
    assert found["incidents"] == ["a"]
    assert [one["version"] for one in found["versions"]] == ["2", "1"]
    back = differences(after, before)
    assert back["indicators"][1]["after"] is None


def test_a_membership_gained_or_lost_is_a_difference() -> None:
    law = [load_regime(EU)]
    before = profile("RU", date(2022, 2, 25), held=(), regimes=law).to_json()
    after = profile("RU", date(2022, 2, 26), held=(), regimes=law).to_json()
    assert differences(before, after)["memberships"]["gained"] == [[EU, "dual-use-ban"]]
    assert differences(after, before)["memberships"]["lost"] == [[EU, "dual-use-ban"]]
    empty = profile("BR", date(2025, 1, 1), held=[held(value("2024", "1"))]).to_json()
    assert differences(empty, empty)["same"] is True
