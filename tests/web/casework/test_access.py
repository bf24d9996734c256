"""Nobody does anything that the one table does not give them; deny by default."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from tests.web.casework.builders import World, submit

from licet.review import machines
from licet.web.casework.access import (
    ANONYMOUS,
    POLICY,
    SIGNED_IN,
    SYSTEM,
    Actor,
    access,
    home_of,
    require,
    require_decision,
)
from licet.web.casework.errors import NotAllowedError
from licet.web.casework.models import LedgerRow
from licet.web.casework.record.events import read_act


def _views(
    patterns: list[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, path)
        else:
            yield path, pattern


ALL_VIEWS = list(_views(get_resolver().url_patterns))


def test_every_view_declares_its_act() -> None:
    undeclared = [
        path
        for path, one in ALL_VIEWS
        if getattr(one.callback, "licet_access", None) not in POLICY
    ]
    assert undeclared == []


def test_every_act_of_the_transition_table_is_in_the_policy() -> None:
    acts = {act for machine in machines().values() for act in machine.transitions}
    assert acts <= set(POLICY)


def test_an_unknown_act_nobody_may() -> None:
    everything = Actor(id="x", name="X", roles=SIGNED_IN)
    assert not everything.may("rewrite_history")
    with pytest.raises(KeyError):
        access("rewrite_history")


def test_the_public_may_only_what_is_public() -> None:
    allowed = {act for act in POLICY if ANONYMOUS.may(act)}
    assert allowed == {"public", "api", "determine", "comment_on_draft"}


def test_the_system_does_only_jobs() -> None:
    assert SYSTEM.may("record_findings")
    assert not SYSTEM.may("countersign")


@pytest.mark.parametrize(
    ("scopes", "act", "may"),
    [
        pytest.param({"read"}, "see_application", True, id="read-reads"),
        pytest.param({"read"}, "submit_application", False, id="read-does-not-apply"),
        pytest.param({"apply"}, "submit_application", True, id="apply-applies"),
        pytest.param({"screen"}, "screen_name", True, id="screen-screens"),
        pytest.param({"determine"}, "determine", True, id="determine-determines"),
        pytest.param({"apply"}, "determine", False, id="apply-does-not-determine"),
    ],
)
def test_a_token_does_what_its_scope_says(
    scopes: set[str], act: str, may: bool
) -> None:
    actor = Actor(
        id="x", name="X", roles=frozenset({"exporter"}), scopes=frozenset(scopes)
    )
    assert actor.may(act) is may


def test_a_staff_token_needs_the_scope_work() -> None:
    officer = Actor(
        id="x", name="X", roles=frozenset({"officer"}), scopes=frozenset({"apply"})
    )
    assert not officer.may("take_case")


def test_require_refuses_with_code_and_way_out() -> None:
    with pytest.raises(NotAllowedError, match="Ask your team lead") as caught:
        require(ANONYMOUS, "take_case")
    assert caught.value.code == "not_allowed"


def _undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


def test_a_view_without_declaration_answers_nobody(world: World) -> None:
    request = RequestFactory().get("/somewhere")
    request.actor = ANONYMOUS  # type: ignore[attr-defined]
    answer = require_decision(request, _undeclared)
    assert answer is not None
    assert answer.status_code == 302
    request.actor = world.officer  # type: ignore[attr-defined]
    with pytest.raises(NotAllowedError):
        require_decision(request, _undeclared)
    newest = LedgerRow.objects.order_by("-pk")[0]
    told = read_act(newest)
    assert told.kind == "refused"
    assert told.payload["act"] == "undeclared"


def test_home_follows_the_face(world: World) -> None:
    assert home_of(world.people["officer"]) == "/work/"
    assert home_of(world.people["halden"]) == "/apply/"


SAMPLES = {
    "int": "1",
    "uuid": "00000000-0000-0000-0000-000000000001",
    "slug": "x",
    "path": "x",
    "str": "x",
}


def _address(path: str, case: str) -> str:
    def fill(found: re.Match[str]) -> str:
        kind, _, name = found.group(1).rpartition(":")
        return case if name in {"number", "case"} else SAMPLES.get(kind or "str", "x")

    return "/" + re.sub(r"<([^>]+)>", fill, path)


@pytest.mark.slow
def test_every_url_with_every_role(world: World) -> None:
    """Who may not is turned away; who may is never answered with an error of ours."""
    case = submit(world).number
    # One person for each set of roles is enough.
    alike = {world.actor(key).roles: key for key in world.people}
    people = ["", *alike.values()]
    walked = 0
    for key in people:
        client = Client(raise_request_exception=True)
        if key:
            person = world.people[key]
            Authenticator.objects.get_or_create(
                user=person, type=Authenticator.Type.TOTP, data={"secret": "x"}
            )
            client.force_login(person)
        actor = world.actor(key) if key else ANONYMOUS
        for path, view in ALL_VIEWS:
            if path.startswith(("account/", "api/", "^static", "^media")):
                continue
            act = view.callback.licet_access
            answer = client.get(_address(path, case))
            walked += 1
            if actor.may(act):
                assert answer.status_code < 500, (key, path)
                assert answer.status_code != 403 or act != "public", (key, path)
            elif actor.is_public:
                assert answer.status_code == 302, (key, path)
                assert "/account/login/" in answer["Location"], (key, path)
            else:
                assert answer.status_code == 403, (key, path)
    assert walked >= len(people) * 20


def test_staff_without_a_second_factor_get_nowhere(world: World) -> None:
    client = Client()
    client.force_login(world.people["officer"])
    answer = client.get("/work/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("/2fa/totp/activate/")
