"""The work list of hits, a hit beside its evidence, one word on several, time and agreement."""

import csv
import io
import json
import re

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries
from tests.web.casework.builders import MovingClock, World, see, submit, take
from tests.web.casework.hit_builders import (
    BROKERS,
    first_hit,
    frozen_party,
    hits_of,
    say,
    settle,
    with_party,
)
from tests.web.reader import Reader

from licet.web.casework.models import Adjudication
from licet.web.casework.services.applying import applications
from licet.web.casework.services.desk import desk
from licet.web.casework.services.findings import findings

pytestmark = pytest.mark.django_db
WORD = {
    "verdict": "not_a_match",
    "code": "not_a_match:other_place",
    "reasons": "Another country.",
}


def at(number: str, hit: str) -> str:
    return f"/work/cases/{number}/hits/{hit}/"


# The list.


def test_an_empty_work_list_says_what_would_be_here_and_how_it_comes(
    world: World,
) -> None:
    page = Reader(world, "officer").read("/work/hits/")
    assert "No hit waits" in page
    assert "after a submission" in page


def test_the_list_puts_the_weightiest_measure_first_and_counts_what_waits(
    world: World,
) -> None:
    light = with_party(world, BROKERS)
    heavy = with_party(world, frozen_party())
    officer = Reader(world, "officer")
    page = officer.read("/work/hits/")
    assert page.index(heavy) < page.index(light)
    assert "Freeze of assets" in page
    assert "Licence needed for this party" in page
    waits = len(hits_of(world, light)) + len(hits_of(world, heavy))
    assert f"{waits} wait" in page
    assert f"Hits ({waits})" in officer.read("/work/")


def test_the_list_is_filtered_by_list_role_team_mine_standing_and_words(
    world: World,
) -> None:
    mine = with_party(world, BROKERS)
    other = with_party(world, {**frozen_party(), "role": "consignee"}, BROKERS)
    take(world, mine)
    waiting = next(one for one in hits_of(world, other) if one.role == "consignee")
    say(world, other, hit=waiting.id)
    officer = Reader(world, "officer")
    read = officer.read
    assert other not in read("/work/hits/?mine=1")
    assert mine in read("/work/hits/?mine=1")
    assert mine in read("/work/hits/?team=LIC")
    assert other not in read("/work/hits/?team=LIC")
    assert "No hit fits" in read("/work/hits/?team=SGN")
    assert mine not in read("/work/hits/?role=consignee")
    assert mine not in read(f"/work/hits/?list={waiting.list}")
    assert mine not in read("/work/hits/?standing=awaiting_second")
    assert "you gave the first word" in read("/work/hits/?standing=awaiting_second")
    assert "first word: Officer" in Reader(world, "officer2").read(
        "/work/hits/?standing=awaiting_second"
    )
    assert mine in read(f"/work/hits/?text={mine}")
    assert "No hit fits" in read("/work/hits/?text=nobody")
    assert mine in read("/work/hits/?standing=nonsense&page=zero")


def test_the_list_goes_out_as_csv_and_json_with_the_same_filter(world: World) -> None:
    number = with_party(world, {**BROKERS, "name": "=Sable Wind Exploit Brokers"})
    with_party(world, frozen_party())
    officer = Reader(world, "officer")
    rows = list(
        csv.DictReader(
            io.StringIO(officer.source(f"/work/hits/hits.csv?text={number}"))
        )
    )
    assert {one["case"] for one in rows} == {number}
    assert rows[0]["party"].startswith("'=")
    told = json.loads(officer.source("/work/hits/hits.json"))
    assert told["query"] == {"standing": "undecided"}
    assert len(told["hits"]) > len(rows)
    assert told["hits"][0]["measure"] == "asset_freeze"


def test_who_has_no_business_with_hits_sees_none(world: World) -> None:
    with_party(world, BROKERS)
    for key in ("te", "halden", "policy"):
        Reader(world, key).read("/work/hits/", status=403)
    assert "Choose" not in Reader(world, "auditor").read("/work/hits/")


def test_a_decided_case_has_no_hits_in_the_list(world: World) -> None:
    number = with_party(world, BROKERS)
    applications.withdraw_application(by=world.halden, case=number, version=None)
    assert "No hit waits" in Reader(world, "officer").read("/work/hits/")


# One hit.


def test_a_hit_shows_both_sides_whole_with_ground_source_and_day(world: World) -> None:
    number = with_party(world, frozen_party())
    hit = first_hit(world, number)
    officer = Reader(world, "officer")
    page = officer.read(at(number, hit.id))
    entry = hit.document["entry"]
    for name, _strength, _script in entry["names"]:
        assert name in page
    for words in (
        "As stated in the case",
        "As published in the list",
        "Freeze of assets",
        "Two officers must agree",
        hit.list_version,
        "Earlier findings on this pair",
        "Other hits of this party",
        "Likelihood, calibrated",
    ):
        assert words in page, words


def test_differing_letters_are_said_in_words_as_well(world: World) -> None:
    number = with_party(world, BROKERS)
    officer = Reader(world, "officer")
    source = officer.source(at(number, first_hit(world, number).id))
    assert "<mark>" in source
    assert "Only listed:" in source


def test_the_form_needs_a_reason_of_the_same_finding_and_a_whole_need(
    world: World,
) -> None:
    number = with_party(world, BROKERS)
    where = at(number, first_hit(world, number).id)
    officer = Reader(world, "officer")
    assert "Choose the reason in short" in officer.send(where)
    wrong = officer.send(where, **WORD | {"code": "match:same_address"})
    assert "belongs to another finding" in wrong
    half = officer.send(
        where, verdict="need_more", code="need_more:other", reasons="Unclear."
    )
    assert "Say what is needed" in half
    assert "Say from whom it is needed" in half
    assert not Adjudication.objects.exists()
    officer.send(
        where,
        verdict="need_more",
        code="need_more:no_identifier",
        reasons="Unclear.",
        needed="A register number",
        needed_from="applicant",
    )
    assert "Needed from The applicant: A register number" in officer.read(where)


def test_recording_can_go_on_to_the_next_hit_that_waits(world: World) -> None:
    number = with_party(world, BROKERS, frozen_party(role="consignee"))
    officer = Reader(world, "officer")
    ordered = re.findall(
        rf"/work/cases/{number}/hits/([0-9a-f-]+)/", officer.source("/work/hits/")
    )
    first, after = list(dict.fromkeys(ordered))[:2]
    page = officer.source(at(number, first))
    assert f'rel="next" href="{at(number, after)}"' in page
    version = see(world, number).version
    answer = officer.client.post(
        at(number, first), {**WORD, "version": version, "next": "1"}
    )
    assert answer.headers["Location"] == at(number, after)


def test_after_the_last_hit_the_list_comes_again(world: World) -> None:
    number = with_party(world, BROKERS)
    (hit,) = hits_of(world, number)
    officer = Reader(world, "officer")
    assert "No hit waits" in officer.send(at(number, hit.id), **WORD, next="1")


def test_the_second_officer_speaks_on_the_same_page(world: World) -> None:
    number = with_party(world, frozen_party())
    hit = first_hit(world, number)
    say(world, number, hit=hit.id)
    where = at(number, hit.id)
    first, other = Reader(world, "officer"), Reader(world, "officer2")
    assert "waits for another officer" in first.read(where)
    assert "Your word as the second officer" in other.read(where)
    assert "Say whether the first word holds" in other.send(f"{where}second/")
    first.send(f"{where}second/", status=403, agrees="yes", reasons="So it is.")
    done = other.send(f"{where}second/", agrees="no", reasons="The address agrees.")
    assert "Your word as the second officer is recorded" in done
    page = other.read(where)
    assert "differed from" in page
    assert "The address agrees." in page


def test_what_is_remembered_is_shown_with_case_person_and_day(world: World) -> None:
    source = with_party(world, BROKERS)
    settle(world, source)
    number = with_party(world, BROKERS, who="vigil")
    officer = Reader(world, "officer")
    told = f"Remembered: decided in case {source} by Officer on 2 March 2026."
    assert told in officer.read(at(number, first_hit(world, number).id))
    case = officer.read(f"/work/cases/{number}/")
    assert told in case
    assert "Word on a hit remembered from another case" in case


def test_a_lapsed_finding_says_which_side_changed(world: World) -> None:
    number = with_party(world, BROKERS)
    take(world, number)
    settle(world, number)
    desk.correct_fact(
        by=world.officer,
        case=number,
        path="end_user.address",
        value="1 Other Street",
        reasons="The register.",
        version=None,
    )
    findings.renew_findings(by=world.officer, case=number, version=None)
    page = Reader(world, "officer").read(at(number, first_hit(world, number).id))
    assert "counts no more, because a side has changed: the party's address" in page


# Several hits.


def test_hits_of_the_same_evidence_are_decided_on_one_page(world: World) -> None:
    numbers = [with_party(world, BROKERS), with_party(world, BROKERS, who="vigil")]
    officer = Reader(world, "officer")
    hit = first_hit(world, numbers[0])
    one = officer.source(at(numbers[0], hit.id))
    assert "1 other hit rests on the same evidence" in one
    page = officer.source(f"/work/hits/together/?hit={hit.id}")
    chosen = re.findall(r'name="chosen" value="([^"]+)"', page)
    assert sorted(one.split("|")[0] for one in chosen) == sorted(numbers)
    assert "recorded on 2 hits" in officer.send(
        "/work/hits/together/", chosen=chosen, **WORD
    )
    assert Adjudication.objects.count() == 2


def test_a_mixture_is_refused_with_the_odd_ones_named(world: World) -> None:
    same = [with_party(world, BROKERS) for _ in range(2)]
    odd = with_party(world, frozen_party())
    ids = [first_hit(world, number).id for number in (*same, odd)]
    officer = Reader(world, "officer")
    page = officer.source(
        "/work/hits/together/?" + "&".join(f"hit={one}" for one in ids)
    )
    assert "do not rest on the same evidence" in page
    chosen = re.findall(r'name="chosen" value="([^"]+)"', page)
    told = officer.send("/work/hits/together/", chosen=chosen, **WORD)
    assert f"These differ from the others: {odd}" in told
    assert not Adjudication.objects.exists()


def test_nothing_chosen_says_where_to_choose(world: World) -> None:
    page = Reader(world, "officer").read("/work/hits/together/")
    assert "Choose in the list of hits" in page


# Time and agreement.


def test_time_and_agreement_are_shown_with_counts_and_small_numbers_said(
    world: World, clock: MovingClock
) -> None:
    number = with_party(world, frozen_party())
    clock.forward(2)
    settle(world, number)
    head = Reader(world, "head")
    page = head.read("/work/hits/measures/")
    assert "48.0" in page
    assert "few" in page
    assert "Second officers who agreed with the first few" in page
    told = json.loads(head.source("/work/hits/measures.json"))
    assert told["agreement"]["value"] == "100.0"
    weeks = list(csv.DictReader(io.StringIO(head.source("/work/hits/measures.csv"))))
    assert sum(int(one["seconded"]) for one in weeks) == told["agreement"]["of"]


def test_an_impossible_span_is_said_and_the_usual_one_shown(world: World) -> None:
    head = Reader(world, "head")
    assert "The last twelve weeks are shown" in head.read(
        "/work/hits/measures/?since=2026-03-02&until=2026-01-01"
    )
    assert "No hit was decided" in head.read("/work/hits/measures/")
    Reader(world, "officer").read("/work/hits/measures/", status=403)


def test_the_pages_stay_within_their_queries_however_many_hits(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    submit(world)
    for _ in range(4):
        with_party(world, BROKERS, frozen_party(role="consignee"))
    officer = Reader(world, "officer")
    officer.read("/work/hits/")
    with django_assert_max_num_queries(20):
        officer.read("/work/hits/")
    number = with_party(world, BROKERS)
    second_look = at(number, first_hit(world, number).id)
    officer.read(second_look)
    with django_assert_max_num_queries(45):
        officer.read(second_look)
