"""A draft beside the law in force: what is stored when it is opened, worked out once and here."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from licet.determination import (
    OutcomeChange,
    SolverMissingError,
    changed_outcomes,
    compile_regime,
)
from licet.facts import FactKind, FactTerm, Vocabulary
from licet.kernel import InputError, UnknownCountryError, territory_name
from licet.regimes import Regime, changed_texts
from licet.regimes.guidance import Difference, differences, guidance
from licet.risk import with_method

ANSWERED, GAVE_UP, MISSING = "answered", "gave_up", "missing"
NOTES = "CHANGES.md"
LARGEST = 8 * 1024 * 1024


def texts_of(folder: Path) -> dict[str, str]:
    """Every file of a draft by its path in the folder; hidden ones are left out.

    Raises:
        InputError: A link, a file that is no text, or more than a law holds: everything
            here is published.
    """
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in name.split("/")) or path.is_dir():
            continue
        if path.is_symlink():
            raise InputError(
                f"{name} is a link. Every file of the folder is published: put the file itself there, or take the link away."
            )
        try:
            found[name] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(
                f"{name} is not a text in UTF-8. Every file of the folder is published as text: take it away, or save it as UTF-8."
            ) from error
        if "\0" in found[name]:
            raise InputError(
                f"{name} holds a character that no text has. Take it away."
            )
    if sum(map(len, found.values())) > LARGEST:
        raise InputError(
            f"The folder holds more than {LARGEST} characters. Give the folder of one package."
        )
    return found


def compared(
    law: Regime, draft: Regime, *, on: date, notes: tuple[str, str] = ("", "")
) -> dict[str, Any]:
    """What the draft changes, in words and in answers.

    Args:
        law: The package in force.
        draft: The draft, loaded whole.
        on: The day as of which both are read.
        notes: The change notes of either.

    Returns:
        ``differences`` leaf by leaf in words, each sentence with its law; ``unsaid``: leaves
        that changed as written and are in no sentence; ``outcomes``: pairs of outcomes, each with
        the facts of a case that turns; ``solver``: whether that is the whole answer.
    """
    before, after = (
        with_method(guidance(package, on, notes=text), package)
        for package, text in zip((law, draft), notes, strict=True)
    )
    told = differences(before, after)
    said = {(one.leaf.section, one.leaf.name) for one in told}
    solver, outcomes = _outcomes(law, draft, on)
    vocabulary = {**law.facts, **draft.facts}
    return {
        "differences": [_difference(one) for one in told],
        "unsaid": [
            {"section": one.section, "name": one.name, "kind": str(one.kind)}
            for one in changed_texts(law, draft)
            if (one.section, one.name) not in said
        ],
        "solver": solver,
        "outcomes": [_outcome(one, vocabulary) for one in outcomes],
    }


def _outcomes(
    law: Regime, draft: Regime, on: date
) -> tuple[str, tuple[OutcomeChange, ...]]:
    old, new = compile_regime(law, on=on), compile_regime(draft, on=on)
    try:
        found = changed_outcomes(old, new)
    except SolverMissingError:
        return MISSING, ()
    whole = all(one.facts is not None for one in found)
    return (ANSWERED if whole else GAVE_UP), found


def _difference(one: Difference) -> dict[str, object]:
    return {
        **one.to_json(),
        "label": one.leaf.label,
        "law": one.leaf.law.to_json(),
    }


def _outcome(one: OutcomeChange, vocabulary: Vocabulary) -> dict[str, object]:
    facts = one.facts
    return {
        "before": str(one.before),
        "after": str(one.after),
        "facts": None
        if facts is None
        else [
            _fact(path, value, vocabulary.get(path)) for path, value in facts.items()
        ],
    }


def _fact(path: str, value: object, term: FactTerm | None) -> dict[str, object]:
    """A fact of a case, as a program reads it (path, value) and as a person does."""
    plain = _plain(value)
    question: Mapping[str, str] = {"en": path} if term is None else term.question
    return {
        "path": path,
        "value": plain,
        "question": dict(question),
        "said": plain if term is None else _said(plain, term),
    }


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _said(value: object, term: FactTerm) -> object:
    if isinstance(value, list):
        return [_said(one, term) for one in value]
    if not isinstance(value, str):
        return value
    if term.kind is FactKind.COUNTRY:
        try:
            return territory_name(value)
        except UnknownCountryError:  # any other country, as the solver names it
            return value
    return term.choices.get(value, value)
