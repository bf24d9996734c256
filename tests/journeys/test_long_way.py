"""The whole way of a case as one story, told twice: by keyboard alone, and without JavaScript."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.journeys import long_way
from tests.journeys.conftest import Windows
from tests.journeys.keyboard import Keyboard
from tests.journeys.long_way import VARIED, RunningClock, Way
from tests.journeys.steps import apply_for, in_a_thread, take
from tests.journeys.test_grant import LANCE
from tests.web.casework.builders import World, make_person

from licet.web.casework import wiring
from licet.web.casework.models import (
    Appeal,
    DecisionDraft,
    LedgerRow,
    Membership,
    Organisation,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import read_act
from licet.web.casework.record.fsck import check_database
from licet.web.casework.services.people.mandates import MandateTerms, give_mandate

pytestmark = pytest.mark.journey
ENTERED = (
    "submit_application",
    "amend_application",
    "take_case",
    "request_information",
    "answer_information_request",
    "refer_case",
    "give_advice",
    "escalate_dissent",
    "vote_at_level",
    "settle_level",
    "draft_decision",
    "give_notice_of_refusal",
    "open_letter",
    "answer_notice",
    "correct_fact",
    "send_for_countersignature",
    "countersign",
    "issue_licence",
    "contest_act",
    "ask_hearing",
    "answer_appeal",
    "assign_appeal",
    "set_hearing",
    "record_hearing",
    "decide_contest",
)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> RunningClock:
    """The clock of everybody, which the story puts forward."""
    real = wiring.real_ports()
    running = RunningClock(real=real.clock)
    monkeypatch.setattr(wiring, "real_ports", lambda: replace(real, clock=running))
    return running


@pytest.fixture
def way(windows: Windows, world: World, clock: RunningClock, tmp_path: Path) -> Way:
    """The exporter has counsel, who may speak for it before the authority."""
    world.people["counsel"] = make_person("counsel")
    firm = Organisation.objects.create(
        name="Fjord Counsel (invented)",
        country="SE",
        address="3 Harbour Row",
        registration="INV-3",
        made_at=now(),
    )
    Membership.objects.create(
        person=world.people["counsel"], organisation=firm, first=date(2020, 1, 1)
    )
    today = legal_day(now())
    terms = MandateTerms(
        registration="INV-3",
        country="SE",
        rights=("submit",),
        first=today,
        last=today + timedelta(days=365),
        all_cases=True,
    )
    body = str(world.organisations["halden"].pk)
    give_mandate(by=world.halden, organisation=body, terms=terms)
    return Way(windows=windows, clock=clock, folder=tmp_path)


def entered_in_order(way: Way) -> tuple[str, ...]:
    """The acts of the story by their first entry in the record; what the last one says is looked at."""
    acts = [read_act(row) for row in LedgerRow.objects.order_by("pk")]
    told = next(act.payload for act in acts if act.kind == "decide_contest")
    assert (told["outcome"], told["condition_standing"]) == ("varied", "varied")
    assert told["condition_words"] == VARIED
    assert told["condition_terms"] == {"months": "12", "days": "5"}
    lodged = Appeal.objects.get(case__number=way.number)
    drafters = DecisionDraft.objects.filter(case=lodged.case).values_list("by__email")
    people = {email for (email,) in drafters} | {"halden@meridia.example"}
    assert lodged.lodged_by.email not in people
    return tuple(dict.fromkeys(act.kind for act in acts if act.kind in ENTERED))


def tell(way: Way) -> None:
    """From the application to the appeal, each step by whoever has to do it."""
    way.number = apply_for(way.windows, LANCE, way.folder)
    long_way.amend(way)
    take(way.windows, way.number)
    long_way.ask_and_answer(way)
    long_way.refer(way)
    long_way.differ(way)
    long_way.escalate(way)
    long_way.intend_refusal(way)
    long_way.answer_notice(way)
    long_way.establish(way)
    long_way.agree(way)
    long_way.grant(way)
    long_way.appeal(way)
    long_way.hear(way)
    long_way.vary(way)
    long_way.read_outcome(way)
    assert in_a_thread(lambda: entered_in_order(way)) == ENTERED
    assert in_a_thread(check_database).faults == ()


@pytest.mark.slow
def test_the_long_way_without_scripts(way: Way) -> None:
    way.windows.scripts = False
    tell(way)


@pytest.mark.slow
def test_the_long_way_by_keyboard_alone(way: Way) -> None:
    way.windows.hand = Keyboard
    tell(way)
