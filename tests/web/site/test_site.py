"""The doors of the site: sign-in with a second factor, limits, headers, secrets."""

import importlib
import os
import re
import stat
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory, override_settings

from licet.kernel import DefectError
from licet.web.casework.models import Person, Post, Team
from licet.web.site import pages
from licet.web.site.accounts import SecondFactor
from licet.web.site.secrets import secret_from

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _no_memory() -> None:
    """No test inherits the failed sign-ins of another."""
    cache.clear()


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create_user("Nils@Halden.example", PASSWORD, name="Nils")


def test_health_and_readiness(client: Client, db: None) -> None:
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").status_code == 200


def test_not_ready_without_a_state_folder(
    client: Client, db: None, tmp_path: Path
) -> None:
    with override_settings(LICET_STATE=tmp_path / "gone"):
        assert client.get("/readyz").status_code == 503


def test_every_answer_carries_its_headers(client: Client, db: None) -> None:
    answer = client.get("/account/login/")
    policy = answer["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert re.fullmatch(r"[0-9a-f]{32}", answer["X-Request-ID"])


def test_people_sign_in_by_e_mail_in_any_case_of_letters(
    client: Client, person: Person
) -> None:
    answer = client.post(
        "/account/login/", {"login": "NILS@halden.example", "password": PASSWORD}
    )
    assert answer.status_code == 302
    assert answer["Location"] == "/apply/"


def test_a_person_with_a_second_factor_must_give_it(
    client: Client, person: Person
) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    answer = client.post(
        "/account/login/", {"login": person.email, "password": PASSWORD}
    )
    assert "2fa" in answer["Location"]
    assert client.get("/apply/").status_code == 302
    wrong = client.post(answer["Location"], {"code": "000000"})
    assert wrong.status_code == 200
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    right = client.post(answer["Location"], {"code": code})
    assert right["Location"] == "/apply/"


def test_the_totp_secret_rests_encrypted(person: Person) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored


def test_guessing_passwords_is_slowed_down(client: Client, person: Person) -> None:
    for _ in range(5):
        client.post("/account/login/", {"login": person.email, "password": "wrong"})
    answer = client.post(
        "/account/login/", {"login": person.email, "password": PASSWORD}
    )
    assert answer.status_code in {200, 429}
    assert "_auth_user_id" not in client.session


def test_a_form_without_its_token_is_refused_with_a_way_out(person: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        "/account/login/", {"login": person.email, "password": PASSWORD}
    )
    assert answer.status_code == 403
    assert b"too old" in answer.content


def test_a_two_gigabyte_upload_is_refused_before_it_is_read(
    client: Client, db: None
) -> None:
    answer = client.generic("POST", "/apply/", b"x", CONTENT_LENGTH=str(2 * 1024**3))
    assert answer.status_code == 413
    assert answer["Connection"] == "close"
    assert b"20 MB" in answer.content


def test_a_length_that_is_no_number_does_not_break_us(client: Client, db: None) -> None:
    assert client.generic("GET", "/healthz", CONTENT_LENGTH="many").status_code == 200


def test_a_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret"
    first = secret_from(path)
    assert secret_from(path) == first
    assert len(first) > 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    secret_from(path)
    path.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        secret_from(path)


def test_whoever_is_staff_lands_at_work_and_keeps_the_second_factor(db: None) -> None:
    worker = Person.objects.create_user("o@meridia.example", PASSWORD)
    team = Team.objects.create(code="LIC", name="Desk", kind="authority")
    Post.objects.create(
        person=worker, team=team, role="officer", first=date(2020, 1, 1)
    )
    client = Client()
    answer = client.post(
        "/account/login/", {"login": worker.email, "password": PASSWORD}
    )
    assert answer["Location"] == "/work/"
    held = totp.TOTP.activate(worker, totp.generate_totp_secret()).instance
    assert SecondFactor().can_delete_authenticator(held) is False
    assert totp.TOTP(held).validate_code("000000") is False


def test_an_exporter_may_take_the_second_factor_off(person: Person) -> None:
    held = totp.TOTP.activate(person, totp.generate_totp_secret()).instance
    assert SecondFactor().can_delete_authenticator(held) is True


def test_anybody_may_open_an_account(client: Client, db: None) -> None:
    assert client.get("/account/signup/").status_code == 200


def test_our_own_failures_say_that_nothing_was_changed() -> None:
    request = RequestFactory().get("/x")
    request.user = AnonymousUser()
    for answer, status in (
        (pages.broken(request), 500),
        (pages.bad_request(request, ValueError()), 400),
        (pages.forbidden(request, ValueError()), 403),
        (pages.failure(request, DefectError("x")), 500),
    ):
        assert answer.status_code == status


def test_the_application_can_be_served() -> None:
    assert callable(importlib.import_module("licet.web.site.wsgi").application)


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        pytest.param(
            {"LICET_INSTALLATION": "toy"},
            "demo or production",
            id="unknown-installation",
        ),
        pytest.param(
            {"LICET_INSTALLATION": "production"},
            "LICET_SECRET_KEY",
            id="production-without-secret",
        ),
        pytest.param(
            {"LICET_SMTP_SECURITY": "perhaps"}, "none, starttls or tls", id="mail"
        ),
        pytest.param(
            {
                "LICET_INSTALLATION": "production",
                "LICET_SECRET_KEY": "x",
                "LICET_WEBHOOK_LOOPBACK": "true",
            },
            "sends nothing to itself",
            id="production-to-itself",
        ),
    ],
)
def test_a_production_installation_states_its_secrets(
    environment: dict[str, str], says: str, tmp_path: Path
) -> None:
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith("LICET_")
    }
    done = subprocess.run(
        [sys.executable, "-c", "import licet.web.site.settings"],
        env=clean | environment | {"LICET_STATE": str(tmp_path)}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert says in done.stderr.decode()
