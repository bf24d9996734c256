"""Drafts of law over the API: public to read and to comment on, comments with a token of the right role."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.web.casework.builders import MovingClock, World
from tests.web.casework.draft_laws import opened

from licet.web.casework.models import DraftComment
from licet.web.casework.services.law import drafts as services


def _send(slug: str, **body: str) -> Any:
    return Client().post(
        f"/api/v1/drafts/{slug}/comments", body, content_type="application/json"
    )


def test_drafts_are_read_without_a_token(world: World, clock: MovingClock) -> None:
    assert Client().get("/api/v1/drafts").json()["items"] == []
    found = opened()
    slug = found.summary.slug
    (listed,) = Client().get("/api/v1/drafts").json()["items"]
    assert (listed["slug"], listed["is_open"]) == (slug, True)
    told = Client().get(f"/api/v1/drafts/{slug}").json()
    assert told["files"] == dict(found.files)
    assert told["solver"] == "answered"
    assert told["commitment"] == found.commitment
    assert told["differences"][0]["law"]["pinpoint"]
    assert Client().get("/api/v1/drafts/none").json()["code"] == "not_found"


def test_a_program_comments_without_a_token_and_reads_with_one(
    world: World, clock: MovingClock, program: Callable[..., Any]
) -> None:
    slug = opened().summary.slug
    given = _send(slug, text="Sec. 3 goes too far.", name="Ada").json()
    assert given["id"] == str(DraftComment.objects.get().pk)
    assert len(given["commitment"]) == 64
    path = f"/drafts/{slug}/comments"
    assert Client().get(f"/api/v1{path}").status_code == 401
    told = program("policy", "read").get(f"{path}?words=ada")
    assert [one["text"] for one in told["comments"]] == ["Sec. 3 goes too far."]
    assert program("auditor").get(f"{path}?words=none")["total"] == 0
    assert program("officer").call("GET", path).status_code == 403
    assert program("policy", "work").call("GET", path).status_code == 401


def test_what_is_refused_says_why_and_is_not_stored(
    world: World, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = opened().summary.slug
    empty = _send(slug, text="")
    assert (empty.status_code, set(empty.json()["fields"])) == (422, {"text"})
    assert _send(slug, text="x", rank="1").json()["code"] == "malformed_body"
    assert _send("none", text="x").status_code == 404
    monkeypatch.setattr(services, "MOST_AN_HOUR", 1)
    assert _send(slug, text="x").status_code == 200
    full = _send(slug, text="x")
    assert (full.status_code, full.json()["code"]) == (429, "too_many_comments")
    clock.forward(9)
    late = _send(slug, text="x")
    assert (late.status_code, late.json()["code"]) == (409, "draft_closed")
    assert DraftComment.objects.count() == 1
