"""The pure engines behind the ports: regimes and lists loaded once, used by every job."""

import json
import pickle
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from licet.determination import (
    Program,
    assume_ordinary,
    compile_regime,
    run_stack,
    what_would_change,
)
from licet.facts import ROLES, Basis, Fact, json_value, read_transaction
from licet.regimes import Regime, in_words, load_regime, method_on
from licet.risk import Evidence, assess, with_criteria
from licet.web.casework.ports import Json
from licet.web.casework.screening.lists_engine import Lists

__all__ = ["ASSUMED_BY", "Law", "Lists"]
_DAYS_KEPT = 400
_ANSWERS_KEPT = 500
_MOST_ROUNDS = 12
ASSUMED_BY = "exporter (declaration)"


@dataclass(slots=True, kw_only=True)
class Law:
    """The packages of this installation, loaded and compiled on first use.

    Attributes:
        governing: The profile that decides.
        laws: The governing one first, then what other laws also ask.
    """

    governing: str
    laws: tuple[str, ...] = ()
    _packages: dict[str, Regime] = field(default_factory=dict)
    _programs: dict[tuple[str, date], Program] = field(default_factory=dict)
    _found: dict[tuple[str, date, int, str], bytes] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def package(self, name: str) -> Regime:
        """One package by its name."""
        with self._lock:
            if name not in self._packages:
                self._packages[name] = load_regime(name)
            return self._packages[name]

    def _program(self, name: str, on: date) -> Program:
        package = self.package(name)
        with self._lock:
            if len(self._programs) > _DAYS_KEPT:
                self._programs.clear()
            if (name, on) not in self._programs:
                self._programs[name, on] = compile_regime(package, on=on)
            return self._programs[name, on]

    def stack(self, name: str) -> tuple[str, ...]:
        """A law and the further instruments that bind with it."""
        return (name, *self.package(name).header.binds)

    def determine(self, transaction: Json, regime: str, *, on: date, item: int) -> Json:
        """The determination of one item as JSON; the same question is answered once.

        The answer is that of the law together with every instrument that binds with it.
        """
        facts = json.dumps(transaction, sort_keys=True, default=str)
        key = (regime, on, item, facts)
        with self._lock:
            known = self._found.get(key)
        if known is None:
            programs = [self._program(name, on) for name in self.stack(regime)]
            found = run_stack(programs, read_transaction(transaction), item=item)
            known = pickle.dumps(dict(found.to_json()))
            with self._lock:
                if len(self._found) > _ANSWERS_KEPT:
                    self._found.clear()
                self._found[key] = known
        answer: Json = pickle.loads(known)  # noqa: S301  # bytes of our own, made above
        return answer

    def changes(self, transaction: Json, regime: str, *, on: date, item: int) -> Json:
        """What would change the outcome of one item."""
        program = self._program(regime, on)
        stated = read_transaction(transaction)
        return dict(what_would_change(program, stated, item=item).to_json())

    def preview(self, transaction: Json, *, on: date) -> tuple[Json, ...]:
        """Determinations of every item under the governing law, ordinary answers assumed."""
        document: dict[str, Any] = deepcopy(dict(transaction))
        for item in range(len(document["items"])):
            self._assume(document, self.governing, on=on, item=item)
        return tuple(
            self.determine(document, self.governing, on=on, item=item)
            for item in range(len(document["items"]))
        )

    def stated(self, transaction: Json, *, on: date) -> tuple[Json, ...]:
        """Determinations of every item under the governing law, nothing assumed."""
        said = {
            **transaction,
            "items": [_said(one) for one in transaction["items"]],
            "facts": _said(transaction)["facts"],
        }
        return tuple(
            self.determine(said, self.governing, on=on, item=item)
            for item in range(len(said["items"]))
        )

    def with_ordinary(
        self, transaction: Json, *, on: date
    ) -> tuple[Json, tuple[Json, ...]]:
        """The transaction with the ordinary answers that the declaration covers.

        Only facts that a determination asks for, that nobody has spoken of, and that are
        about the item, the deal or the applicant's own knowledge are taken as ordinary;
        each enters as ``assumed``. What concerns another party is never assumed.

        Args:
            transaction: The facts as stated; it is not changed.
            on: The day whose law applies.

        Returns:
            The transaction with the assumed facts, and what was assumed: item, path, value.
        """
        document: dict[str, Any] = deepcopy(dict(transaction))
        added: list[Json] = []
        for law in self.laws:
            for item in range(len(document["items"])):
                added += self._assume(document, law, on=on, item=item)
        return document, tuple(added)

    def _assume(
        self, document: dict[str, Any], law: str, *, on: date, item: int
    ) -> list[Json]:
        added: list[Json] = []
        for _ in range(_MOST_ROUNDS):
            asked = [
                one["fact"]
                for one in self.determine(document, law, on=on, item=item)["questions"]
            ]
            stated = read_transaction(document)
            for name in self.stack(law):
                stated = assume_ordinary(stated, self.package(name), item=item)
            ordinary = stated.view(item)
            found = [
                (path, ordinary[path])
                for path in asked
                if path.split(".", 1)[0] not in ROLES
                and _is_assumed(ordinary.get(path))
            ]
            found = [
                (path, fact)
                for path, fact in found
                if _place(document, path, fact, item)
            ]
            added += [
                {"item": item, "path": path, "value": json_value(fact.value)}
                for path, fact in found
            ]
            if not found:
                break
        return added

    def criteria(self) -> tuple[Json, ...]:
        """The criteria of the governing law."""
        return tuple(
            {
                "id": one.id,
                "title": one.title,
                "words": one.words,
                "mandatory": one.mandatory,
                "favourable": one.favourable,
                "citation": one.citation.to_json(),
            }
            for one in with_criteria(self.package(self.governing))[1]
        )

    def version(self) -> str:
        """The hash of the governing law's content."""
        return self.package(self.governing).digest

    def bands(self, *, on: date) -> tuple[tuple[str, str], ...]:
        """Name and title of the bands of the governing law, the lowest first."""
        method = method_on(self.package(self.governing).methods, on)
        found = () if method is None else method.bands
        return tuple((one.id, in_words(one.title)) for one in found)

    def assess(
        self,
        transaction: Json,
        *,
        on: date,
        item: int,
        evidence: Sequence[Evidence] = (),
    ) -> Json:
        """The assessment of one item by the governing law's criteria."""
        found = assess(
            read_transaction(transaction),
            self.package(self.governing),
            on=on,
            item=item,
            binding=[self.package(name) for name in self.stack(self.governing)[1:]],
            evidence=evidence,
        )
        return dict(found.to_json())


def _said(holder: Json) -> dict[str, Any]:
    """An item or a transaction without the facts that nobody stated."""
    facts = {
        path: fact
        for path, fact in (holder.get("facts") or {}).items()
        if not isinstance(fact, dict)
        or any(
            one.get("basis") != Basis.ASSUMED for one in fact.get("statements") or [{}]
        )
    }
    return {**holder, "facts": facts}


def _is_assumed(fact: Fact | None) -> bool:
    return (
        fact is not None
        and bool(fact.statements)
        and fact.statements[0].basis is Basis.ASSUMED
    )


def _place(document: dict[str, Any], path: str, fact: Fact, item: int) -> bool:
    """Put an assumed fact where it belongs, unless something stands there."""
    first, _, rest = path.partition(".")
    facts = document["items"][item]["facts"] if first == "item" else document["facts"]
    key = rest if first == "item" else path
    if key in facts:
        return False
    said = {
        "value": json_value(fact.value),
        "by": ASSUMED_BY,
        "evidence": [],
        "basis": "assumed",
    }
    facts[key] = {"state": "known", "statements": [said]}
    return True
