"""What every call keeps to: keys, versions, problem documents."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from tests.web.api.conftest import Program, keyed
from tests.web.casework.builders import (
    MovingClock,
    World,
    build_world,
    start,
    submit,
)

from licet.web.api.contract import calls, rules, versions
from licet.web.casework.access import SYSTEM
from licet.web.casework.errors import (
    CallKeyNeededError,
    CallKeyReusedError,
    CallOvertakenError,
    CallRunningError,
    ChangedMeanwhileError,
    NothingToMatchError,
    VersionNeededError,
)
from licet.web.casework.models import Case, KeptCall, Message
from licet.web.casework.ports import Ports, using
from licet.web.casework.record.called import Call, calling, mark, require_match
from licet.web.casework.services.programs import api_calls
from licet.web.casework.services.programs.tokens import make_token

Programs = Callable[..., Program]
TEXT = {"text": "We are ready."}


def key(name: str) -> dict[str, str]:
    return {"Idempotency-Key": name}


def messages(number: str) -> int:
    return Message.objects.filter(case__number=number).count()


def test_the_same_key_and_request_are_done_once_and_answered_alike(
    world: World, program: Programs
) -> None:
    number, halden = submit(world).number, program("halden")
    path = f"/applications/{number}/messages"
    first = halden.call("POST", path, TEXT, **key("k-1"))
    again = halden.call("POST", path, TEXT, **key("k-1"))
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert messages(number) == 1
    assert halden.call("POST", path, TEXT, **key("k-2")).status_code == 200
    assert messages(number) == 2


def test_another_request_under_the_same_key_is_refused(
    world: World, program: Programs
) -> None:
    number, halden = submit(world).number, program("halden")
    path = f"/applications/{number}/messages"
    halden.post(path, TEXT, **key("k"))
    refused = halden.call("POST", path, {"text": "Something else."}, **key("k"))
    assert (refused.status_code, refused.json()["code"]) == (422, "key_reused")
    assert messages(number) == 1
    officer = program("officer")  # a key belongs to its person
    said = officer.call("POST", f"/cases/{number}/notes", {"text": "Hm."}, **key("k"))
    assert said.status_code == 200


def test_what_is_refused_frees_its_key(world: World, program: Programs) -> None:
    number, halden = submit(world).number, program("halden")
    path = f"/applications/{number}/messages"
    refused = halden.call("POST", path, {"text": " "}, **key("k"))
    assert refused.status_code == 422
    assert halden.call("POST", path, TEXT, **key("k")).status_code == 200
    assert messages(number) == 1


@pytest.mark.parametrize("bad", ["", "two words", "k" * 201, "clé"])
def test_what_makes_something_new_asks_for_a_key(
    world: World, program: Programs, bad: str
) -> None:
    number, halden = submit(world).number, program("halden")
    path = f"/applications/{number}/messages"
    refused = halden.call("POST", path, TEXT, **key(bad))
    assert (refused.status_code, refused.json()["code"]) == (400, "key_needed")
    assert messages(number) == 0


def test_an_upload_sent_again_is_one_document_however_it_is_cut(
    world: World, program: Programs
) -> None:

    number, halden = start(world).number, program("halden")

    def send(content: bytes) -> Any:
        return halden.client.post(
            f"/api/v1/applications/{number}/documents?purpose=other",
            {"file": SimpleUploadedFile("a.txt", content)},
            headers=keyed(halden) | key("file"),
        )

    assert send(b"words").json() == send(b"words").json()
    assert send(b"other").json()["code"] == "key_reused"


# -- the two halves of a failure ---------------------------------------------------------------


def test_killed_before_the_act_the_next_try_does_it_after_the_lease(
    world: World, program: Programs, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, halden = submit(world).number, program("halden")
    path = f"/applications/{number}/messages"
    killed(monkeypatch, "licet.web.api.contract.calls.require_seen")
    with pytest.raises(KeyboardInterrupt):
        halden.call("POST", path, TEXT, **key("k"))
    monkeypatch.undo()
    waiting = halden.call("POST", path, TEXT, **key("k"))
    assert (waiting.status_code, waiting.json()["code"]) == (409, "still_running")
    assert messages(number) == 0
    clock.at += api_calls.LEASE
    assert halden.call("POST", path, TEXT, **key("k")).status_code == 200
    assert messages(number) == 1


def test_killed_between_act_and_answer_nothing_is_done_twice(
    world: World, program: Programs, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, halden = submit(world).number, program("halden")
    path = f"/applications/{number}/messages"
    killed(monkeypatch, "licet.web.api.contract.calls.keep_answer")
    with pytest.raises(KeyboardInterrupt):
        halden.call("POST", path, TEXT, **key("k"))
    monkeypatch.undo()
    clock.at += timedelta(hours=1)
    again = halden.call("POST", path, TEXT, **key("k"))
    assert again.status_code == 200
    assert again["Idempotency-Replayed"] == "reconstructed"
    assert again["Content-Location"] == f"/api/v1/applications/{number}"
    assert again.json()["number"] == number
    assert messages(number) == 1


def test_an_application_whose_answer_was_lost_is_found_again(
    world: World, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    halden = program("halden")
    body = {"organisation": str(world.organisations["halden"].pk), "title": "Once"}
    killed(monkeypatch, "licet.web.api.contract.calls.keep_answer")
    with pytest.raises(KeyboardInterrupt):
        halden.call("POST", "/applications", body, **key("k"))
    monkeypatch.undo()
    again = halden.call("POST", "/applications", body, **key("k"))
    assert again.json()["number"] == Case.objects.get(title="Once").number


def test_a_failure_of_ours_before_the_act_frees_the_key_and_says_nothing_of_itself(
    world: World, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, halden = submit(world).number, program("halden")
    path = f"/applications/{number}/messages"
    halden.client.raise_request_exception = False

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(
        "licet.web.casework.services.applying.applications.send_message", fails
    )
    broken = halden.call("POST", path, TEXT, **key("k"))
    assert (broken.status_code, broken.json()["code"]) == (500, "failed")
    assert broken["Content-Type"] == "application/problem+json"
    assert b"secret" not in broken.content
    monkeypatch.undo()
    assert halden.call("POST", path, TEXT, **key("k")).status_code == 200


def killed(monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(at, dies)


def test_a_try_taken_for_dead_can_no_longer_act(world: World) -> None:
    taken = take("k")
    assert isinstance(taken, Call)
    KeptCall.objects.update(leased_until="2020-01-01T00:00Z")
    newer = take("k")
    assert isinstance(newer, Call)
    assert newer.attempt == 2
    with calling(taken), pytest.raises(CallOvertakenError):
        mark("write", 1, None)
    with calling(newer):
        mark("read", 1, None)
        assert KeptCall.objects.get().row is None
        mark("write", 7, None)
        mark("write", 8, None)
    assert KeptCall.objects.get().row == 7


def take(name: str, request: str = "r") -> object:
    return api_calls.take_key(person="p", key=name, request=request, token="t")


# -- what is kept ------------------------------------------------------------------------------


def test_a_kept_answer_opens_with_its_own_token_only(
    world: World, program: Programs
) -> None:
    number, halden = submit(world).number, program("halden")
    path = f"/applications/{number}/messages"
    halden.post(path, {"text": "Sluice gate seven."}, **key("k-readable"))
    row = KeptCall.objects.get(status=200)
    stored = json.dumps([str(value) for value in vars(row).values()])
    assert b"Sluice" not in bytes(row.sealed or b"")
    assert "k-readable" not in stored
    assert halden.token not in stored
    other = program("halden")
    again = other.call(
        "POST", path, {"text": "Sluice gate seven."}, **key("k-readable")
    )
    assert again["Idempotency-Replayed"] == "reconstructed"
    assert messages(number) == 1


def test_an_answer_too_large_to_keep_is_read_anew(
    world: World, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_calls, "LARGEST", 1)
    number, halden = submit(world).number, program("halden")
    path = f"/applications/{number}/messages"
    halden.post(path, TEXT, **key("k"))
    again = halden.call("POST", path, TEXT, **key("k"))
    assert again["Idempotency-Replayed"] == "reconstructed"


def test_what_is_nowhere_to_be_read_again_says_that_it_is_done(
    world: World, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_calls, "LARGEST", 1)
    manager = program("head")
    body = {"name": "Mine", "query": {"text": "x"}}
    first = manager.call("POST", "/queue/filters", body, **key("k"))
    assert first.status_code == 200, first.content
    again = manager.call("POST", "/queue/filters", body, **key("k"))
    assert again.json() == {"done": True}


def test_a_key_is_kept_for_a_day_at_least_and_forgotten_after_two(
    world: World, clock: MovingClock
) -> None:
    take("k")
    clock.at += timedelta(hours=24)
    assert api_calls.forget_calls() == 0
    clock.at += timedelta(hours=25)
    assert api_calls.forget_calls() == 1


# -- two at once -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_threads_with_one_key_act_once(
    transactional_db: None, outside: Ports
) -> None:

    world = build_world()
    number = submit(world).number
    person = str(world.people["halden"].pk)
    token = make_token(person=person, name="t", scopes=("apply",), days=1, by=SYSTEM)
    gate = Barrier(2)

    def send() -> int:
        with using(replace(outside)):
            gate.wait()
            try:
                path = f"/applications/{number}/messages"
                one = Program(token=token, client=Client())
                return int(one.call("POST", path, TEXT, **key("k")).status_code)
            finally:
                connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = sorted(one.result() for one in [pool.submit(send), pool.submit(send)])
    assert found in ([200, 200], [200, 409])
    assert messages(number) == 1
    assert KeptCall.objects.count() == 1


# -- versions ----------------------------------------------------------------------------------


def test_a_reading_carries_a_tag_and_the_same_is_not_sent_again(
    world: World, program: Programs
) -> None:
    number, halden = submit(world).number, program("halden")
    path = f"/applications/{number}"
    first = halden.call("GET", path)
    assert first["ETag"].startswith(f'"{first.json()["version"]}.')
    same = halden.call("GET", path, **{"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert same["ETag"] == first["ETag"]
    halden.post(f"{path}/messages", TEXT)
    changed = halden.call("GET", path, **{"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_an_act_on_a_version_that_has_passed_is_refused_with_the_present_one(
    world: World, program: Programs
) -> None:
    number, officer = submit(world).number, program("officer")
    seen = officer.call("GET", f"/cases/{number}")["ETag"]
    taken = officer.call("POST", f"/cases/{number}/take", {}, **{"If-Match": seen})
    assert taken.status_code == 200, taken.content
    body = {"question": "What for?"}
    path = f"/cases/{number}/questions"
    refused = officer.call("POST", path, body, **{"If-Match": seen})
    assert (refused.status_code, refused.json()["code"]) == (412, "changed_meanwhile")
    present = taken.json()["version"]
    assert refused.json()["version"] == present
    assert refused["ETag"] == f'"{present}"'
    asked = officer.call("POST", path, body, **{"If-Match": refused["ETag"]})
    assert asked.status_code == 200


def test_the_version_is_asked_again_under_the_lock() -> None:
    with calling(Call(subject="C-1", version=3)):
        require_match("C-1", 3)
        require_match("C-2", 9)
        with pytest.raises(ChangedMeanwhileError):
            require_match("C-1", 4)


def test_a_signature_names_the_version_on_which_it_rests(
    world: World, program: Programs
) -> None:
    number, signer = submit(world).number, program("signer")
    path = f"/cases/{number}/countersign"
    refused = signer.call("POST", path, {}, **{"If-Match": ""})
    assert (refused.status_code, refused.json()["code"]) == (428, "version_needed")
    stale = signer.call("POST", path, {"version": 999}, **{"If-Match": ""})
    assert stale.json()["code"] == "stale_version"


@pytest.mark.parametrize(
    ("path", "tag"),
    [
        pytest.param("/interests", '"1"', id="not on one resource"),
        pytest.param("/cases/{}/take", "1", id="no tag"),
    ],
)
def test_a_tag_that_fits_nothing_is_refused(
    world: World, program: Programs, path: str, tag: str
) -> None:
    number, officer = submit(world).number, program("officer")
    body = (
        {"organisation": "x", "reasons": "y", "kind": "z"}
        if "interests" in path
        else {}
    )
    refused = officer.call("POST", path.format(number), body, **{"If-Match": tag})
    assert refused.status_code in {400, 422}
    if "take" in path:
        assert refused.json()["code"] == "nothing_to_match"


def test_what_cannot_be_read_is_refused_by_the_act_itself(
    world: World, program: Programs
) -> None:
    officer = program("officer")
    refused = officer.call("POST", "/cases/NONE/take", {}, **{"If-Match": '"1"'})
    assert refused.json()["code"] == "not_found"


def test_a_resource_without_versions_is_held_against_its_whole_answer(
    world: World, program: Programs
) -> None:

    call = Call()

    versions._hold(call, ["abc"], "abc", "x")  # the rule itself
    assert call.version is None
    with pytest.raises(ChangedMeanwhileError):
        versions._hold(call, ["abd"], "abc", "x")


# -- problem documents -------------------------------------------------------------------------


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert (told["status"], told["code"]) == (status, code)
    assert told["type"] == f"urn:licet:problem:{code}"
    assert told["title"]
    assert told["detail"]
    assert told["instance"].startswith("urn:licet:request:")
    return told


def test_every_refusal_is_a_problem_document(
    world: World, program: Programs, settings: Any
) -> None:
    number, halden = submit(world).number, program("halden")
    path = f"/applications/{number}"
    problem(Client().get(f"/api/v1{path}"), 401, "unknown_token")
    problem(halden.call("GET", "/delegations"), 403, "not_allowed")
    problem(halden.call("GET", "/applications/NONE"), 404, "not_found")
    problem(halden.call("GET", "/no/such/address"), 404, "not_found")
    wrong = halden.call("PATCH", path)
    problem(wrong, 405, "no_such_method")
    assert "GET" in wrong["Allow"]
    fields = problem(halden.call("POST", f"{path}/messages", {}), 422, "malformed_body")
    assert "text" in json.dumps(fields["fields"])
    text = halden.client.generic(
        "POST", f"/api/v1{path}/messages", "text", "text/plain", headers=keyed(halden)
    )
    problem(text, 415, "wrong_media_type")
    assert text["Accept-Post"] == "application/json"
    form = halden.call("POST", f"{path}/documents?purpose=other", {"a": 1})
    assert "multipart" in problem(form, 415, "wrong_media_type")["detail"]
    settings.LICET_UPLOAD_LIMIT = -1_100_000
    problem(halden.call("POST", f"{path}/messages", TEXT), 413, "too_large")


def test_pages_keep_their_own_form(client: Client) -> None:
    assert "html" in client.get("/no/such/page")["Content-Type"]


def test_every_error_of_the_contract_has_its_status_and_says_how_to_mend_it() -> None:
    found = {
        CallKeyNeededError(): (400, "key_needed"),
        CallKeyReusedError(): (422, "key_reused"),
        CallRunningError(): (409, "still_running"),
        CallOvertakenError(): (409, "call_overtaken"),
        ChangedMeanwhileError("C-1"): (412, "changed_meanwhile"),
        NothingToMatchError('"x"'): (400, "nothing_to_match"),
        VersionNeededError(): (428, "version_needed"),
    }
    for error, (status, code) in found.items():
        assert (error.status, error.code) == (status, code)
        assert "end" in str(error) or "epeat" in str(error)
    assert {"POST", "PUT", "PATCH", "DELETE"} == calls.ACTS


# -- pages and the description -----------------------------------------------------------------


def test_a_list_comes_in_pages_with_the_way_to_the_next(
    world: World, program: Programs
) -> None:
    officer = program("officer")
    for text in ("One.", "Two.", "Three."):
        officer.post("/queue/filters", {"name": text, "query": {"text": text}})
    first = officer.call("GET", "/queue/filters?limit=2")
    told = first.json()
    assert (len(told["items"]), told["total"]) == (2, 3)
    assert told["next"] == "/api/v1/queue/filters?limit=2&offset=2"
    assert first["Link"] == f'<{told["next"]}>; rel="next"'
    last = officer.call("GET", told["next"].removeprefix("/api/v1"))
    assert (len(last.json()["items"]), last.json()["next"]) == (1, None)
    assert 'rel="prev"' in last["Link"]
    assert {one["name"] for one in told["items"]} | {
        one["name"] for one in last.json()["items"]
    } == {"One.", "Two.", "Three."}


def test_applications_are_read_page_by_page(world: World, program: Programs) -> None:
    numbers = [submit(world).number, start(world).number]
    halden = program("halden")
    first = halden.call("GET", "/applications?limit=1")
    assert [one["number"] for one in first.json()["cases"]] == numbers[1:]
    assert first["Link"] == '</api/v1/applications?limit=1&offset=1>; rel="next"'
    last = halden.call("GET", "/applications?limit=1&offset=1")
    assert [one["number"] for one in last.json()["cases"]] == numbers[:1]
    assert "Link" not in halden.call("GET", "/applications")


@pytest.mark.parametrize("query", ["limit=201", "limit=0", "offset=-1", "limit=x"])
def test_a_page_is_never_longer_than_two_hundred(
    world: World, program: Programs, query: str
) -> None:
    refused = program("officer").call("GET", f"/queue/filters?{query}")
    assert (refused.status_code, refused.json()["code"]) == (422, "malformed_body")


def test_no_reading_gives_a_list_without_pages_and_every_call_says_what_it_keeps_to(
    client: Client,
) -> None:
    document = client.get("/api/v1/openapi.json").json()
    for address, methods in document["paths"].items():
        for method, told in methods.items():
            names = {one["name"] for one in told["parameters"] if one["in"] == "header"}
            answers = told["responses"]
            assert "application/problem+json" in answers["404"]["content"], address
            if method == "get":
                body = (
                    answers.get("200", {})
                    .get("content", {})
                    .get("application/json", {})
                )
                assert body.get("schema", {}).get("type") != "array", address
                assert names == {"If-None-Match"}, address
                assert "304" in answers
            else:
                assert names == {"Idempotency-Key", "If-Match"}, address
                assert "412" in answers
    listed = document["paths"]["/api/v1/licences"]["get"]["responses"]["200"]
    assert set(listed["headers"]) == {"ETag", "Link"}
    needed = {
        f"{method.upper()} {address.removeprefix('/api/v1')}"
        for address, methods in document["paths"].items()
        for method, told in methods.items()
        for one in told["parameters"]
        if one["name"] == "Idempotency-Key" and one["required"]
    }
    assert needed == rules.rules()["key_needed"]
    assert rules.rules()["version_needed"] <= {
        f"{method.upper()} {address.removeprefix('/api/v1')}"
        for address, methods in document["paths"].items()
        for method in methods
    }
