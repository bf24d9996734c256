"""The keys of the authority on the screens: what each is, and acts by two people."""

import re
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from tests.web.casework.builders import World
from tests.web.reader import Reader

from licet.web.casework.decision.papers import Papers
from licet.web.casework.models import DocumentKeyAct
from licet.web.casework.ports import Ports, now, ports, using


@pytest.fixture(autouse=True)
def _no_keys(outside: Ports, tmp_path: Path) -> object:
    papers = replace(cast("Papers", outside.documents), folder=tmp_path / "documents")
    with using(replace(outside, documents=papers)):
        yield


def test_keys_are_made_lost_and_shown_on_the_screens(world: World) -> None:
    officer, head, signer = (
        Reader(world, who) for who in ("officer", "head", "signer")
    )
    assert " Keys " in officer.read("/work/")
    assert "No keys yet" in officer.read("/work/keys/")
    officer.send("/work/keys/propose/", 403, kind="create", reason="x")
    assert "Choose what shall happen" in head.send("/work/keys/propose/", reason="x")
    assert "A second person decides." in head.send(
        "/work/keys/propose/", kind="create", reason="The first keys."
    )
    act = DocumentKeyAct.objects.get()
    decide = f"/work/keys/acts/{act.pk}/"
    assert "The first keys." in head.read(decide)
    assert "four eyes" in head.send(decide, 403, decision="approve")
    assert "Done, and entered" in signer.send(decide, decision="approve")
    page = officer.read("/work/keys/")
    assert page.count("in use") >= 3
    key = re.findall(r"\b[0-9a-f]{16}\b", page)[0]
    assert "takes effect at once" in officer.read(f"/work/keys/{key}/lost/")
    said = officer.send(f"/work/keys/{key}/lost/", since="yesterday", reason="x")
    assert "Give the time like" in said
    said = officer.send(
        f"/work/keys/{key}/lost/", since="2026-03-01 12:00", reason="Stolen."
    )
    assert "The loss is published" in said
    assert "safe up to entry" in officer.read("/work/keys/")
    waiting = DocumentKeyAct.objects.get(kind="loss")
    decide = f"/work/keys/acts/{waiting.pk}/"
    assert "Say why it does not happen" in head.send(decide, decision="return")
    assert "Choose whether" in head.send(decide)
    assert "Given back." in head.send(decide, decision="return", reason="It was found.")
    assert "It was found." in officer.read("/work/keys/")
    assert "There is no such proposal" in head.send(decide, 404, decision="approve")


def test_an_exporter_does_not_see_the_keys(world: World) -> None:
    Reader(world, "halden").read("/work/keys/", 403)


def test_an_act_that_is_no_longer_possible_says_why(world: World) -> None:
    head, signer = Reader(world, "head"), Reader(world, "signer")
    head.send("/work/keys/propose/", kind="create", reason="The first keys.")
    cast("Papers", ports().documents).keys(now())  # a document came first
    decide = f"/work/keys/acts/{DocumentKeyAct.objects.get().pk}/"
    assert "There are keys already" in signer.send(decide, decision="approve")
