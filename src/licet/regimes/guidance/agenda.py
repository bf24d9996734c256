"""The review calendar: what has to be looked at again, by whom, and what is overdue on the day given."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from licet.kernel import Citation, parse_day
from licet.regimes.force import Force
from licet.regimes.guidance.model import Published, Statement, day_words
from licet.regimes.guidance.places import cited, remarks, text_of
from licet.regimes.model import Data, Regime, Words, in_words

SOON = timedelta(days=90)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPOKEN = frozenset({"id", "title", "law", "due", "on", "sunset", "owner", "every", "alarm_days"})  # fmt: skip


class Alarm(StrEnum):
    """How urgent a review is on a day."""

    OVERDUE = "overdue"
    LAPSED = "sunset passed"
    SOON = "due within 90 days"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One thing to be looked at again.

    Attributes:
        id: Its name.
        title: What has to be done, or what ends by itself.
        due: The day by which.
        sunset: The day on which it lapses unless confirmed, or ``None``.
        owner: Who does it.
        alarm: How urgent it is on the day asked about.
        law: The place it rests on.
        data: The leaf as written.
    """

    id: str
    title: str
    due: date | None
    sunset: date | None
    owner: str
    alarm: Alarm
    law: Citation
    data: Data

    def to_json(self) -> dict[str, object]:
        """The review as a JSON object."""
        return {
            "id": self.id,
            "title": self.title,
            "due": self.due.isoformat() if self.due else None,
            "sunset": self.sunset.isoformat() if self.sunset else None,
            "owner": self.owner,
            "alarm": str(self.alarm),
            "law": self.law.to_json(),
        }


def reviews(law: Regime, on: date) -> tuple[Review, ...]:
    """Every review of a package and every end of force that is still to come, the earliest first.

    Args:
        law: The package.
        on: The day for which alarms are computed. A review is overdue from the day after
            its due day, and due soon from 90 days before it, or earlier when its
            ``alarm_days`` say so.

    Returns:
        The written reviews, and one for every rule, entry, definition or clock that ends or comes back by
        its own terms after the day.
    """
    written = [_written(law, data, on) for data in law.calendar]
    ends = list(_ends(law, on))
    return tuple(
        sorted([*written, *ends], key=lambda one: (one.due or date.max, one.id))
    )


def published_review(review: Review) -> Published:
    """A review as a leaf of guidance."""
    said = []
    if review.due is not None:
        said.append(f"Due on {day_words(review.due)}.")
    if review.sunset is not None:
        said.append(f"Lapses on {day_words(review.sunset)} unless it is confirmed.")
    if "every" in review.data:
        said.append(f"Comes again every {text_of(review.data['every'])}.")
    said.append(f"Owner: {review.owner}.")
    told = [Statement(words=words, law=review.law) for words in said]
    return Published(
        section="calendar",
        name=review.id,
        label="",
        title=review.title,
        law=review.law,
        statements=(*told, *remarks(review.data, _SPOKEN, review.law)),
        marks=() if review.alarm is Alarm.LATER else (str(review.alarm),),
    )


def _written(law: Regime, data: Data, on: date) -> Review:
    due = _day(data.get("due") or data.get("on"))
    sunset = _day(data.get("sunset"))
    early = max(SOON, timedelta(days=int(str(data.get("alarm_days", 0)))))
    return Review(
        id=str(data["id"]),
        title=text_of(data.get("title", data["id"])),
        due=due,
        sunset=sunset,
        owner=text_of(data.get("owner", "nobody is named")),
        alarm=_alarm(due, sunset, on, early),
        law=cited(law, data, "review calendar"),
        data=data,
    )


def _alarm(due: date | None, sunset: date | None, on: date, early: timedelta) -> Alarm:
    if sunset is not None and sunset < on:
        return Alarm.LAPSED
    if due is not None and due < on:
        return Alarm.OVERDUE
    if any(day is not None and day <= on + early for day in (due, sunset)):
        return Alarm.SOON
    return Alarm.LATER


def _day(value: object) -> date | None:
    written = str(value)
    return parse_day(written) if _DAY.fullmatch(written) else None


def _ends(law: Regime, on: date) -> Iterator[Review]:
    for section, name, title, force, place in _forces(law):
        days = [(span.last, "ends by its own terms") for span in force.effective]
        days += [(span.last, "comes back by its own terms") for span in force.suspended]
        for last, what in days:
            if last is not None and last >= on:
                yield Review(
                    id=f"{section}:{name}:{last.isoformat()}",
                    title=f"“{in_words(title) or name}” {what} after {day_words(last)}",
                    due=last,
                    sunset=last if what.startswith("ends") else None,
                    owner=law.header.author,
                    alarm=Alarm.SOON if last <= on + SOON else Alarm.LATER,
                    law=place,
                    data={},
                )


def _forces(law: Regime) -> Iterable[tuple[str, str, Words, Force, Citation]]:
    for entry in law.entries.values():
        yield "entries", entry.id, entry.title, entry.force, entry.law
    for rule in law.rules.values():
        yield "rules", rule.id, rule.title, rule.force, rule.law
    for found in law.definitions.values():
        yield "definitions", found.name, found.title, found.force, found.law
    for clock in law.clocks.values():
        yield "clocks", clock.id, clock.title, clock.force, clock.law
