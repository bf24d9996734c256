"""A program registers an address, reads what was sent, and has it sent again."""

from tests.web.api.test_whole_way import Programs
from tests.web.casework.builders import World

URL = "http://127.0.0.1:9/hook"


def test_an_address_over_the_api(world: World, program: Programs) -> None:
    exporter = program("halden")
    (owner,) = exporter.get("/webhooks/owners")
    asked = {"owner": owner["id"], "url": URL, "kinds": ["licence.issued"]}
    made = exporter.post("/webhooks", asked)
    assert made["secret"].startswith("whsec_")
    at = f"/webhooks/{made['webhook']['id']}"
    assert exporter.get("/webhooks")[0]["url"] == exporter.get(at)["url"] == URL
    changed = exporter.call("PUT", at, {"url": f"{URL}2", "kinds": ["licence.issued"]})
    assert changed.json()["url"] == f"{URL}2"
    assert exporter.post(f"{at}/secret")["secret"] != made["secret"]
    trial = exporter.post(f"{at}/trial")
    assert exporter.get(f"{at}/deliveries")["deliveries"][0]["id"] == trial["id"]
    assert exporter.post(f"{at}/replay", {"delivery": trial["id"]}) == {"again": 1}
    assert exporter.post(f"{at}/replay", {"since": "2026-01-01T00:00:00+01:00"}) == {
        "again": 1
    }
    assert (
        exporter.call(
            "POST", f"{at}/replay", {"since": "2026-01-01T00:00:00"}
        ).status_code
        == 422
    )
    assert exporter.post(f"{at}/switch", {"on": False})["state"] == "off"
    assert exporter.call("DELETE", at, None).json()["state"] == "ended"
    assert exporter.call("DELETE", at, None).status_code == 409
    assert program("vigil").call("GET", at).status_code == 404
    bad = exporter.call("POST", "/webhooks", {**asked, "url": "ftp://x"})
    assert (bad.status_code, list(bad.json()["fields"])) == (422, ["url"])
