"""A draft of law before the public: beside the law in force, with cases, and a form that gives a receipt."""

import re
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings
from tests.web.casework.builders import MovingClock, World
from tests.web.casework.draft_laws import comparison, opened
from tests.web.reader import Reader

from licet.web.casework.models import DraftComment
from licet.web.casework.services.law import drafts as services
from licet.web.register.forms import DraftCommentForm


@pytest.fixture(autouse=True)
def _zone(settings: Settings) -> None:
    settings.LICET_ZONE = "Europe/Berlin"


def test_the_rules_lead_to_drafts_and_an_empty_list_says_so(
    world: World, clock: MovingClock
) -> None:
    reader = Reader(None)
    assert 'href="/rules/drafts/"' in reader.source("/rules/")
    page = reader.read("/rules/drafts/")
    assert "No draft is open for comment." in page
    assert "No draft has closed yet." in page


def test_open_and_closed_drafts_stand_apart(world: World, clock: MovingClock) -> None:
    opened()
    page = Reader(None).read("/rules/drafts/")
    assert (
        "Fewer friends (invented) Compared with test/small Comments until the end of 10 March 2026"
        in page
    )
    clock.forward(9)
    page = Reader(None).read("/rules/drafts/")
    assert "No draft is open for comment." in page
    assert "Comments closed with 10 March 2026" in page


def test_a_draft_shows_both_readings_with_their_law_and_cases_that_turn(
    world: World, clock: MovingClock
) -> None:
    slug = opened().summary.slug
    source = Reader(None).source(f"/rules/drafts/{slug}/")
    page = Reader(None).read(f"/rules/drafts/{slug}/")
    assert "It decides nothing." in page
    assert "Listed items need an authorisation" in page
    assert "Invented Act, Art. 3" in page
    assert "In force" in page
    assert re.search(r"No licence is required\s+would become\s+Covered", page)
    assert "Where to?" in page
    assert "Read the law in force" not in page  # the invented law is not published
    assert f'href="/rules/drafts/{slug}/files/rules.yaml"' in source
    assert "<script" not in source.partition("<main")[2].partition("</main>")[0]


def test_a_draft_of_a_published_law_leads_to_it(
    world: World, clock: MovingClock
) -> None:
    slug = opened(against="us/ear").summary.slug
    assert 'href="/rules/us/ear/"' in Reader(None).source(f"/rules/drafts/{slug}/")


def test_each_file_is_text(world: World, clock: MovingClock) -> None:
    found = opened()
    path = f"/rules/drafts/{found.summary.slug}/files/"
    answer = Reader(None).client.get(f"{path}rules.yaml")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content.decode() == found.files["rules.yaml"]
    assert Reader(None).client.get(f"{path}none.yaml").status_code == 404


def test_what_was_not_worked_out_is_said(world: World, clock: MovingClock) -> None:
    reader = Reader(None)
    without = comparison() | {"solver": "missing", "outcomes": []}
    slug = opened(comparison=without).summary.slug
    page = reader.read(f"/rules/drafts/{slug}/")
    assert "the solver was not installed" in page
    assert "No transaction has another outcome" not in page
    undecided = [{"before": "covered", "after": "prohibited", "facts": None}]
    given_up = comparison() | {"solver": "gave_up", "outcomes": undecided}
    slug = opened(comparison=given_up, digest="1" * 64).summary.slug
    page = reader.read(f"/rules/drafts/{slug}/")
    assert "The solver gave up on some pairs of outcomes." in page
    assert "before it could say whether there is such a case" in page


def test_a_draft_that_changes_nothing_says_so(world: World, clock: MovingClock) -> None:
    nothing = {"differences": [], "unsaid": [], "solver": "answered", "outcomes": []}
    slug = opened(comparison=nothing).summary.slug
    page = Reader(None).read(f"/rules/drafts/{slug}/")
    assert "No sentence reads otherwise." in page
    assert "No transaction has another outcome: this was proved." in page


def test_new_leaves_gone_ones_and_unsaid_changes_are_marked(
    world: World, clock: MovingClock
) -> None:
    (one, *_) = comparison()["differences"]
    about = {
        "words": "It speaks of another leaf.",
        "law": one["law"],
        "about": {"section": "rules", "name": "listed"},
    }
    told = comparison() | {
        "differences": [
            one | {"new": True, "before": [], "after": [about], "label": "4D004"},
            one | {"gone": True, "after": [], "title": "<b>Gone</b>"},
        ],
        "unsaid": [{"section": "facts", "name": "item.kind", "kind": "changed"}],
        "outcomes": [{"before": "conflict", "after": "not_subject", "facts": []}],
    }
    slug = opened(comparison=told).summary.slug
    source = Reader(None).source(f"/rules/drafts/{slug}/")
    page = Reader(None).read(f"/rules/drafts/{slug}/")
    assert "&lt;b&gt;Gone&lt;/b&gt;" in source
    assert f"4D004: {one['title']} new" in page
    assert page.count("Not there.") == 2
    assert "It speaks of another leaf. Invented Act" in page
    assert "in no sentence above Changed: facts, item. kind" in page
    assert "Whatever the facts are." in page


def test_a_comment_leads_to_its_receipt(world: World, clock: MovingClock) -> None:
    slug = opened().summary.slug
    reader = Reader(None)
    page = reader.send(f"/rules/drafts/{slug}/", text="Sec. 3 goes too far.", name="Ada")  # fmt: skip
    kept = DraftComment.objects.get()
    assert "Your comment was received" in page
    assert str(kept.pk).split("-", maxsplit=1)[0] in page
    given = services.reads.receipt(slug, str(kept.pk))
    assert given.commitment in page
    assert "Sec. 3 goes too far." not in page
    assert "Sec. 3 goes too far." not in reader.read(f"/rules/drafts/{slug}/")


def test_a_comment_without_words_is_refused_beside_the_field(
    world: World, clock: MovingClock
) -> None:
    slug = opened().summary.slug
    reader = Reader(None)
    page = reader.send(f"/rules/drafts/{slug}/", text=" ", organisation="Halden")
    assert "There is a problem" in page
    assert "Write what you think of the draft." in page
    page = reader.send(f"/rules/drafts/{slug}/", text="x" * 20_001)
    assert "at most 20000 are accepted" in page
    assert not DraftComment.objects.exists()


def test_comments_end_with_the_last_day_also_for_a_page_that_was_open(
    world: World, clock: MovingClock
) -> None:
    slug = opened().summary.slug
    reader = Reader(None)
    clock.forward(8)
    assert "Send the comment" in reader.read(f"/rules/drafts/{slug}/")
    clock.at += timedelta(hours=14)  # midnight in Berlin
    page = reader.read(f"/rules/drafts/{slug}/")
    assert "Send the comment" not in page
    assert "Comments were accepted until the end of 10 March 2026" in page
    page = reader.send(f"/rules/drafts/{slug}/", text="Too late?")
    assert "There is a problem" in page
    assert "until the end of 2026-03-10 (Europe/Berlin). Nothing was stored." in page
    assert not DraftComment.objects.exists()


def test_too_many_comments_an_hour_are_told_when_to_come_back_and_keep_their_text(
    world: World, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_AN_HOUR", 1)
    slug = opened().summary.slug
    reader = Reader(None)
    reader.send(f"/rules/drafts/{slug}/", text="One.")
    answer = reader.client.post(f"/rules/drafts/{slug}/", {"text": "Two, kept."})
    page = answer.content.decode()
    assert "Keep your text and send it again after 2026-03-02 11:00 (CET)." in page
    assert "Two, kept.</textarea>" in page
    assert DraftComment.objects.count() == 1


def test_no_draft_and_no_receipt_are_not_found(
    world: World, clock: MovingClock
) -> None:
    slug = opened().summary.slug
    none = "00000000-0000-0000-0000-000000000001"
    Reader(None).read("/rules/drafts/none/", status=404)
    Reader(None).read(f"/rules/drafts/{slug}/received/{none}/", status=404)


def test_the_form_asks_for_nothing_but_words() -> None:
    required = {name for name, one in DraftCommentForm().fields.items() if one.required}
    assert required == {"text"}
