"""People are told that there is something, never what: in their inbox, and by mail as they choose."""

import smtplib
import socket
import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings as configured
from pytest_django.fixtures import Settings
from tests.web.casework.builders import (
    KeptPost,
    MovingClock,
    World,
    granted,
    submit,
    take,
)
from tests.web.casework.test_opinions import FACTS

from licet.web.casework.acts.acting import promise
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.jobs import outbox
from licet.web.casework.jobs.outbox import deliver_outbox
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    LedgerRow,
    Licence,
    MailAddress,
    Membership,
    Notice,
    OutboxMessage,
    Post,
    Team,
)
from licet.web.casework.notices.kinds import KINDS, kind_of
from licet.web.casework.ports import Ports, ports, using
from licet.web.casework.record.events import read_act
from licet.web.casework.rights.policy import SYSTEM
from licet.web.casework.selectors.notices import notices as reads
from licet.web.casework.services.desk import information_requests
from licet.web.casework.services.notices import digests
from licet.web.casework.services.notices import notices as acts
from licet.web.casework.services.notices.digests import send_digests
from licet.web.casework.services.opinions import opinions
from licet.web.casework.wiring import MailPost

SECRET = "quorvexwort"
HALDEN = "halden@meridia.example"


def tell(key: str, kind: str = "mention", to: str = HALDEN, **more: str) -> None:
    promise(
        "notice",
        key,
        ports().clock.now(),
        {"to": to, "kind": kind, "case": "MLA-2026-00009", **more},
    )


def sent() -> list[dict[str, str]]:
    post = ports().post
    assert isinstance(post, KeptPost)
    return post.sent


def newest() -> str:
    return read_act(LedgerRow.objects.latest("pk")).kind


def test_a_question_lies_in_the_inbox_at_once_and_its_mail_says_nothing_of_it(
    world: World,
) -> None:
    number = submit(world).number
    take(world, number)
    information_requests.request_information(
        by=world.officer, case=number, question=f"Why {SECRET}?", facts=(), version=None
    )
    page = reads.notices(viewer=world.halden)
    assert sorted((one.kind, one.number, one.severity) for one in page.notices) == [
        ("question", number, "deadline"),
        ("receipt", number, "news"),
    ]
    assert page.unread == reads.unread(world.halden) == 2
    deliver_outbox()
    mail = next(one for one in sent() if one["key"].startswith("question"))
    assert mail["subject"] == f"A question about your application ({number})"
    assert SECRET not in str(sent())
    assert Notice.objects.filter(mailed_at__isnull=False).count() == 2


@pytest.mark.parametrize(
    "field", ["subject", "case", "kind", "due", "words", "body", "title"]
)
@pytest.mark.parametrize(
    "key", ["question", "letter", "referral", "mention", "strange", SECRET]
)
def test_no_word_of_a_caller_reaches_a_mail(world: World, field: str, key: str) -> None:
    told = {"to": HALDEN, "subject": "x", "case": "MLA-2026-00001", field: SECRET}
    promise("notice", f"{key}:{SECRET}", ports().clock.now(), told)
    deliver_outbox()
    (mail,) = sent()
    assert SECRET not in mail["subject"] + mail["body"] + mail["to"]
    assert SECRET not in str(reads.notices(viewer=world.halden))


def test_where_the_channel_may_carry_no_number_the_mail_has_none(
    world: World, settings: Settings
) -> None:
    settings.LICET_MAIL_NUMBERS = False
    tell("a")
    deliver_outbox()
    assert "MLA-2026" not in str(sent()[0]["subject"] + sent()[0]["body"])


def test_a_notice_is_laid_once_however_often_it_is_promised(world: World) -> None:
    tell("a")
    tell("a")
    assert Notice.objects.count() == OutboxMessage.objects.count() == 1


def test_what_a_team_is_told_lies_with_everybody_who_holds_a_post_in_it_that_day(
    world: World,
) -> None:
    team = Team.objects.filter(kind="agency").order_by("code")[0]
    Team.objects.filter(pk=team.pk).update(email="desk@agency.example")
    held = set(Post.objects.filter(team=team).values_list("person", flat=True))
    tell("r:1", "referral", to="desk@agency.example")
    assert set(Notice.objects.values_list("person", flat=True)) == held
    assert set(Notice.objects.values_list("mail", flat=True)) == {"none"}
    deliver_outbox()
    assert [one["to"] for one in sent()] == ["desk@agency.example"]
    Post.objects.filter(team=team).update(last=date(2020, 1, 2))
    tell("r:2", "referral", to="desk@agency.example")
    assert not Notice.objects.filter(key="r:2").exists()


def test_an_address_of_nobody_is_mailed_and_has_no_inbox(world: World) -> None:
    tell("a", to="nobody@elsewhere.example")
    tell("b", to="")
    assert not Notice.objects.exists()


def test_people_read_search_and_page_their_own_inbox_only(world: World) -> None:
    for count in range(25):
        tell(f"m:{count}")
    tell("q:1", "question")
    first = reads.notices(viewer=world.halden)
    assert (len(first.notices), first.pages, first.total, first.unread) == (
        20,
        2,
        26,
        26,
    )
    assert len(reads.notices(viewer=world.halden, page=99).notices) == 6
    found = reads.notices(viewer=world.halden, words="question")
    assert [one.kind for one in found.notices] == ["question"]
    assert reads.notices(viewer=world.halden, words="00009").total == 26
    acts.mark_read(by=world.halden, notice=found.notices[0].id)
    acts.mark_read(by=world.halden, notice=found.notices[0].id)
    assert reads.notices(viewer=world.halden, unread_only=True).total == 25
    with pytest.raises(NotFoundError):
        acts.mark_read(by=world.officer, notice=found.notices[0].id)
    assert reads.notices(viewer=world.officer).total == 0
    assert acts.mark_all_read(by=world.halden) == 25
    assert reads.unread(world.halden) == 0
    assert reads.unread(replace(world.halden, scopes=frozenset({"read"}))) == 0


def test_a_kind_of_another_version_is_news(world: World) -> None:
    tell("a")
    Notice.objects.update(kind="fireworks")
    assert reads.notices(viewer=world.halden).notices[0].kind == "news"


def test_access_is_asked_again_when_a_notice_is_opened(world: World) -> None:
    number = submit(world).number
    one = reads.notices(viewer=world.halden).notices[0]
    assert reads.place_of(viewer=world.halden, notice=one.id).number == number
    Membership.objects.filter(person=world.people["halden"]).update(
        last=date(2020, 1, 2)
    )
    with pytest.raises(NotFoundError):
        reads.place_of(viewer=world.actor("halden"), notice=one.id)
    Notice.objects.update(number="")
    assert reads.place_of(viewer=world.actor("halden"), notice=one.id).what == ""


# -- how people are told ----------------------------------------------------------------


def test_what_has_a_deadline_cannot_be_switched_off_and_says_why(world: World) -> None:
    for kind in KINDS.values():
        if kind.fixed:
            with pytest.raises(InvalidInputError, match="always sent"):
                acts.set_notices(by=world.halden, ways={kind.id: "none"})
    assert all(one.fixed for one in KINDS.values() if one.severity == "deadline")
    assert acts.set_notices(by=world.halden, ways={"question": "at_once"})


@pytest.mark.parametrize(
    ("ways", "says"),
    [({"fireworks": "daily"}, "no such kind"), ({"mention": "yearly"}, "Choose from")],
)
def test_an_unknown_kind_or_way_is_refused(
    world: World, ways: dict[str, str], says: str
) -> None:
    with pytest.raises(InvalidInputError, match=says):
        acts.set_notices(by=world.halden, ways=ways)


def test_a_choice_is_entered_and_choosing_the_same_again_is_not(world: World) -> None:
    acts.set_notices(by=world.halden, ways={"mention": "weekly"})
    entered = LedgerRow.objects.count()
    assert newest() == "set_notices"
    acts.set_notices(by=world.halden, ways={"mention": "weekly"})
    assert LedgerRow.objects.count() == entered


def test_only_here_means_no_mail(world: World) -> None:
    acts.set_notices(by=world.halden, ways={"mention": "none"})
    tell("a")
    deliver_outbox()
    assert sent() == []
    assert reads.unread(world.halden) == 1
    assert OutboxMessage.objects.get().done_at


def test_a_daily_digest_holds_what_came_before_today(
    world: World, clock: MovingClock
) -> None:
    acts.set_notices(by=world.halden, ways={"mention": "daily"})
    tell("a")
    tell("b")
    deliver_outbox()
    assert send_digests() == 0
    clock.forward(1)
    tell("c")
    assert send_digests() == 1
    assert send_digests() == 0
    deliver_outbox()
    (mail,) = sent()
    assert mail["subject"].startswith("2 notices")
    assert mail["body"].count("You were named in a note (MLA-2026-00009)") == 2
    clock.forward(1)
    assert send_digests() == 1


def test_a_weekly_digest_goes_out_after_the_week(
    world: World, clock: MovingClock
) -> None:
    acts.set_notices(by=world.halden, ways={"mention": "weekly"})
    tell("a")
    deliver_outbox()
    weekday = clock.now().weekday()
    clock.forward(6 - weekday)
    assert send_digests() == 0
    clock.forward(1)
    assert send_digests() == 1


def test_a_digest_whose_notices_were_read_meanwhile_is_not_sent(
    world: World, clock: MovingClock
) -> None:
    acts.set_notices(by=world.halden, ways={"mention": "daily"})
    tell("a")
    deliver_outbox()
    clock.forward(1)
    send_digests()
    acts.mark_all_read(by=world.halden)
    assert deliver_outbox() == 1
    assert sent() == []


def test_a_long_digest_says_how_many_more(world: World, clock: MovingClock) -> None:
    acts.set_notices(by=world.halden, ways={"mention": "daily"})
    for count in range(53):
        tell(f"m:{count}")
    clock.forward(1)
    send_digests()
    for _ in range(3):
        deliver_outbox()
    assert "- and 3 more" in sent()[-1]["body"]


def test_more_than_so_many_an_hour_wait_for_a_digest_and_what_has_a_deadline_does_not(
    world: World, clock: MovingClock
) -> None:
    most = configured.LICET_MAIL_AN_HOUR
    for count in range(most + 3):
        tell(f"m:{count}")
    tell("q:1", "question")
    deliver_outbox()
    assert len(sent()) == most + 1
    assert sent()[-1]["key"] == "q:1"
    assert Notice.objects.filter(mail="limit").count() == 3
    assert send_digests() == 0
    clock.at += timedelta(hours=1)
    assert send_digests() == 1
    deliver_outbox()
    assert sent()[-1]["subject"].startswith("3 notices")


def test_a_mailbox_of_a_team_waits_for_its_hour_to_end(
    world: World, clock: MovingClock
) -> None:
    for count in range(configured.LICET_MAIL_AN_HOUR + 1):
        tell(f"m:{count}", to="desk@agency.example")
    deliver_outbox()
    assert len(sent()) == configured.LICET_MAIL_AN_HOUR
    clock.at += timedelta(hours=1)
    deliver_outbox()
    assert len(sent()) == configured.LICET_MAIL_AN_HOUR + 1


# -- failed, and failed and stored ------------------------------------------------------


class Dies:
    """A post office that takes the mail, and then the power goes."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def send(self, *, key: str, **_: str) -> None:
        self.keys.append(key)
        raise SystemExit


def test_death_between_sending_and_storing_loses_nothing_and_repeats_the_key(
    world: World, outside: Ports, clock: MovingClock
) -> None:
    tell("a")
    office = Dies()
    with using(replace(outside, post=office)), pytest.raises(SystemExit):
        deliver_outbox()
    assert deliver_outbox() == 0  # claimed for a while
    clock.at += timedelta(minutes=3)
    assert deliver_outbox() == 1
    assert office.keys == [sent()[0]["key"]] == ["a"]
    assert deliver_outbox() == 0


def test_a_notice_that_another_worker_took_is_not_sent_twice(world: World) -> None:
    tell("a")
    row = OutboxMessage.objects.get()
    assert outbox._claim(row.pk) is not None
    assert outbox._claim(row.pk) is None


class Refuses:
    """A post office that refuses one address for good, or for now."""

    def __init__(self, code: int) -> None:
        self.code = code

    def send(self, *, to: str, **_: str) -> None:
        raise smtplib.SMTPRecipientsRefused({to: (self.code, SECRET.encode())})


def test_an_address_that_takes_no_mail_is_told_to_its_person_and_the_operator_and_tried_again(
    world: World, outside: Ports
) -> None:
    tell("a")
    with using(replace(outside, post=Refuses(550))):
        assert deliver_outbox() == 0
    tell("b")
    assert deliver_outbox() == 0
    assert sent() == []
    (trouble,) = reads.mail_troubles(viewer=SYSTEM)
    assert (trouble.address, trouble.why, trouble.waiting) == (HALDEN, "bounced", 2)
    assert SECRET not in str(list(MailAddress.objects.values())) + str(
        list(OutboxMessage.objects.values())
    )
    assert "comes back" in reads.notices(viewer=world.halden).trouble
    assert reads.unread(world.halden) == 2
    assert acts.try_address_again(by=world.halden) == HALDEN
    assert deliver_outbox() == 2
    assert reads.mail_troubles(viewer=SYSTEM) == ()
    assert reads.notices(viewer=world.halden).trouble == ""
    with pytest.raises(NotFoundError):
        acts.try_address_again(by=SYSTEM, address="nobody@elsewhere.example")


def test_an_address_that_is_full_is_tried_for_days_and_then_shown_as_given_up(
    world: World, outside: Ports, clock: MovingClock
) -> None:
    tell("a")
    tell("b")
    with using(replace(outside, post=Refuses(452))):
        deliver_outbox()
        assert "try again by ourselves" in reads.notices(viewer=world.halden).trouble
        clock.at += timedelta(hours=configured.LICET_MAIL_GIVE_UP_HOURS - 1)
        deliver_outbox()
        assert not OutboxMessage.objects.filter(given_up_at__isnull=False).exists()
        clock.at += timedelta(hours=2)
        deliver_outbox()
    assert (
        OutboxMessage.objects.filter(
            given_up_at__isnull=False, failure="unreachable"
        ).count()
        == 2
    )
    assert reads.mail_troubles(viewer=SYSTEM)[0].why == "unreachable"


def test_a_closed_post_office_is_asked_once_a_round(
    world: World, outside: Ports
) -> None:
    class Closed:
        asked = 0

        def send(self, **_: str) -> None:
            self.asked += 1
            raise TimeoutError

    tell("a")
    tell("b")
    closed = Closed()
    with using(replace(outside, post=closed)):
        deliver_outbox()
    assert closed.asked == 1


def test_a_bounce_that_came_later_is_noted_by_the_operator(world: World) -> None:
    with pytest.raises(NotFoundError):
        acts.note_bounce(by=SYSTEM, address=HALDEN)
    tell("a")
    deliver_outbox()
    acts.note_bounce(by=SYSTEM, address=HALDEN)
    assert newest() == "note_bounce"
    tell("b")
    deliver_outbox()
    assert len(sent()) == 1


@pytest.mark.parametrize(
    ("key", "payload", "kind"),
    [
        ("issue_opinion:1:2", {}, "opinion"),
        ("letter:1", {"subject": "A decision on your application"}, "decision"),
        ("letter:1", {"subject": "A letter about your application"}, "letter"),
        ("suspend_licence:1:2", {}, "licence_changed"),
        ("warning:1:2026-01-01", {}, "advice_near"),
        ("strange", {"kind": "fireworks"}, "news"),
    ],
)
def test_what_a_caller_promises_is_of_one_of_our_kinds(
    key: str, payload: dict[str, str], kind: str
) -> None:
    assert kind_of("notice", key, payload).id == kind


def test_an_agency_is_told_until_when(world: World) -> None:
    tell("warning:1:2026-05-01", "", to="te@meridia.example")
    deliver_outbox()
    assert (
        sent()[0]["subject"]
        == "A case waits for your advice: until 2026-05-01 (MLA-2026-00009)"
    )


def test_a_notice_of_a_licence_or_an_opinion_leads_there(world: World) -> None:
    granted(world)
    run_pending()
    licence = Licence.objects.get().number
    asked = opinions.OpinionRequest(
        organisation=str(world.organisations["halden"].pk), kind="no_licence_required",
        title="Tool", question="Do we?", facts=FACTS,
    )  # fmt: skip
    opinion = opinions.request_opinion(by=world.halden, asked=asked).number
    for number, what in ((licence, "licence"), (opinion, "opinion")):
        promise(
            "notice", f"x:{number}", ports().clock.now(), {"to": HALDEN, "case": number}
        )
        row = Notice.objects.get(key=f"x:{number}")
        place = reads.place_of(viewer=world.halden, notice=str(row.pk))
        assert (place.what, place.number) == (what, number)


def test_a_digest_that_another_worker_promised_is_not_promised_again(
    world: World, clock: MovingClock
) -> None:
    acts.set_notices(by=world.halden, ways={"mention": "daily"})
    tell("a")
    held = list(Notice.objects.all())
    Notice.objects.update(mailed_at=clock.now())
    person = world.people["halden"].pk
    assert digests._promise(person, "digest:x", held, clock.now()) == 0


def test_an_effect_whose_mail_is_gone_and_one_to_customs_are_settled(
    world: World, outside: Ports
) -> None:
    at = ports().clock.now()
    promise("customs", "customs:1", at, {"licence": "L-1", "act": "revoke_licence"})
    with using(replace(outside, post=Refuses(450))):
        deliver_outbox()
    assert OutboxMessage.objects.get().failure == "unreachable"
    promise("digest", "digest:1", at, {"to": HALDEN, "digest": []})
    assert deliver_outbox() == 1


def _speak_smtp(listening: socket.socket, heard: list[str]) -> None:
    """The other side of one SMTP conversation."""
    one, _ = listening.accept()
    with one, one.makefile("rwb") as line:

        def say(words: str) -> None:
            line.write(f"{words}\r\n".encode())
            line.flush()

        say("220 here")
        reading = False
        for raw in line:
            text = raw.decode().rstrip("\r\n")
            heard.append(text)
            if reading:
                reading = text != "."
                if not reading:
                    say("250 taken")
            elif text.upper() == "DATA":
                reading = True
                say("354 go on")
            elif text.upper() == "QUIT":
                say("221 bye")
                return
            else:
                say("250 well")


def test_mail_goes_out_by_smtp_with_its_key(settings: Settings) -> None:
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()
        other = threading.Thread(
            target=_speak_smtp, args=(listening, heard), daemon=True
        )
        other.start()
        MailPost().send(to=HALDEN, subject="A letter", body="Sign in.", key="letter:1")
        other.join(5)
    assert "X-Licet-Key: letter:1" in heard
    assert f"To: {HALDEN}" in heard
    assert any(one.upper().startswith("RCPT TO") and HALDEN in one for one in heard)
