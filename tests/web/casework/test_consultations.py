"""Another state is asked before a grant: its answer, its silence, its objection."""

from datetime import date

import pytest
from tests.web.casework.builders import (
    MovingClock,
    World,
    advise_all,
    draft_and_send,
    draft_of,
    see,
    submit,
    take,
)
from tests.web.reader import Reader

from licet.web.casework.casefile.consultations import standing
from licet.web.casework.errors import (
    GrantObstructedError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.models import Case, CaseEvent, Consultation, LedgerRow
from licet.web.casework.record.events import read_act
from licet.web.casework.services.decision import decisions
from licet.web.casework.services.review import consultations

IN_SWEDEN = {"facts": {"destination": "BR", "goods_located_in": ["SE"]}}


def under_review(world: World) -> str:
    """A case whose item lies in another member state; every agency has agreed."""
    number = submit(world, destination=IN_SWEDEN).number
    take(world, number)
    assert "MS" in {one["to"] for one in see(world, number).suggested_referrals}
    advise_all(world, number)
    return number


def ask(world: World, number: str, partner: str = "SE", because: str = "") -> str:
    seen = consultations.ask_consultation(
        by=world.officer, case=number, partner=partner, because=because, version=None
    )
    return seen.consultations[-1].id


def answer(world: World, number: str, asked: str, position: str, day: date) -> None:
    consultations.record_consultation_answer(
        by=world.officer,
        case=number,
        consultation=asked,
        position=position,
        words="As written in its letter (invented).",
        received_on=day,
        version=None,
    )


def gate(world: World, number: str) -> set[str]:
    return {one.code for one in see(world, number).obstacles} - {"missing_document"}


TODAY = date(2026, 3, 2)  # a Monday; ten working days end on 16 March


def test_a_grant_waits_for_the_state_that_the_law_says_to_ask(world: World) -> None:
    number = under_review(world)
    assert "open_consultation" in gate(world, number)
    asked = ask(world, number)
    found = see(world, number).consultations[0]
    assert (found.partner, found.state, found.due) == (
        "SE",
        "waiting",
        date(2026, 3, 16),
    )
    assert found.silence == "no objection"
    assert "Art. 14(1)" in found.citation
    assert "Lance red-team platform (invented)" in found.text
    assert "open_consultation" in gate(world, number)
    answer(world, number, asked, "no_objection", TODAY)
    assert gate(world, number) == set()
    draft_and_send(world, number, draft_of("grant"))
    decisions.countersign(by=world.signer, case=number, version=None)
    assert Case.objects.get().state == "granted"


def test_both_acts_are_in_the_record_and_hidden_from_the_applicant(
    world: World,
) -> None:
    number = under_review(world)
    answer(world, number, ask(world, number), "no_objection", TODAY)
    told = [read_act(row) for row in LedgerRow.objects.order_by("-pk")[:2]]
    assert [one.kind for one in told] == [
        "record_consultation_answer",
        "ask_consultation",
    ]
    assert told[1].payload["due"] == "2026-03-16"
    assert told[0].payload["position"] == "no_objection"
    assert not CaseEvent.objects.filter(
        kind__in=("ask_consultation", "record_consultation_answer"), public=True
    ).exists()


def test_silence_is_no_objection_on_the_day_after_and_not_before(
    world: World, clock: MovingClock
) -> None:
    number = under_review(world)
    ask(world, number)
    clock.forward(14)
    assert "open_consultation" in gate(world, number)
    clock.forward(1)
    assert gate(world, number) == set()
    assert see(world, number).consultations[0].state == "silent"


def test_more_time_lengthens_the_wait_once(world: World, clock: MovingClock) -> None:
    number = under_review(world)
    asked = ask(world, number)
    answer(world, number, asked, "more_time", TODAY)
    assert see(world, number).consultations[0].due == date(2026, 4, 13)
    with pytest.raises(InvalidInputError, match="once"):
        answer(world, number, asked, "more_time", TODAY)
    clock.forward(15)
    assert "open_consultation" in gate(world, number)


def test_no_grant_passes_over_an_objection_also_a_late_one(
    world: World, clock: MovingClock
) -> None:
    number = under_review(world)
    asked = ask(world, number)
    clock.forward(15)
    draft_and_send(world, number, draft_of("grant"))
    answer(world, number, asked, "objection", date(2026, 3, 17))
    assert "objection" in gate(world, number)
    with pytest.raises(GrantObstructedError, match="SE objects"):
        decisions.countersign(by=world.signer, case=number, version=None)
    answer(world, number, asked, "no_objection", date(2026, 3, 17))
    decisions.countersign(by=world.signer, case=number, version=None)


def test_a_state_can_be_asked_for_a_reason_where_no_rule_asks(world: World) -> None:
    number = submit(world).number
    take(world, number)
    with pytest.raises(InvalidInputError, match="Say why") as caught:
        ask(world, number)
    assert set(caught.value.fields) == {"because"}
    ask(world, number, "NO", "It knows the end user.")
    with pytest.raises(InvalidInputError, match="already"):
        ask(world, number, "NO", "Once more.")
    assert "open_consultation" in gate(world, number)


def test_an_officers_own_question_answers_no_rule(world: World) -> None:
    number = under_review(world)
    asked = ask(world, number, "NO", "It knows the end user.")
    answer(world, number, asked, "no_objection", TODAY)
    assert "open_consultation" in gate(world, number)


def test_silence_means_nothing_where_the_law_sets_no_time(world: World) -> None:
    number = submit(world).number
    take(world, number)
    ask(world, number, "NO", "It knows the end user.")
    found = standing(Consultation.objects.get(), (), "wassenaar")
    assert (found.state, found.due, found.silence) == ("waiting", None, "")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"position": "perhaps"}, "position", id="position"),
        pytest.param({"words": " "}, "words", id="words"),
        pytest.param({"received_on": date(2026, 3, 1)}, "received_on", id="before"),
        pytest.param({"received_on": date(2026, 3, 3)}, "received_on", id="after"),
    ],
)
def test_an_answer_says_what_it_was_and_when_it_came(
    world: World, change: dict[str, object], field: str
) -> None:
    number = under_review(world)
    given = {
        "consultation": ask(world, number),
        "position": "no_objection",
        "words": "None.",
        "received_on": TODAY,
    }
    with pytest.raises(InvalidInputError) as caught:
        consultations.record_consultation_answer(
            by=world.officer, case=number, version=None, **given | change
        )
    assert set(caught.value.fields) == {field}


def test_who_and_what_is_not_there_is_refused(world: World) -> None:
    number = under_review(world)
    with pytest.raises(InvalidInputError):
        ask(world, number, "ZZ")
    with pytest.raises(NotFoundError):
        answer(world, number, "none", "no_objection", TODAY)
    with pytest.raises(NotAllowedError):
        consultations.ask_consultation(
            by=world.auditor, case=number, partner="SE", version=None
        )
    waiting = submit(world).number
    with pytest.raises(WrongStateError):
        ask(world, waiting, "NO", "It knows the end user.")


def test_the_screens_do_the_same(world: World) -> None:
    number = under_review(world)
    client = Reader(world, "officer").client
    base = f"/work/cases/{number}"
    page = client.get(f"{base}/consult/")
    assert page.status_code == 200
    done = client.post(f"{base}/consult/", {"partner": "SE"})
    assert done.status_code == 302
    again = client.post(f"{base}/consult/", {"partner": "SE"})
    assert "already" in again.content.decode()
    asked = Consultation.objects.get()
    assert str(asked) == f"{number} to SE"
    assert "Other states consulted" in client.get(f"{base}/").content.decode()
    place = f"{base}/consultations/{asked.pk}/"
    assert "competent authority of SE" in client.get(place).content.decode()
    assert client.get(f"{base}/consultations/none/").status_code == 404
    given = {"position": "no_objection", "words": "None.", "received_on": "2026-03-01"}
    wrong = client.post(place, given)
    assert "between the question and today" in wrong.content.decode()
    right = client.post(place, given | {"received_on": "2026-03-02"})
    assert right.status_code == 302
    assert str(asked.answers.get()) == f"{number} to SE: no_objection"
    assert gate(world, number) == set()
