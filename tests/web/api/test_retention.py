"""Keeping and erasure by programs: the same refusals, the same two people."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from tests.web.casework.builders import MovingClock, World, refused, submit

YEARS = 366 * 11


def test_two_programs_of_two_people_erase_a_case(
    world: World, clock: MovingClock, program: Callable[..., Any]
) -> None:
    number = refused(world).number
    officer = program("officer")
    early = officer.call(
        "POST", f"/cases/{number}/disposals", {"outcome": "erase", "reason": "Over."}
    )
    assert (early.status_code, early.json()["code"]) == (409, "not_due")
    clock.forward(YEARS)
    officer, head = program("officer"), program("head")
    assert officer.get("/retention")["cases"][0]["number"] == number
    held = officer.post(f"/cases/{number}/holds", {"reason": "A court."})
    blocked = officer.call(
        "POST", f"/cases/{number}/disposals", {"outcome": "erase", "reason": "Over."}
    )
    assert blocked.json()["code"] == "hold_stands"
    head.post(f"/holds/{held['holds'][0]['id']}/lift", {"reason": "Done."})
    found = officer.post(
        f"/cases/{number}/disposals", {"outcome": "archive", "reason": "Over."}
    )
    proposal = found["disposals"][0]["id"]
    head.post(f"/disposals/{proposal}/return", {"reason": "Erase it rather."})
    found = officer.post(
        f"/cases/{number}/disposals", {"outcome": "archive", "reason": "Over."}
    )
    proposal = next(one["id"] for one in found["disposals"] if one["result"] == "open")
    officer.post(
        f"/disposals/{proposal}/receipt",
        {"sha256": "0" * 64, "size": 7, "receipt": "NA 1/2"},
    )
    gone = head.post(f"/disposals/{proposal}/approve")
    assert (gone["number"], gone["receipt"]) == (number, "NA 1/2")
    answer = officer.call("GET", f"/cases/{number}")
    assert (answer.status_code, answer.json()["code"]) == (410, "case_erased")
    assert officer.get(f"/cases/{number}/erasure")["approved_by"] == "Head"
    gone = officer.call("GET", f"/cases/{number}/retention")
    assert gone.status_code == 410


def test_a_program_reads_the_log_and_takes_what_is_held(
    world: World, program: Callable[..., Any]
) -> None:
    number = submit(world).number
    page = program("auditor").get(f"/access-log?words={number}")
    assert page["accesses"][0]["case"] == number
    assert program("officer").call("GET", "/access-log").status_code == 403
    made = program("officer").post(
        f"/cases/{number}/copies",
        {"purpose": "Press.", "withheld": {"head.title": "security"}},
    )
    assert made["withheld"][0]["ground"] == "security"
    mine = program("halden")
    (held,) = mine.get("/held")
    answer = mine.call("POST", f"/held/{held['organisation']}")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "index.json" in archive.namelist()
