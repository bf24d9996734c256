"""The pages of notices and the calendar: one set for applicants and staff."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.web.casework.builders import World, submit, take
from tests.web.casework.conftest import _lists, clock, outside, world

from licet.web.casework.acts.acting import promise
from licet.web.casework.models import MailAddress, Notice
from licet.web.casework.ports import now, ports
from licet.web.casework.services.desk import information_requests

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures


def signed_in(world: World, key: str) -> Client:
    client = Client()
    person = world.people[key]
    Authenticator.objects.get_or_create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": "x"}
    )
    client.force_login(person)
    return client


def tell(key: str, to: str, kind: str = "mention", case: str = "") -> None:
    promise("notice", key, now(), {"to": to, "kind": kind, "case": case})


def test_an_empty_inbox_says_what_comes_here(world: World) -> None:
    page = signed_in(world, "halden").get("/notices/").content.decode()
    assert "Nothing yet" in page
    assert "0 unread" in page


def test_the_frame_counts_and_a_notice_leads_to_its_matter_for_either_side(
    world: World,
) -> None:
    number = submit(world).number
    take(world, number)
    tell("m:1", "officer@meridia.example", case=number)
    exporter, officer = signed_in(world, "halden"), signed_in(world, "officer")
    assert 'class="masthead__count">(1' in exporter.get("/apply/").content.decode()
    for client, place in ((exporter, "/apply/cases/"), (officer, "/work/cases/")):
        page = client.get("/notices/").content.decode()
        link = re.search(r'href="(/notices/[0-9a-f-]{36}/)"', page)
        assert link
        answer = client.get(link.group(1))
        assert answer["Location"] == f"{place}{number}/"
        assert "0 unread" in client.get("/notices/").content.decode()
        assert client.get(answer["Location"]).status_code == 200


def test_a_matter_that_is_no_longer_ours_is_not_opened(world: World) -> None:
    tell("m:1", "halden@meridia.example", case="MLA-2026-09999")
    tell("m:2", "halden@meridia.example")
    client = signed_in(world, "halden")
    for row in Notice.objects.all():
        answer = client.get(f"/notices/{row.pk}/", follow=True)
        assert answer.redirect_chain[-1][0] == "/notices/"
    other = signed_in(world, "vigil").get(f"/notices/{row.pk}/")
    assert other.status_code == 404


def test_notices_are_searched_paged_and_marked(world: World) -> None:
    for count in range(21):
        tell(f"m:{count}", "halden@meridia.example", case=f"MLA-2026-{count:05d}")
    client = signed_in(world, "halden")
    assert "Page 1 of 2" in client.get("/notices/").content.decode()
    assert "Page 2 of 2" in client.get("/notices/?page=2").content.decode()
    assert client.get("/notices/?page=many").status_code == 200
    assert "Nothing fits" in client.get("/notices/?words=zzz").content.decode()
    one = Notice.objects.all()[0]
    client.post(f"/notices/{one.pk}/read/")
    assert "20 unread" in client.get("/notices/?show=unread").content.decode()
    page = client.post("/notices/read/", follow=True).content.decode()
    assert "0 unread" in page


def test_settings_are_chosen_and_what_is_fixed_says_why(world: World) -> None:
    client = signed_in(world, "halden")
    page = client.get("/notices/settings/").content.decode()
    assert "always sent at once" in page
    form = re.findall(r'<select[^>]*name="(\w+)"', page)
    assert "question" not in form
    assert "mention" not in form  # only staff are named in notes
    chosen = dict.fromkeys(form, "daily")
    answer = client.post("/notices/settings/", chosen, follow=True)
    assert "as you chose" in answer.content.decode()
    assert 'value="daily" selected' in answer.content.decode()
    wrong = client.post("/notices/settings/", {**chosen, "licence": "yearly"})
    assert "There is a problem" in wrong.content.decode()


def test_somebody_whose_mail_comes_back_is_told_and_can_have_it_tried_again(
    world: World,
) -> None:
    client = signed_in(world, "halden")
    assert (
        "Nothing is known"
        in client.post("/notices/settings/again/", follow=True).content.decode()
    )
    at = ports().clock.now()
    MailAddress.objects.create(
        address="halden@meridia.example", hour_from=at, bounced_at=at
    )
    assert "comes back" in client.get("/notices/").content.decode()
    assert "Try my address again" in client.get("/notices/settings/").content.decode()
    assert (
        "try your address again"
        in client.post("/notices/settings/again/", follow=True).content.decode()
    )
    assert "comes back" not in client.get("/notices/").content.decode()


def test_a_calendar_is_made_read_without_signing_in_and_ended(world: World) -> None:
    number = submit(world).number
    take(world, number)
    information_requests.request_information(
        by=world.officer, case=number, question="Why?", facts=(), version=None
    )
    client = signed_in(world, "halden")
    assert "Make an address" in client.get("/notices/calendar/").content.decode()
    made = client.post("/notices/calendar/")
    assert made["Cache-Control"] == "no-store"
    found = re.search(
        r"/calendar/([\w-]{43})\.ics", made.content.decode().replace("<wbr>", "")
    )
    assert found
    assert found.group(1) not in client.get("/notices/calendar/").content.decode()
    feed = Client().get(found.group(0))
    assert feed["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"Answer to a question: {number}" in feed.content.decode()
    assert (
        "leads nowhere"
        in client.post("/notices/calendar/revoke/", follow=True).content.decode()
    )
    assert Client().get(found.group(0)).status_code == 404
    assert (
        "no calendar address"
        in client.post("/notices/calendar/revoke/", follow=True).content.decode()
    )


@pytest.mark.parametrize(
    "address", ["/notices/", "/notices/settings/", "/notices/calendar/"]
)
def test_who_is_not_signed_in_and_staff_without_second_factor_get_nowhere(
    world: World, address: str
) -> None:
    assert "/account/login/" in Client().get(address)["Location"]
    bare = Client()
    bare.force_login(world.people["officer"])
    assert "2fa" in bare.get(address)["Location"]
