"""Events go to addresses of others: signed, without content, again and again, and never inside."""

import base64
import hashlib
import hmac
import json
import socket
import ssl
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings as configured
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.architecture.house import ROOT
from tests.web.casework.builders import (
    MovingClock,
    World,
    granted,
    make_person,
    submit,
    take,
)
from tests.web.casework.receiver import Receiver, receiving
from tests.web.casework.test_interagency import referred

from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.jobs.courier import Courier
from licet.web.casework.models import (
    Case,
    LedgerRow,
    Membership,
    Notice,
    OutboxMessage,
    Post,
    Webhook,
    WebhookDelivery,
)
from licet.web.casework.record.events import read_act
from licet.web.casework.rights.policy import SYSTEM
from licet.web.casework.selectors.programs import webhooks as reads
from licet.web.casework.services.desk import information_requests
from licet.web.casework.services.programs import webhooks
from licet.web.casework.services.programs.webhook_deliveries import (
    AGAIN,
    deliver_webhooks,
    queue_webhooks,
    replay_webhook,
)
from licet.web.casework.views.webhooks import WebhookMade
from licet.web.casework.webhooks import sending
from licet.web.casework.webhooks.guard import AddressRefusedError, target_of
from licet.web.casework.webhooks.kinds import EVENTS, events_for

WORD = "quorvexwort"
ALL = tuple(events_for("organisation"))


def body_of(world: World, key: str = "halden") -> str:
    return str(world.organisations[key].pk)


def hook(world: World, url: str, kinds: tuple[str, ...] = ALL) -> WebhookMade:
    return webhooks.register_webhook(
        by=world.halden, owner=body_of(world), url=url, kinds=kinds
    )


def told() -> list[str]:
    return [read_act(row).kind for row in LedgerRow.objects.order_by("pk")]


def verified(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As a receiver does it, by the published text alone."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(
        hmac.compare_digest(one, f"v1,{right}")
        for one in headers["webhook-signature"].split(" ")
    )


def sent(receiver: Receiver) -> list[dict[str, Any]]:
    return [json.loads(body) for _headers, body in receiver.got]


# -- what is told ---------------------------------------------------------------------------


def test_what_happens_is_told_signed_with_kind_number_and_time_and_nothing_else(
    world: World, clock: MovingClock
) -> None:
    with receiving() as receiver:
        made = hook(world, receiver.url)
        number = submit(world).number
        take(world, number)
        information_requests.request_information(
            by=world.officer, case=number, question=WORD, facts=(), version=None
        )
        assert queue_webhooks() == 2
        assert queue_webhooks() == 0
        assert deliver_webhooks() == 2
        assert deliver_webhooks() == 0
    headers, body = receiver.got[0]
    assert headers[""] == "POST /hook?for=licet HTTP/1.1"
    assert verified(made.secret, headers, body)
    assert not verified(made.secret, headers, body + b" ")
    assert int(headers["webhook-timestamp"]) == int(clock.now().timestamp())
    told_first = json.loads(body)
    assert set(told_first) == {"id", "type", "timestamp", "data"}
    assert told_first["id"] == headers["webhook-id"]
    assert told_first["data"] == {"number": number}
    assert [one["type"] for one in sent(receiver)] == [
        "application.submitted",
        "information.requested",
    ]
    case = Case.objects.get()
    for secret in (WORD, case.title, case.end_user, case.organisation.name):
        assert secret not in str(receiver.got)


def test_only_what_was_asked_for_and_only_of_own_cases(world: World) -> None:
    with receiving() as receiver:
        hook(world, receiver.url, ("licence.issued",))
        submit(world)
        submit(world, "vigil")
        queue_webhooks()
        assert not WebhookDelivery.objects.exists()


def test_what_happened_before_the_registration_is_not_told(
    world: World, clock: MovingClock
) -> None:
    submit(world)
    clock.at += timedelta(seconds=1)
    hook(world, "http://127.0.0.1:9/")
    assert queue_webhooks() == 0


def test_a_licence_and_its_decision_are_told(world: World) -> None:
    hook(world, "http://127.0.0.1:9/")
    granted(world)
    queue_webhooks()
    kinds = set(WebhookDelivery.objects.values_list("kind", flat=True))
    assert {"application.submitted", "decision.signed"} <= kinds


def test_a_body_is_told_of_cases_that_are_with_it_by_its_head_alone(
    world: World,
) -> None:
    made = webhooks.register_webhook(
        by=world.te, owner="TE", url="http://127.0.0.1:9/", kinds=["case.referred"]
    )
    number = referred(world, "TE")
    referred(world, "DS")
    queue_webhooks()
    assert list(WebhookDelivery.objects.values_list("number", flat=True)) == [number]
    below = make_person("below")
    head = Post.objects.get(person=world.people["te"])
    Post.objects.create(
        person=below,
        team=head.team,
        role="agency",
        reports_to=head,
        first=date(2020, 1, 1),
    )
    world.people["below"] = below
    assert reads.owners(world.below) == ()
    with pytest.raises(NotFoundError):
        reads.webhook(viewer=world.below, webhook=made.webhook.id)
    assert reads.webhook(viewer=world.te, webhook=made.webhook.id).owner.id == "TE"


def test_every_kind_names_an_act_of_the_timeline_once() -> None:
    acts = [one.act for one in EVENTS.values()]
    assert len(acts) == len(set(acts))
    assert set(events_for("team")) < set(EVENTS)


# -- who registers ---------------------------------------------------------------------------


def test_registering_changing_and_ending_are_acts_in_the_record_without_the_secret(
    world: World,
) -> None:
    made = hook(world, "http://127.0.0.1:9/", ("licence.issued",))
    one = made.webhook.id
    assert made.secret.startswith("whsec_")
    assert len(base64.b64decode(made.secret[6:])) == 32
    assert made.secret not in str(list(Webhook.objects.values()))
    webhooks.change_webhook(
        by=world.halden,
        webhook=one,
        url="http://127.0.0.1:9/b",
        kinds=["licence.issued"],
    )
    webhooks.renew_webhook_secret(by=world.halden, webhook=one)
    webhooks.switch_webhook(by=world.halden, webhook=one, on=False)
    webhooks.switch_webhook(by=world.halden, webhook=one, on=True)
    webhooks.try_webhook(by=world.halden, webhook=one)
    ended = webhooks.end_webhook(by=world.halden, webhook=one)
    assert (ended.state, ended.waiting) == ("ended", 0)
    assert told()[-7:] == [
        "register_webhook",
        "change_webhook",
        "renew_webhook_secret",
        "switch_webhook",
        "switch_webhook",
        "try_webhook",
        "end_webhook",
    ]
    assert made.secret not in str(
        [read_act(row).payload for row in LedgerRow.objects.all()]
    )
    assert Webhook.objects.get().secret == ""
    with pytest.raises(WrongStateError, match="Register it anew"):
        webhooks.try_webhook(by=world.halden, webhook=one)
    with pytest.raises(WrongStateError, match="Switch it on"):
        replay_webhook(
            by=world.halden, webhook=one, since=datetime(2026, 1, 1, tzinfo=UTC)
        )


def test_who_does_not_administer_registers_and_sees_nothing(world: World) -> None:
    made = hook(world, "http://127.0.0.1:9/")
    with pytest.raises(NotFoundError):
        webhooks.register_webhook(
            by=world.vigil, owner=body_of(world), url="http://127.0.0.1:9/", kinds=ALL
        )
    with pytest.raises(NotFoundError):
        webhooks.end_webhook(by=world.vigil, webhook=made.webhook.id)
    with pytest.raises(NotAllowedError):
        webhooks.register_webhook(
            by=world.policy, owner="POL", url="http://127.0.0.1:9/", kinds=ALL
        )
    Membership.objects.filter(person=world.people["halden"]).update(role="submitter")
    assert reads.webhooks(viewer=world.halden) == ()
    assert reads.owners(world.policy) == ()
    assert len(reads.webhooks(viewer=SYSTEM)) == 1


@pytest.mark.parametrize("kinds", [(), ("fireworks",), ("case.referred",)])
def test_a_kind_that_is_not_ones_to_ask_for_is_refused(
    world: World, kinds: tuple[str, ...]
) -> None:
    with pytest.raises(InvalidInputError, match="Choose at least one"):
        hook(world, "http://127.0.0.1:9/", kinds)


def test_an_owner_has_ten_addresses_at_most(world: World) -> None:
    last = hook(world, "http://127.0.0.1:9/")
    for _ in range(9):
        hook(world, "http://127.0.0.1:9/")
    with pytest.raises(InvalidInputError, match="End one first"):
        hook(world, "http://127.0.0.1:9/")
    webhooks.end_webhook(by=world.halden, webhook=last.webhook.id)
    hook(world, "http://127.0.0.1:9/")


# -- where nothing is sent -------------------------------------------------------------------

INSIDE = (
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
    "255.255.255.255", "127.0.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:1::1", "240.0.0.1",
)  # fmt: skip


def resolving(monkeypatch: pytest.MonkeyPatch, *numbers: str) -> None:
    def found(_host: str, port: int, *_a: object, **_k: object) -> list[Any]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in numbers
        ]

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.mark.parametrize("number", INSIDE)
def test_no_name_that_leads_inside_is_taken(
    number: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LICET_WEBHOOK_LOOPBACK = False
    for others in ((), ("93.184.216.34",)):
        resolving(monkeypatch, *others, number)
        with pytest.raises(AddressRefusedError) as caught:
            target_of("https://inside.example/")
        assert (caught.value.why, caught.value.code) == (
            "not_public",
            "address_refused",
        )


@pytest.mark.parametrize(
    "number",
    [
        "93.184.216.34",
        "2606:2800:220:1::1",
        "::ffff:5db8:d822",
        "64:ff9b::5db8:d822",
    ],
)
def test_a_public_name_is_taken_and_its_number_pinned(
    number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, number)
    found = target_of("https://hooks.halden.example:8443/a?b=c")
    assert (found.number, found.port, found.path, found.authority) == (
        number,
        8443,
        "/a?b=c",
        "hooks.halden.example:8443",
    )
    assert target_of("https://hooks.halden.example").authority == "hooks.halden.example"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://a.example/", "malformed"),
        ("https://", "malformed"),
        ("https://user:word@a.example/", "malformed"),
        ("https://a.example/#x", "malformed"),
        ("https://a.example:99999/", "malformed"),
        ("https://a.example:0/", "malformed"),
        ("https://a.example/x y", "malformed"),
        ("https://a.example/\r\nX: y", "malformed"),
        ("https://bücher.example/", "malformed"),
        ("https://a.example/" + "a" * 500, "malformed"),
        ("https://[::1/", "malformed"),
        ("http://a.example/", "not_https"),
    ],
)
def test_an_address_that_is_no_good_says_why(
    url: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, "93.184.216.34")
    with pytest.raises(AddressRefusedError) as caught:
        target_of(url)
    assert caught.value.why == why


def test_a_name_that_is_not_found_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_a: object, **_k: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(AddressRefusedError, match="cannot be found"):
        target_of("https://nowhere.example/")


def test_loopback_is_only_for_trying_out(settings: Settings) -> None:
    found = (
        target_of("http://[::1]:8080/x")
        if socket.has_ipv6
        else target_of("http://127.0.0.1:8080/x")
    )
    assert found.port == 8080
    assert ":8080" in found.authority
    settings.LICET_WEBHOOK_LOOPBACK = False
    for url in (
        "http://127.0.0.1/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
    ):
        with pytest.raises(AddressRefusedError):
            target_of(url)


def test_a_name_that_means_another_place_the_second_time_is_refused_when_it_is_used(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LICET_WEBHOOK_LOOPBACK = False
    resolving(monkeypatch, "93.184.216.34")
    made = hook(world, "https://turncoat.example/")
    webhooks.try_webhook(by=world.halden, webhook=made.webhook.id)
    resolving(monkeypatch, "169.254.169.254")
    reached: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *a, **_k: reached.append(a))
    assert deliver_webhooks() == 0
    assert reached == []
    assert WebhookDelivery.objects.get().failure == "not_public"


def test_the_registration_of_an_inner_address_is_refused_beside_its_field(
    world: World, settings: Settings
) -> None:
    settings.LICET_WEBHOOK_LOOPBACK = False
    with pytest.raises(InvalidInputError) as caught:
        hook(world, "https://169.254.169.254/latest/meta-data")
    assert "not public" in caught.value.fields["url"]
    assert not Webhook.objects.exists()


# -- receivers that lie, hang or fail -----------------------------------------------------------


def post(receiver: Receiver, seconds: int = 1) -> sending.Outcome:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(configured, "LICET_WEBHOOK_SECONDS", seconds)
        return sending.post(receiver.url, headers={"a": "b"}, body=b"{}")


@pytest.mark.parametrize(
    ("answer", "status", "failure"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", 200, ""),
        (b"HTTP/1.0 299 X\n", 299, ""),
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n",
            302,
            "redirect",
        ),
        (b"HTTP/1.1 410 Gone\r\n\r\n", 410, "status"),
        (b"HTTP/1.1 500 No\r\n\r\n", 500, "status"),
        (b"SSH-2.0-x\r\n", 0, "no_http"),
        (b"x" * 100_000, 0, "no_http"),
        (b"", 0, "no_http"),
        (b"hang", 0, "timeout"),
        (b"drip", 0, "timeout"),
    ],
)
def test_whatever_a_receiver_answers_it_is_over_in_time(
    answer: bytes, status: int, failure: str
) -> None:
    with receiving(answer) as receiver:
        begun = time.monotonic()
        found = post(receiver)
        assert time.monotonic() - begun < 2.5
    assert (found.status, found.failure, found.gone) == (status, failure, status == 410)


def test_nobody_there_and_no_time_left_are_failures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert (
        sending.post("http://127.0.0.1:9/", headers={}, body=b"").failure
        == "unreachable"
    )
    monkeypatch.setattr(configured, "LICET_WEBHOOK_SECONDS", -1)
    assert (
        sending.post("http://127.0.0.1:9/", headers={}, body=b"").failure == "timeout"
    )


def certified(folder: Path) -> ssl.SSLContext:
    """A server's side for localhost, and trust in it for ours."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    at = timezone.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem, whole = serialization.Encoding.PEM, folder / "server.pem"
    secret = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    whole.write_bytes(secret + made.public_bytes(pem))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(whole)
    return server


def test_tls_is_spoken_and_its_certificate_must_hold_for_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = certified(tmp_path)
    trusting = ssl.create_default_context(cafile=str(tmp_path / "server.pem"))
    with receiving(tls=server) as receiver:
        named = receiver.url.replace("127.0.0.1", "localhost")
        resolving(monkeypatch, "127.0.0.1")
        assert sending.post(named, headers={}, body=b"{}").failure == "tls"
        monkeypatch.setattr(sending, "_context", lambda: trusting)
        assert sending.post(named, headers={}, body=b"{}").status == 204
        other = named.replace("localhost", "other.example")
        assert sending.post(other, headers={}, body=b"{}").failure == "tls"
    assert receiver.got[0][0]["host"] == named.split("/")[2]


def trial(world: World, url: str) -> str:
    made = hook(world, url)
    webhooks.try_webhook(by=world.halden, webhook=made.webhook.id)
    return str(made.webhook.id)


def test_a_receiver_that_fails_is_tried_again_for_three_days_with_the_same_id(
    world: World, clock: MovingClock, settings: Settings
) -> None:
    settings.LICET_WEBHOOK_GIVE_UP_HOURS = 1000
    with receiving(b"HTTP/1.1 503 Busy\r\n\r\n") as receiver:
        trial(world, receiver.url)
        begun = clock.now()
        assert deliver_webhooks() == 0
        assert deliver_webhooks() == 0  # it rests
        assert len(receiver.got) == 1
        for pause in AGAIN:
            clock.at += max(pause, timedelta(seconds=300))
            assert deliver_webhooks() == 0
        row = WebhookDelivery.objects.get()
        assert (row.attempts, row.status, row.failure) == (10, 503, "status")
        assert row.given_up_at is not None
        assert clock.now() - begun > timedelta(days=3)
        clock.forward(5)
        deliver_webhooks()
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert len({headers["webhook-timestamp"] for headers, _ in receiver.got}) == 10


def test_a_receiver_that_comes_back_gets_everything_in_order(
    world: World, clock: MovingClock
) -> None:
    with receiving(
        b"HTTP/1.1 503 Busy\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"
    ) as receiver:
        one = trial(world, receiver.url)
        clock.at += timedelta(seconds=1)
        webhooks.try_webhook(by=world.halden, webhook=one)
        assert deliver_webhooks() == 0
        assert (
            len(receiver.got) == 1
        )  # the second was not tried after the first had failed
        assert reads.webhook(viewer=world.halden, webhook=one).failing_since is not None
        clock.at += timedelta(seconds=10)
        assert deliver_webhooks() == 2
    assert reads.webhook(viewer=world.halden, webhook=one).failing_since is None


def test_after_long_failure_an_address_is_switched_off_and_its_administrators_are_told(
    world: World, clock: MovingClock
) -> None:
    one = trial(world, "http://127.0.0.1:9/")
    deliver_webhooks()
    clock.forward(5)
    webhooks.try_webhook(by=world.halden, webhook=one)
    deliver_webhooks()
    seen = reads.webhook(viewer=world.halden, webhook=one)
    assert (seen.state, seen.off_because) == ("off", "failing")
    assert "disable_webhook" in told()
    notice = Notice.objects.get(kind="webhook_off")
    assert str(notice.person_id) == world.halden.id
    assert notice.mail == "at_once"
    submit(world)
    assert queue_webhooks() == 0
    webhooks.switch_webhook(by=world.halden, webhook=one, on=True)
    assert queue_webhooks() == 1  # nothing that happened meanwhile is lost


@pytest.mark.parametrize("email", ["te@meridia.example", ""])
def test_a_receiver_that_is_gone_for_good_is_switched_off_at_once(
    world: World, email: str
) -> None:
    with receiving(b"HTTP/1.1 410 Gone\r\n\r\n") as receiver:
        made = webhooks.register_webhook(
            by=world.te, owner="TE", url=receiver.url, kinds=["case.referred"]
        )
        hooked = Webhook.objects.get()
        assert hooked.team is not None
        hooked.team.email = email
        hooked.team.save()
        webhooks.try_webhook(by=world.te, webhook=made.webhook.id)
        deliver_webhooks()
    assert reads.webhook(viewer=world.te, webhook=made.webhook.id).off_because == "gone"
    assert OutboxMessage.objects.filter(payload__kind="webhook_off").count() == bool(
        email
    )


def test_a_hanging_receiver_holds_nobody_up(world: World, settings: Settings) -> None:
    settings.LICET_WEBHOOK_SECONDS = 1
    with receiving(b"hang") as bad, receiving() as good:
        for url in (bad.url, bad.url, bad.url, good.url):
            trial(world, url)
        begun = time.monotonic()
        assert deliver_webhooks() == 1
        assert time.monotonic() - begun < 3


def test_a_name_that_never_resolves_ends_with_the_round(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LICET_WEBHOOK_SECONDS = 0
    monkeypatch.setattr(
        "licet.web.casework.services.programs.webhook_deliveries._GRACE", 0.2
    )
    monkeypatch.setattr(
        "licet.web.casework.services.programs.webhook_deliveries.post",
        lambda *_a, **_k: time.sleep(1),
    )
    trial(world, "http://127.0.0.1:9/")
    assert deliver_webhooks() == 0
    assert WebhookDelivery.objects.get().failure == "timeout"


def test_death_between_sending_and_storing_sends_again_with_the_same_id(
    world: World, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise SystemExit

    with receiving() as receiver:
        trial(world, receiver.url)
        with monkeypatch.context() as patch:
            patch.setattr(
                "licet.web.casework.services.programs.webhook_deliveries._store", die
            )
            with pytest.raises(SystemExit):
                deliver_webhooks()
        assert deliver_webhooks() == 0  # claimed for a while
        clock.at += timedelta(minutes=4)
        assert deliver_webhooks() == 1
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert len(receiver.got) == 2


# -- secrets and replay ---------------------------------------------------------------------------


def test_for_a_day_both_secrets_sign_and_then_only_the_new_one(
    world: World, clock: MovingClock
) -> None:
    with receiving() as receiver:
        made = hook(world, receiver.url)
        one = made.webhook.id
        new = webhooks.renew_webhook_secret(by=world.halden, webhook=one)
        assert new.webhook.two_secrets_until is not None
        webhooks.try_webhook(by=world.halden, webhook=one)
        deliver_webhooks()
        clock.at += timedelta(hours=24)
        webhooks.try_webhook(by=world.halden, webhook=one)
        deliver_webhooks()
    (first, second) = receiver.got
    assert verified(made.secret, *first)
    assert verified(new.secret, *first)
    assert verified(new.secret, *second)
    assert not verified(made.secret, *second)


def test_a_forged_or_old_signature_does_not_hold(world: World) -> None:
    with receiving() as receiver:
        made = hook(world, receiver.url)
        webhooks.try_webhook(by=world.halden, webhook=made.webhook.id)
        deliver_webhooks()
    headers, body = receiver.got[0]
    for name, other in (
        ("webhook-id", "x"),
        ("webhook-timestamp", "1"),
        ("webhook-signature", "v1,AAAA"),
    ):
        assert not verified(made.secret, {**headers, name: other}, body)
    assert not verified("whsec_" + base64.b64encode(b"x" * 32).decode(), headers, body)


def test_the_documented_verification_holds_and_refuses_forged_old_and_seen(
    world: World, clock: MovingClock
) -> None:
    page = (ROOT / "docs/how-to/receive-webhooks.md").read_text("utf-8")
    told_there: dict[str, Any] = {}
    exec(page.split("```python")[1].split("```")[0], told_there)  # noqa: S102  # our own page
    verify = told_there["verify"]
    with receiving() as receiver:
        made = hook(world, receiver.url)
        webhooks.try_webhook(by=world.halden, webhook=made.webhook.id)
        deliver_webhooks()
    headers, body = receiver.got[0]
    at = clock.now().timestamp()
    assert verify(made.secret, headers, body, now=at + 299)
    assert not verify(made.secret, headers, body, now=at + 302)
    assert not verify(made.secret, headers, body + b" ", now=at)
    assert not verify(made.secret, headers, body, now=at, seen={headers["webhook-id"]})


def test_one_delivery_or_all_since_a_moment_are_sent_again_with_their_ids(
    world: World, clock: MovingClock
) -> None:
    with receiving() as receiver:
        one = trial(world, receiver.url)
        clock.forward(1)
        webhooks.try_webhook(by=world.halden, webhook=one)
        deliver_webhooks()
        first = WebhookDelivery.objects.order_by("at")[0]
        assert replay_webhook(by=world.halden, webhook=one, delivery=str(first.pk)) == 1
        assert deliver_webhooks() == 1
        assert replay_webhook(by=SYSTEM, webhook=one, since=clock.now()) == 1
        assert deliver_webhooks() == 1
    assert told()[-1] == "replay_webhook"
    assert len(receiver.got) == 4
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 2
    with pytest.raises(NotFoundError):
        replay_webhook(by=world.halden, webhook=one, delivery="x")
    with pytest.raises(InvalidInputError):
        replay_webhook(by=world.halden, webhook=one)


def test_deliveries_are_paged_by_standing(world: World) -> None:
    one = trial(world, "http://127.0.0.1:9/")
    for _ in range(29):
        webhooks.try_webhook(by=world.halden, webhook=one)
    page = reads.deliveries(viewer=world.halden, webhook=one, page=2)
    assert (len(page.deliveries), page.pages, page.total) == (5, 2, 30)
    deliver_webhooks()
    for standing, count in (("waiting", 30), ("done", 0), ("given_up", 0)):
        assert (
            reads.deliveries(viewer=world.halden, webhook=one, standing=standing).total
            == count
        )


# -- beside the worker's line ----------------------------------------------------------------------


def test_nothing_due_begins_no_round(world: World) -> None:
    assert Courier().start() is False


@pytest.mark.django_db(transaction=True)
def test_a_round_runs_beside_the_worker_one_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import threading  # noqa: PLC0415

    go, rounds = threading.Event(), []

    def slow() -> int:
        rounds.append(1)
        go.wait(5)
        raise RuntimeError

    class Something:
        def exists(self) -> bool:
            return True

    monkeypatch.setattr("licet.web.casework.jobs.courier.deliver_webhooks", slow)
    monkeypatch.setattr("licet.web.casework.jobs.courier.due_deliveries", Something)
    courier = Courier()
    courier.join()
    assert courier.start() is True
    assert courier.start() is False
    go.set()
    courier.join()
    assert courier.start() is True
    courier.join()
    assert len(rounds) == 2
