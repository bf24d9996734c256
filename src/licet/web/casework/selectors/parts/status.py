"""What an applicant may know of where a case stands: by the regime's table, never false.

A state that the table shows coarsely is shown in the words of the coarse one, over pages and
API alike, and "since" is the day on which those words became true. A date always says whether
it is a statutory deadline, a published target or a forecast from similar cases.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import takewhile

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from licet.review import ActNotPossibleError, Sight, UnknownOutcomeError, machines
from licet.web.casework.application.practice import (
    INDIVIDUAL,
    kind_name,
    practice,
    shown_as,
)
from licet.web.casework.models import Case, CaseEvent, InformationRequest
from licet.web.casework.ports import legal_day
from licet.web.casework.views import ClockView
from licet.web.casework.views.status import SimilarView, StatusView

_REMEMBER = frozenset({"request_information", "lodge_appeal"})
_ENDED = frozenset(
    {"granted", "granted_with_conditions", "refused", "returned", "withdrawn", "lapsed"}
)
_MOST = 500
_LOW, _HIGH = 20, 80  # the middle three fifths: one odd case moves neither end


def sight_of(case: Case) -> Sight | None:
    """How the state of a case is shown to its applicant; ``None`` where the table is silent."""
    return practice(case.profile).sights.get(case.state)


def shown_state(case: Case) -> str:
    """The state as an applicant may know it."""
    return shown_as(case, case.state)


def shown_words(case: Case) -> str:
    """The state in words, as an applicant may know it."""
    sight = sight_of(case)
    if sight is not None:
        return sight.words
    if case.state == "draft" or case.state in _ENDED or case.state == "appealed":
        return machines()["case"].states[case.state].words
    return _("With the authority")


def states_over_time(events: Iterable[CaseEvent]) -> list[tuple[date, str]]:
    """The states of a case with the legal day on which each began, from its acts."""
    machine, found = machines()["case"], [(date.min, "")]
    before = ""
    for event in events:
        state = found[-1][1]
        try:
            following = machine.next_state(
                state, event.kind, outcome=event.outcome, before=before
            )
        except (ActNotPossibleError, UnknownOutcomeError):
            continue
        if event.kind in _REMEMBER:
            before = state
        if following != state:
            found.append((legal_day(event.at), following))
    return found[1:]


def _since(case: Case, events: Iterable[CaseEvent]) -> date | None:
    """The day since which the words that the applicant reads are true."""
    sights = practice(case.profile).sights
    words = sights[case.state].words if case.state in sights else ""

    def same(reached: tuple[date, str]) -> bool:
        shown = sights[reached[1]].words if reached[1] in sights else ""
        return reached[1] == case.state or bool(words and shown == words)

    days = [day for day, _state in takewhile(same, reversed(states_over_time(events)))]
    return days[-1] if days else None


def _desk(case: Case) -> str:
    sight, desk = sight_of(case), machines()["case"].states[case.state].desk
    words = {
        "exporter": _("With you"),
        "appeal": _("With the appeal body"),
        "none": "",
        "system": _("With the authority"),
        "authority": _("With the authority"),
        "agency": _("With reviewing bodies of the state"),
    }
    if desk == "exporter" or (sight is not None and sight.exact):
        return words[desk]
    if desk in {"appeal", "none"} or sight is not None:
        return words[desk]
    return _("With the authority")


def status_view(
    case: Case,
    clock: ClockView,
    requests: Sequence[InformationRequest],
    events: Sequence[CaseEvent],
) -> StatusView | None:
    """Where a submitted case stands, as its applicant may know it.

    Args:
        case: The case.
        clock: Its clock.
        requests: The questions that were asked.
        events: What happened to it, the oldest first.

    Returns:
        The status; ``None`` for a draft.
    """
    if case.submitted_at is None:
        return None
    rules = practice(case.profile)
    running = clock.state in {"running", "overdue", "stopped"}
    similar = similar_cases(case) if running else None
    return StatusView(
        state=shown_state(case),
        words=shown_words(case),
        desk=_desk(case),
        since=_since(case, events),
        stopped_because=_stopped(clock, requests),
        due=clock.due if running else None,
        due_kind=clock.kind,
        due_words=_due_words(clock) if running else "",
        forecast=_forecast(case, similar),
        silence=rules.silence if running else "",
        silence_law=rules.silence_law.to_json(),
        similar=similar,
    )


def _stopped(clock: ClockView, requests: Sequence[InformationRequest]) -> str:
    asked = [one for one in requests if one.answered_at is None]
    if clock.state != "stopped" or not asked:
        return ""
    return _(
        "The clock stands because we asked you a question on %(asked)s. Answer by %(due)s; after that the application lapses."
    ) % {
        "asked": date_format(legal_day(asked[0].asked_at), "j F Y"),
        "due": date_format(asked[0].due, "j F Y"),
    }


def _due_words(clock: ClockView) -> str:
    kinds = {
        "statutory": _("a statutory deadline"),
        "target": _("a published target, no statutory deadline"),
        "forecast": _("a forecast, no promise"),
    }
    kind = next((w for key, w in kinds.items() if key in clock.kind), clock.kind)
    day = date_format(clock.due, "j F Y") if clock.due else ""
    if clock.state == "stopped":
        return _("If you answer today, the decision is due by %(day)s (%(kind)s).") % {
            "day": day,
            "kind": kind,
        }
    if clock.state == "overdue":
        return _("The decision was due by %(day)s (%(kind)s). It is late.") % {
            "day": day,
            "kind": kind,
        }
    return _("The decision is due by %(day)s (%(kind)s).") % {"day": day, "kind": kind}


def _forecast(case: Case, similar: SimilarView | None) -> date | None:
    """The day by which four in five similar cases were decided; no promise."""
    if similar is None or similar.high is None or case.submitted_at is None:
        return None
    return legal_day(case.submitted_at) + timedelta(days=similar.high)


def similar_cases(case: Case) -> SimilarView:
    """How long decided cases of the same kind took, entries first, suppressed when few."""
    rules, kind = practice(case.profile), kind_name(case)
    rows = list(
        Case.objects.filter(
            profile=case.profile, decided_at__isnull=False, erasure__isnull=True
        )
        .exclude(pk=case.pk)
        .order_by("-decided_at")
        .values_list("submitted_at", "decided_at", "entries", "filing__kind")[:_MOST]
    )
    same = [
        ((legal_day(decided) - legal_day(sent)).days, set(entries))
        for sent, decided, entries, filed in rows
        if sent is not None and decided is not None and (filed or INDIVIDUAL) == kind
    ]
    wanted = set(case.entries)
    near = [days for days, entries in same if entries & wanted]
    basis = _("cases with the same entry")
    if len(near) < rules.least_similar:
        near, basis = [days for days, _entries in same], _("cases of the same kind")
    law = rules.similar_law.to_json()
    if len(near) < rules.least_similar:
        words = _("Fewer than %(least)s similar cases are decided: too few to say how long they took.") % {"least": rules.least_similar}  # fmt: skip
        return SimilarView(low=None, high=None, count=None, words=words, law=law)
    low, high = quantile(near, _LOW), quantile(near, _HIGH)
    return SimilarView(
        low=low,
        high=high,
        count=len(near),
        words=_(
            "Similar cases took %(low)s to %(high)s calendar days (the middle three fifths of %(count)s %(basis)s, pauses included)."
        )
        % {"low": low, "high": high, "count": len(near), "basis": basis},
        law=law,
    )


def quantile(days: Sequence[int], percent: int) -> int:
    """The value at or below which so many percent lie: nearest rank, no interpolation."""
    ordered = sorted(days)
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(rank, 1) - 1]
