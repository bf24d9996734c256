"""Over the API the same as on the screens: notice, service, delegations, notes, assignment, interests."""

from datetime import timedelta

from tests.web.api.test_whole_way import Programs
from tests.web.casework.builders import MovingClock, World, refusal, see, submit, take

from licet.web.casework.models import DelegationRow
from licet.web.casework.ports import legal_day, now


def test_a_refusal_is_heard_and_served_over_the_api(
    world: World, program: Programs, clock: MovingClock
) -> None:
    number = submit(world).number
    seen = take(world, number)
    officer, exporter = program("officer"), program("halden")
    found = refusal(seen).grounds[0]
    draft = {
        "outcome": "refuse",
        "reasons": "The risk is clear.",
        "grounds": [
            {
                "criterion": found.criterion,
                "evidence": list(found.evidence),
                "words": "It applies.",
            }
        ],
        "disagreements": [{"finding": found.evidence[0], "reasons": "A court."}],
        "secret": [{"marking": "official", "words": "R saw it.", "gist": "A report."}],
    }
    officer.post(f"/cases/{number}/draft", draft)
    refused = officer.call("POST", f"/cases/{number}/send", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "obstructed")
    told = officer.post(f"/cases/{number}/notice")
    assert told["notice"]["state"] == "not_served"
    assert told["drafts"][-1]["secret"][0]["words"] == "R saw it."
    letter = told["notice"]["letter"]["id"]
    today = legal_day(now()).isoformat()
    sent = officer.post(
        f"/cases/{number}/letters/{letter}/dispatch",
        {"on": today, "manner": "post", "reference": "RR 1"},
    )
    assert sent["deemed_on"]
    opened = exporter.post(f"/applications/{number}/letters/{letter}/open")
    assert opened["served_on"] == today
    answered = exporter.post(
        f"/applications/{number}/notice/answer", {"answer": "Another unit."}
    )
    assert answered["notice"]["state"] == "answered"
    assert "R saw it" not in str(answered)
    clock.forward(1)
    officer = program("officer")  # the token of yesterday has ended
    officer.post(f"/cases/{number}/draft", draft)
    officer.post(f"/cases/{number}/send")
    program("signer").post(f"/cases/{number}/countersign")
    (again,) = officer.get(f"/cases/{number}/today")
    assert (again["same_then"], again["same_today"]) == (True, True)
    public = officer.get(f"/cases/{number}/public")
    assert ["A reason that stays secret", "marked official"] in public["suppressed"]


def test_the_register_is_read_and_kept_over_the_api(
    world: World, program: Programs
) -> None:
    head, today = program("head"), legal_day(now())
    said = {
        "holder": world.unsigned.id,
        "acts": ["grant"],
        "highest_tier": 2,
        "first": today.isoformat(),
        "instrument": "Order 9 (invented)",
        "regimes": ["meridia/national"],
    }
    line = head.post("/delegations", said)
    assert line["state"] == "in_force"
    late = said | {"first": (today - timedelta(days=1)).isoformat()}
    refused = head.call("POST", "/delegations", late)
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["first"])
    ended = head.post(
        f"/delegations/{line['id']}/end",
        {"last": today.isoformat(), "reasons": "Moved."},
    )
    assert ended["last"] == today.isoformat()
    assert len(head.get("/delegations")) == DelegationRow.objects.count()


def test_work_is_shared_over_the_api(world: World, program: Programs) -> None:
    number = submit(world).number
    head, officer = program("head"), program("officer")
    done = head.post(
        "/queue/assign",
        {"officer": world.officer.id, "cases": [{"case": number}, {"case": "X-1"}]},
    )
    assert [one["done"] for one in done] == [True, False]
    take(world, number)
    (note,) = officer.post(f"/cases/{number}/notes", {"text": "See this, @signer."})
    assert note["mentions"] == ["Signer"]
    assert officer.get(f"/cases/{number}/notes") == [note]
    assert program("signer").get("/mentions")[0]["case"] == number
    shared = officer.get(f"/cases/{number}/together")
    assert set(shared) == {"last_look", "changes", "present"}
    assert officer.get(f"/cases/{number}/precedents") == []
    assert officer.get("/queue/next") == {"case": number}
    assert officer.get("/queue/search?team=LIC")[0]["number"] == number
    assert head.get("/queue/workload")[0]["officer"] is None
    (kept,) = officer.post("/queue/filters", {"name": "Ours", "query": {"team": "LIC"}})
    assert officer.get("/queue/filters") == [kept]
    gone = officer.call("DELETE", f"/queue/filters/{kept['id']}")
    assert gone.json() == []
    marked = officer.post(
        f"/cases/{number}/markings",
        {"part": "risk", "marking": "agency_only", "reasons": "Ours."},
    )
    assert marked["withheld"] == []
    assert (
        "Risk: withheld" in program("unsigned").get(f"/cases/{number}")["withheld"][0]
    )
    (own,) = officer.post("/interests", {"case": number, "reasons": "A friend."})
    assert officer.get("/interests") == [own]
    assert head.get("/interests") == [own]
    over = head.post(f"/interests/{own['id']}/end", {"reasons": "No more."})
    assert over["ended_by"] == "Head"
    names = [one["id"] for one in officer.get("/letter-templates")]
    assert names == ["meeting", "apology", "notice_of_records", "catch_all"]
    filled = {"until": "2031-12-31", "what": "Logs of use"}
    (drafted,) = officer.post(
        f"/cases/{number}/drafted-letters",
        {"template": "notice_of_records", "filled": filled},
    )
    program("signer").post(
        f"/cases/{number}/drafted-letters/{drafted['id']}/review", {"agrees": True}
    )
    (issued,) = officer.get(f"/cases/{number}/drafted-letters")
    assert issued["state"] == "issued"
    assert see(world, number).letters[0].subject.endswith("records to keep")
