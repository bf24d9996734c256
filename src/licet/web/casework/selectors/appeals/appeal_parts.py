"""Appeals from rows to the records that faces see; no decision about who may see is made here."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from licet.review import machines
from licet.review.appeals import FINDINGS, AppealKind, AppealRules
from licet.web.casework.appeals.contested import (
    OPEN_STATES,
    Contested,
    number_of,
    profile_of,
    rules_of,
)
from licet.web.casework.models import Appeal, AppealDocument, AppealStep
from licet.web.casework.ports import legal_day, now
from licet.web.casework.selectors.parts.parts import act_words, office_of
from licet.web.casework.views import (
    AppealDocumentView,
    AppealGroundView,
    AppealLineView,
    AppealStepView,
    AppealView,
    ContestableView,
    InvolvedView,
    ProofView,
)


def kind_words(kind: str) -> str:
    """What is appealed, in plain words."""
    return {
        "refusal": _("Refusal"),
        "condition": _("Condition of a licence"),
        "classification": _("Answer that no licence is required"),
        "opinion": _("Opinion"),
        "catch_all_letter": _("Letter that a licence is required"),
        "suspension": _("Suspension of a licence"),
        "revocation": _("Revocation of a licence"),
        "annulment": _("Annulment of a licence"),
        "failure_to_decide": _("Failure to decide in time"),
    }[kind]


def appeal_view(  # noqa: PLR0913  # an appeal is shown with what hangs on it
    row: Appeal,
    known: Mapping[str, str],
    *,
    named: bool = False,
    steps: Iterable[AppealStep] = (),
    documents: Iterable[AppealDocument] = (),
    reads_closed: bool = False,
    may: tuple[str, ...] = (),
) -> AppealView:
    """An appeal.

    Args:
        row: The appeal.
        known: Names by id.
        named: Whether people of the authority are named.
        steps: What happened in it, as far as the viewer may know.
        documents: What was laid before the reviewer.
        reads_closed: Whether what was said in closed steps is shown.
        may: What the viewer may do.
    """
    rules = rules_of(profile_of(row))
    words, day = _next(row)
    return AppealView(
        id=str(row.pk),
        kind=row.kind,
        kind_words=kind_words(row.kind),
        **_whose(row),
        contested=row.contested,
        state=row.state,
        state_words=machines()["appeal"].states[row.state].words,
        grounds=row.grounds,
        stated=_grounds(row, rules),
        **_lodged(row, rules, known),
        next_words=words,
        next_on=day,
        **_heard(row, rules, known),
        version=row.version,
        may=may,
        proof=_proof(row, named=named),
        steps=tuple(_step(one, named=named, closed=reads_closed) for one in steps),
        documents=tuple(_document(one) for one in documents),
    )


def _whose(row: Appeal) -> dict[str, Any]:
    """The case or opinion, and its organisation."""
    about = row.case or row.opinion
    return {
        "case": row.case.number if row.case else "",
        "opinion": row.opinion.number if row.opinion else "",
        "organisation": about.organisation.name if about else "",
    }


def _heard(row: Appeal, rules: AppealRules, known: Mapping[str, str]) -> dict[str, Any]:
    """Who hears it, what was decided, and what the law says of both."""
    rule = rules.kinds[AppealKind(row.kind)]
    return {
        "reviewer": known.get(str(row.reviewer_id), "") if row.reviewer_id else "",
        "assigned_at": row.assigned_at,
        "advocate": row.advocate_id is not None,
        "hearing_on": row.hearing_on,
        "interim": row.interim,
        "outcome": row.outcome,
        "reasons": row.reasons,
        "remedy": row.remedy,
        "decided_at": row.decided_at,
        "next_instance": f"{rules.after.title} ({rules.after.citation})"
        if rules.after
        else _("This decision is final."),
        "law": str(rule.citation),
        "law_verified": rule.citation.verified,
        "remedies": tuple(one.value for one in rule.remedies),
        "interim_possible": rule.interim,
    }


def _lodged(
    row: Appeal, rules: AppealRules, known: Mapping[str, str]
) -> dict[str, Any]:
    """How and when it was lodged, and until when it could be."""
    return {
        "standing": row.standing,
        "acted_on": row.acted_on,
        "served_on": row.served_on,
        "last_day": row.last_day,
        "late": row.late,
        "excuse": _excuse(row, rules),
        "late_reasons": row.late_reasons,
        "lodged_by": known.get(str(row.lodged_by_id), ""),
        "lodged_at": row.lodged_at,
        "decide_by": row.decide_by,
    }


def _excuse(row: Appeal, rules: AppealRules) -> str:
    if rules.late is None or row.excuse not in rules.late.excuses:
        return row.excuse
    return rules.late.excuses[row.excuse].title


def _grounds(row: Appeal, rules: AppealRules) -> tuple[AppealGroundView, ...]:
    found: dict[str, Mapping[str, Any]] = {one["ground"]: one for one in row.findings}
    return tuple(
        AppealGroundView(
            ground=name,
            title=rules.grounds[name].title if name in rules.grounds else name,
            finding=str(found.get(name, {}).get("finding", "")),
            finding_words=FINDINGS.get(str(found.get(name, {}).get("finding")), ""),
            reasons=str(found.get(name, {}).get("reasons", "")),
        )
        for name in row.stated
    )


def _next(row: Appeal) -> tuple[str, date | None]:
    """What comes next in an appeal, and on which day."""
    if row.state not in OPEN_STATES:
        return "", None
    today = legal_day(now())
    if row.hearing_on is not None and row.hearing_on >= today:
        return _("Hearing"), row.hearing_on
    if row.state == "lodged":
        return _("A reviewer is chosen; to be decided by"), row.decide_by
    return _("To be decided by"), row.decide_by


def _proof(row: Appeal, *, named: bool) -> ProofView | None:
    if not row.proof:
        return None
    people = row.proof["people"]
    return ProofView(
        on=date.fromisoformat(row.proof["on"]),
        count=len(people),
        words=_(
            "%(count)s people acted on this for the authority or an agency, by the record of acts. The reviewer is none of them, reports to none of them, and none of them reports to the reviewer."
        )
        % {"count": len(people)},
        above=tuple(row.proof["above"]) if named else (),
        people=tuple(
            InvolvedView(
                name=one["name"],
                acts=tuple(act_words(act) for act in one["acts"]),
                above=tuple(one["above"]),
            )
            for one in people
        )
        if named
        else (),
    )


def _step(row: AppealStep, *, named: bool, closed: bool) -> AppealStepView:
    return AppealStepView(
        kind=row.kind,
        words=act_words(row.kind),
        said=row.words if closed or not row.closed else "",
        on=row.on,
        by=row.by_name if named or row.side == "exporter" else office_of(row.side),
        at=row.at,
    )


def _document(row: AppealDocument) -> AppealDocumentView:
    return AppealDocumentView(
        id=str(row.pk),
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        side=row.side,
        at=row.at,
    )


def line_view(row: Appeal, known: Mapping[str, str]) -> AppealLineView:
    """A line of the list; case, opinion and their organisations are loaded with the row."""
    about = row.case or row.opinion
    today = legal_day(now())
    return AppealLineView(
        id=str(row.pk),
        about=number_of(row),
        title=about.title if about else "",
        organisation=about.organisation.name if about else "",
        kind=row.kind,
        kind_words=kind_words(row.kind),
        state=row.state,
        state_words=machines()["appeal"].states[row.state].words,
        lodged_at=row.lodged_at,
        decide_by=row.decide_by,
        overdue=row.state in OPEN_STATES
        and row.decide_by is not None
        and row.decide_by < today,
        reviewer=known.get(str(row.reviewer_id), "") if row.reviewer_id else "",
    )


def contestable_view(one: Contested) -> ContestableView:
    """An act that can be appealed."""
    last = one.last
    return ContestableView(
        key=one.key,
        kind=one.act.kind.value,
        kind_words=kind_words(one.act.kind.value),
        title=one.title,
        last=last,
        late=last is not None and legal_day(now()) > last,
        exhausted=one.exhausted,
        appeal=str(one.appeals[0].pk) if one.appeals else "",
        stays=one.rule.stays,
        law=str(one.rule.citation),
        law_verified=one.rule.citation.verified,
        body=rules_of(one.profile).body,
    )
