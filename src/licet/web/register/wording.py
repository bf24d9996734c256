"""The exact condition of a rule as an outline in plain words, taken from the rule that decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from django.utils.translation import gettext as _

from licet.facts import Value
from licet.regimes import (
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
    Regime,
    RuleFires,
    in_words,
)

Compared = Value | tuple[Value, ...]
Plain = (
    Comparison
    | InGroup
    | EntryFits
    | KindOf
    | DefinitionHolds
    | RuleFires
    | IsKnown
    | OnOrAfter
    | Before
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an outline with what stands under it."""

    text: str
    under: "tuple[Line, ...]" = ()


def outline(expression: Expression, law: Regime) -> Line:
    """Write a condition as an outline.

    Args:
        expression: The condition.
        law: The package it belongs to; names and questions come from there.

    Returns:
        A line, with lines under it where the condition has parts.
    """
    match expression:
        case Always(value=value):
            return Line(text=_("always") if value else _("never"))
        case AllOf(parts=parts):
            return _joined(_("all of these:"), parts, law)
        case AnyOf(parts=parts):
            return _joined(_("at least one of these:"), parts, law)
        case Not(part=part):
            return Line(text=_("this does not hold:"), under=(outline(part, law),))
        case _:
            return Line(text=_leaf(expression, law))


def _joined(text: str, parts: Sequence[Expression], law: Regime) -> Line:
    if len(parts) == 1:
        return outline(parts[0], law)
    return Line(text=text, under=tuple(outline(part, law) for part in parts))


def _leaf(  # noqa: PLR0911  # one wording for each kind of leaf
    expression: Plain, law: Regime
) -> str:
    match expression:
        case Comparison(fact=fact, comparator=how, value=value):
            return f"{_question(fact, law)} {_compared(fact, how, value, law)}"
        case InGroup(fact=fact, groups=groups):
            return _("%(question)s One of the group %(groups)s.") % {
                "question": _question(fact, law),
                "groups": _(" or ").join(groups),
            }
        case EntryFits(entries=entries):
            return _("the item fits entry %(entries)s") % {
                "entries": _(" or ").join(entries)
            }
        case KindOf(kind=kind):
            return _("the item is %(kind)s") % {"kind": kind.replace("_", " ")}
        case DefinitionHolds(name=name):
            return in_words(law.definitions[name].title)
        case RuleFires(rule=rule):
            return _("this rule applies: %(title)s") % {
                "title": in_words(law.rules[rule].title)
            }
        case IsKnown(fact=fact):
            return _("the answer is known: %(question)s") % {
                "question": _question(fact, law)
            }
        case OnOrAfter(day=day):
            return _("on or after %(day)s") % {"day": day.isoformat()}
        case Before(day=day):
            return _("before %(day)s") % {"day": day.isoformat()}
        case _:
            assert_never(expression)


def _question(fact: str, law: Regime) -> str:
    term = law.facts.get(fact)
    if term is None:
        return fact.replace(".", ": ").replace("_", " ").capitalize() + ":"
    return in_words(term.question)


def _compared(fact: str, how: Comparator, value: Compared, law: Regime) -> str:
    said = _value(fact, value, law)
    match how:
        case Comparator.IS | Comparator.IN:
            return f"{said}."
        case Comparator.INTERSECTS | Comparator.CONTAINS:
            return _("Among the answers: %(value)s.") % {"value": said}
        case Comparator.AT_LEAST:
            return _("%(value)s or more.") % {"value": said}
        case Comparator.AT_MOST:
            return _("%(value)s or less.") % {"value": said}
        case Comparator.ABOVE:
            return _("More than %(value)s.") % {"value": said}
        case Comparator.BELOW:
            return _("Less than %(value)s.") % {"value": said}
        case _:
            assert_never(how)


def _value(fact: str, value: Compared, law: Regime) -> str:
    if isinstance(value, tuple):
        return _(" or ").join(_value(fact, part, law) for part in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    term = law.facts.get(fact)
    if isinstance(value, str) and term is not None and value in term.choices:
        return str(term.choices[value])
    unit = f" {term.unit}" if term is not None and term.unit else ""
    return f"{value}{unit}"
