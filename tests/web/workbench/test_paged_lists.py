"""Opinions, alerts, agreements, composites and referrals in pages: nothing falls between two."""

import re
import uuid
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.casework.builders import World, granted, submit
from tests.web.casework.panel_builders import agree, refer, seat_all, taken, terms
from tests.web.casework.test_opinions import FACTS
from tests.web.reader import Reader

from licet.web.casework.models import (
    Agreement,
    Case,
    Composite,
    Licence,
    ListAlert,
    Opinion,
    PanelDeclaration,
    PanelReferral,
    PanelReferralEnd,
    SharedPack,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.selectors.panels import panels
from licet.web.casework.selectors.screening import list_alerts
from licet.web.casework.services.programs.tokens import make_token

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"\b(?:OPI|ENT|AGR|CMP|REF)-\d{3}\b")
Made = Callable[[World, int], None]


def again(row: models.Model, **changes: object) -> models.Model:
    """A row like another, of its own identity, made at the same moment."""
    row = type(row)._default_manager.get(pk=row.pk)
    row.pk = uuid.uuid4() if isinstance(row.pk, uuid.UUID) else None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def opinions(world: World, count: int) -> None:
    for place in range(count):
        Opinion.objects.create(
            number=f"OPI-{place:03}",
            kind="no_licence_required",
            title="Published tool",
            organisation=world.organisations["halden"],
            applicant=world.people["halden"],
            profile=settings.LICET_PROFILE,
            state="requested",
            facts=FACTS,
            on=legal_day(now()),
            requested_at=now(),
        )


def alerts(world: World, count: int) -> None:
    case = Case.objects.get(number=submit(world).number)
    for place in range(count):
        ListAlert.objects.create(
            case=case, party="Banco Aurora", role="end_user", entry=f"ENT-{place:03}",
            entry_name="Aurora", content_hash=f"{place:064}", change="added", gone=False,
            source="ftm", newer="2", score="0.9", words="Like it.", document={}, at=now(), row=1,
        )  # fmt: skip


def agreements(world: World, count: int) -> None:
    first = Agreement.objects.get(number=agree(world, terms()))
    for place in range(count):
        again(first, number=f"AGR-{place:03}")


def composites(world: World, count: int) -> None:
    case = Case.objects.get(number=taken(world))
    for place in range(count):
        Composite.objects.create(
            number=f"CMP-{place:03}", case=case, title="Like it", text="A tool.",
            facts_version=case.facts_version, by=world.people["officer"], at=case.updated_at,
        )  # fmt: skip


def referrals(world: World, count: int) -> None:
    seat_all(world)
    first = PanelReferral.objects.get(number=refer(world, taken(world)).number)
    for place in range(count):
        shared = again(first.shared, number=f"DIS-{place:03}")
        again(first, number=f"REF-{place:03}", shared=shared)


LISTS = [
    pytest.param("officer", "/work/opinions/", "/opinions", opinions, id="opinions"),
    pytest.param("halden", "/apply/opinions/", "/opinions", opinions, id="own-opinions"),
    pytest.param("officer", "/work/lists/alerts/", "/lists/alerts", alerts, id="alerts"),
    pytest.param("head", "/work/agreements/", "/agreements", agreements, id="agreements"),
    pytest.param("officer", "/work/composites/", "/composites", composites, id="composites"),
    pytest.param("officer", "/work/panels/", "/panels/referrals", referrals, id="referrals"),
    pytest.param("ada", "/work/panel/", "/panels/mine", referrals, id="own-referrals"),
]  # fmt: skip


def shown(source: str) -> list[str]:
    """The numbers on a page in their order, each once."""
    return list(dict.fromkeys(NUMBER.findall(source)))


def called(world: World, who: str, path: str) -> list[str]:
    """The numbers that a program reads page by page."""
    token = make_token(
        person=world.actor(who).id, name="x", scopes=("read", "work"), days=1,
        by=world.actor(who),
    )  # fmt: skip
    found: list[str] = []
    address, total = f"/api/v1{path}?limit=50", -1
    while address:
        answer = Client().get(address, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, answer.content
        page = answer.json()
        assert len(page["items"]) <= 50
        found += [one.get("number") or one["entry"] for one in page["items"]]
        address, total = page["next"], page["total"]
    assert total == len(found)
    return [number for number in found if NUMBER.fullmatch(number)]


@pytest.mark.parametrize(("who", "path", "api", "make"), LISTS)
def test_every_line_stands_on_one_page_and_on_no_other(
    world: World, who: str, path: str, api: str, make: Made
) -> None:
    make(world, 120)
    reader = Reader(world, who)
    pages = [reader.source(f"{path}?page={place}") for place in (1, 2, 3)]
    found = [number for one in pages for number in shown(one)]
    assert len(found) == len(set(found)) == 120
    assert [one.count('rel="next"') for one in pages] == [1, 1, 0]
    assert [one.count('rel="prev"') for one in pages] == [0, 1, 1]
    for odd, place in (("99", 2), ("0", 2), ("-1", 2), ("x", 0), ("", 0)):
        assert shown(reader.source(f"{path}?page={odd}")) == shown(pages[place]), odd
    assert called(world, who, api) == found


@pytest.mark.parametrize(("who", "path", "api", "make"), LISTS)
def test_a_full_page_asks_no_more_than_a_short_one(
    world: World, who: str, path: str, api: str, make: Made
) -> None:
    assert api
    make(world, 60)
    reader = Reader(world, who)
    reader.source(path)
    with CaptureQueriesContext(connection) as full:
        reader.source(path)
    with CaptureQueriesContext(connection) as short:
        reader.source(f"{path}?page=2")
    assert len(full) == len(short)


def test_alerts_keep_their_standing_from_page_to_page(world: World) -> None:
    alerts(world, 60)
    page = Reader(world, "officer").source("/work/lists/alerts/?standing=all")
    assert "1 to 50 of 60" in page
    assert 'href="?standing=all&amp;page=2"' in page


def test_a_case_with_many_alerts_says_how_many_and_leads_to_all_of_its_own(
    world: World,
) -> None:
    alerts(world, 20)
    first = Case.objects.get()
    officer = Reader(world, "officer")
    page = officer.read(f"/work/cases/{first.number}/")
    assert "open alerts stand here" not in page
    alerts(world, 70)  # of another case
    other = Case.objects.exclude(pk=first.pk).get()
    assert len(shown(officer.source(f"/work/cases/{first.number}/"))) == 20
    source = officer.source(f"/work/cases/{other.number}/")
    assert shown(source) == [f"ENT-{place:03}" for place in range(69, 49, -1)]
    assert "The newest 20 of 70 open alerts stand here" in source
    assert f'href="/work/lists/alerts/?case={other.number}"' in source
    where = f"/work/lists/alerts/?case={other.number}"
    pages = [officer.source(f"{where}&page={place}") for place in (1, 2)]
    assert f"Only those of {other.number}." in pages[0]
    assert "1 to 50 of 70" in pages[0]
    assert f'href="?standing=open&amp;case={other.number}&amp;page=2"' in pages[0]
    assert f'href="?standing=all&amp;case={other.number}"' in pages[0]
    found = [number for one in pages for number in shown(one)]
    assert found == [f"ENT-{place:03}" for place in range(69, -1, -1)]
    assert officer.read("/work/lists/alerts/?case=none").count("No alert.") == 1


def test_a_licence_with_many_alerts_says_how_many_and_leads_to_its_own(
    world: World,
) -> None:
    seen = granted(world)
    assert seen.licence is not None
    number = seen.licence.number
    licence = Licence.objects.get(number=number)
    alerts(world, 21)
    for row in ListAlert.objects.order_by("pk"):
        again(row, case=licence.case, licence=licence)
    officer = Reader(world, "officer")
    source = officer.source(f"/work/licences/{number}/")
    assert "The newest 20 of 21 open alerts stand here" in source
    assert f'href="/work/lists/alerts/?licence={number}"' in source
    page = officer.read(f"/work/lists/alerts/?licence={number}")
    assert f"Only those of {number}." in page
    assert "ENT-000" in page
    told = list_alerts.alerts(viewer=world.officer, licence=number)
    assert {one.licence for one in told} == {number}
    assert len(told) == 21


def test_what_waits_for_a_member_stands_before_what_is_over(world: World) -> None:
    referrals(world, 3)
    rows = {row.number: row for row in PanelReferral.objects.all()}
    PanelReferralEnd.objects.create(
        referral=rows["REF-000"], reasons="Gone.", by=world.people["officer"], at=now()
    )
    PanelDeclaration.objects.create(
        referral=rows["REF-001"], person=world.people["ada"], conflict=True, at=now()
    )
    found = [one.number for one in panels.own_referrals(viewer=world.actor("ada"))]
    assert found[-1] == "REF-000"
    assert "REF-001" not in found
    assert found[:-1] == sorted(set(rows) - {"REF-000", "REF-001"})
    assert SharedPack.objects.count() == 4
