"""Where a hit stands, rule by rule; what is said of hits of old; the demonstration's own hits."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from pytest_django.fixtures import Settings
from tests.web.casework.builders import World, see, start, submit
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

from licet.web.casework.demo.accounts import Cast
from licet.web.casework.demo.screened import decide_hits
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.models import (
    Adjudication,
    AdjudicationBasis,
    CarriedWord,
    Case,
    Hit,
    HitPlace,
    SecondWord,
)
from licet.web.casework.screening.four_eyes import need, tier_of
from licet.web.casework.screening.hit_standing import Words
from licet.web.casework.screening.pairs import sides, what_differs
from licet.web.casework.screening.reason_codes import code_words
from licet.web.casework.selectors.screening import hits as reads
from licet.web.casework.selectors.screening.hit_evidence import hit_evidence
from licet.web.casework.selectors.screening.hit_measures import hit_measures, span
from licet.web.casework.services.screening.hit_places import place_hits, rank_of, tenths

FREE = {"programs": ["entity_list"]}
FROZEN = {"programs": ["sdn"]}


def hit(document: dict[str, Any] | None = None) -> Hit:
    return Hit(pair="p", document=FREE if document is None else document)


def word(verdict: str = "not_a_match", *, needs: bool | None = None) -> Adjudication:
    said = Adjudication(pk=1, pair="p", verdict=verdict)
    if needs is None:
        said._state.fields_cache["basis"] = None  # as a row of old has none
    else:
        AdjudicationBasis(adjudication=said, needs_second=needs)
    return said


def second_of(said: Adjudication, *, agrees: bool = True, tier: int = 3) -> SecondWord:
    return SecondWord(adjudication=said, pair="p", agrees=agrees, tier=tier)


def carried_of(said: Adjudication, *, asks: bool, tier: int = 3) -> CarriedWord:
    return CarriedWord(source=said, pair="p", asks_second=asks, tier=tier)


@pytest.mark.parametrize(
    ("tier", "words", "standing"),
    [
        pytest.param(3, {}, "open", id="nothing-said"),
        pytest.param(3, {"said": [word("need_more")]}, "need_more", id="needs-more"),
        pytest.param(3, {"said": [word("reopen")]}, "open", id="opened-again"),
        pytest.param(3, {"said": [word()]}, "not_a_match", id="a-word-of-old"),
        pytest.param(4, {"said": [word()]}, "awaiting_second", id="of-old-tier-four"),
        pytest.param(
            3, {"said": [word(needs=True)]}, "awaiting_second", id="four-eyes-of-then"
        ),
        pytest.param(3, {"said": [word(needs=False)]}, "not_a_match", id="two-eyes"),
        pytest.param(
            4,
            {"said": [one := word(needs=True)], "seconds": [second_of(one, tier=3)]},
            "awaiting_second",
            id="confirmed-for-a-lower-tier",
        ),
        pytest.param(
            4,
            {"said": [one := word(needs=True)], "seconds": [second_of(one, tier=4)]},
            "not_a_match",
            id="confirmed-for-this-tier",
        ),
        pytest.param(
            3,
            {"said": [one := word("match")], "seconds": [second_of(one, agrees=False)]},
            "open",
            id="differed-from",
        ),
        pytest.param(
            3,
            {"carried": [carried_of(word(), asks=False)]},
            "not_a_match",
            id="carried",
        ),
        pytest.param(
            4,
            {"carried": [carried_of(word(), asks=False, tier=3)]},
            "awaiting_second",
            id="carried-and-the-tier-rose-since",
        ),
        pytest.param(
            4,
            {"carried": [carried_of(word(), asks=True, tier=4)]},
            "awaiting_second",
            id="carried-and-asked-again",
        ),
        pytest.param(
            3,
            {"carried": [carried_of(word(), asks=True)]},
            "not_a_match",
            id="carried-asked-and-needed-no-more",
        ),
        pytest.param(
            3,
            {"carried": [carried_of(word(), asks=False)], "undone": frozenset({1})},
            "open",
            id="taken-back-at-home",
        ),
        pytest.param(
            3,
            {
                "said": [word("reopen")],
                "carried": [carried_of(word(), asks=False)],
            },
            "open",
            id="an-own-word-stands-before-a-carried-one",
        ),
    ],
)
def test_the_newest_word_speaks_and_what_is_not_surely_decided_is_open(
    tier: int, words: dict[str, Any], standing: str
) -> None:
    assert Words(tier=tier, **words).standing(hit()) == standing


def test_four_eyes_are_asked_for_by_tier_by_measure_or_by_both() -> None:
    assert not need(hit(), 3).second
    assert need(hit(), 4).because == "The case is of tier 4."
    assert need(hit(FROZEN), 3).because == "Behind the list stands: freeze of assets."
    both = need(hit({}), 4)
    assert (both.by_tier, both.by_measure) == (True, True)


def test_an_item_that_nobody_classified_counts_as_the_highest_tier() -> None:
    assert tier_of([], 1) == 4
    assert tier_of([], 0) == 4


# Hits of old, and small rules.


def test_a_hit_of_old_has_no_recorded_party_and_says_so() -> None:
    old = Hit(document={"entry_hash": "a", "entry": {}})
    new = Hit(document={"entry_hash": "b", "entry": {}, "party": {"name": "A"}})
    assert sides(old) == ("", "a")
    assert what_differs(old, new) == (("party", "unrecorded"), ("entry", "content"))
    assert what_differs(new, new) == ()


@pytest.mark.parametrize(
    ("score", "found"), [("0.2500", 2), ("0.9999", 9), ("1.0000", 10), ("", 0)]
)
def test_likeness_goes_by_whole_tenths(score: str, found: int) -> None:
    assert tenths(score) == found


def test_the_end_user_comes_first_and_an_unnamed_role_last() -> None:
    assert rank_of("end_user") == 0
    assert rank_of("consignee") < rank_of("payer") < rank_of("somebody")


def test_a_code_of_another_time_is_shown_as_it_is() -> None:
    assert code_words("match", "same_address") == "Name and address are the same"
    assert code_words("match", "gone") == "gone"


def test_what_adjudication_keeps_says_what_it_is(world: World) -> None:
    source = with_party(world, frozen_party())
    settle(world, source)
    with_party(world, frozen_party(), who="vigil")
    assert str(SecondWord.objects.all()[0]) == "agrees"
    assert str(SecondWord(agrees=False)) == "differs"
    assert str(AdjudicationBasis.objects.all()[0]) == "not_a_match: other"
    assert str(CarriedWord.objects.all()[0]).endswith("not_a_match")
    assert str(HitPlace.objects.all()[0]).endswith("not_a_match")


def test_a_case_without_findings_has_no_hits_to_place(world: World) -> None:
    made = start(world)
    assert place_hits(Case.objects.get(number=made.number)) == 0


# Reads.


def test_who_may_not_see_hits_counts_none(world: World) -> None:
    with_party(world, BROKERS)
    assert reads.undecided(viewer=world.officer) > 0
    assert reads.undecided(viewer=world.te) == 0


def test_a_standing_that_there_is_none_of_is_refused(world: World) -> None:
    with pytest.raises(InvalidInputError, match="Ask for one of"):
        reads.work_list(viewer=world.officer, query=reads.HitQuery(standing="x"))


def test_what_the_case_says_of_owners_stands_beside_the_hit(world: World) -> None:
    owned = {**BROKERS, "facts": {"type": "private_company", "parent_country": "AE"}}
    number = submit(world, parties={"parties": [BROKERS | owned]}).number
    found = hit_evidence(
        viewer=world.officer, case=number, hit=first_hit(world, number).id
    )
    assert found.facts == (("parent_country", "AE"),)
    assert found.measure["id"] == "licence_requirement"
    assert found.list_day is not None


def test_the_other_hits_of_a_party_and_the_neighbours_are_at_hand(
    world: World,
) -> None:
    number = with_party(world, BROKERS, {**BROKERS, "role": "consignee"})
    ids = [one.id for one in hits_of(world, number)]
    found = hit_evidence(viewer=world.officer, case=number, hit=ids[0])
    assert {one.id for one in found.others} <= set(ids) - {ids[0]}
    assert found.others
    assert found.neighbours.count == len(ids)
    assert found.may
    say(world, number)
    decided = hit_evidence(viewer=world.officer, case=number, hit=ids[0])
    assert decided.same == ()


# Measures.


@pytest.mark.parametrize(
    ("since", "until"),
    [
        pytest.param("2026-03-02", "2026-03-01", id="backwards"),
        pytest.param("2010-01-01", "2026-01-01", id="too-long"),
    ],
)
def test_a_span_that_cannot_be_is_refused(world: World, since: str, until: str) -> None:
    with pytest.raises(InvalidInputError, match="first day"):
        span(since, until)


def test_words_are_counted_when_they_take_effect_and_reversals_when_they_come(
    world: World, clock: Any
) -> None:
    number = with_party(world, frozen_party())
    chosen = first_hit(world, number).id
    clock.forward(1)
    say(world, number, hit=chosen)
    waiting = hit_measures(viewer=world.head)
    assert (waiting.all.count, waiting.waiting_now) == (0, 1)
    clock.forward(1)
    second(world, number, hit=chosen)
    done = hit_measures(viewer=world.head)
    assert (done.all.count, done.all.median) == (1, "48.0")
    assert [one.name for one in done.by_role] == ["end_user"]
    clock.forward(7)
    say(world, number, "reopen", hit=chosen, code="mistake")
    turned = hit_measures(viewer=world.head)
    assert (turned.reversal.count, turned.reversal.of) == (1, 1)
    assert sum(one.reversed for one in turned.weeks) == 1
    assert (turned.agreement.value, turned.agreement.low) == ("100.0", "20.7")
    later = hit_measures(viewer=world.head, since="2026-06-01", until="2026-06-02")
    assert (later.all.count, later.agreement.value) == (0, None)


def test_a_second_officer_who_differs_counts_against_agreement(world: World) -> None:
    number = with_party(world, frozen_party())
    chosen = first_hit(world, number).id
    say(world, number, hit=chosen)
    second(world, number, hit=chosen, agrees=False)
    found = hit_measures(viewer=world.head)
    assert (found.agreement.count, found.agreement.of) == (0, 1)
    assert found.all.count == 0
    assert sum(one.differed for one in found.weeks) == 1


# The demonstration.


@pytest.mark.parametrize(
    ("confirmed", "standings"),
    [
        pytest.param(True, {"not_a_match"}, id="whole"),
        pytest.param(False, {"not_a_match", "awaiting_second"}, id="waits"),
    ],
)
def test_the_demonstration_decides_its_hits_with_two_officers(
    world: World, confirmed: bool, standings: set[str]
) -> None:
    number = with_party(world, frozen_party(), {**BROKERS, "role": "consignee"})
    people = cast("Cast", SimpleNamespace(actor=world.actor))
    assert list(decide_hits(people, number, "officer", confirmed=confirmed))
    assert {one.standing for one in hits_of(world, number)} == standings
    assert see(world, number).timeline


def test_a_level_of_another_day_is_asked_when_the_word_is_read(
    world: World, settings: Settings
) -> None:
    number = with_party(world, BROKERS)
    settle(world, number)
    settings.LICET_FOUR_EYES_MEASURE = "caution"
    assert {one.standing for one in hits_of(world, number)} == {"awaiting_second"}
