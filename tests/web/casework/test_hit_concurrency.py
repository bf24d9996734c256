"""Two officers at the same hits at once: one word is entered, the other officer is told."""

from collections.abc import Callable

import pytest
from tests.web.casework.builders import World, see, submit
from tests.web.casework.hit_builders import (
    BROKERS,
    first_hit,
    frozen_party,
    hits_of,
    say,
    settle,
    with_party,
)
from tests.web.casework.test_concurrency import at_once, people

from licet.web.casework.casefile.casefile import load_findings
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    Adjudication,
    CarriedWord,
    Case,
    CaseEvent,
    HitPlace,
    SecondWord,
)
from licet.web.casework.ports import Ports
from licet.web.casework.services.applying import applications
from licet.web.casework.services.findings import findings
from licet.web.casework.services.screening import adjudication
from licet.web.casework.services.screening.adjudication import Chosen

__all__ = ["people"]  # fixture
pytestmark = pytest.mark.django_db(transaction=True)


def placed_as_they_stand() -> bool:
    """Whether the work list says of every hit what the case itself says."""
    return all(
        HitPlace.objects.get(hit=hit).standing == found.standing(hit)
        for case in Case.objects.all()
        for found in [load_findings(case)]
        for hit in found.hits
    )


def test_two_officers_decide_one_hit_and_one_word_is_entered(
    people: World, outside: Ports
) -> None:
    number = with_party(people, BROKERS)
    hit, version = first_hit(people, number).id, see(people, number).version

    def word(who: str, verdict: str) -> Callable[[], object]:
        by = people.actor(who)
        return lambda: adjudication.adjudicate_hit(
            by=by, case=number, hit=hit, verdict=verdict, reasons="So.", version=version
        )

    ended = at_once(outside, word("officer", "match"), word("officer2", "not_a_match"))
    assert ended == ["done", "stale_version"]
    assert Adjudication.objects.count() == 1
    assert placed_as_they_stand()


def test_two_second_officers_at_once_give_one_second_word(
    people: World, outside: Ports
) -> None:
    number = with_party(people, frozen_party())
    say(people, number)
    hit = first_hit(people, number).id

    def word(who: str, *, agrees: bool) -> Callable[[], object]:
        by = people.actor(who)
        return lambda: adjudication.confirm_hit(
            by=by, case=number, hit=hit, agrees=agrees, reasons="So.", version=None
        )

    ended = at_once(
        outside, word("officer2", agrees=True), word("signer", agrees=False)
    )
    assert ended == ["done", "wrong_state"]
    assert SecondWord.objects.count() == 1
    assert CaseEvent.objects.filter(kind="confirm_hit").count() == 1
    assert placed_as_they_stand()


def test_two_officers_decide_the_same_several_hits_all_or_nothing(
    people: World, outside: Ports
) -> None:
    numbers = [with_party(people, BROKERS) for _ in range(3)]
    chosen = [
        Chosen(
            case=number,
            hit=first_hit(people, number).id,
            version=see(people, number).version,
        )
        for number in numbers
    ]

    def word(who: str, picked: list[Chosen]) -> Callable[[], object]:
        by = people.actor(who)
        return lambda: adjudication.decide_together(
            by=by, chosen=picked, verdict="not_a_match", reasons=f"{who} says so."
        )

    ended = at_once(
        outside, word("officer", chosen), word("officer2", list(reversed(chosen)))
    )
    assert ended == ["done", "stale_version"]
    assert Adjudication.objects.count() == len(numbers)
    assert Adjudication.objects.values("by").distinct().count() == 1
    assert placed_as_they_stand()


def test_several_hits_and_a_withdrawal_of_one_case_do_not_half_happen(
    people: World, outside: Ports
) -> None:
    numbers = [with_party(people, BROKERS) for _ in range(2)]
    chosen = [Chosen(case=one, hit=first_hit(people, one).id) for one in numbers]
    by, applicant = people.officer, people.halden
    ended = at_once(
        outside,
        lambda: adjudication.decide_together(
            by=by, chosen=chosen, verdict="not_a_match", reasons="A namesake."
        ),
        lambda: applications.withdraw_application(
            by=applicant, case=numbers[1], version=None
        ),
    )
    assert ended in (["done", "done"], ["done", "wrong_state"])
    assert Adjudication.objects.count() in {0, len(numbers)}


def test_words_in_cases_that_took_them_over_from_each_other_do_not_wait_for_ever(
    people: World, outside: Ports
) -> None:
    source = with_party(people, BROKERS)
    settle(people, source)
    other = with_party(people, BROKERS, who="vigil")
    assert CarriedWord.objects.exists()
    hits = {number: first_hit(people, number).id for number in (source, other)}

    def reopen(number: str) -> Callable[[], object]:
        by = people.officer
        return lambda: adjudication.adjudicate_hit(
            by=by,
            case=number,
            hit=hits[number],
            verdict="reopen",
            reasons="Misread.",
            version=None,
        )

    assert at_once(outside, reopen(source), reopen(other)) == ["done", "done"]
    run_pending()
    assert placed_as_they_stand()


def test_findings_and_a_word_at_once_leave_the_list_as_the_cases_stand(
    people: World, outside: Ports
) -> None:
    submit(people)
    number = with_party(people, BROKERS)
    hit, by, other = first_hit(people, number).id, people.officer, people.officer2

    ended = at_once(
        outside,
        lambda: adjudication.adjudicate_hit(
            by=by,
            case=number,
            hit=hit,
            verdict="not_a_match",
            reasons="A namesake.",
            version=None,
        ),
        lambda: findings.renew_findings(by=other, case=number, version=None),
    )
    # A hit of older findings takes no word; both orders are right.
    assert set(ended) <= {"done", "not_found", "stale_version"}
    assert "done" in ended
    assert placed_as_they_stand()
    assert (
        len(hits_of(people, number))
        == HitPlace.objects.filter(case__number=number).count()
    )
