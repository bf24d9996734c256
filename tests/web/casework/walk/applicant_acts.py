"""What applicants do on a walk: apply, answer, amend, withdraw, use."""

import io
import random
from decimal import Decimal

from tests.web.casework.builders import END_USER, section_contents
from tests.web.casework.hit_builders import BROKERS
from tests.web.casework.walk.steps import Walk, doing

from licet.review.appeals import GroundFinding
from licet.web.casework.access import Actor
from licet.web.casework.appeals.contested import contested_in
from licet.web.casework.models import (
    Appeal,
    Case,
    InformationRequest,
    Licence,
    RefusalNotice,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.services.appeals import appeal_hearing, appeal_ruling, appeals
from licet.web.casework.services.appeals.appeal_ruling import Ruling
from licet.web.casework.services.appeals.appeals import Lodging
from licet.web.casework.services.applying import amendments, applications, custody
from licet.web.casework.services.decision import hearing
from licet.web.casework.services.desk import information_requests, urgency
from licet.web.casework.services.licences import licences
from licet.web.casework.services.licences.licences import Delivery

USES = ("Testing of its own systems", "Training of its staff", "Watching a minister")
LIVING = "granted granted_with_conditions"


def noticed(case: Case) -> bool:
    """Whether a refusal was announced."""
    return RefusalNotice.objects.filter(case=case).exists()


@doing("save_section", weight=0.5)
def save_section(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    section, content = chance.choice(sorted(section_contents().items()))
    return applications.save_section(
        by=by, case=case.number, section=section, content=content, version=None
    )


@doing("upload_document", weight=0.4)
def upload_document(
    _walk: Walk, by: Actor, case: Case, chance: random.Random
) -> object:
    text = f"paper {chance.random()} of {case.number}, invented\n".encode()
    return custody.upload_document(
        by=by, case=case.number, name="more.txt", purpose="contract", content=io.BytesIO(text)
    )  # fmt: skip


@doing("submit_application", weight=3)
def submit_application(
    _walk: Walk, by: Actor, case: Case, chance: random.Random
) -> object:
    version = chance.choice([None, None, case.version, case.version - 1])
    return applications.submit_application(
        by=by, case=case.number, key=f"key-{case.number}", version=version
    )


@doing("answer_information_request", weight=12)
def answer(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    asked = InformationRequest.objects.filter(case=case).order_by("asked_at")
    open_ones = [row for row in asked if row.answered_at is None] or list(asked)
    facts = chance.choice([{}, {}, {"end_use": chance.choice(USES)}])
    return information_requests.answer_information_request(
        by=by, case=case.number, request=str(open_ones[-1].pk) if open_ones else "none",
        answer="Two of our people.", facts=facts, version=None,
    )  # fmt: skip


@doing("amend_application", weight=0.15)
def amend(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    other = {**END_USER, "name": f"Banco {chance.choice('ABCDEF')} (invented)"}
    parties = {"parties": [chance.choice([other, other, END_USER, BROKERS])]}
    use = {"facts": {"end_use": chance.choice(USES)}}
    section, content = chance.choice([("parties", parties), ("end_use", use)])
    return amendments.amend_application(
        by=by, case=case.number, section=section, content=content,
        reasons=chance.choice(["A slip.", "A slip.", " "]), version=None,
    )  # fmt: skip


@doing("withdraw_application", weight=0.03)
def withdraw(_walk: Walk, by: Actor, case: Case, _chance: random.Random) -> object:
    return applications.withdraw_application(
        by=by, case=case.number, reasons="No longer.", version=None
    )


@doing("ask_urgency", weight=0.2)
def ask_urgency(_walk: Walk, by: Actor, case: Case, _chance: random.Random) -> object:
    return urgency.ask_urgency(
        by=by, case=case.number, asked_by="The minister", words="At once!", version=None
    )


@doing("send_message", roles="exporter officer", weight=0.2)
def send_message(_walk: Walk, by: Actor, case: Case, _chance: random.Random) -> object:
    return applications.send_message(by=by, case=case.number, text="How far are you?")


@doing("answer_notice", weight=4, when=noticed)
def answer_notice(_walk: Walk, by: Actor, case: Case, _chance: random.Random) -> object:
    return hearing.answer_notice(
        by=by, case=case.number, answer="You are wrong.", version=None
    )


@doing("lodge_appeal", weight=2)
def lodge_appeal(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    offered = [one.key for one in contested_in(case)]
    lodging = Lodging(
        grounds=["facts"],
        words="Another bank.",
        act=chance.choice([*offered, "refusal:none"]),
    )
    return appeals.lodge_appeal(by=by, case=case.number, lodging=lodging, version=None)


@doing("assign_appeal", roles="appeal_manager", states="appealed", weight=2)
def assign_appeal(walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    found = Appeal.objects.filter(case=case).order_by("lodged_at").last()
    who = chance.choice(["judge", "judge", "judge", "judge_below", "officer", "head"])
    return appeal_hearing.assign_appeal(
        by=by, appeal=str(found.pk) if found else "none",
        reviewer=walk.world.actor(who).id, version=None,
    )  # fmt: skip


@doing("decide_appeal", weight=2)
def decide_appeal(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    found = Appeal.objects.filter(case=case).order_by("lodged_at").last()
    outcome = chance.choice(["dismissed", "remitted", "annulled"])
    finding = "rejected" if outcome == "dismissed" else "upheld"
    ground = GroundFinding(
        ground="facts", finding=finding, reasons="The record shows it."
    )
    ruling = Ruling(outcome=outcome, findings=[ground], reasons="The record shows it.")
    return appeal_ruling.decide_appeal(
        by=by, appeal=str(found.pk) if found else "none", ruling=ruling, version=None
    )


def licence_number(case: Case) -> str:
    """The number of the licence of a case; that of no licence when it has none."""
    found = Licence.objects.filter(case=case).order_by("pk").last()
    return found.number if found else "none"


@doing("report_delivery", roles="exporter", states=LIVING, weight=0.5)
def report_delivery(
    _walk: Walk, by: Actor, case: Case, chance: random.Random
) -> object:
    delivery = Delivery(
        on=legal_day(now()), way="activation", quantity=Decimal(chance.randrange(1, 9)),
        unit="C62", consignee="Banco Aurora do Sul", reference="A-1",
    )  # fmt: skip
    return licences.report_delivery(
        by=by, licence=licence_number(case), delivery=delivery, version=None
    )


@doing("answer_suspension", roles="exporter", states=LIVING, weight=0.3)
def answer_suspension(
    _walk: Walk, by: Actor, case: Case, _chance: random.Random
) -> object:
    return licences.answer_suspension(
        by=by, licence=licence_number(case), answer="An error.", version=None
    )


@doing("surrender_licence", roles="exporter", states=LIVING, weight=0.05)
def surrender(_walk: Walk, by: Actor, case: Case, _chance: random.Random) -> object:
    return licences.surrender_licence(
        by=by, licence=licence_number(case), reasons="Not needed.", version=None
    )
