"""Questions of the vocabulary turned into statements: "Is the item published?" -> "the item is published"."""

import re
from datetime import date
from decimal import Decimal
from functools import cache

from licet.facts import FactKind, FactTerm, Value, Vocabulary, core_vocabulary
from licet.kernel import territories
from licet.regimes.guidance.model import day_words, joined
from licet.regimes.model import Regime, in_words

Compared = Value | tuple[Value, ...]
# Subjects behind which the verb can be put without parsing the sentence.
_SUBJECTS = (
    "it|they|you|the item|the software|the technology|the equipment|the end user|the exporter|the buyer|the consignee"
    "|the transaction|the export|the user|the recipient|the authority|your member state|its cryptography"
)
_VERBS = "Is|Are|Was|Were|Does|Do|Did|Has|Have|Can|Could|Will|Would|May|Must"
_INVERTED = re.compile(
    rf"(?P<verb>{_VERBS}) (?P<subject>{_SUBJECTS}) (?!of |that |who |which |whose |and |or |yourself )(?P<rest>[^?]+)\?"
)
_NOUNS = (
    (
        re.compile(
            r"(?:What|Which) share of (?P<of>.+?) do(?:es)? (?P<who>.+?) (?P<verb>hold or control|hold together|hold)(?P<rest>[^?]*)\?"
        ),
        "the share of {of} that {who} {verb}{rest}",
    ),
    (
        re.compile(r"(?:What|Which) share of (?P<of>.+?) is (?P<rest>[^?]+)\?"),
        "the share of {of} that is {rest}",
    ),
    (
        re.compile(
            r"What is (?P<rest>(?:the|its) (?!.*(?: for| meant |mainly))[^?.,]+)\?"
        ),
        "{rest}",
    ),
    (
        re.compile(
            r"Which (?P<noun>country|state|member state) is (?P<rest>the [^?]+)\?"
        ),
        "{rest}",
    ),
    (
        re.compile(
            r"How (?P<how>long|large) is (?P<rest>the [^?,]+)(?P<more>(?:, [^?]+)?)\?"
        ),
        "the size of {rest}{more}",
    ),
    (
        re.compile(r"How many (?P<rest>[a-z]+ ago) was (?P<what>[^?]+)\?"),
        "the number of {rest} that {what}",
    ),
)
_THIRD_PERSON = {
    "hold or control": "holds or controls",
    "hold together": "hold together",
    "hold": "holds",
}
_UNITS = {"percent": "%", "bit": "bits"}


def term_of(fact: str, law: Regime) -> FactTerm | None:
    """The fact in the package's vocabulary, or in the one that all share."""
    return law.facts.get(fact) or _shared().get(fact)


@cache
def _shared() -> Vocabulary:
    """The vocabulary that all packages share, built once."""
    return core_vocabulary()


def question_of(fact: str, law: Regime) -> str:
    """The question that asks for a fact; its name in words when nobody wrote one."""
    term = term_of(fact, law)
    if term is None:
        return fact.replace(".", ": ").replace("_", " ")
    return in_words(term.question).removesuffix(" Choose all that apply.")


def claim(fact: str, law: Regime, *, holds: bool) -> str:
    """A yes-or-no fact as a statement, or its denial."""
    question = question_of(fact, law)
    found = _INVERTED.fullmatch(question)
    if found is None:
        return f"the answer to “{question}” is {'yes' if holds else 'no'}"
    verb = found["verb"].lower()
    negation = "" if holds else " not"
    return f"{found['subject']} {verb}{negation} {found['rest']}"


def subject(fact: str, law: Regime) -> str:
    """What a comparison speaks of, as a noun."""
    question = question_of(fact, law)
    for pattern, shape in _NOUNS:
        found = pattern.fullmatch(question)
        if found is not None:
            parts = found.groupdict()
            verb = parts.get("verb")
            if verb and not parts["who"].endswith("parties"):
                parts["verb"] = _THIRD_PERSON[verb]
            return shape.format(**parts)
    return f"the answer to “{question}”"


def value_words(fact: str, value: Compared, law: Regime) -> str:
    """A value in the words of the fact: choices, units, days and countries spelt out."""
    if isinstance(value, tuple):
        return joined([value_words(fact, part, law) for part in value])
    if isinstance(value, bool):
        return "yes" if value else "no"
    term = term_of(fact, law)
    if isinstance(value, int | Decimal):
        unit = term.unit if term is not None else ""
        return f"{value} {_UNITS.get(unit, unit)}".rstrip()
    return _text_words(value, term)


def _text_words(value: object, term: FactTerm | None) -> str:
    text = str(value)
    if term is not None and term.kind is FactKind.COUNTRY:
        return territories().get(text, text)
    if term is not None and term.kind is FactKind.DATE:
        return day_words(date.fromisoformat(text))
    if term is not None and text in term.choices:
        return str(term.choices[text]).replace("_", " ")
    return text.replace("_", " ")


def place_names(codes: "frozenset[str]") -> list[str]:
    """Codes as names where they are territories, in order of the alphabet."""
    known = territories()
    return sorted(known.get(code, code) for code in codes)
