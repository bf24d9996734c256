"""A draft of law takes comments until its last day has ended; nothing of either ever changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from pytest_django.fixtures import Settings
from tests.web.casework.builders import MovingClock, World
from tests.web.casework.draft_laws import LAST, new_draft, opened

from licet.kernel import digest
from licet.web.casework.access import ANONYMOUS, SYSTEM
from licet.web.casework.errors import (
    DraftClosedError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    TooManyCommentsError,
    WrongStateError,
)
from licet.web.casework.models import Draft, DraftComment, LedgerRow
from licet.web.casework.record.errors import KeyDestroyedError
from licet.web.casework.record.events import read_act
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.selectors.law import drafts as reads
from licet.web.casework.services.law import drafts as services
from licet.web.casework.services.law.drafts import comment_on_draft, open_draft

ZONE = "Europe/Berlin"  # an hour ahead of UTC in March


@pytest.fixture(autouse=True)
def _zone(settings: Settings) -> None:
    settings.LICET_ZONE = ZONE


def say(slug: str, text: str = "Sec. 3 goes too far.", **given: str) -> str:
    return comment_on_draft(by=ANONYMOUS, slug=slug, text=text, **given).id


def test_an_opened_draft_is_stored_whole_and_is_one_entry_of_the_record(
    world: World, clock: MovingClock
) -> None:
    found = opened()
    assert found.summary.slug == "test-small-2026-03-02"
    assert found.summary.is_open
    assert "rules.yaml" in found.files
    told = read_act(LedgerRow.objects.get())
    assert (told.kind, told.actor) == ("open_draft", None)
    assert told.commitment == found.commitment
    assert told.payload["digest"] == found.summary.digest
    assert told.payload["against_digest"] == found.summary.against_digest
    assert told.payload["comparison"] == digest(Draft.objects.get().comparison)
    assert set(told.payload["files"]) == set(found.files)
    assert found.entry is None
    run_sequencer(at=clock.at, flush=True)
    assert reads.draft(found.summary.slug).entry == 0
    assert str(Draft.objects.get()) == found.summary.slug


@pytest.mark.parametrize(
    ("closes_on", "accepted"),
    [
        pytest.param(date(2026, 3, 1), False, id="yesterday"),
        pytest.param(date(2026, 3, 2), False, id="today"),
        pytest.param(date(2026, 3, 3), True, id="tomorrow"),
    ],
)
def test_the_closing_day_lies_after_today(
    world: World, clock: MovingClock, closes_on: date, *, accepted: bool
) -> None:
    if accepted:
        assert opened(closes_on=closes_on).summary.is_open
        return
    with pytest.raises(InvalidInputError, match="must close after today") as caught:
        opened(closes_on=closes_on)
    assert caught.value.code == "invalid_input"
    assert not Draft.objects.exists()
    assert not LedgerRow.objects.exists()


def test_today_is_the_day_of_the_legal_zone(world: World, clock: MovingClock) -> None:
    clock.at = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # the 3rd in Berlin
    with pytest.raises(InvalidInputError):
        opened(closes_on=date(2026, 3, 3))


def test_the_same_draft_is_not_opened_twice_at_once(
    world: World, clock: MovingClock
) -> None:
    opened()
    with pytest.raises(WrongStateError, match="open for comment already"):
        opened()
    clock.forward(9)
    again = opened(closes_on=date(2026, 4, 1))
    assert again.summary.slug == "test-small-2026-03-11"


def test_two_drafts_of_one_day_have_names_of_their_own(
    world: World, clock: MovingClock
) -> None:
    names = [
        opened(digest=str(number) * 64).summary.slug for number in range(3)
    ]  # fmt: skip
    assert names == [
        "test-small-2026-03-02",
        "test-small-2026-03-02-2",
        "test-small-2026-03-02-3",
    ]
    assert [one.slug for one in reads.drafts()] == names[::-1]


@pytest.mark.parametrize("title", ["", " ", "x" * 301])
def test_a_draft_has_a_title(world: World, clock: MovingClock, title: str) -> None:
    with pytest.raises(InvalidInputError, match="title"):
        opened(title=title)


def test_only_the_operator_opens_a_draft(world: World, clock: MovingClock) -> None:
    for actor in (ANONYMOUS, world.policy, world.officer, world.halden):
        with pytest.raises(NotAllowedError):
            open_draft(by=actor, draft=new_draft())
    assert open_draft(by=SYSTEM, draft=new_draft()).summary.is_open


@pytest.mark.parametrize(
    ("at", "accepted"),
    [
        pytest.param(datetime(2026, 3, 9, 12, tzinfo=UTC), True, id="day-before"),
        pytest.param(datetime(2026, 3, 9, 23, tzinfo=UTC), True, id="last-day-begins"),
        pytest.param(datetime(2026, 3, 10, 22, 59, 59, tzinfo=UTC), True, id="last-second"),
        pytest.param(datetime(2026, 3, 10, 23, tzinfo=UTC), False, id="day-after-begins"),
        pytest.param(datetime(2026, 3, 11, 12, tzinfo=UTC), False, id="day-after"),
    ],
)  # fmt: skip
def test_comments_are_accepted_until_the_end_of_the_last_day_in_the_legal_zone(
    world: World, clock: MovingClock, at: datetime, *, accepted: bool
) -> None:
    slug = opened(closes_on=LAST).summary.slug
    clock.at = at
    assert reads.draft(slug).summary.is_open is accepted
    if accepted:
        assert say(slug)
        return
    with pytest.raises(DraftClosedError, match="until the end of 2026-03-10") as caught:
        say(slug)
    assert (caught.value.code, caught.value.status) == ("draft_closed", 409)
    assert not DraftComment.objects.exists()
    assert LedgerRow.objects.count() == 1


def test_a_comment_is_an_entry_of_the_record_and_gives_a_receipt(
    world: World, clock: MovingClock
) -> None:
    slug = opened().summary.slug
    given = comment_on_draft(
        by=world.halden,
        slug=slug,
        text="First line.\r\nSecond line.\r\n",
        name=" Ada ",
        organisation="Halden",
    )
    told = read_act(LedgerRow.objects.order_by("-pk")[0])
    assert told.kind == "comment_on_draft"
    assert told.commitment == given.commitment
    assert told.payload == {
        "draft": slug,
        "comment": given.id,
        "name": "Ada",
        "organisation": "Halden",
        "text": "First line.\nSecond line.",
    }
    assert told.actor is not None
    assert told.actor.person == ""  # who is signed in is nobody's business here
    run_sequencer(at=clock.at, flush=True)
    assert reads.receipt(slug, given.id).entry == 1
    assert str(DraftComment.objects.get()).endswith(given.id)


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        pytest.param({"text": " \r\n "}, "text", "Write what you think", id="empty"),
        pytest.param({"text": "x" * 20_001}, "text", "20001 characters", id="long"),
        pytest.param({"text": "a\0b"}, "text", "cannot be read", id="nul"),
        pytest.param({"text": "a\ud800"}, "text", "cannot be read", id="half-a-letter"),
        pytest.param({"name": "x" * 201}, "name", "at most 200", id="name"),
        pytest.param({"organisation": "x" * 201}, "organisation", "at most 200", id="organisation"),
    ],
)  # fmt: skip
def test_a_comment_that_cannot_stand_is_refused_beside_its_field(
    world: World, clock: MovingClock, given: dict[str, str], field: str, words: str
) -> None:
    slug = opened().summary.slug
    with pytest.raises(InvalidInputError, match=words) as caught:
        say(slug, **{"text": "Good.", **given})
    assert set(caught.value.fields) == {field}
    assert not DraftComment.objects.exists()


def test_the_longest_comment_is_accepted_whatever_ends_its_lines(
    world: World, clock: MovingClock
) -> None:
    assert say(opened().summary.slug, "x\r\n" * 9_999 + "xx")


def test_a_draft_takes_two_hundred_comments_an_hour_and_says_when_to_come_back(
    world: World, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert services.MOST_AN_HOUR == 200
    monkeypatch.setattr(services, "MOST_AN_HOUR", 3)
    slug = opened().summary.slug
    other = opened(digest="1" * 64).summary.slug
    begun = clock.at
    for minute in (0, 10, 20):
        clock.at = begun + timedelta(minutes=minute, seconds=5)
        say(slug)
    with pytest.raises(TooManyCommentsError, match="2026-03-02 11:01") as caught:
        say(slug)
    assert (caught.value.code, caught.value.status) == ("too_many_comments", 429)
    assert "3 comments" in str(caught.value)
    assert DraftComment.objects.count() == 3
    assert say(other)  # each draft has an hour of its own
    clock.at = begun + timedelta(minutes=60, seconds=4)
    with pytest.raises(TooManyCommentsError):
        say(slug)
    clock.at = begun + timedelta(minutes=61)
    assert say(slug)


def test_a_failed_entry_stores_neither_draft_nor_comment(
    world: World, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = opened().summary.slug

    def broken(**_: object) -> None:
        raise KeyDestroyedError("record")

    monkeypatch.setattr(services, "record_event", broken)
    with pytest.raises(KeyDestroyedError):
        opened(digest="1" * 64)
    with pytest.raises(KeyDestroyedError):
        say(slug)
    assert (Draft.objects.count(), DraftComment.objects.count()) == (1, 0)


@pytest.mark.parametrize("model", [Draft, DraftComment])
def test_a_failed_row_leaves_no_entry_in_the_record(
    world: World,
    clock: MovingClock,
    monkeypatch: pytest.MonkeyPatch,
    model: type[Draft | DraftComment],
) -> None:
    slug = opened().summary.slug

    def broken(**_: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(model.objects, "create", broken)
    act = (lambda: opened(digest="1" * 64)) if model is Draft else (lambda: say(slug))
    with pytest.raises(DatabaseError, match="disk full"):
        act()
    assert LedgerRow.objects.count() == 1


def test_drafts_and_comments_are_append_only(world: World, clock: MovingClock) -> None:
    slug = opened().summary.slug
    say(slug)
    for act in (
        lambda: Draft.objects.update(closes_on=date(2030, 1, 1)),
        lambda: DraftComment.objects.update(text="Splendid."),
        lambda: DraftComment.objects.all().delete(),
        lambda: Draft.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert DraftComment.objects.get().text == "Sec. 3 goes too far."


def test_every_word_is_searched_for_in_any_case_and_letter(
    world: World, clock: MovingClock
) -> None:
    slug = opened().summary.slug
    older = say(slug, "ÉTATS and Friends", name="Ada")
    newer = say(slug, "Friends only", organisation="100%")

    def found(words: str) -> list[str]:
        page = reads.comments(viewer=world.policy, slug=slug, words=words)
        return [one.id for one in page.comments]

    assert found("") == [newer, older]
    assert found("friends états") == [older]
    assert found("ADA") == [older]
    assert found("100%") == [newer]
    assert found("1_0") == []
    assert found("\0") == [newer, older]


def test_comments_come_in_pages(
    world: World, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "PAGE", 2)
    slug = opened().summary.slug
    sent = [say(slug) for _ in range(5)]
    last = reads.comments(viewer=world.auditor, slug=slug, page=3)
    assert (last.page, last.pages, last.total) == (3, 3, 5)
    assert [one.id for one in last.comments] == [sent[0]]
    assert reads.comments(viewer=world.auditor, slug=slug, page="x").page == 1
    everything = reads.every_comment(viewer=world.auditor, slug=slug)
    assert [one.id for one in everything] == sent[::-1]


def test_comments_are_for_the_policy_unit_and_auditors(
    world: World, clock: MovingClock
) -> None:
    slug = opened().summary.slug
    say(slug)
    for viewer in (world.policy, world.auditor):
        assert reads.desk(viewer=viewer)[0].comments == 1
    for viewer in (ANONYMOUS, world.officer, world.head, world.halden):
        for read in (
            lambda viewer=viewer: reads.desk(viewer=viewer),
            lambda viewer=viewer: reads.comments(viewer=viewer, slug=slug),
            lambda viewer=viewer: reads.every_comment(viewer=viewer, slug=slug),
        ):
            with pytest.raises(NotAllowedError):
                read()


def test_what_is_not_there_is_not_found(world: World, clock: MovingClock) -> None:
    assert reads.drafts() == ()
    slug = opened().summary.slug
    comment = say(slug)
    for read in (
        lambda: reads.draft("none"),
        lambda: reads.draft_file(slug, "none.yaml"),
        lambda: reads.receipt(slug, "none"),
        lambda: reads.receipt("none", comment),
        lambda: say("none"),
    ):
        with pytest.raises(NotFoundError):
            read()
