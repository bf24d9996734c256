"""The law inside a case, as officers read it and act on it; opinions at the desk."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.web.casework.builders import World, see, submit, take
from tests.web.casework.test_opinions import Fixed, ask, drafted
from tests.web.reader import Reader

from licet.regimes import LawText
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.ports import Ports, using
from licet.web.casework.rights.standing import visible_opinions

pytestmark = pytest.mark.django_db


class Texts:
    """One official text at hand."""

    def text(self, regime: str, pinpoint: str) -> LawText | None:
        if pinpoint != "4D004" or regime != "eu/2021-821":
            return None
        return LawText(
            lines=("4D004 Invented words.",), source="Invented.", version="1", uri=""
        )


@pytest.fixture
def law(world: World, outside: Ports) -> Iterator[Fixed]:
    fixed = Fixed(outside.determiner)
    with using(replace(outside, determiner=fixed)):  # type: ignore[arg-type]
        yield fixed


def test_an_officer_reads_history_texts_and_runs_everything_again(
    world: World, outside: Ports
) -> None:
    case = submit(world)
    take(world, case.number)
    place = f"/work/cases/{case.number}"
    officer = Reader(world, "officer")
    with using(replace(outside, texts=Texts())):
        page = officer.read(f"{place}/")
    assert "4D004 Invented words." in page
    assert "is not on this machine" in page
    assert "Classification of the items" in page
    assert "Documents the law asks for" in page
    officer.send(f"{place}/facts/destination/", value="IN", reasons="Contract.")
    run_pending()
    history = officer.read(f"{place}/determinations/")
    assert "BR became IN" in history
    assert "The first determination" in history
    again = officer.read(f"{place}/determinations/replay/")
    assert "the same bytes" in again
    assert "differs" not in again


def test_an_officer_classifies_and_the_countersigner_sees_it(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    officer = Reader(world, "officer")
    place = f"/work/cases/{case.number}/items/1/classification/"
    assert "Set the classification" in officer.read(place)
    assert "Name the provision" in officer.send(place, entry="4D001.a", reasons="So.")
    page = officer.send(
        place, entry="4D001.a", law="Annex I 4D001.a", reasons="It only develops."
    )
    assert "The classification is set" in page
    run_pending()
    assert "It only develops." in Reader(world, "signer").read(
        f"/work/cases/{case.number}/"
    )
    officer.read(f"/work/cases/{case.number}/items/9/classification/", 404)
    assert see(world, case.number).classification[0].override


def test_an_opinion_at_the_desk_from_request_to_revocation(
    world: World, law: Fixed
) -> None:
    number = ask(world).number
    place = f"/work/opinions/{number}"
    officer, signer = Reader(world, "officer"), Reader(world, "signer")
    assert number in officer.read("/work/opinions/")
    assert "Published software" not in officer.read(f"{place}/")
    assert "The request is yours" in officer.send(f"{place}/take/")
    assert "Write the answer" in officer.send(f"{place}/draft/", reasons="So.")
    said = {"answer": "No licence is required.", "reasons": "Published.", "entry": ""}
    assert "The draft is saved" in officer.send(f"{place}/draft/", **said)
    assert "second signature" in officer.send(f"{place}/send/")
    assert "Give the reasons" in signer.send(f"{place}/return/")
    assert "back with its officer" in signer.send(f"{place}/return/", reasons="More.")
    officer.send(f"{place}/send/")
    assert "has changed since" in signer.send(f"{place}/issue/", version=1)
    assert "Signed" in signer.send(f"{place}/issue/")
    run_pending()
    assert re.search("PDF [0-9a-f. ]{20}", signer.read(f"{place}/"))
    answer = signer.client.get(f"{place}/letter/")
    assert answer.content.startswith(b"%PDF")
    page = signer.send(f"{place}/revoke/", reasons="A fact was wrong.")
    assert "Revoked" in page


def test_nobody_has_asked_yet(world: World) -> None:
    assert "Nobody has asked" in Reader(world, "officer").read("/work/opinions/")


def test_an_act_on_an_opinion_that_somebody_changed_is_not_done(
    world: World, law: Fixed
) -> None:
    number = drafted(world)
    page = Reader(world, "officer").send(f"/work/opinions/{number}/send/", version=1)
    assert "There is a problem" in page
    assert visible_opinions(world.officer).get().state == "in_work"
