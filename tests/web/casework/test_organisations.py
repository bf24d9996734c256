"""Who acts for an organisation: roles, invitations that work once, mandates that end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.web.casework.builders import (
    KeptPost,
    MovingClock,
    World,
    granted,
    make_person,
    see,
    start,
)

from licet.web.casework.application.practice import kind_name
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.jobs.outbox import deliver_outbox
from licet.web.casework.models import Case, LedgerRow, Letter, Membership, Organisation
from licet.web.casework.ports import Ports, legal_day, now
from licet.web.casework.record.events import read_act
from licet.web.casework.rights.member_rights import (
    MANAGE,
    exporter_acts,
    notice_address,
    right_for,
)
from licet.web.casework.rights.policy import SYSTEM
from licet.web.casework.selectors.applying import applications as applicant_reads
from licet.web.casework.selectors.parts.filings import filing_view, in_care_of
from licet.web.casework.selectors.people import organisations as reads
from licet.web.casework.services.applying import applications
from licet.web.casework.services.decision.papers import letter_content
from licet.web.casework.services.keeping import subject_access
from licet.web.casework.services.licences import licences
from licet.web.casework.services.opinions import opinions
from licet.web.casework.services.people import mandates, organisations
from licet.web.casework.services.people.mandates import MandateTerms

pytestmark = pytest.mark.django_db


def join(world: World, key: str, role: str, who: str = "halden") -> None:
    """Somebody new with a role in the organisation, by invitation and link."""
    world.people[key] = make_person(key)
    made = organisations.invite_member(
        by=world.actor(who),
        organisation=str(world.organisations[who].pk),
        email=f"{key}@meridia.example",
        role=role,
    )
    organisations.accept_invitation(by=world.actor(key), token=token(made.id))


def token(invitation: str) -> str:
    return organisations.link_of(invitation).rstrip("/").rsplit("/", 1)[-1]


def body(world: World, key: str = "halden") -> str:
    return str(world.organisations[key].pk)


def newest() -> dict[str, object]:
    row = LedgerRow.objects.latest("pk")
    told = read_act(row)
    return {"kind": told.kind, **told.payload}


@pytest.fixture
def agent(world: World) -> Organisation:
    """Kestrel: an agent with a submitter and a preparer of its own."""
    made = Organisation.objects.create(
        name="Kestrel Agents (invented)",
        country="SE",
        registration="SE-77",
        made_at=now(),
    )
    world.organisations["kestrel"] = made
    for key, role in (("kestrel", "admin"), ("clerk", "preparer")):
        world.people[key] = make_person(key)
        Membership.objects.create(
            person=world.people[key],
            organisation=made,
            first=legal_day(now()),
            role=role,
        )
    return made


def terms(**changes: object) -> MandateTerms:
    day = legal_day(now())
    usual = MandateTerms(
        registration="SE-77",
        country="SE",
        rights=("prepare", "submit"),
        first=day,
        last=day + timedelta(days=90),
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # fields of the record


def give(world: World, **changes: object) -> str:
    return mandates.give_mandate(
        by=world.halden, organisation=body(world), terms=terms(**changes)
    ).number


def test_every_act_of_an_exporter_has_a_right_and_an_unknown_one_the_highest() -> None:
    assert {act for act in exporter_acts() if right_for(act) == MANAGE} == set()
    assert right_for("rewrite_history") == MANAGE


def test_a_role_does_what_it_says_and_no_more(world: World) -> None:
    join(world, "writer", "preparer")
    join(world, "looker", "reader")
    made = start(world)
    with pytest.raises(NotAllowedError, match="submitter"):
        applications.submit_application(
            by=world.writer, case=made.number, key="k", version=None
        )
    kept = {"facts": {"end_use": "Testing"}}
    saved = applications.save_section(
        by=world.writer, case=made.number, section="end_use", content=kept, version=None
    )
    assert "submit_application" not in {one.act for one in saved.acts}
    with pytest.raises(NotAllowedError, match="preparer"):
        applications.save_section(
            by=world.looker, case=made.number, section="end_use", content=kept, version=None
        )  # fmt: skip
    assert newest()["kind"] == "refused"
    with pytest.raises(NotAllowedError):
        applications.start_application(
            by=world.looker, organisation=body(world), title="Mine"
        )
    with pytest.raises(NotAllowedError):
        subject_access.export_held_data(by=world.writer, organisation=body(world))
    with pytest.raises(NotAllowedError):
        opinions.request_opinion(
            by=world.looker,
            asked=opinions.OpinionRequest(
                organisation=body(world), kind="advance_ruling", title="x", question=""
            ),
        )
    assert applicant_reads.application(viewer=world.looker, case=made.number).acts == ()


def test_a_licence_is_used_by_those_who_may_use_it(world: World) -> None:
    join(world, "writer", "preparer")
    case = granted(world)
    assert case.licence is not None
    with pytest.raises(NotAllowedError, match="submitter"):
        licences.surrender_licence(
            by=world.writer, licence=case.licence.number, reasons="x", version=None
        )
    with pytest.raises(NotAllowedError):
        opinions.request_opinion(
            by=world.writer,
            asked=opinions.OpinionRequest(
                organisation=body(world), kind="advance_ruling", title="x", question=""
            ),
        )


def test_an_invitation_is_mailed_and_works_once_for_its_addressee(
    world: World, outside: Ports
) -> None:
    world.people["new"] = make_person("new")
    made = organisations.invite_member(
        by=world.halden,
        organisation=body(world),
        email="NEW@meridia.example",
        role="reader",
    )
    assert newest()["kind"] == "invite_member"
    deliver_outbox()
    assert isinstance(outside.post, KeptPost)
    (mail,) = (one for one in outside.post.sent if one["key"].startswith("invitation"))
    assert mail["to"] == "new@meridia.example"
    assert token(made.id) in mail["body"]
    with pytest.raises(NotFoundError):
        organisations.invited(by=world.vigil, token=token(made.id))
    with pytest.raises(NotFoundError):
        organisations.invited(by=world.new, token="forged:link")
    assert organisations.invited(by=world.new, token=token(made.id)).role == "reader"
    organisations.accept_invitation(by=world.new, token=token(made.id))
    assert world.new.organisations == {body(world)}
    with pytest.raises(WrongStateError, match="used already"):
        organisations.accept_invitation(by=world.new, token=token(made.id))
    with pytest.raises(WrongStateError, match="not open"):
        organisations.revoke_invitation(
            by=world.halden, organisation=body(world), invitation=made.id
        )
    with pytest.raises(InvalidInputError, match="Change the role"):
        organisations.invite_member(
            by=world.halden,
            organisation=body(world),
            email="new@meridia.example",
            role="admin",
        )


def test_an_invitation_that_was_taken_back_replaced_or_is_old_leads_nowhere(
    world: World, outside: Ports, clock: MovingClock
) -> None:
    world.people["new"] = make_person("new")
    given = {"organisation": body(world), "email": "new@meridia.example"}
    first = organisations.invite_member(by=world.halden, role="reader", **given)
    second = organisations.invite_member(by=world.halden, role="reader", **given)
    with pytest.raises(WrongStateError, match="taken back"):
        organisations.accept_invitation(by=world.new, token=token(first.id))
    organisations.revoke_invitation(
        by=world.halden, organisation=body(world), invitation=second.id
    )
    assert organisations.mail_of(second.id) is None
    third = organisations.invite_member(by=SYSTEM, role="admin", **given)
    clock.forward(8)
    with pytest.raises(WrongStateError, match="expired"):
        organisations.accept_invitation(by=world.new, token=token(third.id))
    deliver_outbox()
    assert isinstance(outside.post, KeptPost)
    assert not [one for one in outside.post.sent if "invitation" in one["key"]]
    page = reads.organisation_page(viewer=world.halden, organisation=body(world))
    assert sorted(one.standing for one in page.invitations) == [
        "expired",
        "revoked",
        "revoked",
    ]


@pytest.mark.parametrize(
    ("email", "role", "field"),
    [
        pytest.param("nobody", "reader", "email", id="no-address"),
        pytest.param("a@b.example", "king", "role", id="no-role"),
    ],
)
def test_an_invitation_says_what_is_wrong(
    world: World, email: str, role: str, field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        organisations.invite_member(
            by=world.halden, organisation=body(world), email=email, role=role
        )
    assert field in caught.value.fields


def test_the_last_administrator_stays_until_there_is_another(world: World) -> None:
    own = str(world.people["halden"].pk)
    given = {"by": world.halden, "organisation": body(world), "person": own}
    with pytest.raises(WrongStateError, match="last administrator"):
        organisations.end_membership(**given)  # type: ignore[arg-type]
    with pytest.raises(WrongStateError, match="last administrator"):
        organisations.change_member(role="reader", **given)  # type: ignore[arg-type]
    join(world, "second", "reader")
    other = str(world.people["second"].pk)
    organisations.change_member(
        by=world.halden, organisation=body(world), person=other, role="admin"
    )
    organisations.end_membership(**given)  # type: ignore[arg-type]
    assert world.halden.organisations == frozenset()
    with pytest.raises(NotFoundError):
        reads.organisation_page(viewer=world.halden, organisation=body(world))
    with pytest.raises(NotFoundError):
        organisations.end_membership(
            by=world.second, organisation=body(world), person=own
        )
    assert newest()["kind"] == "end_membership"


def test_only_an_administrator_manages_people(world: World) -> None:
    join(world, "third", "submitter")
    with pytest.raises(NotAllowedError, match="admin"):
        organisations.invite_member(
            by=world.third, organisation=body(world), email="x@y.example", role="admin"
        )
    with pytest.raises(NotAllowedError, match="admin"):
        mandates.give_mandate(by=world.third, organisation=body(world), terms=terms())
    with pytest.raises(NotFoundError):
        organisations.invite_member(
            by=world.vigil, organisation=body(world), email="x@y.example", role="admin"
        )


def test_an_agent_acts_within_its_mandate_and_not_after_its_end(
    world: World, agent: Organisation
) -> None:
    with pytest.raises(NotFoundError):
        applications.start_application(
            by=world.kestrel, organisation=body(world), title="Too early"
        )
    number = give(world)
    made = applications.start_application(
        by=world.kestrel, organisation=body(world), title="For Halden"
    )
    assert made.filing is not None
    assert made.filing.mandate is not None
    assert made.filing.mandate.number == number
    assert newest()["mandate"] == number
    kept = {"facts": {"end_use": "Testing"}}
    given = {"case": made.number, "section": "end_use", "content": kept}
    applications.save_section(by=world.clerk, version=None, **given)  # type: ignore[arg-type]
    assert newest()["mandate"] == number
    with pytest.raises(NotAllowedError, match="does not cover"):
        applications.withdraw_application(
            by=world.clerk, case=made.number, version=None
        )
    held = world.kestrel
    mandates.end_mandate(by=world.halden, number=number, reasons="Done.")
    # Whoever was signed in before the end is refused at the act itself.
    with pytest.raises(NotAllowedError, match="may have ended"):
        applications.save_section(by=held, version=None, **given)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        applicant_reads.application(viewer=world.kestrel, case=made.number)
    with pytest.raises(NotFoundError):
        applications.start_application(
            by=held, organisation=body(world), title="Too late"
        )
    with pytest.raises(WrongStateError, match="ended already"):
        mandates.end_mandate(by=world.halden, number=number, reasons="Again.")
    seen = applicant_reads.application(viewer=world.halden, case=made.number)
    assert seen.filing is not None
    assert seen.filing.mandate is not None
    assert seen.filing.mandate.standing == "ended"


def test_an_agent_sees_its_own_cases_only_unless_all_are_covered(
    world: World, agent: Organisation, clock: MovingClock
) -> None:
    mine = start(world)
    number = give(world)
    with pytest.raises(NotFoundError):
        applicant_reads.application(viewer=world.kestrel, case=mine.number)
    assert not applicant_reads.home(viewer=world.kestrel).cases
    mandates.end_mandate(by=world.kestrel, number=number, reasons="We stop.")
    give(world, all_cases=True, rights=("submit",))
    assert applicant_reads.application(viewer=world.kestrel, case=mine.number)
    kept = {"facts": {"end_use": "Other"}}
    with pytest.raises(NotAllowedError, match="does not cover"):
        applications.save_section(
            by=world.kestrel, case=mine.number, section="end_use", content=kept, version=None
        )  # fmt: skip
    with pytest.raises(NotAllowedError, match="does not cover"):
        applications.start_application(
            by=world.kestrel, organisation=body(world), title="No right"
        )
    clock.forward(91)
    assert world.kestrel.mandates == ()
    page = reads.organisation_page(viewer=world.halden, organisation=body(world))
    assert [one.standing for one in page.given] == ["expired", "ended"]


def test_a_mandate_for_some_destinations_ends_at_their_borders(
    world: World, agent: Organisation
) -> None:
    give(world, all_cases=True, countries=("CL",))
    made = start(world)
    with pytest.raises(NotAllowedError, match="limited to CL"):
        applications.withdraw_application(
            by=world.kestrel, case=made.number, version=None
        )
    assert (
        "only for Chile"
        in reads.organisation_page(viewer=world.halden, organisation=body(world))
        .given[0]
        .words
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"registration": "SE-0"}, "registration", id="unknown-agent"),
        pytest.param({"registration": " "}, "registration", id="no-number"),
        pytest.param({"rights": ()}, "rights", id="no-right"),
        pytest.param({"rights": ("rule",)}, "rights", id="unknown-right"),
        pytest.param({"last": legal_day(now())}, "last", id="over-before-it-begins"),
        pytest.param({"countries": ("QQ",)}, "countries", id="no-country"),
    ],
)
def test_a_mandate_says_what_is_wrong(
    world: World, agent: Organisation, changes: dict[str, object], field: str
) -> None:
    if field == "last":
        changes = {"last": legal_day(now()) - timedelta(days=1)}
    with pytest.raises(InvalidInputError) as caught:
        give(world, **changes)
    assert field in caught.value.fields


def test_a_mandate_lasts_three_years_at_most_and_may_begin_later(
    world: World, agent: Organisation
) -> None:
    day = legal_day(now())
    with pytest.raises(InvalidInputError, match="three years"):
        give(world, last=day + timedelta(days=4 * 366))
    give(world, first=day + timedelta(days=2))
    assert world.kestrel.mandates == ()
    page = reads.organisation_page(viewer=world.kestrel, organisation=str(agent.pk))
    assert page.held[0].standing == "to_come"
    with pytest.raises(NotFoundError):
        mandates.end_mandate(
            by=world.vigil, number=page.held[0].number, reasons="Not mine."
        )
    with pytest.raises(NotFoundError):
        mandates.end_mandate(by=world.halden, number="M-0", reasons="None.")


def test_the_agent_stands_on_the_case_and_in_the_address_of_its_letters(
    world: World, agent: Organisation
) -> None:
    number = give(world, all_cases=True)
    filed = applications.start_application(
        by=world.kestrel, organisation=body(world), title="By the agent"
    )
    case = granted(world)
    row = Case.objects.get(number=case.number)
    letter = Letter.objects.filter(case=row).first()
    assert letter is not None
    assert letter_content(letter, "refusal")["addressee"][1] == "1 Harbour Row"
    begun = Case.objects.get(number=filed.number)
    letter.case = begun
    address = letter_content(letter, "refusal")["addressee"]
    assert address[:2] == [
        "Halden Security (invented)",
        f"c/o Kestrel Agents (invented) ({number})",
    ]
    mandates.end_mandate(by=world.halden, number=number, reasons="Over.")
    letter.case = Case.objects.get(number=filed.number)
    assert len(letter_content(letter, "refusal")["addressee"]) == len(address) - 1
    assert see(world, case.number).filing is not None


def test_the_operator_sees_every_organisation_and_a_member_their_own(
    world: World,
) -> None:
    assert len(reads.organisations(viewer=SYSTEM)) == 2
    assert [row[1] for row in reads.organisations(viewer=world.halden)] == [
        "Halden Security (invented)"
    ]
    with pytest.raises(NotFoundError):
        reads.organisation_page(viewer=SYSTEM, organisation="nowhere")
    with pytest.raises(NotAllowedError):
        reads.organisations(viewer=world.officer)


def test_for_whom_one_may_begin_is_said_with_the_mandate(
    world: World, agent: Organisation
) -> None:
    number = give(world)
    assert [words for _key, words in reads.startable(world.kestrel)] == [
        "Kestrel Agents (invented)",
        f"Halden Security (invented), as its agent under {number}",
    ]


def test_a_notice_goes_to_whoever_still_acts(world: World, agent: Organisation) -> None:
    number = give(world)
    made = applications.start_application(
        by=world.kestrel, organisation=body(world), title="By the agent"
    )
    case = Case.objects.get(number=made.number)
    assert notice_address(case) == "kestrel@meridia.example"
    mandates.end_mandate(by=world.halden, number=number, reasons="Over.")
    case = Case.objects.get(number=made.number)
    assert notice_address(case) == "halden@meridia.example"
    Membership.objects.filter(organisation=case.organisation).delete()
    assert notice_address(case) == "kestrel@meridia.example"


def test_whoever_joined_meanwhile_stays_what_they_are(world: World) -> None:
    world.people["new"] = make_person("new")
    made = organisations.invite_member(
        by=world.halden, organisation=body(world), email="new@meridia.example", role="admin"
    )  # fmt: skip
    Membership.objects.create(
        person=world.people["new"],
        organisation=world.organisations["halden"],
        first=legal_day(now()),
        role="reader",
    )
    organisations.accept_invitation(by=world.new, token=token(made.id))
    assert world.new.member_roles == ((body(world), "reader"),)
    with pytest.raises(NotFoundError):
        organisations.revoke_invitation(
            by=world.halden, organisation=body(world), invitation="nowhere"
        )


def test_a_case_from_before_filings_were_noted_is_an_individual_application() -> None:
    old = Case()
    assert filing_view(old) is None
    assert in_care_of(old) == ()
    assert kind_name(old) == "individual"
