"""How a decision is reached under a package, step by step, and what decides about one entry: lists and diagrams alike."""

from collections.abc import Callable

from licet.kernel import Citation
from licet.regimes.guidance.model import Statement, joined
from licet.regimes.guidance.places import LANGUAGE, together, whole
from licet.regimes.guidance.reach import Reach
from licet.regimes.model import (
    LIFTING,
    REQUIRING,
    Entry,
    Regime,
    Rule,
    RuleKind,
    in_words,
)

_ORDER: tuple[tuple[str, frozenset[RuleKind], bool], ...] = (
    ("1. Does the transaction lie outside these rules?", frozenset({RuleKind.SCOPE}), False),
    ("2. Does a red line or a prohibition stand in the way?", frozenset({RuleKind.PROHIBITION}), True),
    ("3. Is an authorisation required?", REQUIRING, False),
    ("4. Does an exception or general authorisation lift every requirement?", LIFTING, False),
    ("5. Is that exception taken away?", frozenset({RuleKind.BAR}), False),
    (
        "6. What does an authorisation need: form, documents, advice of others?",
        frozenset({RuleKind.AVAILABILITY, RuleKind.DOCUMENT, RuleKind.REFERRAL, RuleKind.DENIAL_POLICY}),
        False,
    ),
)  # fmt: skip


def decision_steps(law: Regime) -> tuple[Statement, ...]:
    """The steps from scope to what an authorisation needs, each with its rules."""
    steps = []
    for question, kinds, red in _ORDER:
        rules = [one for one in law.rules.values() if one.kind in kinds or (red and one.red_line)]  # fmt: skip
        under = tuple(_named(one) for one in rules) or (
            Statement(words="This law has no such rule.", law=whole(law)),
        )
        place = together(law, [one.law for one in rules])
        steps.append(Statement(words=question, law=place, under=under))
    closing = (
        "A fact that nobody has established leaves the answer open; it never counts as no.",
        "An exception helps only when it lifts every requirement that stands.",
        "What is marked as unverified never frees an export by itself.",
    )
    return (*steps, *(Statement(words=words, law=LANGUAGE) for words in closing))


def outline_of_decision(law: Regime) -> Statement:
    """The steps alone, as the diagram of the whole law shows them."""
    steps = tuple(
        Statement(words=f"{one.words} {len(one.under)} {'rule' if len(one.under) == 1 else 'rules'}", law=one.law)
        if one.under[0].about is not None
        else Statement(words=f"{one.words} no rule", law=one.law)
        for one in decision_steps(law)
        if one.under
    )  # fmt: skip
    return Statement(
        words="A transaction is looked at in this order.", law=LANGUAGE, under=steps
    )


def entry_steps(law: Regime, entry: Entry) -> Statement:
    """What asks for an authorisation for an entry, what lifts that, what bars the lifting, what forbids it.

    Args:
        law: The package.
        entry: One of its entries.

    Returns:
        The steps as a tree; rules that can never speak of an item under the entry are left out.
    """
    reach = Reach(entry.id, law)
    rules = [one for one in law.rules.values() if reach.reaches(one)]
    asking = [one for one in rules if one.kind is RuleKind.REQUIREMENT]
    catching = [one for one in rules if one.kind is RuleKind.CATCH_ALL]
    reasons = {one.reason for one in (*asking, *catching)}
    lifting = [
        one for one in rules
        if one.kind in LIFTING and any(one.lifts_reason(reason) for reason in reasons)
    ]  # fmt: skip
    barring = [
        one for one in rules
        if one.kind is RuleKind.BAR and any(one.bars_symbol(each.symbol) for each in lifting)
    ]  # fmt: skip
    forbidding = [
        one for one in rules if one.kind is RuleKind.PROHIBITION or one.red_line
    ]
    place = entry.law
    return Statement(
        words=f"The item is classified under {entry.id}.",
        law=place,
        about=("entries", entry.id),
        under=(
            _band("An authorisation is asked for by", asking, place, law, _reason),
            _band("Whatever the list says, also by", catching, place, law, _reason),
            _band("That is lifted by", lifting, place, law, _symbol),
            _band("The lifting is barred by", barring, place, law, _symbols),
            _band("No authorisation reaches past", forbidding, place, law, _plain),
        ),
    )


def _band(
    lead: str,
    rules: list[Rule],
    place: Citation,
    law: Regime,
    tell: Callable[[Rule], str],
) -> Statement:
    under = tuple(
        Statement(words=tell(one), law=one.law, about=("rules", one.id))
        for one in rules
    )
    if not under:
        return Statement(words=f"{lead}: no rule", law=place)
    return Statement(
        words=f"{lead}:", law=together(law, [one.law for one in rules]), under=under
    )


def _named(rule: Rule) -> Statement:
    return Statement(words=_symbol(rule), law=rule.law, about=("rules", rule.id))


def _plain(rule: Rule) -> str:
    return in_words(rule.title)


def _symbol(rule: Rule) -> str:
    return f"{rule.symbol}: {_plain(rule)}" if rule.symbol else _plain(rule)


def _reason(rule: Rule) -> str:
    return f"{_plain(rule)} (reason {rule.reason})"


def _symbols(rule: Rule) -> str:
    barred = "all" if "all" in rule.bars else joined(sorted(rule.bars), "and")
    return f"{_plain(rule)} (bars {barred})"
