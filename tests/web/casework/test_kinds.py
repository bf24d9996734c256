"""Kinds of application: each asks what it needs, knows its documents, and refuses contradictions."""

import io
from datetime import timedelta

import pytest
from tests.web.casework.builders import (
    END_USER,
    ITEM,
    PURPOSES,
    MovingClock,
    World,
    section_contents,
    see,
    start,
)
from tests.web.casework.test_organisations import body
from tests.web.reader import Reader

from licet.web.casework.application.practice import practice
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import Case
from licet.web.casework.selectors.applying import applications as reads
from licet.web.casework.services.applying import applications, custody
from licet.web.casework.views import ApplicationView, CaseView

pytestmark = pytest.mark.django_db
TECHNOLOGY = {"name": "Write-up", "facts": {"kind": "technology", "eccn": "4E001"}}
ANSWERS: dict[str, dict[str, dict[str, object]]] = {
    "individual": {},
    "global_project": {
        "propagation": {
            "propagation.markets": ["BR"],
            "plan.onward_kind": "never",
            "plan.safeguard_measures": ["contract"],
        },
    },
    "general_registration": {
        "end_use": {"registration.authorisation": "MER-RES", "registration.first_use": "2026-04-01"}
    },
    "general_report": {
        "end_use": {
            "registration.authorisation": "MER-RES", "report.from": "2026-01-01",
            "report.until": "2026-02-28", "report.uses": 3,
        }
    },
    "research": {"end_use": {"research.agreement": "A 7", "research.people": 4}},
    "disclosure": {"end_use": {"disclosure.to": "maker"}},
    "incident_response": {
        "end_use": {
            "incident.began": "2026-03-01", "incident.under_way": True, "incident.owner_agreed": True,
        }
    },
    "humanitarian": {"end_use": {"safety.who": "Relief workers", "safety.lives_at_risk": False}},
    "brokering": {
        "destination": {"brokering.from": "CL"}, "end_use": {"brokering.role": "The sale"},
    },
    "technical_assistance": {"end_use": {"assistance.people": 2, "assistance.until": "2026-12-31"}},
    "transit": {"destination": {"transit.from": "CL", "transit.entry": "By sea, by air"}},
}  # fmt: skip


def begin(world: World, kind: str) -> ApplicationView:
    return applications.start_application(
        by=world.halden, organisation=body(world), title=kind, kind=kind
    )


def save(world: World, number: str, section: str, content: dict[str, object]) -> None:
    applications.save_section(
        by=world.halden, case=number, section=section, content=content, version=None
    )


def fill(world: World, kind: str, *, answered: bool = True) -> str:
    made = begin(world, kind)
    shown = {one.id for one in made.sections}
    for section, content in section_contents().items():
        if section not in shown:
            continue
        held = dict(content)
        if kind == "disclosure" and section == "items":
            held = {"items": [TECHNOLOGY]}
        if answered and section in ANSWERS[kind]:
            held = {"facts": {**held["facts"], **ANSWERS[kind][section]}}
        save(world, made.number, section, held)
    asked = {one.id for one in practice("meridia/national").kinds[kind].documents}
    for purpose in sorted({*PURPOSES, *asked}):
        custody.upload_document(
            by=world.halden, case=made.number, name=f"{purpose}.txt", purpose=purpose,
            content=io.BytesIO(f"{purpose}, invented\n".encode()),
        )  # fmt: skip
    return made.number


def send(world: World, number: str) -> CaseView:
    applications.submit_application(
        by=world.halden, case=number, key=number, version=None
    )
    run_pending()
    return see(world, number)


@pytest.mark.parametrize("kind", [pytest.param(one, id=one) for one in ANSWERS])
def test_each_kind_is_submitted_with_its_own_facts_and_stays_that_kind(
    world: World, kind: str
) -> None:
    number = fill(world, kind)
    seen = send(world, number)
    assert seen.filing is not None
    assert seen.filing.kind == kind
    facts = {one.path: one.values for one in seen.facts if one.scope == "case"}
    rules = practice("meridia/national").kinds[kind]
    for path, value in rules.sets.items():
        assert facts[path] == ("yes" if value is True else str(value),)
    for asked in rules.asks:
        if asked.required:
            assert facts[asked.fact]
    assert seen.state == "triage"


def test_every_shipped_kind_is_walked() -> None:
    assert set(ANSWERS) == set(practice("meridia/national").kinds)


def test_what_a_kind_asks_is_required_and_said_beforehand(world: World) -> None:
    number = fill(world, "research", answered=False)
    page = reads.application(viewer=world.halden, case=number)
    assert "research_agreement" in {one.id for one in page.required}
    assert any("agreement" in one.words for one in page.problems)
    with pytest.raises(InvalidInputError) as caught:
        send(world, number)
    assert set(caught.value.fields) == {
        "end_use.research.agreement", "end_use.research.people"
    }  # fmt: skip
    save(world, number, "parties", {"parties": [{**END_USER, "role": "host"}]})
    with pytest.raises(InvalidInputError, match="Name the university"):
        send(world, number)
    with pytest.raises(InvalidInputError, match="kinds of application"):
        begin(world, "wish")


def test_a_document_of_the_kind_is_asked_for_at_submission_and_at_the_gate(
    world: World,
) -> None:
    number = fill(world, "global_project")
    row = Case.objects.get(number=number)
    row.documents.filter(purpose="compliance_programme").update(standing="removed")
    with pytest.raises(InvalidInputError, match="compliance programme"):
        send(world, number)
    row.documents.filter(purpose="compliance_programme").update(standing="current")
    send(world, number)
    row.documents.filter(purpose="compliance_programme").update(standing="removed")
    obstacles = " ".join(one.words for one in see(world, number).obstacles)
    assert "compliance programme" in obstacles


def test_answers_that_contradict_each_other_are_refused_with_a_way_out(
    world: World,
) -> None:
    begun = start(world)
    save(
        world,
        begun.number,
        "propagation",
        {
            "facts": {
                "plan.onward_kind": "to_named",
                "plan.safeguard_measures": ["logs"],
            }
        },
    )
    own = Reader(world, "halden")
    page = own.read(f"/apply/cases/{begun.number}/")
    assert "Before you can submit" in page
    assert "none is named. Name them" in page
    with pytest.raises(InvalidInputError, match="Correct the item or the safeguards"):
        send(world, begun.number)
    logged = {**ITEM, "facts": {**ITEM["facts"], "logs": True}}
    save(world, begun.number, "items", {"items": [logged]})
    mended = {"plan.onward_kind": "never", "plan.safeguard_measures": ["logs"]}
    save(world, begun.number, "propagation", {"facts": mended})
    assert send(world, begun.number).state == "triage"


def test_a_document_that_is_too_old_is_not_submitted(
    world: World, clock: MovingClock
) -> None:
    begun = start(world)
    clock.at += timedelta(days=200)
    with pytest.raises(InvalidInputError, match="counts for 6 months"):
        send(world, begun.number)


def test_the_pages_ask_what_the_kind_asks_and_leave_out_what_it_does_not_need(
    world: World,
) -> None:
    own = Reader(world, "halden")
    page = own.send(
        "/apply/new/", organisation=body(world), title="T", kind="general_registration"
    )
    assert "Registration for a general authorisation" in page
    assert "Parties" not in page
    assert "How it leaves" in page
    number = reads.home(viewer=world.halden).cases[0].number
    at = f"/apply/cases/{number}/facts/end_use/"
    assert "For which general authorisation" in own.read(at)
    assert "Answer this question" in own.send(at, end_use="Research")
    own.send(
        at,
        **{
            "end_use": "Research",
            "registration.authorisation": "MER-RES",
            "registration.first_use": "2026-04-01",
        },
    )
    page = own.read(f"/apply/cases/{number}/check/")
    assert "MER-RES" in page
    plan = own.read(f"/apply/cases/{number}/facts/propagation/")
    assert "Which safeguards against re-export" in plan
    assert "incident" in own.read("/apply/new/").lower()


def test_a_law_without_a_practice_of_its_own_is_served_by_the_starter() -> None:
    assert practice("us/ear").package == "model"
    assert practice("meridia/national").package == "meridia/national"
