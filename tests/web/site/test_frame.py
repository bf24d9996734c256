"""Around every page: whose service it is, who I am, for whom I act, where I can go."""

import pytest
from django.test import RequestFactory
from tests.web.casework.builders import World
from tests.web.reader import Reader

from licet.web.site.frame import frame_of

pytestmark = pytest.mark.django_db


def _here(path: str) -> list[tuple[str, bool]]:
    frame = frame_of(RequestFactory().get(path))
    return [(one.text, one.exact) for one in frame.sections if one.current]


def test_a_stranger_sees_public_sections_and_a_way_in() -> None:
    frame = frame_of(RequestFactory().get("/"))
    assert frame.person == ""
    assert [one.href for one in frame.sections] == [
        "/check/",
        "/rules/",
        "/figures/",
        "/verify/",
    ]
    assert frame.messages == ()


def test_the_nearest_section_is_the_current_one() -> None:
    assert _here("/rules/") == [("The rules", True)]
    assert _here("/rules/us/ear/") == [("The rules", False)]
    assert _here("/help/") == []


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param("officer", {"Work", "Licences"}, id="officer"),
        pytest.param("ds", {"Work"}, id="agency"),
        pytest.param("halden", {"My applications"}, id="exporter"),
    ],
)
def test_everybody_sees_their_own_sections(
    world: World, key: str, expected: set[str]
) -> None:
    home = "/apply/" if key == "halden" else "/work/"
    page = Reader(world, key).read(home)
    for text in expected:
        assert text in page
    assert f"Signed in as {world.people[key].name}" in page


def test_inspectors_and_customs_begin_where_they_have_work(world: World) -> None:
    for key in ("inspector", "customs"):
        assert "Licences" in Reader(world, key).read("/work/licences/")
