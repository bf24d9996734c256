"""A version that was stopped waits beside the one in service; names, reserved lists, alarms."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from licet.screening import (
    NATIONAL,
    Entity,
    Kind,
    Name,
    NoSuchQuestionError,
    ReservedListError,
    Result,
    UnfitListNameError,
    UnknownSourceError,
    alarms,
    drop_waiting,
    export_list,
    forget_look,
    load_entities,
    note_look,
    statuses,
    sync,
    take_kept,
    take_waiting,
    waiting,
    waiting_difference,
)

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)
SOURCE = "eu_fsf"


def deliver(state: Path, count: int, at: datetime = AT) -> Result:
    place = state.parent / "in"
    place.mkdir(exist_ok=True)
    rows = ({"names": [f"Party Number {n}"]} for n in range(count))
    (place / "eu.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return sync(place, state, at=at)[0].result


@pytest.fixture
def state(tmp_path: Path) -> Path:
    deliver(tmp_path / "state", 100)
    return tmp_path / "state"


@pytest.fixture
def stopped(state: Path) -> Path:
    assert deliver(state, 90, LATER) is Result.REFUSED
    return state


def test_what_was_stopped_waits_whole_and_is_taken_when_accepted(stopped: Path) -> None:
    (one,) = waiting(stopped)
    assert (one.lost, one.entries, one.code) == (10, 90, "list_shrunk")
    assert one.against == statuses(stopped)[0].version
    assert one.to_json()["words"] == one.words
    compared = waiting_difference(stopped, SOURCE)
    assert compared.counts() == {"added": 0, "removed": 10, "changed": 0}
    done = take_waiting(stopped, SOURCE, one.content_hash, at=LATER)
    assert (done.result, done.version) == (Result.CHANGED, one.version)
    assert waiting(stopped) == ()
    assert len(load_entities(stopped, SOURCE, one.version)) == 90
    raw = stopped / "lists" / SOURCE / one.version / "raw" / "eu.jsonl"
    assert raw.exists()


def test_what_was_rejected_is_forgotten(stopped: Path) -> None:
    (one,) = waiting(stopped)
    drop_waiting(stopped, SOURCE, one.content_hash)
    assert waiting(stopped) == ()
    assert statuses(stopped)[0].entries == 100
    with pytest.raises(NoSuchQuestionError) as raised:
        drop_waiting(stopped, SOURCE, one.content_hash)
    assert raised.value.code == "list_question_gone"
    with pytest.raises(NoSuchQuestionError):
        waiting_difference(stopped, SOURCE)
    with pytest.raises(NoSuchQuestionError):
        waiting_difference(stopped, "nobody")


def test_only_the_version_that_was_accepted_is_taken(stopped: Path) -> None:
    (first,) = waiting(stopped)
    deliver(stopped, 80, LATER)  # another one waits now
    with pytest.raises(NoSuchQuestionError):
        take_waiting(stopped, SOURCE, first.content_hash, at=LATER)
    assert statuses(stopped)[0].entries == 100


@pytest.mark.parametrize("count", [100, 101], ids=["looked-at-again", "changed"])
def test_a_question_ends_when_a_version_is_taken(stopped: Path, count: int) -> None:
    deliver(stopped, count, LATER)
    assert waiting(stopped) == ()


def test_a_question_about_a_version_out_of_service_stands_no_longer(
    stopped: Path,
) -> None:
    (one,) = waiting(stopped)
    facts = stopped / "lists" / SOURCE / "current.json"
    facts.write_text(facts.read_text().replace(one.against, "another"))
    assert waiting(stopped) == ()


def test_a_dated_version_keeps_its_day(tmp_path: Path) -> None:
    place = tmp_path / "in" / "eu_2026-05-01"
    place.mkdir(parents=True)
    state = tmp_path / "state"
    for count in (100, 10):
        rows = ({"names": [f"Party Number {n}"]} for n in range(count))
        (place / "eu.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
        sync(place.parent, state, at=AT)
    (one,) = waiting(state)
    take_waiting(state, SOURCE, one.content_hash, at=LATER)
    assert statuses(state)[0].published == date(2026, 5, 1)


def test_a_list_is_held_under_another_name(state: Path, tmp_path: Path) -> None:
    (done,) = sync(tmp_path / "in", state, at=AT, name="partner_eu")
    assert done.source == "partner_eu"
    (entity, *_rest) = load_entities(state, "partner_eu", done.version)
    assert entity.id.startswith("partner_eu:")
    assert [one.source for one in statuses(state)] == ["eu_fsf", "partner_eu"]
    (again,) = sync(tmp_path / "in", state, at=AT, name="partner_eu")
    assert again.result is Result.UNCHANGED


@pytest.mark.parametrize("name", ["../x", "Upper", "x" * 41])
def test_a_name_that_is_none_is_refused(state: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(UnfitListNameError) as raised:
        sync(tmp_path / "in", state, at=AT, name=name)
    assert raised.value.code == "list_name_unfit"


def party(number: str) -> Entity:
    return Entity(
        id=f"{NATIONAL}:{number}",
        source=NATIONAL,
        kind=Kind.PERSON,
        names=(Name(text="Ada Doe"),),
    )


def test_a_list_kept_here_comes_into_service_like_another(tmp_path: Path) -> None:
    def keep(*entities: Entity) -> object:
        return take_kept(tmp_path, NATIONAL, lambda: entities, on=AT.date(), at=AT)

    assert keep() is None
    keep(party("2"), party("1"))
    (held,) = statuses(tmp_path)
    assert (held.entries, held.published) == (2, AT.date())
    keep()  # every loss was decided entry by entry
    assert statuses(tmp_path)[0].entries == 0
    with pytest.raises(UnknownSourceError):
        take_kept(tmp_path, "us_csl", lambda: (), on=AT.date(), at=AT)


def test_a_list_kept_here_is_taken_from_no_file(tmp_path: Path) -> None:
    take_kept(tmp_path, NATIONAL, lambda: (party("1"),), on=AT.date(), at=AT)
    place = tmp_path / "in"
    place.mkdir()
    (place / "x.jsonl").write_text("".join(export_list(tmp_path, NATIONAL)))
    (refused,) = sync(place, tmp_path, at=AT)
    assert isinstance(refused.error, ReservedListError)
    assert refused.error.code == "list_reserved"
    (taken,) = sync(place, tmp_path, at=AT, name="partner_national")
    assert taken.result is Result.NEW


def test_alarms_say_since_when_and_end_by_themselves(state: Path) -> None:
    assert alarms(state, at=AT) == ()
    note_look(state, "a", problem="No answer.", at=AT)
    note_look(state, "a", problem="Still none.", at=LATER)
    (raised,) = alarms(state, at=LATER)
    assert (raised.kind, raised.words, raised.since) == ("refused", "Still none.", AT)
    assert raised.to_json()["since"] == "2026-11-23T09:00:00Z"
    note_look(state, "a", at=LATER)
    assert alarms(state, at=LATER) == ()
    note_look(state, "b", problem="Gone.", at=LATER)
    assert not forget_look(state, "c")
    assert forget_look(state, "b")
    (stale,) = alarms(state, at=AT + timedelta(days=8))
    assert (stale.kind, stale.about) == ("stale", SOURCE)


def test_no_list_at_all_is_an_alarm(tmp_path: Path) -> None:
    (raised,) = alarms(tmp_path, at=AT)
    assert (raised.kind, raised.to_json()["since"]) == ("none", None)


def test_a_loss_is_a_question_and_no_second_alarm(stopped: Path) -> None:
    place = stopped.parent / "in"
    note_look(stopped, "in", outcomes=sync(place, stopped, at=LATER), at=LATER)
    assert [one.kind for one in alarms(stopped, at=LATER)] == ["question"]
    (place / "eu.jsonl").write_text('{"names": ["A')
    note_look(stopped, "in", outcomes=sync(place, stopped, at=LATER), at=LATER)
    assert [one.kind for one in alarms(stopped, at=LATER)] == ["question", "refused"]
