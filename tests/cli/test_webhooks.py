"""``licet webhooks``: the operator sees addresses and deliveries, and sends again."""

import json

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World
from tests.web.casework.conftest import _lists, clock, outside, world
from typer.testing import CliRunner

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.models import WebhookDelivery
from licet.web.casework.services.programs import webhooks

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures


def run(*words: str) -> str:
    done = CliRunner().invoke(build_app(), ["webhooks", *words])
    if isinstance(done.exception, InputError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def test_addresses_and_deliveries_are_listed_sent_again_and_switched(
    world: World,
) -> None:
    made = webhooks.register_webhook(
        by=world.halden,
        owner=str(world.organisations["halden"].pk),
        url="http://127.0.0.1:9/",
        kinds=["licence.issued"],
    )
    one = made.webhook.id
    webhooks.try_webhook(by=world.halden, webhook=one)
    delivery = str(WebhookDelivery.objects.get().pk)
    assert f"{one}  on" in run("list")
    assert json.loads(run("list", "--json"))[0]["id"] == one
    assert delivery in run("deliveries", one)
    assert json.loads(run("deliveries", one, "--json"))["total"] == 1
    assert "1 deliveries are sent again" in run("replay", one, "--delivery", delivery)
    assert "1 deliveries are sent again" in run(
        "replay", one, "--since", "2020-01-01T00:00+00:00"
    )
    assert "is off" in run("switch", one, "--off")
    assert "is on" in run("switch", one, "--on")


@pytest.mark.parametrize("text", ["yesterday", "2026-01-01T00:00"])
def test_a_moment_without_its_zone_is_refused(world: World, text: str) -> None:
    with pytest.raises(InputError, match="with a zone"):
        run("replay", "x", "--since", text)


def test_whoever_administers_an_address_registers_renews_tries_and_ends_it(
    world: World,
) -> None:
    TOTP.activate(world.people["halden"], SECRET)
    who = ("--as", "halden@meridia.example")
    owner = str(world.organisations["halden"].pk)
    assert f"{owner}  organisation  " in run("owners", *who)
    assert json.loads(run("owners", *who, "--json"))[0]["id"] == owner

    def act(*words: str) -> str:
        cache.clear()  # one code for several acts within its half minute
        return run(*words, *who, "--code", code_now())

    kind = ("--kind", "licence.issued")
    with pytest.raises(InvalidInputError, match="Choose at least one"):
        act("register", owner, "http://127.0.0.1:9/", "--kind", "rumour")
    one, secret = act("register", owner, "http://127.0.0.1:9/", *kind).split()
    assert secret.startswith("whsec_")
    moved = act("change", one, "http://127.0.0.1:8/", *kind)
    assert moved == "http://127.0.0.1:8/: licence.issued\n"
    again = json.loads(act("renew", one, "--json"))
    assert again["secret"] != secret
    assert "is on its way." in act("try", one)
    assert act("end", one) == "http://127.0.0.1:8/ is ended.\n"
    with pytest.raises(WrongStateError, match="has ended"):
        act("try", one)
    with pytest.raises(NotFoundError):
        act("register", "DS", "http://127.0.0.1:9/", *kind)
