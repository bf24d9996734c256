"""Words on hits: four eyes, undoing, several at once; what stands at the gate and in the record."""

import pytest
from pytest_django.fixtures import Settings
from tests.web.casework.builders import World, see, take
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

from licet.kernel import DefectError
from licet.web.casework.errors import (
    InvalidInputError,
    MixedEvidenceError,
    NotAllowedError,
    NotFoundError,
    NotIndependentActError,
    StaleVersionError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    Adjudication,
    Case,
    CaseEvent,
    HitPlace,
    LedgerRow,
    SecondWord,
)
from licet.web.casework.record.events import read_act
from licet.web.casework.screening.measures import four_eyes_weight, measure_of, measures
from licet.web.casework.services.screening import adjudication
from licet.web.casework.services.screening.adjudication import Chosen, decide_together


def codes(world: World, number: str) -> set[str]:
    return {one.code for one in see(world, number).obstacles}


def fact(world: World, number: str, path: str = "end_user.listed_on") -> object:
    found = [one for one in see(world, number).facts if one.path == path]
    return (found[0].state, *found[0].values) if found else None


# Four eyes.


def test_a_freeze_is_cleared_only_when_a_second_officer_confirms(world: World) -> None:
    number = with_party(world, frozen_party())
    say(world, number, hit=first_hit(world, number).id)
    assert first_hit(world, number).standing == "awaiting_second"
    assert "open_hit" in codes(world, number)
    said = [one.words for one in see(world, number).obstacles]
    assert any("waits for a second officer" in one for one in said)
    second(world, number)
    assert first_hit(world, number).standing == "not_a_match"
    settle(world, number)
    assert "open_hit" not in codes(world, number)


def test_a_match_becomes_a_fact_only_when_a_second_officer_confirms(
    world: World,
) -> None:
    number = with_party(world, frozen_party())
    say(world, number, "match")
    assert fact(world, number) is None
    assert "confirmed_match" not in codes(world, number)
    second(world, number)
    assert fact(world, number) is not None
    run_pending()
    assert "confirmed_match" in codes(world, number)


def test_the_first_officer_is_never_the_second(world: World) -> None:
    number = with_party(world, frozen_party())
    say(world, number)
    rows = LedgerRow.objects.count()
    with pytest.raises(NotIndependentActError):
        second(world, number, "officer")
    assert first_hit(world, number).standing == "awaiting_second"
    assert LedgerRow.objects.count() > rows  # the attempt is on record


def test_a_second_officer_who_differs_opens_the_hit_and_both_words_stay(
    world: World,
) -> None:
    number = with_party(world, frozen_party())
    say(world, number)
    second(world, number, agrees=False, reasons="The address is the same.")
    hit = first_hit(world, number)
    assert hit.standing == "open"
    (word,) = hit.adjudications
    assert word.reasons == "Another register number."
    assert [(one.agrees, one.reasons, one.by) for one in word.seconds] == [
        (False, "The address is the same.", "Officer2")
    ]
    with pytest.raises(WrongStateError):
        second(world, number, "signer")


@pytest.mark.parametrize(
    ("tier", "standing"),
    [
        pytest.param(4, "not_a_match", id="tier-below-the-level"),
        pytest.param(1, "awaiting_second", id="tier-at-the-level"),
    ],
)
def test_the_tier_of_the_case_asks_for_four_eyes(
    world: World, settings: Settings, tier: int, standing: str
) -> None:
    settings.LICET_FOUR_EYES_TIER = tier
    number = with_party(world, BROKERS)
    say(world, number)
    assert first_hit(world, number).standing == standing


def test_a_word_of_one_officer_waits_once_the_level_comes_to_ask_for_two(
    world: World, settings: Settings
) -> None:
    number = with_party(world, BROKERS)
    say(world, number)
    assert first_hit(world, number).standing == "not_a_match"
    settings.LICET_FOUR_EYES_TIER = 1
    assert first_hit(world, number).standing == "awaiting_second"
    second(world, number)
    assert first_hit(world, number).standing == "not_a_match"


def test_needing_more_waits_for_nobody_and_says_what_from_whom(world: World) -> None:
    number = with_party(world, frozen_party())
    say(
        world,
        number,
        "need_more",
        code="no_identifier",
        needed="The register number",
        needed_from="applicant",
    )
    hit = first_hit(world, number)
    assert hit.standing == "need_more"
    word = hit.adjudications[0]
    assert (word.needed, word.needed_from) == ("The register number", "applicant")
    assert word.code_words == "No number, date or address to compare"
    assert "open_hit" in codes(world, number)


def test_no_word_waits_no_second_word_is_taken(world: World) -> None:
    number = with_party(world, frozen_party())
    with pytest.raises(WrongStateError, match="waits for no second officer"):
        second(world, number)
    with pytest.raises(InvalidInputError):
        second(world, number, reasons=" ")
    with pytest.raises(NotFoundError):
        second(world, number, hit="none")
    with pytest.raises(NotAllowedError):
        second(world, number, "auditor")


# Measures.


def test_the_weightiest_measure_speaks_and_an_unknown_list_counts_as_weighty() -> None:
    assert [one.id for one in measures()][:2] == ["unknown", "asset_freeze"]
    assert measure_of({"programs": ["uvl", "sdn"]}).id == "asset_freeze"
    assert measure_of({"programs": ["entity_list"]}).id == "licence_requirement"
    assert measure_of({"programs": ["somebody's"]}).id == "unknown"
    assert measure_of({}).id == "unknown"
    assert all(
        one.law.get("verified") is False for one in measures() if one.id != "unknown"
    )


def test_a_level_that_names_no_measure_is_a_defect(settings: Settings) -> None:
    settings.LICET_FOUR_EYES_MEASURE = "heavy"
    with pytest.raises(DefectError, match="LICET_FOUR_EYES_MEASURE"):
        four_eyes_weight()


# A word, its code, and undoing it.


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"verdict": "maybe"}, id="verdict"),
        pytest.param({"code": "same_identifier"}, id="code-of-another-verdict"),
        pytest.param({"reasons": " "}, id="no-reasons"),
        pytest.param({"verdict": "need_more", "needed": "A date"}, id="from-nobody"),
        pytest.param(
            {"verdict": "need_more", "needed": "A date", "needed_from": "moon"},
            id="from-nowhere",
        ),
        pytest.param({"verdict": "reopen"}, id="nothing-to-reopen"),
    ],
)
def test_a_word_that_is_not_whole_is_refused(
    world: World, wrong: dict[str, str]
) -> None:
    number = with_party(world, BROKERS)
    with pytest.raises(InvalidInputError):
        say(world, number, **wrong)  # type: ignore[arg-type]  # the wrong ones, by name
    assert not Adjudication.objects.exists()


def test_undoing_is_a_new_word_and_nothing_is_overwritten(world: World) -> None:
    number = with_party(world, BROKERS)
    say(world, number)
    say(world, number, "reopen", code="mistake", reasons="The number was of another.")
    hit = first_hit(world, number)
    assert hit.standing == "open"
    assert [one.verdict for one in hit.adjudications] == ["not_a_match", "reopen"]
    assert "open_hit" in codes(world, number)


def test_a_match_taken_back_takes_its_fact_back(world: World) -> None:
    number = with_party(world, BROKERS)
    say(world, number, "match", code="same_address")
    found = fact(world, number)
    assert found is not None
    assert found[0] == "known"  # type: ignore[index]  # state and values
    say(world, number, "not_a_match", code="other_place")
    assert fact(world, number) == ("unknown",)


def test_a_party_in_two_roles_is_decided_once_and_listed_in_both(world: World) -> None:
    number = with_party(world, BROKERS, {**BROKERS, "role": "consignee"})
    say(world, number, "match", code="same_address")
    assert {one.standing for one in hits_of(world, number)} == {"match"}
    assert fact(world, number, "end_user.listed_on") is not None
    assert fact(world, number, "consignee.listed_on") is not None


def test_every_word_is_an_entry_of_the_record_with_both_sides(world: World) -> None:
    number = with_party(world, frozen_party())
    hit = first_hit(world, number)
    say(world, number, code="other_identifier")
    second(world, number)
    first, other = CaseEvent.objects.filter(
        kind__in=["adjudicate_hit", "confirm_hit"]
    ).order_by("pk")
    told = read_act(LedgerRow.objects.get(pk=first.row)).payload
    assert told["code"] == "other_identifier"
    assert told["entry_hash"] == hit.document["entry_hash"]
    assert told["needs_second"] is True
    assert len(told["party_digest"]) == 64
    confirmed = read_act(LedgerRow.objects.get(pk=other.row)).payload
    assert confirmed["first"] == str(world.people["officer"].pk)
    assert confirmed["agrees"] is True
    assert not CaseEvent.objects.filter(kind="confirm_hit", public=True).exists()


# Several hits with one word.


def chosen(world: World, *numbers: str) -> list[Chosen]:
    return [
        Chosen(
            case=number,
            hit=first_hit(world, number).id,
            version=see(world, number).version,
        )
        for number in numbers
    ]


def test_hits_of_the_same_evidence_are_decided_in_one_act_each_on_record(
    world: World,
) -> None:
    first = with_party(world, BROKERS)
    other = with_party(world, BROKERS, who="vigil")
    done = decide_together(
        by=world.officer,
        chosen=chosen(world, first, other),
        verdict="not_a_match",
        code="other_business",
        reasons="A namesake.",
    )
    assert [one.case for one in done] == sorted([first, other])
    for number in (first, other):
        (word,) = first_hit(world, number).adjudications
        assert first_hit(world, number).standing == "not_a_match"
        assert word.reasons == "A namesake."
        assert word.together
    assert CaseEvent.objects.filter(kind="adjudicate_hit").count() == 2
    assert len({one.together for one in _bases()}) == 1


def _bases() -> list[object]:
    return [one.basis for one in Adjudication.objects.select_related("basis")]


def test_hits_of_different_evidence_are_refused_and_the_odd_one_is_named(
    world: World,
) -> None:
    same = [with_party(world, BROKERS) for _ in range(2)]
    odd = with_party(world, {**BROKERS, "country": "CH"})
    with pytest.raises(MixedEvidenceError) as refused:
        decide_together(
            by=world.officer,
            chosen=chosen(world, *same, odd),
            verdict="not_a_match",
            reasons="A namesake.",
        )
    assert refused.value.code == "mixed_evidence"
    (named,) = refused.value.odd
    assert named.startswith(f"{odd}: ")
    assert not Adjudication.objects.exists()


def test_a_case_that_moved_in_between_stops_all_of_them(world: World) -> None:
    numbers = [with_party(world, BROKERS) for _ in range(2)]
    picked = chosen(world, *numbers)
    take(world, numbers[1])
    with pytest.raises(StaleVersionError):
        decide_together(
            by=world.officer,
            chosen=picked,
            verdict="not_a_match",
            reasons="A namesake.",
        )
    assert not Adjudication.objects.exists()
    assert {one.standing for one in HitPlace.objects.all()} == {"open"}


def test_nothing_chosen_or_nothing_there_is_refused(world: World) -> None:
    number = with_party(world, BROKERS)
    for picked, error in (
        ([], InvalidInputError),
        ([Chosen(case=number, hit="none")], NotFoundError),
        ([Chosen(case="X", hit=first_hit(world, number).id)], NotFoundError),
    ):
        with pytest.raises(error):
            decide_together(
                by=world.officer, chosen=picked, verdict="not_a_match", reasons="So."
            )


def test_who_may_not_decide_one_may_not_decide_several(world: World) -> None:
    picked = chosen(world, with_party(world, BROKERS))
    with pytest.raises(NotAllowedError):
        decide_together(
            by=world.auditor, chosen=picked, verdict="not_a_match", reasons="So."
        )
    assert not Adjudication.objects.exists()


def test_two_hits_of_one_case_are_both_entered(world: World) -> None:
    number = with_party(world, BROKERS, {**BROKERS, "role": "consignee"})
    version = see(world, number).version
    picked = [
        Chosen(case=number, hit=one.id, version=version)
        for one in hits_of(world, number)
        if one.entity == first_hit(world, number).entity
    ]
    assert len(picked) == 2
    decide_together(
        by=world.officer, chosen=picked, verdict="not_a_match", reasons="A namesake."
    )
    assert Adjudication.objects.count() == 2
    assert Case.objects.get(number=number).version == version + 2
    assert not SecondWord.objects.exists()
    assert adjudication.MOST_TOGETHER >= 2
