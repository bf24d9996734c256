"""One leaf of a package after the other as it is published: entries, rules, definitions, groups, facts, clocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from licet.facts import FactTerm
from licet.kernel import Citation, Interval
from licet.regimes.expression import Always, Expression
from licet.regimes.force import Force
from licet.regimes.guidance.condition import Writer
from licet.regimes.guidance.fact_words import place_names, question_of, value_words
from licet.regimes.guidance.model import Published, Statement, day_words, joined
from licet.regimes.guidance.places import remarks, text_of, whole
from licet.regimes.guidance.rule_words import consequences
from licet.regimes.model import (
    Change,
    Clock,
    Definition,
    Entry,
    Group,
    Regime,
    Rule,
    Span,
    Text,
    in_words,
)

# Who wrote a leaf and how it is filed stands in the package, not in guidance.
FILED = frozenset({"id", "law", "title", "author", "reviewers"})
_ENTRY_SPOKEN = FILED | {
    "tier", "when", "unless", "crosswalk", "aliases", "effective", "suspended", "published_at",
}  # fmt: skip
_RULE_SPOKEN = FILED | {
    "kind", "for", "when", "unless", "effective", "suspended", "published_at", "reason", "lifts", "symbol", "bars",
    "except", "overrides", "policies", "conditions", "red_line", "preference", "never", "examples", "to", "document",
    "forms", "flag",
}  # fmt: skip
_WRITTEN_SPOKEN = FILED | {"when", "unless", "effective", "suspended", "published_at", "examples", "gives"}  # fmt: skip
_TEXT_SPOKEN = FILED | {"text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaves:
    """Writes the leaves of one package as of one day.

    Attributes:
        law: The package.
        on: The day.
    """

    law: Regime
    on: date

    def entry(self, entry: Entry) -> Published:
        """A control list entry with its test, its notes and where else it stands."""
        place = entry.law
        if entry.when is None:
            test = Statement(
                words="These rules hold no test of its parameters: it is claimed, and an officer confirms it against the official text.",
                law=place,
            )
            said = [test]
        else:
            said = [self._when("An item fits it when", entry.when, place)]
        said += self._unless("It does not fit when", entry.unless, place)
        said += [
            Statement(words=f"{name} lists it as {number}.", law=place)
            for name, number in entry.crosswalk.items()
        ]
        if entry.aliases:
            said.append(
                Statement(
                    words=f"It is also claimed as {joined(entry.aliases)}.", law=place
                )
            )
        said += force_words(entry.force, place)
        said += remarks(entry.data, _ENTRY_SPOKEN, place)
        return Published(
            section="entries",
            name=entry.id,
            label=entry.id,
            title=in_words(entry.title),
            law=place,
            statements=tuple(said),
            marks=(f"tier {entry.tier}", *self._marks(entry.force)),
        )

    def rule(self, rule: Rule) -> Published:
        """A rule: what follows, when, unless, for how long, with what duties and examples."""
        place = rule.law
        said = list(consequences(rule, self.law))
        said.append(self._when("It applies when", rule.when, place))
        said += self._unless("It does not apply when", rule.unless, place)
        if rule.never is not None:
            said.append(self._when("Its own law keeps it out when", rule.never, place))
        said += force_words(rule.force, place)
        said += remarks(rule.data, _RULE_SPOKEN, place)
        said += [
            Statement(
                words=f"Worked example, {day_words(one.on)}: it {'applies' if one.holds else 'does not apply'} to {_facts_words(one.facts)}.",
                law=place,
            )
            for one in rule.examples
        ]
        marks = ("red line",) if rule.red_line else ()
        return Published(
            section="rules",
            name=rule.id,
            label=rule.symbol,
            title=in_words(rule.title),
            law=place,
            statements=tuple(said),
            marks=(*marks, *self._marks(rule.force)),
        )

    def definition(self, found: Definition) -> Published:
        """A named condition."""
        data = self.law.written["definitions"][found.name]
        said = [self._when("It is so when", found.when, found.law)]
        said += self._unless("It is not so when", found.unless, found.law)
        said += force_words(found.force, found.law)
        said += remarks(data, _WRITTEN_SPOKEN, found.law)
        return Published(
            section="definitions",
            name=found.name,
            label="",
            title=in_words(found.title) or found.name,
            law=found.law,
            statements=tuple(said),
            marks=self._marks(found.force),
        )

    def group(self, group: Group) -> Published:
        """A group with its members on the day and every change of them."""
        names = place_names(group.members_on(self.on))
        here = Statement(
            words=f"Members on {day_words(self.on)} ({len(names)}): {joined(names, 'and') or 'none'}.",
            law=group.law,
        )
        changes = [_change_words(one) for one in group.changes]
        aliases = [
            Statement(
                words=f"{place_names(frozenset({one.code}))[0]} is read as {place_names(frozenset({one.read_as}))[0]}"
                + (f" from {day_words(one.first)}." if one.first else "."),
                law=group.law,
            )
            for one in group.same_as
        ]
        data = self.law.written["groups"][group.name]
        told = FILED | {"members", "changes", "same_as"}
        return Published(
            section="groups",
            name=group.name,
            label="",
            title=group.name,
            law=group.law,
            statements=(here, *changes, *aliases, *remarks(data, told, group.law)),
        )

    def fact(self, term: FactTerm) -> Published:
        """A question that rules ask, with its answers."""
        place = term.law or whole(self.law)
        said = [Statement(words=f"Asked as a {term.kind}.", law=place)]
        if term.choices:
            answers = joined([text_of(one) for one in term.choices.values()])
            said.append(Statement(words=f"Answers: {answers}.", law=place))
        if term.help:
            said.append(Statement(words=in_words(term.help), law=place))
        if term.asks:
            who = joined([one.replace("_", " ") for one in term.asks])
            said.append(Statement(words=f"Answered by {who}.", law=place))
        if term.ordinary is not None:
            usual = value_words(term.path, term.ordinary, self.law) or "nothing"
            said.append(
                Statement(
                    words=f"Where a form takes silence for the ordinary answer, that is: {usual}.",
                    law=place,
                )
            )
        if term.mutable:
            said.append(Statement(words="The parties can change it.", law=place))
        return Published(
            section="facts",
            name=term.path,
            label="",
            title=in_words(term.question),
            law=place,
            statements=tuple(said),
        )

    def clock(self, clock: Clock) -> Published:
        """A deadline or period: the situation, and what follows from it."""
        said = [self._when("In this situation", clock.when, clock.law)]
        said += self._unless("But not when", clock.unless, clock.law)
        said += [
            Statement(
                words=f"{key.replace('_', ' ').capitalize()}: {self._given(value)}.",
                law=clock.law,
            )
            for key, value in clock.gives.items()
        ]
        said += force_words(clock.force, clock.law)
        said += remarks(self.law.written["clocks"][clock.id], _WRITTEN_SPOKEN, clock.law)  # fmt: skip
        return Published(
            section="clocks",
            name=clock.id,
            label="",
            title=in_words(clock.title),
            law=clock.law,
            statements=tuple(said),
            marks=self._marks(clock.force),
        )

    def text(self, section: str, text: Text) -> Published:
        """A review policy or a duty."""
        title = text.data.get("title")
        said = (Statement(words=in_words(text.words), law=text.law),)
        return Published(
            section=section,
            name=text.id,
            label="",
            title=text_of(title) if title else text.id.replace("-", " ").capitalize(),
            law=text.law,
            statements=(*said, *remarks(text.data, _TEXT_SPOKEN, text.law)),
        )

    def _given(self, value: "Span | int | str | tuple[str, ...]") -> str:
        match value:
            case Span():
                return _span_words(value, self.law)
            case tuple():
                return joined([text_of(one) for one in value], "and")
            case str() | int():
                return str(value)
            case _:
                assert_never(value)

    def _when(self, lead: str, expression: Expression, place: Citation) -> Statement:
        writer = Writer(law=self.law, on=self.on, place=place)
        return Statement(words=f"{lead}:", law=place, under=(writer.write(expression),))

    def _unless(
        self, lead: str, expression: Expression, place: Citation
    ) -> list[Statement]:
        if expression == Always(value=False):
            return []
        return [self._when(lead, expression, place)]

    def _marks(self, force: Force) -> tuple[str, ...]:
        if any(span.holds(self.on) for span in force.suspended):
            return ("suspended",)
        return () if force.holds(self.on) else ("not in force on this day",)


def force_words(force: Force, place: Citation) -> list[Statement]:
    """The days on which something holds, its suspensions, and when it became known."""
    said = [f"In force {_interval_words(span)}." for span in force.effective]
    said += [f"Suspended {_interval_words(span)}." for span in force.suspended]
    if force.published_at is not None:
        said.append(f"Published on {day_words(force.published_at)}.")
    return [Statement(words=words, law=place) for words in said]


def _interval_words(span: Interval) -> str:
    begins = "" if span.first is None else f"from {day_words(span.first)}"
    ends = "" if span.last is None else f"to {day_words(span.last)}"
    return f"{begins} {ends}".strip()


def _change_words(change: Change) -> Statement:
    said = []
    if change.add:
        said.append(f"joined by {joined(place_names(change.add), 'and')}")
    if change.remove:
        said.append(f"left by {joined(place_names(change.remove), 'and')}")
    words = f"From {day_words(change.first)}: {'; '.join(said) or 'no member changed'}."
    return Statement(words=words, law=change.law)


def _span_words(span: Span, law: Regime) -> str:
    lengths = (
        (span.days, "day"),
        (span.working_days, "working day"),
        (span.months, "month"),
        (span.years, "year"),
    )
    told = joined(
        [f"{abs(n)} {unit}{'s' if abs(n) != 1 else ''}" for n, unit in lengths if n],
        "and",
    )
    way = "before" if any(n < 0 for n, _ in lengths) else "after"
    start = question_of(span.start, law)
    end = ", counted from the end of that year" if span.end_of_year else ""
    return f"{told or 'no time'} {way} the day that answers “{start}”{end}; that day itself is not counted"


def _facts_words(facts: Mapping[str, object]) -> str:
    return ", ".join(_flat("", facts))


def _flat(prefix: str, facts: Mapping[str, object]) -> list[str]:
    told: list[str] = []
    for key, value in facts.items():
        name = f"{prefix}{key.replace('_', ' ')}"
        if isinstance(value, Mapping):
            told += _flat(f"{name} ", value)
        else:
            told.append(f"{name} = {text_of(value)}")
    return told
