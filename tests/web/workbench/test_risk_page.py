"""An officer reads the band with its reasons, and finds cases by it."""

import re
from dataclasses import replace

import pytest
from tests.web.casework.builders import ITEM, World, see, submit, take
from tests.web.reader import Reader

from licet.regimes import load_regime
from licet.web.casework.ports import ports, using
from licet.web.casework.services.findings import risk

pytestmark = pytest.mark.django_db


def test_the_case_page_shows_band_steps_drivers_moves_gaps_and_history(
    world: World,
) -> None:
    number = submit(world).number
    take(world, number)
    officer = Reader(world, "officer")
    page = officer.read(f"/work/cases/{number}/")
    assert "it is never a reason to grant or to refuse" in page
    band = see(world, number).risk
    assert band is not None
    assert band.band_title in page
    assert "nobody has spoken against it yet" in page
    assert "Tier of the item" in page
    assert re.search(r"level 3 . weight 4 = 12 points", page)
    assert "What would move it" in page
    assert "Nobody has given evidence of it." in page
    assert "Policy unit" in page
    assert "1 weighing so far" in page
    source = officer.source(f"/work/cases/{number}/")
    assert 'href="/rules/meridia/national/guidance/risk/"' in source
    assert "style=" not in source[source.index("p-risk") :]


def test_several_items_are_weighed_each_and_the_case_lies_where_the_heaviest_does(
    world: World,
) -> None:
    cable = {"name": "Plain cable", "facts": {"kind": "equipment", "listed_as": "none"}}
    number = submit(world, items={"items": [cable, ITEM]}).number
    take(world, number)
    page = Reader(world, "officer").read(f"/work/cases/{number}/")
    assert "Plain cable" in page
    found = see(world, number).risk
    assert found is not None
    points = [one["weighed"]["points"]["best"] for one in found.items]
    assert found.points == max(points)


def test_a_band_that_nothing_lowers_or_raises_says_why(world: World) -> None:
    number = submit(world).number
    take(world, number)
    law = load_regime("meridia/national")
    method = law.methods["review-depth"]
    assessor = ports().assessor
    for points, words in (
        ((0, 500, 600, 700), "It lies in the lowest band."),
        ((0, 1, 2, 3), "It lies in the highest band."),
    ):
        bands = tuple(replace(band, points=at) for band, at in zip(method.bands, points, strict=True))  # fmt: skip
        changed = replace(method, bands=bands, open_criterion="")
        package = replace(law, methods={"review-depth": changed})
        engine = replace(
            assessor, _packages={**assessor._packages, law.header.id: package}
        )  # type: ignore[type-var, attr-defined]  # the real one
        with using(replace(ports(), assessor=engine)):
            risk.recompute_all(write=True)
            page = Reader(world, "officer").read(f"/work/cases/{number}/")
        assert words in page
    assert "it was weighed anew" in page


def test_a_law_without_weights_says_so_in_the_case(world: World) -> None:
    law = load_regime("meridia/national")
    assessor = ports().assessor
    plain = replace(law, methods={}, factors={})
    engine = replace(assessor, _packages={**assessor._packages, law.header.id: plain})  # type: ignore[type-var, attr-defined]  # the real one
    with using(replace(ports(), assessor=engine)):
        number = submit(world).number
        take(world, number)
        reader = Reader(world, "officer")
        assert "This law publishes no weights" in reader.read(f"/work/cases/{number}/")
        assert "id_band" not in reader.source("/work/")


def test_the_queue_shows_the_band_and_filters_by_it(world: World) -> None:
    number = submit(world).number
    take(world, number)
    found = see(world, number).risk
    assert found is not None
    officer = Reader(world, "officer")
    assert found.band_title in officer.read("/work/")
    assert number in officer.read(f"/work/?band={found.band}")
    other = "standard" if found.band != "standard" else "exceptional"
    assert number not in officer.read(f"/work/?band={other}")


def test_the_public_reads_the_method(world: World) -> None:
    page = Reader(None).read("/rules/meridia/national/guidance/risk/")
    assert "A worked example, computed by the engine" in page
    assert "weight 4" in page
    assert "publishes no weights" in Reader(None).read("/rules/uk/eco-2008/guidance/risk/")  # fmt: skip
