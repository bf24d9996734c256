"""Wherever a party is screened the matcher is asked with everything that the case knows of it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from tests.web.casework.builders import MovingClock, World, submit
from tests.web.casework.hit_builders import first_hit, hits_of

from licet.screening import Kind, Question, statuses, sync
from licet.web.casework.access import SYSTEM
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import FindingsRun
from licet.web.casework.ports import Ports, using
from licet.web.casework.screening.lists_engine import NOT_CLEARED, Lists
from licet.web.casework.screening.pairs import IDENTIFYING, identity
from licet.web.casework.screening.party_questions import party_question
from licet.web.casework.selectors.screening import list_alerts
from licet.web.casework.services.findings import findings
from licet.web.casework.services.screening.lists import enter_sync
from licet.web.casework.views import Json

LISTED = {
    "id": "e1",
    "schema": "Person",
    "properties": {
        "name": ["Ilyo Voskranev"],
        "alias": ["Dmitar Quorvex"],
        "birthDate": ["1961-04-02"],
        "country": ["br"],
        "idNumber": ["HRB 471-1"],
        "address": ["7 Marrow Lane, Quorport"],
    },
}
OTHER = {"id": "e9", "schema": "Company", "properties": {"name": ["Tarnhelm Lumen"]}}
ALL: dict[str, object] = {
    "type": "individual",
    "nationality": "BR",
    "birth_date": "1961-04-02",
    "registration": "hrb 4711",
    "address": "Quorport, 7 Marrow Lane",
}


def party(**facts: object) -> dict[str, Any]:
    name = "Ilyo Voskranov"
    return {"role": "end_user", "name": name, "country": "", "facts": facts}


def stated(*values: object) -> Json:
    return {"state": "known", "statements": [{"value": one} for one in values]}


def publish(state: Path, clock: MovingClock, *entries: Json) -> list[dict[str, object]]:
    folder = state.parent / "in"
    folder.mkdir(exist_ok=True)
    text = "".join(json.dumps(one) + "\n" for one in entries)
    (folder / "list.jsonl").write_text(text, "utf-8")
    clock.forward(1)
    held = ("ftm",) if statuses(state) else ()
    return [o.to_json() for o in sync(folder, state, at=clock.at, accept_loss=held)]


@pytest.fixture
def lists(tmp_path: Path, settings: Settings, outside: Ports) -> Iterator[Lists]:
    """Lists of this test alone behind the ports."""
    settings.LICET_STATE = tmp_path / "state"
    own = Lists(state=tmp_path / "state")
    with using(replace(outside, screener=own)):
        yield own


@pytest.fixture
def one_entry(lists: Lists, clock: MovingClock) -> Lists:
    publish(lists.state, clock, LISTED, OTHER)
    return lists


def asked(lists: Lists, one: Json) -> Json:
    (hit,) = lists.hits(party_question(one))
    return hit


@pytest.mark.parametrize(
    ("facts", "moves", "says"),
    [
        ({"birth_date": "1961-04-02"}, 1, "the birth date agrees"),
        ({"birth_date": "2 April 1961"}, 1, "the birth date agrees"),
        ({"birth_date": "1987"}, -1, "the birth date differs (1961-04-02)"),
        ({"nationality": "BR"}, 1, "a country agrees"),
        ({"nationality": "DE"}, -1, "no country agrees (BR)"),
        ({"registration": "HRB 4711"}, 1, "the same identifying number"),
        ({"identifiers": ["1", "hrb-4711"]}, 1, "the same identifying number"),
        ({"address": "Quorport, 7 Marrow Lane"}, 1, "an address agrees"),
        ({"address": "1 Other Street"}, -1, "no address agrees"),
        ({"type": "bank"}, -1, "the entry is a person"),
    ],
)
def test_what_is_known_of_a_party_moves_the_score_and_is_said(
    one_entry: Lists, facts: dict[str, object], moves: int, says: str
) -> None:
    plain = asked(one_entry, party())
    known = asked(one_entry, party(**facts))
    assert not plain["qualifiers"]
    assert any(one.startswith(says) for one in known["qualifiers"])
    gained = float(known["score"]) - float(plain["score"])
    assert gained * moves > 0


@pytest.mark.parametrize("path", ["native_name", "former_names", "aliases"])
def test_every_name_of_a_party_is_asked(one_entry: Lists, path: str) -> None:
    one = {**party(), "name": "Sable Orchard"}
    assert one_entry.hits(party_question(one)) == ()
    hit = asked(one_entry, {**one, "facts": {path: stated("Dmitar Quorvex")}})
    assert (hit["query_name"], hit["score"]) == ("Dmitar Quorvex", "1.0000")


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(dict.fromkeys(IDENTIFYING), id="nobody-stated-it"),
        pytest.param(
            {path: {"state": "unknown", "statements": []} for path in IDENTIFYING},
            id="unknown",
        ),
        pytest.param({path: stated("") for path in IDENTIFYING}, id="empty"),
        pytest.param(
            {"birth_date": "in the war", "nationality": "none", "type": "reseller"},
            id="not-to-be-read",
        ),
    ],
)
def test_what_is_unknown_of_a_party_changes_nothing(
    one_entry: Lists, facts: dict[str, object]
) -> None:
    assert party_question(party(**facts)) == Question(names=("Ilyo Voskranov",))
    assert asked(one_entry, party(**facts)) == asked(one_entry, party())


@pytest.mark.parametrize(
    ("sorts", "kind"),
    [
        (("individual",), Kind.PERSON),
        (("Person",), Kind.PERSON),
        (("Company",), Kind.ORGANISATION),
        (("bank", "university"), Kind.ORGANISATION),
        (("vessel",), Kind.VESSEL),
        (("private",), None),
        (("bank", "reseller"), None),
        (("bank", "individual"), None),
    ],
)
def test_the_kind_is_asked_where_the_type_settles_it(
    sorts: tuple[str, ...], kind: Kind | None
) -> None:
    assert party_question(party(type=stated(*sorts))).kind is kind


def test_of_a_disputed_fact_every_value_is_asked(one_entry: Lists) -> None:
    one = party(birth_date=stated("1987", "1961-04-02"))
    assert "the birth date agrees" in asked(one_entry, one)["qualifiers"]


def test_a_number_with_its_kind_is_asked_as_a_number(one_entry: Lists) -> None:
    one = party(identifiers=[{"kind": "register", "value": "HRB 4711"}, True, 12345])
    assert party_question(one).identifiers == ("HRB 4711", "12345")


def test_whatever_is_asked_is_part_of_what_identifies_the_party() -> None:
    for path in ("native_name", "former_names", "aliases", "type", "nationality",
                 "birth_date", "registration", "identifiers", "address"):  # fmt: skip
        one = party(**{path: ALL.get(path, "Dmitar Quorvex")})
        if path == "identifiers":
            one = party(identifiers="HRB 4711")
        assert party_question(one) != party_question(party())
        assert identity(one) != identity(party())


def test_submission_renewal_and_a_change_of_the_list_ask_the_same(
    lists: Lists, world: World, clock: MovingClock
) -> None:
    publish(lists.state, clock, OTHER)
    enduser = {**party(**ALL), "country": "BR"}
    number = submit(world, parties={"parties": [enduser]}).number
    assert hits_of(world, number) == []
    enter_sync(by=SYSTEM, outcomes=publish(lists.state, clock, OTHER, LISTED))
    run_pending()
    (alert,) = list_alerts.alerts(viewer=world.officer)
    changed = first_hit(world, number)
    findings.renew_findings(by=world.officer, case=number, version=None)
    renewed = first_hit(world, number)
    submitted = first_hit(world, submit(world, parties={"parties": [enduser]}).number)
    assert FindingsRun.objects.count() == 4
    assert f"{float(alert.score):.4f}" == changed.score
    assert changed.score == renewed.score == submitted.score
    said = changed.document["qualifiers"]
    assert said == renewed.document["qualifiers"] == submitted.document["qualifiers"]
    assert len(said) == 4


AGAINST = {
    "type": "bank",
    "birth_date": "1987",
    "nationality": "DE",
    "address": "1 Other Street",
}


def test_what_an_applicant_states_lowers_a_hit_and_never_clears_it(
    one_entry: Lists,
) -> None:
    hit = asked(one_entry, party(**AGAINST))
    assert float(hit["score"]) < float(one_entry.threshold())
    assert len(hit["qualifiers"]) == 5
    assert hit["qualifiers"][-1] == NOT_CLEARED
    assert one_entry.hits(party_question({**party(**AGAINST), "name": "Sable"})) == ()


def test_a_change_of_the_list_clears_it_as_little(
    one_entry: Lists, clock: MovingClock
) -> None:
    questions = [party_question(party(**facts)) for facts in (ALL, AGAINST, {})]
    delta = one_entry.delta("ftm", older="")
    alerts = one_entry.rescreen(questions, delta)
    assert [place for place, _ in alerts] == [0, 1, 2]
    for place, hit in alerts:
        assert (hit,) == one_entry.hits(questions[place])
