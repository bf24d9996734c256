"""Deadlines of a person as of today; the secret calendar address; warnings before the day."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings
from tests.web.casework.builders import (
    MovingClock,
    World,
    condition,
    granted,
    refusal,
    refused,
    submit,
    take,
)
from tests.web.casework.test_interagency import advise, escalate, referred

from licet.review import warning_day
from licet.web.casework.errors import NotFoundError
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.law.review_clock import working_days
from licet.web.casework.models import (
    Case,
    InformationRequest,
    LedgerRow,
    Licence,
    Membership,
    Notice,
    OutboxMessage,
    Person,
    ReadLog,
    Team,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.notices.calendars import (
    calendar,
    calendar_file,
    deadlines,
)
from licet.web.casework.services.appeals import appeals
from licet.web.casework.services.appeals.appeals import Lodging
from licet.web.casework.services.decision import decisions, delivery, hearing
from licet.web.casework.services.desk import information_requests
from licet.web.casework.services.notices.calendars import make_calendar, revoke_calendar
from licet.web.casework.services.notices.warnings import warn_of_deadlines

WORD = "quorvexwort"


def asked(world: World) -> str:
    number = submit(world).number
    take(world, number)
    information_requests.request_information(
        by=world.officer, case=number, question=WORD, facts=(), version=None
    )
    return number


def token_of(url: str) -> str:
    found = re.fullmatch(r".*/calendar/(.+)\.ics", url)
    assert found
    return found.group(1)


def kinds(world: World, who: str = "halden") -> list[str]:
    return [one.kind for one in deadlines(viewer=world.actor(who))]


def test_a_question_is_a_deadline_until_it_is_answered(world: World) -> None:
    asked(world)
    (one,) = deadlines(viewer=world.halden)
    row = InformationRequest.objects.get()
    assert (one.kind, one.day, one.uid) == ("answer", row.due, f"answer-{row.pk}")
    assert kinds(world, "vigil") == []
    InformationRequest.objects.update(due=legal_day(now()) - timedelta(days=1))
    assert kinds(world) == []


def test_an_officer_sees_when_the_own_cases_are_due_and_nobody_elses(
    world: World,
) -> None:
    number = submit(world).number
    take(world, number)
    assert kinds(world, "officer") == ["decide"]
    assert kinds(world, "officer2") == []


def test_a_licence_gives_its_last_day_and_its_duties(world: World) -> None:
    granted(world)
    run_pending()
    found = deadlines(viewer=world.halden)
    assert "licence_ends" in {one.kind for one in found}
    licence = Licence.objects.get()
    assert {one.number for one in found if one.kind != "appeal"} == {licence.number}
    assert len({one.uid for one in found}) == len(found)


def test_an_address_tells_kind_number_and_day_in_the_form_of_the_standard(
    world: World,
) -> None:
    number = asked(world)
    made = make_calendar(by=world.halden)
    text = calendar_file(token_of(made.url))
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = text.replace("\r\n ", "")
    row = InformationRequest.objects.get()
    assert f"SUMMARY:Answer to a question: {number}" in whole
    assert f"DTSTART;VALUE=DATE:{row.due:%Y%m%d}" in whole
    assert f"DTEND;VALUE=DATE:{row.due + timedelta(days=1):%Y%m%d}" in whole
    assert re.search(r"DTSTAMP:\d{8}T\d{6}Z", whole)
    assert re.findall(r"UID:(.+?)@", whole) == [f"answer-{row.pk}"]
    case = Case.objects.get()
    for secret in (WORD, case.title, case.end_user, case.organisation.name, "Halden"):
        assert not secret or secret not in whole


def test_a_line_with_letters_of_several_octets_is_folded_between_letters(
    world: World,
) -> None:
    settings_name = "Ministère de l'Économie; direction, générale " * 3
    asked(world)
    made = make_calendar(by=world.halden)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "LICET_AUTHORITY", settings_name)
        text = calendar_file(token_of(made.url))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert r"l'Économie\; direction\, générale" in text.replace("\r\n ", "")


def test_the_address_is_shown_once_and_a_new_one_ends_the_old_one(world: World) -> None:
    first = make_calendar(by=world.halden)
    assert calendar(viewer=world.halden).made_at == first.made_at
    assert token_of(first.url) not in str(list(Person.objects.values()))
    second = make_calendar(by=world.halden)
    with pytest.raises(NotFoundError):
        calendar_file(token_of(first.url))
    assert calendar_file(token_of(second.url)).startswith("BEGIN:VCALENDAR")
    revoke_calendar(by=world.halden)
    with pytest.raises(NotFoundError):
        calendar_file(token_of(second.url))
    with pytest.raises(NotFoundError):
        revoke_calendar(by=world.halden)
    told = [read_act(row).kind for row in LedgerRow.objects.order_by("pk")]
    assert told.count("make_calendar") == 2
    assert told[-1] == "revoke_calendar"


@pytest.mark.parametrize("guess", ["", "x", "A" * 43, "../../etc"])
def test_a_guessed_address_tells_nothing_and_leaves_no_entry(
    world: World, guess: str
) -> None:
    make_calendar(by=world.halden)
    before = LedgerRow.objects.count()
    with pytest.raises(NotFoundError):
        calendar_file(guess)
    assert LedgerRow.objects.count() == before


def test_access_is_that_of_the_person_as_they_stand_at_each_reading(
    world: World,
) -> None:
    asked(world)
    token = token_of(make_calendar(by=world.halden).url)
    assert "BEGIN:VEVENT" in calendar_file(token)
    Membership.objects.filter(person=world.people["halden"]).update(
        last=date(2020, 1, 2)
    )
    assert "BEGIN:VEVENT" not in calendar_file(token)
    Person.objects.filter(pk=world.halden.id).update(is_active=False)
    with pytest.raises(NotFoundError):
        calendar_file(token)


def test_a_reading_is_entered_once_in_a_quarter_of_an_hour(
    world: World, clock: MovingClock
) -> None:
    token = token_of(make_calendar(by=world.halden).url)
    calendar_file(token)
    calendar_file(token)
    assert ReadLog.objects.count() == 1
    assert read_act(ReadLog.objects.get().row).payload["what"].startswith("calendar")
    clock.at += timedelta(minutes=15)
    calendar_file(token)
    assert ReadLog.objects.count() == 2


# -- warnings -----------------------------------------------------------------------------


def near(kind: str) -> list[Notice]:
    return list(Notice.objects.filter(kind=kind).order_by("key"))


@pytest.mark.parametrize(("before", "warned"), [(1, 0), (0, 1), (-1, 1)])
def test_a_deadline_is_warned_of_three_working_days_before(
    world: World, clock: MovingClock, before: int, warned: int
) -> None:
    asked(world)
    row = InformationRequest.objects.get()
    first = warning_day(row.due, 3, working_days(row.case))
    clock.forward((first - legal_day(now())).days - before)
    warn_of_deadlines()
    mine = [
        one for one in near("deadline_near") if str(one.person_id) == world.halden.id
    ]
    assert len(mine) == warned
    if warned:
        assert (mine[0].due, mine[0].mail) == (row.due, "at_once")
        warn_of_deadlines()
        assert OutboxMessage.objects.filter(key__startswith="near:answer").count() == 1
        assert "warn_deadline" in {
            read_act(one).kind for one in LedgerRow.objects.all()
        }


def test_on_the_last_day_it_is_warned_of_and_the_day_after_no_more(
    world: World, clock: MovingClock
) -> None:
    asked(world)
    row = InformationRequest.objects.get()
    clock.forward((row.due - legal_day(now())).days + 1)
    warn_of_deadlines()
    assert not OutboxMessage.objects.filter(key__startswith="near:answer").exists()


def test_a_deadline_that_moved_is_warned_of_again(
    world: World, clock: MovingClock
) -> None:
    asked(world)
    row = InformationRequest.objects.get()
    clock.forward((row.due - legal_day(now())).days)
    warn_of_deadlines()
    InformationRequest.objects.update(due=row.due + timedelta(days=1))
    warn_of_deadlines()
    assert OutboxMessage.objects.filter(key__startswith="near:answer").count() == 2


def test_the_end_of_a_licence_is_told_ninety_and_thirty_days_before(
    world: World, clock: MovingClock
) -> None:
    granted(world)
    run_pending()
    licence = Licence.objects.get()
    left = (licence.valid_until - legal_day(now())).days
    for days, told in ((91, 0), (90, 1), (31, 1), (30, 2), (0, 2)):
        clock.at += timedelta(days=left - days)
        left = days
        warn_of_deadlines()
        assert (
            OutboxMessage.objects.filter(payload__kind="licence_ends").count() == told
        ), days


def test_officers_and_seats_are_warned_of_their_own(
    world: World, clock: MovingClock
) -> None:
    number = submit(world).number
    take(world, number)
    (mine,) = deadlines(viewer=world.officer)
    clock.forward((mine.day - legal_day(now())).days)
    assert warn_of_deadlines() >= 1
    assert [str(one.person_id) for one in near("deadline_near")] == [world.officer.id]


def test_the_last_day_for_an_appeal_is_a_deadline_from_the_day_of_service(
    world: World, clock: MovingClock
) -> None:
    case = refused(world)
    assert kinds(world) == []
    assert case.decision is not None
    decisions.record_service(
        by=world.officer, case=case.number, letter=case.decision.letters[0].id,
        on=legal_day(now()), manner="portal", proof="opened",
    )  # fmt: skip
    (one,) = deadlines(viewer=world.halden)
    assert (one.kind, one.day) == ("appeal", legal_day(now()) + timedelta(days=30))
    clock.forward(30)
    assert kinds(world) == ["appeal"]
    clock.forward(1)
    assert kinds(world) == []
    clock.forward(-1)
    lodging = Lodging(grounds=["law"], words="x")
    appeals.lodge_appeal(
        by=world.halden, case=case.number, lodging=lodging, version=None
    )
    assert kinds(world) == []


def test_a_notice_of_refusal_is_a_deadline_from_its_service_until_it_is_answered(
    world: World,
) -> None:
    number = submit(world).number
    plain = replace(
        refusal(take(world, number)), without_notice="", without_notice_reasons=""
    )
    decisions.draft_decision(by=world.officer, case=number, draft=plain, version=None)
    told = hearing.give_notice_of_refusal(by=world.officer, case=number, version=None)
    assert told.notice is not None
    run_pending()
    assert kinds(world) == []
    delivery.open_letter(by=world.halden, case=number, letter=told.notice.letter.id)
    (one,) = deadlines(viewer=world.halden)
    assert (one.kind, one.day) == ("respond", legal_day(now()) + timedelta(days=14))
    hearing.answer_notice(by=world.halden, case=number, answer="No.", version=None)
    assert kinds(world) == []


def test_bodies_see_by_when_they_advise_and_vote_and_are_warned_of_the_vote(
    world: World, clock: MovingClock
) -> None:
    number = referred(world, "TE", "DS")
    assert kinds(world, "te") == ["advice"]
    assert kinds(world, "mj") == []
    advise(world, number, "te", "object")
    advise(world, number, "ds", "agree")
    assert kinds(world, "te") == []
    escalate(world, number)
    (one,) = deadlines(viewer=world.te)
    assert one.kind == "vote"
    clock.forward((one.day - legal_day(now())).days)
    warn_of_deadlines()
    assert OutboxMessage.objects.filter(key__startswith="near:vote").count() >= 1
    assert kinds(world, "te") == ["vote"]
    clock.forward(1)
    assert kinds(world, "te") == []


def test_a_deadline_of_nobody_is_warned_of_to_nobody(
    world: World, clock: MovingClock
) -> None:
    number = referred(world, "TE", "DS")
    advise(world, number, "te", "object")
    advise(world, number, "ds", "agree")
    escalate(world, number)
    (one,) = deadlines(viewer=world.te)
    Team.objects.update(email="")
    clock.forward((one.day - legal_day(now())).days)
    warn_of_deadlines()
    assert not OutboxMessage.objects.filter(key__startswith="near:vote").exists()


def test_what_is_due_of_the_holder_is_a_deadline_each_time_and_of_the_end_user_is_none(
    world: World, clock: MovingClock
) -> None:
    first = legal_day(now()) + timedelta(days=30)
    granted(
        world,
        condition(),
        condition("periodic_report", months="6", first_day=first.isoformat()),
    )
    run_pending()
    found = [one for one in deadlines(viewer=world.halden) if one.kind == "duty"]
    assert found[0].day == first
    assert len(found) > 1
    assert len({one.uid for one in found}) == len(found)
    clock.forward((first - legal_day(now())).days)
    warn_of_deadlines()
    assert Notice.objects.get(kind="duty_near").due == first
    clock.forward(1)
    assert found[0].uid not in {one.uid for one in deadlines(viewer=world.halden)}


def test_the_time_of_an_agency_that_has_passed_is_no_deadline(
    world: World, clock: MovingClock
) -> None:
    referred(world, "TE")
    (one,) = deadlines(viewer=world.te)
    clock.forward((one.day - legal_day(now())).days)
    assert kinds(world, "te") == ["advice"]
    clock.forward(1)
    assert kinds(world, "te") == []
