"""What follows when a rule fires, in plain words."""

from collections.abc import Iterator
from typing import assert_never

from licet.regimes.guidance.model import Statement, joined
from licet.regimes.guidance.places import text_of
from licet.regimes.model import ALL, Regime, Rule, RuleKind, in_words


def consequences(rule: Rule, law: Regime) -> Iterator[Statement]:
    """What follows, what it lifts, bars and overrides, how it is reviewed and which duties it carries."""
    yield Statement(words=_effect(rule), law=rule.law)
    for name in rule.overrides:
        yield Statement(
            words=f"While it applies, this rule does not: “{in_words(law.rules[name].title)}”.",
            law=rule.law,
            about=("rules", name),
        )
    if rule.policies:
        yield Statement(
            words="An application is reviewed like this:",
            law=rule.law,
            under=tuple(_texts(rule.policies, law, "policies")),
        )
    if rule.conditions:
        yield Statement(
            words="Whoever uses it has these duties:",
            law=rule.law,
            under=tuple(_texts(rule.conditions, law, "conditions_of_use")),
        )


def _texts(names: tuple[str, ...], law: Regime, section: str) -> Iterator[Statement]:
    known = law.policies if section == "policies" else law.conditions
    for name in (one for one in names if one in known):
        yield Statement(
            words=in_words(known[name].words),
            law=known[name].law,
            about=(section, name),
        )


def _effect(  # noqa: C901, PLR0911, PLR0912  # one sentence for each kind
    rule: Rule,
) -> str:
    data = rule.data
    match rule.kind:
        case RuleKind.SCOPE:
            return "The transaction is not subject to these rules."
        case RuleKind.REQUIREMENT:
            return f"An authorisation is required, for the reason {rule.reason}."
        case RuleKind.CATCH_ALL:
            return f"An authorisation is required, listed or not, for the reason {rule.reason}."
        case RuleKind.EXCEPTION:
            return f"The exception {rule.symbol} lifts the requirement, for {_lifted(rule)}."
        case RuleKind.GENERAL_AUTHORISATION:
            return f"The general authorisation {rule.symbol} covers the export, for {_lifted(rule)}."
        case RuleKind.BAR:
            return f"It takes away {_barred(rule)}."
        case RuleKind.PROHIBITION if rule.red_line:
            return "It is prohibited, and no licence can reach it."
        case RuleKind.PROHIBITION:
            return "It is prohibited."
        case RuleKind.DENIAL_POLICY:
            return "The policy is to refuse an application."
        case RuleKind.REFERRAL:
            return f"The application is referred to {text_of(data.get('to', ''))}."
        case RuleKind.DOCUMENT:
            needed = text_of(data.get("document", "")).replace("_", " ")
            return f"The application needs this document: {needed}."
        case RuleKind.AVAILABILITY:
            forms = text_of(data.get("forms", "")).replace("_", " ")
            return f"These forms of licence can be applied for: {forms}."
        case RuleKind.FLAG:
            mark = text_of(data.get("flag", "")).replace("_", " ")
            return f"The officer is shown the remark: {mark}."
        case _:
            assert_never(rule.kind)


def _lifted(rule: Rule) -> str:
    if ALL in rule.lifts:
        return "every reason"
    return f"the {'reason' if len(rule.lifts) == 1 else 'reasons'} {joined(sorted(rule.lifts), 'and')}"


def _barred(rule: Rule) -> str:
    if ALL not in rule.bars:
        return joined(sorted(rule.bars), "and")
    spared = f", but not {joined(sorted(rule.spares), 'and')}" if rule.spares else ""
    return f"every exception and general authorisation{spared}"
