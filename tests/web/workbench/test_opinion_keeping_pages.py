"""Keeping and erasure of opinions on the screens, by programs and in the terminal: one way through each."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.api.conftest import program
from tests.web.casework.builders import MovingClock, World
from tests.web.casework.test_opinions import Fixed, issued, law
from tests.web.reader import Reader
from typer.testing import CliRunner

from licet.cli.main import build_app
from licet.web.casework.models import OpinionDisposal, OpinionHold
from licet.web.casework.services.opinions import opinions

__all__ = ["law", "program"]  # the fixtures that these tests share
OFFICER, HEAD = "officer@meridia.example", "head@meridia.example"


@pytest.fixture
def old(world: World, law: Fixed, clock: MovingClock) -> list[str]:
    """Three opinions whose time is over."""
    numbers = [issued(world, title=f"Tool {place}") for place in range(3)]
    clock.at = clock.at.replace(year=2038, month=1, day=2)
    opinions.expire_opinions()
    return numbers


def terminal(*words: str, as_: str) -> str:
    cache.clear()  # one code for several acts within its half minute
    signed = ("--as", as_, "--code", code_now())
    done = CliRunner().invoke(build_app(), ["retention", *words, *signed])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_an_opinion_ends_in_the_browser_by_a_program_and_in_the_terminal(
    world: World, old: list[str], program: Callable[..., Any]
) -> None:
    first, second, third = old
    officer, head = Reader(world, "officer"), Reader(world, "head")
    assert "Opinions that have ended" in officer.read("/work/retention/")
    assert first in officer.read("/work/retention/opinions/")
    assert "How long it is kept" in officer.read(f"/work/opinions/{first}/")
    place = f"/work/opinions/{first}/keeping/"
    assert "Propose the erasure" in officer.read(place)
    assert "Say why now" in officer.send(f"{place}propose/", reason="")
    assert "A second person decides." in officer.send(
        f"{place}propose/", reason="Over."
    )
    decide = f"{place}{OpinionDisposal.objects.get().pk}/decide/"
    assert "is held." in officer.send(f"{place}hold/", reason="A court.")
    assert "legal hold stands" in head.send(decide, decision="approve")
    lift = f"{place}holds/{OpinionHold.objects.get().pk}/lift/"
    assert "The hold is lifted" in head.send(lift, reason="It ended.")
    officer.send(decide, 403, decision="approve")
    assert "Say why the opinion stays." in head.send(decide, decision="return")
    assert "Given back." in head.send(decide, decision="return", reason="Wait.")
    officer.send(f"{place}propose/", reason="Now.")
    decide = f"{place}{OpinionDisposal.objects.get(end=None).pk}/decide/"
    said = head.send(decide, decision="approve")
    assert "The content of the opinion is erased." in said
    assert "approved by Head" in said
    assert "erased on 2038" in officer.read(f"/work/opinions/{first}/", 410)
    assert "erased on 2038" in officer.read(place, 410)

    works, heads = program("officer"), program("head")
    assert second in {one["number"] for one in works.get("/retention/opinions")}
    held = works.post(f"/opinions/{second}/holds", {"reason": "A court."})
    heads.post(f"/opinion-holds/{held['holds'][0]['id']}/lift", {"reason": "Done."})
    found = works.post(f"/opinions/{second}/disposals", {"reason": "Over."})
    one = found["disposals"][0]["id"]
    heads.post(f"/opinion-disposals/{one}/return", {"reason": "Wait."})
    works.post(f"/opinions/{second}/disposals", {"reason": "Over."})
    again = works.get(f"/opinions/{second}/retention")["disposals"]
    (one,) = [row["id"] for row in again if row["result"] == "open"]
    gone = heads.post(f"/opinion-disposals/{one}/approve")
    assert works.get(f"/opinions/{second}/erasure") == gone
    assert works.call("GET", f"/opinions/{second}").status_code == 410

    Authenticator.objects.all().delete()  # those with which the pages were read
    for key in ("officer", "head"):
        TOTP.activate(world.people[key], SECRET)
    due = CliRunner().invoke(build_app(), ["retention", "due"]).stdout
    assert (third in due, second in due) == (True, False)
    hold = terminal("hold", third, "--reason", "A court.", as_=OFFICER).split()[-1]
    terminal("lift", hold, "--reason", "Done.", as_=HEAD)
    terminal("erase", third, "--reason", "Over.", as_=OFFICER)
    shown = ["retention", "show", third, "--as", OFFICER]
    kept = json.loads(CliRunner().invoke(build_app(), shown).stdout)
    assert kept["case"]["proposed"]
    assert "was erased under" in terminal("erase", third, "--approve", as_=HEAD)
    erased = json.loads(CliRunner().invoke(build_app(), shown).stdout)
    assert erased["approved_by"] == "Head"
