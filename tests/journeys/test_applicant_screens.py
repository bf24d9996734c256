"""No screen of applicants, agents and templates has a barrier; what they do works by keyboard."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests.journeys.conftest import Windows
from tests.journeys.looking import walk
from tests.journeys.steps import in_a_thread
from tests.web.casework.builders import (
    END_USER,
    ITEM,
    World,
    granted,
    section_contents,
    submit,
    take,
)

from licet.web.casework.models import Organisation
from licet.web.casework.ports import legal_day, now
from licet.web.casework.services.applying import applications
from licet.web.casework.services.applying.copying import copy_application
from licet.web.casework.services.applying.library import keep_library_entry
from licet.web.casework.services.applying.templates import (
    NewVersion,
    draft_template,
    review_template,
)
from licet.web.casework.services.desk import information_requests
from licet.web.casework.services.people import mandates, organisations

pytestmark = pytest.mark.journey
# Where pictures go when somebody wants to look: a folder, or nothing.
PICTURES = os.environ.get("LICET_TEST_PICTURES", "")


def _world_of_applicants(world: World) -> dict[str, str]:
    halden = str(world.organisations["halden"].pk)
    Organisation.objects.filter(pk=world.organisations["vigil"].pk).update(
        registration="SE-9"
    )
    day = legal_day(now())
    mandate = mandates.give_mandate(
        by=world.halden,
        organisation=halden,
        terms=mandates.MandateTerms(
            registration="SE-9", country="SE", rights=("prepare", "submit"),
            first=day, last=day + timedelta(days=200), countries=("BR",),
        ),
    )  # fmt: skip
    organisations.invite_member(
        by=world.halden, organisation=halden, email="new@meridia.example", role="reader"
    )
    for kind, content in (("item", ITEM), ("party", END_USER)):
        keep_library_entry(
            by=world.halden, organisation=halden, kind=kind, content=content
        )
    whole = section_contents()
    filled = {key: whole[key] for key in ("items", "destination", "end_use")}
    content = {
        "sections": filled,
        "conditions": [{"type": "no_onward_transfer", "checker": "INS"}],
    }
    says = NewVersion(
        title="Red-team tools for banks", purpose="Testing of a bank's own systems.",
        kind="individual", content=json.dumps(content),
    )  # fmt: skip
    draft_template(by=world.policy, code="bank-tools", says=says)
    review_template(by=world.head, code="bank-tools", version=1, approved=True)
    draft_template(by=world.policy, code="bank-tools", says=says)
    asked, licensed = submit(world).number, granted(world)
    take(world, asked)
    information_requests.request_information(
        by=world.officer, case=asked, question="Who operates it?", version=None
    )
    open_case = submit(world).number
    take(world, open_case)
    copied = copy_application(by=world.halden, source=asked, title="A second bank")
    research = applications.start_application(
        by=world.halden, organisation=halden, title="Research", kind="research"
    ).number
    applications.save_section(
        by=world.halden, case=research, section="end_use", version=None,
        content={"facts": {"end_use": "Research"}},
    )  # fmt: skip
    agent = applications.start_application(
        by=world.vigil, organisation=halden, title="By the agent"
    ).number
    assert licensed.licence is not None
    return {
        "halden": halden, "mandate": mandate.number, "asked": asked, "open": open_case,
        "copied": copied.number, "research": research, "agent": agent,
        "licence": licensed.licence.number,
        "person": str(world.people["halden"].pk),
    }  # fmt: skip


def _picture(windows: Windows, who: str, path: str, name: str) -> None:
    """Pictures at both widths, for whoever looks."""
    if not PICTURES:
        return
    page = windows.of(who).page
    for width in (1200, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        target = Path(PICTURES) / f"{name}-{width}.png"
        target.write_bytes(page.screenshot(full_page=True))
    page.set_viewport_size({"width": 1200, "height": 900})


@pytest.mark.slow
def test_no_screen_of_applicants_agents_and_templates_has_a_barrier(
    windows: Windows, world: World
) -> None:
    made = in_a_thread(lambda: _world_of_applicants(world))
    body = f"/apply/organisations/{made['halden']}"
    own = {
        "home": "/apply/",
        "start": "/apply/new/",
        "templates": "/apply/templates/",
        "from-template": "/apply/new/?template=bank-tools",
        "organisation": f"{body}/",
        "invite": f"{body}/invite/",
        "member": f"{body}/people/{made['person']}/",
        "mandate": f"{body}/mandate/",
        "end-mandate": f"{body}/mandates/{made['mandate']}/end/",
        "library": f"{body}/library/",
        "copied": f"/apply/cases/{made['copied']}/",
        "members": f"/apply/cases/{made['copied']}/list/parties/",
        "take": f"/apply/cases/{made['copied']}/list/items/library/",
        "copy": f"/apply/cases/{made['asked']}/copy/",
        "research": f"/apply/cases/{made['research']}/",
        "research-use": f"/apply/cases/{made['research']}/facts/end_use/",
        "plan": f"/apply/cases/{made['research']}/facts/propagation/",
        "status-asked": f"/apply/cases/{made['asked']}/",
        "status": f"/apply/cases/{made['open']}/",
        "amend": f"/apply/cases/{made['open']}/amend/",
        "amend-use": f"/apply/cases/{made['open']}/facts/end_use/",
        "urgent": f"/apply/cases/{made['open']}/urgent/",
        "licence": f"/apply/licences/{made['licence']}/",
        "change": f"/apply/licences/{made['licence']}/change/amend_licence/",
        "transfer": f"/apply/licences/{made['licence']}/change/transfer_licence/",
    }
    desk_pages = {
        "desk-templates": "/work/templates/",
        "desk-template": "/work/templates/bank-tools/",
    }
    for who, pages in (
        ("halden", own),
        ("vigil", {"agent-case": f"/apply/cases/{made['agent']}/"}),
        ("head", desk_pages),
        ("policy", {"write-template": "/work/templates/bank-tools/new/"}),
        ("officer", {"desk-urgent": f"/work/cases/{made['open']}/urgent/"}),
    ):
        for name, path in pages.items():
            _picture(windows, who, path, name)
        assert walk(windows, windows.of(who).page, list(pages.values())) == []
