"""The named cases of the invented authority, end to end, by programs alone."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.api.conftest import Program, keyed
from tests.web.casework.builders import PURPOSES, MovingClock, World, section_contents

from licet.web.casework.jobs.worker import run_pending

Programs = Callable[..., Program]
CONDITIONS = [
    {"type": "operation_logging", "terms": {"months": "24", "days": "5"}},
    {"type": "named_operators", "terms": {"operators": "Annex A"}},
    {"type": "no_onward_transfer", "terms": {}},
    {"type": "activation_log", "terms": {"days": "3"}},
]


def applied(world: World, program: Programs) -> str:
    """An application written, furnished with documents and submitted by a program."""
    exporter = program("halden")
    begun = exporter.post(
        "/applications",
        {
            "organisation": str(world.organisations["halden"].pk),
            "title": "Red-team platform for a bank",
            "sections": section_contents(),
        },
    )
    number = begun["number"]
    for purpose in PURPOSES:
        answer = exporter.client.post(
            f"/api/v1/applications/{number}/documents?purpose={purpose}",
            {"file": _file(purpose)},
            headers=keyed(exporter),
        )
        assert answer.status_code == 200, answer.content
    submitted = exporter.post(
        f"/applications/{number}/submit", {}, **{"Idempotency-Key": f"submit-{number}"}
    )
    assert submitted["state"] == "submitted"
    run_pending()
    return str(number)


def _file(purpose: str) -> Any:
    return SimpleUploadedFile(f"{purpose}.txt", f"{purpose}, invented\n".encode())


def reviewed(program: Programs, number: str) -> Program:
    """Taken, referred by rule, every agency agreeing."""
    officer = program("officer")
    officer.post(f"/cases/{number}/take")
    case = officer.get(f"/cases/{number}")
    teams = [one["to"] for one in case["suggested_referrals"]]
    officer.post(
        f"/cases/{number}/referrals", {"referrals": [{"team": team} for team in teams]}
    )
    for team in teams:
        program(team.lower()).post(
            f"/cases/{number}/advice", {"position": "agree", "reasons": "Known to us."}
        )
    return officer


def decided(program: Programs, number: str, draft: dict[str, Any]) -> Any:
    officer, signer = program("officer"), program("signer")
    officer.post(f"/cases/{number}/draft", draft)
    officer.post(f"/cases/{number}/send")
    signed = signer.post(f"/cases/{number}/countersign")
    run_pending()
    return signed


def granted(world: World, program: Programs) -> tuple[str, Any]:
    number = applied(world, program)
    reviewed(program, number)
    conditions = [{**one, "checker": "INS", "owner": "LIC"} for one in CONDITIONS]
    decided(
        program,
        number,
        {
            "outcome": "grant_with_conditions",
            "conditions": conditions,
            "reasons": "Credible end use.",
        },
    )
    return number, program("halden").get(f"/applications/{number}")


def test_case_1_a_bank_gets_a_licence_with_four_typed_conditions(
    world: World, program: Programs
) -> None:
    _, seen = granted(world, program)
    assert seen["state"] == "granted_with_conditions"
    assert [one["type"] for one in seen["licence"]["conditions"]] == [
        one["type"] for one in CONDITIONS
    ]
    delivered = program("halden").post(
        f"/licences/{seen['licence']['number']}/deliveries",
        {
            "on": "2026-03-02",
            "way": "activation",
            "quantity": "2",
            "unit": "C62",
            "consignee": "Banco Aurora do Sul (invented)",
        },
    )
    assert delivered["deliveries"][0]["quantity"] == "2"


def test_case_2_a_refusal_is_appealed_and_dismissed_by_somebody_uninvolved(
    world: World, program: Programs, clock: MovingClock
) -> None:
    number = applied(world, program)
    officer = reviewed(program, number)
    finding = officer.get(f"/cases/{number}")["criteria"][0]
    ground = {
        "criterion": finding["criterion"],
        "evidence": [finding["id"]],
        "words": "A clear risk of internal repression.",
    }
    decided(
        program,
        number,
        {
            "outcome": "refuse",
            "grounds": [ground],
            "reasons": "No condition removes the risk.",
            "disagreements": [
                {"finding": finding["id"], "reasons": "A court found it."}
            ],
            "without_notice": "danger_in_delay",
            "without_notice_reasons": "It leaves tomorrow.",
        },
    )
    case = officer.get(f"/cases/{number}")
    letter = case["decision"]["letters"][0]["id"]
    officer.post(
        f"/cases/{number}/letters/{letter}/service",
        {"on": "2026-03-02", "manner": "portal", "proof": "Opened by the contact"},
    )
    clock.forward(3)
    exporter = program("halden")
    appealed = exporter.post(
        f"/applications/{number}/appeal",
        {"grounds": ["facts"], "words": "Another unit."},
    )
    appeal = appealed["id"]
    assert appealed["last_day"] == "2026-04-01"
    chair, judge = program("chair"), program("judge")
    near = str(world.people["judge_below"].pk)
    refused = chair.call("POST", f"/appeals/{appeal}/assign", {"reviewer": near})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_independent_act")
    chair.post(f"/appeals/{appeal}/assign", {"reviewer": str(world.people["judge"].pk)})
    ended = judge.post(
        f"/appeals/{appeal}/decide",
        {
            "outcome": "dismissed",
            "reasons": "The risk stands.",
            "findings": [
                {"ground": "facts", "finding": "rejected", "reasons": "The same unit."}
            ],
        },
    )
    assert ended["state"] == "dismissed"
    assert exporter.get(f"/applications/{number}")["state"] == "refused"


def test_case_6_a_broken_condition_suspends_the_licence_in_the_interim(
    world: World, program: Programs
) -> None:
    _, seen = granted(world, program)
    licence = seen["licence"]["number"]
    checked = program("inspector").post(
        f"/licences/{licence}/checks",
        {
            "on": "2026-03-02",
            "condition": seen["licence"]["conditions"][0]["id"],
            "standing": "broken",
            "found": "Four of ten samples had no log.",
        },
    )
    assert checked["checks"][0]["standing"] == "broken"
    suspended = program("officer").post(
        f"/licences/{licence}/suspend", {"reasons": "A condition is broken."}
    )
    assert suspended["state"] == "suspended"
    assert program("customs").get(f"/licences/{licence}")["state"] == "suspended"
    lifted = program("signer").post(
        f"/licences/{licence}/lift", {"reasons": "The log is whole again."}
    )
    assert lifted["state"] == "issued"
    revoked = program("signer").post(
        f"/licences/{licence}/revoke", {"reasons": "Misuse."}
    )
    assert revoked["state"] == "revoked"


def test_a_submit_pressed_twice_is_one_submission(
    world: World, program: Programs
) -> None:
    number = applied(world, program)
    again = program("halden").post(
        f"/applications/{number}/submit", {}, **{"Idempotency-Key": f"submit-{number}"}
    )
    assert again["number"] == number
    kinds = [one["kind"] for one in again["timeline"]]
    assert kinds.count("submit_application") == 1


def test_an_officer_asks_and_the_exporter_answers(
    world: World, program: Programs
) -> None:
    number = applied(world, program)
    officer, exporter = program("officer"), program("halden")
    officer.post(f"/cases/{number}/take")
    officer.post(f"/cases/{number}/questions", {"question": "Who operates it?"})
    seen = exporter.get(f"/applications/{number}")
    assert seen["clock"]["state"] == "stopped"
    request = seen["requests"][0]["id"]
    answered = exporter.post(
        f"/applications/{number}/requests/{request}/answer",
        {"answer": "Two employees."},
    )
    assert answered["clock"]["state"] == "running"
    said = exporter.post(f"/applications/{number}/messages", {"text": "Thank you."})
    assert said["text"] == "Thank you."


def test_findings_can_be_renewed_facts_established_and_drafts_returned(
    world: World, program: Programs
) -> None:
    number = applied(world, program)
    officer = reviewed(program, number)
    officer.post(f"/cases/{number}/findings")
    officer.post(
        f"/cases/{number}/draft",
        {"outcome": "grant", "reasons": "Credible."},
    )
    officer.post(f"/cases/{number}/send")
    returned = program("signer").post(
        f"/cases/{number}/return", {"reasons": "Say more."}
    )
    assert returned["state"] == "deciding"
    found = officer.post(
        f"/cases/{number}/facts",
        {
            "path": "end_use",
            "value": "Testing its own network",
            "reasons": "Contract, p. 2",
        },
    )
    assert found["version"] > returned["version"]
    document = officer.get(f"/cases/{number}")["documents"][0]["id"]
    marked = officer.post(
        f"/cases/{number}/documents/{document}/invalid", {"reasons": "Unsigned."}
    )
    assert any(one["standing"] == "invalid" for one in marked["documents"])


def test_lists_of_what_i_may_see(world: World, program: Programs) -> None:
    waiting = applied(world, program)
    queue = program("officer").get("/cases")
    assert waiting in {one["number"] for one in queue}
    number, seen = granted(world, program)
    mine = program("halden").get("/applications")["cases"]
    assert {one["number"] for one in mine} == {waiting, number}
    assert program("head").get("/licences")[0]["number"] == seen["licence"]["number"]
    assert program("chair").get("/appeals")["appeals"] == []


def test_a_draft_can_lose_a_document_and_be_withdrawn(
    world: World, program: Programs
) -> None:
    exporter = program("halden")
    founded = exporter.post(
        "/organisations", {"name": "Second (invented)", "country": "SE"}
    )
    assert founded["name"] == "Second (invented)"
    number = exporter.post(
        "/applications",
        {"organisation": str(world.organisations["halden"].pk), "title": "A draft"},
    )["number"]
    saved = exporter.call(
        "PUT",
        f"/applications/{number}/sections/destination",
        {"content": {"facts": {"destination": "BR"}}},
    )
    assert saved.status_code == 200
    uploaded = exporter.client.post(
        f"/api/v1/applications/{number}/documents?purpose=contract",
        {"file": _file("contract")},
        headers=keyed(exporter),
    ).json()
    removed = exporter.call(
        "DELETE", f"/applications/{number}/documents/{uploaded['id']}"
    )
    assert removed.status_code == 200
    gone = exporter.post(f"/applications/{number}/withdraw", {"reasons": "A mistake."})
    assert gone["state"] == "withdrawn"
