"""Who shows or reads a licence sees what is theirs: presets, chosen fields, the cut for customs."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.web.api.conftest import program
from tests.web.casework.builders import World, granted
from tests.web.reader import Reader

from licet.licence import open_fields
from licet.web.casework.errors import InvalidInputError, NotAllowedError
from licet.web.casework.models import Licence
from licet.web.casework.selectors.desk import documents
from licet.web.register import published

__all__ = ["program"]  # a fixture

PRICED = {"line", "entry", "description", "quantity", "unit"}


@pytest.fixture
def number(world: World) -> str:
    case = granted(world)
    return Licence.objects.get(case__number=case.number).number


def fields_for(world: World, who: str, number: str, **asked: object) -> dict[str, Any]:
    made = documents.presentation(
        viewer=getattr(world, who),
        licence=number,
        **asked,  # type: ignore[arg-type]
    )
    assert published.check_text(made.content.decode()).answer == "valid"
    return dict(open_fields(made.content.decode()))


def test_each_reader_gets_their_fields_and_the_copy_is_valid(
    world: World, number: str
) -> None:
    customs = fields_for(world, "halden", number, reader="customs")
    assert {"licensee", "consignee", "items", "conditions"} <= customs.keys()
    assert "end_use" not in customs
    assert customs["items"][0].keys() == PRICED
    partner = fields_for(world, "officer", number, reader="partner_authority")
    assert "end_use" in partner
    assert partner["items"][0].keys() == PRICED
    assert "items" not in fields_for(world, "halden", number, reader="public")
    end_user = fields_for(world, "halden", number, reader="end_user")
    assert "consignee" not in end_user
    chosen = fields_for(world, "halden", number, fields=["destination"])
    assert "destination" in chosen
    assert "licensee" not in chosen


def test_what_cannot_be_shown_is_refused(world: World, number: str) -> None:
    for asked in ({"reader": "press"}, {"fields": ["price"]}, {"fields": ["value"]}):
        with pytest.raises(InvalidInputError):
            fields_for(world, "halden", number, **asked)
    with pytest.raises(NotAllowedError):
        fields_for(world, "customs", number, reader="customs")


def test_customs_download_no_price_and_no_end_use(world: World, number: str) -> None:
    for who, whole in (("customs", False), ("halden", True), ("officer", True)):
        content = documents.licence_document(
            viewer=getattr(world, who), licence=number, kind="sdjwt"
        ).content
        assert ("end_use" in open_fields(content.decode())) is whole, who


def test_a_holder_makes_a_copy_on_the_screen_and_over_the_api(
    world: World, number: str, program: Callable[..., Any]
) -> None:
    halden = Reader(world, "halden")
    place = f"/apply/licences/{number}/copy/"
    assert "Make a copy to show" in halden.read(f"/apply/licences/{number}/")
    assert "Choose for whom" in halden.send(place)
    said = halden.send(place, reader="own", fields_shown=["value"])
    assert "The value stands inside the items" in said
    sent = halden.client.post(place, {"reader": "own", "fields_shown": ["items"]})
    copy = b"".join(sent) if sent.streaming else sent.content
    assert "items" in open_fields(copy.decode())
    sent = halden.client.post(place, {"reader": "customs"})
    assert "attachment" in sent["Content-Disposition"]
    made = program("halden").call(
        "POST", f"/licences/{number}/presentation", {"reader": "customs"}
    )
    assert "end_use" not in open_fields(made.content.decode())
    wrong = program("halden").call(
        "POST", f"/licences/{number}/presentation", {"fields": ["price"]}
    )
    assert wrong.status_code == 422


def test_the_verifier_page_of_the_server_shows_by_reader(
    world: World, number: str
) -> None:
    whole = documents.licence_document(
        viewer=world.halden, licence=number, kind="sdjwt"
    ).content.decode()
    end_use = str(open_fields(whole)["end_use"])
    reader = Reader(None)
    shown = reader.send("/verify/", check_code="1", code=whole, role="customs")
    assert "Consignee" in shown
    assert "Age of the status used" in shown
    assert end_use not in shown
    assert end_use in reader.send(
        "/verify/", check_code="1", code=whole, role="partner_authority"
    )
    bare = documents.presentation(
        viewer=world.halden, licence=number, reader="public"
    ).content.decode()
    said = reader.send("/verify/", check_code="1", code=bare, role="customs")
    assert "Not in this document" in said
    worker = reader.client.get("/verify/worker.js")
    assert worker["Content-Type"] == "text/javascript"
    assert b"/.well-known/licet-keys.json" in worker.content
