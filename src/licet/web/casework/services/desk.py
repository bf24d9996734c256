"""What officers and agencies do before a decision: take, ask, establish, refer, advise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from licet.decision import Condition, InvalidConditionError, require_signable
from licet.kernel import calendar_of
from licet.web.casework.acting import (
    Act,
    case_act,
    promise,
    record_on_case,
    require_version,
)
from licet.web.casework.casefile import load
from licet.web.casework.conditions import condition_json
from licet.web.casework.errors import InvalidInputError, NotAllowedError, NotFoundError
from licet.web.casework.facts import Said, changed_facts, exact, without_evidence
from licet.web.casework.gate import required_referrals
from licet.web.casework.later import findings_later
from licet.web.casework.models import (
    REVIEWERS,
    Advice,
    Case,
    Document,
    FactChange,
    InformationRequest,
    Person,
    Team,
)
from licet.web.casework.models import (
    Referral as ReferralRow,
)
from licet.web.casework.people import posts_on
from licet.web.casework.policy import SYSTEM, Actor, require
from licet.web.casework.ports import legal_day, now
from licet.web.casework.selectors.desk import case as case_page
from licet.web.casework.selectors.parts import answer_due, as_id
from licet.web.casework.services.applications import required_text
from licet.web.casework.standing import visible_cases
from licet.web.casework.views import CaseView, Json

POSITIONS = frozenset({"agree", "agree_with_conditions", "object", "no_view"})
ADVICE_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A wish to refer.

    Attributes:
        team: Code of the agency.
        because: Why; a rule's own words are used when a rule asks for it.
    """

    team: str
    because: str = ""


def take_case(*, by: Actor, case: str, version: int | None) -> CaseView:
    """Take a case from the queue; its officer is who took it."""
    with case_act("take_case", by=by, case=case, version=version) as act:
        act.case.officer_id = as_id(by.id)
        act.tells(officer=by.id)
    return case_page(viewer=by, case=case)


def assign_case(*, by: Actor, case: str, officer: str, version: int | None) -> CaseView:
    """Give a case to another officer.

    Raises:
        InvalidInputError: That person is no officer today.
    """
    with case_act("assign_case", by=by, case=case, version=version) as act:
        post = (
            posts_on(legal_day(act.at))
            .filter(role="officer", person=as_id(officer))
            .first()
        )
        if post is None:
            raise InvalidInputError(
                {"officer": "Choose somebody who is an officer today."}
            )
        act.case.officer = post.person
        act.tells(officer=officer)
    return case_page(viewer=by, case=case)


def correct_fact(  # noqa: PLR0913  # a fact is told with its place, value, evidence and reasons
    *,
    by: Actor,
    case: str,
    path: str,
    value: Any,  # noqa: ANN401  # a fact is any plain JSON value
    reasons: str,
    scope: str = "",
    evidence: tuple[str, ...] = (),
    version: int | None,
) -> CaseView:
    """Establish a fact from evidence; the findings are computed anew.

    Args:
        by: The officer.
        case: Number of the case.
        path: Dotted path, for example ``end_user.type``.
        value: What was found; ``None`` for unknown.
        reasons: Why.
        scope: Which item or party, where several could be meant.
        evidence: Hashes of documents of this case.
        version: The version that the officer saw.
    """
    words = required_text("reasons", reasons, "Say what shows it.")
    with case_act("correct_fact", by=by, case=case, version=version) as act:
        known = set(
            Document.objects.filter(case=act.case).values_list("sha256", flat=True)
        )
        if strange := [one for one in evidence if one not in known]:
            raise InvalidInputError(
                {"evidence": f"{strange[0][:16]} is no document of this case."}
            )
        changes = changed_facts(
            act.case,
            {path: value},
            said=Said(
                by=f"officer:{by.id}", at=act.at, basis="found", evidence=evidence
            ),
            scope=scope,
        )
        for change in changes:
            FactChange.objects.create(
                case=act.case, by_id=by.id, at=act.at, reasons=words, **change
            )
        act.case.facts_version += 1
        findings_later(act.case)
        act.tells(facts=changes, reasons=words)
    return case_page(viewer=by, case=case)


def request_information(
    *,
    by: Actor,
    case: str,
    question: str,
    facts: tuple[str, ...] = (),
    version: int | None,
) -> CaseView:
    """Ask the applicant; the clock stands until the answer."""
    words = required_text("question", question, "Write the question.")
    with case_act("request_information", by=by, case=case, version=version) as act:
        row = InformationRequest.objects.create(
            case=act.case,
            question=words,
            facts=list(facts),
            asked_by_id=by.id,
            asked_at=act.at,
            due=answer_due(act.at),
        )
        tell_applicant(act, f"question:{row.pk}", "A question about your application")
        act.tells(request=str(row.pk), question=words, facts=list(facts), due=row.due)
    return case_page(viewer=by, case=case)


def tell_applicant(act: Act, key: str, subject: str) -> None:
    """Promise a notice to the applicant; it says that there is something, never what."""
    address = Person.objects.values_list("email", flat=True).get(
        pk=act.case.applicant_id
    )
    promise(
        "notice",
        key,
        act.at,
        {"to": address, "subject": subject, "case": act.case.number},
    )


def refer_case(
    *, by: Actor, case: str, referrals: Iterable[Referral], version: int | None
) -> CaseView:
    """Ask other bodies; all that are asked see the same evidence.

    Raises:
        InvalidInputError: Nobody chosen, an unknown body, one that is already asked, or a
            referral without a rule and without a reason.
    """
    wanted = tuple(referrals)
    if not wanted:
        raise InvalidInputError({"teams": "Choose at least one agency."})
    with case_act("refer_case", by=by, case=case, version=version) as act:
        rules = required_referrals(load(act.case))
        made = [_refer(act, one, rules.get(one.team)) for one in wanted]
        act.tells(
            referrals=[
                {"to": row.team.code, "because": row.because, "by_rule": row.by_rule}
                for row in made
            ]
        )
    return case_page(viewer=by, case=case)


def _refer(act: Act, wanted: Referral, rule: Json | None) -> ReferralRow:
    team = Team.objects.filter(code=wanted.team, kind__in=REVIEWERS).first()
    if team is None:
        raise InvalidInputError(
            {"teams": f"{wanted.team} is not an agency that can be asked."}
        )
    if ReferralRow.objects.filter(case=act.case, team=team, state="open").exists():
        raise InvalidInputError({"teams": f"{team.name} has already been asked."})
    because = str(rule["because"]) if rule else wanted.because.strip()
    if not because:
        raise InvalidInputError(
            {"because": f"No rule refers this case to {team.name}. Say why you ask."}
        )
    row = ReferralRow.objects.create(
        case=act.case,
        team=team,
        because=because,
        citation=(rule.get("citation") or {}) if rule else {},
        by_rule=rule is not None,
        referred_by_id=act.by.id,
        referred_at=act.at,
        due=calendar_of(()).after(legal_day(act.at), ADVICE_DAYS),
    )
    if team.email:
        promise(
            "notice",
            f"referral:{row.pk}",
            act.at,
            {
                "to": team.email,
                "subject": "A case was referred to you",
                "case": act.case.number,
            },
        )
    return row


def give_advice(
    *,
    by: Actor,
    case: str,
    position: str,
    reasons: str,
    conditions: tuple[Condition, ...] = (),
    version: int | None,
) -> CaseView:
    """Advise for one's agency. A newer version never replaces the older ones.

    Raises:
        InvalidInputError: No such position, no reasons, or a condition that cannot stand.
        NotAllowedError: The person's agency was not asked.
    """
    if position not in POSITIONS:
        raise InvalidInputError({"position": "Choose a position."})
    words = required_text("reasons", reasons, "Give the reasons for this advice.")
    if (position == "agree_with_conditions") != bool(conditions):
        raise InvalidInputError(
            {
                "conditions": "Conditions go with agreement with conditions, and it needs at least one."
            }
        )
    _require_signable(conditions)
    with case_act("give_advice", by=by, case=case, version=version) as act:
        referral = _own_referral(act)
        if any(one.owner != referral.team.code for one in conditions):
            raise InvalidInputError(
                {
                    "conditions": "A condition in advice is owned by the agency that sets it."
                }
            )
        count = Advice.objects.filter(referral=referral).count()
        row = Advice.objects.create(
            referral=referral,
            version=count + 1,
            position=position,
            reasons=words,
            conditions=[condition_json(one) for one in conditions],
            facts_version=act.case.facts_version,
            by_id=by.id,
            at=act.at,
        )
        referral.state = "advised"
        referral.save(update_fields=["state"])
        act.tells(
            agency=referral.team.code,
            advice=str(row.pk),
            advice_version=row.version,
            position=position,
            reasons=words,
            conditions=row.conditions,
        )
    _close_when_all_advised(case)
    return case_page(viewer=by, case=case)


def _require_signable(conditions: tuple[Condition, ...]) -> None:
    try:
        for one in conditions:
            require_signable(one)
    except InvalidConditionError as error:
        raise InvalidInputError({"conditions": str(error)}) from error


def _own_referral(act: Act) -> ReferralRow:
    found = (
        ReferralRow.objects.select_for_update()
        .filter(case=act.case, team__code__in=act.by.teams)
        .exclude(state="closed")
        .order_by("-state", "-referred_at")  # an open one before an advised one
        .first()
    )
    if found is None:
        raise NotAllowedError("Your agency has not been asked about this case.")
    return found


def _close_when_all_advised(case: str) -> None:
    """Give the case back to its officer when the last agency has advised."""
    row = Case.objects.get(number=case)
    if row.state == "referred" and not row.referrals.filter(state="open").exists():
        with case_act("close_referrals", by=SYSTEM, case=case, version=None) as act:
            act.tells(because="every agency has advised")


def close_advised() -> int:
    """Give back cases whose last advice came in while the program died; a frequent job.

    Returns:
        How many went back to their officer.
    """
    waiting = Case.objects.filter(state="referred").exclude(referrals__state="open")
    numbers = list(waiting.order_by("number").values_list("number", flat=True))
    for number in numbers:
        _close_when_all_advised(number)
    return len(numbers)


def close_referrals(
    *, by: Actor, case: str, reasons: str, version: int | None
) -> CaseView:
    """End the wait for agencies that stay silent, with the reason; silence is not agreement."""
    words = required_text("reasons", reasons, "Say why you do not wait any longer.")
    with case_act("close_referrals", by=by, case=case, version=version) as act:
        silent = ReferralRow.objects.filter(case=act.case, state="open").select_related(
            "team"
        )
        if early := [row for row in silent if row.due >= legal_day(act.at)]:
            raise InvalidInputError(
                {"reasons": f"{early[0].team.name} has until {early[0].due} to advise."}
            )
        act.tells(silent=[row.team.code for row in silent], because=words)
        silent.update(state="closed", closed_reason=words)
    return case_page(viewer=by, case=case)


def mark_document_invalid(
    *, by: Actor, case: str, document: str, reasons: str, version: int | None = None
) -> CaseView:
    """Mark a document invalid, with the reason; no grant and no fact rests on it alone."""
    words = required_text("reasons", reasons, "Say what is wrong with it.")
    require(by, "mark_document_invalid")
    with transaction.atomic():
        pk = visible_cases(by).filter(number=case).values_list("pk", flat=True).first()
        if pk is None:
            raise NotFoundError("case")
        found = Case.objects.select_for_update().get(pk=pk)
        require_version(found.number, version, found.version)
        row = Document.objects.filter(
            case=found, pk=as_id(document), standing="current"
        ).first()
        if row is None:
            raise NotFoundError("document")
        row.standing, row.standing_reason = "invalid", words
        row.save(update_fields=["standing", "standing_reason"])
        act = Act(name="mark_document_invalid", by=by, at=now(), case=found)
        changes = without_evidence(found, row.sha256)
        for change in changes:
            FactChange.objects.create(
                case=found, by_id=by.id, at=act.at, reasons=words, **change
            )
        if changes:
            found.facts_version += 1
            findings_later(found)
        found.version += 1
        found.save(update_fields=["version", "facts_version", "transaction"])
        act.tells(
            document=str(row.pk),
            sha256=row.sha256,
            reasons=words,
            facts=exact(changes),
        )
        record_on_case(act, kind=act.name, public=False)
    return case_page(viewer=by, case=case)


def lapse_unanswered() -> int:
    """End cases whose questions stayed unanswered twice the time given; a daily job.

    Returns:
        How many lapsed.
    """
    grace = legal_day(now()) - timedelta(days=settings.LICET_ANSWER_DAYS)
    late = InformationRequest.objects.filter(
        answered_at__isnull=True, due__lt=grace, case__state="information_requested"
    )
    numbers = sorted(set(late.values_list("case__number", flat=True)))
    for number in numbers:
        with case_act("lapse", by=SYSTEM, case=number, version=None) as act:
            act.case.outcome = "lapsed"
            act.tells(because="questions unanswered")
            tell_applicant(act, f"lapsed:{act.case.pk}", "Your application has lapsed")
    return len(numbers)
