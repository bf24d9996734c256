"""Appeals by law: which acts are open, to whom, until which day, and which ruling is whole."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from licet.kernel import calendar_of
from licet.regimes import SHIPPED
from licet.review import Counting
from licet.review.appeals import (
    APPEAL_FILE,
    FINDINGS,
    Admission,
    AppealKind,
    AppealOutcome,
    AppealRulesError,
    ContestedAct,
    GroundFinding,
    LateError,
    NoStandingError,
    NotOpenError,
    RulingError,
    admit,
    last_day,
    load_appeals,
    read_appeals,
    require_ruling,
)

PACKAGES = ("meridia/national", "model", "eu/2021-821", "uk/eco-2008", "us/ear")
SERVED = date(2026, 3, 2)  # a Monday
WORKDAYS = calendar_of([date(2026, 3, 6)])
OWNER = frozenset({"addressee"})
MERIDIA = load_appeals(SHIPPED / "meridia/national")


def act(kind: AppealKind, **told: Any) -> ContestedAct:
    given: dict[str, Any] = {"acted_on": date(2026, 2, 27), "served_on": SERVED, **told}
    return ContestedAct(kind=kind, object="x", **given)


def taken(kind: AppealKind, on: date, **told: Any) -> Admission:
    roles = told.pop("roles", OWNER)
    excuse, why = told.pop("excuse", ""), told.pop("late_reasons", "")
    return admit(
        MERIDIA, act(kind, **told), roles=roles, on=on, calendar=WORKDAYS,
        excuse=excuse, late_reasons=why,
    )  # fmt: skip


@pytest.mark.parametrize("package", PACKAGES)
def test_every_shipped_law_says_of_every_act_whether_it_can_be_appealed(
    package: str,
) -> None:
    rules = load_appeals(SHIPPED / package)
    assert rules.package == package
    assert set(rules.kinds) == set(AppealKind)
    for rule in rules.kinds.values():
        assert bool(rule.closed) != bool(rule.remedies)
        assert rule.citation.pinpoint
        # Nothing of it was read in an official text, and it says so.
        assert not rule.citation.verified


@pytest.mark.parametrize(
    ("days_after", "ruling"),
    [
        pytest.param(0, False, id="day-of-service"),
        pytest.param(29, False, id="day-before-the-last"),
        pytest.param(30, False, id="last-day"),
        pytest.param(31, True, id="day-after"),
    ],
)
def test_thirty_calendar_days_run_from_service(days_after: int, ruling: bool) -> None:
    on = SERVED + timedelta(days=days_after)
    if ruling:
        with pytest.raises(LateError, match="2026-04-01"):
            taken(AppealKind.REFUSAL, on)
        return
    found = taken(AppealKind.REFUSAL, on)
    assert (found.last, found.late) == (date(2026, 4, 1), False)
    assert found.standing == "addressee"


def test_a_suspension_is_appealed_within_working_days() -> None:
    # fifteen working days, over two weekends and one holiday
    rule = MERIDIA.kinds[AppealKind.SUSPENSION]
    assert rule.term is not None
    assert rule.term.counting is Counting.WORKING
    assert last_day(rule, act(AppealKind.SUSPENSION), WORKDAYS) == date(2026, 3, 24)
    assert taken(AppealKind.SUSPENSION, date(2026, 3, 24)).last == date(2026, 3, 24)
    with pytest.raises(LateError):
        taken(AppealKind.SUSPENSION, date(2026, 3, 25))


def test_no_time_runs_before_service_is_proved() -> None:
    found = taken(AppealKind.REFUSAL, date(2030, 1, 1), served_on=None)
    assert (found.last, found.late) == (None, False)


def test_where_the_law_counts_from_the_act_service_does_not_matter() -> None:
    rules = load_appeals(SHIPPED / "uk/eco-2008")
    rule = rules.kinds[AppealKind.REFUSAL]
    assert last_day(rule, act(AppealKind.REFUSAL), WORKDAYS) == date(2026, 3, 27)


def test_only_the_addressee_appeals() -> None:
    with pytest.raises(NoStandingError, match="addressee"):
        taken(AppealKind.REFUSAL, SERVED, roles=frozenset({"competitor"}))


def test_a_closed_act_is_refused_with_its_reason_and_law() -> None:
    rules = load_appeals(SHIPPED / "uk/eco-2008")
    with pytest.raises(NotOpenError, match=r"rating.*Export Control Order"):
        admit(rules, act(AppealKind.OPINION), roles=OWNER, on=SERVED, calendar=WORKDAYS)


@pytest.mark.parametrize(
    ("due", "on", "open_"),
    [
        pytest.param(None, SERVED, False, id="no-time-set"),
        pytest.param(SERVED, SERVED - timedelta(days=1), False, id="day-before"),
        pytest.param(SERVED, SERVED, False, id="last-day-to-decide"),
        pytest.param(SERVED, SERVED + timedelta(days=1), True, id="day-after"),
        pytest.param(SERVED, SERVED + timedelta(days=900), True, id="as-long-as-it-lasts"),
    ],
)  # fmt: skip
def test_a_failure_to_decide_is_open_from_the_day_after_the_time(
    due: date | None, on: date, open_: bool
) -> None:
    if open_:
        assert taken(AppealKind.FAILURE_TO_DECIDE, on, due=due).last is None
        return
    with pytest.raises(NotOpenError, match="not over"):
        taken(AppealKind.FAILURE_TO_DECIDE, on, due=due)


def test_a_late_appeal_needs_an_excuse_of_the_law_and_what_happened() -> None:
    late = date(2026, 4, 2)
    found = taken(
        AppealKind.REFUSAL, late, excuse="no_fault", late_reasons="In hospital."
    )
    assert found.late
    for excuse, why in (("", "x"), ("forgot", "x"), ("no_fault", " ")):
        with pytest.raises(LateError, match="kept you"):
            taken(AppealKind.REFUSAL, late, excuse=excuse, late_reasons=why)


def test_no_excuse_reaches_beyond_the_longest_delay() -> None:
    said = {"excuse": "no_fault", "late_reasons": "Ill."}
    last = date(2026, 4, 1) + timedelta(days=180)
    assert taken(AppealKind.REFUSAL, last, **said).late
    with pytest.raises(LateError, match=str(last)):
        taken(AppealKind.REFUSAL, last + timedelta(days=1), **said)


def test_where_the_law_excuses_no_delay_none_is_taken() -> None:
    rules = load_appeals(SHIPPED / "us/ear")
    with pytest.raises(LateError, match="excuses no delay"):
        admit(
            rules, act(AppealKind.REFUSAL), roles=OWNER, on=date(2026, 4, 17),
            calendar=WORKDAYS, excuse="no_fault", late_reasons="Ill.",
        )  # fmt: skip


def finding(ground: str, found: str, reasons: str = "Because.") -> GroundFinding:
    return GroundFinding(ground=ground, finding=found, reasons=reasons)


def ruled(kind: AppealKind, outcome: AppealOutcome, *found: GroundFinding) -> None:
    require_ruling(
        MERIDIA.kinds[kind], outcome, grounds=["facts", "law"], findings=found
    )


def test_a_ruling_names_a_remedy_of_the_law() -> None:
    with pytest.raises(RulingError, match="opens here only") as raised:
        ruled(AppealKind.REFUSAL, AppealOutcome.VARIED)
    assert raised.value.field == "outcome"


@pytest.mark.parametrize(
    "found",
    [
        pytest.param([finding("facts", "upheld")], id="one-missing"),
        pytest.param([finding("facts", "upheld"), finding("law", "maybe")], id="unknown"),
        pytest.param([finding("facts", "upheld"), finding("law", "rejected", " ")], id="no-reasons"),
    ],
)  # fmt: skip
def test_every_ground_gets_a_finding_with_reasons(found: list[GroundFinding]) -> None:
    with pytest.raises(RulingError, match="'law'"):
        ruled(AppealKind.REFUSAL, AppealOutcome.ANNULLED, *found)


def test_the_outcome_follows_from_the_findings() -> None:
    right, wrong = finding("facts", "upheld"), finding("law", "rejected")
    ruled(AppealKind.REFUSAL, AppealOutcome.ANNULLED, right, wrong)
    ruled(
        AppealKind.CONDITION, AppealOutcome.VARIED, right, finding("law", "not_reached")
    )
    ruled(
        AppealKind.REFUSAL,
        AppealOutcome.DISMISSED,
        finding("facts", "no_effect"),
        wrong,
    )
    with pytest.raises(RulingError, match="cannot be dismissed"):
        ruled(AppealKind.REFUSAL, AppealOutcome.DISMISSED, right, wrong)
    with pytest.raises(RulingError, match="dismiss the appeal"):
        ruled(
            AppealKind.REFUSAL,
            AppealOutcome.REMITTED,
            finding("facts", "no_effect"),
            wrong,
        )
    assert set(FINDINGS) == {"upheld", "no_effect", "rejected", "not_reached"}


def test_an_appeal_that_was_lodged_without_named_grounds_can_end_in_any_way() -> None:
    rule = MERIDIA.kinds[AppealKind.REFUSAL]
    for outcome in rule.remedies:
        require_ruling(rule, outcome, grounds=[], findings=[])


def written() -> dict[str, Any]:
    text = (SHIPPED / "meridia/national" / APPEAL_FILE).read_text("utf-8")
    told: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return told


def test_what_the_rules_say_is_read_with_its_law() -> None:
    rules = read_appeals(written())
    assert rules.decide is not None
    assert rules.decide.end(SERVED, WORKDAYS) > SERVED + timedelta(days=80)
    assert rules.after is not None
    assert rules.after.term is not None
    assert rules.after.term.end(SERVED, WORKDAYS) == date(2026, 4, 1)
    assert rules.kinds[AppealKind.CONDITION].interim
    assert not rules.kinds[AppealKind.REFUSAL].stays
    final = load_appeals(SHIPPED / "us/ear")
    assert (final.after, final.late, final.decide) == (None, None, None)
    silent = load_appeals(SHIPPED / "eu/2021-821")
    assert silent.after is not None
    assert silent.after.term is None


def _kinds(told: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = told["appeals"]["kinds"]
    return found


@pytest.mark.parametrize(
    ("change", "where"),
    [
        pytest.param(lambda t: _kinds(t).pop("opinion"), "opinion says nothing", id="kind"),
        pytest.param(lambda t: _kinds(t)["refusal"].update(days=0), "whole number", id="days"),
        pytest.param(lambda t: _kinds(t)["refusal"].update(days=True), "whole number", id="bool"),
        pytest.param(lambda t: _kinds(t)["refusal"].pop("remedies"), "no remedy", id="remedy"),
        pytest.param(lambda t: _kinds(t)["refusal"].update({"from": "moon"}), "no time runs", id="from"),
        pytest.param(lambda t: _kinds(t)["refusal"].update(interim=True), "stop nothing", id="interim"),
        pytest.param(lambda t: t["appeals"].update(grounds={}), "list is empty", id="grounds"),
        pytest.param(lambda t: t["appeals"].pop("body"), "KeyError", id="body"),
        pytest.param(lambda t: _kinds(t)["refusal"].update(remedies=["thrown_out"]), "ValueError", id="outcome"),
    ],
)  # fmt: skip
def test_broken_rules_are_refused_with_their_place(
    change: Any, where: str, tmp_path: Path
) -> None:
    told = deepcopy(written())
    change(told)
    path = tmp_path / APPEAL_FILE
    path.parent.mkdir()
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(told, file)
    with pytest.raises(AppealRulesError, match=where):
        load_appeals(tmp_path)


def test_no_rules_and_no_yaml_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AppealRulesError, match="has none"):
        load_appeals(tmp_path)
    path = tmp_path / APPEAL_FILE
    path.parent.mkdir()
    path.write_text("appeals: [", encoding="utf-8")
    with pytest.raises(AppealRulesError):
        load_appeals(tmp_path)
