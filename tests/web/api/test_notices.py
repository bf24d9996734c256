"""A program reads its person's notices, chooses how they are told, and makes the calendar."""

from django.test import Client
from tests.web.api.test_whole_way import Programs
from tests.web.casework.builders import World, submit


def test_notices_over_the_api(world: World, program: Programs) -> None:
    submit(world)
    exporter = program("halden")
    page = exporter.get("/notices")
    assert (page["unread"], page["notices"][0]["kind"]) == (1, "receipt")
    one = page["notices"][0]["id"]
    assert exporter.post(f"/notices/{one}/read")["read"] == 1
    assert exporter.get("/notices?unread=true")["total"] == 0
    assert exporter.post("/notices/read")["read"] == 0
    refused = program("vigil").call("POST", f"/notices/{one}/read", {})
    assert refused.status_code == 404


def test_settings_over_the_api(world: World, program: Programs) -> None:
    exporter = program("halden")
    assert {one["kind"] for one in exporter.get("/notices/settings")} >= {
        "question",
        "mention",
    }
    told = exporter.call("PUT", "/notices/settings", {"ways": {"mention": "daily"}})
    assert (
        next(one for one in told.json() if one["kind"] == "mention")["how"] == "daily"
    )
    fixed = exporter.call("PUT", "/notices/settings", {"ways": {"question": "none"}})
    assert fixed.status_code == 422
    assert "always sent" in fixed.json()["fields"]["question"]


def test_the_calendar_over_the_api(world: World, program: Programs) -> None:
    exporter = program("halden")
    assert exporter.get("/notices/calendar")["made_at"] is None
    url = exporter.post("/notices/calendar")["url"]
    path = url[url.index("/calendar/") :]
    assert Client().get(path).status_code == 200
    ended = exporter.call("DELETE", "/notices/calendar", None)
    assert (ended.status_code, ended.json()["made_at"]) == (200, None)
    assert Client().get(path).status_code == 404
