"""People and agents of an organisation, on the pages, over the API and in the command."""

import json
from datetime import timedelta
from unittest.mock import patch

import pytest
from tests.web.api.conftest import Program, program
from tests.web.casework.builders import World, make_person
from tests.web.reader import Reader
from typer.testing import CliRunner

from licet.cli.main import build_app
from licet.web.casework.models import Invitation, Organisation
from licet.web.casework.ports import legal_day, now
from licet.web.casework.services.people import organisations

__all__ = ["program"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def new(world: World) -> str:
    world.people["new"] = make_person("new")
    return "new@meridia.example"


def _body(world: World, key: str = "halden") -> str:
    return str(world.organisations[key].pk)


def _link() -> str:
    made = Invitation.objects.latest("made_at")
    return organisations.link_of(str(made.pk)).removeprefix("http://127.0.0.1:8000")


def test_somebody_is_invited_joins_changes_and_leaves_on_pages(
    world: World, new: str
) -> None:
    own, other = Reader(world, "halden"), Reader(world, "new")
    at = f"/apply/organisations/{_body(world)}"
    assert "People and agents" in own.read("/apply/")
    assert "Choose what they may do" in own.send(f"{at}/invite/", email="x")
    assert "on its way" in own.send(f"{at}/invite/", email=new, role="reader")
    link = _link()
    assert "Act for Halden Security" in other.read(link)
    assert "You act for Halden" in other.send(link)
    assert "used already" in other.read(link, status=409)
    own.read("/apply/join/forged/", status=404)
    page = other.read(f"{at}/")
    assert "Reader" in page
    assert "Invite somebody" not in page
    other.read(f"{at}/invite/", status=200)
    other.send(f"{at}/invite/", status=403, email="z@z.example", role="admin")
    person = str(world.people["new"].pk)
    assert "There is a problem" in own.send(f"{at}/people/{person}/", role="king")
    assert "another role" in own.send(f"{at}/people/{person}/", role="submitter")
    assert "acts for the organisation no more" in own.send(
        f"{at}/people/{person}/", end="1"
    )
    assert "People" in own.read(f"{at}/people/{person}/")
    mine = str(world.people["halden"].pk)
    assert "last administrator" in own.send(f"{at}/people/{mine}/", end="1")
    own.send(f"{at}/invite/", email="late@x.example", role="reader")
    late = Invitation.objects.get(email="late@x.example")
    assert "taken back" in own.send(f"{at}/invitations/{late.pk}/revoke/")
    assert "not open any more" in own.send(f"{at}/invitations/{late.pk}/revoke/")


def test_an_administrator_who_leaves_lands_at_home(world: World, new: str) -> None:
    own, other = Reader(world, "halden"), Reader(world, "new")
    at = f"/apply/organisations/{_body(world)}"
    own.send(f"{at}/invite/", email=new, role="admin")
    other.send(_link())
    mine = str(world.people["halden"].pk)
    page = own.send(f"{at}/people/{mine}/", end="1")
    assert "enter the organisation you apply for" in page


def test_a_mandate_is_given_shown_and_ended_on_pages(world: World) -> None:
    vigil = Organisation.objects.get(pk=_body(world, "vigil"))
    vigil.registration = "SE-9"
    vigil.save()
    own, agent = Reader(world, "halden"), Reader(world, "vigil")
    at = f"/apply/organisations/{_body(world)}"
    day = legal_day(now())
    assert "Choose at least one" in own.send(f"{at}/mandate/")
    fields = {
        "registration": "SE-9",
        "country": "SE",
        "rights": ["prepare"],
        "cases": "own",
        "countries": "br, CL",
        "first": day.isoformat(),
        "last": (day + timedelta(days=9)).isoformat(),
    }
    wrong = own.send(f"{at}/mandate/", **{**fields, "registration": "SE-0"})
    assert "No organisation with this number" in wrong
    assert "The mandate is given" in own.send(f"{at}/mandate/", **fields)
    assert "Brazil, Chile" in own.read(f"{at}/")
    page = agent.read(f"/apply/organisations/{_body(world, 'vigil')}/")
    assert "For whom we act" in page
    assert "as its agent under" in agent.read("/apply/new/")
    page = agent.send("/apply/new/", organisation=_body(world), title="For Halden")
    assert "acts here for Halden" in page
    number = world.vigil.mandates[0].number
    assert "Say why" in own.send(f"{at}/mandates/{number}/end/")
    assert "has ended" in own.send(f"{at}/mandates/{number}/end/", reasons="Done.")
    case = own.read("/apply/")
    assert "For Halden" in case


def test_a_program_does_the_same(
    world: World, program: "type[Program]", new: str
) -> None:
    own = program("halden")  # type: ignore[call-arg,arg-type]
    at = f"/organisations/{_body(world)}"
    made = own.post(f"{at}/invitations", {"email": new, "role": "reader"})
    assert made["standing"] == "open"
    late = own.post(f"{at}/invitations", {"email": "l@x.example", "role": "reader"})
    gone = own.call("DELETE", f"{at}/invitations/{late['id']}")
    assert gone.json()["standing"] == "revoked"
    other = program("new")  # type: ignore[call-arg,arg-type]
    token = _token(made["id"])
    assert other.post("/invitations/accept", {"token": token})["role"] == "reader"
    refused = other.call(
        "POST", f"{at}/invitations", {"email": "a@b.ex", "role": "admin"}
    )
    assert refused.status_code == 403
    person = str(world.people["new"].pk)
    page = own.call("PUT", f"{at}/people/{person}", {"role": "admin"}).json()
    assert len(page["members"]) == 2
    page = own.call("PUT", f"{at}/people/{person}", {}).json()
    assert len(page["members"]) == 1
    Organisation.objects.filter(pk=_body(world, "vigil")).update(registration="SE-9")
    day = legal_day(now())
    given = own.post(
        f"{at}/mandates",
        {
            "registration": "SE-9",
            "country": "SE",
            "rights": ["prepare", "use"],
            "first": day.isoformat(),
            "last": day.isoformat(),
        },
    )
    assert given["standing"] == "in_force"
    ended = own.post(f"/mandates/{given['number']}/end", {"reasons": "Done."})
    assert ended["standing"] == "ended"
    assert own.get(at)["given"][0]["end_reasons"] == "Done."


def _token(invitation: str) -> str:
    return organisations.link_of(invitation).rstrip("/").rsplit("/", 1)[-1]


def test_the_operator_helps_an_organisation_without_an_administrator(
    world: World, new: str
) -> None:
    def run(*words: str) -> str:
        with patch("django.setup"):
            done = CliRunner().invoke(build_app(), ["organisation", *words])
        assert done.exit_code == 0, (done.output, done.exception)
        return done.output

    body = _body(world)
    assert "Halden Security" in run("list")
    assert {one["id"] for one in json.loads(run("list", "--json"))} >= {body}
    made = json.loads(run("invite", body, new, "--json"))
    assert made["role"] == "admin"
    assert "invitation" in run("show", body)
    assert "taken back" in run("revoke", body, made["id"])
    assert "is invited" in run("invite", body, new, "--role", "admin")
    organisations.accept_invitation(
        by=world.actor("new"),
        token=_token(str(Invitation.objects.get(revoked_at=None).pk)),
    )
    mine = str(world.people["halden"].pk)
    assert "has ended" in run("end-membership", body, mine)
    assert [one["name"] for one in json.loads(run("show", body, "--json"))["members"]]
