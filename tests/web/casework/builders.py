"""An invented authority, and builders that drive the services; no state is written by hand.

Only people, posts and delegations are rows: an installation's directory makes them, no act.
"""

import io
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from tests.web.casework.kept import kept

from licet.decision import Condition, DecisionOutcome, Disagreement, Draft, Ground
from licet.web.casework.access import Actor
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    DelegationRow,
    Membership,
    Organisation,
    Person,
    Post,
    Team,
)
from licet.web.casework.rights.people import actor_of_person
from licet.web.casework.selectors.applying import applications as applicant_reads
from licet.web.casework.selectors.desk import desk as desk_reads
from licet.web.casework.services.applying import applications, custody
from licet.web.casework.services.decision import decisions
from licet.web.casework.services.desk import desk, referring
from licet.web.casework.views import ApplicationView, CaseView, Json

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ACTS = ["grant", "grant_with_conditions", "refuse", "no_licence_required"]
TEAMS = (
    ("LIC", "Licensing desk", "authority"),
    ("SGN", "Signatories", "authority"),
    ("INS", "Inspection", "authority"),
    ("TE", "Trade and Economy", "agency"),
    ("DS", "Defence Staff", "agency"),
    ("MI", "Interior", "agency"),
    ("MFA", "Foreign Affairs", "agency"),
    ("MJ", "Justice", "agency"),
    ("IA", "Intelligence Assessment", "agency"),
    ("CU", "Customs", "customs"),
    ("APP", "Appeals Chamber", "appeal"),
    ("AUD", "Court of Audit", "audit"),
    ("POL", "Policy unit", "policy"),
    ("PANEL-ethics", "Ethics panel", "panel"),
)
STAFF = (
    ("head", "SGN", ("manager", "countersigner"), ""),
    ("officer", "LIC", ("officer",), "head"),
    ("officer2", "LIC", ("officer",), "head"),
    ("signer", "SGN", ("officer", "countersigner"), "head"),
    ("unsigned", "SGN", ("countersigner",), "head"),
    ("inspector", "INS", ("inspector",), "head"),
    ("te", "TE", ("agency",), ""),
    ("ds", "DS", ("agency",), ""),
    ("mi", "MI", ("agency",), ""),
    ("mfa", "MFA", ("agency",), ""),
    ("mj", "MJ", ("agency",), ""),
    ("ia", "IA", ("agency",), ""),
    ("customs", "CU", ("customs",), ""),
    ("chair", "APP", ("appeal_manager",), ""),
    ("judge", "APP", ("appeal_reviewer",), "chair"),
    ("judge_below", "APP", ("appeal_reviewer",), "officer"),
    ("auditor", "AUD", ("auditor",), ""),
    ("policy", "POL", ("policy",), ""),
    ("member", "PANEL-ethics", ("panel_member",), ""),
)


@dataclass(slots=True)
class MovingClock:
    """A clock that stands until it is moved."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def forward(self, days: int) -> None:
        self.at += timedelta(days=days)


@dataclass(slots=True)
class KeptPost:
    """A post office that keeps what it was given."""

    sent: list[dict[str, str]] = field(default_factory=list)

    def send(self, *, to: str, subject: str, body: str, key: str) -> None:
        self.sent.append({"to": to, "subject": subject, "body": body, "key": key})


def make_person(key: str) -> Person:
    email = f"{key}@meridia.example"
    return Person.objects.create_user(email, "correct horse battery", name=key.title())


def hire(key: str, team: str, roles: tuple[str, ...], boss: Post | None) -> list[Post]:
    person = make_person(key)
    first = date(2020, 1, 1)
    held = Team.objects.get(code=team)
    return [
        Post.objects.create(
            person=person, team=held, role=role, reports_to=boss, first=first
        )
        for role in roles
    ]


@dataclass(slots=True)
class World:
    """Everybody of the invented authority, as actors of today."""

    people: dict[str, Person]
    organisations: dict[str, Organisation]

    def actor(self, key: str) -> Actor:
        return actor_of_person(self.people[key])

    def __getattr__(self, key: str) -> Actor:
        if key.startswith("_") or key not in self.people:
            raise AttributeError(key)
        return self.actor(key)


@kept
def build_world() -> World:
    for code, name, kind in TEAMS:
        Team.objects.create(
            code=code, name=name, kind=kind, email=f"{code.lower()}@meridia.example"
        )
    posts: dict[str, Post] = {}
    for key, team, roles, boss in STAFF:
        posts[key] = hire(key, team, roles, posts.get(boss))[0]
    people = {key: post.person for key, post in posts.items()}
    for holder in ("head", "signer"):
        DelegationRow.objects.create(
            holder=people[holder],
            acts=ACTS,
            highest_tier=4,
            first=date(2020, 1, 1),
            instrument="Order 1/2025 (invented)",
        )
    organisations = {}
    for key, name in (
        ("halden", "Halden Security (invented)"),
        ("vigil", "Vigil Telecom (invented)"),
    ):
        people[key] = make_person(key)
        organisations[key] = Organisation.objects.create(
            name=name, country="SE", address="1 Harbour Row", made_at=START
        )
        Membership.objects.create(
            person=people[key], organisation=organisations[key], first=date(2020, 1, 1)
        )
    return World(people=people, organisations=organisations)


ITEM: Json = {
    "name": "Lance red-team platform (invented)",
    "facts": {"kind": "software", "eccn": "4D004", "quantity": 20},
}
END_USER: Json = {
    "role": "end_user",
    "name": "Banco Aurora do Sul (invented)",
    "country": "BR",
    "facts": {"type": "bank"},
}


def section_contents(**changes: Json) -> dict[str, Json]:
    """The sections of a whole application; a keyword replaces one of them."""
    contents: dict[str, Json] = {
        "organisation": {
            "contact": {"name": "Nils Akerholm", "email": "export@halden.example"}
        },
        "items": {"items": [ITEM]},
        "parties": {"parties": [END_USER]},
        "destination": {"facts": {"destination": "BR"}},
        "end_use": {"facts": {"end_use": "Security testing of its own systems"}},
        "activity": {"facts": {"activity.type": "hosted_access"}},
        "propagation": {"facts": {"propagation.onward_transfer": "None"}},
        "declaration": {"accepted": True, "name": "Nils Akerholm"},
    }
    return contents | changes


PURPOSES = (
    "end_use_statement",
    "technical_description",
    "contract",
    "due_diligence_record",
    "capability_sheet",
)


@kept
def start(world: World, who: str = "halden", **changes: Json) -> ApplicationView:
    """A draft with every section saved and the usual documents uploaded."""
    by = world.actor(who)
    made = applications.start_application(
        by=by,
        organisation=str(world.organisations[who].pk),
        title="Red-team platform for a bank",
    )
    for section, content in section_contents(**changes).items():
        made = applications.save_section(
            by=by,
            case=made.number,
            section=section,
            content=content,
            version=made.version,
        )
    for purpose in PURPOSES:
        custody.upload_document(
            by=by,
            case=made.number,
            name=f"{purpose}.txt",
            purpose=purpose,
            content=io.BytesIO(f"{purpose} of {made.number}, invented\n".encode()),
        )
    return applicant_reads.application(viewer=by, case=made.number)


@kept
def submit(world: World, who: str = "halden", **changes: Json) -> CaseView:
    """A submitted case with its findings, as an officer sees it."""
    made = start(world, who, **changes)
    applications.submit_application(
        by=world.actor(who),
        case=made.number,
        key=f"key-{made.number}",
        version=made.version,
    )
    run_pending()
    return see(world, made.number)


@kept
def see(world: World, number: str, who: str = "officer") -> CaseView:
    return desk_reads.case(viewer=world.actor(who), case=number)


@kept
def take(world: World, number: str, who: str = "officer") -> CaseView:
    return desk.take_case(by=world.actor(who), case=number, version=None)


@kept
def advise_all(
    world: World, number: str, who: str = "officer", **positions: tuple[Condition, ...]
) -> CaseView:
    """Refer by rule, and let every agency agree, unless told otherwise by its code."""
    seen = see(world, number, who)
    ours = {code for code, _name, _kind in TEAMS}
    codes = [one["to"] for one in seen.suggested_referrals if one["to"] in ours]
    if not codes:
        return seen
    referring.refer_case(
        by=world.actor(who),
        case=number,
        referrals=tuple(referring.Referral(team=code) for code in codes),
        version=None,
    )
    for code in codes:
        conditions = positions.get(code, ())
        referring.give_advice(
            by=world.actor(code.lower()),
            case=number,
            position="agree_with_conditions" if conditions else "agree",
            reasons="The end user is known to us.",
            conditions=conditions,
            version=None,
        )
    return see(world, number, who)


def condition(
    kind: str = "no_onward_transfer", owner: str = "LIC", **terms: str
) -> Condition:
    return Condition(type=kind, terms=terms, checker="INS", owner=owner)


def draft_of(
    outcome: str = "grant",
    *,
    grounds: tuple[Ground, ...] = (),
    conditions: tuple[Condition, ...] = (),
    reasons: str = "The end use is credible and the safeguards suffice.",
) -> Draft:
    return Draft(
        outcome=DecisionOutcome(outcome),
        grounds=grounds,
        conditions=conditions,
        reasons=reasons,
    )


def refusal(seen: CaseView) -> Draft:
    """A refusal on the first criterion of the governing law, resting on its finding.

    It goes without notice, by an exception of the law; what the machine did not establish the
    officer found, and says so.
    """
    found = seen.criteria[0]
    ground = Ground(
        criterion=found.criterion,
        evidence=(found.id,),
        words="The record of the end user.",
    )
    own = Disagreement(finding=found.id, reasons="A court found it; see the judgment.")
    return replace(
        draft_of("refuse", grounds=(ground,), reasons="The risk is clear."),
        disagreements=(own,),
        without_notice="danger_in_delay",
        without_notice_reasons="The item leaves tomorrow.",
    )


@kept
def draft_and_send(
    world: World, number: str, draft: Draft, who: str = "officer"
) -> CaseView:
    by = world.actor(who)
    decisions.draft_decision(by=by, case=number, draft=draft, version=None)
    return decisions.send_for_countersignature(by=by, case=number, version=None)


@kept
def decide(world: World, number: str, draft: Draft, signer: str = "signer") -> CaseView:
    """Draft, send and countersign; then the licence and the letters."""
    draft_and_send(world, number, draft)
    decisions.countersign(by=world.actor(signer), case=number, version=None)
    run_pending()
    return see(world, number)


def granted(world: World, *conditions: Condition) -> CaseView:
    """A case granted with conditions, its licence issued."""
    case = submit(world)
    take(world, case.number)
    advise_all(world, case.number)
    chosen = conditions or (condition(),)
    return decide(
        world, case.number, draft_of("grant_with_conditions", conditions=chosen)
    )


def refused(world: World) -> CaseView:
    case = submit(world)
    seen = take(world, case.number)
    return decide(world, case.number, refusal(seen))
