"""A condition of the rule language as plain words, written from the expression that decides."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from licet.kernel import Citation
from licet.regimes.expression import (
    AllOf,
    Always,
    AnyOf,
    Before,
    Comparator,
    Comparison,
    DefinitionHolds,
    EntryFits,
    Expression,
    InGroup,
    IsKnown,
    KindOf,
    Not,
    OnOrAfter,
    RuleFires,
)
from licet.regimes.guidance.fact_words import (
    claim,
    place_names,
    question_of,
    subject,
    value_words,
)
from licet.regimes.guidance.model import Statement, day_words, joined
from licet.regimes.model import Regime, in_words

# Up to here the members of a group stand in the sentence; larger groups have them on their own page.
MOST_NAMED = 12
MOST_ENTRIES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Writes conditions of one package as of one day.

    Attributes:
        law: The package.
        on: The day; groups have the members of that day.
        place: The law of the leaf whose condition is written.
    """

    law: Regime
    on: date
    place: Citation

    def write(  # noqa: C901, PLR0911, PLR0912  # one wording for each form
        self, expression: Expression, *, holds: bool = True
    ) -> Statement:
        """A condition, or its denial, as a sentence with limbs.

        Args:
            expression: The condition.
            holds: False writes that it does not hold.

        Returns:
            A sentence; parts that rest on a definition, a group or another rule cite that.
        """
        match expression:
            case AllOf(parts=parts):
                lead = "all of these hold:" if holds else "not all of these hold:"
                return self._joined(lead, parts, holds=holds)
            case AnyOf(parts=parts):
                lead = "one or more of these hold:" if holds else "none of these holds:"
                return self._joined(lead, parts, holds=holds)
            case Not(part=part):
                return self.write(part, holds=not holds)
            case Always(value=value):
                return self._said("always" if value is holds else "never")
            case Comparison():
                return self._said(self._comparison(expression, holds=holds))
            case InGroup():
                return self._group(expression, holds=holds)
            case EntryFits(entries=entries):
                return self._entries(entries, holds=holds)
            case KindOf(kind=kind):
                return self._said(f"the item is {_not(holds)}{kind.replace('_', ' ')}")
            case DefinitionHolds(name=name):
                return self._definition(name, holds=holds)
            case RuleFires(rule=rule):
                return self._rule(rule, holds=holds)
            case IsKnown(fact=fact):
                asked = question_of(fact, self.law)
                return self._said(f"it is {_not(holds)}known: “{asked}”")
            case OnOrAfter(day=day):
                return self._said(_since(day, holds=holds))
            case Before(day=day):
                return self._said(_since(day, holds=not holds))
            case _:
                assert_never(expression)

    def _said(self, words: str) -> Statement:
        return Statement(words=words, law=self.place)

    def _joined(
        self, lead: str, parts: tuple[Expression, ...], *, holds: bool
    ) -> Statement:
        if len(parts) == 1:
            return self.write(parts[0], holds=holds)
        under = tuple(self.write(part) for part in parts)
        return Statement(words=lead, law=self.place, under=under)

    def _comparison(  # noqa: PLR0911  # one wording for each comparator
        self, leaf: Comparison, *, holds: bool
    ) -> str:
        fact, value, how = leaf.fact, leaf.value, leaf.comparator
        if how is Comparator.IS and isinstance(value, bool):
            return claim(fact, self.law, holds=value is holds)
        said, noun = value_words(fact, value, self.law), subject(fact, self.law)
        is_so = "is" if holds else "is not"
        match how:
            case Comparator.IS | Comparator.IN:
                return f"{noun} {is_so} {said}"
            case Comparator.INTERSECTS | Comparator.CONTAINS:
                return f"{noun} {'names' if holds else 'does not name'} {said}"
            case Comparator.AT_LEAST:
                return f"{noun} {is_so} {said} or more"
            case Comparator.AT_MOST:
                return f"{noun} {is_so} {said} or less"
            case Comparator.ABOVE:
                return f"{noun} {is_so} more than {said}"
            case Comparator.BELOW:
                return f"{noun} {is_so} less than {said}"
            case _:
                assert_never(how)

    def _group(self, leaf: InGroup, *, holds: bool) -> Statement:
        noun = subject(leaf.fact, self.law)
        named = joined([f"“{name}”" for name in leaf.groups])
        word = "group" if len(leaf.groups) == 1 else "groups"
        return Statement(
            words=f"{noun} is {_not(holds)}in the {word} {named}",
            law=self.place,
            under=tuple(self.members(name) for name in leaf.groups),
        )

    def members(self, name: str) -> Statement:
        """Who belongs to a group on the day, or how many do."""
        group = self.law.groups[name]
        codes = group.members_on(self.on)
        names = place_names(codes)
        day = day_words(self.on)
        if not names:
            words = f"“{name}” has no member on {day}"
        elif len(names) > MOST_NAMED:
            words = f"“{name}” has {len(names)} members on {day}; they are listed with the group"
        else:
            words = f"“{name}” on {day}: {joined(names, 'and')}"
        law = Citation(
            instrument=group.law.instrument,
            pinpoint=group.law.pinpoint,
            uri=group.law.uri,
            verified=group.verified_on(self.on),
        )
        return Statement(words=words, law=law, about=("groups", name))

    def _entries(self, entries: tuple[str, ...], *, holds: bool) -> Statement:
        words = f"the item is {_not(holds)}classified under {joined(entries)}"
        named = [self.law.entries[one] for one in entries if one in self.law.entries]
        if len(named) > MOST_ENTRIES:
            return self._said(words)
        under = tuple(
            Statement(
                words=f"{entry.id}: {in_words(entry.title)}",
                law=entry.law,
                about=("entries", entry.id),
            )
            for entry in named
        )
        return Statement(words=words, law=self.place, under=under)

    def _definition(self, name: str, *, holds: bool) -> Statement:
        found = self.law.definitions[name]
        title = in_words(found.title) or name
        return Statement(
            words=f"as defined, this is {'' if holds else 'not '}so: “{title}”",
            law=found.law,
            about=("definitions", name),
        )

    def _rule(self, name: str, *, holds: bool) -> Statement:
        found = self.law.rules[name]
        return Statement(
            words=f"this rule {'applies' if holds else 'does not apply'}: “{in_words(found.title)}”",
            law=found.law,
            about=("rules", name),
        )


def _not(holds: bool) -> str:  # noqa: FBT001  # reads as the word it writes
    return "" if holds else "not "


def _since(day: date, *, holds: bool) -> str:
    return (
        f"the day is {day_words(day)} or later"
        if holds
        else f"the day is before {day_words(day)}"
    )
