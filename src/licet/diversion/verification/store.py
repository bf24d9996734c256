"""The catalogue of questions, read once."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML

from licet.diversion.verification.errors import UnknownQuestionError
from licet.diversion.verification.model import Heading, Question, Scope
from licet.kernel import Citation


@cache
def questions() -> Mapping[str, Question]:
    """Every question by its id, in the order of the file."""
    text = (files("licet.diversion.verification") / "questions.yaml").read_text("utf-8")
    raw = YAML(typ="safe").load(text)
    laws = {name: Citation(**one) for name, one in raw["laws"].items()}
    return {
        one["id"]: Question(
            id=one["id"],
            heading=Heading(heading),
            words=one["words"],
            how=one["how"],
            scope=Scope(one.get("scope", "party")),
            months=one["months"],
            fact=one.get("fact", ""),
            wanted=one.get("wanted", ""),
            law=laws.get(one.get("law", "")),
        )
        for heading, asked in raw["headings"].items()
        for one in asked
    }


def question(name: str) -> Question:
    """One question.

    Raises:
        UnknownQuestionError: The catalogue does not ask it.
    """
    found = questions().get(name)
    if found is None:
        raise UnknownQuestionError(name, questions())
    return found
