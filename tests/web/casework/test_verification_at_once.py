"""Two people at once on a party: one file, one word of the second person, one confirmation; on both databases."""

import io
from datetime import date

import pytest
from tests.web.casework.builders import World, build_world, submit
from tests.web.casework.test_concurrency import at_once

from licet.web.casework.models import (
    ConductConfirmation,
    ConductEntry,
    PartyCheck,
    PartyFile,
    SignalRun,
    Undertaking,
    UndertakingConfirmation,
)
from licet.web.casework.ports import Ports
from licet.web.casework.selectors.verification import verification as reads
from licet.web.casework.services.verification import (
    conduct,
    parties,
    signals,
    undertakings,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(outside: Ports, transactional_db: None) -> World:
    return build_world()


def test_a_file_opened_by_many_hands_is_one_file(people: World, outside: Ports) -> None:
    by = people.officer

    def press() -> object:
        return parties.open_party_file(
            by=by, name="Other (invented)", country="CL", identifiers={}
        )

    assert at_once(outside, *[press] * 4) == ["done"] * 4
    assert PartyFile.objects.count() == 1


def test_two_answers_at_once_are_both_kept_and_the_newer_counts(
    people: World, outside: Ports
) -> None:
    party = parties.open_party_file(
        by=people.officer, name="Other (invented)", country="CL", identifiers={}
    ).number
    first, second = people.officer, people.officer2

    def say(by: object, result: str) -> object:
        return parties.record_party_check(
            by=by,  # type: ignore[arg-type]  # an actor
            party=party,
            check=parties.NewCheck(
                question="accounts", result=result, words="w", source="s"
            ),
        )

    ended = at_once(
        outside,
        lambda: say(first, "established"),
        lambda: say(second, "contradicted"),
    )
    assert ended == ["done", "done"]
    assert PartyCheck.objects.count() == 2


def test_one_second_person_confirms_a_judgment(people: World, outside: Ports) -> None:
    party = parties.open_party_file(
        by=people.officer, name="Other (invented)", country="CL", identifiers={}
    ).number
    entry = (
        conduct.record_conduct(
            by=people.officer,
            party=party,
            entry=conduct.NewConduct(
                firmness="judgment", grade="A1", title="t", words="w", source="s",
                found_on=date(2024, 1, 1), reasons="r",
            ),
        )
        .conduct[0]
        .id
    )  # fmt: skip
    second, third = people.officer2, people.signer
    ended = at_once(
        outside,
        lambda: conduct.confirm_conduct(
            by=second, party=party, entry=entry, confirmed=True, reasons="r"
        ),
        lambda: conduct.confirm_conduct(
            by=third, party=party, entry=entry, confirmed=False, reasons="r"
        ),
    )
    assert ended == ["done", "wrong_state"]
    assert ConductConfirmation.objects.count() == 1


def test_one_correction_of_an_entry_happens(people: World, outside: Ports) -> None:
    party = parties.open_party_file(
        by=people.officer, name="Other (invented)", country="CL", identifiers={}
    ).number

    def enter(by: object, corrects: int | None) -> object:
        return conduct.record_conduct(
            by=by,  # type: ignore[arg-type]  # an actor
            party=party,
            entry=conduct.NewConduct(
                firmness="forensic", grade="B2", title="t", words="w", source="s",
                found_on=date(2024, 1, 1), reasons="r", corrects=corrects,
            ),
        )  # fmt: skip

    first, second = people.officer, people.officer2
    enter(first, None)
    pk = ConductEntry.objects.get().pk
    ended = at_once(outside, lambda: enter(first, pk), lambda: enter(second, pk))
    assert ended == ["done", "wrong_state"]


def test_undertakings_of_one_moment_have_numbers_of_their_own_and_one_is_confirmed_once(
    people: World, outside: Ports
) -> None:
    case = submit(people).number
    by = people.halden
    ended = at_once(
        outside, *[lambda: undertakings.make_undertaking(by=by, case=case)] * 2
    )
    assert ended.count("done") >= 1
    assert set(ended) <= {"done", "stale_version"}
    numbers = list(Undertaking.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == ended.count("done")
    made = reads.undertakings(viewer=by, case=case)[0]
    pdf = reads.undertaking_document(viewer=by, case=case, undertaking=made.id).content
    signed = undertakings.SignedUndertaking(
        name="signed.pdf", content=io.BytesIO(pdf), signatory="A", post="D",
        signed_on=date(2026, 3, 2),
    )  # fmt: skip
    back = undertakings.return_undertaking(by=by, case=case, signed=signed).returns[0]
    first, second = people.officer, people.officer2

    def confirm(by: object, *, genuine: bool) -> object:
        return undertakings.confirm_undertaking(
            by=by,  # type: ignore[arg-type]  # an actor
            case=case,
            returned=back.id,
            genuine=genuine,
            manner="called_back",
            words="w",
        )

    ended = at_once(
        outside,
        lambda: confirm(first, genuine=True),
        lambda: confirm(second, genuine=False),
    )
    assert ended == ["done", "wrong_state"]
    assert UndertakingConfirmation.objects.count() == 1


def test_rules_asked_by_two_officers_at_once_are_written_once(
    people: World, outside: Ports
) -> None:
    case = submit(people).number
    party = reads.of_case(viewer=people.officer, case=case).parties[0].number
    first, second = people.officer, people.officer2
    parties.record_party_check(
        by=first,
        party=party,
        check=parties.NewCheck(
            question="business", result="established", words="w", source="s",
            answer="mailbox",
        ),
    )  # fmt: skip
    before = SignalRun.objects.count()
    ended = at_once(
        outside,
        lambda: signals.renew_signals(by=first, case=case),
        lambda: signals.renew_signals(by=second, case=case),
    )
    assert ended == ["done", "done"]
    assert SignalRun.objects.count() == before + 1
