"""Amending an application after its submission: everything that rested on the facts is stale.

The facts version grows, so that determinations, screening and advice no longer stand on
present facts, and the gate lets nothing be signed until they are renewed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from licet.facts import read_transaction
from licet.review import ApplicantAct
from licet.web.casework.acts.acting import Act, case_act
from licet.web.casework.acts.words import required_text
from licet.web.casework.application.amending import (
    THROUGH,
    changes_between,
    renewed,
    stated_last,
)
from licet.web.casework.application.facts import exact, project
from licet.web.casework.application.practice import (
    kind_of,
    kind_problems,
    omitted,
    practice,
)
from licet.web.casework.application.sections import (
    require_complete,
    require_well_formed,
)
from licet.web.casework.errors import InvalidInputError, WrongStateError
from licet.web.casework.later import findings_later
from licet.web.casework.models import Case, ClockRow, FactChange
from licet.web.casework.ports import legal_day
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.applying.applications import application
from licet.web.casework.selectors.parts.parts import clock_view
from licet.web.casework.services.desk.urgency import judge_urgency
from licet.web.casework.views import ApplicationView, Json

CHANGES = frozenset(
    {"items", "parties", "destination", "end_use", "activity", "propagation"}
)
_BACK = "back_to_draft"


def require_act(case: Case, act: str, state: str) -> ApplicantAct:
    """The act as the practice of the authority foresees it.

    Raises:
        WrongStateError: The practice does not open it in this state.
    """
    found = practice(case.profile).acts.get(act)
    if found is None or state not in found.states:
        raise WrongStateError(
            _("The authority's practice does not open this act now. If it asked you a question, answer that instead.")
        )  # fmt: skip
    return found


def amend_application(
    *,
    by: Actor,
    case: str,
    section: str,
    content: Mapping[str, Any],
    reasons: str,
    version: int | None,
) -> ApplicationView:
    """Change what a section of a submitted application states.

    Args:
        by: Who amends.
        case: Number of the case.
        section: One of those that hold facts.
        content: The whole section as it is now true.
        reasons: Why.
        version: The version that the person saw.

    Raises:
        InvalidInputError: Another section, malformed content, nothing changed, no reasons,
            or answers that contradict each other.
        WrongStateError: The practice does not open the act in this state.
    """
    words = required_text("reasons", reasons, _("Say why it changes."))
    if section not in CHANGES:
        raise InvalidInputError({"section": _("This part cannot be amended.")})
    require_well_formed(section, content)
    with case_act("amend_application", by=by, case=case, version=version) as act:
        rule = require_act(act.case, "amend_application", act.case.state)
        changes = _changes(act, section, content)
        _keep_changes(act, section, changes, words)
        act.case.facts_version += 1
        project(act.case)
        if act.case.state == "countersigning":
            act.outcome = _BACK
        _tick(act, rule.clock)
        findings_later(act.case)
        judge_urgency(act)
        act.tells(section=section, reasons=words, facts=exact(changes))
    return application(viewer=by, case=case, with_preview=False)


def _changes(act: Act, section: str, content: Mapping[str, Any]) -> Sequence[Json]:
    """What differs once the section is stated anew."""
    before = act.case.transaction
    _restate(act, section, content)
    changes = changes_between(before, act.case.transaction)
    if not changes:
        raise InvalidInputError({section: _("Nothing differs from what is stated.")})
    return changes


def _keep_changes(act: Act, section: str, changes: Sequence[Json], words: str) -> None:
    """The changes one by one; the section says up to which it is told."""
    last = 0
    for change in changes:
        last = FactChange.objects.create(
            case=act.case, by_id=act.by.id, at=act.at, reasons=words, **exacted(change)
        ).pk
    act.case.sections[section][THROUGH] = last


def exacted(change: Mapping[str, Any]) -> dict[str, Any]:
    """A change as its row holds it: what is gone is unknown from now on."""
    gone = {"state": "unknown", "statements": []}
    after = change["after"]
    if not isinstance(after, Mapping):
        after = gone if after is None else {"state": "known", "value": after}
    return {**change, "after": after}


def _restate(act: Act, section: str, content: Mapping[str, Any]) -> None:
    row = act.case
    latest = stated_last(row)
    for name, held in latest.items():
        saved = row.sections[name]
        if held != saved["content"]:
            row.sections = {**row.sections, name: {**saved, "content": held}}
    saved = {"content": content, "saved_at": act.at.isoformat(), "by": act.by.id}
    row.sections = {**row.sections, section: saved}
    more = {f"{part}.{name}": words for part, name, words in kind_problems(row)}
    require_complete(row.sections, omitted=omitted(kind_of(row)), more=more)
    row.transaction = renewed(row, day=row.transaction["as_of"])
    read_transaction(row.transaction)


def _tick(act: Act, clock: str) -> None:
    """What the act does to the clock, by the practice: the period starts again on its day."""
    rows = ClockRow.objects.filter(case=act.case).order_by("pk")
    state = clock_view(
        rows.values_list("on", "effect", "reason"), act.at, profile=act.case.profile
    ).state
    anew = ("start",) if state in {"not_started", "ended"} else ("end", "start")
    for effect in {"anew": anew}.get(clock, ()):
        ClockRow.objects.create(
            case=act.case,
            on=legal_day(act.at),
            effect=effect,
            reason="amend_application",
        )
