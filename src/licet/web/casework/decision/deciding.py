"""The procedure of the governing law, applied to a case: who must sign, who was heard, what is secret."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.conf import settings

from licet.decision import (
    CriterionFinding,
    Disagreement,
    Draft,
    Matter,
    NoticeStanding,
    Obstacle,
    Procedure,
    SecretReason,
    hearing_obstacles,
    load_procedure,
    unanswered_findings,
)
from licet.regimes import SHIPPED
from licet.web.casework.casefile.casefile import CaseFile
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.models import DecisionDraft, DraftDetail, RefusalNotice
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.markings import may_read, require_marking
from licet.web.casework.rights.policy import Actor
from licet.web.casework.views import Json


@lru_cache(maxsize=8)
def _procedure(package: str) -> Procedure:
    return load_procedure(SHIPPED / package)


def procedure() -> Procedure:
    """The decision procedure of the governing law.

    Raises:
        ProcedureError: It has none, or it is wrong: nothing is signed then.
    """
    return _procedure(settings.LICET_PROFILE)


def detail_of(row: DecisionDraft) -> dict[str, Any]:
    """What a stored draft says besides outcome, grounds and reasons, as the engine wants it."""
    found: DraftDetail | None = getattr(row, "detail", None)
    if found is None:
        return {}
    return {
        "disagreements": tuple(Disagreement(**one) for one in found.disagreements),
        "secret": tuple(SecretReason(**one) for one in found.secret),
        "without_notice": found.without_notice,
        "without_notice_reasons": found.without_notice_reasons,
    }


def keep_detail(row: DecisionDraft, draft: Draft, by: Actor) -> None:
    """Store what a draft says besides outcome, grounds and reasons.

    Raises:
        InvalidInputError: An exception that the law does not know, or a marking that is none
            or that its writer may not read.
    """
    rule = procedure().notice
    known = rule.exceptions if rule else {}
    if draft.without_notice and draft.without_notice not in known:
        offered = ", ".join(known) or "none"
        raise InvalidInputError(
            {"without_notice": f"The law knows no such exception. It knows: {offered}."}
        )
    for one in draft.secret:
        require_marking(by, one.marking)
    secret = (*draft.secret, *_above(row, by))
    DraftDetail.objects.create(
        draft=row,
        disagreements=[
            {"finding": one.finding, "reasons": one.reasons.strip()}
            for one in draft.disagreements
        ],
        secret=[
            {"marking": one.marking, "words": one.words, "gist": one.gist}
            for one in secret
        ],
        without_notice=draft.without_notice,
        without_notice_reasons=draft.without_notice_reasons.strip(),
    )


def _above(row: DecisionDraft, by: Actor) -> tuple[SecretReason, ...]:
    """Secret reasons of the draft before that its writer may not read: nobody drops them unseen."""
    before = (
        DecisionDraft.objects.filter(case=row.case_id, version__lt=row.version)
        .select_related("detail")
        .order_by("-version")
        .first()
    )
    held = detail_of(before).get("secret", ()) if before else ()
    return tuple(one for one in held if not may_read(by, one.marking))


def findings_of(file: CaseFile) -> tuple[CriterionFinding, ...]:
    """What the machine found of each criterion, as the engine wants it."""
    return tuple(
        CriterionFinding(
            id=f"criterion:{row.pk}",
            criterion=row.criterion,
            title=str(row.document.get("title", row.criterion)),
            standing=row.standing,
            mandatory=row.mandatory,
        )
        for row in file.findings.criteria
    )


def require_findings_answered(file: CaseFile, draft: Draft) -> None:
    """Refuse a draft that contradicts a finding without saying why.

    Raises:
        InvalidInputError: Names each finding.
    """
    if left := unanswered_findings(draft, findings_of(file)):
        named = "; ".join(f"{one.title} ({one.standing})" for one in left)
        raise InvalidInputError(
            {
                "disagreements": f"The draft does not follow these findings: {named}. Say why for each."
            }
        )


def notice_standing(file: CaseFile) -> NoticeStanding | None:
    """How the newest notice of an intended refusal stands for the newest draft."""
    row = newest_notice(file)
    if row is None:
        return None
    served = getattr(row.letter, "service", None)
    answer = getattr(row, "answer", None)
    written = file.drafts[-1].at if file.drafts else row.at
    return NoticeStanding(
        criteria=frozenset(str(one["criterion"]) for one in row.grounds),
        served_on=served.on if served else None,
        respond_by=respond_by(row),
        answered=answer is not None,
        considered=answer is not None and written > answer.at,
    )


def newest_notice(file: CaseFile) -> RefusalNotice | None:
    """The newest notice that came after the last decision, or ``None``."""
    if not file.notices:
        return None
    row = file.notices[-1]
    decided = file.decision.decided_at if file.decision else None
    return None if decided and row.at <= decided else row


def respond_by(row: RefusalNotice) -> date | None:
    """The last day for the answer, by the rule under which the notice was given."""
    served = getattr(row.letter, "service", None)
    return served.on + timedelta(days=row.days) if served else None


def hearing(file: CaseFile, draft: Draft) -> tuple[Obstacle, ...]:
    """What stands in the way of a refusal where the law gives the right to be heard."""
    rule = procedure().notice
    if rule is None or draft.without_notice in rule.exceptions:
        return ()
    return hearing_obstacles(
        notice_standing(file),
        criteria=frozenset(one.criterion for one in draft.grounds),
        on=legal_day(now()),
    )


def _stated(facts: Json, path: str) -> list[Any]:
    fact = facts.get(path) or {}
    if fact.get("state") != "known":
        return []
    return [one["value"] for one in fact.get("statements") or ()]


def matter_of(file: CaseFile) -> Matter:
    """Law, kinds and value of a case, as a delegation may limit them."""
    document = file.case.transaction
    values: dict[str, Decimal] = {}
    unvalued = 0
    for item in document.get("items", ()):
        facts = item.get("facts") or {}
        amount, currency = _money(facts)
        if amount is None:
            unvalued += 1
        else:
            values[currency] = values.get(currency, Decimal(0)) + amount
    kinds = _stated(document.get("facts") or {}, "activity.type")
    return Matter(
        regime=file.case.profile,
        kinds=frozenset(map(str, kinds)),
        values=values,
        unvalued=unvalued,
    )


def _money(facts: Json) -> tuple[Decimal | None, str]:
    amounts, currencies = _stated(facts, "value"), _stated(facts, "currency")
    if len(amounts) != 1 or len(currencies) != 1:
        return None, ""
    try:
        return Decimal(str(amounts[0])), str(currencies[0])
    except InvalidOperation:
        return None, ""


def signatures_needed(tier: int) -> int:
    """How many persons sign after the drafter, by the governing law."""
    return procedure().levels[tier].signatures


def endorsed_by(rows: Iterable[Any]) -> frozenset[str]:
    """Who signed on the way."""
    return frozenset(str(one.by_id) for one in rows)
