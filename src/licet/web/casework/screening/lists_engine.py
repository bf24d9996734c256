"""The matcher behind the ports: the lists in service, asked by submission and by rescreening."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from licet.screening import (
    DEFAULT_ALGORITHM,
    Index,
    Kind,
    ListDelta,
    NoListsError,
    Parties,
    Party,
    Question,
    index_parties,
    list_delta,
    lists_fresh,
    open_service_index,
    rescreen_within,
    statuses,
    threshold,
)
from licet.web.casework.errors import UnavailableError
from licet.web.casework.ports import Json, legal_day
from licet.web.casework.screening.party_questions import without_what_lowers

ALGORITHM = DEFAULT_ALGORITHM
MOST_HITS = 10
_MOST_RANKED = 1000
_KNOWN, _ALONE = "k", "n"
NOT_CLEARED = (
    "names or numbers alone reach the threshold; what is stated besides clears no hit"
)


def _twice(questions: Sequence[Question]) -> Iterator[Party]:
    """Every party by all that is known, and by names and numbers alone where that differs."""
    for place, question in enumerate(questions):
        yield Party(reference=f"{_KNOWN}{place:09}", question=question)
        alone = without_what_lowers(question)
        if alone != question:
            yield Party(reference=f"{_ALONE}{place:09}", question=alone)


def _lowered(
    index: Index, question: Question, entities: AbstractSet[str]
) -> tuple[Json, ...]:
    """The hits on some entries that what is known brings below the threshold."""
    if not entities:
        return ()
    (hits,) = index.hits_on(entities, [question], limit=_MOST_RANKED)
    return tuple(
        dict(replace(hit, qualifiers=(*hit.qualifiers, NOT_CLEARED)).to_json())
        for hit in hits
    )


@dataclass(slots=True, kw_only=True)
class Lists:
    """The lists in service, opened anew when one changes.

    Attributes:
        state: The state folder.
        stale_after: How long after its synchronisation a list counts as fresh.
    """

    state: Path
    stale_after: timedelta = timedelta(days=2)
    _held: tuple[tuple[str, str], ...] = ()
    _index: Index | None = None
    _parties: tuple[tuple[Question, ...], Parties] | None = None
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
        return self.hits(
            Question(
                names=tuple(names),
                kind=Kind(kind) if kind else None,
                countries=tuple(countries),
            )
        )

    def hits(self, question: Question) -> tuple[Json, ...]:
        """The same for a party and everything that is known of it.

        What is known besides names and numbers clears no hit: one that these alone bring to
        the threshold stands below it, with the reasons.
        """
        index, level = self._open(), threshold(ALGORITHM)
        alone = without_what_lowers(question)
        asked = [question] if alone == question else [question, alone]
        found = [
            {hit.entity.id: hit for hit in hits if hit.score >= level}
            for hits in index.search_all(asked, limit=MOST_HITS)
        ]
        lowered = found[-1].keys() - found[0].keys()
        return (
            *(dict(hit.to_json()) for hit in found[0].values()),
            *_lowered(index, question, lowered),
        )

    def delta(self, source: str, *, older: str) -> ListDelta:
        """What changed in a list since a held version; since ever when it is empty."""
        return list_delta(self.state, source, older=older)

    def rescreen(
        self, questions: Sequence[Question], delta: ListDelta
    ) -> tuple[tuple[int, Json], ...]:
        """Place of the question and hit, for every hit on an entry of the delta.

        The parties stay indexed in memory until they change.
        """
        if not questions or not delta.touched:
            return ()
        whole, asked = self._open(), tuple(questions)
        with self._lock:
            if self._parties is None or self._parties[0] != asked:
                self._parties = (
                    asked,
                    index_parties(_twice(asked), algorithm=ALGORITHM),
                )
            held = self._parties[1]
        alerts = rescreen_within(held, delta.touched, whole=whole, limit=MOST_HITS)
        reached: dict[int, dict[str, Json]] = {}
        alone: dict[int, set[str]] = {}
        for one in alerts:
            place, entity = int(one.reference[1:]), one.hit.entity.id
            if one.reference.startswith(_KNOWN):
                reached.setdefault(place, {})[entity] = dict(one.hit.to_json())
            else:
                alone.setdefault(place, set()).add(entity)
        for place, entities in alone.items():
            known = reached.setdefault(place, {})
            lowered = entities - known.keys()
            known |= {
                str(hit["entity"]): hit
                for hit in _lowered(whole, asked[place], lowered)
            }
        return tuple(
            (place, hit) for place in sorted(reached) for hit in reached[place].values()
        )

    def lists(self) -> tuple[str, ...]:
        """``source version`` of every list in service."""
        return tuple(f"{one.source} {one.version}" for one in statuses(self.state))

    def fresh(self, *, at: datetime) -> bool:
        """Whether every list was looked at lately."""
        held = statuses(self.state)
        lately = all(at - one.synced_at <= self.stale_after for one in held)
        return lately and lists_fresh(held, legal_day(at))

    def threshold(self) -> str:
        """The published threshold."""
        return f"{threshold(ALGORITHM):.4f}"
