"""Asking a panel: a live case, a closed composite, or a draft; declarations; withdrawal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from licet.review.panels import Panel
from licet.web.casework.acts.acting import case_act, next_number, promise, refusals
from licet.web.casework.acts.agreed_sharing import (
    NotCoveredError,
    Sharing,
    entering_refusals,
    share,
    told_of,
)
from licet.web.casework.acts.panel_acting import panel_act, require_open
from licet.web.casework.acts.words import required_text
from licet.web.casework.casefile.casefile import load
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.models import (
    Case,
    Composite,
    PanelDeclaration,
    PanelReferral,
    PanelReferralEnd,
    SharedPack,
    TemplateVersion,
)
from licet.web.casework.models import Draft as DraftLaw
from licet.web.casework.panels.in_case import fired_in
from licet.web.casework.panels.packs import pack_of
from licet.web.casework.panels.rules import (
    due_day,
    panel_json,
    panel_named,
    seats_on,
    vetted,
)
from licet.web.casework.panels.standing import declaration_of
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.part_marks import require_all_seen
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.panels.panels import referral as referral_page
from licet.web.casework.services.panels.composites import require_closed
from licet.web.casework.views.panels import PanelReferralView


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked of a panel.

    Attributes:
        panel: Name of the panel in the governing law.
        question: What it is to say.
        agreement: Number of the agreement under which the matter goes to it.
        purpose: For what, as the agreement names it.
        because: Why, where no rule of the law asks for it.
    """

    panel: str
    question: str
    agreement: str
    purpose: str
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Why:
    because: str
    rule: str = ""
    mandatory: bool = False
    citation: Any = None


def refer_to_panel(
    *, by: Actor, case: str, asking: Asking, version: int | None
) -> PanelReferralView:
    """Put a live case before a panel that sees live cases, under an agreement with its members.

    Args:
        by: The officer.
        case: Number of the case.
        asking: What is asked, of whom, under which agreement.
        version: The version that the officer saw.

    Raises:
        NotFoundError: No such case for this person, or no such panel in its law.
        InvalidInputError: No question, neither a rule nor a reason, or a panel that may not
            see live cases.
        NotCoveredError: No agreement in force covers it.
        WrongStateError: The panel has the case already.
    """
    question = required_text("question", asking.question, "Write the question.")
    known = visible_cases(by).filter(number=case).first()
    with (
        entering_refusals("refer_to_panel", by, known),
        case_act("refer_to_panel", by=by, case=case, version=version) as act,
    ):
        body = _body(asking.panel, "live", act.case.profile)
        require_all_seen(by, act.case)
        _require_not_before(act.case, asking.panel)
        why = _why(act.case, body, asking.because.strip())
        pack = {**pack_of(load(act.case), body.classes), "case": act.case.number}
        given = Sharing(
            agreement=asking.agreement,
            party=body.id,
            purpose=asking.purpose,
            classes=sorted(body.classes - {"draft", "composite"}),
            what=f"Live case for {body.title}",
            pack=pack,
            case=act.case,
        )
        shared = share(given, by=by, at=act.at)
        row = _create(by, act.at, body, question, why, shared, case=act.case)
        act.tells(**_told(row), **told_of(shared))
    return referral_page(viewer=by, number=row.number)


def _body(name: str, sort: str, package: str = "") -> Panel:
    found = panel_named(name, package)
    if sort not in found.sees:
        may = {"live": "live cases", "composite": "composites", "draft": "drafts"}[sort]
        raise InvalidInputError({"panel": f"By the law, {found.title} sees no {may}."})
    return found


def _require_not_before(case: Case, panel: str) -> None:
    rows = PanelReferral.objects.filter(
        case=case, panel=panel, sort="live", end__isnull=True
    ).exclude(opinions__given__isnull=False)
    if rows.exists():
        raise WrongStateError("The panel has this case and has not answered yet.")


def _why(case: Case, body: Panel, own: str) -> _Why:
    """By which rule and why a panel is asked; a rule of the law goes before an officer's reason."""
    fired = next((one for one in fired_in(case) if one.panel.id == body.id), None)
    if fired is not None:
        return _Why(
            because="; ".join(part for part in (fired.trigger.because, own) if part),
            rule=fired.trigger.id,
            mandatory=fired.trigger.mandatory,
            citation=fired.trigger.citation.to_json(),
        )
    if not own:
        words = "No rule of the law sends this case to the panel. Say why you ask."
        raise InvalidInputError({"because": words})
    return _Why(because=own)


def _create(  # noqa: PLR0913  # a referral has a panel, a question, a reason and a pack
    by: Actor,
    at: datetime,
    body: Panel,
    question: str,
    why: _Why,
    shared: SharedPack,
    *,
    case: Case | None = None,
    composite: Composite | None = None,
) -> PanelReferral:
    today = legal_day(at)
    package = case.profile if case else settings.LICET_PROFILE
    sort = "composite" if composite else ("live" if case else "draft")
    row = PanelReferral.objects.create(
        number=f"PNL-{today.year}-{next_number('panel_referral'):04d}",
        panel=body.id,
        sort=sort,
        case=case,
        composite=composite,
        shared=shared,
        question=question,
        because=why.because,
        rule=why.rule,
        mandatory=why.mandatory,
        citation=why.citation or {},
        document=panel_json(body),
        facts_version=case.facts_version if case else 0,
        on=today,
        due=due_day(body, today, package),
        by_id=by.id,
        at=at,
    )
    _notify(row, "A referral waits for your declaration and your opinion", at)
    return row


def _notify(row: PanelReferral, subject: str, at: datetime) -> None:
    """Tell the members that there is something; never what."""
    day = legal_day(at)
    seats = seats_on(day).filter(panel=row.panel).select_related("person")
    for person in [seat.person for seat in seats if vetted(seat, day)]:
        notice = {"to": person.email, "subject": subject, "case": row.number}
        promise("notice", f"panel:{row.pk}:{person.pk}", at, notice)


def _told(row: PanelReferral) -> dict[str, Any]:
    told: dict[str, Any] = {
        "referral": row.number,
        "panel": row.panel,
        "sort": row.sort,
        "rule": row.rule,
        "mandatory": row.mandatory,
        "due": row.due,
    }
    if row.case_id:
        told |= {
            "question": row.question,
            "because": row.because,
            "law": row.citation,
            "under": row.document,
        }
    return told


def refer_composite(*, by: Actor, composite: str, asking: Asking) -> PanelReferralView:
    """Put a checked composite before a panel; nothing of the case itself goes with it.

    Raises:
        NotFoundError: No such composite or panel.
        InvalidInputError: No question, no reason, or a panel that sees no composites.
        NotCoveredError: No agreement in force covers it.
        WrongStateError: It is not approved, or the facts changed since.
    """
    question = required_text("question", asking.question, "Write the question.")
    because = required_text("because", asking.because, "Say why you ask the panel.")
    known = _composite(by, composite)
    touched = [known.case]
    with (
        refusals("refer_composite", by, touched),
        entering_refusals("refer_composite", by, known.case),
        transaction.atomic(),
    ):
        require(by, "refer_composite")
        body = _body(asking.panel, "composite")
        at = now()
        pack = {"title": known.title, "text": known.text, **require_closed(known)}
        given = Sharing(
            agreement=asking.agreement,
            party=body.id,
            purpose=asking.purpose,
            classes=["composite"],
            what=f"Composite for {body.title}",
            pack=pack,
            case=known.case,
            composite=known,
        )
        shared = share(given, by=by, at=at)
        why = _Why(because=because)
        row = _create(by, at, body, question, why, shared, case=known.case, composite=known)  # fmt: skip
        record_event(
            kind="refer_composite",
            case=str(known.case_id),
            actor=actor_ref(by),
            payload={"composite": known.number, **_told(row), **told_of(shared)},
            at=at,
        )
    return referral_page(viewer=by, number=row.number)


def _composite(by: Actor, number: str) -> Composite:
    known = (
        Composite.objects.filter(number=number, case__in=visible_cases(by))
        .select_related("case")
        .first()
    )
    if known is None:
        raise NotFoundError("composite")
    return known


def refer_draft_to_panel(
    *, by: Actor, subject: str, asking: Asking
) -> PanelReferralView:
    """Put a draft of rules or a template before a panel.

    Args:
        by: Of the policy unit, or a manager.
        subject: ``draft:SLUG`` of a draft of law, or ``template:CODE`` of a template.
        asking: What is asked, of whom, under which agreement.

    Raises:
        NotFoundError: No such draft, template or panel.
        InvalidInputError: No question, no reason, or a panel that sees no drafts.
        NotCoveredError: No agreement in force covers it.
    """
    question = required_text("question", asking.question, "Write the question.")
    because = required_text("because", asking.because, "Say why you ask the panel.")
    with (
        refusals("refer_draft_to_panel", by, []),
        entering_refusals("refer_draft_to_panel", by, None),
        transaction.atomic(),
    ):
        require(by, "refer_draft_to_panel")
        body = _body(asking.panel, "draft")
        at = now()
        given = Sharing(
            agreement=asking.agreement,
            party=body.id,
            purpose=asking.purpose,
            classes=["draft"],
            what=f"Draft {subject} for {body.title}"[:300],
            pack=_draft(subject),
        )
        shared = share(given, by=by, at=at)
        row = _create(by, at, body, question, _Why(because=because), shared)
        record_event(
            kind="refer_draft_to_panel",
            case=None,
            actor=actor_ref(by),
            payload={"subject": subject, **_told(row), **told_of(shared)},
            at=at,
        )
    return referral_page(viewer=by, number=row.number)


def _draft(subject: str) -> dict[str, Any]:
    kind, _, name = subject.partition(":")
    if kind == "draft":
        law = DraftLaw.objects.filter(slug=name).first()
        if law is not None:
            return {"title": law.title, "digest": law.digest, "files": law.files}
    if kind == "template":
        version = (
            TemplateVersion.objects.filter(template__code=name)
            .order_by("-version")
            .first()
        )
        if version is not None:
            return {
                "title": version.title,
                "purpose": version.purpose,
                "version": version.version,
                "content": version.content,
            }
    raise NotFoundError("draft")


def withdraw_panel_referral(
    *, by: Actor, number: str, reasons: str
) -> PanelReferralView:
    """Withdraw a referral; what was said of it stays. It cannot be undone: ask anew.

    Raises:
        InvalidInputError: No reasons.
        WrongStateError: The opinion is given, or it was withdrawn already.
    """
    words = required_text("reasons", reasons, "Say why it is withdrawn.")
    with panel_act("withdraw_panel_referral", by=by, number=number) as act:
        require_open(act)
        act.on_case = act.row.sort == "live"
        PanelReferralEnd.objects.create(
            referral=act.row, reasons=words, by_id=by.id, at=act.at
        )
        act.said(reasons=words)
    return referral_page(viewer=by, number=number)


def declare_on_referral(
    *, by: Actor, number: str, conflict: bool, words: str = ""
) -> PanelReferralView:
    """Declare, before anything is shown, whether a conflict of interest stands against it.

    A declared conflict excludes from this referral for good.

    Raises:
        InvalidInputError: A conflict without saying what it is.
        WrongStateError: Declared already.
    """
    said = words.strip()
    if conflict:
        said = required_text("words", words, "Say what the conflict is.")
    with panel_act("declare_on_referral", by=by, number=number, declared=False) as act:
        if declaration_of(act.row, by.id) is not None:
            raise WrongStateError("You have declared already, and it stands.")
        PanelDeclaration.objects.create(
            referral=act.row, person_id=by.id, conflict=conflict, words=said, at=act.at
        )
        act.tells(conflict=conflict)
        act.said(words=said)
    return referral_page(viewer=by, number=number)


__all__ = [
    "Asking", "NotCoveredError", "declare_on_referral", "refer_composite",
    "refer_draft_to_panel", "refer_to_panel", "withdraw_panel_referral",
]  # fmt: skip
