"""What the contract of the API does at its edges: nothing to keep, nothing to read, two at one moment."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import structlog
from django.db import IntegrityError, models
from django.http import HttpResponse
from django.test import RequestFactory
from tests.web.casework.builders import World

from licet.web.api.contract import calls, problems, versions
from licet.web.casework import gathered
from licet.web.casework.models import KeptCall
from licet.web.casework.record.called import Call
from licet.web.casework.services.programs import api_calls


def test_a_failure_after_an_act_was_entered_keeps_no_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: list[object] = []
    monkeypatch.setattr(calls, "free_key", lambda _call: False)
    monkeypatch.setattr(calls, "keep_answer", lambda *given, **_: kept.append(given))
    asked = RequestFactory().post("/api/v1/parties")
    calls._finish(asked, Call(key=1), HttpResponse(status=500))
    assert kept == []


def test_a_lost_answer_is_read_where_it_can_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = {"/a": HttpResponse(status=404), "/b": HttpResponse(b"{}")}
    monkeypatch.setattr(calls, "_places", lambda *_: ["/a", "/b"])
    monkeypatch.setattr(calls, "read_again", lambda _request, place: answers[place])
    done = calls._done(RequestFactory().get("/"), api_calls.Done(row=1, case=""))
    assert done["Content-Location"] == "/b"


def test_an_act_outside_any_address_names_no_resource() -> None:
    assert versions.resource_of(RequestFactory().get("/api/v1/parties")) == ""


def test_a_problem_outside_a_request_names_none() -> None:
    with structlog.contextvars.bound_contextvars():
        structlog.contextvars.clear_contextvars()
        assert b"instance" not in problems.problem(404, "not_found", "Nothing.").content


@pytest.mark.django_db
def test_two_that_look_before_either_writes_take_one_key(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = api_calls.take_key(person="p", key="k", request="r", token="t")
    assert isinstance(first, Call)

    def late(**_given: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(KeptCall.objects, "get_or_create", late)
    with pytest.raises(api_calls.CallRunningError):
        api_calls.take_key(person="p", key="k", request="r", token="t")
    assert KeptCall.objects.count() == 1


def test_a_call_without_a_key_keeps_no_answer() -> None:
    answer = api_calls.Answered(status=200, headers={}, body=b"{}")
    api_calls.keep_answer(Call(), answer, token="t", key="k")  # asks no database


def test_what_is_read_together_comes_as_the_driver_of_postgresql_gives_it() -> None:
    identifier = uuid4()

    def given(value: object, kind: models.Field[Any, Any]) -> object:
        return gathered._value(value, kind, postgres=True)

    assert given("2026-03-02T09:00:00+00:00", models.DateTimeField()) == datetime(
        2026, 3, 2, 9, tzinfo=UTC
    )
    assert given("2026-03-02", models.DateField()) == date(2026, 3, 2)
    assert given(str(identifier), models.UUIDField()) == identifier
    exact = models.DecimalField(max_digits=5, decimal_places=2)
    assert given(Decimal("1.10"), exact) == Decimal("1.10")
    assert given("words", models.TextField()) == "words"
    asked = gathered._column("told", models.JSONField(), postgres=True)
    assert asked == '"told"::text'
