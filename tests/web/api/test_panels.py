"""Panels, agreements, composites and disclosures over the API: what the screens show and do."""

from collections.abc import Callable

from tests.web.api.conftest import Program
from tests.web.casework.builders import World, make_person
from tests.web.casework.panel_builders import (
    ETHICS,
    FIRST,
    LAST,
    PUBLIC_PEM,
    SECRET_PEM,
    agree,
    seat_all,
    taken,
    terms,
)
from tests.web.casework.test_templates import says

from licet.web.casework.record.sealed_export import opened
from licet.web.casework.services.applying.templates import draft_template

Programs = Callable[..., Program]


def _ask(agreement: str, panel: str = "ethics") -> dict[str, str]:
    purpose = "ethics_review" if panel == "ethics" else "industry_advice"
    return {
        "panel": panel,
        "question": "Does the harm outweigh the good?",
        "agreement": agreement,
        "purpose": purpose,
        "because": "It touches many.",
    }


def test_seats_and_agreements_through_programs(world: World, program: Programs) -> None:
    make_person("ada")
    head, signer = program("head"), program("signer")
    days = {"first": str(FIRST), "last": str(LAST)}
    seat = head.post(
        "/panels/industry/seats",
        {"email": "ada@meridia.example", "instrument": "Order 7", **days},
    )
    assert seat["standing"] == "sits"
    assert head.post(f"/panel-seats/{seat['id']}/end", {"reasons": "Moved."})["standing"] == "over"  # fmt: skip
    assert {one["id"] for one in head.get("/panels")} == {"ethics", "industry"}
    body = {
        "kind": "partner",
        "party": "Northmark",
        "title": "Sharing (invented)",
        "purposes": ["joint_assessment"],
        "classes": ["items"],
        "onward": "To nobody.",
        "document_sha256": "c" * 64,
        "partner_key": PUBLIC_PEM,
        **days,
    }
    number = head.post("/agreements", body)["number"]
    assert head.call("POST", f"/agreements/{number}/review", {"approved": True}).status_code == 403  # fmt: skip
    signer.post(f"/agreements/{number}/review", {"approved": True})
    assert head.get(f"/agreements/{number}")["standing"] == "in_force"
    assert len(head.get("/agreements")) == 1
    case = taken(world)
    officer = program("officer")
    given = {"agreement": number, "purpose": "joint_assessment", "classes": ["items"]}
    bad = officer.call("POST", f"/cases/{case}/disclosures", given | {"classes": ["values"]})  # fmt: skip
    assert (bad.status_code, bad.json()["code"]) == (422, "not_covered")
    sent = officer.post(f"/cases/{case}/disclosures", given)["number"]
    sealed = officer.call("POST", f"/disclosures/{sent}/pack", {})
    assert "pack.json" in opened(sealed.content, secret_key=SECRET_PEM)
    assert officer.get(f"/disclosures?agreement={number}")["total"] == 1
    said = {
        "position": "agrees",
        "words": "Yes.",
        "signed_by": "N.",
        "received_on": "2026-03-02",
    }
    answered = officer.post(f"/disclosures/{sent}/answers", said)["answers"]
    assert [one["words"] for one in answered] == ["Yes."]
    recalled = officer.post(f"/disclosures/{sent}/recall", {"reasons": "Error."})
    assert recalled["recalled_because"] == "Error."
    over = head.post(f"/agreements/{number}/changes", {"change": "end", "reasons": "Over."})  # fmt: skip
    assert over["standing"] == "over"


def test_a_live_case_before_the_panel_through_programs(
    world: World, program: Programs
) -> None:
    seat_all(world)
    case, agreement = taken(world), agree(world, terms())
    officer = program("officer")
    number = officer.post(f"/cases/{case}/panels", _ask(agreement))["number"]
    at = f"/panels/referrals/{number}"
    ada, ben, cleo = (program(key) for key in ETHICS)
    assert ada.get(at)["pack"] == {}
    assert ada.get("/panels/mine")[0]["question"] == ""
    assert ada.call("GET", f"/cases/{case}").status_code == 403
    for one in (ada, ben, cleo):
        assert one.post(f"{at}/declaration", {"conflict": False})["pack"]
    ada.post(f"{at}/questions", {"text": "How likely?", "kind": "probability"})
    asked = f"{at}/questions/1"
    ada.post(f"{asked}/estimates", {"in_round": 1, "value": "10"})
    assert ben.get(at)["elicitations"][0]["rounds"][0]["estimates"] == []
    officer.post(f"{asked}/close", {"in_round": 1})
    assert ben.get(at)["elicitations"][0]["rounds"][0]["result"]["median"] == "10"
    ben.post(f"{asked}/words", {"text": "By reports."})
    ben.post(f"{at}/opinions", {"position": "conditions", "reasons": "With logging."})
    for one in (ada, ben, cleo):
        one.post(f"{at}/votes", {"version": 1, "vote": "favour"})
    assert ada.post(f"{at}/give")["standing"] == "given"
    found = officer.get(f"/cases/{case}/panels")
    assert found["referrals"][0]["opinions"][0]["reasons"] == "With logging."
    assert officer.get("/panels/referrals")[0]["number"] == number


def test_composites_and_drafts_through_programs(
    world: World, program: Programs
) -> None:
    seat_all(world)
    case, agreement = taken(world), agree(world, terms("industry"))
    officer, second = program("officer"), program("officer2")
    told = {"title": "Hosted tool", "text": "For a financial house."}
    leak = officer.call("POST", f"/cases/{case}/composites", told | {"text": "Halden"})
    assert leak.status_code == 422
    number = officer.post(f"/cases/{case}/composites", told)["number"]
    second.post(f"/composites/{number}/check", {"approved": True})
    assert officer.get(f"/composites/{number}")["standing"] == "approved"
    assert len(officer.get("/composites")) == 1
    asked = officer.post(f"/composites/{number}/panels", _ask(agreement, "industry"))
    back = officer.post(f"/panels/referrals/{asked['number']}/withdraw", {"reasons": "Error."})  # fmt: skip
    assert back["standing"] == "withdrawn"
    draft_template(by=world.policy, code="banks", says=says())
    body = {**_ask(agreement, "industry"), "subject": "template:banks"}
    assert program("policy").post("/panels/drafts", body)["sort"] == "draft"
