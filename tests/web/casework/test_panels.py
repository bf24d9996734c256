"""Panels ruled one by one: seats, referrals, declarations, opinions, the gate."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.web.casework.builders import (
    MovingClock,
    World,
    advise_all,
    decide,
    draft_and_send,
    draft_of,
    make_person,
    see,
)
from tests.web.casework.panel_builders import (
    ETHICS,
    FIRST,
    LAST,
    agree,
    asking,
    declare,
    refer,
    seat,
    seat_all,
    taken,
    terms,
)
from tests.web.casework.test_templates import says

from licet.decision import Disagreement
from licet.review.panels import Panel
from licet.web.casework.access import home_of
from licet.web.casework.acts.agreed_sharing import NotCoveredError
from licet.web.casework.errors import (
    GrantObstructedError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.jobs.outbox import deliver_outbox
from licet.web.casework.models import (
    Case,
    LedgerRow,
    Membership,
    PanelReferral,
    PanelSilence,
)
from licet.web.casework.panels import rules as panel_rules
from licet.web.casework.panels.in_case import fired_in
from licet.web.casework.ports import Ports
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.desk import desk as desk_reads
from licet.web.casework.selectors.panels import panels as reads
from licet.web.casework.services.applying.templates import draft_template
from licet.web.casework.services.panels import (
    agreements,
    panel_opinions,
    panel_referrals,
    panel_seats,
)
from licet.web.casework.services.panels.panel_silences import record_panel_silences


def kinds() -> list[str]:
    return [read_act(row).kind for row in LedgerRow.objects.order_by("pk")]


def opinion(world: World, number: str, position: str = "objection", against: tuple[str, ...] = ()) -> None:  # fmt: skip
    """A version that is voted on by all three and given by the chair."""
    declare(world, number, *ETHICS)
    panel_opinions.write_panel_opinion(
        by=world.ben, number=number, position=position, reasons="The harm is wide."
    )
    for key in ETHICS:
        no = key in against
        panel_opinions.vote_on_panel_opinion(
            by=world.actor(key),
            number=number,
            version=1,
            vote="against" if no else "favour",
            words="The safeguards suffice." if no else "",
        )
    panel_opinions.give_panel_opinion(by=world.ada, number=number)


# Seats


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"first": FIRST - timedelta(days=1)}, "first", id="begins-yesterday"),
        pytest.param({"last": FIRST - timedelta(days=1)}, "last", id="ends-before-it-begins"),
        pytest.param({"instrument": " "}, "instrument", id="no-instrument"),
        pytest.param({"email": "nobody@meridia.example"}, "email", id="no-account"),
        pytest.param({"email": "officer@meridia.example"}, "email", id="an-officer"),
        pytest.param({"email": "halden@meridia.example"}, "email", id="an-exporter"),
        pytest.param({"vetted_on": None}, "vetted_on", id="not-vetted"),
        pytest.param({"vetted_until": FIRST - timedelta(days=1)}, "vetted_until", id="vetting-over"),
        pytest.param({"vetted_until": date(2029, 1, 1)}, "vetted_until", id="vetting-too-long"),
    ],
)  # fmt: skip
def test_a_seat_that_the_law_does_not_allow_is_refused_and_not_stored(
    world: World, change: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        seat(world, "ada", "ethics", **change)
    assert field in caught.value.fields
    assert reads.panel(viewer=world.head, name="ethics").seats == ()


def test_only_a_manager_appoints_and_no_panel_is_invented(world: World) -> None:
    make_person("ada")
    given = {"email": "ada@meridia.example", "first": FIRST, "last": LAST, "instrument": "Order"}  # fmt: skip
    with pytest.raises(NotAllowedError):
        panel_seats.appoint_panel_member(by=world.officer, panel="industry", **given)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        panel_seats.appoint_panel_member(by=world.head, panel="rumours", **given)  # type: ignore[arg-type]


def test_a_seat_counts_from_its_first_to_its_last_day(
    world: World, clock: MovingClock
) -> None:
    later = FIRST + timedelta(days=10)
    seat(world, "ada", "ethics", first=later, last=later + timedelta(days=9))
    standings = []
    for days in (9, 1, 9, 1):
        clock.forward(days)
        standings.append(reads.panel(viewer=world.head, name="ethics").seats[0].standing)  # fmt: skip
    assert standings == ["to_come", "sits", "sits", "over"]
    assert "panel_member" not in world.ada.roles


def test_a_vetting_ends_before_its_seat_and_nothing_is_shown_then(
    world: World, clock: MovingClock
) -> None:
    seat_all(world)
    until = FIRST + timedelta(days=3)
    seat(world, "dora", "ethics", vetted_until=until)
    number = refer(world, taken(world)).number
    declare(world, number, "dora")
    clock.forward(3)
    assert reads.referral(viewer=world.dora, number=number).pack
    clock.forward(1)
    with pytest.raises(NotAllowedError, match="vetting"):
        reads.referral(viewer=world.dora, number=number)
    assert tuple(reads.own_referrals(viewer=world.dora)) == ()
    found = reads.panel(viewer=world.head, name="ethics").seats
    assert found[-1].standing == "unvetted"


def test_an_ended_seat_sees_nothing_from_that_day_on(world: World) -> None:
    seat_all(world)
    number = refer(world, taken(world)).number
    declare(world, number, "ben")
    ben = reads.panel(viewer=world.head, name="ethics").seats[1]
    before = world.ben
    with pytest.raises(InvalidInputError):
        panel_seats.end_panel_seat(by=world.head, seat=ben.id, reasons=" ")
    ended = panel_seats.end_panel_seat(by=world.head, seat=ben.id, reasons="He moved.")
    assert (ended.standing, ended.ended_because) == ("over", "He moved.")
    with pytest.raises(NotFoundError):
        reads.referral(viewer=before, number=number)
    with pytest.raises(WrongStateError):
        panel_seats.end_panel_seat(by=world.head, seat=ben.id, reasons="Again.")
    with pytest.raises(NotFoundError):
        panel_seats.end_panel_seat(by=world.head, seat=0, reasons="Nobody.")


# Referrals


def test_a_live_case_goes_to_vetted_members_and_every_reading_is_entered(
    world: World, outside: Ports
) -> None:
    seat_all(world)
    found = refer(world, taken(world))
    assert found.standing == "waits"
    assert found.due == date(
        2026, 3, 16
    )  # ten working days; the day of referral counts not
    mine = reads.own_referrals(viewer=world.ada)
    assert [(one.number, one.question, one.pack) for one in mine] == [
        (found.number, "", {})
    ]
    undeclared = reads.referral(viewer=world.ada, number=found.number)
    assert (undeclared.pack, undeclared.because, undeclared.case) == ({}, "", "")
    declare(world, found.number, "ada")
    before = kinds().count("read")
    shown = reads.referral(viewer=world.ada, number=found.number)
    assert shown.pack["parties"]
    assert "values" not in shown.pack
    assert "quantity" not in str(shown.pack["items"])
    assert kinds().count("read") <= before + 1
    assert "read" in kinds()
    deliver_outbox()
    sent = [one for one in outside.post.sent if one["to"].startswith("ada@")]  # type: ignore[attr-defined]
    assert sent
    assert "Banco" not in str(sent)


def test_a_declared_conflict_excludes_for_good_and_is_recorded(world: World) -> None:
    seat_all(world)
    number = refer(world, taken(world)).number
    with pytest.raises(InvalidInputError, match="what the conflict is"):
        panel_referrals.declare_on_referral(by=world.ada, number=number, conflict=True)
    told = panel_referrals.declare_on_referral(
        by=world.ada, number=number, conflict=True, words="My brother works there."
    )
    assert (told.declared, told.pack, told.question) == ("conflict", {}, "")
    assert tuple(reads.own_referrals(viewer=world.ada)) == ()
    with pytest.raises(NotAllowedError, match="conflict"):
        panel_opinions.write_panel_opinion(
            by=world.ada, number=number, position="objection", reasons="x"
        )
    with pytest.raises(WrongStateError):
        panel_referrals.declare_on_referral(by=world.ada, number=number, conflict=False)
    assert "declare_on_referral" in kinds()
    seen = reads.referral(viewer=world.officer, number=number).declarations[0]
    assert (seen.conflict, seen.words) == (True, "My brother works there.")


def test_nobody_takes_part_before_declaring(world: World) -> None:
    seat_all(world)
    number = refer(world, taken(world)).number
    with pytest.raises(NotAllowedError, match="Declare first"):
        panel_opinions.write_panel_opinion(
            by=world.ada, number=number, position="objection", reasons="x"
        )


def test_who_acts_for_an_exporter_is_shown_no_live_case(world: World) -> None:
    seat_all(world)
    number = refer(world, taken(world)).number
    declare(world, number, "ada")
    Membership.objects.create(
        person=world.people["ada"],
        organisation=world.organisations["vigil"],
        first=FIRST,
    )
    with pytest.raises(NotAllowedError, match="exporter"):
        reads.referral(viewer=world.ada, number=number)


def test_industry_sees_no_live_case_and_no_referral_of_another_panel(
    world: World,
) -> None:
    seat_all(world)
    number = taken(world)
    with pytest.raises(InvalidInputError, match="sees no live cases"):
        panel_referrals.refer_to_panel(
            by=world.officer,
            case=number,
            asking=asking("AGR-2026-001", "industry"),
            version=None,
        )
    referral = refer(world, number).number
    with pytest.raises(NotFoundError):
        reads.referral(viewer=world.ivo, number=referral)
    with pytest.raises(NotAllowedError):
        desk_reads.case(viewer=world.ada, case=number)
    with pytest.raises(NotAllowedError):
        desk_reads.case(viewer=world.ivo, case=number)


def test_an_officer_without_a_rule_says_why_and_a_panel_has_a_case_once(
    world: World,
) -> None:
    seat_all(world)
    number, agreement = taken(world), agree(world, terms())
    with pytest.raises(InvalidInputError, match="Say why"):
        panel_referrals.refer_to_panel(
            by=world.officer,
            case=number,
            asking=asking(agreement, because=""),
            version=None,
        )
    refer(world, number, agreement)
    with pytest.raises(WrongStateError, match="has this case"):
        refer(world, number, agreement)
    with pytest.raises(NotFoundError):
        reads.referral(viewer=world.officer, number="PNL-2026-9999")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"purpose": "joint_assessment"}, id="another-purpose"),
        pytest.param({"agreement": "AGR-2026-999"}, id="no-agreement"),
    ],
)
def test_a_referral_that_no_agreement_covers_is_refused_entered_and_not_stored(
    world: World, change: dict[str, str]
) -> None:
    seat_all(world)
    number, agreement = taken(world), agree(world, terms())
    with pytest.raises(NotCoveredError) as caught:
        panel_referrals.refer_to_panel(
            by=world.officer,
            case=number,
            asking=replace(asking(agreement), **change),
            version=None,
        )
    assert caught.value.code == "not_covered"
    assert not PanelReferral.objects.exists()
    assert kinds()[-1] == "refused"


def test_a_withdrawn_referral_takes_nothing_more(world: World) -> None:
    seat_all(world)
    number = refer(world, taken(world)).number
    with pytest.raises(InvalidInputError):
        panel_referrals.withdraw_panel_referral(
            by=world.officer, number=number, reasons=""
        )
    found = panel_referrals.withdraw_panel_referral(
        by=world.officer, number=number, reasons="Asked in error."
    )
    assert found.standing == "withdrawn"
    with pytest.raises(WrongStateError, match="withdrawn"):
        declare(world, number, "ada")


# Opinions


def test_an_opinion_needs_quorum_majority_and_the_chair(world: World) -> None:
    seat_all(world)
    number = refer(world, taken(world)).number
    declare(world, number, *ETHICS)
    with pytest.raises(NotFoundError):
        panel_opinions.give_panel_opinion(by=world.ada, number=number)
    panel_opinions.write_panel_opinion(
        by=world.ben, number=number, position="objection", reasons="Wide harm."
    )

    def vote(who: str, said: str, words: str = "") -> None:
        panel_opinions.vote_on_panel_opinion(
            by=world.actor(who), number=number, version=1, vote=said, words=words
        )

    vote("ada", "favour")
    vote("ben", "favour")
    with pytest.raises(WrongStateError, match="2 of the 3"):
        panel_opinions.give_panel_opinion(by=world.ada, number=number)
    with pytest.raises(InvalidInputError, match="why you dissent"):
        vote("cleo", "against")
    with pytest.raises(InvalidInputError):
        vote("cleo", "perhaps")
    vote("cleo", "against", "The safeguards suffice.")
    with pytest.raises(WrongStateError, match="voted"):
        vote("cleo", "favour")
    with pytest.raises(WrongStateError, match="chair"):
        panel_opinions.give_panel_opinion(by=world.ben, number=number)
    panel_opinions.give_panel_opinion(by=world.ada, number=number)
    found = reads.referral(viewer=world.ada, number=number)
    given = found.opinions[0]
    assert found.standing == "given"
    assert given.counts == {"favour": 2, "against": 1, "abstained": 0, "quorum": 3}
    assert [one.words for one in given.votes if one.vote == "against"] == ["The safeguards suffice."]  # fmt: skip
    with pytest.raises(WrongStateError, match="has given"):
        panel_opinions.write_panel_opinion(
            by=world.ben, number=number, position="objection", reasons="More."
        )


def test_versions_stay_and_votes_count_for_their_own_version(world: World) -> None:
    seat_all(world)
    number = refer(world, taken(world)).number
    declare(world, number, *ETHICS)
    for position in ("objection", "conditions"):
        panel_opinions.write_panel_opinion(
            by=world.ben, number=number, position=position, reasons=position
        )
    with pytest.raises(WrongStateError, match="newer version"):
        panel_opinions.vote_on_panel_opinion(
            by=world.ada, number=number, version=1, vote="favour"
        )
    for key in ETHICS:
        panel_opinions.vote_on_panel_opinion(
            by=world.actor(key), number=number, version=2, vote="abstain"
        )
    with pytest.raises(WrongStateError, match="No majority"):
        panel_opinions.give_panel_opinion(by=world.ada, number=number)
    with pytest.raises(InvalidInputError):
        panel_opinions.write_panel_opinion(
            by=world.ben, number=number, position="maybe", reasons="x"
        )
    versions = reads.referral(viewer=world.ben, number=number).opinions
    assert [one.position for one in versions] == ["objection", "conditions"]


def test_the_same_version_sent_twice_takes_no_votes_from_it(world: World) -> None:
    seat_all(world)
    number = refer(world, taken(world)).number
    declare(world, number, *ETHICS)
    written = {"number": number, "position": "objection", "reasons": "Wide harm."}
    panel_opinions.write_panel_opinion(by=world.ben, **written)
    panel_opinions.vote_on_panel_opinion(
        by=world.ada, number=number, version=1, vote="favour"
    )
    with pytest.raises(WrongStateError, match="says just this already"):
        panel_opinions.write_panel_opinion(by=world.ben, **written)
    (only,) = reads.referral(viewer=world.ben, number=number).opinions
    assert only.version == 1
    written["position"] = "conditions"
    panel_opinions.write_panel_opinion(by=world.ben, **written)
    assert len(reads.referral(viewer=world.ben, number=number).opinions) == 2


# In the case


def test_the_opinion_stands_in_the_case_by_its_marking(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def restricted(body: Panel) -> dict[str, object]:
        return {**panel_rules.panel_json(body), "marking": "restricted"}

    monkeypatch.setattr("licet.web.casework.services.panels.panel_referrals.panel_json", restricted)  # fmt: skip
    seat_all(world)
    case = taken(world)
    opinion(world, refer(world, case).number, against=("cleo",))
    low = reads.case_panels(viewer=world.officer, case=case).referrals[0].opinions[0]
    assert (low.withheld, low.reasons, low.votes) == ("restricted", "", ())
    high = replace(world.officer, clearance="restricted")
    shown = reads.case_panels(viewer=high, case=case).referrals[0].opinions[0]
    assert (shown.position, shown.reasons) == ("objection", "The harm is wide.")
    timeline = [one.kind for one in see(world, case).timeline]
    assert {"refer_to_panel", "give_panel_opinion"} <= set(timeline)
    with pytest.raises(NotFoundError):
        reads.case_panels(viewer=world.te, case=case)


def test_a_grant_against_the_panel_says_why_or_is_not_sent(world: World) -> None:
    seat_all(world)
    case = taken(world)
    opinion(world, refer(world, case).number)
    advise_all(world, case)
    with pytest.raises(GrantObstructedError) as caught:
        draft_and_send(world, case, draft_of())
    assert [one.code for one in caught.value.obstacles] == ["panel_not_answered"]
    given = reads.case_panels(viewer=world.officer, case=case).referrals[0].opinions[0]
    own = Disagreement(finding=f"panel:{given.id}", reasons="Logging answers the harm.")
    decide(world, case, replace(draft_of(), disagreements=(own,)))
    assert see(world, case).decision is not None


def test_a_grant_waits_for_the_panel_that_was_asked(world: World) -> None:
    seat_all(world)
    case = taken(world)
    refer(world, case)
    codes = [one.code for one in see(world, case).obstacles]
    assert codes.count("open_panel") == 1


def always_asked(monkeypatch: pytest.MonkeyPatch, tier: int = 1) -> None:
    """The ethics panel is asked in every case."""
    law = panel_rules.panel_rules("meridia/national")
    body: Panel = law.panels["ethics"]
    first = replace(body.triggers[0], tier_from=tier)
    changed = replace(law, panels={**law.panels, "ethics": replace(body, triggers=(first,))})  # fmt: skip
    monkeypatch.setattr("licet.web.casework.panels.in_case.panel_rules", lambda _: changed)  # fmt: skip


def test_a_mandatory_panel_that_nobody_asked_or_that_is_silent_bars_a_grant(
    world: World, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    always_asked(monkeypatch)
    seat_all(world)
    case = taken(world)
    found = [
        one.words for one in see(world, case).obstacles if one.code == "open_panel"
    ]
    assert len(found) == 1
    assert "must be asked" in found[0]
    calls = reads.case_panels(viewer=world.officer, case=case).calls
    assert [(one.rule, one.mandatory, one.asked) for one in calls] == [("tier_four", True, False)]  # fmt: skip
    referral = refer(world, case)
    assert (referral.rule, referral.mandatory) == ("tier_four", True)
    clock.at += referral.due - date(2026, 3, 2)
    waits = [
        one.words for one in see(world, case).obstacles if one.code == "open_panel"
    ]
    assert "has not given its opinion yet" in waits[0]
    clock.forward(1)
    silent = [
        one.words for one in see(world, case).obstacles if one.code == "open_panel"
    ]
    assert "silence is no consent" in silent[0]
    assert reads.referral(viewer=world.officer, number=referral.number).standing == "silent"  # fmt: skip


def test_a_member_begins_at_their_own_list_and_may_nothing_else(world: World) -> None:
    seat_all(world)
    assert home_of(world.people["ada"]) == "/work/panel/"
    assert tuple(reads.own_referrals(viewer=world.ada)) == ()
    may = {act for act in ("see_case", "see_queue", "see_panels", "see_licences", "see_parties", "see_record") if world.ada.may(act)}  # fmt: skip
    assert may == set()
    with pytest.raises(NotAllowedError):
        agreements.draft_agreement(by=world.ada, terms=terms())


def test_the_silence_of_a_panel_is_recorded_once_after_its_last_day(
    world: World, clock: MovingClock
) -> None:
    seat_all(world)
    case = taken(world)
    agreement = agree(world, terms())
    referral = refer(world, case, agreement)
    clock.at += referral.due - date(2026, 3, 2)
    assert record_panel_silences() == 0
    clock.forward(1)
    assert record_panel_silences() == 1
    assert record_panel_silences() == 0
    row = PanelSilence.objects.get()
    assert (row.on, row.consent) == (referral.due + timedelta(days=1), False)
    assert "record_panel_silence" in [one.kind for one in see(world, case).timeline]
    opinion(world, referral.number)  # late, and it counts all the same
    assert reads.referral(viewer=world.officer, number=referral.number).standing == "given"  # fmt: skip
    again = refer(world, case, agreement)  # a new question is a new referral
    assert again.number != referral.number


def test_the_silence_on_a_draft_is_recorded_without_a_case(
    world: World, clock: MovingClock
) -> None:
    seat_all(world)
    draft_template(by=world.policy, code="banks", says=says())
    asked = panel_referrals.refer_draft_to_panel(
        by=world.policy,
        subject="template:banks",
        asking=asking(agree(world, terms("industry")), "industry"),
    )
    clock.at += asked.due - date(2026, 3, 2) + timedelta(days=1)
    assert record_panel_silences() == 1
    assert PanelSilence.objects.get().consent is True
    assert reads.referral(viewer=world.policy, number=asked.number).standing == "silent_consent"  # fmt: skip


def test_a_law_without_panels_sends_no_case_to_one() -> None:
    assert fired_in(Case(profile="us/ear")) == ()
