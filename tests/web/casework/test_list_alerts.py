"""A list change alerts every open case and live licence that it touches: once, and none is lost."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django.fixtures import Settings
from tests.web.casework.builders import (
    END_USER,
    MovingClock,
    World,
    granted,
    see,
    submit,
)
from tests.web.casework.hit_builders import second
from tests.web.reader import Reader
from typer.testing import CliRunner

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.screening import ListDelta, statuses, sync
from licet.web.casework.access import SYSTEM
from licet.web.casework.engines import Lists
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending, schedule
from licet.web.casework.models import (
    Case,
    CaseEvent,
    FindingsRun,
    LedgerRow,
    ListAlert,
    ListAlertHandling,
    ListRescreen,
)
from licet.web.casework.ports import Ports, using
from licet.web.casework.record.errors import KeyDestroyedError
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.screening import list_alerts as reads
from licet.web.casework.selectors.screening.rescreening import Subject, Touch
from licet.web.casework.services.applying import applications
from licet.web.casework.services.findings import findings
from licet.web.casework.services.programs.tokens import make_token
from licet.web.casework.services.screening import list_alerts
from licet.web.casework.services.screening.lists import enter_sync

Entry = tuple[str, str, str]
AURORA: Entry = ("e1", "Banco Aurora do Sul", "")
OTHERS: list[Entry] = [
    ("e8", "Marrowgate Holdings", ""),
    ("e9", "Voskranev Institute", ""),
]
SOURCE = "ftm"


@pytest.fixture
def state(tmp_path: Path, settings: Settings) -> Path:
    settings.LICET_STATE = tmp_path / "state"
    return tmp_path / "state"


@pytest.fixture
def lists(state: Path, outside: Ports) -> Iterator[Lists]:
    """Lists of this test alone behind the ports."""
    own = Lists(state=state)
    with using(replace(outside, screener=own)):
        yield own


@pytest.fixture
def world(lists: Lists, world: World) -> World:  # the lists must be first
    return world


def take(state: Path, clock: MovingClock, entries: Sequence[Entry]) -> list[dict]:  # type: ignore[type-arg]
    """Bring a version of the invented list into service, and no word of it into the record."""
    folder = state.parent / "in"
    folder.mkdir(exist_ok=True)
    lines = [
        {
            "id": number,
            "schema": "Company",
            "properties": {"name": [name], "notes": [notes], "sourceUrl": ["https://lists.example/" + number]},
        }
        for number, name, notes in entries
    ]  # fmt: skip
    text = "\n".join(json.dumps(one) for one in lines) + "\n"
    (folder / "list.jsonl").write_text(text, "utf-8")
    clock.forward(1)
    done = sync(folder, state, at=clock.at, accept_loss=(SOURCE,) if statuses(state) else ())  # fmt: skip
    return [one.to_json() for one in done]


def change(state: Path, clock: MovingClock, entries: Sequence[Entry]) -> None:
    """The same with its entry in the record and every job done."""
    enter_sync(by=SYSTEM, outcomes=take(state, clock, entries))
    run_pending()


def hit_of(world: World, number: str) -> str:
    return next(hit.id for one in see(world, number).screenings for hit in one.hits)


def adjudicated(world: World, number: str, verdict: str) -> None:
    findings.adjudicate_hit(
        by=world.officer,
        case=number,
        hit=hit_of(world, number),
        verdict=verdict,
        reasons="Compared with the register.",
        version=None,
    )
    second(world, number)  # nobody said what this list does: four eyes
    run_pending()


def test_an_entry_that_comes_alerts_the_open_case_and_computes_it_again(
    world: World, clock: MovingClock, state: Path
) -> None:
    change(state, clock, OTHERS)
    number = submit(world).number
    assert not [hit for one in see(world, number).screenings for hit in one.hits]
    change(state, clock, [*OTHERS, AURORA])
    (alert,) = reads.alerts(viewer=world.officer)
    older, newer = statuses(state)[0].versions
    assert (alert.case, alert.licence, alert.party) == (number, "", END_USER["name"])
    assert (alert.entry, alert.change, alert.match_gone) == ("ftm:e1", "added", False)
    assert (alert.source, alert.older, alert.newer) == (SOURCE, older, newer)
    assert "aurora is the same word" in alert.words
    (hit,) = (hit for one in see(world, number).screenings for hit in one.hits)
    assert hit.standing == "open"
    assert f"{float(alert.score):.4f}" == hit.document["score"]
    told = read_act(LedgerRow.objects.get(pk=alert.row))
    assert told.kind == "alert_list_change"
    assert told.payload["content_hash"] == hit.document["entry_hash"]
    assert FindingsRun.objects.count() == 2


def test_the_job_run_again_alerts_nobody_twice(
    world: World, clock: MovingClock, state: Path
) -> None:
    change(state, clock, OTHERS)
    submit(world)
    change(state, clock, [*OTHERS, AURORA])
    rows = LedgerRow.objects.count()
    assert list_alerts.rescreen_changes() == 0
    assert LedgerRow.objects.count() == rows
    change(state, clock, [*OTHERS, AURORA])
    assert ListAlert.objects.count() == 1
    change(state, clock, [OTHERS[0], AURORA])
    assert ListAlert.objects.count() == 1
    assert ListRescreen.objects.count() == 3


def test_a_live_licence_is_alerted_and_a_dead_one_is_not(
    world: World, clock: MovingClock, state: Path
) -> None:
    change(state, clock, OTHERS)
    case = granted(world)
    assert case.licence is not None
    change(state, clock, [*OTHERS, AURORA])
    (alert,) = reads.alerts(viewer=world.officer)
    assert (alert.case, alert.licence) == (case.number, case.licence.number)
    assert FindingsRun.objects.count() == 1  # a decided case is not computed again
    row = Case.objects.get(number=case.number).licences.get()
    row.state = "expired"
    row.save()
    change(state, clock, [*OTHERS, AURORA, ("e2", "Aurora do Sul Banco SA", "")])
    assert ListAlert.objects.count() == 1


def test_a_granted_case_that_waits_for_its_licence_is_alerted(
    world: World, clock: MovingClock, state: Path
) -> None:
    change(state, clock, OTHERS)
    number = submit(world).number
    Case.objects.filter(number=number).update(state="granted")
    change(state, clock, [*OTHERS, AURORA])
    assert [one.case for one in reads.alerts(viewer=world.officer)] == [number]


def test_an_adjudication_stays_until_the_entry_changes(
    world: World, clock: MovingClock, state: Path
) -> None:
    change(state, clock, [AURORA, *OTHERS])
    number = submit(world).number
    adjudicated(world, number, "not_a_match")
    change(state, clock, [AURORA, OTHERS[0], ("e7", "Banco Aurora Sul", "")])
    standings = {
        hit.document["entity"]: hit.standing
        for one in see(world, number).screenings
        for hit in one.hits
    }
    assert standings == {"ftm:e1": "not_a_match", "ftm:e7": "open"}
    change(state, clock, [("e1", "Banco Aurora do Sul", "Owned by another."), OTHERS[0]])  # fmt: skip
    (hit,) = (hit for one in see(world, number).screenings for hit in one.hits)
    assert hit.standing == "open"
    newest = next(iter(reads.alerts(viewer=world.officer)))
    assert (newest.entry, newest.change) == ("ftm:e1", "changed")


def test_a_removed_entry_alerts_only_where_its_match_was_confirmed(
    world: World, clock: MovingClock, state: Path
) -> None:
    change(state, clock, [AURORA, *OTHERS])
    confirmed, cleared = submit(world).number, submit(world, "vigil").number
    adjudicated(world, confirmed, "match")
    adjudicated(world, cleared, "not_a_match")
    change(state, clock, OTHERS)
    (alert,) = reads.alerts(viewer=world.officer)
    assert (alert.case, alert.change, alert.match_gone) == (confirmed, "removed", True)
    assert "the basis of the confirmed match is gone" in alert.words
    assert not [hit for one in see(world, confirmed).screenings for hit in one.hits]


def test_a_confirmed_entry_that_reads_otherwise_and_is_no_hit_alerts_too(
    world: World, clock: MovingClock, state: Path
) -> None:
    change(state, clock, [AURORA, *OTHERS])
    number = submit(world).number
    adjudicated(world, number, "match")
    change(state, clock, [("e1", "Tarnhelm Orchards", ""), *OTHERS])
    (alert,) = reads.alerts(viewer=world.officer)
    assert (alert.change, alert.match_gone) == ("changed", True)
    assert "is no hit any more" in alert.words


def test_who_was_screened_after_the_change_is_not_alerted(
    world: World, clock: MovingClock, state: Path
) -> None:
    take(state, clock, [AURORA, *OTHERS])
    submit(world)
    assert list_alerts.rescreen_changes() == 0
    assert ListRescreen.objects.get().older == ""


def test_killed_between_sync_and_job_the_schedule_finds_it(
    world: World, clock: MovingClock, state: Path
) -> None:
    change(state, clock, OTHERS)
    number = submit(world).number
    take(state, clock, [*OTHERS, AURORA])  # and the process died before the record
    for line in schedule("w"):
        if line.name in {"enter_lists", "rescreen_lists"}:
            line.act()
    run_pending()
    assert [one.case for one in reads.alerts(viewer=world.officer)] == [number]
    assert CaseEvent.objects.filter(kind="alert_list_change").count() == 1


def test_killed_in_the_middle_of_the_job_nothing_is_lost_or_doubled(
    world: World, clock: MovingClock, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(state, clock, OTHERS)
    numbers = {submit(world).number, submit(world, "vigil").number}
    take(state, clock, [*OTHERS, AURORA])
    enter, entered = list_alerts._enter, []

    def dying(case: Case, one: Touch) -> None:
        enter(case, one)
        entered.append(case.number)
        if len(entered) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(list_alerts, "_enter", dying)
    with pytest.raises(KeyboardInterrupt):
        list_alerts.rescreen_changes()
    assert ListAlert.objects.count() == 1  # failed and not stored: the second
    assert ListRescreen.objects.count() == 1
    monkeypatch.undo()
    run_pending()
    assert list_alerts.rescreen_changes() == 1  # failed and stored: the first
    run_pending()
    assert list_alerts.rescreen_changes() == 0
    assert {one.case for one in reads.alerts(viewer=world.officer)} == numbers
    kinds = CaseEvent.objects.filter(kind="alert_list_change")
    assert kinds.count() == ListAlert.objects.count() == 2


def test_an_older_version_that_is_gone_counts_every_entry_as_new(
    world: World, clock: MovingClock, state: Path
) -> None:
    change(state, clock, OTHERS)
    submit(world)
    newest = ListRescreen.objects.get()
    assert newest.newer in str(newest)
    ListRescreen.objects.create(
        source=SOURCE, newer="lost", entries=0, parties=0, alerts=0, at=clock.at, row=1
    )
    take(state, clock, [*OTHERS, AURORA])
    assert list_alerts.rescreen_source(SOURCE) == 1
    assert ListAlert.objects.get().older == ""
    assert list_alerts.rescreen_source("xx") == 0


def alerted(world: World, clock: MovingClock, state: Path) -> int:
    change(state, clock, OTHERS)
    granted(world)
    change(state, clock, [*OTHERS, AURORA])
    return ListAlert.objects.get().pk


def test_an_officer_handles_an_alert_once_with_reasons(
    world: World, clock: MovingClock, state: Path
) -> None:
    alert = alerted(world, clock, state)
    handle = list_alerts.handle_list_alert
    with pytest.raises(InvalidInputError, match="Say what you found"):
        handle(by=world.officer, alert=alert, reasons=" ")
    with pytest.raises(NotAllowedError):
        handle(by=world.auditor, alert=alert, reasons="x")
    assert read_act(LedgerRow.objects.order_by("-pk")[0]).kind == "refused"
    with pytest.raises(NotFoundError):
        handle(by=world.vigil, alert=alert, reasons="x")
    assert not ListAlertHandling.objects.exists()
    done = handle(
        by=world.officer, alert=alert, reasons="Another bank; its seat differs."
    )
    assert (done.handled_by, done.reasons[:12]) == ("Officer", "Another bank")
    # Whoever handles it sees its case: that read is entered too, once a quarter of an hour.
    newest = [read_act(row) for row in LedgerRow.objects.order_by("-pk")[:2]]
    told = next(one for one in newest if one.kind != "read")
    assert (told.kind, told.payload["alert"]) == ("handle_list_alert", alert)
    with pytest.raises(WrongStateError, match="handled already"):
        handle(by=world.officer, alert=alert, reasons="Again")
    assert tuple(reads.alerts(viewer=world.officer)) == ()
    assert len(reads.alerts(viewer=world.officer, standing="handled")) == 1
    assert len(reads.alerts(viewer=world.auditor, standing="all")) == 1
    with pytest.raises(InvalidInputError):
        reads.alerts(viewer=world.officer, standing="lost")
    for model in (ListAlert, ListAlertHandling, ListRescreen):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(row=0)
    assert str(ListAlert.objects.get())
    assert str(ListAlertHandling.objects.get())


def test_the_alert_is_on_the_screens_and_is_handled_there(
    world: World, clock: MovingClock, state: Path
) -> None:
    alert = alerted(world, clock, state)
    row = ListAlert.objects.get()
    assert row.licence is not None
    officer = Reader(world, "officer")
    for page in (f"cases/{row.case.number}", f"licences/{row.licence.number}"):
        shown = officer.read(f"/work/{page}/")
        assert "An official list has changed" in shown
        assert "Banco Aurora do Sul (invented) ~ Banco Aurora do Sul" in shown
    assert "Alerts of list changes" in officer.read("/work/lists/")
    shown = officer.source("/work/lists/alerts/")
    assert f"/work/cases/{row.case.number}/" in shown
    assert "https://lists.example/e1" in shown
    assert "No alert." in officer.read("/work/lists/alerts/?standing=handled")
    path = f"/work/lists/alerts/{alert}/"
    assert "Error" in officer.send(path, reasons="")
    assert "is handled" in officer.send(path, reasons="Another bank.")
    assert "Another bank." in officer.read("/work/lists/alerts/?standing=all")
    assert "handled already" in officer.send(path, reasons="Again.")
    assert "has changed" not in officer.read(f"/work/cases/{row.case.number}/")


@pytest.mark.parametrize(
    ("who", "sees", "handles"),
    [
        pytest.param("officer", 200, 200, id="officer"),
        pytest.param("unsigned", 200, 403, id="countersigner"),
        pytest.param("auditor", 200, 403, id="auditor"),
        pytest.param("policy", 403, 403, id="policy"),
        pytest.param("te", 403, 403, id="agency"),
        pytest.param("halden", 403, 403, id="exporter"),
    ],
)
def test_each_role_sees_and_handles_what_the_table_gives(
    world: World, clock: MovingClock, state: Path, who: str, sees: int, handles: int
) -> None:
    alert = alerted(world, clock, state)
    reader = Reader(world, who)
    reader.read("/work/lists/alerts/", sees)
    reader.read(f"/work/lists/alerts/{alert}/", handles)
    case = ListAlert.objects.get().case.number
    if who == "te":
        assert "has changed" not in reader.read(f"/work/cases/{case}/")


def test_a_program_reads_and_handles_alerts(
    world: World, clock: MovingClock, state: Path
) -> None:
    alert = alerted(world, clock, state)
    raw = make_token(
        person=world.officer.id, name="t", scopes=("read", "work"), days=9, by=SYSTEM
    )
    client = Client(headers={"Authorization": f"Bearer {raw}"})
    (told,) = client.get("/api/v1/lists/alerts").json()["items"]
    assert (told["id"], told["entry"], told["source"]) == (alert, "ftm:e1", SOURCE)
    assert client.get("/api/v1/lists/alerts?standing=x").status_code == 422
    for case, count in ((told["case"], 1), ("none", 0)):
        answer = client.get(f"/api/v1/lists/alerts?case={case}").json()
        assert answer["total"] == len(answer["items"]) == count
    done = client.post(
        f"/api/v1/lists/alerts/{alert}",
        {"reasons": "Another bank."},
        content_type="application/json",
    )
    assert done.json()["handled_by"] == "Officer"
    assert client.get("/api/v1/lists/alerts").json()["items"] == []


def command(*words: str) -> str:
    result = CliRunner().invoke(build_app(), list(words))
    if isinstance(result.exception, InputError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_operator_reads_alerts_by_the_command(
    world: World, clock: MovingClock, state: Path
) -> None:
    assert command("lists", "alerts").strip() == "No alert."
    alerted(world, clock, state)
    (told,) = json.loads(command("lists", "alerts", "--json"))["alerts"]
    assert told["entry"] == "ftm:e1"
    shown = command("lists", "alerts")
    assert "ftm:e1 added in ftm" in shown
    assert command("lists", "alerts", "--case", told["case"]) == shown
    assert command("lists", "alerts", "--licence", "none").strip() == "No alert."
    assert "(open)" in shown


def test_the_command_shows_what_a_change_touches_and_enters_nothing(
    world: World, clock: MovingClock, state: Path
) -> None:
    change(state, clock, OTHERS)
    number = submit(world).number
    since = statuses(state)[0].version
    empty = json.loads(command("rescreen", "--since", since, "--json"))
    assert (empty["touched"], empty["cases"], empty["licences"]) == ([], [], [])
    take(state, clock, [*OTHERS, AURORA])
    rows = LedgerRow.objects.count()
    told = json.loads(command("rescreen", "--since", since, "--json"))
    assert told["cases"] == [number]
    assert told["parties"] == [END_USER["name"]]
    assert told["lists"][0]["added"] == 1
    (line,) = told["touched"]
    assert (line["entry"], line["older"]) == ("ftm:e1", since)
    assert line["newer"] == statuses(state)[0].version
    assert line["parts"]
    shown = command("rescreen", "--since", since, "--source", SOURCE)
    assert f"{number}: {END_USER['name']} (end_user)" in shown
    assert shown.splitlines()[-1] == "Touched: 1 parties, 1 cases, 0 licences."
    assert LedgerRow.objects.count() == rows


def test_an_unknown_version_is_told_what_is_held(
    world: World, clock: MovingClock, state: Path
) -> None:
    with pytest.raises(InputError, match="Held are nothing"):
        command("rescreen", "--since", "x")
    change(state, clock, OTHERS)
    version = statuses(state)[0].version
    with pytest.raises(InputError, match=f"Held are ftm: {version}"):
        command("rescreen", "--since", "2020-01-01-x")
    with pytest.raises(InputError, match="The list un_sc holds no version"):
        command("rescreen", "--since", version, "--source", "un_sc")


def test_a_removed_entry_says_nothing_of_other_matches_and_of_ended_cases(
    world: World, clock: MovingClock, state: Path
) -> None:
    change(state, clock, [AURORA, *OTHERS])
    open_case, ended = submit(world).number, submit(world, "vigil").number
    adjudicated(world, open_case, "match")
    adjudicated(world, ended, "match")
    applications.withdraw_application(by=world.vigil, case=ended, version=None)
    change(state, clock, [AURORA, OTHERS[0]])
    assert not ListAlert.objects.exists()
    change(state, clock, [OTHERS[0]])
    assert [one.case for one in reads.alerts(viewer=world.officer)] == [open_case]


def test_an_erased_case_stops_no_other(
    world: World, clock: MovingClock, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(state, clock, OTHERS)
    erased, whole = submit(world).number, submit(world, "vigil").number
    take(state, clock, [*OTHERS, AURORA])
    enter = list_alerts._enter

    def refusing(case: Case, one: Touch) -> None:
        if case.number == erased:
            raise KeyDestroyedError(erased)
        enter(case, one)

    monkeypatch.setattr(list_alerts, "_enter", refusing)
    assert list_alerts.rescreen_changes() == 1
    assert [one.case for one in reads.alerts(viewer=world.officer)] == [whole]


def test_two_workers_write_down_one_change_once(
    world: World, clock: MovingClock, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(state, clock, OTHERS)
    submit(world)
    take(state, clock, [*OTHERS, AURORA])
    found = list_alerts.touches

    def late(delta: ListDelta, held: Sequence[Subject]) -> tuple[Touch, ...]:
        monkeypatch.undo()
        assert list_alerts.rescreen_changes() == 1  # the other worker was quicker
        return found(delta, held)

    monkeypatch.setattr(list_alerts, "touches", late)
    assert list_alerts.rescreen_changes() == 0
    assert ListRescreen.objects.count() == 2
    assert ListAlert.objects.count() == 1


def test_an_alert_that_is_not_there_is_not_found(world: World) -> None:
    with pytest.raises(NotFoundError):
        reads.alert(viewer=world.officer, alert=1)
