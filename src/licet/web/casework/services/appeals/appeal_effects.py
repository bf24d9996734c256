"""What an appeal does to the act: a stay while it is pending, and the effect of its outcome."""

from django.conf import settings

from licet.review import ClockEffect
from licet.review.appeals import AppealKind, AppealOutcome
from licet.web.casework.acts.acting import Act, joined_licence_act, next_number, promise
from licet.web.casework.acts.appeal_acting import AppealAct
from licet.web.casework.acts.opinion_acting import OpinionAct, enter
from licet.web.casework.models import (
    Case,
    ClockRow,
    ConditionChange,
    ConditionRow,
    Licence,
    Opinion,
)
from licet.web.casework.ports import legal_day
from licet.web.casework.rights.people import posts_on
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.services.licences.editions import begin_edition

ORDERS = frozenset(
    {
        AppealKind.SUSPENSION.value,
        AppealKind.REVOCATION.value,
        AppealKind.ANNULMENT.value,
    }
)
ENDED = frozenset({"revoked", "annulled"})  # no list takes such a word back
STAYED = "granted"


def begin_stay(act: AppealAct) -> None:
    """Let the act have no effect while the appeal is pending."""
    row = act.appeal
    if row.kind in ORDERS:
        _on_licence(act, "stay_order")
    else:  # the law stays nothing else than orders and conditions
        _change(act, "stayed")


def end_stay(act: AppealAct) -> None:
    """Let the act have its effect again, where it was stayed and stands."""
    row = act.appeal
    if row.interim != STAYED:
        return
    if row.kind not in ORDERS:
        _change(act, "restored")
    elif _state(act) == "issued":  # not where it ended meanwhile
        _on_licence(act, "end_stay", outcome=row.kind)


def _state(act: AppealAct) -> str:
    return Licence.objects.values_list("state", flat=True).get(appeals=act.appeal.pk)


def take_effect(
    act: AppealAct, outcome: AppealOutcome, *, words: str, terms: dict[str, str]
) -> None:
    """Carry an outcome out.

    Args:
        act: The deciding act.
        outcome: How the appeal ended.
        words: For a varied condition, what binds from now on.
        terms: For a varied condition, its terms.
    """
    row = act.appeal
    if outcome is AppealOutcome.DISMISSED:
        end_stay(act)
    elif act.case_act is not None:
        _decide_again(act.case_act)
    elif row.kind in ORDERS:
        _undo(act, outcome)
    elif row.kind == AppealKind.CONDITION:
        _change(act, outcome.value, words=words, terms=terms)
    elif row.opinion is not None:
        _annul_opinion(act, again=outcome is AppealOutcome.REMITTED)
    elif row.kind == AppealKind.FAILURE_TO_DECIDE and row.case is not None:
        _tell_desk(act, row.case)


def _decide_again(act: Act) -> None:
    """The case is decided again, so its clock starts again."""
    act.case.decided_at, act.case.outcome = None, ""
    ClockRow.objects.create(
        case=act.case,
        on=legal_day(act.at),
        effect=ClockEffect.START.value,
        reason="decide_appeal",
    )


def _undo(act: AppealAct, outcome: AppealOutcome) -> None:
    """Annulled, the licence lives again; remitted, a suspension stays until it is decided anew."""
    row = act.appeal
    stays = (
        outcome is AppealOutcome.REMITTED and row.kind == AppealKind.SUSPENSION.value
    )
    if stays:
        end_stay(act)
    elif _state(act) in {"suspended", "revoked", "annulled", "issued"}:
        _on_licence(act, "undo_order", outcome=outcome.value)


def _on_licence(act: AppealAct, name: str, *, outcome: str = "") -> None:
    row = act.appeal
    assert row.licence is not None  # noqa: S101  # asked by the caller
    number = row.licence.number
    with joined_licence_act(name, by=act.by, licence=row.licence.pk) as done:
        done.outcome = outcome
        done.tells(appeal=str(row.pk), reasons=act.words)
        _live_again(done)
        promise(
            "customs",
            f"customs:{name}:{row.licence.pk}:{row.pk}",
            act.at,
            {"licence": number, "act": name},
        )


def _live_again(act: Act) -> None:
    """An end that a list told stays told: what lives again, for good or for now, is a new edition."""
    licence = act.licence
    if act.name != "end_stay" and licence is not None and licence.state in ENDED:
        edition = begin_edition(licence, at=act.at)
        act.tells(edition=edition, status_index=licence.status_index)


def _change(
    act: AppealAct,
    standing: str,
    *,
    words: str = "",
    terms: dict[str, str] | None = None,
) -> None:
    condition = ConditionRow.objects.get(pk=as_id(act.appeal.object))
    ConditionChange.objects.create(
        condition=condition,
        appeal=act.appeal,
        standing=standing,
        words=words,
        terms=terms or {},
        at=act.at,
    )
    for licence in Licence.objects.select_for_update().filter(appeals=act.appeal):
        edition = begin_edition(licence, at=act.at)
        licence.version += 1
        licence.save()
        act.tells(edition=edition, status_index=licence.status_index)
    act.tells(condition=str(condition.pk), condition_standing=standing)
    if words:
        act.tells(condition_words=words, condition_terms=terms or {})


def _annul_opinion(act: AppealAct, *, again: bool) -> None:
    """The answer binds nobody any more; sent back, the same question is open again."""
    row = act.appeal.opinion
    assert row is not None  # noqa: S101  # asked by the caller
    row.state, row.ended_at = "revoked", act.at
    row.ended_because = f"Annulled on appeal: {act.words}"
    row.version += 1
    row.save()
    enter(
        OpinionAct(
            name="annul_opinion", by=act.by, at=act.at, opinion=row, reasons=act.words
        )
    )
    if not again:
        return
    year = legal_day(act.at).year
    new = Opinion.objects.create(
        number=f"{settings.LICET_AUTHORITY_SHORT}-O-{year}-{next_number(f'opinion-{year}'):05d}",
        kind=row.kind,
        title=row.title,
        question=row.question,
        organisation_id=row.organisation_id,
        applicant_id=row.applicant_id,
        profile=row.profile,
        state="requested",
        version=1,
        facts=row.facts,
        self_check=row.self_check,
        on=legal_day(act.at),
        determination=row.determination,
        requested_at=act.at,
    )
    again_act = OpinionAct(name="request_opinion", by=act.by, at=act.at, opinion=new)
    again_act.payload = {"kind": new.kind, "after_appeal": row.number}
    enter(again_act)
    act.tells(opinion_again=new.number)


def _tell_desk(act: AppealAct, case: Case) -> None:
    """Whoever has the case hears that it must be decided now."""
    managers = posts_on(legal_day(act.at)).filter(role="manager")
    found = set(managers.values_list("person__email", flat=True))
    if case.officer is not None:
        found.add(case.officer.email)
    for email in sorted(found):
        promise(
            "notice",
            f"decide-now:{act.appeal.pk}:{email}",
            act.at,
            {
                "to": email,
                "subject": "An appeal orders that this case be decided",
                "case": case.number,
            },
        )
