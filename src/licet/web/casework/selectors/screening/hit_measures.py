"""How long hits wait and how far officers agree: counts first, intervals always, small numbers said.

Time runs from the findings that first proposed the pair in the case to the word that made it
effective: the second officer's where one was needed. Everything is reckoned from the stored
words, so that the same question gives the same answer later.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Min

from licet.kernel import parse_day
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.models import (
    Adjudication,
    CarriedWord,
    Hit,
    HitPlace,
    SecondWord,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.screening.hit_standing import AWAITING, DECIDED, UNDECIDED
from licet.web.casework.selectors.screening.hits import work_states
from licet.web.casework.views import Duration, HitMeasures, Share, Week

FEW = 20
SPAN = timedelta(days=83)  # twelve weeks with today
LONGEST = 3660
Z = Decimal("1.96")  # of a 95 % interval
_TENTH = Decimal("0.1")
_HOUR = Decimal(3600)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spoken:
    """One deciding word, when it took effect, and whether a later one reversed it."""

    list_name: str
    role: str
    on: date
    hours: Decimal
    counts: bool
    reversed_on: date | None


def span(since: str, until: str) -> tuple[date, date]:
    """The days that are asked about: the last twelve weeks unless said otherwise.

    Raises:
        InvalidInputError: The end is before the beginning, or the span is over ten years.
        ImpossibleDateError: A text that is no date.
    """
    last = parse_day(until) if until else legal_day(now())
    first = parse_day(since) if since else last - SPAN
    if not 0 <= (last - first).days <= LONGEST:
        raise InvalidInputError(
            {"since": "The first day must not be after the last, nor ten years before."}
        )
    return first, last


def hit_measures(*, viewer: Actor, since: str = "", until: str = "") -> HitMeasures:
    """Time and agreement over a span of days, both included.

    Args:
        viewer: Who reads.
        since: First day as ISO text; twelve weeks before the last when empty.
        until: Last day as ISO text; today when empty.

    Raises:
        NotAllowedError: No role of the person may.
        InvalidInputError: A span that cannot be.
    """
    require(viewer, "see_hit_measures")
    first, last = span(since, until)
    came = _came()
    spoken = [one for one in _spoken(came) if first <= one.on <= last]
    taken = [
        legal_day(at)
        for at in CarriedWord.objects.values_list("at", flat=True)
        if first <= legal_day(at) <= last
    ]
    seconds = [
        (legal_day(at), agrees)
        for at, agrees in SecondWord.objects.values_list("at", "agrees")
        if first <= legal_day(at) <= last
    ]
    timed = [one for one in spoken if one.counts]
    reversals = [one for one in spoken if one.reversed_on is not None]
    places = HitPlace.objects.filter(case__state__in=work_states())
    return HitMeasures(
        since=first,
        until=last,
        open_now=places.filter(standing__in=UNDECIDED).count(),
        waiting_now=places.filter(standing=AWAITING).count(),
        all=_duration("all", timed),
        by_list=_grouped(timed, "list_name"),
        by_role=_grouped(timed, "role"),
        remembered=_share("remembered", len(taken), len(taken) + len(timed)),
        agreement=_share(
            "agreement", sum(agrees for _on, agrees in seconds), len(seconds)
        ),
        reversal=_share("reversal", len(reversals), len(spoken)),
        weeks=_weeks(first, last, came.values(), spoken, taken, seconds),
    )


Came = dict[tuple[object, str], datetime]


def _came() -> Came:
    """When each pair was first proposed in each case."""
    rows = (
        Hit.objects.values("screening__run__case", "pair")
        .annotate(first=Min("screening__run__made_at"))
        .values_list("screening__run__case", "pair", "first")
    )
    return {(case, pair): first for case, pair, first in rows}


def _spoken(came: Came) -> list[_Spoken]:
    """Every deciding word of every case, in the order in which they were given."""
    seconds: dict[tuple[object, int], tuple[bool, datetime]] = {}
    for case, said, agrees, at in SecondWord.objects.order_by("pk").values_list(
        "case", "adjudication", "agrees", "at"
    ):
        seconds[case, said] = (agrees, at)
    rows = list(
        Adjudication.objects.order_by("pk").values_list(
            "pk", "case", "pair", "verdict", "at", "hit__list_name",
            "hit__screening__role", "basis__needs_second",
        )
    )  # fmt: skip
    later: dict[tuple[object, str], list[tuple[int, str, datetime]]] = defaultdict(list)
    for pk, case, pair, verdict, at, *_rest in rows:
        later[case, pair].append((pk, verdict, at))
    found = []
    for pk, case, pair, verdict, at, list_name, role, needs in rows:
        if verdict not in DECIDED:
            continue
        second = seconds.get((case, pk))
        agreed = second[0] if second else not needs
        undone = next(
            (
                when
                for other, said, when in later[case, pair]
                if other > pk and said not in {verdict, "need_more"}
            ),
            None,
        )
        ended = second[1] if second and needs else at
        began = came.get((case, pair), at)
        found.append(
            _Spoken(
                list_name=list_name,
                role=role,
                on=legal_day(ended),
                hours=Decimal((ended - began) // timedelta(seconds=1)) / _HOUR,
                counts=agreed,
                reversed_on=legal_day(undone) if undone else None,
            )
        )
    return found


def _duration(name: str, rows: Iterable[_Spoken]) -> Duration:
    hours = sorted(one.hours for one in rows)
    return Duration(
        name=name,
        count=len(hours),
        median=_percentile(hours, 50),
        ninetieth=_percentile(hours, 90),
        few=len(hours) < FEW,
    )


def _percentile(hours: Sequence[Decimal], part: int) -> str | None:
    """The nearest rank: a value that was measured, never one between two."""
    if not hours:
        return None
    rank = -(-part * len(hours) // 100)
    return str(hours[max(rank, 1) - 1].quantize(_TENTH))


def _grouped(rows: Iterable[_Spoken], by: str) -> tuple[Duration, ...]:
    groups: dict[str, list[_Spoken]] = defaultdict(list)
    for one in rows:
        groups[getattr(one, by)].append(one)
    return tuple(_duration(name, groups[name]) for name in sorted(groups))


def _share(name: str, count: int, of: int) -> Share:
    """A share with its Wilson interval of 95 %.

    Law:
        None; E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), p. 209.
    """
    if not of:
        return Share(
            name=name, count=0, of=0, value=None, low=None, high=None, few=True
        )
    n, p = Decimal(of), Decimal(count) / Decimal(of)
    square = Z * Z
    middle = (p + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * (p * (1 - p) / n + square / (4 * n * n)).sqrt()
    low, high = max(middle - half, Decimal(0)), min(middle + half, Decimal(1))
    return Share(
        name=name,
        count=count,
        of=of,
        value=_per_cent(p),
        low=_per_cent(low),
        high=_per_cent(high),
        few=of < FEW,
    )


def _per_cent(share: Decimal) -> str:
    return str((share * 100).quantize(_TENTH))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks(
    first: date,
    last: date,
    came: Iterable[datetime],
    spoken: Sequence[_Spoken],
    taken: Iterable[date],
    seconds: Sequence[tuple[date, bool]],
) -> tuple[Week, ...]:
    events = [
        *((legal_day(at), "came") for at in came),
        *((one.on, "decided") for one in spoken if one.counts),
        *((one.reversed_on, "reversed") for one in spoken if one.reversed_on),
        *((on, "remembered") for on in taken),
        *((on, "seconded") for on, _agrees in seconds),
        *((on, "differed") for on, agrees in seconds if not agrees),
    ]
    names = ("came", "decided", "remembered", "seconded", "differed", "reversed")
    starts = range(0, (last - _monday(first)).days + 1, 7)
    counts = {
        _monday(first) + timedelta(days=step): dict.fromkeys(names, 0)
        for step in starts
    }
    for on, what in events:
        if first <= on <= last:
            counts[_monday(on)][what] += 1
    return tuple(Week(start=start, **found) for start, found in counts.items())


__all__ = ["hit_measures", "span"]
