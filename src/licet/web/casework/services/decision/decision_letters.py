"""The words of the letter that tells a decision: outcome, grounds with their law, conditions, remedy."""

from licet.decision import Draft
from licet.review.appeals import AppealKind
from licet.web.casework.acts.acting import Act
from licet.web.casework.acts.telling import tell_applicant
from licet.web.casework.appeals.contested import rules_of
from licet.web.casework.casefile.casefile import CaseFile
from licet.web.casework.conditions.stored import condition_in_letter
from licet.web.casework.models import Decision, Letter
from licet.web.casework.ports import ports
from licet.web.casework.selectors.decision.decisions import outcome_words


def write_letter(act: Act, file: CaseFile, decision: Decision, draft: Draft) -> Letter:
    """Write the letter of a decision in the transaction of its last signature."""
    letter = Letter.objects.create(
        case=act.case,
        decision=decision,
        kind="decision",
        subject=f"{act.case.number}: {outcome_words(decision.outcome)}",
        body=_body(file, draft),
        made_at=act.at,
    )
    tell_applicant(act, f"letter:{letter.pk}", "A decision on your application")
    act.tells(letter=str(letter.pk), letter_body=letter.body)
    return letter


def _body(file: CaseFile, draft: Draft) -> str:
    """The letter's words: outcome, grounds with their law, conditions, reasons, remedy."""
    titles = {str(one["id"]): one for one in ports().assessor.criteria()}
    lines = [f"{file.case.title}", "", f"{outcome_words(draft.outcome.value)}.", ""]
    for ground in draft.grounds:
        about = titles.get(ground.criterion, {})
        law = about.get("citation") or {}
        place = ", ".join(
            str(law[key]) for key in ("instrument", "pinpoint") if law.get(key)
        )
        lines.append(
            f"Ground: {about.get('title', ground.criterion)} ({place}). {ground.words}"
        )
    lines += [
        f"Condition {number}: {condition_in_letter(one)}"
        for number, one in enumerate(draft.conditions, start=1)
    ]
    lines += ["", draft.reasons, ""]
    lines += [
        f"A further reason stays secret. Its gist: {one.gist}" for one in draft.secret
    ]
    lines += [_remedy(file.case.profile, decision_outcome=draft.outcome.value)]
    return "\n".join(lines)


def _remedy(profile: str, *, decision_outcome: str) -> str:
    """How to appeal by the law of the case: in which time, and who hears it."""
    rules = rules_of(profile)
    kind = {
        "refuse": AppealKind.REFUSAL,
        "no_licence_required": AppealKind.CLASSIFICATION,
    }.get(decision_outcome, AppealKind.CONDITION)
    rule = rules.kinds[kind]
    if rule.closed or rule.term is None:
        return f"No appeal lies against it: {rule.closed} ({rule.citation})"
    start = "on which this letter was served on you"
    if rule.runs_from == "act":
        start = "of the decision"
    return (
        f"You can appeal within {rule.term.days} {rule.term.counting.value} days of the day "
        f"{start} ({rule.citation}). The appeal is heard by somebody who had no part in this "
        "decision and does not report to anybody who had."
    )
