"""What an applicant may know: never false, coarse where it must be, each date with its nature."""

import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.web.casework.builders import (
    MovingClock,
    World,
    advise_all,
    condition,
    draft_and_send,
    draft_of,
    refused,
    see,
    start,
    submit,
    take,
)
from tests.web.casework.test_organisations import body
from tests.web.reader import Reader

from licet.web.casework.application.practice import practice
from licet.web.casework.models import Case, CaseEvent
from licet.web.casework.selectors.applying import applications as reads
from licet.web.casework.selectors.parts import status as reads_status
from licet.web.casework.selectors.parts.status import (
    quantile,
    similar_cases,
    states_over_time,
)
from licet.web.casework.services.appeals import appeals
from licet.web.casework.services.desk import information_requests, referring
from licet.web.casework.services.keeping import subject_access
from licet.web.casework.views import StatusView

pytestmark = pytest.mark.django_db


def status(world: World, number: str) -> StatusView:
    found = reads.application(viewer=world.halden, case=number).status
    assert found is not None
    return found


def test_each_state_is_told_with_desk_day_and_kind_of_date(
    world: World, clock: MovingClock
) -> None:
    assert start(world).status is None
    case = submit(world)
    number = case.number
    told = status(world, number)
    assert (told.desk, told.since) == ("With the authority", date(2026, 3, 2))
    assert "published target, no statutory deadline" in told.due_words
    assert "Silence is never consent" in told.silence
    clock.forward(1)
    take(world, number)
    assert status(world, number).since == date(2026, 3, 3)
    clock.forward(1)
    information_requests.request_information(
        by=world.officer, case=number, question="?", version=None
    )
    told = status(world, number)
    assert (told.desk, told.words) == ("With you", "Waiting for your answer")
    assert "asked you a question on 4 March 2026" in told.stopped_because
    assert "If you answer today" in told.due_words
    asked = see(world, number).requests[0].id
    information_requests.answer_information_request(
        by=world.halden, case=number, request=asked, answer="So.", version=None
    )
    clock.forward(1)
    seen = see(world, number)
    code = seen.suggested_referrals[0]["to"]
    referring.refer_case(
        by=world.officer, case=number, version=None,
        referrals=(referring.Referral(team=code),),
    )  # fmt: skip
    told = status(world, number)
    assert told.words == "With reviewing bodies of the state"
    page = Reader(world, "halden").read(f"/apply/cases/{number}/")
    assert "since 5 March 2026" in page
    home = reads.home(viewer=world.halden)
    assert {one.open_referrals for one in home.cases} == {()}
    clock.forward(400)
    assert "It is late" in status(world, number).due_words


def test_a_draft_decision_and_its_signature_look_alike_from_outside(
    world: World, clock: MovingClock
) -> None:
    case = submit(world)
    take(world, case.number)
    advise_all(world, case.number)
    clock.forward(1)
    draft = draft_of("grant_with_conditions", conditions=(condition(),))
    draft_and_send(world, case.number, draft)
    row = Case.objects.get(number=case.number)
    assert row.state == "countersigning"
    clock.forward(3)
    told = status(world, case.number)
    # The words are true since the draft was begun; the signature shows in nothing.
    assert (told.state, told.since) == ("deciding", date(2026, 3, 3))
    view = reads.application(viewer=world.halden, case=case.number)
    assert (view.state, view.state_words) == (
        "deciding",
        "A decision is being prepared",
    )
    line = next(one for one in reads.home(viewer=world.halden).cases)
    assert (line.state, line.state_words) == (
        "deciding",
        "A decision is being prepared",
    )
    assert see(world, case.number).state == "countersigning"


def test_a_decided_and_an_appealed_case_say_so(world: World) -> None:
    case = refused(world)
    told = status(world, case.number)
    assert (told.words, told.desk, told.silence, told.due) == ("Refused", "", "", None)
    appeals.lodge_appeal(
        by=world.halden,
        case=case.number,
        lodging=appeals.Lodging(grounds=["facts"], words="Overlooked."),
        version=None,
    )
    told = status(world, case.number)
    assert (told.words, told.desk) == ("Under appeal", "With the appeal body")
    row = Case.objects.get(number=case.number)
    days = states_over_time(CaseEvent.objects.filter(case=row).order_by("pk"))
    assert [state for _day, state in days] == [
        "draft", "submitted", "triage", "in_review", "deciding", "countersigning",
        "refused", "appealed",
    ]  # fmt: skip
    assert similar_cases(row).low is None


def test_similar_cases_give_a_range_and_few_give_none(
    world: World, clock: MovingClock
) -> None:
    case = submit(world)
    assert "too few to say" in status(world, case.number).similar.words  # type: ignore[union-attr]
    other = Case.objects.get(number=case.number)
    for days in (10, 20, 30, 40, 50):
        Case.objects.create(
            number=f"X-{days}", title="x", organisation=other.organisation,
            applicant=other.applicant, profile=other.profile, state="granted",
            entries=["5A002"] if days < 50 else other.entries,
            started_at=clock.at, updated_at=clock.at, submitted_at=clock.at,
            decided_at=clock.at + timedelta(days=days),
        )  # fmt: skip
    told = status(world, case.number)
    assert told.similar is not None
    assert (told.similar.low, told.similar.high, told.similar.count) == (10, 40, 5)
    assert "of the same kind" in told.similar.words
    assert told.forecast == date(2026, 4, 11)
    page = Reader(world, "halden").read(f"/apply/cases/{case.number}/")
    assert "took 10 to 40 calendar days" in page
    assert "forecast, no promise" in page
    Case.objects.filter(number__startswith="X-").update(entries=other.entries)
    told = status(world, case.number)
    assert told.similar is not None
    assert "the same entry" in told.similar.words


@pytest.mark.parametrize(
    ("days", "low", "high"),
    [
        pytest.param([7], 7, 7, id="one"),
        pytest.param([1, 2, 3, 4, 5], 1, 4, id="five"),
        pytest.param(list(range(10, 0, -1)), 2, 8, id="ten-in-any-order"),
    ],
)
def test_a_quantile_is_a_value_that_occurred(
    days: list[int], low: int, high: int
) -> None:
    assert (quantile(days, 20), quantile(days, 80)) == (low, high)


def test_the_export_holds_people_agents_and_library_too(world: World) -> None:
    made = subject_access.export_held_data(by=world.halden, organisation=body(world))
    names = zipfile.ZipFile(io.BytesIO(made.content)).namelist()
    assert {"people-and-agents.json", "library.json"} <= set(names)
    assert "Data held about us" in Reader(world, "halden").read("/apply/")


def test_a_state_that_the_table_does_not_name_is_with_the_authority(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = submit(world)
    bare = replace(practice("meridia/national"), sights={})
    monkeypatch.setattr(reads_status, "practice", lambda _package: bare)
    told = status(world, case.number)
    assert (told.words, told.desk) == ("With the authority", "With the authority")
    assert told.since == date(2026, 3, 2)
