"""What officers, managers and agencies do on a walk: ask, refer, advise, mark, dissent."""

import random

from tests.web.casework.builders import condition
from tests.web.casework.walk.steps import Kept, Secret, Walk, doing

from licet.decision import Condition
from licet.review import Position
from licet.web.casework.access import Actor
from licet.web.casework.casefile.casefile import load
from licet.web.casework.models import (
    Advice,
    AgencySilence,
    Case,
    ConditionRequest,
    Document,
    DocumentMark,
    Escalation,
    Hit,
    Referral,
    SeeRequest,
)
from licet.web.casework.review.agreed import agreed_conditions
from licet.web.casework.services.desk import (
    desk,
    information_requests,
    notes,
    referring,
    withheld,
)
from licet.web.casework.services.desk.interests import declare_interest
from licet.web.casework.services.findings import findings
from licet.web.casework.services.review import condition_changes, escalations
from licet.web.casework.services.screening import adjudication

BY_RULE = ("DS", "IA", "MFA", "TE")
ASKED = ("TE", "DS", "MI", "MFA", "MJ", "IA", "CU")
OPEN = "triage in_review information_requested referred deciding countersigning"


def open_hits(case: Case) -> bool:
    return Hit.objects.filter(screening__run__case=case).exists()


def open_level(case: Case) -> bool:
    return Escalation.objects.filter(case=case, outcome=None).exists()


def open_wishes(case: Case) -> bool:
    return ConditionRequest.objects.filter(case=case, answer=None).exists()


def wishes_to_see(case: Case) -> bool:
    return SeeRequest.objects.filter(document__case=case, answer=None).exists()


def marked(case: Case) -> bool:
    return DocumentMark.objects.filter(document__case=case).exists()


def differ(case: Case) -> bool:
    """Whether anybody advised against it or stayed silent."""
    said = Advice.objects.filter(referral__case=case, position="object").exists()
    return said or AgencySilence.objects.filter(referral__case=case).exists()


def agreed(case: Case) -> bool:
    return Advice.objects.filter(referral__case=case).exclude(conditions=[]).exists()


def unasked(case: Case) -> bool:
    """Whether somebody is not asked, or advised on facts that have changed."""
    rows = Referral.objects.filter(case=case, state="advised")
    fresh = rows.filter(advice__facts_version=case.facts_version)
    return fresh.values("team").distinct().count() < len(BY_RULE)


@doing("take_case", weight=6)
def take_case(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    version = chance.choice([None, case.version, case.version - 1])
    return desk.take_case(by=by, case=case.number, version=version)


@doing("assign_case", weight=0.3)
def assign_case(walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    who = chance.choice(["officer", "officer2", "signer", "inspector"])
    return desk.assign_case(
        by=by, case=case.number, officer=walk.world.actor(who).id, version=None
    )


@doing("correct_fact", weight=0.12)
def correct_fact(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    path, value = chance.choice(
        [
            ("end_user.address", f"{chance.randrange(9)} Quay"),
            ("end_user.type", "bank"),
            ("end_use", "Testing"),
        ]
    )
    return desk.correct_fact(
        by=by, case=case.number, path=path, value=value,
        reasons=chance.choice(["The register.", ""]), version=None,
    )  # fmt: skip


@doing("renew_findings", weight=0.2)
def renew_findings(_walk: Walk, by: Actor, case: Case, _chance: random.Random) -> object:  # fmt: skip
    return findings.renew_findings(by=by, case=case.number, version=None)


@doing("request_information", weight=0.5)
def request_information(
    _walk: Walk, by: Actor, case: Case, chance: random.Random
) -> object:
    question = chance.choice(["Who operates it?", "Where?", " "])
    return information_requests.request_information(
        by=by, case=case.number, question=question, version=None
    )


@doing("refer_case", weight=5, when=unasked)
def refer_case(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    if chance.random() < 0.7:  # mostly those whom the rule names
        there = Referral.objects.filter(case=case, state="open")
        waits = set(there.values_list("team__code", flat=True))
        codes = [code for code in BY_RULE if code not in waits] or list(BY_RULE)
    else:
        codes = chance.sample(ASKED, chance.randrange(1, 3))
    because = chance.choice(["Please look.", "Please look.", ""])
    wanted = tuple(referring.Referral(team=code, because=because) for code in codes)
    return referring.refer_case(by=by, case=case.number, referrals=wanted, version=None)


@doing("close_referrals", weight=0.6)
def close_referrals(
    _walk: Walk, by: Actor, case: Case, _chance: random.Random
) -> object:
    return referring.close_referrals(
        by=by, case=case.number, reasons="Reminded twice.", version=None
    )


def some_condition(owner: str, chance: random.Random) -> Condition:
    """A condition that an agency may set."""
    kind, terms = chance.choice(
        [
            (
                "operation_logging",
                {"months": str(chance.randrange(6, 36)), "days": "5"},
            ),
            ("no_onward_transfer", {}),
            ("no_military_use", {}),
            ("activation_log", {"days": str(chance.randrange(1, 9))}),
        ]
    )
    return condition(kind, owner=owner, **terms)


@doing("give_advice", weight=7)
def give_advice(walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    code = min(by.teams, default="")
    position = chance.choice(
        ["agree"] * 4 + ["agree_with_conditions"] * 4 + ["object", "no_licence_required", "needs_information", "perhaps"]
    )  # fmt: skip
    chosen: tuple[Condition, ...] = ()
    if position == Position.AGREE_WITH_CONDITIONS:
        owner = code if chance.random() > 0.1 else "LIC"  # a foreign owner now and then
        chosen = (some_condition(owner, chance),)
    before = set(
        Advice.objects.filter(referral__case=case).values_list("pk", flat=True)
    )
    done = referring.give_advice(
        by=by, case=case.number, position=position, reasons=f"{code} looked at it.",
        conditions=chosen, version=None,
    )  # fmt: skip
    (row,) = Advice.objects.filter(referral__case=case).exclude(pk__in=before)
    walk.advice.append(kept(row, case.number))
    return done


def kept(row: Advice, number: str) -> Kept:
    """Advice as it reads now."""
    return Kept(
        pk=row.pk, case=number, team=row.referral.team.code, version=row.version,
        position=row.position, reasons=row.reasons, conditions=tuple(row.conditions),
    )  # fmt: skip


@doing("escalate_dissent", weight=4, when=differ)
def escalate(_walk: Walk, by: Actor, case: Case, _chance: random.Random) -> object:
    return escalations.escalate_dissent(
        by=by, case=case.number, reasons="They differ.", version=None
    )


@doing("vote_at_level", weight=12, when=open_level)
def vote(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    verdict = chance.choice(["approve"] * 3 + ["approve_with_conditions", "refuse"])
    return escalations.vote_at_level(
        by=by, case=case.number, verdict=verdict, words="So we say.", version=None
    )


@doing("ask_condition_change", weight=1.5, when=agreed)
def ask_change(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    there = [one for one in agreed_conditions(load(case)) if one.condition]
    key = chance.choice(there).key if there else "DS-1"
    change = None
    if there and chance.random() < 0.6:  # more often changed than let go
        change = some_condition(chance.choice([key.split("-")[0], "DS"]), chance)
    return condition_changes.ask_condition_change(
        by=by, case=case.number, condition=key, reasons="Too long.", change=change, version=None
    )  # fmt: skip


@doing("answer_condition_change", weight=6, when=open_wishes)
def answer_change(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    asked = list(ConditionRequest.objects.filter(case=case).order_by("-pk"))
    own = [row for row in asked if row.owner in by.teams] or asked
    return condition_changes.answer_condition_change(
        by=by, case=case.number, request=str(own[0].pk) if own else "none",
        agrees=chance.random() < 0.6, words="We looked.", version=None,
    )  # fmt: skip


def some_document(case: Case, chance: random.Random) -> str:
    """A document of the case."""
    rows = list(Document.objects.filter(case=case).order_by("uploaded_at", "name"))
    return str(chance.choice(rows).pk) if rows else "none"


@doing("mark_document", weight=0.5)
def mark_document(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    return withheld.mark_document(
        by=by, case=case.number, document=some_document(case, chance),
        marking=chance.choice(["official", "restricted", "confidential"]),
        gist="An annex.", reasons="It names a method.", version=None,
    )  # fmt: skip


@doing("ask_to_see", weight=1, when=marked)
def ask_to_see(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    return withheld.ask_to_see(
        by=by, case=case.number, document=some_document(case, chance),
        reasons="It decides our advice.", version=None,
    )  # fmt: skip


@doing("answer_to_see", weight=3, when=wishes_to_see)
def answer_to_see(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    asked = SeeRequest.objects.filter(document__case=case).order_by("-pk").first()
    return withheld.answer_to_see(
        by=by, case=case.number, request=str(asked.pk) if asked else "none",
        granted=chance.random() < 0.5, words="On need to know.", version=None,
    )  # fmt: skip


@doing("write_note", roles="officer agency countersigner manager customs", states=OPEN, weight=0.4)  # fmt: skip
def write_note(walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    word = f"secret-{chance.getrandbits(40):010x}"
    marking = chance.choice(["official", "restricted", "confidential", "agency_only"])
    done = notes.write_note(by=by, case=case.number, text=f"{word}.", marking=marking)
    walk.secrets.append(
        Secret(case=case.number, word=word, marking=marking, team=min(by.teams))
    )
    return done


@doing("declare_interest", roles="officer agency", states=OPEN, weight=0.03)
def interest(_walk: Walk, by: Actor, case: Case, _chance: random.Random) -> object:
    return declare_interest(by=by, reasons="A cousin works there.", case=case.number)


@doing("mark_document_invalid", roles="officer", states=OPEN, weight=0.05)
def mark_invalid(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    return desk.mark_document_invalid(
        by=by, case=case.number, document=some_document(case, chance), reasons="Forged."
    )


@doing("adjudicate_hit", weight=4, when=open_hits)
def adjudicate(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    rows = list(Hit.objects.filter(screening__run__case=case).order_by("-pk")[:3])
    return adjudication.adjudicate_hit(
        by=by, case=case.number, hit=str(rows[0].pk) if rows else "0",
        verdict=chance.choice(["not_a_match", "not_a_match", "match"]),
        reasons="Compared with the register.", version=None,
    )  # fmt: skip


@doing("confirm_hit", weight=4, when=open_hits)
def confirm(_walk: Walk, by: Actor, case: Case, chance: random.Random) -> object:
    rows = list(Hit.objects.filter(screening__run__case=case).order_by("-pk")[:3])
    return adjudication.confirm_hit(
        by=by, case=case.number, hit=str(rows[0].pk) if rows else "0",
        agrees=chance.random() < 0.8, reasons="I compared them, too.", version=None,
    )  # fmt: skip
