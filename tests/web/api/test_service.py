"""The API answers programs as the screens answer people, and refuses in one form."""

import json

import pytest
from django.test import Client

from licet.web.api import appeals, panels

pytestmark = pytest.mark.django_db


def test_the_description_is_openapi_3_1_and_open_to_everybody(client: Client) -> None:
    description = client.get("/api/v1/openapi.json")
    assert description.status_code == 200
    document = description.json()
    assert document["openapi"] == "3.1.0"
    assert "/api/v1/determine" in document["paths"]


def test_every_operation_but_the_public_ones_asks_for_a_token(client: Client) -> None:
    public = {
        ("get", "/api/v1/destinations"),
        ("get", "/api/v1/destinations/{code}"),
        ("get", "/api/v1/drafts"),
        ("get", "/api/v1/drafts/{slug}"),
        ("post", "/api/v1/drafts/{slug}/comments"),
        ("get", "/api/v1/opinions/kinds"),
        ("get", "/api/v1/opinions/verify"),
        ("get", "/api/v1/regimes"),
        ("get", "/api/v1/schemas/facts"),
        ("get", "/api/v1/schemas/regime"),
    }
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path, operations in paths.items():
        for method, operation in operations.items():
            assert bool(operation.get("security")) is ((method, path) not in public), (
                method,
                path,
            )


def test_operations_that_answer_the_same_share_one_model_of_it() -> None:
    made = [
        model
        for router in (panels.router, appeals.router)
        for view in router.path_operations.values()
        for operation in view.operations
        for model in operation.response_models.values()
        if model is not None
    ]
    assert len(set(made)) < len(made) / 3


def test_a_call_without_a_token_is_refused_and_says_what_to_send(
    client: Client,
) -> None:
    answer = client.post("/api/v1/determine", data={}, content_type="application/json")
    assert answer.status_code == 401
    assert answer.json()["code"] == "unknown_token"
    assert "Bearer" in answer.json()["detail"]


def test_published_schemas_and_packages_need_no_token(client: Client) -> None:
    names = {package["id"] for package in client.get("/api/v1/regimes").json()["items"]}
    assert {"us/ear", "eu/2021-821"} <= names
    assert client.get("/api/v1/schemas/facts").json()["$schema"]
    assert json.dumps(client.get("/api/v1/schemas/regime").json())
