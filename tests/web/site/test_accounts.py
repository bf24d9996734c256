"""Signing in: by e-mail; staff with a second factor they cannot go without. Every page in our own words."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from tests.journeys.window import SECRET, code_for, code_now
from tests.web.casework.builders import World
from tests.web.reader import Reader, words

from licet.web.casework.models.record import LedgerRow
from licet.web.casework.record.events import read_act

PASSWORD = "correct horse battery"
pytestmark = pytest.mark.django_db


def _sign_in(client: Client, email: str, password: str = PASSWORD) -> str:
    fields = {"login": email, "password": password}
    response = client.post("/account/login/", fields, follow=True)
    assert response.status_code == 200
    return words(response.content.decode())


def _entered() -> list[tuple[str, str]]:
    """What the record holds: each act with the name of who did it."""
    acts = [read_act(row) for row in LedgerRow.objects.order_by("pk")]
    return [(act.kind, act.actor.name if act.actor else "") for act in acts]


def _confirmed(client: Client, path: str) -> str:
    """Open a page that asks first whether it is really me."""
    response = client.get(path, follow=True)
    if "Confirm that it is you" in words(response.content.decode()):
        asked = response.redirect_chain[-1][0]
        response = client.post(asked, {"password": PASSWORD}, follow=True)
    return str(response.content.decode())


def test_a_wrong_password_says_so_and_not_which_part_was_wrong(world: World) -> None:
    page = _sign_in(Client(), "halden@meridia.example", "wrong horse")
    assert "There is a problem" in page
    unknown = _sign_in(Client(), "nobody@meridia.example", "wrong horse")
    assert "There is a problem" in unknown


def test_an_exporter_lands_at_home(world: World) -> None:
    assert "My applications" in _sign_in(Client(), "halden@meridia.example")


def test_staff_must_set_up_a_second_factor_before_they_can_work(
    world: World,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = Client()
    page = _sign_in(client, "officer@meridia.example")
    assert "Confirm that it is you" in page
    assert "Waiting for somebody" not in words(
        client.get("/work/", follow=True).content.decode()
    )
    source = _confirmed(client, "/account/2fa/totp/activate/")
    assert "Set up your second factor" in words(source)
    secret = re.search(r"Secret</dt>\s*<dd[^>]*>([A-Z2-7]+)<", source)
    assert secret is not None
    wrong = client.post("/account/2fa/totp/activate/", {"code": "000000"}, follow=True)
    assert "There is a problem" in words(wrong.content.decode())
    given = {"code": code_for(secret.group(1))}
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post("/account/2fa/totp/activate/", given, follow=True)
    assert done.status_code == 200
    assert ("set_second_factor", "Officer") in _entered()
    assert "Waiting for somebody" in words(client.get("/work/").content.decode())


def test_staff_are_asked_for_the_code_each_time(world: World) -> None:
    TOTP.activate(world.people["officer"], SECRET)
    client = Client()
    assert "Enter your code" in _sign_in(client, "officer@meridia.example")
    assert "Sign in" in words(client.get("/work/", follow=True).content.decode())
    _sign_in(client, "officer@meridia.example")
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"}, follow=True)
    assert "There is a problem" in words(wrong.content.decode())
    right = client.post("/account/2fa/authenticate/", {"code": code_now()}, follow=True)
    assert "Waiting for somebody" in words(right.content.decode())


def test_a_newcomer_opens_an_account(world: World) -> None:
    reader = Reader(world)
    page = reader.send(
        "/account/signup/",
        email="new@company.example",
        password1="staple battery horse",
        password2="staple battery horse",
    )
    assert "My applications" in page or "Look into your mail" in page
    assert _entered()[-1] == ("open_account", "new@company.example")
    short = Reader(world).send(
        "/account/signup/", email="x", password1="a", password2="b"
    )
    assert "There is a problem" in short


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(
    world: World,
) -> None:
    reader = Reader(world)
    assert "Look into your mail" in reader.send(
        "/account/password/reset/", email="halden@meridia.example"
    )
    link = re.search(
        r"https?://[^/]+(/account/password/reset/key/\S+)", mail.outbox[-1].body
    )
    assert link is not None
    page = reader.client.get(link.group(1), follow=True)
    assert "Set a new password" in words(page.content.decode())
    fields = {
        "password1": "another horse battery",
        "password2": "another horse battery",
    }
    done = reader.client.post(page.redirect_chain[-1][0], fields, follow=True)
    assert "The password is set" in words(done.content.decode())
    assert _entered()[-1] == ("reset_password", "Halden")
    assert "This link does not hold" in Reader(world).read(link.group(1))


def test_my_account_and_its_ways(world: World) -> None:
    own = Reader(world, "halden")
    assert "My account" in own.read("/account/email/")
    page = own.send("/account/email/", action_add="1", email="second@company.example")
    assert "second@company.example" in own.read("/account/email/")
    assert page
    assert "No authenticator app is set up" in own.read("/account/2fa/")
    _sign_in(own.client, "halden@meridia.example")
    assert "Change my password" in own.read("/account/password/change/")
    assert "You will have to sign in again" in own.read("/account/logout/")
    assert "May I send this" in own.send("/account/logout/")


def test_recovery_codes_are_made_and_shown(world: World) -> None:
    TOTP.activate(world.people["officer"], SECRET)
    client = Client()
    _sign_in(client, "officer@meridia.example")
    client.post("/account/2fa/authenticate/", {"code": code_now()}, follow=True)
    assert "An authenticator app is set up" in words(
        client.get("/account/2fa/").content.decode()
    )
    asked = _confirmed(client, "/account/2fa/recovery-codes/generate/")
    assert "Make new recovery codes" in words(asked)
    shown = client.post("/account/2fa/recovery-codes/generate/", {}, follow=True)
    assert "10 of 10 codes are unused" in words(shown.content.decode())


@pytest.mark.parametrize("path", ["/account/inactive/", "/account/confirm-email/"])
def test_pages_without_a_form_speak_our_words(world: World, path: str) -> None:
    assert "Meridia Licensing Authority" in Reader(world).read(path)
