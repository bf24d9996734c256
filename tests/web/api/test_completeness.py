"""Everything that can be done on a page can be done over the API."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.urls import URLPattern

from licet.review import machines
from licet.web.api import contract
from licet.web.api.service import api
from licet.web.portal import urls as portal
from licet.web.workbench import urls as workbench

DATA = Path(contract.__file__).parent / "completeness.toml"
LEAST_REASON = 20


def table() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(DATA.read_text("utf-8"))


def operations() -> set[str]:
    paths = api.get_openapi_schema()["paths"]
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in paths.items()
        for method in methods
    }


def named(patterns: list[URLPattern]) -> set[str]:
    return {str(one.name) for one in patterns}


def test_every_act_of_the_transition_table_has_its_call() -> None:
    acts = {act for machine in machines().values() for act in machine.transitions}
    assert sorted(acts ^ table()["acts"].keys()) == []


@pytest.mark.parametrize("face", ["portal", "workbench"])
def test_every_page_and_form_has_its_call(face: str) -> None:
    urls = {"portal": portal, "workbench": workbench}[face]
    mapped = table()[face].keys()
    assert sorted(named(urls.urlpatterns) ^ mapped) == []


def test_every_call_named_is_there_and_what_has_none_says_why() -> None:
    known = operations()
    for face, mapped in table().items():
        for name, call in mapped.items():
            kind, _, why = call.partition(": ")
            if kind in {"system", "page only"}:
                assert len(why) >= LEAST_REASON, (face, name)
            else:
                assert call in known, (face, name, call)
