"""After a list changed: alerts of open cases and live licences, and what officers do about them."""

from collections.abc import Sequence
from itertools import groupby

import structlog
from django.conf import settings
from django.db import transaction

from licet.screening import ListDelta, statuses
from licet.web.casework.acts.acting import Act, record_on_case, refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.application.history import newest_run
from licet.web.casework.errors import NotFoundError, WrongStateError
from licet.web.casework.later import findings_again_later
from licet.web.casework.models import (
    Case,
    Hit,
    ListAlert,
    ListAlertHandling,
    ListRescreen,
)
from licet.web.casework.ports import now, ports
from licet.web.casework.record.errors import KeyDestroyedError
from licet.web.casework.record.events import record_event
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.screening import list_alerts as reads
from licet.web.casework.selectors.screening.rescreening import (
    Touch,
    parties_of,
    subjects,
    touches,
)
from licet.web.casework.views import ListAlertView

_log = structlog.get_logger("licet.lists")


def rescreen_changes() -> int:
    """Screen against every list whose change was not screened yet; a frequent job.

    Whatever died between a synchronisation and its job, this finds what is owed.

    Returns:
        How many alerts were entered.
    """
    return sum(rescreen_source(one.source) for one in statuses(settings.LICET_STATE))


def rescreen_source(source: str) -> int:
    """Screen the parties of open cases and live licences against what changed in a list.

    Each case commits with its alerts, their entries and the order to compute it again; that
    the change is done commits last. Run again, it enters only what is not entered yet.

    Args:
        source: The list.

    Returns:
        How many alerts were entered.
    """
    held = {one.source: one for one in statuses(settings.LICET_STATE)}
    if source not in held:
        return 0
    done = _screened_up_to(source)
    if done == held[source].version:
        return 0
    older = done if done in held[source].versions else ""
    delta = ports().screener.delta(source, older=older)
    concerned = subjects()
    entered = sum(
        _alert_case(case, list(found))
        for case, found in groupby(
            sorted(touches(delta, concerned), key=lambda one: one.subject.case.number),
            key=lambda one: one.subject.case,
        )
    )
    parties = sum(len(parties_of(one)) for one in concerned)
    _close(delta, done=done, parties=parties, alerts=entered)
    return entered


def _screened_up_to(source: str) -> str:
    """The version up to which everything was screened; empty when nothing ever was."""
    newest = ListRescreen.objects.filter(source=source).order_by("-pk").first()
    return newest.newer if newest else ""


def _alert_case(case: Case, found: Sequence[Touch]) -> int:
    """Enter the alerts of one case and its licences, and have an open case computed again."""
    try:
        with transaction.atomic():
            locked = Case.objects.select_for_update().get(pk=case.pk)
            owed = [one for one in found if not _is_known(locked, one)]
            for one in owed:
                _enter(locked, one)
            if any(one.subject.licence is None for one in owed):
                findings_again_later(locked)
    except KeyDestroyedError:
        _log.warning("erased case not alerted", case=case.number)
        return 0
    return len(owed)


def _is_known(case: Case, one: Touch) -> bool:
    """Whether the alert is entered, or the party was screened against this wording already."""
    entered = ListAlert.objects.filter(
        case=case,
        licence=one.subject.licence,
        party=one.party,
        content_hash=one.content_hash,
        gone=one.gone,
    )
    if entered.exists():
        return True
    if one.gone:
        return False
    seen = Hit.objects.filter(
        screening__run=newest_run(case),
        screening__party=one.party,
        list_name=one.source,
        entity=one.entry,
    )
    return any(hit.document.get("entry_hash") == one.content_hash for hit in seen)


def _enter(case: Case, one: Touch) -> None:
    act = Act(
        name="alert_list_change",
        by=SYSTEM,
        at=now(),
        case=case,
        licence=one.subject.licence,
    )
    facts = {
        "party": one.party,
        "role": one.role,
        "entry": one.entry,
        "entry_name": one.entry_name,
        "content_hash": one.content_hash,
        "change": one.change,
        "gone": one.gone,
        "source": one.source,
        "older": one.older,
        "newer": one.newer,
        "score": one.score,
        "words": one.words,
    }
    act.tells(licence=one.subject.key[1], **facts)
    row = record_on_case(act, kind=act.name, public=False)
    ListAlert.objects.create(
        case=case,
        licence=one.subject.licence,
        **facts,
        document=dict(one.document),
        at=act.at,
        row=row,
    )


def _close(delta: ListDelta, *, done: str, parties: int, alerts: int) -> None:
    """Write down that the change was screened, unless another worker was quicker."""
    if _screened_up_to(delta.source) != done:
        return
    at = now()
    facts = {
        "source": delta.source,
        "older": delta.older,
        "newer": delta.newer,
        "entries": len(delta.touched) + len(delta.removed),
        "parties": parties,
        "alerts": alerts,
    }
    with transaction.atomic():
        row = record_event(
            kind="rescreen_list", case=None, actor=None, payload=facts, at=at
        )
        ListRescreen.objects.create(**facts, at=at, row=row.pk)


def handle_list_alert(*, by: Actor, alert: int, reasons: str) -> ListAlertView:
    """Say what was done about an alert, and why; once.

    Args:
        by: The officer.
        alert: Its number.
        reasons: What was found and done.

    Returns:
        The alert as handled.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such alert, or no standing in its case.
        InvalidInputError: No reasons.
        WrongStateError: It was handled already.
    """
    touched: list[Case] = []
    with refusals("handle_list_alert", by, touched), transaction.atomic():
        row = (
            ListAlert.objects.select_for_update(of=("self",))
            .filter(pk=alert, case__in=visible_cases(by))
            .first()
        )
        if row is None:
            raise NotFoundError("alert")
        touched.append(row.case)
        require(by, "handle_list_alert")
        words = required_text(
            "reasons", reasons, "Say what you found and did. It stays with the case."
        )
        # The lock lets one officer in after the other.
        if ListAlertHandling.objects.filter(alert=row).exists():
            raise WrongStateError(
                "This alert was handled already. Open it to see by whom and why."
            )
        _keep_handling(by, row, words)
    return reads.alert(viewer=by, alert=alert)


def _keep_handling(by: Actor, row: ListAlert, words: str) -> None:
    act = Act(
        name="handle_list_alert",
        by=by,
        at=now(),
        case=row.case,
        licence=row.licence,
    )
    act.tells(
        alert=row.pk,
        licence=row.licence.number if row.licence else "",
        party=row.party,
        entry=row.entry,
        content_hash=row.content_hash,
        reasons=words,
    )
    entered = record_on_case(act, kind=act.name, public=False)
    ListAlertHandling.objects.create(
        alert=row, reasons=words, by_id=by.id, at=act.at, row=entered
    )
