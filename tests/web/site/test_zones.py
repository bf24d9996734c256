"""Each address belongs to one zone; a zone answers its own and holds no more keys than it needs."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import resolve
from pytest_django.fixtures import Settings

from licet.cli.starting.zone import ZoneRefusedError, enter_zone
from licet.web.casework.record.errors import KeyClosedError
from licet.web.casework.record.keystore import key_store
from licet.web.register import published
from licet.web.site.zones import PLACES, Zone, routes, zones_of

EVERY = {"healthz", "readyz", "language/"}
BOTH = (
    "account/",
    "notices/",
    "calendar/",
    "api/v1/notices",
    "webhooks/",
    "api/v1/webhooks",
    "api/v1/opinions",
    "api/v1/licences",
    "api/v1/cases/<number>/record",
)
WHERE = {
    "/": "public",
    "/rules/": "public",
    "/verify/": "public",
    "/record/": "public",
    "/log/checkpoint": "public",
    "/status/1": "public",
    "/.well-known/licet-keys.json": "public",
    "/api/v1/openapi.json": "public",
    "/apply/": "portal",
    "/rules/drafts/": "portal",
    "/api/v1/applications": "portal",
    "/api/v1/licences/L-1/surrender": "portal",
    "/work/": "casework",
    "/api/v1/cases": "casework",
    "/api/v1/licences/L-1/revoke": "casework",
    "/api/v1/disposals/1/approve": "casework",
}


def test_every_address_belongs_to_exactly_one_zone() -> None:
    found = sorted(set(routes()))
    assert len(found) > 200
    for route in found:
        zones = zones_of(route)
        if route in EVERY:
            assert set(zones) == set(Zone)
        elif route.startswith(BOTH) and len(zones) == 2:
            assert set(zones) == {Zone.PORTAL, Zone.CASEWORK}
        else:
            assert len(zones) == 1, route


def test_no_place_is_named_that_no_address_has() -> None:
    found = set(routes())
    unused = [
        place for place in PLACES if not any(route.startswith(place) for route in found)
    ]
    assert unused == []


def test_an_address_that_nobody_placed_belongs_to_no_zone() -> None:
    assert zones_of("healthz/more") == ()
    assert zones_of("new-face/") == ()


@pytest.mark.parametrize("address", WHERE)
def test_the_important_addresses_lie_where_they_should(address: str) -> None:
    assert zones_of(resolve(address).route) == (WHERE[address],)


@pytest.mark.parametrize("zone", list(Zone))
def test_a_zone_answers_its_own_addresses_and_no_others(
    zone: Zone, client: Client, settings: Settings, db: None
) -> None:
    settings.LICET_SERVES = zone
    for address, owner in WHERE.items():
        if address.startswith(
            ("/status", "/.well-known", "/log", "/record", "/verify")
        ):
            continue  # asked below, with what casework handed over
        status = client.get(address).status_code
        assert (status == 404) == (owner != zone), (address, status)
    assert client.get("/account/login/").status_code == (
        404 if zone == "public" else 200
    )
    assert client.get("/healthz").status_code == 200
    missed = client.get("/api/v1/nowhere")
    assert (missed.status_code, missed.json()["code"]) == (404, "not_found")


def test_in_a_demo_one_process_answers_everything(client: Client, db: None) -> None:
    for address in ("/rules/", "/account/login/", "/healthz"):
        assert client.get(address).status_code == 200


def test_the_public_zone_opens_no_record_and_holds_no_key(settings: Settings) -> None:
    settings.LICET_SERVES = "public"
    keys = key_store()
    for act in (
        lambda: keys.seal("case-1", b"x", b""),
        lambda: keys.unseal("case-1", b"x", b""),
        lambda: keys.name("case-1", b"x", make=True),
        keys.log_seed,
    ):
        with pytest.raises(KeyClosedError, match="holds no keys"):
            act()


def test_the_public_zone_serves_what_casework_handed_over(
    client: Client, settings: Settings, tmp_path: Path, db: None
) -> None:
    settings.LICET_PUBLISHED = tmp_path / "published"
    settings.LICET_SERVES = "public"
    for address in ("/status/1", "/.well-known/licet-keys.json"):
        assert client.get(address).status_code == 503
    settings.LICET_LOG_DIR = tmp_path / "log"
    assert client.get("/log/checkpoint").status_code == 503
    settings.LICET_SERVES = "casework"
    published.hand_over()
    signed = published.status_list()
    settings.LICET_SERVES = "public"
    assert client.get("/status/1").content.decode().count(".") == signed.count(".")
    keys = client.get("/.well-known/licet-keys.json").content
    assert keys == (tmp_path / "published" / "keys.json").read_bytes()
    settings.LICET_LOG_DIR.mkdir()
    (settings.LICET_LOG_DIR / "checkpoint").write_text("origin\n0\nroot\n")
    assert client.get("/log/checkpoint").status_code == 200
    assert client.get("/verify/").status_code == 200


def test_the_public_zone_knows_nobody(
    client: Client, settings: Settings, db: None
) -> None:
    settings.LICET_SERVES = "public"
    client.cookies[settings.SESSION_COOKIE_NAME] = "somebody"
    answer = client.get("/rules/")
    assert answer.status_code == 200
    assert settings.SESSION_COOKIE_NAME not in answer.cookies


@pytest.mark.parametrize(
    ("said", "environment", "words"),
    [
        ("moon", {}, "There is no zone 'moon'"),
        ("", {"LICET_INSTALLATION": "production"}, "start three"),
        ("public", {"LICET_KEY_PASSPHRASE": "x"}, "must not hold LICET_KEY_PASSPHRASE"),
    ],
    ids=["unknown", "one for all in production", "a key in the public zone"],
)
def test_a_process_that_may_not_start_like_this_is_told_how(
    said: str, environment: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LICET_SERVES", "LICET_INSTALLATION", "LICET_KEY_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ZoneRefusedError, match=words) as refused:
        enter_zone(said)
    assert refused.value.code == "zone_refused"


def test_the_zone_is_settled_before_settings_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LICET_SERVES", "")
    monkeypatch.delenv("LICET_INSTALLATION", raising=False)
    assert enter_zone("") == ""
    assert enter_zone("portal") == "portal"
    monkeypatch.setenv("LICET_SERVES", "casework")
    monkeypatch.setenv("LICET_INSTALLATION", "production")
    assert enter_zone("") == "casework"
