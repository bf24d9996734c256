"""Every error of casework has its class, code, status and a message that says what to do."""

import pytest
from django.test import RequestFactory

from licet.decision import Obstacle, ObstacleCode
from licet.kernel import DefectError, InputError, LicetError
from licet.web.casework.errors import (
    CaseworkError,
    FileRefusedError,
    FileTooLargeError,
    GrantObstructedError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotIndependentActError,
    StaleVersionError,
    UnavailableError,
    WrongStateError,
    status_of,
)
from licet.web.site.pages import failure

OBSTACLE = Obstacle(code=ObstacleCode.OPEN_HIT, words="A hit waits.")


@pytest.mark.parametrize(
    ("error", "code", "status", "says"),
    [
        pytest.param(CaseworkError("x"), "casework", 422, "x", id="root"),
        pytest.param(
            NotAllowedError(),
            "not_allowed",
            403,
            "Ask your team lead",
            id="not-allowed",
        ),
        pytest.param(
            NotIndependentActError("You drafted."),
            "not_independent_act",
            403,
            "You drafted",
            id="not-independent",
        ),
        pytest.param(
            NotFoundError("case"), "not_found", 404, "no such case", id="not-found"
        ),
        pytest.param(
            StaleVersionError("N-1", 1, 2),
            "stale_version",
            409,
            "now version 2",
            id="stale",
        ),
        pytest.param(WrongStateError("x"), "wrong_state", 409, "x", id="wrong-state"),
        pytest.param(
            InvalidInputError({"a": "Give a."}),
            "invalid_input",
            422,
            "Give a.",
            id="invalid",
        ),
        pytest.param(
            GrantObstructedError((OBSTACLE,)),
            "obstructed",
            409,
            "A hit waits.",
            id="obstructed",
        ),
        pytest.param(
            FileTooLargeError(2 * 1024 * 1024),
            "file_too_large",
            413,
            "2 MB",
            id="too-large",
        ),
        pytest.param(FileRefusedError("No."), "file_refused", 422, "No.", id="refused"),
        pytest.param(
            UnavailableError("Later."), "unavailable", 503, "Later.", id="unavailable"
        ),
    ],
)
def test_an_error_says_what_why_and_what_to_do(
    error: CaseworkError, code: str, status: int, says: str
) -> None:
    assert (error.code, error.status, status_of(error)) == (code, status, status)
    assert says in str(error)


def test_other_errors_have_the_status_of_their_branch() -> None:
    assert status_of(InputError("x")) == 422
    assert status_of(DefectError("x")) == 500
    assert status_of(LicetError("x")) == 500


def test_the_api_gets_json_and_people_get_a_page(db: None) -> None:
    error = InvalidInputError({"name": "Give a name."})
    answer = failure(RequestFactory().get("/api/v1/x"), error)
    assert answer.status_code == 422
    assert b'"fields": {"name": "Give a name."}' in answer.content


def test_a_missing_page_says_so(client: object) -> None:
    answer = client.get("/nowhere/at/all")  # type: ignore[attr-defined]
    assert answer.status_code == 404
    assert b"<h1" in answer.content
