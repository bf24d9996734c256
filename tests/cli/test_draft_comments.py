"""``licet regime comments``: what the public said of a draft, for who may read it."""

import json

import pytest
from tests.web.casework.builders import World
from tests.web.casework.conftest import _lists, clock, outside, world
from tests.web.casework.draft_laws import opened
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.access import ANONYMOUS
from licet.web.casework.errors import NotFoundError
from licet.web.casework.services.law.drafts import comment_on_draft

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures
APP = build_app()
POLICY = ("--as", "policy@meridia.example")


def run(*words: str) -> Result:
    result = CliRunner().invoke(APP, ["regime", "comments", *words])
    if isinstance(result.exception, InputError):
        raise result.exception
    return result


def test_comments_are_read_by_the_policy_unit_and_by_no_officer(world: World) -> None:
    slug = opened().summary.slug
    comment_on_draft(by=ANONYMOUS, slug=slug, text="Too far.")
    comment_on_draft(by=ANONYMOUS, slug=slug, text="Well done.", name="Ada Roe", organisation="Roe (invented)")  # fmt: skip
    told = run(slug, *POLICY).stdout
    assert "no name: Too far." in told
    assert "Ada Roe, Roe (invented): Well done." in told
    assert "2 comments, page 1 of 1." in told
    found = json.loads(run(slug, *POLICY, "--words", "far", "--json").stdout)
    assert [one["text"] for one in found["comments"]] == ["Too far."]
    assert run(slug, "--as", "officer@meridia.example").exit_code == 3
    with pytest.raises(NotFoundError):
        run("nothing", *POLICY)
