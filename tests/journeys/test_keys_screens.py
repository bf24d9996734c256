"""Screens of the authority's keys and of copies of a licence: no barrier, at both widths."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from tests.journeys.conftest import Windows
from tests.journeys.looking import walk
from tests.journeys.steps import in_a_thread
from tests.web.casework.builders import World, granted

from licet.web.casework.models import Licence
from licet.web.casework.ports import now
from licet.web.casework.selectors.keeping import document_keys as reads
from licet.web.casework.services.keeping import document_keys as acts

pytestmark = pytest.mark.journey


def _build(world: World) -> tuple[str, str, str]:
    """A licence, a key that was lost, and a proposal that waits."""
    case = granted(world)
    acts.enter_found_keys()
    page = reads.document_keys(viewer=world.officer)
    used = next(key for key in page.keys if key.state == "in_use")
    lost = acts.report_key_loss(
        by=world.officer, key=used.id, since=now(), reason="A laptop was stolen."
    )
    proposal = acts.KeyProposal(kind="rotate", reason="After the theft.")
    acts.propose_key_act(by=world.head, proposal=proposal)
    number = Licence.objects.get(case__number=case.number).number
    return number, lost.acts[0].id, used.id


@pytest.fixture
def _own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys of other tests stay as they are."""
    from licet.web.casework import wiring  # noqa: PLC0415
    from licet.web.casework.decision.papers import Papers  # noqa: PLC0415

    real = wiring.real_ports()
    papers = replace(cast("Papers", real.documents), folder=tmp_path / "documents")
    changed = replace(real, documents=papers)
    monkeypatch.setattr(wiring, "real_ports", lambda: changed)


@pytest.mark.usefixtures("_own_keys")
def test_keys_and_copies_have_no_barrier(windows: Windows, world: World) -> None:
    number, act, key = in_a_thread(lambda: _build(world))
    head = windows.of("head").page
    paths = [
        "/work/keys/",
        "/work/keys/propose/",
        f"/work/keys/acts/{act}/",
        f"/work/keys/{key}/lost/",
    ]
    assert walk(windows, head, paths) == []
    holder = windows.of("halden").page
    assert walk(windows, holder, [f"/apply/licences/{number}/copy/", "/verify/"]) == []
