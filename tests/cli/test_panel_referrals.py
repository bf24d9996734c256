"""``licet panel``: a case or a draft before a panel, and the members' own acts, in the terminal."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World, make_person
from tests.web.casework.conftest import _lists, clock, outside, world
from tests.web.casework.draft_laws import opened
from tests.web.casework.panel_builders import (
    ETHICS,
    agree,
    declare,
    refer,
    seat_all,
    taken,
    terms,
)
from typer.testing import CliRunner, Result

from licet.cli.advising.lines import opinion_lines
from licet.cli.main import build_app
from licet.kernel import InputError
from licet.review.panels import FiredTrigger
from licet.web.casework.acts.agreed_sharing import NotCoveredError
from licet.web.casework.errors import (
    InvalidInputError,
    NotFoundError,
    StaleVersionError,
    WrongStateError,
)
from licet.web.casework.models import LedgerRow, PanelReferral
from licet.web.casework.panels.rules import rules
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.panels import panels as reads
from licet.web.casework.services.panels.agreements import change_agreement
from licet.web.casework.services.panels.disclosing import recall_disclosure
from licet.web.casework.services.panels.panel_seats import end_panel_seat
from licet.web.casework.views.panels import PanelOpinionView

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

Run = Callable[..., Result]
APP = build_app()
OFFICER = ("--as", "officer@meridia.example")


def _signed(who: str) -> tuple[str, ...]:
    return ("--as", f"{who}@meridia.example", "--code", code_now())


@pytest.fixture
def run(world: World) -> Run:
    def call(*words: str, typed: str = "") -> Result:
        cache.clear()  # one code for several acts within its half minute
        result = CliRunner().invoke(APP, ["panel", *words], input=typed)
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


@pytest.fixture
def acting(world: World, run: Run) -> Run:
    """Whoever is named signs with a second factor; the members sit."""
    seat_all(world)
    for key in ("officer", "head", "signer", *ETHICS):
        TOTP.activate(world.people[key], SECRET)
    return run


def _asked(agreement: str, panel: str = "ethics") -> tuple[str, ...]:
    purpose = "ethics_review" if panel == "ethics" else "industry_advice"
    return ("--panel", panel, "--agreement", agreement, "--purpose", purpose)


def _entered() -> str:
    newest = LedgerRow.objects.order_by("-pk").first()
    assert newest is not None
    return read_act(newest).kind


def test_a_seat_is_given_by_a_manager_and_ended_with_a_reason(
    world: World, run: Run
) -> None:
    TOTP.activate(world.people["head"], SECRET)
    TOTP.activate(world.people["officer"], SECRET)
    make_person("ada")
    given = ("appoint", "ethics", "ada@meridia.example", "--first", "2026-03-02",
             "--last", "2027-03-01", "--instrument", "Order 7/2026 (invented)")  # fmt: skip
    assert run(*given, *_signed("officer")).exit_code == 3
    with pytest.raises(InvalidInputError) as unvetted:
        run(*given, *_signed("head"))
    assert "vetted_on" in unvetted.value.fields
    vetted = (*given, "--vetted-on", "2026-03-02", "--vetted-until", "2027-12-31", "--chair")  # fmt: skip
    made = run(*vetted, *_signed("head")).stdout
    seat = made.split()[1].rstrip(":")
    assert made == f"seat {seat}: Ada, ethics, 2026-03-02 to 2027-03-01\n"
    assert f"  {seat}  Ada  " in run("list").stdout
    again = json.loads(run(*vetted, "--json", *_signed("head")).stdout)
    assert again["chair"]
    ended = run("end-seat", seat, "--reasons", "She moved.", *_signed("head")).stdout
    assert ended == f"seat {seat}: over\n"
    with pytest.raises(WrongStateError):
        run("end-seat", seat, "--reasons", "Again.", *_signed("head"))
    more = run("end-seat", str(again["id"]), "--reasons", "She moved.", "--json", *_signed("head"))  # fmt: skip
    assert json.loads(more.stdout)["ended_because"] == "She moved."


def test_a_live_case_goes_to_a_panel_under_an_agreement_once_and_is_withdrawn(
    world: World, acting: Run
) -> None:
    agreement, case = agree(world, terms()), taken(world)
    none = acting("case", case, *OFFICER).stdout
    assert none == "No rule sends the case to a panel, and none was asked.\n"
    asked = ("refer", case, *_asked(agreement), "--question", "-")
    with pytest.raises(InvalidInputError, match="Say why"):
        acting(*asked, *_signed("officer"), typed="Is it right?\n")
    asked = (*asked, "--because", "It touches many people.")
    assert acting(*asked, *_signed("head"), typed="Is it right?\n").exit_code == 3
    wrong = acting(*asked, *OFFICER, "--code", "000000", typed="Is it right?\n")
    assert wrong.exit_code == 3
    with pytest.raises(StaleVersionError):
        acting(*asked, "--version", "1", *_signed("officer"), typed="Is it right?\n")
    assert not PanelReferral.objects.exists()
    told = acting(*asked, *_signed("officer"), typed="Is it right?\n").stdout
    number = told.partition(":")[0]
    assert told == f"{number}: Ethics panel is asked until 2026-03-16.\n"
    assert _entered() == "refer_to_panel"
    line = f"{number}  ethics  live  waits  until 2026-03-16  {case}"
    assert line in acting("case", case, *OFFICER).stdout
    assert acting("referrals", *OFFICER).stdout == f"{line}\n1 referrals, page 1 of 1.\n"  # fmt: skip
    (one,) = json.loads(acting("referrals", *OFFICER, "--json").stdout)
    assert (one["number"], one["pack"]) == (number, {})
    back = ("withdraw", number, "--reasons", "Asked in error.", *_signed("officer"))
    assert acting(*back).stdout == f"{number}: withdrawn\n"
    assert _entered() == "withdraw_panel_referral"
    with pytest.raises(WrongStateError, match="withdrawn"):
        acting(*back)
    made = json.loads(acting(*asked, "--json", *_signed("officer"), typed="Now?").stdout)  # fmt: skip
    assert (made["sort"], made["question"]) == ("live", "Now?")


def test_a_case_says_which_rule_sends_it_to_a_panel(
    world: World, acting: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ethics = rules().panels["ethics"]
    fired = tuple(FiredTrigger(panel=ethics, trigger=one) for one in ethics.triggers[:2])  # fmt: skip
    monkeypatch.setattr(reads, "fired_in", lambda _case: fired)
    case = taken(world)
    first, second = acting("case", case, *OFFICER).stdout.splitlines()
    assert first.startswith("ethics must be asked (tier_four): An item is of tier 4")
    assert second.startswith("ethics may be asked (human_rights): ")
    refer(world, case)
    assert "ethics was asked (tier_four)" in acting("case", case, *OFFICER).stdout
    told = json.loads(acting("case", case, *OFFICER, "--json").stdout)
    assert [one["asked"] for one in told["calls"]] == [True, True]


def test_a_draft_of_law_goes_to_a_panel_only_under_an_agreement_that_covers_it(
    world: World, acting: Run
) -> None:
    slug = opened().summary.slug
    agreement = agree(world, terms("industry"))
    words = ("--question", "Whom does it burden?", "--because", "It is new.")
    asked = (*words, *_asked(agreement, "industry"))
    with pytest.raises(NotFoundError):
        acting("refer-draft", "draft:nothing", *asked, *_signed("head"))
    told = acting("refer-draft", f"draft:{slug}", *asked, *_signed("head")).stdout
    assert "Industry and research panel is asked until" in told
    change_agreement(by=world.head, number=agreement, change="suspend", reasons="A leak.")  # fmt: skip
    with pytest.raises(NotCoveredError):
        acting("refer-draft", f"draft:{slug}", *asked, *_signed("head"))
    change_agreement(by=world.head, number=agreement, change="resume", reasons="None.")
    made = acting("refer-draft", f"draft:{slug}", *asked, "--json", *_signed("head"))
    assert json.loads(made.stdout)["sort"] == "draft"


def test_a_member_is_shown_nothing_before_declaring_and_nothing_after_a_conflict(
    world: World, acting: Run
) -> None:
    number = refer(world, taken(world)).number
    ada, ben = ("--as", "ada@meridia.example"), ("--as", "ben@meridia.example")
    waits = f"{number}  ethics  live  waits  until 2026-03-16"
    assert acting("mine", *ada).stdout == f"{waits}\n1 referrals, page 1 of 1.\n"
    assert acting("mine", *OFFICER).exit_code == 3
    before = acting("show", number, *ada).stdout
    assert f"licet panel declare {number} --none" in before
    assert "harm" not in before
    with pytest.raises(InvalidInputError, match="what the conflict is"):
        acting("declare", number, "--conflict", *_signed("ben"))
    out = acting("declare", number, "--conflict", "--words", "-", *_signed("ben"), typed="My brother works there.\n")  # fmt: skip
    assert out.stdout == f"{number}: a conflict is declared; you take no part in it.\n"
    assert json.loads(acting("mine", *ben, "--json").stdout) == []
    assert "take no part in it" in acting("show", number, *ben).stdout
    free = acting("declare", number, "--none", *_signed("ada")).stdout
    assert free == f"{number}: no conflict is declared; read it with licet panel show {number}.\n"  # fmt: skip
    with pytest.raises(WrongStateError, match="declared already"):
        acting("declare", number, "--none", *_signed("ada"))
    shown = acting("show", number, *ada).stdout
    assert "question: Does the harm outweigh the good?" in shown
    assert "declared: Ben: conflict: My brother works there." in shown
    assert '"parties"' in shown
    done = acting("declare", number, "--none", "--json", *_signed("cleo"))
    assert json.loads(done.stdout)["declared"] == "free"
    pack = json.loads(acting("show", number, *ada, "--json").stdout)["pack"]
    assert pack["parties"]
    recall_disclosure(by=world.officer, number="DIS-2026-0001", reasons="Error.")
    assert "was called back" in acting("show", number, *ada).stdout


def test_estimates_of_a_round_are_shown_when_it_has_ended_and_not_before(
    world: World, acting: Run
) -> None:
    number = refer(world, taken(world)).number
    declare(world, number, *ETHICS)
    put = ("ask", number, "--text", "How likely is misuse?", "--kind")
    with pytest.raises(InvalidInputError, match="how it is answered"):
        acting(*put, "guess", *_signed("officer"))
    assert acting(*put, "scale", *_signed("ben")).exit_code == 3  # not the chair
    told = acting(*put, "scale", "--low", "1", "--high", "9", *_signed("ada")).stdout
    assert told == f"{number}, question 1: round 1 open: 0 of 3 have answered\n"
    first = ("estimate", number, "1", "--round", "1", "--value")
    with pytest.raises(InvalidInputError):
        acting(*first, "10", *_signed("ada"))
    acting(*first, "3", "--words", "Rare.", *_signed("ada"))
    told = acting(*first, "9", "--words", "-", *_signed("ben"), typed="Usual.").stdout
    assert told == f"{number}, question 1: round 1 open: 2 of 3 have answered; your own is 9\n"  # fmt: skip
    with pytest.raises(WrongStateError):
        acting("discuss", number, "1", "--text", "Too soon.", *_signed("ada"))
    hidden = acting("show", number, *OFFICER).stdout
    assert "Usual." not in hidden
    assert "question 1 (1 to 9; round 1 is open): How likely is misuse?" in hidden
    ended = acting("close-round", number, "1", "--round", "1", *_signed("officer"))
    assert "round 1 ended: 2 of 3 have answered; median 6" in ended.stdout
    said = ("discuss", number, "1", "--text", "-")
    assert acting(*said, *_signed("cleo"), typed="Why 9?").stdout == f"{number}, question 1: said.\n"  # fmt: skip
    more = json.loads(acting(*said, "--json", *_signed("ben"), typed="As in May.").stdout)  # fmt: skip
    assert [one["text"] for one in more["elicitations"][0]["words"]] == ["Why 9?", "As in May."]  # fmt: skip
    for key, value in zip(ETHICS, ("5", "5", "6"), strict=True):
        acting("estimate", number, "1", "--round", "2", "--value", value, *_signed(key))
    shown = acting("show", number, *OFFICER).stdout
    assert "question 1 (1 to 9; over)" in shown
    assert "Ben  9, outside the middle half: Usual." in shown
    assert "Cleo: Why 9?" in shown
    assert "round 2 ended: 3 of 3 have answered; median 5" in shown
    choice = ("ask", number, "--text", "Which way?", "--kind", "choice", "--option", "grant", "--option", "refuse")  # fmt: skip
    made = json.loads(acting(*choice, "--json", *_signed("officer")).stdout)
    assert made["elicitations"][1]["options"] == ["grant", "refuse"]
    assert "question 2 (grant, refuse; round 1 is open)" in acting("show", number, *OFFICER).stdout  # fmt: skip


def test_an_opinion_is_written_voted_on_and_given_by_the_chair_with_its_dissent(
    world: World, acting: Run
) -> None:
    number = refer(world, taken(world)).number
    declare(world, number, *ETHICS)
    wrote = ("write", number, "--position", "objection", "--reasons")
    told = acting(*wrote, "-", *_signed("ben"), typed="The harm is wide.\n").stdout
    assert told == f"{number}: version 1 (objection) waits for the votes.\n"
    again = json.loads(acting(*wrote, "Very wide.", "--json", *_signed("ben")).stdout)
    assert [one["version"] for one in again["opinions"]] == [1, 2]
    with pytest.raises(WrongStateError, match="newer version"):
        acting("vote", number, "1", "favour", *_signed("ada"))
    with pytest.raises(InvalidInputError, match="why you dissent"):
        acting("vote", number, "2", "against", *_signed("cleo"))
    assert acting("vote", number, "2", "favour", *_signed("officer")).exit_code == 3
    acting("vote", number, "2", "against", "--words", "-", *_signed("cleo"), typed="The safeguards suffice.\n")  # fmt: skip
    told = acting("vote", number, "2", "favour", *_signed("ben")).stdout
    assert told == f"{number}, version 2: favour. 2 votes, quorum 3.\n"
    with pytest.raises(WrongStateError, match="2 of the 3"):
        acting("give", number, *_signed("ada"))
    acting("vote", number, "2", "favour", *_signed("ada"))
    with pytest.raises(WrongStateError, match="chair"):
        acting("give", number, *_signed("ben"))
    given = acting("give", number, *_signed("ada")).stdout
    assert given == (
        f"{number}: Ethics panel has given version 2 (objection): "
        "2 in favour, 1 against, 0 abstained.\n"
    )
    shown = acting("show", number, *OFFICER).stdout
    assert "  version 1: objection, by Ben: The harm is wide." in shown
    assert "  version 2: objection, given on 2026-03-02, by Ben: Very wide." in shown
    assert "Cleo  against: The safeguards suffice." in shown
    with pytest.raises(WrongStateError, match="A new question is a new referral"):
        acting("give", number, *_signed("ada"))


def test_an_opinion_above_a_clearance_shows_its_marking_alone() -> None:
    withheld = PanelOpinionView(
        id="1", version=1, position="", reasons="", by="", votes=(), counts={},
        at=datetime(2026, 3, 2, tzinfo=UTC), given_at=None, withheld="restricted",
    )  # fmt: skip
    assert list(opinion_lines(withheld)) == ["  version 1: withheld, restricted"]


def test_who_lost_the_seat_sees_no_referral_in_the_terminal_either(
    world: World, acting: Run
) -> None:
    number = refer(world, taken(world)).number
    declare(world, number, "ben")
    seats = json.loads(acting("list", "--json").stdout)[0]["seats"]
    seat = next(one["id"] for one in seats if one["person"] == "Ben")
    end_panel_seat(by=world.head, seat=seat, reasons="He moved.")
    ben = ("--as", "ben@meridia.example")
    assert acting("mine", *ben).stdout == "0 referrals, page 1 of 1.\n"
    with pytest.raises(NotFoundError):
        acting("show", number, *ben)
