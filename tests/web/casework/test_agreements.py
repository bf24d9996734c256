"""Agreements, disclosures, composites and estimates, ruled one by one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.web.casework.builders import MovingClock, World
from tests.web.casework.panel_builders import (
    ETHICS,
    FIRST,
    SECRET_PEM,
    agree,
    asking,
    declare,
    northmark,
    refer,
    seat_all,
    taken,
    terms,
)

from licet.web.casework.acts.agreed_sharing import NotCoveredError
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotIndependentActError,
    WrongStateError,
)
from licet.web.casework.models import Case, LedgerRow, SharedPack
from licet.web.casework.record.events import read_act
from licet.web.casework.record.sealed_export import opened
from licet.web.casework.selectors.panels import agreements as reads
from licet.web.casework.selectors.panels import composites as composite_reads
from licet.web.casework.selectors.panels import panels as panel_reads
from licet.web.casework.services.panels import (
    agreements,
    composites,
    disclosing,
    elicitations,
    panel_opinions,
    panel_referrals,
)
from licet.web.casework.services.panels.disclosing import Disclosing


def newest() -> str:
    return read_act(LedgerRow.objects.order_by("-pk")[0]).kind


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"party": " "}, "party", id="no-party"),
        pytest.param({"title": ""}, "title", id="no-title"),
        pytest.param({"onward": ""}, "onward", id="no-onward-rule"),
        pytest.param({"kind": "friend"}, "kind", id="no-kind"),
        pytest.param({"purposes": ("curiosity",)}, "purposes", id="unknown-purpose"),
        pytest.param({"classes": ()}, "classes", id="no-class"),
        pytest.param({"last": FIRST - timedelta(days=1)}, "last", id="days"),
        pytest.param({"document_sha256": "A" * 64}, "document_sha256", id="no-hash"),
        pytest.param({"partner_key": "no key"}, "partner_key", id="no-key"),
    ],
)
def test_an_agreement_that_says_too_little_is_refused_and_not_stored(
    world: World, change: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        agreements.draft_agreement(by=world.head, terms=northmark(**change))
    assert field in caught.value.fields
    assert tuple(reads.agreements(viewer=world.head)) == ()


def test_no_agreement_gives_a_panel_more_than_the_law_lets_it_see(world: World) -> None:
    with pytest.raises(InvalidInputError, match="may not see: items"):
        agreements.draft_agreement(
            by=world.head, terms=terms("industry", classes=("items", "composite"))
        )


def test_an_agreement_needs_a_second_person(world: World) -> None:
    made = agreements.draft_agreement(by=world.head, terms=northmark())
    assert made.standing == "not_approved"
    with pytest.raises(NotIndependentActError):
        agreements.review_agreement(by=world.head, number=made.number, approved=True)
    with pytest.raises(InvalidInputError):
        agreements.review_agreement(by=world.signer, number=made.number, approved=False)
    with pytest.raises(NotFoundError):
        agreements.review_agreement(by=world.signer, number="AGR-0", approved=True)
    back = agreements.review_agreement(
        by=world.signer, number=made.number, approved=False, reasons="No end."
    )
    assert (back.standing, back.reviewed_because) == ("returned", "No end.")
    with pytest.raises(WrongStateError):
        agreements.review_agreement(by=world.signer, number=made.number, approved=True)


def _disclose(world: World, case: str, agreement: str, *classes: str) -> str:
    given = Disclosing(
        agreement=agreement,
        purpose="joint_assessment",
        classes=classes or ("items", "end_use"),
    )
    made = disclosing.disclose_to_partner(by=world.officer, case=case, disclosing=given)
    return made.number


def test_a_sealed_pack_opens_only_for_the_partner_and_holds_the_classes_alone(
    world: World,
) -> None:
    case, agreement = taken(world), agree(world, northmark())
    number = _disclose(world, case, agreement, "items")
    assert newest() == "disclose_to_partner"
    sealed = disclosing.sealed_pack(by=world.officer, number=number)
    assert newest() == "fetch_sealed_pack"
    assert b"Lance" not in sealed.content
    files = opened(sealed.content, secret_key=SECRET_PEM)
    assert b"Lance" in files["pack.json"]
    assert b"Banco" not in files["pack.json"]
    assert b"To nobody." in files["about.json"]
    page = reads.disclosures(viewer=world.auditor, agreement=agreement, page=9)
    assert [(one.number, one.party, one.case) for one in page.rows] == [(number, "Northmark", case)]  # fmt: skip
    assert (page.page, page.pages, page.total) == (1, 1, 1)


def test_a_disclosure_names_an_agreement_that_covers_it_or_is_refused(
    world: World,
) -> None:
    case, agreement = taken(world), agree(world, northmark())
    with pytest.raises(NotCoveredError, match="class parties"):
        _disclose(world, case, agreement, "items", "parties")
    assert newest() == "refused"
    with pytest.raises(NotCoveredError, match="Name an agreement"):
        _disclose(world, case, "")
    with pytest.raises(InvalidInputError, match="Choose what goes"):
        disclosing.disclose_to_partner(
            by=world.officer,
            case=case,
            disclosing=Disclosing(agreement=agreement, purpose="x", classes=()),
        )
    with pytest.raises(NotFoundError):
        _disclose(world, "NONE", agreement)
    keyless = agree(world, northmark(partner_key=""))
    with pytest.raises(InvalidInputError, match="no key"):
        _disclose(world, case, keyless)
    assert not SharedPack.objects.exists()


@pytest.mark.parametrize(
    ("days", "goes"),
    [
        pytest.param(0, False, id="the-day-before"),
        pytest.param(1, True, id="first-day"),
        pytest.param(5, True, id="last-day"),
        pytest.param(6, False, id="the-day-after"),
    ],
)
def test_nothing_goes_outside_the_days_of_an_agreement(
    world: World, clock: MovingClock, days: int, goes: bool
) -> None:
    first = FIRST + timedelta(days=1)
    told = northmark(first=first, last=first + timedelta(days=4))
    case, agreement = taken(world), agree(world, told)
    clock.forward(days)
    if goes:
        assert _disclose(world, case, agreement)
    else:
        with pytest.raises(NotCoveredError):
            _disclose(world, case, agreement)


def test_a_suspended_or_ended_agreement_lets_nothing_go(world: World) -> None:
    case, number = taken(world), agree(world, northmark())
    with pytest.raises(WrongStateError):
        agreements.change_agreement(by=world.head, number=number, change="resume", reasons="x")  # fmt: skip
    with pytest.raises(InvalidInputError):
        agreements.change_agreement(by=world.head, number=number, change="burn", reasons="x")  # fmt: skip
    agreements.change_agreement(by=world.head, number=number, change="suspend", reasons="A leak.")  # fmt: skip
    with pytest.raises(NotCoveredError, match="suspended"):
        _disclose(world, case, number)
    agreements.change_agreement(by=world.head, number=number, change="resume", reasons="Mended.")  # fmt: skip
    assert _disclose(world, case, number)
    found = agreements.change_agreement(by=world.head, number=number, change="end", reasons="Over.")  # fmt: skip
    assert (found.standing, found.disclosed) == ("over", 1)
    with pytest.raises(NotCoveredError, match="over"):
        _disclose(world, case, number)
    with pytest.raises(NotAllowedError):
        agreements.change_agreement(by=world.officer, number=number, change="end", reasons="x")  # fmt: skip


def test_a_recalled_disclosure_goes_out_no_more_and_shows_nothing(world: World) -> None:
    seat_all(world)
    case, agreement = taken(world), agree(world, northmark())
    number = _disclose(world, case, agreement)
    with pytest.raises(InvalidInputError):
        disclosing.recall_disclosure(by=world.officer, number=number, reasons="")
    told = disclosing.recall_disclosure(by=world.officer, number=number, reasons="Sent in error.")  # fmt: skip
    assert told.recalled_because == "Sent in error."
    with pytest.raises(WrongStateError):
        disclosing.recall_disclosure(by=world.officer, number=number, reasons="Again.")
    with pytest.raises(WrongStateError, match="recalled"):
        disclosing.sealed_pack(by=world.officer, number=number)
    with pytest.raises(NotFoundError):
        disclosing.recall_disclosure(by=world.officer, number="DIS-0", reasons="x")
    with pytest.raises(NotFoundError):
        disclosing.sealed_pack(by=world.officer, number="DIS-0")
    referral = refer(world, case)
    declare(world, referral.number, "ada")
    pack = SharedPack.objects.get(party="ethics").number
    disclosing.recall_disclosure(by=world.officer, number=pack, reasons="Too much.")
    shown = panel_reads.referral(viewer=world.ada, number=referral.number)
    assert (shown.pack, shown.recalled) == ({}, True)


# Composites


TEXT = "A hosted tool of the kind that finds weak places, for a financial house abroad."


def _composite(world: World, case: str) -> str:
    made = composites.make_composite(
        by=world.officer, case=case, title="Hosted testing tool", text=TEXT
    )
    return made.number


def test_a_composite_with_a_word_of_the_sealed_facts_is_refused(world: World) -> None:
    case = taken(world)
    with pytest.raises(InvalidInputError) as caught:
        composites.make_composite(
            by=world.officer,
            case=case,
            title="The Lance platform",
            text="Halden sells 20 of them to Banco Aurora.",
        )
    assert "lance" in caught.value.fields["title"]
    for word in ("halden", "20", "aurora"):
        assert word in caught.value.fields["text"]
    assert tuple(composite_reads.composites(viewer=world.officer)) == ()
    with pytest.raises(NotFoundError):
        composites.make_composite(by=world.officer, case="NONE", title="x", text="y")


def test_a_composite_holds_ranges_and_needs_a_second_officer(world: World) -> None:
    seat_all(world)
    number = _composite(world, taken(world))
    made = composite_reads.composite(viewer=world.officer, number=number)
    assert made.document["items"][0]["ranges"] == {"quantity": "10 to under 100"}
    assert "20" not in str(made.document["items"][0]["ranges"])
    agreement = agree(world, terms("industry"))
    with pytest.raises(WrongStateError, match="not approved"):
        panel_referrals.refer_composite(
            by=world.officer, composite=number, asking=asking(agreement, "industry")
        )
    with pytest.raises(NotIndependentActError):
        composites.check_composite(by=world.officer, number=number, approved=True)
    with pytest.raises(InvalidInputError):
        composites.check_composite(by=world.officer2, number=number, approved=False)
    with pytest.raises(NotFoundError):
        composites.check_composite(by=world.officer2, number="CMP-0", approved=True)
    composites.check_composite(by=world.officer2, number=number, approved=True)
    with pytest.raises(WrongStateError, match="checked already"):
        composites.check_composite(by=world.officer2, number=number, approved=True)
    asked = panel_referrals.refer_composite(
        by=world.officer, composite=number, asking=asking(agreement, "industry")
    )
    assert asked.case
    declare(world, asked.number, "ivo")
    shown = panel_reads.referral(viewer=world.ivo, number=asked.number)
    assert shown.case == ""
    assert shown.pack["text"] == TEXT
    told = str(shown)
    for word in ("Halden", "Banco", "Lance", asked.case):
        assert word not in told
    with pytest.raises(NotFoundError):
        panel_referrals.refer_composite(
            by=world.officer, composite="CMP-0", asking=asking(agreement, "industry")
        )


def test_a_returned_composite_and_one_of_changed_facts_go_nowhere(world: World) -> None:
    case = taken(world)
    first, second = _composite(world, case), _composite(world, case)
    back = composites.check_composite(
        by=world.officer2, number=first, approved=False, reasons="Too near."
    )
    assert back.standing == "returned"
    row = Case.objects.get(number=case)
    row.facts_version += 1
    row.save()
    with pytest.raises(WrongStateError, match="facts changed"):
        composites.check_composite(by=world.officer2, number=second, approved=True)
    found = composite_reads.composites(viewer=world.officer)
    assert [one.standing for one in found] == ["stale", "returned"]


def test_a_draft_of_rules_goes_to_industry_without_any_case(world: World) -> None:
    seat_all(world)
    agreement = agree(world, terms("industry"))
    with pytest.raises(NotFoundError):
        panel_referrals.refer_draft_to_panel(
            by=world.policy, subject="draft:none", asking=asking(agreement, "industry")
        )
    from tests.web.casework.test_templates import says  # noqa: PLC0415  # its content

    from licet.web.casework.services.applying.templates import draft_template  # noqa: PLC0415

    draft_template(by=world.policy, code="banks", says=says())
    asked = panel_referrals.refer_draft_to_panel(
        by=world.policy, subject="template:banks", asking=asking(agreement, "industry")
    )
    assert (asked.sort, asked.case) == ("draft", "")
    declare(world, asked.number, "ivo", "jun")
    shown = panel_reads.referral(viewer=world.jun, number=asked.number)
    assert shown.pack["content"]
    assert newest() == "read"
    panel_opinions.write_panel_opinion(
        by=world.jun, number=asked.number, position="no_objection", reasons="Usable."
    )
    for key in ("ivo", "jun"):
        panel_opinions.vote_on_panel_opinion(
            by=world.actor(key), number=asked.number, version=1, vote="favour"
        )
    done = panel_opinions.give_panel_opinion(by=world.ivo, number=asked.number)
    assert done.standing == "given"
    told = str([read_act(row).payload for row in LedgerRow.objects.all()])
    assert "Usable." not in told  # without a case's key only the hash is entered
    pack = SharedPack.objects.get().number
    disclosing.recall_disclosure(by=world.head, number=pack, reasons="Withdrawn.")
    assert next(iter(panel_reads.referrals(viewer=world.policy))).recalled


# Estimates


def _asked(world: World, **changes: object) -> str:
    seat_all(world)
    number = refer(world, taken(world)).number
    declare(world, number, *ETHICS)
    asked = elicitations.Asked(text="How likely is misuse?", kind="probability")
    elicitations.open_elicitation(by=world.ada, number=number, asked=replace(asked, **changes))  # type: ignore[arg-type]  # fmt: skip
    return number


def _estimate(world: World, number: str, who: str, value: str, turn: int = 1) -> None:
    elicitations.give_estimate(
        by=world.actor(who),
        number=number,
        question=1,
        in_round=turn,
        value=value,
        words="By what I know.",
    )


def test_nobody_sees_an_estimate_before_the_round_has_ended(world: World) -> None:
    number = _asked(world)
    _estimate(world, number, "ada", "10")
    _estimate(world, number, "ben", "20")
    for viewer in (world.ada, world.cleo, world.officer):
        seen = panel_reads.referral(viewer=viewer, number=number).elicitations[0]
        assert (seen.rounds[0].given, seen.rounds[0].expected) == (2, 3)
        assert (seen.rounds[0].estimates, seen.rounds[0].result) == ((), {})
    mine = panel_reads.referral(viewer=world.ada, number=number).elicitations[0]
    assert mine.rounds[0].mine == "10"
    with pytest.raises(WrongStateError, match="discussion begins"):
        elicitations.discuss_estimates(by=world.ada, number=number, question=1, text="Why?")  # fmt: skip
    _estimate(world, number, "cleo", "90")
    seen = panel_reads.referral(viewer=world.cleo, number=number).elicitations[0]
    assert seen.rounds[0].ended
    assert seen.rounds[0].result == {
        "median": "20", "lower": "15", "upper": "55", "least": "10", "most": "90", "spread": "40",
    }  # fmt: skip
    assert [one.value for one in seen.rounds[0].estimates if one.outside] == ["10", "90"]  # fmt: skip


def test_a_second_round_follows_the_discussion_and_both_stay(world: World) -> None:
    number = _asked(world)
    for key, value in zip(ETHICS, ("10", "20", "90"), strict=True):
        _estimate(world, number, key, value)
    with pytest.raises(WrongStateError, match="does not take"):
        _estimate(world, number, "ada", "5")
    elicitations.discuss_estimates(
        by=world.cleo, number=number, question=1, text="I know the buyer."
    )
    for key in ETHICS:
        _estimate(world, number, key, "50", turn=2)
    seen = panel_reads.referral(viewer=world.officer, number=number).elicitations[0]
    assert [one.result["median"] for one in seen.rounds] == ["20", "50"]
    assert [one.text for one in seen.words] == ["I know the buyer."]
    assert seen.open_round == 0


def test_a_round_is_closed_by_chair_or_officer_and_who_is_late_gives_nothing(
    world: World,
) -> None:
    number = _asked(world)
    with pytest.raises(WrongStateError, match="Nobody"):
        elicitations.close_elicitation_round(by=world.ada, number=number, question=1, in_round=1)  # fmt: skip
    _estimate(world, number, "ben", "20")
    with pytest.raises(WrongStateError, match="it stands"):
        _estimate(world, number, "ben", "30")
    with pytest.raises(NotAllowedError):
        elicitations.close_elicitation_round(by=world.ben, number=number, question=1, in_round=1)  # fmt: skip
    with pytest.raises(WrongStateError, match="not open"):
        elicitations.close_elicitation_round(by=world.ada, number=number, question=1, in_round=2)  # fmt: skip
    elicitations.close_elicitation_round(by=world.officer, number=number, question=1, in_round=1)  # fmt: skip
    with pytest.raises(WrongStateError):
        _estimate(world, number, "cleo", "20")


def test_a_question_and_an_estimate_of_another_form_are_refused(world: World) -> None:
    number = _asked(world, kind="choice", options=("yes", "no"))
    with pytest.raises(InvalidInputError):
        _estimate(world, number, "ada", "maybe")
    for key, value in zip(ETHICS, ("yes", "no", "no"), strict=True):
        _estimate(world, number, key, value)
    seen = panel_reads.referral(viewer=world.ada, number=number).elicitations[0]
    assert seen.rounds[0].result == {"leading": "no", "yes": "1", "no": "2"}
    with pytest.raises(NotFoundError):
        elicitations.discuss_estimates(by=world.ada, number=number, question=7, text="x")  # fmt: skip
    for change, field in (
        ({"kind": "guess"}, "kind"),
        ({"kind": "choice"}, "options"),
        ({"kind": "scale", "low": 3, "high": 3}, "high"),
        ({"text": " "}, "text"),
    ):
        asked = elicitations.Asked(text="How likely?", kind="probability")
        with pytest.raises(InvalidInputError) as caught:
            elicitations.open_elicitation(by=world.ada, number=number, asked=replace(asked, **change))  # fmt: skip
        assert field in caught.value.fields
    again = elicitations.Asked(text="How likely?", kind="probability")
    elicitations.open_elicitation(by=world.ada, number=number, asked=again)
    with pytest.raises(WrongStateError, match="question 2 already"):
        elicitations.open_elicitation(by=world.ada, number=number, asked=again)
    with pytest.raises(NotAllowedError, match="chair"):
        elicitations.open_elicitation(
            by=world.ben,
            number=number,
            asked=elicitations.Asked(text="x", kind="scale"),
        )
