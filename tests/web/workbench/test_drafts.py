"""Comments on drafts as the policy unit and auditors read, search and take them away."""

import csv
import io

import pytest
from tests.web.casework.builders import MovingClock, World
from tests.web.casework.draft_laws import opened
from tests.web.reader import Reader

from licet.web.casework.access import ANONYMOUS
from licet.web.casework.selectors.law import drafts as reads
from licet.web.casework.services.law.drafts import comment_on_draft


def say(slug: str, text: str, **given: str) -> None:
    comment_on_draft(by=ANONYMOUS, slug=slug, text=text, **given)


def test_nothing_opened_and_nothing_said_is_told(
    world: World, clock: MovingClock
) -> None:
    reader = Reader(world, "policy")
    assert "Drafts of law" in reader.read("/")
    assert "No draft was opened." in reader.read("/work/drafts/")
    slug = opened().summary.slug
    assert "0 comments" in reader.read("/work/drafts/")
    assert "Nobody has commented yet." in reader.read(f"/work/drafts/{slug}/")


def test_comments_stand_newest_first_and_can_be_searched(
    world: World, clock: MovingClock
) -> None:
    slug = opened().summary.slug
    say(slug, "First.\nSecond <b>line</b>.", name="Ada", organisation="Halden")
    say(slug, "Later.")
    reader = Reader(world, "auditor")
    page = reader.read(f"/work/drafts/{slug}/")
    assert page.index("Later.") < page.index("First.")
    assert "Ada, Halden" in page
    assert "No name given" in page
    assert "&lt;b&gt;line&lt;/b&gt;" in reader.source(f"/work/drafts/{slug}/")
    page = reader.read(f"/work/drafts/{slug}/?words=halden")
    assert "1 comment" in page
    assert "Later." not in page
    assert "No comment fits." in reader.read(f"/work/drafts/{slug}/?words=none")


def test_pages_keep_the_words(
    world: World, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "PAGE", 1)
    slug = opened().summary.slug
    for number in range(3):
        say(slug, f"Word {number}.")
    clock.forward(10)
    source = Reader(world, "policy").source(f"/work/drafts/{slug}/?words=word&page=2")
    assert "Page 2 of 3" in source
    assert 'href="?words=word&amp;page=3"' in source
    assert f'href="/work/drafts/{slug}/comments.csv?words=word"' in source
    assert "closed" in source
    assert "closed" in Reader(world, "policy").read("/work/drafts/")


def test_a_table_holds_every_comment_and_computes_nothing(
    world: World, clock: MovingClock
) -> None:
    slug = opened().summary.slug
    say(slug, '=HYPERLINK("x")', name="@ada")
    say(slug, "Two\nlines, quoted")
    answer = Reader(world, "policy").client.get(f"/work/drafts/{slug}/comments.csv")
    assert answer["Content-Disposition"] == f'attachment; filename="comments-{slug}.csv"'  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [one["text"] for one in rows] == ["Two\nlines, quoted", '\'=HYPERLINK("x")']
    assert rows[1]["name"] == "'@ada"
    assert rows[0]["at"] == "2026-03-02T09:00:00+00:00"


def test_json_holds_every_comment_as_it_was_written(
    world: World, clock: MovingClock
) -> None:
    slug = opened().summary.slug
    say(slug, "=1+1")
    say(slug, "Other")
    found = Reader(world, "auditor").client.get(f"/work/drafts/{slug}/comments.json?words=1")  # fmt: skip
    told = found.json()
    assert (told["draft"], told["words"]) == (slug, "1")
    assert [one["text"] for one in told["comments"]] == ["=1+1"]


@pytest.mark.parametrize("key", ["officer", "head", "ds", "halden"])
def test_nobody_else_reads_comments(world: World, clock: MovingClock, key: str) -> None:
    slug = opened().summary.slug
    reader = Reader(world, key)
    for path in ("", f"{slug}/", f"{slug}/comments.csv", f"{slug}/comments.json"):
        reader.read(f"/work/drafts/{path}", status=403)
    assert 'href="/work/drafts/"' not in reader.source("/")


def test_a_draft_that_is_not_there_is_not_found(world: World) -> None:
    for path in ("", "comments.csv", "comments.json"):
        Reader(world, "policy").read(f"/work/drafts/none/{path}", status=404)
