"""The state of a self-check: answers so far, carried in a signed address and stored nowhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.core import signing

from licet.determination import (
    Program,
    compile_regime,
    run_stack,
    what_would_change,
)
from licet.facts import Transaction, read_transaction
from licet.kernel import digest
from licet.regimes import in_words
from licet.web.register.law import regime

_SALT = "licet.self-check"
Json = Mapping[str, Any]
_FIRST = (
    "item.kind",
    "item.listed_as",
    "item.eccn",
    "destination",
    "activity.type",
    "end_user.type",
    "end_use",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheck:
    """What one person has said so far.

    Attributes:
        law: The package asked about.
        on: The day asked about.
        answers: Answer by fact, in the order given.
        open: Facts the person does not know.
        path: The guided path of the package that is walked; empty while the engine asks.
    """

    law: str
    on: date
    path: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    open: tuple[str, ...] = ()

    def token(self) -> str:
        """The state as one signed word for an address."""
        body = [
            self.law,
            self.on.isoformat(),
            list(self.answers.items()),
            list(self.open),
            self.path,
        ]
        return signing.dumps(body, salt=_SALT, compress=True)

    def answered(self, fact: str, value: object) -> "SelfCheck":
        """The state with one answer more."""
        rest = {path: said for path, said in self.answers.items() if path != fact}
        still_open = tuple(path for path in self.open if path != fact)
        return replace(self, answers={**rest, fact: value}, open=still_open)

    def not_known(self, fact: str) -> "SelfCheck":
        """The state in which this fact stays unknown."""
        return replace(self.without(fact), open=(*self.without(fact).open, fact))

    def without(self, fact: str) -> "SelfCheck":
        """The state as if the question had not been asked."""
        return replace(
            self,
            answers={path: said for path, said in self.answers.items() if path != fact},
            open=tuple(path for path in self.open if path != fact),
        )

    def transaction(self) -> Transaction:
        """The facts as the engine reads them."""
        return read_transaction({**self.answers, "as_of": self.on.isoformat()})


def read_token(token: str) -> SelfCheck | None:
    """Read a state back; ``None`` when the address was cut or altered."""
    try:
        law, on, answers, unknown, path = signing.loads(token, salt=_SALT)
        return SelfCheck(
            law=law,
            on=date.fromisoformat(on),
            answers=dict(answers),
            open=tuple(unknown),
            path=path,
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None


@lru_cache(maxsize=32)
def _program(law: str, on: date) -> Program:
    """Compiling takes most of a second; people ask about few days."""
    return compile_regime(regime(law), on=on)


@lru_cache(maxsize=256)
def _found(law: str, on: date, answers: str) -> str:
    """Determinations are kept as text: most self-checks begin with the same few answers."""
    facts = read_transaction({**json.loads(answers), "as_of": on.isoformat()})
    programs = [_program(name, on) for name in (law, *regime(law).header.binds)]
    return json.dumps(run_stack(programs, facts).to_json())


@lru_cache(maxsize=256)
def _changes(law: str, on: date, answers: str) -> str:
    facts = read_transaction({**json.loads(answers), "as_of": on.isoformat()})
    return json.dumps(what_would_change(_program(law, on), facts).to_json())


def changes(state: SelfCheck) -> Json:
    """What the outcome rests on, and the fewest answers that would turn it."""
    answers = json.dumps(dict(state.answers), sort_keys=True)
    found: Json = json.loads(_changes(state.law, state.on, answers))
    return found


def result(state: SelfCheck) -> Json:
    """What the law says of the answers so far, as the JSON of a determination."""
    answers = json.dumps(dict(state.answers), sort_keys=True)
    found: Json = json.loads(_found(state.law, state.on, answers))
    return found


def next_question(state: SelfCheck, found: Json) -> Json | None:
    """The first question that still matters and that the person has not passed over.

    What leaves, where to, to whom and how comes first, as people think of it; the rest in
    the order of the engine, which puts first what settles most. On a guided path the
    package says what is asked and in which order.
    """
    if state.path:
        return _next_on_path(state)
    asked = [one for one in found["questions"] if one["fact"] not in state.open]
    asked.sort(key=lambda one: _rank(one["fact"]))
    return asked[0] if asked else None


def guided_paths(law: str) -> dict[str, Json]:
    """The guided paths that a package, or the one it stands on, describes, by name."""
    package = regime(law)
    headers = (
        [package.header] if package.below is None else [package.below, package.header]
    )
    found: dict[str, Json] = {}
    for header in headers:
        paths: Any = header.data.get("paths") or {}
        found |= paths
    return found


def _next_on_path(state: SelfCheck) -> Json | None:
    vocabulary = regime(state.law).facts
    for fact in guided_paths(state.law)[state.path]["asks"]:
        if fact not in state.answers and fact not in state.open:
            term = vocabulary[fact]
            return {
                "fact": fact,
                "question": in_words(term.question),
                "why": in_words(term.help),
                "citation": term.law.to_json() if term.law else None,
            }
    return None


def _rank(fact: str) -> int:
    return _FIRST.index(fact) if fact in _FIRST else len(_FIRST)


def record(
    state: SelfCheck, found: Json, *, authority: str, made_at: str
) -> dict[str, object]:
    """The reasoned record that a person keeps: answers, law, version, result and hash.

    Args:
        state: The answers.
        found: The determination.
        authority: Whose page this is.
        made_at: The moment, in ISO form.

    Returns:
        JSON whose ``digest`` covers the canonical bytes of everything else in it.
    """
    body: dict[str, object] = {
        "format": "licet-self-check/1",
        "authority": authority,
        "made_at": made_at,
        "legal_effect": "none: a self-check is advice, computed from what was answered",
        "law": state.law,
        "on": state.on.isoformat(),
        "path": state.path,
        "answers": dict(state.answers),
        "not_known": list(state.open),
        "questions": _questions_of(state),
        "determination": dict(found),
    }
    return {**body, "digest": digest(body)}


def _questions_of(state: SelfCheck) -> dict[str, str]:
    vocabulary = regime(state.law).facts
    return {
        path: in_words(vocabulary[path].question)
        for path in (*state.answers, *state.open)
        if path in vocabulary
    }
