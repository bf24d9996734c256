"""The pure engines behind the ports: regimes and lists loaded once, used by every job."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from licet.determination import Program, compile_regime, run
from licet.facts import read_transaction
from licet.regimes import Regime, load_regime
from licet.risk import assess, with_criteria
from licet.screening import (
    Index,
    NoListsError,
    lists_fresh,
    open_service_index,
    statuses,
    threshold,
)
from licet.web.casework.errors import UnavailableError
from licet.web.casework.ports import Json, legal_day

ALGORITHM = "v1"
MOST_HITS = 10
_DAYS_KEPT = 400


@dataclass(slots=True, kw_only=True)
class Law:
    """The packages of this installation, loaded and compiled on first use.

    Attributes:
        governing: The profile that decides.
    """

    governing: str
    _packages: dict[str, Regime] = field(default_factory=dict)
    _programs: dict[tuple[str, date], Program] = field(default_factory=dict)
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

    def determine(self, transaction: Json, regime: str, *, on: date, item: int) -> Json:
        """The determination of one item as JSON."""
        found = run(self._program(regime, on), read_transaction(transaction), item=item)
        return dict(found.to_json())

    def preview(self, transaction: Json, *, on: date) -> tuple[Json, ...]:
        """Determinations of every item under the governing law."""
        return tuple(
            self.determine(transaction, self.governing, on=on, item=item)
            for item in range(len(transaction["items"]))
        )

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

    def assess(self, transaction: Json, *, on: date, item: int) -> Json:
        """The assessment of one item by the governing law's criteria."""
        found = assess(
            read_transaction(transaction),
            self.package(self.governing),
            on=on,
            item=item,
        )
        return dict(found.to_json())


@dataclass(slots=True, kw_only=True)
class Lists:
    """The lists in service, opened anew when one changes.

    Attributes:
        state: The state folder.
    """

    state: Path
    _held: tuple[tuple[str, str], ...] = ()
    _index: Index | None = None
    _lock: Lock = field(default_factory=Lock)

    def _open(self) -> Index:
        held = tuple((one.source, one.version) for one in statuses(self.state))
        with self._lock:
            if self._index is None or held != self._held:
                try:
                    self._index = open_service_index(self.state, algorithm=ALGORITHM)
                except NoListsError as error:
                    raise UnavailableError(str(error)) from error
                self._held = held
            return self._index

    def search(
        self, names: Sequence[str], *, kind: str | None, countries: Sequence[str]
    ) -> tuple[Json, ...]:
        """Hits as JSON, best first, at or above the published threshold."""
        level = threshold(ALGORITHM)
        hits = self._open().search(
            names, kind=kind, countries=countries, limit=MOST_HITS
        )
        found: list[dict[str, Any]] = [
            dict(hit.to_json()) for hit in hits if hit.score >= level
        ]
        return tuple(found)

    def lists(self) -> tuple[str, ...]:
        """``source version`` of every list in service."""
        return tuple(f"{one.source} {one.version}" for one in statuses(self.state))

    def fresh(self, *, at: datetime) -> bool:
        """Whether every list was looked at lately."""
        return lists_fresh(statuses(self.state), legal_day(at))

    def threshold(self) -> str:
        """The published threshold."""
        return f"{threshold(ALGORITHM):.4f}"
