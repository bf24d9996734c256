"""Guidance on the public site is the guidance that the command publishes."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.web.reader import Reader

from licet.regimes import in_words, load_regime
from licet.regimes.guidance import guidance
from licet.web.register import selfcheck
from licet.web.register.views import guide

LAW = "us/ear"
pytestmark = pytest.mark.django_db


def test_a_package_leads_to_every_chapter_and_each_opens() -> None:
    reader = Reader(None)
    front = reader.source(f"/rules/{LAW}/")
    for chapter in guidance(load_regime(LAW), date(2026, 7, 31)).chapters:
        path = f"/rules/{LAW}/guidance/{chapter.id}/"
        assert path in front
        assert chapter.title in reader.read(path)


def test_how_a_decision_is_reached_is_drawn_and_listed() -> None:
    page = Reader(None).source(f"/rules/{LAW}/guidance/decision/")
    assert "<svg" in page
    assert "1. Does the transaction lie outside these rules?" in page
    assert "style=" not in page.partition("<main")[2].partition("</main>")[0]


def test_an_entry_shows_what_decides_as_a_drawing_and_as_a_list() -> None:
    page = Reader(None).source(f"/rules/{LAW}/entries/4D004/")
    assert "What decides about 4D004" in page
    drawing = page.partition("<main")[2].partition("<svg")[2].partition("</svg>")[0]
    assert f'href="/rules/{LAW}/rules/' in drawing


def test_the_calendar_shows_alarms_for_the_day_asked_for() -> None:
    reader, path = Reader(None), f"/rules/{LAW}/guidance/calendar/?on="
    assert "due within 90 days" in reader.read(f"{path}2026-10-20")
    assert "overdue" in reader.read(f"{path}2026-11-11")
    assert reader.read(f"{path}2026-02-30")


def test_an_unknown_chapter_is_not_found() -> None:
    page = Reader(None).read(f"/rules/{LAW}/guidance/none/", status=404)
    assert "Page not found" in page


def test_everything_can_be_downloaded_as_data() -> None:
    found = Reader(None).client.get(f"/rules/{LAW}/guidance.json?on=2026-07-31")
    assert found["Content-Disposition"] == 'attachment; filename="us-ear-2026-07-31.json"'  # fmt: skip
    assert json.loads(found.content)["on"] == "2026-07-31"


def test_any_two_days_are_compared_side_by_side() -> None:
    reader, path = Reader(None), f"/rules/{LAW}/compare/"
    assert "Choose two days" in reader.read(path)
    page = reader.read(f"{path}?from=2025-11-09&to=2025-11-10")
    title = in_words(load_regime(LAW).rules["affiliates"].title)
    assert " ".join(title.split()) in page
    assert "Marked: suspended." in page
    assert "90 FR" in page
    assert "Nothing in this package changed" in reader.read(f"{path}?from=2026-07-24&to=2026-07-25")  # fmt: skip
    assert "2026-02-30" in reader.read(f"{path}?from=2026-02-30&to=2026-03-01")


def test_what_was_not_there_or_is_gone_is_said_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guide.told.cache_clear()
    whole = guide.told(LAW, date(2026, 7, 1))
    cut = guidance(load_regime(LAW), date(2026, 7, 2))
    chapters = tuple(
        replace(one, leaves=one.leaves[1:]) if one.id == "duties" else one
        for one in cut.chapters
    )
    told = {whole.on: whole, cut.on: replace(cut, chapters=chapters)}
    monkeypatch.setattr(guide, "told", lambda _package, on: told[on])
    reader, path = Reader(None), f"/rules/{LAW}/compare/"
    assert "Not there." in reader.read(f"{path}?from=2026-07-01&to=2026-07-02")
    assert "Not there." in reader.read(f"{path}?from=2026-07-02&to=2026-07-01")


def test_notes_are_left_out_where_a_package_has_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    guide.told.cache_clear()
    monkeypatch.setattr(guide, "SHIPPED", tmp_path)
    changes = guide.told(LAW, date(2026, 7, 3)).chapter("changes")
    guide.told.cache_clear()
    assert changes is not None
    assert changes.lead == ()


def test_a_law_is_compiled_once_for_a_day() -> None:
    day = date(2026, 7, 31)
    assert selfcheck._program(LAW, day) is selfcheck._program(LAW, day)
