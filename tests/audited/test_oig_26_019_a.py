"""OIG-26-019-A: targets picked without a method, ratings changed silently, actions left undone."""

import pytest
from tests.web.casework.builders import MovingClock, World, see, submit, take
from tests.web.casework.hit_builders import BROKERS, first_hit, hits_of, say, with_party
from tests.web.casework.test_interagency import entered, referred

from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import Adjudication
from licet.web.casework.services.desk import desk, interests, referring
from licet.web.casework.services.findings import classification
from licet.web.casework.services.screening import adjudication


def test_nothing_that_was_rated_changes_without_reasons(world: World) -> None:
    """OIG-26-019-A: a rating was changed, and nothing said by whom, when and why."""
    number = with_party(world, BROKERS)
    take(world, number)
    hit = first_hit(world, number).id
    with pytest.raises(InvalidInputError) as said:
        say(world, number, reasons=" ")
    assert "reasons" in said.value.fields
    with pytest.raises(InvalidInputError):
        desk.correct_fact(
            by=world.officer, case=number, path="end_user.type", value="bank",
            reasons=" ", version=None,
        )  # fmt: skip
    with pytest.raises(InvalidInputError):
        classification.override_classification(
            by=world.officer, case=number, item=0, entry="4D004",
            law="meridia/national", reasons=" ", version=None,
        )  # fmt: skip
    assert not Adjudication.objects.exists()
    with pytest.raises(NotFoundError):
        adjudication.adjudicate_hit(
            by=world.inspector, case=number, hit=hit, verdict="not_a_match",
            reasons="No.", version=None,
        )  # fmt: skip


def test_the_rating_before_stays_beside_the_one_after(world: World) -> None:
    """OIG-26-019-A: ratings were overwritten."""
    number = with_party(world, BROKERS)
    take(world, number)
    for verdict, reasons in (("not_a_match", "Another number."), ("need_more", "Ask.")):
        more = {"needed": "A number.", "needed_from": "applicant"} if verdict == "need_more" else {}  # fmt: skip
        hit = hits_of(world, number)[0].id
        say(world, number, verdict, hit=hit, reasons=reasons, **more)
    kept = list(Adjudication.objects.order_by("pk").values_list("verdict", "reasons"))
    assert kept[:1] == [("not_a_match", "Another number.")]
    assert kept[-1][0] == "need_more"
    assert entered("adjudicate_hit")["reasons"] == "Ask."


def test_what_is_left_undone_needs_a_reason(world: World, clock: MovingClock) -> None:
    """OIG-26-019-A: a check that was asked for was not made, and nobody said why."""
    number = referred(world, "DS")
    clock.forward(60)
    with pytest.raises(InvalidInputError, match="why you do not wait"):
        referring.close_referrals(
            by=world.officer, case=number, reasons=" ", version=None
        )
    referring.close_referrals(
        by=world.officer, case=number, reasons="Twice reminded.", version=None
    )
    told = entered("close_referrals")
    assert (told["silent"], told["because"]) == (["DS"], "Twice reminded.")
    with pytest.raises(InvalidInputError):
        interests.declare_interest(by=world.officer, reasons=" ", case=number)


def test_the_effort_of_a_case_is_computed_and_every_number_is_shown(
    world: World,
) -> None:
    """OIG-26-019-A: whom to look at more closely was chosen without a written method."""
    found = see(world, submit(world).number).risk
    assert found is not None
    assert found.band
    assert all((found.method, found.digest, found.regime_version))
    for item in found.items:
        factors = item["weighed"]["factors"]
        assert factors
        assert all("id" in one for one in factors)
    assert entered("record_findings")["risk"]["digest"] == found.digest
