"""The practice of an authority is data: what it asks, how long papers count, what it shows."""

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from licet.facts import core_vocabulary
from licet.regimes import SHIPPED, load_regime
from licet.review import (
    Practice,
    PracticeError,
    Stated,
    WantedError,
    holds,
    load_practice,
    machines,
    read_practice,
    read_wanted,
)

MERIDIA = SHIPPED / "meridia/national"
SECTIONS = {
    "organisation", "items", "parties", "destination", "end_use", "activity",
    "propagation", "documents", "declaration",
}  # fmt: skip


@pytest.fixture(scope="module")
def practice() -> Practice:
    return load_practice(MERIDIA)


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    text = (MERIDIA / "practice/practice.yaml").read_text("utf-8")
    read: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return read


def stated(*roles: str, **values: Any) -> Stated:
    return Stated(
        values={
            path.replace("__", "."): frozenset([value] if not isinstance(value, set) else value)
            for path, value in values.items()
        },
        roles=frozenset(roles),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "given", "true"),
    [
        pytest.param({"fact": "a", "in": ["x"]}, stated(a="x"), True, id="fact"),
        pytest.param({"fact": "a", "in": ["x"]}, stated(a="y"), False, id="fact-other"),
        pytest.param({"fact": "a", "in": ["x"]}, stated(), False, id="fact-open"),
        pytest.param({"known": "a"}, stated(a=False), True, id="no-is-an-answer"),
        pytest.param({"known": "a"}, stated(), False, id="open"),
        pytest.param({"party": ["host"]}, stated("host"), True, id="party"),
        pytest.param({"party": ["host"]}, stated("owner"), False, id="other-party"),
        pytest.param({"same": ["a", "b"]}, stated(a="x", b={"x", "y"}), True, id="same"),
        pytest.param({"same": ["a", "b"]}, stated(a="x"), False, id="same-open"),
        pytest.param(
            {"not_before": ["a", "b"]},
            stated(a="2026-03-02", b="2026-03-02"),
            True,
            id="the-same-day-is-not-before",
        ),
        pytest.param(
            {"not_before": ["a", "b"]},
            stated(a="2026-03-01", b="2026-03-02"),
            False,
            id="the-day-before",
        ),
        pytest.param({"not_before": ["a", "b"]}, stated(a="x"), True, id="days-open"),
        pytest.param({"all": [{"known": "a"}, {"known": "b"}]}, stated(a="x"), False, id="all"),
        pytest.param({"any": [{"known": "a"}, {"known": "b"}]}, stated(a="x"), True, id="any"),
        pytest.param({"not": {"known": "a"}}, stated(a="x"), False, id="not"),
    ],
)  # fmt: skip
def test_an_expression_holds_of_what_is_stated(
    raw: dict[str, Any], given: Stated, true: bool
) -> None:
    assert holds(read_wanted(raw), given) is true


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param({"known": "a", "in": ["x"]}, id="two-verbs"),
        pytest.param({"wishes": "a"}, id="unknown-verb"),
        pytest.param({"same": ["a"]}, id="one-of-a-pair"),
        pytest.param({}, id="nothing"),
    ],
)
def test_an_expression_of_another_form_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(WantedError, match="no expression") as caught:
        read_wanted(raw)
    assert caught.value.code == "wanted"


@pytest.mark.parametrize(
    "package",
    [
        pytest.param("meridia/national", id="meridia"),
        pytest.param("model", id="starter"),
    ],
)
def test_a_shipped_practice_names_only_what_is_there(package: str) -> None:
    law, practice = load_regime(package), load_practice(SHIPPED / package)
    known = {**core_vocabulary(), **law.facts, **practice.questions}
    states = machines()
    for kind in practice.kinds.values():
        assert {one.fact for one in kind.asks} | set(kind.sets) <= set(known), kind.id
        assert {one.section for one in kind.asks} | kind.leaves_out <= SECTIONS, kind.id
        assert {one.section for one in kind.checks} <= SECTIONS
        assert not kind.citation.verified
    assert {one.section for one in practice.checks} <= SECTIONS
    assert set(practice.plan) <= set(known)
    for act in practice.acts.values():
        assert act.states <= set(states[act.on].states), act.id
    assert set(practice.sights) <= set(states["case"].states)
    assert len(practice.kinds) == 11


def test_a_document_counts_until_the_last_day_of_its_period(practice: Practice) -> None:
    sent = date(2026, 3, 15)
    for day, over in ((14, False), (15, False), (16, True)):
        found = practice.expired("end_use_statement", sent, on=date(2026, 9, day))
        assert (found is not None) is over
    assert practice.expired("contract", sent, on=date(2036, 1, 1)) is None


def test_a_period_that_ends_in_a_short_month_ends_on_its_last_day(
    practice: Practice,
) -> None:
    sent = date(2026, 8, 31)
    assert practice.expired("end_use_statement", sent, on=date(2027, 2, 28)) is None
    assert practice.expired("end_use_statement", sent, on=date(2027, 3, 1)) is not None


def test_urgency_follows_from_stated_facts_alone(practice: Practice) -> None:
    assert practice.urgent(stated()) is None
    found = practice.urgent(stated(safety__lives_at_risk=True))
    assert found is not None
    assert found.id == "life_safety"
    attack = stated(incident__under_way=True, incident__owner_agreed=True)
    found = practice.urgent(attack)
    assert found is not None
    assert found.id == "incident_response"
    assert practice.urgent(stated(incident__under_way=True)) is None


CONTRADICTIONS = [
    ("hosted-by-whom", "individual", stated(item__hosting="third_party")),
    ("passed-on-to-nobody", "individual", stated(plan__onward_kind="to_named")),
    ("never-yet-to-somebody", "individual", stated(plan__onward_kind="never", plan__onward_to="A")),
    ("switched-off-how", "individual", stated(plan__safeguard_measures="remote_disable")),
    ("logged-how", "individual", stated(plan__safeguard_measures="logs", item__logs=False)),
    ("undertaking-signed", "individual", stated(propagation__undertaking=True)),
    ("end-user-elsewhere", "individual", stated(destination="BR", end_user__country="CL")),
    ("report-days", "general_report", stated(report__from="2026-02-01", report__until="2026-01-01")),
    ("disclosure-kind", "disclosure", stated(item__kind="software")),
    ("owner-agreed", "incident_response", stated(incident__owner_agreed=False)),
    ("broker-moves", "brokering", stated(brokering__from="BR", destination="BR")),
    ("transit-moves", "transit", stated(transit__from="BR", destination="BR")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "kind", "given"),
    [pytest.param(*row, id=row[0]) for row in CONTRADICTIONS],
)
def test_a_contradiction_is_found_and_says_how_to_mend_it(
    practice: Practice, check: str, kind: str, given: Stated
) -> None:
    failed = practice.failed(practice.kinds[kind], given)
    assert [one.id for one in failed] == [check]
    assert failed[0].words.endswith(".")
    assert practice.failed(practice.kinds[kind], stated()) == ()


def test_every_shipped_check_is_tested(practice: Practice) -> None:
    every = [*practice.checks, *(c for k in practice.kinds.values() for c in k.checks)]
    assert {one.id for one in every} == {row[0] for row in CONTRADICTIONS}


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        pytest.param(("acts", "surrender_licence", "clock"), "maybe", "clock is one of", id="clock"),
        pytest.param(("visibility", "triage", "desk"), "blurred", "desk is one of", id="desk"),
    ],
)  # fmt: skip
def test_a_word_that_the_practice_does_not_know_is_refused(
    told: dict[str, Any], place: tuple[str, ...], value: str, words: str
) -> None:
    changed = deepcopy(told)
    holder = changed["practice"]
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    with pytest.raises(PracticeError, match=words) as caught:
        read_practice(changed)
    assert caught.value.code == "practice"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(None, "has none", id="absent"),
        pytest.param("practice: [", "practice.yaml", id="no-yaml"),
        pytest.param("practice: {}", "KeyError", id="another-form"),
    ],
)
def test_a_practice_that_cannot_be_read_says_where(
    tmp_path: Path, text: str | None, words: str
) -> None:
    (tmp_path / "practice").mkdir()
    if text is not None:
        (tmp_path / "practice/practice.yaml").write_text(text, "utf-8")
    with pytest.raises(PracticeError, match=words):
        load_practice(tmp_path)
