"""What the service refuses stands beside the field, and nothing is half done."""

import pytest
from tests.web.casework.builders import World, granted, start
from tests.web.reader import Reader

from licet.web.casework.errors import InvalidInputError
from licet.web.casework.services.applying import applications
from licet.web.casework.services.people import organisations
from licet.web.portal.vocabulary import section_of

pytestmark = pytest.mark.django_db
SECTIONS = {
    "organisation/": {"name": "N", "email": "n@x.example"},
    "facts/destination/": {"destination": "BR"},
    "items/0/": {"name": "Lance", "item.kind": "software"},
    "parties/0/": {"role": "end_user", "name": "Banco", "country": "BR"},
    "list/items/": {"remove": "0"},
}


@pytest.mark.parametrize("page", SECTIONS)
def test_a_section_that_changed_meanwhile_is_not_overwritten(
    world: World, page: str
) -> None:
    number = start(world).number
    own = Reader(world, "halden")
    said = own.send(f"/apply/cases/{number}/{page}", version="1", **SECTIONS[page])
    assert "has changed since you opened it" in said


def test_a_document_is_not_taken_off_by_a_stale_page(world: World) -> None:
    made = start(world)
    own = Reader(world, "halden")
    document = made.documents[0].id
    at = f"/apply/cases/{made.number}/documents/"
    assert "has changed" in own.send(at, version="1", remove=document)


def test_what_the_service_finds_wrong_is_said_on_the_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_given: object) -> None:
        raise InvalidInputError({"name": "This name is taken.", "other": "And more."})

    monkeypatch.setattr(organisations, "found_organisation", refuse)
    page = Reader(world, "halden").send(
        "/apply/organisation/", name="X", country="SE", registration="1", address="A"
    )
    assert "This name is taken." in page
    assert "And more." in page

    def refuse_start(**_given: object) -> None:
        raise InvalidInputError({"title": "Too short."})

    monkeypatch.setattr(applications, "start_application", refuse_start)
    organisation = str(world.organisations["halden"].pk)
    page = Reader(world, "halden").send(
        "/apply/new/", organisation=organisation, title="X"
    )
    assert "Too short." in page


def test_a_message_before_submission_is_refused(world: World) -> None:
    number = start(world).number
    page = Reader(world, "halden").send(
        f"/apply/cases/{number}/messages/", status=403, text="Hello"
    )
    assert "Messages begin with the submission" in page


def test_use_outside_the_licence_s_time_is_not_reported(world: World) -> None:
    case = granted(world)
    assert case.licence is not None
    page = Reader(world, "halden").send(
        f"/apply/licences/{case.licence.number}/use/",
        on="2020-01-01",
        way="access",
        quantity="2",
        unit="C62",
        consignee="Banco",
        reference="L1",
    )
    assert "The day must lie in the time of the licence" in page


@pytest.mark.parametrize(
    ("path", "section"),
    [
        pytest.param("item.kind", "items", id="item"),
        pytest.param("end_user.type", "parties", id="party"),
        pytest.param("transit", "destination", id="transit"),
        pytest.param("activity.type", "activity", id="activity"),
        pytest.param("propagation.markets", "propagation", id="plan"),
        pytest.param("fair.public", "end_use", id="everything else"),
    ],
)
def test_each_fact_is_asked_in_its_section(path: str, section: str) -> None:
    assert section_of(path) == section


def test_what_the_rules_ask_appears_with_its_reason(world: World) -> None:
    number = start(
        world,
        parties={
            "parties": [{"role": "end_user", "name": "B", "country": "BR", "facts": {}}]
        },
    ).number
    page = Reader(world, "halden").read(f"/apply/cases/{number}/parties/0/")
    assert "End user" in page
