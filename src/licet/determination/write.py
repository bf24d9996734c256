"""What the rules said, written out as a determination: outcome, trace, consequences."""

from collections.abc import Iterable, Iterator, Mapping

from licet.determination.compile import CompiledRule
from licet.determination.explain import asked, read_fact, sentence
from licet.determination.explore import Explored
from licet.determination.model import (
    FREE,
    Authorisation,
    AuthorisationRequired,
    Cited,
    Classified,
    Conflict,
    Consequences,
    Covered,
    Determination,
    Duty,
    NoAuthorisationRequired,
    NotControlled,
    NotSubject,
    Outcome,
    OutcomeKind,
    Prohibited,
    Question,
    RuleRead,
    Unsettled,
)
from licet.determination.state import (
    CheckedFacts,
    ClaimSort,
)
from licet.determination.weigh import Weighed
from licet.facts import Fact
from licet.kernel import Citation
from licet.regimes import (
    LIFTING,
    REQUIRING,
    RuleKind,
    Text,
    covers,
    in_words,
)

View = Mapping[str, Fact]
_VALUE = {True: "true", False: "false"}


def written(weighed: Weighed, found: Explored, facts: CheckedFacts) -> Determination:
    """Write out a determination.

    Args:
        weighed: What each rule comes to.
        found: The outcomes still possible and the questions that matter.
        facts: The facts as the rules found them.

    Returns:
        The determination with its trace, its consequences and its open questions.
    """
    program = weighed.program
    possible = tuple(sorted(found.outcomes))
    questions = _questions(weighed, found)
    classification = _classification(weighed)
    kind = standing_kind(found)
    outcome = _outcome(weighed, kind, questions)
    verified = _verified(weighed, kind, classification)
    return Determination(
        regime=program.regime.header.id,
        regime_version=program.regime.digest,
        on=program.on,
        item=facts.item,
        outcome=outcome,
        sentence=sentence(outcome, possible, verified=verified),
        possible_outcomes=possible,
        exact=found.exact,
        classification=classification,
        consequences=_consequences(weighed, kind),
        rules=tuple(_traced(weighed, facts.view)),
        questions=questions if kind is OutcomeKind.UNSETTLED else (),
        parties=facts.parties,
        verified=verified,
    )


def standing_kind(found: Explored) -> OutcomeKind:
    """The outcome that stands when these are possible.

    One possible outcome with a question left is not settled: by which exception the
    transaction is covered, and on which conditions, is still open.
    """
    possible = tuple(found.outcomes)
    if len(possible) == 1:
        return OutcomeKind.UNSETTLED if found.questions else possible[0]
    if FREE.issuperset(possible):
        return OutcomeKind.NO_AUTHORISATION_REQUIRED
    return OutcomeKind.UNSETTLED


def _cited(rule: CompiledRule) -> Cited:
    return Cited(
        id=rule.rule.id, words=in_words(rule.rule.title), citation=rule.rule.law
    )


def _fired(weighed: Weighed, *kinds: RuleKind) -> list[CompiledRule]:
    return [one for one in weighed.program.of(*kinds) if weighed.took_effect(one)]


def _outcome(
    weighed: Weighed, kind: OutcomeKind, questions: tuple[Question, ...]
) -> Outcome:
    prohibitions = _fired(weighed, RuleKind.PROHIBITION)
    scopes = tuple(_cited(one) for one in _fired(weighed, RuleKind.SCOPE))
    outcomes: dict[OutcomeKind, Outcome] = {
        OutcomeKind.NOT_SUBJECT: NotSubject(by=scopes),
        OutcomeKind.NOT_CONTROLLED: NotControlled(),
        OutcomeKind.NO_AUTHORISATION_REQUIRED: NoAuthorisationRequired(),
        OutcomeKind.AUTHORISATION_REQUIRED: AuthorisationRequired(
            by=tuple(_cited(one) for one in _fired(weighed, *REQUIRING))
        ),
        OutcomeKind.PROHIBITED: Prohibited(
            by=tuple(_cited(one) for one in prohibitions),
            red_line=any(one.rule.red_line for one in prohibitions),
        ),
        OutcomeKind.UNSETTLED: Unsettled(
            questions=tuple(question.fact for question in questions)
        ),
        OutcomeKind.CONFLICT: Conflict(
            between=(*scopes, *(_cited(one) for one in prohibitions))
        ),
    }
    if kind is OutcomeKind.COVERED:
        return Covered(authorisation=_authorisation(weighed))
    return outcomes[kind]


def _lifting(weighed: Weighed) -> list[CompiledRule]:
    """The available exceptions, the one to name first first: verified before not."""
    return sorted(
        _fired(weighed, *LIFTING),
        key=lambda one: (
            one.rule.preference,
            not one.grounds.verified,
            one.rule.symbol,
        ),
    )


def _authorisation(weighed: Weighed) -> Authorisation:
    chosen = _lifting(weighed)[0]
    texts = weighed.program.regime.conditions
    rule = chosen.rule
    return Authorisation(
        symbol=rule.symbol,
        rule=rule.id,
        title=in_words(rule.title),
        conditions=tuple(_condition(name, rule.law, texts) for name in rule.conditions),
        citation=rule.law,
    )


def _condition(name: str, law: Citation, texts: Mapping[str, Text]) -> Cited:
    text = texts.get(name)
    if text is None:
        return Cited(id=name, words=name, citation=law)
    return Cited(id=name, words=in_words(text.words), citation=text.law)


def _classification(weighed: Weighed) -> tuple[Classified, ...]:
    claim = weighed.evaluation.claim
    fitting = [
        name for name in sorted(weighed.entries) if weighed.entries[name] is True
    ]
    narrowest = [
        name
        for name in fitting
        if not any(other != name and covers(name, other) for other in fitting)
    ]
    found = []
    for name in narrowest:
        entry = weighed.program.regime.entries[name]
        claimed = claim.sort is ClaimSort.ENTRY and claim.entry == name
        found.append(
            Classified(
                entry=name,
                title=in_words(entry.title),
                basis="claimed" if claimed else "rule",
                tier=entry.tier,
                citation=entry.law,
            )
        )
    return tuple(found)


def _consequences(weighed: Weighed, kind: OutcomeKind) -> Consequences:
    needed = {OutcomeKind.AUTHORISATION_REQUIRED, OutcomeKind.UNSETTLED}
    forms: list[str] = []
    if kind in needed | {OutcomeKind.COVERED}:
        forms += [one.rule.symbol for one in _lifting(weighed)]
        for one in _fired(weighed, RuleKind.AVAILABILITY):
            forms += _texts(one, "forms")
    return Consequences(
        available=tuple(dict.fromkeys(forms)),
        catch_alls=tuple(one.rule.id for one in _fired(weighed, RuleKind.CATCH_ALL)),
        review_policies=_policies(weighed) if kind in needed else (),
        documents=_duties(_asked_for(weighed), "document"),
        referrals=_duties(_fired(weighed, RuleKind.REFERRAL), "to"),
        flags=_duties(_fired(weighed, RuleKind.FLAG), "flag"),
    )


def _texts(rule: CompiledRule, key: str) -> list[str]:
    value = rule.rule.data.get(key)
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _asked_for(weighed: Weighed) -> list[CompiledRule]:
    """The documents asked for: a waiver that nobody has shown waives nothing."""
    return [
        one
        for one in weighed.program.of(RuleKind.DOCUMENT)
        if weighed.fires[one.rule.id] is not False
        and one.when(weighed.evaluation) is True
    ]


def _duties(rules: Iterable[CompiledRule], key: str) -> tuple[Duty, ...]:
    return tuple(
        Duty(
            id=what,
            what=in_words(one.rule.title)
            if one.rule.kind is RuleKind.DOCUMENT
            else what,
            words=in_words(one.rule.title),
            citation=one.rule.law,
        )
        for one in rules
        for what in _texts(one, key)
    )


def _policies(weighed: Weighed) -> tuple[Cited, ...]:
    texts = weighed.program.regime.policies
    rules = weighed.program.regime.rules
    found: dict[str, Cited] = {}
    for one in _fired(weighed, RuleKind.DENIAL_POLICY):
        if not one.rule.policies:
            found[one.rule.id] = _cited(one)
    pointing = _fired(weighed, *REQUIRING, RuleKind.DENIAL_POLICY, RuleKind.PROHIBITION)
    for one in pointing:
        for name in one.rule.policies:
            if name in texts:
                found[name] = _condition(name, one.rule.law, texts)
            else:
                rule = rules[name]
                found[name] = Cited(
                    id=name, words=in_words(rule.title), citation=rule.law
                )
    return tuple(found[name] for name in sorted(found))


def _verified(
    weighed: Weighed, kind: OutcomeKind, classification: tuple[Classified, ...]
) -> bool:
    """Whether all law that carries the answer has been read in the official text.

    An answer that restricts rests on what fired. An answer that frees rests also on what
    did not: on every requirement that had a say, and on the bars of the exception used.
    """
    carrying = [
        one for one in weighed.program.rules.values() if weighed.took_effect(one)
    ]
    relevant = REQUIRING | {RuleKind.PROHIBITION, RuleKind.SCOPE}
    carrying = [one for one in carrying if one.rule.kind in relevant]
    if kind in FREE:
        carrying += [one for one in weighed.program.requiring if _in_play(weighed, one)]
    if kind is OutcomeKind.COVERED:
        carrying += _carrying_exception(weighed)
    return all(one.grounds.verified for one in carrying) and all(
        one.citation.verified for one in classification
    )


def _carrying_exception(weighed: Weighed) -> list[CompiledRule]:
    chosen = _lifting(weighed)[0]
    bars = weighed.program.of(RuleKind.BAR)
    requirements = weighed.program.requiring
    return [
        chosen,
        *(
            bar
            for bar in bars
            if bar.rule.bars_symbol(chosen.rule.symbol) and _in_play(weighed, bar)
        ),
        *(one for one in requirements if _in_play(weighed, one)),
    ]


def _in_play(weighed: Weighed, rule: CompiledRule) -> bool:
    """Whether the rule had a say: it is not for another entry only."""
    return rule.for_entry(weighed.evaluation) is not False


def _traced(weighed: Weighed, view: View) -> Iterator[RuleRead]:
    ordered = sorted(weighed.program.rules.items())
    had_a_say = [one for _, one in ordered if _in_play(weighed, one)]
    paths = {path for one in had_a_say for path in one.grounds.facts}
    reads = {path: read_fact(path, view) for path in paths}
    for one in had_a_say:
        condition = one.condition(weighed.evaluation)
        yield RuleRead(
            id=one.rule.id,
            kind=str(one.rule.kind),
            title=in_words(one.rule.title),
            citation=one.rule.law,
            value=_VALUE[condition] if isinstance(condition, bool) else "unknown",
            fired=weighed.took_effect(one),
            defeated_by=weighed.defeated_by(one) if condition is True else (),
            facts=tuple([reads[path] for path in one.grounds.facts]),
        )


def _questions(weighed: Weighed, found: Explored) -> tuple[Question, ...]:
    """What to ask, in order: first what has no ordinary answer, most rules waiting first."""
    facts = list(found.questions)
    waiting = {fact: len(_waiting(weighed, fact)) for fact in facts}
    vocabulary = weighed.program.regime.facts

    def place(fact: str) -> tuple[bool, int, int]:
        term = vocabulary.get(fact)
        ordinary = term is not None and term.ordinary is not None
        return ordinary, 0 if ordinary else -waiting[fact], facts.index(fact)

    return tuple(
        _question(weighed, fact, found.questions[fact])
        for fact in sorted(facts, key=place)
    )


def _question(
    weighed: Weighed, fact: str, settles: tuple[OutcomeKind, ...]
) -> Question:
    regime = weighed.program.regime
    term = regime.facts.get(fact)
    why = "It decides under which entry the item falls."
    law = None if term is None else term.law
    because = _asking(weighed, fact)
    if because is not None:
        why, law = in_words(because.rule.title), because.rule.law
    return Question(
        fact=fact,
        question=asked(fact, regime),
        why=why,
        citation=law,
        settles=settles,
    )


def _waiting(weighed: Weighed, fact: str) -> list[CompiledRule]:
    """The undecided rules that read the fact."""
    return [
        one
        for name, one in sorted(weighed.program.rules.items())
        if not isinstance(weighed.fires[name], bool) and fact in one.grounds.facts
    ]


def _asking(weighed: Weighed, fact: str) -> CompiledRule | None:
    """The first undecided rule that reads the fact, the stricter kinds first."""
    order = list(RuleKind)
    return min(
        _waiting(weighed, fact),
        key=lambda one: order.index(one.rule.kind),
        default=None,
    )
