"""The review between bodies over the API: what the screens show and do."""

from collections.abc import Callable

from tests.web.api.conftest import Program
from tests.web.casework.builders import ITEM, World, condition, granted, submit, take

from licet.web.casework.models import Person

Programs = Callable[..., Program]


def test_the_whole_review_through_programs(world: World, program: Programs) -> None:
    case = submit(world)
    number = case.number
    take(world, number)
    Person.objects.filter(pk=world.people["ds"].pk).update(clearance="confidential")
    world.people["ds"].refresh_from_db()
    officer, ds, te = program("officer"), program("ds"), program("te")
    at = f"/cases/{number}"
    officer.post(f"{at}/referrals", {"referrals": [{"team": "DS"}, {"team": "TE"}]})
    point = {"kind": "item", "subject": ITEM["name"], "position": "object", "words": "It persists."}  # fmt: skip
    bad = ds.call("POST", f"{at}/advice", {"position": "object", "reasons": "x", "points": [{**point, "position": "maybe"}]})  # fmt: skip
    assert bad.status_code == 422
    ds.post(f"{at}/advice", {"position": "object", "reasons": "No.", "points": [point]})
    logging = {"type": "operation_logging", "terms": {"months": "24", "days": "5"}, "checker": "INS", "owner": "TE"}  # fmt: skip
    seen = te.post(f"{at}/advice", {"position": "agree_with_conditions", "reasons": "Logs.", "conditions": [logging]})  # fmt: skip
    assert seen["referrals"][0]["rule"].startswith("refer-")
    officer.post(f"{at}/escalations", {"reasons": "They differ."})
    for who, verdict in (("ds", "refuse"), ("te", "approve")):
        program(who).post(f"{at}/votes", {"verdict": verdict, "words": "So."})
    found = officer.get(f"{at}/review")
    assert found["levels"][0]["missing"] == ["MI", "MFA", "MJ"]
    assert found["sides"] == {"grant": ["TE"], "refuse": ["DS"]}
    assert found["events"]["events"][0]["kind"] == "registered"
    assert {one["key"] for one in found["due"]} >= {"agency:DS", "chair", "total"}

    shorter = {**logging, "terms": {"months": "12", "days": "5"}}
    officer.post(f"{at}/conditions/TE-1/changes", {"reasons": "Long.", "change": shorter})  # fmt: skip
    wish = te.get(f"{at}/review")["condition_requests"][0]["id"]
    te.post(f"{at}/condition-changes/{wish}", {"agrees": True, "words": "Yes."})
    found = officer.get(f"{at}/review")
    assert found["conditions"][0]["condition"]["terms"]["months"] == "12"
    officer.post(f"{at}/conditions/TE-1/changes", {"reasons": "Not needed."})

    one = case.documents[0].id
    ds.post(f"{at}/documents/{one}/marking", {"marking": "confidential", "gist": "Annex.", "reasons": "Capability."})  # fmt: skip
    hidden = te.get(at)["documents"][0]
    assert (hidden["name"], hidden["sha256"]) == ("Annex.", "")
    assert "Defence Staff" in hidden["withheld"]
    te.post(f"{at}/documents/{one}/wishes", {"reasons": "It decides our advice."})
    wish = ds.get(f"{at}/review")["see_requests"][0]["id"]
    ds.post(f"{at}/wishes/{wish}", {"granted": True, "words": "Needed."})
    assert te.get(at)["documents"][0]["name"] != "Annex."


def test_types_figures_and_duties_of_conditions(
    world: World, program: Programs
) -> None:
    case = granted(world, condition("kill_switch", days="5"))
    assert case.licence is not None
    officer = program("officer")
    types = {one["id"]: one for one in officer.get("/conditions/types")}
    assert len(types) >= 15
    assert types["kill_switch"]["evidence"]
    figures = officer.get("/conditions/figures")
    assert (figures["total"], figures["other"]) == (1, 0)
    duties = officer.get(f"/licences/{case.licence.number}")["duties"]
    assert [(one["day"], one["duty"]) for one in duties] == [("2026-03-09", "exporter")]
    assert program("halden").call("GET", "/conditions/figures").status_code == 403
