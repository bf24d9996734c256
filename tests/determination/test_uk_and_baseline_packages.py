"""The packages of the United Kingdom and of the baseline answer invented questions as their rules say."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet
from ruamel.yaml import YAML

from licet.determination import (
    Determination,
    OutcomeKind,
    Program,
    assume_ordinary,
    compile_regime,
    deadlines,
    run,
)
from licet.facts import read_transaction
from licet.regimes import SHIPPED, Regime, check_regime, load_regime
from licet.risk import with_criteria

EXAMPLES = Path(__file__).parent / "uk_wa_examples.yaml"
Question = Mapping[str, Any]
DAY = date(2026, 7, 31)
FREE = {OutcomeKind.NOT_CONTROLLED, OutcomeKind.NO_AUTHORISATION_REQUIRED}
NEEDED = {OutcomeKind.COVERED, OutcomeKind.AUTHORISATION_REQUIRED}
FORMS = {"SIEL", "OIEL"}
PACKAGES = ("us/ear", "uk/eco-2008", "wassenaar")
ALL = ("eu/2021-821", *PACKAGES)
EACH_WAY = 2


@cache
def _law(name: str) -> Regime:
    return load_regime(name)


@cache
def _program(regime: str, on: date) -> Program:
    return compile_regime(_law(regime), on=on)


def _questions() -> list[ParameterSet]:
    written = YAML(typ="safe", pure=True).load(EXAMPLES.read_text("utf-8"))
    return [
        pytest.param(question, id=f"{question['regime']}: {question['why']}")
        for question in written["questions"]
    ]


def _answer(question: Question) -> Determination:
    on = date.fromisoformat(str(question.get("on", DAY)))
    program = _program(question["regime"], on)
    facts = assume_ordinary(read_transaction(question["facts"]), program.regime)
    return run(program, facts)


@pytest.mark.parametrize("question", _questions())
def test_an_invented_question_gets_the_answer_that_the_rule_gives(
    question: Question,
) -> None:
    answer = _answer(question)
    assert {one.entry for one in answer.classification} == set(question["entries"])
    expected = {True: NEEDED, False: FREE, None: FREE | NEEDED}[question["required"]]
    assert set(answer.possible_outcomes) <= expected
    assert (question["required"] is None) == (answer.kind is OutcomeKind.UNSETTLED)
    found = set(answer.consequences.available)
    if answer.kind is OutcomeKind.COVERED:
        found -= FORMS
    assert found == set(question.get("available", []))
    if "open" in question:
        assert question["open"] in [one.fact for one in answer.questions]


@pytest.mark.parametrize("path", ["uk/eco-2008", "wassenaar"])
def test_the_package_is_whole(path: str) -> None:
    assert check_regime(SHIPPED / path) == ()


def test_an_open_licence_known_from_a_secondary_source_is_shown_as_not_verified() -> (
    None
):
    facts = {
        "item": {"kind": "software", "eccn": "4D004"},
        "destination": "DE",
        "end_user": {"type": "private_company"},
    }
    answer = _answer({"regime": "uk/eco-2008", "facts": facts})
    assert answer.kind is OutcomeKind.COVERED
    assert not answer.verified


# -- what every package of these three carries -------------------------------------------------


@pytest.mark.parametrize("name", PACKAGES)
def test_no_rule_has_fewer_than_two_worked_examples_each_way(name: str) -> None:
    for rule in _law(name).rules.values():
        fires = sum(example.holds for example in rule.examples)
        assert fires >= EACH_WAY, rule.id
        assert len(rule.examples) - fires >= EACH_WAY, rule.id


@pytest.mark.parametrize("name", PACKAGES)
def test_every_tier_in_use_says_what_it_means_who_signs_and_what_is_asked(
    name: str,
) -> None:
    regime = _law(name)
    tiers = regime.header.data["tiers"]
    for tier in {entry.tier for entry in regime.entries.values()}:
        written = tiers[str(tier)]
        assert written["title"]["en"], tier
        assert written["meaning"]["en"], tier
        assert written["review"]["en"], tier
        assert written["signatory"], tier
        assert written["sheet"], tier
        assert written["law"]["pinpoint"], tier


@pytest.mark.parametrize("name", PACKAGES)
def test_every_review_has_a_day_an_owner_and_names_what_stands_in_the_package(
    name: str,
) -> None:
    regime = _law(name)
    assert regime.calendar
    for review in regime.calendar:
        assert date.fromisoformat(str(review["due"])), review["id"]
        assert review["owner"], review["id"]
        assert set(review.get("rules", ())) <= set(regime.rules), review["id"]
        assert set(review.get("groups", ())) <= set(regime.groups), review["id"]


# -- crosswalks --------------------------------------------------------------------------------


def _named(text: str, regime: Regime) -> str:
    """The entry that one part of a crosswalk names, before any remark on it."""
    part = text.strip()
    return part if part in regime.entries else part.split()[0]


def _steps(source: str) -> Iterator[tuple[str, str, str]]:
    """Every step of a package's crosswalks: entry, other package, entry there."""
    for entry in _law(source).entries.values():
        for other, text in entry.crosswalk.items():
            if other in ALL:
                for part in text.split(";"):
                    yield entry.id, other, _named(part, _law(other))


def _root(entry: str) -> str:
    """The paragraph without what it is for, and without the limits of computing."""
    return entry.split(" (for", maxsplit=1)[0].split(".z", maxsplit=1)[0]


def _same_family(one: str, other: str) -> bool:
    first, second = _root(one), _root(other)
    return (
        first == second
        or first.startswith(f"{second}.")
        or second.startswith(f"{first}.")
    )


@pytest.mark.parametrize("source", ALL)
def test_every_crosswalk_names_an_entry_of_the_other_package(source: str) -> None:
    for entry, other, there in _steps(source):
        known = _law(other).entries
        aliases = {alias for each in known.values() for alias in each.aliases}
        assert there in known or there in aliases, (entry, other, there)


@pytest.mark.parametrize("source", ALL)
def test_every_crosswalk_into_these_packages_leads_back(source: str) -> None:
    for entry, other, there in _steps(source):
        if other not in PACKAGES or there not in _law(other).entries:
            continue
        back = _law(other).entries[there].crosswalk.get(source, "")
        named = [_named(part, _law(source)) for part in back.split(";") if part]
        assert any(_same_family(entry, one) for one in named), (entry, other, there)


def test_every_entry_of_the_baseline_leads_to_all_three_laws() -> None:
    for entry in _law("wassenaar").entries.values():
        assert set(entry.crosswalk) == {"eu/2021-821", "us/ear", "uk/eco-2008"}


# -- ownership is data of each law -------------------------------------------------------------


def _limits(written: object) -> Iterator[tuple[str, Decimal]]:
    """Every comparison with a number in a written condition."""
    if isinstance(written, Mapping):
        for key, value in written.items():
            if key in {"at_least", "above"}:
                yield key, Decimal(str(value))
            else:
                yield from _limits(value)
    elif isinstance(written, list):
        for value in written:
            yield from _limits(value)


@pytest.mark.parametrize("name", PACKAGES)
def test_the_rules_read_the_ownership_thresholds_that_the_law_states(name: str) -> None:
    regime = _law(name)
    for limit in regime.header.data["ownership"]:
        definition = regime.written["definitions"][limit["definition"]]
        stated = limit.get("at_least", limit.get("more_than"))
        compared = "at_least" if "at_least" in limit else "above"
        assert set(_limits(definition["when"])) == {(compared, Decimal(str(stated)))}
        assert limit["law"]["pinpoint"]
        assert limit["first"]
        assert isinstance(limit["aggregated"], bool)
        assert isinstance(limit["control_counts"], bool)


def test_the_laws_part_on_half_on_adding_up_and_on_control() -> None:
    american = {one["id"]: one for one in _law("us/ear").header.data["ownership"]}
    british = {one["id"]: one for one in _law("uk/eco-2008").header.data["ownership"]}
    listed, designated = american["listed-parties"], british["designated-persons"]
    assert (listed["at_least"], listed["aggregated"], listed["control_counts"]) == (
        50,
        True,
        False,
    )
    assert designated["more_than"] == listed["at_least"]
    assert (designated["aggregated"], designated["control_counts"]) == (False, True)
    assert _law("wassenaar").header.data["ownership"] == []


# -- clocks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("regime", "facts", "given"),
    [
        pytest.param(
            "uk/eco-2008",
            {"act": {"type": "application_received", "date": "2026-03-20"}},
            {"target": "2026-04-21", "by": "2026-06-18", "working_days": 60},
            id="targets-pass-over-easter-and-the-bank-holidays-of-may",
        ),
        pytest.param(
            "uk/eco-2008",
            {"act": {"type": "ogel_first_use", "date": "2026-01-05"}},
            {"notify_by": "2026-02-04"},
            id="registration-of-an-open-licence",
        ),
        pytest.param(
            "uk/eco-2008",
            {"act": {"type": "ogel_trade", "date": "2025-02-01"}},
            {"retain_until": "2029-12-31"},
            id="records-of-trade",
        ),
        pytest.param(
            "uk/eco-2008",
            {"licence": {"type": "SIEL", "issued": "2026-03-01"}},
            {"years": 2, "expires_by": "2028-03-01"},
            id="individual-licence",
        ),
        pytest.param(
            "uk/eco-2008",
            {"licence": {"type": "SIEL", "issued": "2026-03-01", "temporary": True}},
            {"years": 1, "expires_by": "2027-03-01"},
            id="individual-licence-for-goods-that-come-back",
        ),
        pytest.param(
            "uk/eco-2008",
            {"licence": {"type": "OIEL", "issued": "2026-03-01"}},
            {"years": 3, "expires_by": "2029-03-01"},
            id="open-individual-licence",
        ),
        pytest.param(
            "uk/eco-2008",
            {"licence": {"type": "OIEL", "issued": "2026-03-01", "military": True}},
            {"years": 2, "expires_by": "2028-03-01"},
            id="open-individual-licence-for-military-items",
        ),
        pytest.param(
            "uk/eco-2008",
            {"decision": {"type": "suspension", "date": "2026-03-01"}},
            {"effect": "written notice with reasons"},
            id="suspension-in-writing",
        ),
        pytest.param(
            "wassenaar",
            {
                "decision": {"type": "refusal", "date": "2026-03-10"},
                "act": {"list": "basic"},
            },
            {"effect": "reported in numbers twice a year"},
            id="basic-list-refusal",
        ),
    ],
)
def test_a_step_starts_the_periods_of_its_law(
    regime: str, facts: Question, given: Mapping[str, object]
) -> None:
    program = _program(regime, DAY)
    transaction = assume_ordinary(read_transaction(facts), program.regime)
    found = {one.key: one.to_json()["value"] for one in deadlines(program, transaction)}
    assert found == given


# -- days --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("regime", "group", "country", "day", "member"),
    [
        ("uk/eco-2008", "military-embargo", "CN", "2022-05-18", False),
        ("uk/eco-2008", "military-embargo", "CN", "2022-05-19", True),
        ("uk/eco-2008", "military-embargo", "CN", "2022-05-20", True),
        ("uk/eco-2008", "infosec-excluded", "HK", "2021-05-25", True),
        ("uk/eco-2008", "infosec-excluded", "HK", "2021-05-26", False),
        ("wassenaar", "participating-states", "IN", "2017-12-06", False),
        ("wassenaar", "participating-states", "IN", "2017-12-07", True),
    ],
)
def test_a_country_joins_or_leaves_on_its_day(
    regime: str, group: str, country: str, day: str, *, member: bool
) -> None:
    members = _law(regime).groups[group].members_on(date.fromisoformat(day))
    assert (country in members) is member


@pytest.mark.parametrize(
    ("regime", "entry", "day", "listed"),
    [
        ("uk/eco-2008", "PL9014", "2024-03-31", False),
        ("uk/eco-2008", "PL9014", "2024-04-01", True),
        ("uk/eco-2008", "MEND3", "2022-05-18", False),
        ("uk/eco-2008", "MEND3", "2022-05-19", True),
        ("wassenaar", "5.A.1.j", "2013-12-03", False),
        ("wassenaar", "5.A.1.j", "2013-12-04", True),
        ("wassenaar", "5.A.4.b", "2019-12-04", False),
        ("wassenaar", "5.A.4.b", "2019-12-05", True),
    ],
)
def test_an_entry_holds_from_its_first_day(
    regime: str, entry: str, day: str, *, listed: bool
) -> None:
    force = _law(regime).entries[entry].force
    assert force.holds(date.fromisoformat(day)) is listed


# -- criteria ----------------------------------------------------------------------------------


def test_all_eight_licensing_criteria_can_be_read_and_name_their_refusal_codes() -> (
    None
):
    _, criteria = with_criteria(_law("uk/eco-2008"))
    assert [one.id for one in criteria if one.mandatory] == [
        f"criterion-{number}" for number in (1, 2, 3, 4)
    ]
    assert {one.id for one in criteria} == {
        f"criterion-{number}" for number in range(1, 9)
    }
    for written in _law("uk/eco-2008").criteria:
        assert written["refusal_codes"], written["id"]
