"""Acts on document keys by programs: the same two people."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from tests.web.casework.builders import World

from licet.web.casework.decision.papers import Papers
from licet.web.casework.ports import Ports, using


@pytest.fixture(autouse=True)
def _no_keys(outside: Ports, tmp_path: Path) -> object:
    papers = replace(cast("Papers", outside.documents), folder=tmp_path / "documents")
    with using(replace(outside, documents=papers)):
        yield


def test_two_programs_of_two_people_make_replace_and_lose_keys(
    world: World, program: Callable[..., Any]
) -> None:
    head, signer, officer = (program(who) for who in ("head", "signer", "officer"))
    body = {"kind": "create", "reason": "The first keys."}
    assert officer.call("POST", "/document-keys/acts", body).status_code == 403
    act = head.post("/document-keys/acts", body)["acts"][0]["id"]
    refused = head.call("POST", f"/document-keys/acts/{act}/approve")
    assert refused.status_code == 403
    keys = signer.post(f"/document-keys/acts/{act}/approve")["keys"]
    assert [one["state"] for one in keys] == ["in_use"] * 3
    key = next(one["id"] for one in keys if one["purposes"] == ["status"])
    loss = {"since": "2026-03-01T12:00:00Z", "reason": "Stolen."}
    page = officer.post(f"/document-keys/{key}/loss", loss)
    assert page["keys"][-2]["state"] in {"lost", "in_use"}
    assert officer.get("/document-keys")["acts"][0]["kind"] == "loss"
    act = page["acts"][0]["id"]
    page = head.post(f"/document-keys/acts/{act}/return", {"reason": "Found."})
    assert page["acts"][0]["end_reason"] == "Found."
    strange = officer.call("POST", "/document-keys/x/loss", loss)
    assert (strange.status_code, strange.json()["code"]) == (422, "invalid_input")
