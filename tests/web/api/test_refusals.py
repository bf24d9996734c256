"""Everything refused comes in one form: code, detail, fields."""

from collections.abc import Callable

import pytest
from tests.web.api.conftest import Program
from tests.web.api.test_whole_way import applied
from tests.web.casework.builders import World, submit

from licet.web.api import service
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import ApiToken
from licet.web.casework.rights.people import actor_of_token
from licet.web.casework.services.programs import tokens

Programs = Callable[..., Program]
DETERMINE = {
    "facts": {"item": {"eccn": "4D004"}, "destination": "VN"},
    "regime": "us/ear",
}


def test_a_determination_comes_with_its_open_questions(
    world: World, program: Programs
) -> None:
    answer = program("halden", "determine").post("/determine", DETERMINE)
    assert answer["outcome"] == "unsettled"
    assert answer["questions"]


def test_names_are_screened_for_a_token_with_that_scope(
    world: World, program: Programs
) -> None:
    found = program("officer", "screen").post(
        "/screen", {"names": ["Banco Aurora do Sul"]}
    )
    assert found["lists"]
    assert found["threshold"]
    refused = program("officer", "read").call("POST", "/screen", {"names": ["X"]})
    assert refused.status_code == 401


def test_a_token_without_the_scope_is_refused(world: World, program: Programs) -> None:
    refused = program("halden", "read").call("POST", "/determine", DETERMINE)
    assert (refused.status_code, refused.json()["code"]) == (401, "unknown_token")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        pytest.param(
            {"facts": {}, "regime": "us/ear", "magic": 1},
            422,
            "malformed_body",
            id="unknown field",
        ),
        pytest.param(
            {"facts": {}, "regime": "xx/none"},
            422,
            "unknown_regime",
            id="unknown regime",
        ),
        pytest.param(
            {"facts": {"destination": "ZZ"}, "regime": "us/ear"},
            422,
            "unknown_country",
            id="unknown country",
        ),
        pytest.param(
            {"facts": {}, "regime": "us/ear", "on": "2026-02-30"},
            422,
            "malformed_body",
            id="impossible date",
        ),
    ],
)
def test_bad_input_names_what_to_mend(
    world: World, program: Programs, body: dict[str, object], status: int, code: str
) -> None:
    refused = program("halden").call("POST", "/determine", body)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert refused.json()["detail"]


def test_a_body_that_is_not_json_is_refused(world: World, program: Programs) -> None:
    asker = program("halden")
    refused = asker.client.post(
        "/api/v1/determine",
        "{not json",
        content_type="application/json",
        headers={"Authorization": f"Bearer {asker.token}"},
    )
    assert (refused.status_code, refused.json()["code"]) == (400, "unreadable_body")


def test_missing_sections_are_named_field_by_field(
    world: World, program: Programs
) -> None:
    exporter = program("halden")
    number = exporter.post(
        "/applications",
        {"organisation": str(world.organisations["halden"].pk), "title": "Empty"},
    )["number"]
    refused = exporter.call(
        "POST", f"/applications/{number}/submit", {}, **{"Idempotency-Key": "k"}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")
    assert "items" in refused.json()["fields"]


def test_the_case_of_another_organisation_is_not_found(
    world: World, program: Programs
) -> None:
    number = applied(world, program)
    refused = program("vigil").call("GET", f"/applications/{number}")
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


def test_an_outcome_that_does_not_exist_is_refused(
    world: World, program: Programs
) -> None:
    number = applied(world, program)
    officer = program("officer")
    officer.post(f"/cases/{number}/take")
    refused = officer.call(
        "POST", f"/cases/{number}/draft", {"outcome": "maybe", "reasons": "?"}
    )
    assert refused.status_code == 422
    assert "grant_with_conditions" in refused.json()["fields"]["outcome"]


def test_too_many_calls_are_slowed_down(
    world: World, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service.PersonThrottle, "allow_request", lambda *_: False)
    monkeypatch.setattr(service.PersonThrottle, "wait", lambda *_: 7)
    refused = program("halden").call("POST", "/determine", DETERMINE)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_calls")
    assert refused["Retry-After"]


def test_a_token_is_shown_once_limited_and_can_be_revoked(world: World) -> None:
    raw = tokens.issue_token(by=world.halden, name="CI", scopes=("read",), days=1)
    assert actor_of_token(raw).id == world.halden.id
    row = ApiToken.objects.get()
    assert raw not in row.digest
    tokens.revoke_token(by=world.halden, token=row.pk)
    assert actor_of_token(raw).is_public
    with pytest.raises(NotFoundError):
        tokens.revoke_token(by=world.halden, token=row.pk)


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [
        pytest.param(" ", ("read",), 1, id="no name"),
        pytest.param("CI", (), 1, id="no scope"),
        pytest.param("CI", ("magic",), 1, id="unknown scope"),
        pytest.param("CI", ("read",), 366, id="too long"),
    ],
)
def test_a_careless_token_is_refused(
    world: World, name: str, scopes: tuple[str, ...], days: int
) -> None:
    with pytest.raises(InvalidInputError):
        tokens.issue_token(by=world.halden, name=name, scopes=scopes, days=days)


def test_another_state_is_consulted_over_the_api(
    world: World, program: Programs
) -> None:
    number = submit(world).number
    officer = program("officer")
    officer.post(f"/cases/{number}/take")
    body = {"partner": "NO", "because": "It knows the end user."}
    asked = officer.post(f"/cases/{number}/consultations", body)["consultations"][0]
    assert asked["state"] == "waiting"
    given = {"position": "no_objection", "words": "None.", "received_on": "2026-03-02"}
    path = f"/cases/{number}/consultations/{asked['id']}/answers"
    assert officer.post(path, given)["consultations"][0]["state"] == "no_objection"
