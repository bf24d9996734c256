"""How an appeal ends: findings on every ground, the outcome with its effect, the letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from licet.decision import Condition, InvalidConditionError, condition_words
from licet.review.appeals import (
    AppealKind,
    AppealOutcome,
    GroundFinding,
    RulingError,
    require_ruling,
)
from licet.web.casework.acts.appeal_acting import (
    AppealAct,
    appeal_act,
    tell_appellant,
)
from licet.web.casework.acts.words import required_text
from licet.web.casework.appeals.contested import number_of, profile_of, rules_of
from licet.web.casework.appeals.proof import proof_digest, require_independent
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.later import letter_later
from licet.web.casework.models import Appeal, ConditionRow, Letter
from licet.web.casework.ports import legal_day
from licet.web.casework.rights.member_rights import as_id
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.appeals.appeals import appeal as appeal_page
from licet.web.casework.services.appeals.appeal_effects import take_effect
from licet.web.casework.services.appeals.appeal_hearing import require_reviewer
from licet.web.casework.views import AppealView


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """How an appeal is to end.

    Attributes:
        outcome: ``dismissed``, ``varied``, ``annulled`` or ``remitted``.
        findings: What is found on each ground that was brought.
        reasons: What the appellant reads.
        remedy: What follows: who must do what, by when.
        words: For a varied condition, the words that bind from now on.
        terms: For a varied condition, those of its terms that change.
    """

    outcome: str
    findings: Sequence[GroundFinding]
    reasons: str
    remedy: str = ""
    words: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)


def decide_appeal(
    *, by: Actor, appeal: str, ruling: Ruling, version: int | None
) -> AppealView:
    """Decide an appeal; what it changes, changes with it.

    Raises:
        InvalidInputError: A remedy that the law does not open, a ground without a finding, no
            reasons, or a varied condition without its words.
        NotAllowedError: Assigned to somebody else.
        NotIndependentActError: The reviewer is no longer independent.
    """
    words = required_text(
        "reasons", ruling.reasons, "Give the reasons. The appellant will read them."
    )
    with appeal_act("decide_appeal", by=by, appeal=appeal, version=version) as act:
        row = act.appeal
        require_reviewer(by, row)
        row.proof = require_independent(row, by.id, legal_day(act.at))
        outcome = _require_whole(row, ruling)
        terms = _require_terms(row, outcome, ruling)
        row.outcome = act.outcome = outcome.value
        row.findings = [
            {"ground": one.ground, "finding": one.finding, "reasons": one.reasons}
            for one in ruling.findings
        ]
        row.reasons, row.remedy, row.decided_at = words, ruling.remedy.strip(), act.at
        act.words = words
        act.tells(
            outcome=outcome.value, findings=row.findings, reasons=words,
            remedy=row.remedy, proof=proof_digest(row.proof),
        )  # fmt: skip
        take_effect(act, outcome, words=ruling.words.strip(), terms=terms)
        _write_letter(act, outcome, words=ruling.words.strip())
        tell_appellant(act, "A decision on your appeal")
    return appeal_page(viewer=by, appeal=appeal)


def _require_whole(row: Appeal, ruling: Ruling) -> AppealOutcome:
    try:
        outcome = AppealOutcome(ruling.outcome)
    except ValueError:
        raise InvalidInputError({"outcome": "Choose one of the outcomes."}) from None
    try:
        require_ruling(
            rules_of(profile_of(row)).kinds[AppealKind(row.kind)],
            outcome,
            grounds=row.stated,
            findings=ruling.findings,
        )
    except RulingError as error:
        raise InvalidInputError({error.field: str(error)}) from error
    return outcome


def _require_terms(
    row: Appeal, outcome: AppealOutcome, ruling: Ruling
) -> dict[str, str]:
    """The terms of a varied condition: those that stand with those that change."""
    if outcome is not AppealOutcome.VARIED:
        return {}
    if not ruling.words.strip():
        raise InvalidInputError(
            {"words": "Write the condition as it binds from now on."}
        )
    signed = ConditionRow.objects.get(pk=as_id(row.object))
    terms = {**signed.terms, **{k: str(v) for k, v in ruling.terms.items()}}
    if strange := sorted(set(ruling.terms) - set(signed.terms)):
        raise InvalidInputError({"terms": f"The condition has no term {strange[0]!r}."})
    try:
        condition_words(
            Condition(
                type=signed.type,
                terms=terms,
                checker=signed.checker,
                owner=signed.owner,
                reason=signed.reason,
            )
        )
    except InvalidConditionError as error:
        raise InvalidInputError({"terms": str(error)}) from error
    return terms


def next_instance(row: Appeal) -> str:
    """Who hears the matter after the appeal body, until when, in words."""
    after = rules_of(profile_of(row)).after
    if after is None:
        return _("This decision is final.")
    if after.term is None:
        return _("You can turn to: %(body)s (%(law)s).") % {
            "body": after.title,
            "law": after.citation,
        }
    return _(
        "You can turn to: %(body)s, within %(days)s days of the service of this letter (%(law)s)."
    ) % {"body": after.title, "days": after.term.days, "law": after.citation}


def _write_letter(act: AppealAct, outcome: AppealOutcome, *, words: str) -> None:
    """The letter of the outcome: what binds now, findings, remedy, proof of independence, next instance."""
    row = act.appeal
    titles = rules_of(profile_of(row)).grounds
    lines = [row.contested, "", row.reasons, ""]
    if outcome is AppealOutcome.VARIED:
        lines += [_("From now on it reads: %(words)s") % {"words": words}, ""]
    lines += [
        f"{titles[one['ground']].title}: {one['finding'].replace('_', ' ')}. {one['reasons']}"
        for one in row.findings
    ]
    lines += [row.remedy, _proof_words(row), next_instance(row)]
    body = "\n".join(lines)
    act.tells(letter_body=body)
    if row.case is None:
        return
    letter = Letter.objects.create(
        case=row.case,
        decision=row.decision,
        kind="appeal",
        subject=f"{number_of(row)}: appeal {row.outcome}",
        body=body,
        made_at=act.at,
    )
    letter_later(letter)
    act.tells(letter=str(letter.pk))


def _proof_words(row: Appeal) -> str:
    count = len(row.proof.get("people", ()))
    return _(
        "%(count)s people acted on what you appealed, by the record of acts. Whoever decided this appeal is none of them, reports to none of them, and none of them reports to them."
    ) % {"count": count}
