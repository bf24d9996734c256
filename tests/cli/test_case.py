"""``licet case``: the same acts, the same decisions and the same record as on the screens."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import (
    World,
    advise_all,
    draft_and_send,
    draft_of,
    submit,
    take,
)
from tests.web.casework.conftest import _lists, clock, outside, world
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import Case, CaseEvent, Decision, LedgerRow
from licet.web.casework.record.events import read_act
from licet.web.casework.services.opinions import opinions
from licet.web.casework.services.programs.performing import acts, needs

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

Run = Callable[..., Result]
OFFICER = "officer@meridia.example"


@pytest.fixture
def run(world: World) -> Run:
    for key in ("officer", "signer"):
        TOTP.activate(world.people[key], SECRET)

    def call(*words: str, typed: str = "") -> Result:
        cache.clear()  # one code for several acts within its half minute
        result = CliRunner().invoke(build_app(), ["case", *words], input=typed)
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


def test_cases_are_listed_and_shown_as_the_person_may_see_them(
    world: World, run: Run
) -> None:
    number = submit(world).number
    listed = run("list", "--as", OFFICER).stdout
    assert number in listed
    told = json.loads(run("list", "--as", OFFICER, "--json").stdout)
    assert [one["number"] for one in told] == [number]
    shown = run("show", number, "--as", OFFICER).stdout
    assert "can: take_case" in shown
    assert "open:" in shown
    whole = json.loads(run("show", number, "--as", OFFICER, "--json").stdout)
    assert whole["number"] == number
    refused = run("list", "--as", "halden@meridia.example")
    assert refused.exit_code == 3
    with pytest.raises(NotFoundError):
        run("show", number, "--as", "nobody@meridia.example")


def test_every_act_of_the_staff_is_offered_with_what_it_needs(run: Run) -> None:
    told = run("acts").stdout.splitlines()
    assert "take_case: nothing" in told
    assert "return_draft: reasons" in told
    assert "ask_consultation: partner" in told
    assert len(told) == len(acts())
    assert {"submit_application", "record_findings"}.isdisjoint(acts())
    assert {"end_stay", "lay_appeal_document"}.isdisjoint(acts())
    offered = {"assign_appeal", "decide_appeal", "take_opinion", "refer_to_panel"}
    assert offered | {"override_classification"} <= set(acts())


def test_a_whole_way_through_the_terminal(
    world: World, run: Run, tmp_path: Path
) -> None:
    number = submit(world).number
    signed = ("--as", OFFICER, "--code", code_now())
    assert "take_case: done." in run("do", number, "take_case", *signed).stdout
    advise_all(world, number)
    draft = {
        "draft": {
            "outcome": "grant",
            "grounds": [],
            "conditions": [],
            "reasons": "The end use is credible.",
        }
    }
    path = tmp_path / "draft.json"
    path.write_text(json.dumps(draft), "utf-8")
    run("do", number, "draft_decision", *signed, "--from", str(path))
    typed = f"{code_now()}\n"
    sent = run("do", number, "send_for_countersignature", "--as", OFFICER, typed=typed)
    assert sent.exit_code == 0
    words = ("do", number, "countersign", "--as", "signer@meridia.example", "--json")
    done = json.loads(run(*words, "--code", code_now()).stdout)
    assert done["state"] == "granted"
    assert CaseEvent.objects.filter(kind="countersign").count() == 1


def test_whoever_signs_must_prove_who_they_are(world: World, run: Run) -> None:
    number = submit(world).number
    take(world, number)
    advise_all(world, number)
    draft_and_send(world, number, draft_of("grant"))
    words = ("do", number, "countersign", "--code", "000000")
    assert run(*words, "--as", "signer@meridia.example").exit_code == 3
    assert run(*words, "--as", "unsigned@meridia.example").exit_code == 3
    assert Decision.objects.count() == 0
    told = read_act(LedgerRow.objects.order_by("-pk")[0])
    assert (told.kind, told.payload["why"]) == ("refused", "wrong_code")


def test_the_same_refusals_as_on_the_screens(world: World, run: Run) -> None:
    number = submit(world).number
    proof = ("--as", OFFICER, "--code", code_now())
    assert run("do", number, "assign_case", *proof, "--set", "officer=x").exit_code == 3
    assert Case.objects.get().state == "triage"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("dance",), "There is no act 'dance'", id="act"),
        pytest.param(("return_draft",), "return_draft needs: reasons", id="missing"),
        pytest.param(
            ("take_case", "--set", "by=system"), "knows no 'by'", id="somebody else"
        ),
        pytest.param(
            ("draft_decision", "--set", 'draft={"outcome": "maybe"}'),
            "draft.",
            id="another form",
        ),
    ],
)
def test_what_an_act_cannot_use_is_refused(
    world: World, run: Run, words: tuple[str, ...], said: str
) -> None:
    number = submit(world).number
    with pytest.raises(InvalidInputError) as refused:
        run("do", number, *words, "--as", OFFICER, "--code", code_now())
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(("--set", "reasons"), "has no value", id="no value"),
        pytest.param(("--set", "facts=[1"), "is not JSON", id="no json"),
        pytest.param(("--from", "/nowhere.json"), "is no JSON file", id="no file"),
    ],
)
def test_what_cannot_be_read_is_refused(
    run: Run, options: tuple[str, ...], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        run("do", "X", "take_case", "--as", OFFICER, *options)


def test_a_file_holds_one_object(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text("[]", "utf-8")
    with pytest.raises(InputError, match="holds no object"):
        run("do", "X", "take_case", "--as", OFFICER, "--from", str(path))


def test_a_document_of_a_case_is_written_to_a_new_file(
    world: World, run: Run, tmp_path: Path
) -> None:
    case, out = submit(world), tmp_path / "statement.txt"
    wrote = ("document", case.number, case.documents[0].id, "--out", str(out))
    assert "bytes." in run(*wrote, "--as", OFFICER).stdout
    assert out.read_bytes()
    with pytest.raises(InputError, match="is there already"):
        run(*wrote, "--as", OFFICER)
    with pytest.raises(NotFoundError):
        run("document", case.number, "none", "--out", f"{out}.2", "--as", OFFICER)
    assert not Path(f"{out}.2").exists()


def test_values_are_json_only_where_they_look_like_it(world: World, run: Run) -> None:
    number = submit(world).number
    proof = ("--as", OFFICER, "--code", code_now())
    run("do", number, "take_case", *proof)
    said = ("--set", "question=Why 20?", "--set", 'facts=["end_user.type"]')
    run("do", number, "request_information", *proof, *said)
    assert Case.objects.get().state == "information_requested"
    assert needs("request_information") == ("question",)


def test_an_opinion_and_a_classification_are_acts_by_name_too(
    world: World, run: Run
) -> None:
    facts = {"item.type": "software"}
    asked = opinions.OpinionRequest(
        organisation=str(world.organisations["halden"].pk),
        kind="classification_opinion",
        title="A tool",
        facts=facts,
    )
    opinion = opinions.request_opinion(by=world.halden, asked=asked).number
    proof = ("--as", OFFICER, "--code", code_now())
    assert run("do", opinion, "take_opinion", *proof).stdout == "take_opinion: done.\n"
    number = submit(world).number
    run("do", number, "take_case", *proof)
    said = ("--set", "item=1", "--set", "entry=9Z999", "--set", "law=Annex I", "--set", "reasons=x")  # fmt: skip
    with pytest.raises(InvalidInputError, match="has no entry"):
        run("do", number, "override_classification", *proof, *said)
