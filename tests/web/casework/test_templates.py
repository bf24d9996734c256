"""Templates: written by one person, approved by another, versioned; they loosen no rule."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import patch

import pytest
from tests.web.api.conftest import program
from tests.web.casework.builders import (
    END_USER,
    ITEM,
    PURPOSES,
    World,
    advise_all,
    section_contents,
    see,
    submit,
    take,
)
from tests.web.casework.test_organisations import body
from tests.web.reader import Reader
from typer.testing import CliRunner

from licet.cli.main import build_app
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotIndependentActError,
    UnavailableError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import DeterminationRecord
from licet.web.casework.ports import Ports, using
from licet.web.casework.selectors.applying import applications as reads
from licet.web.casework.selectors.applying import templates as template_reads
from licet.web.casework.services.applying import applications, custody
from licet.web.casework.services.applying.templates import (
    NewVersion,
    draft_template,
    retire_template,
    review_template,
    start_from_template,
)

__all__ = ["program"]
pytestmark = pytest.mark.django_db
FILLED = {
    key: content
    for key, content in section_contents().items()
    if key not in {"organisation", "declaration"}
}
CONTENT = json.dumps(
    {
        "sections": FILLED,
        "conditions": [{"type": "no_onward_transfer", "checker": "INS"}],
        "documents": ["contract"],
    }
)


def says(content: str = CONTENT, **changes: str) -> NewVersion:
    usual = {"title": "Red-team tools for banks", "purpose": "Testing", "kind": "individual"}  # fmt: skip
    return NewVersion(content=content, **usual | changes)


def write(world: World, code: str = "bank-tools", **changes: str) -> int:
    made = draft_template(by=world.policy, code=code, says=says(**changes))
    return made.version


def approve(world: World, code: str = "bank-tools", version: int = 1) -> None:
    review_template(by=world.head, code=code, version=version, approved=True)


def begin(world: World, code: str = "bank-tools") -> str:
    return start_from_template(
        by=world.halden, organisation=body(world), title="By template", template=code
    ).number


def send(world: World, number: str) -> None:
    by = world.halden
    whole = section_contents()
    for section in ("organisation", "declaration"):
        applications.save_section(
            by=by, case=number, section=section, content=whole[section], version=None
        )
    for purpose in PURPOSES:
        custody.upload_document(
            by=by, case=number, name=f"{purpose}.txt", purpose=purpose,
            content=io.BytesIO(f"{purpose}, invented\n".encode()),
        )  # fmt: skip
    applications.submit_application(by=by, case=number, key=number, version=None)
    run_pending()


def test_an_application_from_a_template_meets_the_same_law_and_gate_as_one_by_hand(
    world: World,
) -> None:
    write(world)
    approve(world)
    number = begin(world)
    send(world, number)
    by_hand = submit(world)
    found = [
        [
            (row.regime, row.item, row.outcome, row.document["digest"])
            for row in DeterminationRecord.objects.filter(
                run__case__number=one
            ).order_by("regime", "item")
        ]
        for one in (number, by_hand.number)
    ]
    assert found[0] == found[1]
    seen = [see(world, one) for one in (number, by_hand.number)]
    gates = [[one.words for one in case.obstacles] for case in seen]
    assert gates[0] == gates[1] != []
    asked = [[(one.id, one.there) for one in case.required] for case in seen]
    assert asked[0] == asked[1]
    assert [one.party for one in seen[0].screenings] == [
        one.party for one in seen[1].screenings
    ]
    used = seen[0].filing
    assert used is not None
    assert used.template is not None
    assert (used.template.version, used.template.changed) == (1, ())
    take(world, number)
    advise_all(world, number)
    page = Reader(world, "officer").source(f"/work/cases/{number}/draft/")
    assert 'value="no_onward_transfer" checked' in page.replace("  ", " ")
    assert "Made from the template" in Reader(world, "officer").read(
        f"/work/cases/{number}/"
    )


def test_an_application_keeps_the_version_that_it_was_made_from(world: World) -> None:
    write(world)
    approve(world)
    first = begin(world)
    write(world, title="Second edition")
    assert begin(world)
    approve(world, version=2)
    second = begin(world)
    versions = []
    for number in (first, second):
        filing = reads.application(viewer=world.halden, case=number).filing
        assert filing is not None
        assert filing.template is not None
        versions.append((filing.template.version, filing.template.title))
    assert versions == [(1, "Red-team tools for banks"), (2, "Second edition")]
    changed = {"facts": {"end_use": "Something else"}}
    applications.save_section(
        by=world.halden, case=first, section="end_use", content=changed, version=None
    )
    applications.save_section(
        by=world.halden, case=first, section="items", version=None,
        content={"items": [{**ITEM, "facts": {"kind": "software", "quantity": 3}}]},
    )  # fmt: skip
    applications.save_section(
        by=world.halden, case=first, section="parties", version=None,
        content={"parties": []},
    )  # fmt: skip
    filing = reads.application(viewer=world.halden, case=first).filing
    assert filing is not None
    assert filing.template is not None
    assert set(filing.template.changed) >= {
        "end_use", "items.0.eccn", "items.0.quantity", "parties.0.name"
    }  # fmt: skip
    retire_template(by=world.policy, code="bank-tools", reasons="Superseded.")
    with pytest.raises(NotFoundError):
        begin(world)
    with pytest.raises(WrongStateError, match="retired already"):
        retire_template(by=world.policy, code="bank-tools", reasons="Again.")
    with pytest.raises(WrongStateError, match="retired"):
        write(world)
    with pytest.raises(NotFoundError):
        retire_template(by=world.policy, code="none", reasons="x")
    desk = template_reads.template(viewer=world.policy, code="bank-tools")
    assert (desk.retired, desk.in_force, desk.used) == (True, 0, 3)
    assert {one.standing for one in desk.versions} == {"retired"}
    assert template_reads.offered_templates(viewer=world.halden) == ()


def test_a_version_needs_a_second_person_and_waits_until_then(world: World) -> None:
    write(world)
    with pytest.raises(NotFoundError):
        begin(world)
    with pytest.raises(NotIndependentActError):
        review_template(by=world.policy, code="bank-tools", version=1, approved=True)
    with pytest.raises(NotAllowedError):
        review_template(by=world.officer, code="bank-tools", version=1, approved=True)
    with pytest.raises(NotAllowedError):
        draft_template(by=world.officer, code="x", says=says())
    with pytest.raises(WrongStateError, match="waits for its review"):
        write(world)
    with pytest.raises(InvalidInputError, match="what must change"):
        review_template(by=world.head, code="bank-tools", version=1, approved=False)
    review_template(
        by=world.head, code="bank-tools", version=1, approved=False, reasons="Too wide."
    )
    with pytest.raises(WrongStateError, match="already"):
        approve(world)
    with pytest.raises(NotFoundError):
        approve(world, version=7)
    with pytest.raises(NotFoundError):
        template_reads.template(viewer=world.policy, code="none")
    assert write(world) == 2
    desk = template_reads.templates(viewer=world.auditor)
    assert [one.standing for one in desk[0].versions] == ["proposed", "returned"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"title": " "}, "title", id="no-title"),
        pytest.param({"purpose": ""}, "purpose", id="no-purpose"),
        pytest.param({"kind": "wish"}, "kind", id="no-kind"),
        pytest.param({"content": "a: ["}, "content", id="no-yaml"),
        pytest.param({"content": "3"}, "content", id="no-mapping"),
        pytest.param({"content": "a: 3"}, "content", id="strange-part"),
        pytest.param({"content": "x" * 100_001}, "content", id="too-long"),
        pytest.param({"content": "conditions: [3]"}, "content", id="strange-condition"),
        pytest.param(
            {"content": "conditions: [{type: wish, checker: INS}]"}, "content", id="unsignable"
        ),
        pytest.param(
            {"content": "sections: {declaration: {accepted: true, name: X}}"},
            "content",
            id="declares-for-others",
        ),
        pytest.param(
            {"content": "sections: {destination: {facts: {destination: QQ}}}"},
            "destination",
            id="no-country",
        ),
    ],
)  # fmt: skip
def test_a_template_says_what_it_may_not_hold(
    world: World, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        write(world, **changes)
    assert field in caught.value.fields
    with pytest.raises(InvalidInputError):
        write(world, code="Not A Code")


def test_no_template_leads_to_what_is_prohibited(world: World) -> None:
    banned = {
        "sections": {
            "items": {"items": [{"name": "X", "facts": {"kind": "software", "eccn": "4D004"}}]},
            "destination": {"facts": {"destination": "KP"}},
            "parties": {"parties": [{**END_USER, "country": "KP"}]},
        }
    }  # fmt: skip
    with pytest.raises(InvalidInputError, match="prohibited"):
        write(world, content=json.dumps(banned))
    assert write(world, content="{}") == 1


def test_templates_on_pages_and_over_the_api(world: World, program: object) -> None:
    policy, head = Reader(world, "policy"), Reader(world, "head")
    assert "None yet" in policy.read("/work/templates/")
    given = {"code": "bank-tools", "title": "Banks", "purpose": "Testing", "kind": "individual"}  # fmt: skip
    page = policy.send("/work/templates/new/", content="a: [", **given)
    assert "This is no YAML" in page
    assert "waits for review" in policy.send("/work/templates/new/", content=CONTENT, **given)  # fmt: skip
    policy.send("/work/templates/bank-tools/", status=403, approved="yes")
    assert "approved" in head.send("/work/templates/bank-tools/", approved="yes")
    assert "Banks" in head.read("/work/templates/")
    assert "Second edition" not in policy.read("/work/templates/bank-tools/new/")
    own = Reader(world, "halden")
    assert "Conditions named beforehand" in own.read("/apply/templates/")
    assert "From the template Banks" in own.read("/apply/new/?template=bank-tools")
    page = own.send(
        "/apply/new/", organisation=body(world), title="T", template="bank-tools"
    )
    assert "Made from the template Banks, version 1" in page
    exporter = program("halden")  # type: ignore[operator]
    assert exporter.get("/templates")[0]["code"] == "bank-tools"
    assert len(exporter.get("/application-kinds")) == 11
    made = exporter.post(
        "/applications",
        {"organisation": body(world), "title": "T", "template": "bank-tools"},
    )
    assert made["filing"]["template"]["version"] == 1
    desk = program("policy", "work", "read")  # type: ignore[operator]
    says_ = {"title": "Banks 2", "purpose": "Testing", "content": CONTENT}
    assert desk.post("/template-desk/bank-tools/versions", says_)["version"] == 2
    second = program("head", "work", "read")  # type: ignore[operator]
    at = "/template-desk/bank-tools/versions/2/review"
    assert second.post(at, {"approved": True})["standing"] == "approved"
    assert desk.get("/template-desk")[0]["in_force"] == 2
    assert "Say why" in policy.send("/work/templates/bank-tools/retire/")
    assert "retired" in policy.send(
        "/work/templates/bank-tools/retire/", reasons="Old."
    )
    again = desk.call("POST", "/template-desk/bank-tools/retire", {"reasons": "x"})
    assert again.status_code == 409


def test_templates_in_the_command(world: World, tmp_path: Path) -> None:
    source = tmp_path / "template.yaml"
    source.write_text(
        json.dumps({"title": "Banks", "purpose": "Testing", "content": json.loads(CONTENT)})
    )  # fmt: skip

    def run(*words: str, code: int = 0) -> str:
        with patch("django.setup"), patch("licet.web.casework.acts.second_factor.require_code"):  # fmt: skip
            done = CliRunner().invoke(build_app(), ["template", *words])
        assert done.exit_code == code, (done.output, done.exception)
        return done.output

    who, second = ("--as", "policy@meridia.example"), ("--as", "head@meridia.example")
    assert "waits for its review" in run(
        "write", "bank", str(source), *who, "--code", "1"
    )
    assert "proposed" in run("list", *who)
    assert "returned" in run(
        "review", "bank", "1", *second, "--code", "1", "--return", "--reasons", "No."
    )
    run("write", "bank", str(source), *who, "--code", "1")
    assert "approved" in run("review", "bank", "2", *second, "--code", "1")
    assert json.loads(run("list", *who, "--json"))[0]["in_force"] == 2
    assert "is retired" in run(
        "retire", "bank", *who, "--reasons", "Old.", "--code", "1"
    )


class _Silent:
    """A determiner that cannot answer; all else is the real one."""

    def __init__(self, real: Any) -> None:
        self.real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def preview(self, *_args: object, **_named: object) -> NoReturn:
        raise UnavailableError("The law cannot be read now. Try again.")


def test_a_template_is_not_written_while_the_law_cannot_be_asked(
    world: World, outside: Ports
) -> None:
    write(world)
    approve(world)
    silent = replace(outside, determiner=_Silent(outside.determiner))
    with using(silent):
        with pytest.raises(InvalidInputError, match="cannot be read"):
            write(world, code="other")
        (offered,) = template_reads.offered_templates(viewer=world.halden)
    assert offered.documents == ()
