"""What anybody may read: start page, figures, the record, the keys; and nobody's emblem on it."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from tests.web.casework.builders import MovingClock, World, granted
from tests.web.reader import Reader

from licet.disclosure import (
    Cell,
    Figures,
    ProcessingTime,
    Suppression,
    publish_figures,
)
from licet.licence import LicenceStatus, read_key_set, read_status_list
from licet.web.casework.ports import Ports
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.selectors.public import figures as selected

ROOT = Path(__file__).resolve().parents[3]
FIGURES = Figures(
    cells=(
        Cell(
            quarter="2026-Q1",
            family="4D004",
            region="Americas",
            outcome="grant",
            count=12,
        ),
        Cell(
            quarter="2026-Q1",
            family="5A001.j",
            region="Africa",
            outcome="refuse",
            count=None,
            suppressed=Suppression.SMALL,
        ),
        Cell(
            quarter="2026-Q2",
            family="5A001.j",
            region="Africa",
            outcome="refuse",
            count=None,
            suppressed=Suppression.DOMINATED,
        ),
    ),
    total=12,
    hidden=2,
    times=(ProcessingTime(outcome="grant", count=12, median=21, ninetieth=40),),
    threshold=5,
    dominance_percent=80,
)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/help/", "/accessibility/"])
def test_pages_about_the_service_need_no_account(path: str) -> None:
    assert "Meridia Licensing Authority" in Reader(None).read(path)


def test_no_page_style_or_picture_carries_another_state_s_emblem_or_name() -> None:
    served = [
        *sorted((ROOT / "src/licet/web").rglob("*.html")),
        *sorted((ROOT / "src/licet/web/site/static").rglob("*.*")),
        ROOT / "third_party/govuk-frontend/govuk.css",
        ROOT / "third_party/govuk-frontend/govuk.rtl.css",
    ]
    for path in served:
        text = path.read_text("utf-8").lower()
        for emblem in ("gov.uk", "crown", "crest", "gds transport", "@font-face"):
            assert emblem not in text, (path.name, emblem)


@pytest.fixture
def known_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selected, "figures", lambda: FIGURES)
    monkeypatch.setattr(selected, "appeal_figures", lambda: publish_figures([]))


@pytest.mark.usefixtures("known_figures")
def test_figures_show_the_same_numbers_in_chart_table_and_file() -> None:
    reader = Reader(None)
    page = reader.read("/figures/")
    assert "half took at most 21 days, nine of ten at most 40" in page
    rows = list(csv.DictReader(io.StringIO(reader.source("/figures/outcomes.csv"))))
    assert [row["count"] for row in rows] == ["12", "", ""]
    times = list(csv.DictReader(io.StringIO(reader.source("/figures/times.csv"))))
    assert times[0]["median_days"] == "21"


@pytest.mark.usefixtures("known_figures")
def test_a_withheld_number_says_why() -> None:
    page = Reader(None).read("/figures/")
    assert "withheld: fewer than 5" in page
    assert "withheld: one exporter has 80 % or more" in page


def test_figures_without_decisions_say_what_would_be_there() -> None:
    page = Reader(None).read("/figures/")
    assert "No application has been decided yet" in page


def test_the_record_shows_its_newest_checkpoint_and_how_to_check_it(
    world: World, clock: MovingClock
) -> None:
    reader = Reader(None)
    page = reader.read("/record/")
    assert "licet fsck" in page
    note = reader.source("/log/checkpoint")
    assert note.splitlines()[0] in page


def test_the_log_is_served_as_static_tiles(world: World, outside: Ports) -> None:
    granted(world)
    outside.clock.forward(1)  # type: ignore[attr-defined]  # the moving clock of the tests
    run_sequencer(at=outside.clock.now())
    response = Reader(None).client.get("/log/tile/0/000.p/256")
    size = int(Reader(None).source("/log/checkpoint").splitlines()[1])
    if size < 256:
        response = Reader(None).client.get(f"/log/tile/0/000.p/{size}")
    assert response.status_code == 200
    assert len(response.content) % 32 == 0


@pytest.mark.parametrize(
    "path", ["/log/../keys/secret", "/log/tile/9/999", "/log//etc/passwd"]
)
def test_nothing_but_the_log_is_served_from_its_folder(path: str) -> None:
    assert Reader(None).client.get(path).status_code == 404


def test_keys_and_status_list_are_published(world: World) -> None:
    case = granted(world)
    assert case.licence is not None
    reader = Reader(None)
    keys = read_key_set(reader.source("/.well-known/licet-keys.json"))
    assert keys.log_keys
    _, listed = read_status_list(reader.source("/status/1"))
    assert listed.at(case.licence.status_index) is LicenceStatus.VALID
    assert listed.expires_at - listed.issued_at == timedelta(hours=24)
    assert reader.client.get("/status/2").status_code == 404
