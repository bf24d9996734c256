"""The pages of addresses to which events go."""

import re

from django.test import Client
from tests.web.casework.builders import World
from tests.web.casework.conftest import _lists, clock, outside, world
from tests.web.casework.receiver import receiving
from tests.web.site.test_notices import signed_in

from licet.web.casework.models import Membership, Webhook, WebhookDelivery
from licet.web.casework.services.programs.webhook_deliveries import deliver_webhooks

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures
URL = "http://127.0.0.1:9/hook"


def registered(client: Client, world: World, url: str = URL) -> str:
    owner = world.organisations["halden"].pk
    page = client.post(
        f"/webhooks/new/{owner}/", {"url": url, "kinds": ["licence.issued"]}
    )
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert "whsec_" in page.content.decode().replace("<wbr>", "")
    return f"/webhooks/{Webhook.objects.latest('made_at').pk}/"


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("<wbr>", "")


def send(client: Client, address: str, **fields: str) -> str:
    return (
        client.post(address, fields, follow=True).content.decode().replace("<wbr>", "")
    )


def test_an_administrator_registers_changes_renews_switches_and_ends(
    world: World,
) -> None:
    client = signed_in(world, "halden")
    assert "No address is registered" in read(client, "/webhooks/")
    assert "/webhooks/" in read(
        client, f"/apply/organisations/{world.organisations['halden'].pk}/"
    )
    owner = world.organisations["halden"].pk
    assert "There is a problem" in send(
        client, f"/webhooks/new/{owner}/", url="", kinds="x"
    )
    assert "begins with https" in send(
        client,
        f"/webhooks/new/{owner}/",
        url="http://93.184.216.34/",
        kinds="licence.issued",
    )
    at = registered(client, world)
    assert "whsec_" not in read(client, at)
    assert URL in read(client, "/webhooks/")
    assert "Nothing was sent yet" in read(client, at)
    assert 'value="http://127.0.0.1:9/hook"' in read(client, f"{at}change/")
    assert "There is a problem" in send(
        client, f"{at}change/", url="x", kinds="licence.issued"
    )
    assert "is changed" in send(
        client, f"{at}change/", url=f"{URL}2", kinds="licence.issued"
    )
    assert "whsec_" in send(client, f"{at}secret/")
    assert "signs as well until" in read(client, at)
    assert "It is off" in send(client, f"{at}switch/")
    assert "switched it off" in read(client, at)
    assert "This address is off" in send(
        client, f"{at}replay/", since="2026-01-01 08:00"
    )
    assert "It is on" in send(client, f"{at}switch/", on="1")
    assert "cannot be undone" in read(client, f"{at}end/")
    assert "has ended" in send(client, f"{at}end/")
    for act in ("end", "try", "secret", "switch"):
        assert "Register it anew" in send(client, f"{at}{act}/")


def test_what_was_sent_is_listed_and_sent_again(world: World) -> None:
    client = signed_in(world, "halden")
    with receiving(
        b"HTTP/1.1 500 No\r\n\r\n", b"HTTP/1.1 204 Fine\r\n\r\n"
    ) as receiver:
        at = registered(client, world, receiver.url)
        assert "A trial is on its way" in send(client, f"{at}try/")
        deliver_webhooks()
        page = read(client, at)
        assert "the answer was not a success" in page
        assert "answer 500" in page
        assert "None of this kind" in read(client, f"{at}?standing=done")
        one = WebhookDelivery.objects.get().pk
        assert "1 delivery is sent again" in send(
            client, f"{at}replay/", delivery=str(one)
        )
        deliver_webhooks()
    assert re.search(r"taken</strong>", read(client, f"{at}?standing=done"))
    assert "1 delivery is sent again" in send(
        client, f"{at}replay/", since="2020-01-01 08:00"
    )
    assert "There is a problem" in send(client, f"{at}replay/", since="long ago")


def test_who_administers_nothing_is_told_so_and_reaches_nothing(world: World) -> None:
    at = registered(signed_in(world, "halden"), world)
    assert signed_in(world, "vigil").get(at).status_code == 404
    assert signed_in(world, "auditor").get("/webhooks/").status_code == 403
    Membership.objects.filter(person=world.people["halden"]).update(role="reader")
    assert "You are neither" in read(signed_in(world, "halden"), "/webhooks/")
    assert "Register an address for Trade and Economy" in read(
        signed_in(world, "te"), "/webhooks/"
    )
