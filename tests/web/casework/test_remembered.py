"""A word on a pair is remembered until either side changes: never global, never silent."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from pytest_django.fixtures import Settings
from tests.web.casework.builders import (
    END_USER,
    MovingClock,
    World,
    see,
    submit,
    take,
)
from tests.web.casework.hit_builders import (
    BROKERS,
    first_hit,
    frozen_party,
    hits_of,
    say,
    second,
    settle,
    with_party,
)

from licet.screening import statuses, sync
from licet.web.casework.engines import Lists
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    AdjudicationBasis,
    CarriedWord,
    CaseEvent,
    HitPlace,
    LedgerRow,
    SecondWord,
)
from licet.web.casework.ports import Ports, using
from licet.web.casework.record.events import read_act
from licet.web.casework.screening.pairs import identity, pair_digest
from licet.web.casework.selectors.screening.hit_evidence import hit_evidence
from licet.web.casework.services.desk import desk
from licet.web.casework.services.findings import findings
from licet.web.casework.services.screening.hit_places import place_owed


def codes(world: World, number: str) -> set[str]:
    return {one.code for one in see(world, number).obstacles}


def correct(world: World, number: str, path: str, value: object) -> None:
    desk.correct_fact(
        by=world.officer,
        case=number,
        path=path,
        value=value,
        reasons="The register.",
        version=None,
    )
    run_pending()


# Into later runs of the same case.


def test_a_word_holds_in_later_runs_as_long_as_neither_side_changes(
    world: World, clock: MovingClock
) -> None:
    number = with_party(world, BROKERS)
    settle(world, number)
    clock.forward(30)
    findings.renew_findings(by=world.officer, case=number, version=None)
    assert {one.standing for one in hits_of(world, number)} == {"not_a_match"}
    assert "open_hit" not in codes(world, number)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param("end_user.address", "1 Other Street", id="address"),
        pytest.param("end_user.registration", "HRB 4711", id="register-number"),
        pytest.param("end_user.type", "police", id="sort-of-body"),
    ],
)
def test_a_word_lapses_when_a_fact_that_identifies_the_party_changes(
    world: World, path: str, value: str
) -> None:
    number = with_party(world, BROKERS)
    take(world, number)
    settle(world, number)
    correct(world, number, path, value)
    hit = first_hit(world, number)
    assert hit.standing == "open"
    assert "open_hit" in codes(world, number)
    evidence = hit_evidence(viewer=world.officer, case=number, hit=hit.id)
    assert evidence.earlier == ()
    (lapsed,) = evidence.lapsed
    assert lapsed.differs == (("party", path.removeprefix("end_user.")),)
    assert lapsed.word.reasons == "Another register number."


def test_what_the_law_makes_of_a_party_does_not_lapse_a_word_on_it(
    world: World,
) -> None:
    number = with_party(world, BROKERS)
    take(world, number)
    say(world, number, "match", code="same_address")
    run_pending()  # the match became a fact, and everything was computed again
    assert first_hit(world, number).standing == "match"
    correct(world, number, "end_use", "Something else")
    assert first_hit(world, number).standing == "match"


@pytest.fixture
def own_lists(tmp_path: Path, settings: Settings, outside: Ports) -> Iterator[Path]:
    """Lists of this test alone, behind the ports."""
    settings.LICET_STATE = tmp_path / "state"
    with using(replace(outside, screener=Lists(state=settings.LICET_STATE))):
        yield tmp_path / "state"


def publish(state: Path, clock: MovingClock, *entries: Sequence[str]) -> None:
    folder = state.parent / "in"
    folder.mkdir(exist_ok=True)
    lines = [
        {
            "id": number,
            "schema": "Company",
            "properties": {"name": [name], "notes": [notes]},
        }
        for number, name, notes in entries
    ]
    text = "\n".join(json.dumps(one) for one in lines) + "\n"
    (folder / "list.jsonl").write_text(text, "utf-8")
    clock.forward(1)
    sync(
        folder,
        state,
        at=clock.at,
        accept_loss=("ftm",) if statuses(state) else (),
    )


AURORA = ("e1", "Banco Aurora do Sul", "")
OTHER = ("e9", "Voskranev Institute", "")


def test_a_new_version_of_a_list_lapses_a_word_only_where_its_entry_reads_otherwise(
    own_lists: Path, world: World, clock: MovingClock
) -> None:
    publish(own_lists, clock, AURORA, OTHER)
    number = with_party(world, END_USER)
    settle(world, number)
    publish(own_lists, clock, AURORA, ("e9", "Voskranev Institute", "Moved."))
    findings.renew_findings(by=world.officer, case=number, version=None)
    hit = first_hit(world, number)
    assert hit.standing == "not_a_match"
    publish(own_lists, clock, ("e1", "Banco Aurora do Sul", "Owned by another."), OTHER)
    findings.renew_findings(by=world.officer, case=number, version=None)
    hit = first_hit(world, number)
    assert hit.standing == "open"
    (lapsed,) = hit_evidence(viewer=world.officer, case=number, hit=hit.id).lapsed
    assert lapsed.differs == (("entry", "remarks"),)
    publish(own_lists, clock, AURORA, OTHER)
    findings.renew_findings(by=world.officer, case=number, version=None)
    # It reads again as it did when the word was given, and so the word counts again.
    assert first_hit(world, number).standing == "not_a_match"


# Into other cases.


def test_a_word_is_carried_into_another_case_shown_logged_and_opened_again(
    world: World, clock: MovingClock
) -> None:
    source = with_party(world, BROKERS)
    settle(world, source)
    clock.forward(3)
    number = with_party(world, BROKERS, who="vigil")
    hit = first_hit(world, number)
    assert hit.standing == "not_a_match"
    assert hit.adjudications == ()
    assert hit.remembered is not None
    assert (hit.remembered.case, hit.remembered.by) == (source, "Officer")
    assert hit.remembered.at.date().isoformat() == "2026-03-02"
    assert "open_hit" not in codes(world, number)
    event = CaseEvent.objects.filter(kind="carry_adjudication").first()
    assert event is not None
    assert not event.public
    told = read_act(LedgerRow.objects.get(pk=event.row)).payload
    assert told["from_case"] == source
    assert told["decided_by"] == str(world.people["officer"].pk)
    assert any(
        one.words == "Word on a hit remembered from another case"
        for one in see(world, number).timeline
    )
    say(world, number, "reopen", code="new_information", reasons="A new register.")
    assert first_hit(world, number).standing == "open"
    assert first_hit(world, source).standing == "not_a_match"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"country": "CH"}, id="country"),
        pytest.param({"name": "Sable Wind Exploit Broker"}, id="name"),
        pytest.param(
            {"facts": {"type": "private_company", "registration": "1"}}, id="number"
        ),
    ],
)
def test_nothing_is_carried_to_a_party_that_differs_in_anything(
    world: World, change: dict[str, object]
) -> None:
    settle(world, with_party(world, BROKERS))
    number = with_party(world, {**BROKERS, **change}, who="vigil")
    hits = hits_of(world, number)
    assert hits
    assert {one.standing for one in hits} == {"open"}
    assert not CarriedWord.objects.exists()


def test_a_role_is_no_part_of_who_a_party_is(world: World) -> None:
    settle(world, with_party(world, BROKERS))
    number = with_party(world, {**BROKERS, "role": "consignee"}, who="vigil")
    assert {one.standing for one in hits_of(world, number)} == {"not_a_match"}


def test_a_match_elsewhere_is_shown_and_stays_open_until_said_here(
    world: World,
) -> None:
    source = with_party(world, BROKERS)
    say(world, source, "match", code="same_address")
    number = with_party(world, BROKERS, who="vigil")
    hit = next(one for one in hits_of(world, number) if one.remembered)
    assert hit.remembered is not None
    assert hit.remembered.verdict == "match"
    assert hit.standing == "open"
    assert not [one for one in see(world, number).facts if "listed_on" in one.path]
    say(world, number, "match", hit=hit.id, code="same_address")
    assert [one for one in see(world, number).facts if "listed_on" in one.path]


@pytest.mark.parametrize("verdict", ["need_more", "reopen"])
def test_what_decides_nothing_is_not_remembered_and_neither_is_what_lies_behind(
    world: World, verdict: str
) -> None:
    source = with_party(world, BROKERS)
    settle(world, source)
    for one in hits_of(world, source):
        say(world, source, verdict, hit=one.id)
    number = with_party(world, BROKERS, who="vigil")
    assert {one.standing for one in hits_of(world, number)} == {"open"}


def test_a_word_that_waits_for_a_second_officer_is_not_remembered(
    world: World,
) -> None:
    source = with_party(world, frozen_party())
    for one in hits_of(world, source):
        say(world, source, hit=one.id)
    number = with_party(world, frozen_party(), who="vigil")
    waiting = [one for one in hits_of(world, source) if one.standing != "not_a_match"]
    assert waiting
    pairs = {one.document["entry_hash"] for one in waiting}
    assert {
        one.standing
        for one in hits_of(world, number)
        if one.document["entry_hash"] in pairs
    } == {"open"}


def test_a_confirmed_word_is_carried_and_asks_nobody_again_at_the_same_tier(
    world: World,
) -> None:
    settle(world, with_party(world, frozen_party()))
    number = with_party(world, frozen_party(), who="vigil")
    assert {one.standing for one in hits_of(world, number)} == {"not_a_match"}
    assert not CarriedWord.objects.filter(asks_second=True).exists()


def test_where_more_is_needed_here_than_there_a_second_officer_is_asked(
    world: World, settings: Settings
) -> None:
    source = with_party(world, BROKERS)
    settle(world, source)
    settings.LICET_FOUR_EYES_TIER = 1
    number = with_party(world, BROKERS, who="vigil")
    hit = first_hit(world, number)
    assert hit.standing == "awaiting_second"
    assert hit.remembered is not None
    assert hit.remembered.asks_second
    assert hit.remembered.because.startswith("Only one officer had looked at it.")
    assert "open_hit" in codes(world, number)
    second(world, number, hit=hit.id)
    found = next(one for one in hits_of(world, number) if one.id == hit.id)
    assert found.standing == "not_a_match"
    assert [one.by for one in found.seconds] == ["Officer2"]
    assert SecondWord.objects.get().case.number == number


def test_what_was_confirmed_for_a_lower_tier_is_asked_again_for_a_higher(
    world: World, settings: Settings
) -> None:
    settings.LICET_FOUR_EYES_TIER = 1
    source = with_party(world, BROKERS)
    settle(world, source)
    probe = {"name": "A probe", "facts": {"kind": "equipment", "eccn": "5A001.j"}}
    number = submit(
        world, "vigil", parties={"parties": [BROKERS]}, items={"items": [probe]}
    ).number
    lower = HitPlace.objects.filter(case__number=source)[0].tier
    higher = HitPlace.objects.filter(case__number=number)[0].tier
    assert lower < higher == 4
    hit = first_hit(world, number)
    assert hit.standing == "awaiting_second"
    assert hit.remembered is not None
    assert f"confirmed it for tier {lower}" in hit.remembered.because


def test_a_word_taken_back_in_its_own_case_counts_nowhere_any_more(
    world: World,
) -> None:
    source = with_party(world, BROKERS)
    settle(world, source)
    number = with_party(world, BROKERS, who="vigil")
    hit = first_hit(world, source)
    say(world, source, "reopen", hit=hit.id, code="mistake", reasons="Misread.")
    run_pending()
    same = next(
        one
        for one in hits_of(world, number)
        if one.document["entry_hash"] == hit.document["entry_hash"]
    )
    assert same.standing == "open"
    assert same.remembered is not None
    assert same.remembered.undone
    assert "open_hit" in codes(world, number)
    assert HitPlace.objects.get(hit=same.id).standing == "open"


def test_a_second_officer_who_differs_later_takes_a_carried_word_back(
    world: World, settings: Settings
) -> None:
    source = with_party(world, BROKERS)
    settle(world, source)
    number = with_party(world, BROKERS, who="vigil")
    settings.LICET_FOUR_EYES_TIER = 1
    hit = first_hit(world, source)
    second(world, source, hit=hit.id, agrees=False)
    settings.LICET_FOUR_EYES_TIER = 4
    same = next(
        one
        for one in hits_of(world, number)
        if one.document["entry_hash"] == hit.document["entry_hash"]
    )
    assert same.standing == "open"


def test_computing_again_carries_a_word_once(world: World) -> None:
    settle(world, with_party(world, BROKERS))
    number = with_party(world, BROKERS, who="vigil")
    before = CarriedWord.objects.count()
    assert before
    findings.renew_findings(by=world.officer, case=number, version=None)
    assert CarriedWord.objects.count() == before


# The pair, and the work list as a projection.


def test_a_pair_is_named_by_both_sides_whoever_says_the_facts() -> None:
    plain = {
        "name": "A",
        "country": "BR",
        "role": "end_user",
        "facts": {"address": "1"},
    }
    said = {"state": "known", "statements": [{"value": "1", "by": "officer:1"}]}
    told = {
        **plain,
        "role": "consignee",
        "facts": {"address": said, "listed_on": ["x"]},
    }
    assert identity(plain) == identity(told)
    assert pair_digest(identity(plain), "h") != pair_digest(identity(plain), "g")
    assert identity({"name": "A", "facts": {"address": ""}}) == {
        "name": "A",
        "country": "",
    }


def test_hits_that_are_not_placed_are_placed_by_the_schedule(world: World) -> None:
    number = with_party(world, BROKERS)
    count = len(hits_of(world, number))
    HitPlace.objects.all().delete()
    assert place_owed() == 1
    assert HitPlace.objects.count() == count
    assert place_owed() == 0


def test_words_and_what_is_carried_stay_as_they_were_written(world: World) -> None:
    settle(world, with_party(world, frozen_party()))
    with_party(world, frozen_party(), who="vigil")
    for model, change in (
        (AdjudicationBasis, {"code": "other"}),
        (SecondWord, {"agrees": False}),
        (CarriedWord, {"asks_second": False}),
    ):
        assert model.objects.exists()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.all()._raw_delete(model.objects.db)
