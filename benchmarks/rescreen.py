"""A list delta against many parties, beside screening a sample of them in full, same run.

``python benchmarks/rescreen.py`` prints one JSON document. Parties and entries are invented:
names of people from common given names and made-up family names, names of companies from
made-up words and trade words, words as unevenly spread as on real lists, one party in a
thousand a misspelt entry of the delta. ``ours`` is the core seconds that 1,000,000 parties
would take: what the delta costs whatever the number of parties, and what grows with them
scaled up. Indexing the parties is done beforehand and told beside it.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from licet.screening import (
    DEFAULT_ALGORITHM,
    Entity,
    Kind,
    Name,
    Party,
    Question,
    build_index,
    index_parties,
    rescreen_within,
    threshold,
)
from licet.screening.tables import members

ENTRIES = 20_000
DELTA = 500
PARTIES = 120_000
SAMPLE = 4_000
SCALE = 1_000_000
GOAL = 20.0
SEED = 20260731
SYLLABLES = tuple(a + b for a in "bdfghklmnprstvz" for b in "aeiou")
ENDS = ("n", "r", "s", "sky", "ov", "ini", "ez", "berg", "dar", "ko", "l", "th")


class Names:
    """Invented names, their words spread as unevenly as real ones."""

    def __init__(self) -> None:
        self.chance = np.random.default_rng(SEED)
        self.given = sorted(members("common_names"))
        self.trades = sorted(members("trade_words"))
        self.family = [self._word() for _ in range(60_000)]

    def _word(self) -> str:
        count = int(self.chance.integers(2, 4))
        parts = self.chance.choice(SYLLABLES, count)
        return "".join(parts) + str(self.chance.choice(ENDS))

    def _pick(self, words: Sequence[str]) -> str:
        place = self.chance.random() ** 3 * len(words)
        return words[int(place)]

    def name(self) -> tuple[str, Kind]:
        """One name and of what kind of party it is."""
        if self.chance.random() < 0.5:  # half are people
            given = [
                self._pick(self.given) for _ in range(int(self.chance.integers(1, 3)))
            ]
            return " ".join([*given, self._pick(self.family)]), Kind.PERSON
        words = [self._pick(self.family), self._pick(self.trades)]
        return " ".join([*words, "Ltd"]), Kind.ORGANISATION

    def misspelt(self, name: str) -> str:
        """The same name with two neighbouring letters changed round."""
        at = int(self.chance.integers(1, len(name) - 2))
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _entities(names: Names) -> list[Entity]:
    found = []
    for number in range(ENTRIES):
        text, kind = names.name()
        found.append(
            Entity(
                id=f"x:{number}",
                source="x",
                kind=kind,
                names=(Name(text=text.title()),),
            )
        )
    return found


def _parties(names: Names, delta: Sequence[Entity]) -> list[Party]:
    found = []
    for number in range(PARTIES):
        text, kind = names.name()
        if number % 1000 == 0:
            entry = delta[number // 1000 % len(delta)]
            text, kind = names.misspelt(entry.names[0].text), entry.kind
        found.append(
            Party(
                reference=f"p{number:07}", question=Question(names=(text,), kind=kind)
            )
        )
    return found


def measures(_peers: Path | None) -> list[dict[str, Any]]:
    """The measure ``rescreen``, for ``licet bench rescreen``."""
    names = Names()
    entities = _entities(names)
    delta = entities[-DELTA:]
    ids = {one.id for one in delta}
    parties = _parties(names, delta)
    whole = build_index(entities)
    begun = process_time()
    held = index_parties(parties)
    indexed = process_time() - begun
    few = index_parties(parties[:: PARTIES // SAMPLE])
    begun = process_time()
    quick = rescreen_within(few, delta, whole=whole)
    small = process_time() - begun
    begun = process_time()
    alerts = rescreen_within(held, delta, whole=whole)
    ours = process_time() - begun
    begun = process_time()
    hits = whole.hits_on(ids, [party.question for party in few.parties])
    theirs = process_time() - begun
    full = {
        (party.reference, hit.entity.id, hit.score)
        for party, found in zip(few.parties, hits, strict=True)
        for hit in found
        if hit.score >= threshold(DEFAULT_ALGORITHM)
    }
    if {(one.reference, one.hit.entity.id, one.hit.score) for one in quick} != full:
        raise SystemExit("the delta and the full rescreen do not agree")
    a_party = max(ours - small, 0.0) / (PARTIES - SAMPLE)
    million = max(small - a_party * SAMPLE, 0.0) + a_party * SCALE
    peers = {"goal": GOAL, "full rescreen": theirs / SAMPLE * SCALE}
    return [
        {
            "name": "rescreen",
            "ours": round(million, 1),
            "unit": "s a core for 1,000,000 parties",
            "peers": {name: round(value, 1) for name, value in peers.items()},
            "ratios": {
                name: round(value / million, 2) for name, value in peers.items()
            },
            "limit": 1,
            "measured_on": PARTIES,
            "measured_seconds": round(ours, 2),
            "index_seconds": round(indexed, 1),
            "alerts": len(alerts),
            "compared": len(full),
        }
    ]


if __name__ == "__main__":
    print(json.dumps({"name": "rescreen", "measures": measures(None)}, indent=1))
