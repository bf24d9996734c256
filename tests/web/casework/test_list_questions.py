"""A version that would lose too much waits for an authorised person; the old one stays meanwhile."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django.fixtures import Settings
from tests.web.casework.builders import MovingClock, World
from tests.web.reader import Reader

from licet.screening import note_look, statuses, sync, waiting
from licet.web.casework.access import SYSTEM
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import LedgerRow, ListAnswer, ListEvent, ListQuestion
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.screening import list_questions as reads
from licet.web.casework.services.programs.tokens import make_token
from licet.web.casework.services.screening.list_questions import (
    answer_list_question,
    settle_answered,
    settle_question,
)
from licet.web.casework.services.screening.lists import enter_found, enter_sync

SOURCE = "eu_fsf"


@pytest.fixture
def state(tmp_path: Path, settings: Settings) -> Path:
    settings.LICET_STATE = tmp_path / "state"
    return tmp_path / "state"


def take(state: Path, clock: MovingClock, count: int) -> list[dict[str, object]]:
    folder = state.parent / "in"
    folder.mkdir(exist_ok=True)
    rows = ({"names": [f"Party Number {n}"]} for n in range(count))
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "eu.jsonl").write_text(text)
    clock.at += timedelta(minutes=1)
    return [one.to_json() for one in sync(folder, state, at=clock.at)]


@pytest.fixture
def asked(world: World, state: Path, clock: MovingClock) -> int:
    enter_sync(by=SYSTEM, outcomes=take(state, clock, 1000))
    enter_sync(by=SYSTEM, outcomes=take(state, clock, 979))
    return ListQuestion.objects.get().pk


def entries(state: Path) -> int:
    return statuses(state)[0].entries


@pytest.mark.parametrize(
    ("left", "questions"),
    [
        pytest.param(981, 0, id="less-than-two-per-hundred"),
        pytest.param(980, 0, id="exactly-two-per-hundred"),
        pytest.param(979, 1, id="one-entry-more"),
    ],
)
def test_a_loss_of_more_than_two_per_hundred_is_asked_about(
    world: World, state: Path, clock: MovingClock, left: int, questions: int
) -> None:
    enter_sync(by=SYSTEM, outcomes=take(state, clock, 1000))
    enter_sync(by=SYSTEM, outcomes=take(state, clock, left))
    assert ListQuestion.objects.count() == questions
    assert entries(state) == (1000 if questions else left)
    raised = [one.kind for one in reads.alarms(viewer=world.officer)]
    assert raised == ["question"] * questions


def test_accepted_it_comes_into_service_and_both_are_on_record(
    world: World, state: Path, asked: int
) -> None:
    done = answer_list_question(
        by=world.head, question=asked, answer="accepted", reasons="Asked Brussels."
    )
    assert (done.standing, done.answered_by) == ("accepted", "Head")
    run_pending()
    assert entries(state) == 979
    assert waiting(state) == ()
    assert reads.alarms(viewer=world.officer) == ()
    kinds = [read_act(row).kind for row in LedgerRow.objects.order_by("pk")]
    assert kinds[:4] == ["sync_list", "refuse_list", "ask_about_list", "rescreen_list"] or (
        kinds.index("ask_about_list") < kinds.index("answer_list_question")
    )  # fmt: skip
    assert ListEvent.objects.order_by("-pk")[0].result == "changed"
    assert settle_question(asked) == "gone"
    assert settle_answered() == 0


def test_rejected_it_is_forgotten_and_asked_no_second_time(
    world: World, state: Path, clock: MovingClock, asked: int
) -> None:
    answer_list_question(
        by=world.signer, question=asked, answer="rejected", reasons="A fault there."
    )
    run_pending()
    assert (entries(state), waiting(state)) == (1000, ())
    enter_sync(by=SYSTEM, outcomes=take(state, clock, 979))  # the same again
    assert ListQuestion.objects.count() == 1
    assert settle_answered() == 1
    assert waiting(state) == ()


def test_only_the_authorised_answer_and_only_once(world: World, asked: int) -> None:
    with pytest.raises(NotAllowedError):
        answer_list_question(
            by=world.officer, question=asked, answer="accepted", reasons="x"
        )
    told = read_act(LedgerRow.objects.order_by("-pk")[0])
    assert (told.kind, told.payload["act"]) == ("refused", "answer_list_question")
    for answer, reasons in (("perhaps", "x"), ("accepted", " ")):
        with pytest.raises(InvalidInputError):
            answer_list_question(
                by=world.head, question=asked, answer=answer, reasons=reasons
            )
    answer_list_question(by=world.head, question=asked, answer="rejected", reasons="x")
    with pytest.raises(WrongStateError, match="answered already"):
        answer_list_question(
            by=world.signer, question=asked, answer="accepted", reasons="x"
        )
    with pytest.raises(NotFoundError):
        answer_list_question(by=world.head, question=0, answer="accepted", reasons="x")
    with pytest.raises(NotFoundError):
        reads.question(viewer=world.head, question=0)
    for model in (ListQuestion, ListAnswer):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all().delete()


def test_a_question_is_gone_when_another_version_came(
    world: World, state: Path, clock: MovingClock, asked: int
) -> None:
    enter_sync(by=SYSTEM, outcomes=take(state, clock, 1001))
    assert reads.question(viewer=world.head, question=asked).standing == "gone"
    with pytest.raises(WrongStateError, match="question is gone"):
        answer_list_question(
            by=world.head, question=asked, answer="accepted", reasons="x"
        )
    assert entries(state) == 1001


def test_a_question_lost_with_its_process_is_entered_by_the_worker(
    world: World, state: Path, clock: MovingClock
) -> None:
    take(state, clock, 1000)
    take(state, clock, 100)  # and the process died before the record
    enter_found()
    assert ListQuestion.objects.count() == 1
    enter_found()
    assert ListQuestion.objects.count() == 1


def test_the_question_is_answered_on_screen(
    world: World, state: Path, asked: int
) -> None:
    officer, head = Reader(world, "officer"), Reader(world, "head")
    assert "1 list needs somebody" in officer.read("/work/")
    page = officer.read("/work/lists/")
    assert "Waits for an answer" in page
    assert "21 of its entries would go" in page
    address = f"/work/lists/questions/{asked}/"
    shown = officer.read(address)
    assert "A manager or a signatory must answer" in shown
    assert "The first 21 of 21 entries that would go" in shown
    assert "Party Number 999" in shown
    officer.send(address, status=403, answer="accepted", reasons="x")
    assert "There is a problem" in head.send(address, answer="", reasons="")
    said = head.send(address, answer="accepted", reasons="Asked Brussels.")
    assert "carried out at once" in said
    run_pending()
    assert entries(state) == 979
    assert "Accepted" in head.read(address)


def test_the_question_is_answered_over_the_api(
    world: World, state: Path, asked: int
) -> None:
    raw = make_token(
        person=world.head.id, name="t", scopes=("read", "work"), days=1, by=SYSTEM
    )
    headers = {"Authorization": f"Bearer {raw}"}
    client = Client()
    (told,) = client.get("/api/v1/lists/questions", headers=headers).json()["items"]
    assert (told["id"], told["standing"], told["lost"]) == (asked, "open", 21)
    (raised,) = client.get("/api/v1/lists/alarms", headers=headers).json()["items"]
    assert raised["kind"] == "question"
    done = client.post(
        f"/api/v1/lists/questions/{asked}",
        {"answer": "rejected", "reasons": "A fault."},
        "application/json",
        headers=headers,
    )
    assert done.json()["standing"] == "rejected"


def test_a_place_that_failed_is_an_alarm_where_people_see_it(
    world: World, state: Path, clock: MovingClock
) -> None:
    enter_sync(by=SYSTEM, outcomes=take(state, clock, 5))
    note_look(state, "https://lists.example/eu", problem="It hangs.", at=clock.at)
    (raised,) = reads.alarms(viewer=world.officer)
    assert (raised.kind, raised.since) == ("refused", clock.at)
    assert reads.alarms(viewer=world.te) == ()
    assert "It hangs." in Reader(world, "officer").read("/work/lists/")
