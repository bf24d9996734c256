"""What is decided on a walk, and what follows: drafts, notices, signatures, licences."""

import random
from dataclasses import replace

from tests.web.casework.builders import draft_of, refusal, see
from tests.web.casework.walk.applicant_acts import LIVING, licence_number
from tests.web.casework.walk.steps import Walk, doing

from licet.decision import Draft
from licet.web.casework.access import Actor
from licet.web.casework.casefile.casefile import load
from licet.web.casework.models import Case, ConditionRow, DecisionDraft, Letter
from licet.web.casework.ports import legal_day, now
from licet.web.casework.review.agreed import agreed_conditions
from licet.web.casework.services.decision import decisions, hearing
from licet.web.casework.services.licences import licences
from licet.web.casework.services.licences.licences import Check

SIGNED = "granted granted_with_conditions refused returned appealed"


def some_draft(walk: Walk, case: Case, chance: random.Random) -> Draft:
    """A draft: mostly one that keeps every agreed condition, sometimes one that drops some."""
    kind = chance.choice(["grant"] * 5 + ["refuse", "heard", "no_licence_required"])
    if kind in {"refuse", "heard"}:
        draft = refusal(see(walk.world, case.number))
        plain = {"without_notice": "", "without_notice_reasons": ""}
        return replace(draft, **plain) if kind == "heard" else draft
    if kind == "no_licence_required":
        return draft_of(kind)
    kept = [one.condition for one in agreed_conditions(load(case)) if one.condition]
    if kept and chance.random() < 0.25:  # one that the gate must refuse
        kept.pop(chance.randrange(len(kept)))
    name = "grant_with_conditions" if kept else "grant"
    return draft_of(name, conditions=tuple(kept))


def refusing(case: Case) -> bool:
    """Whether the newest draft refuses."""
    newest = DecisionDraft.objects.filter(case=case).order_by("-version").first()
    return newest is not None and newest.outcome == "refuse"


@doing("draft_decision", weight=5)
def draft_decision(walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    return decisions.draft_decision(
        by=by, case=case.number, draft=some_draft(walk, case, chance), version=None
    )


@doing("give_notice_of_refusal", weight=5, when=refusing)
def give_notice(_walk: Walk, by: Actor, case: Case, _chance: random.Random) -> object:
    return hearing.give_notice_of_refusal(by=by, case=case.number, version=None)


@doing("send_for_countersignature", weight=12)
def send(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    version = chance.choice([None, case.version, case.version - 2])
    return decisions.send_for_countersignature(by=by, case=case.number, version=version)


@doing("return_draft", weight=0.6)
def return_draft(_walk: Walk, by: Actor, case: Case, _chance: random.Random) -> object:
    return decisions.return_draft(
        by=by, case=case.number, reasons="Say more.", version=None
    )


@doing("countersign", weight=14)
def countersign(_walk: Walk, by: Actor, case: Case, _chance: random.Random) -> object:
    return decisions.countersign(by=by, case=case.number, version=None)


@doing("endorse", weight=0.5)
def endorse(_walk: Walk, by: Actor, case: Case, _chance: random.Random) -> object:
    return decisions.endorse(by=by, case=case.number, version=None)


@doing("record_service", roles="officer", states=SIGNED, weight=0.8)
def record_service(
    _walk: Walk, by: Actor, case: Case, _chance: random.Random
) -> object:
    letter = Letter.objects.filter(case=case).order_by("made_at").last()
    return decisions.record_service(
        by=by, case=case.number, letter=str(letter.pk) if letter else "none",
        on=legal_day(now()), manner="portal", proof="opened",
    )  # fmt: skip


@doing("record_check", roles="inspector", states=LIVING, weight=0.5)
def record_check(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    rows = ConditionRow.objects.filter(decision__case=case).order_by("-pk")
    check = Check(
        on=legal_day(now()), condition=str(rows[0].pk) if rows else "none",
        standing=chance.choice(["kept", "broken"]), found="Seen on site.",
    )  # fmt: skip
    return licences.record_check(
        by=by, licence=licence_number(case), check=check, version=None
    )


@doing("suspend_licence", roles="officer", states=LIVING, weight=0.3)
def suspend(_walk: Walk, by: Actor, case: Case, _chance: random.Random) -> object:
    return licences.suspend_licence(
        by=by, licence=licence_number(case), reasons="A doubt.", version=None
    )


@doing("lift_suspension", roles="countersigner", states=LIVING, weight=0.3)
def lift(_walk: Walk, by: Actor, case: Case, _chance: random.Random) -> object:
    return licences.lift_suspension(
        by=by, licence=licence_number(case), reasons="Explained.", version=None
    )


@doing("revoke_licence", roles="countersigner", states=LIVING, weight=0.05)
def revoke(_walk: Walk, by: Actor, case: Case, _chance: random.Random) -> object:
    return licences.revoke_licence(
        by=by, licence=licence_number(case), reasons="Confirmed.", version=None
    )
