"""The public index: build it, open it, ask it."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from licet.screening import build, built, candidates, score
from licet.screening.built import Built
from licet.screening.explain import sentence
from licet.screening.forms import Form, form, readings
from licet.screening.model import Entity, Hit, Kind, Part, Question
from licet.screening.qualify import moved, qualifiers
from licet.screening.text import visible

# Queries are answered in blocks of this many: large enough to spread the fixed cost.
BLOCK = 512
DECIMALS = 5
# The least score of an entry that carries an identifying number of the party.
IDENTIFIED = 0.9
_HOW = {
    candidates.EXACT: "exact",
    candidates.FOLD: "fold",
    candidates.EDIT: "edit",
    candidates.BONES: "fold",
    candidates.INITIAL: "initial",
}
_THRESHOLDS = {"v1": 0.25}


def threshold(algorithm: str) -> float:
    """The published score from which a hit is put before an officer.

    Raises:
        UnknownAlgorithmError: There is no such algorithm.
    """
    built.require_algorithm(algorithm)
    return _THRESHOLDS[algorithm]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A pair of names that was compared: where it lies, and how well it fits."""

    owner: int
    name: int
    text: str
    form: Form
    score: float
    alike: float

    def rank(self) -> tuple[float, float, int]:
        """Best last: by score, then by likeness as written, then the earlier entry."""
        return self.score, self.alike, -self.owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An immutable index over the entries of one or more list versions."""

    built: Built

    def __len__(self) -> int:
        return len(self.built)

    @property
    def algorithm(self) -> str:
        """The algorithm that reads this index."""
        return self.built.algorithm

    @property
    def versions(self) -> Mapping[str, str]:
        """Source -> version of everything in it."""
        return self.built.versions

    @property
    def weights(self) -> Mapping[str, float]:
        """How telling each word is, 0 to 1."""
        return self.built.vocabulary.weights

    def save(self, folder: Path) -> None:
        """Write the index to a folder; it appears at once or not at all."""
        self.built.save(folder)

    def search(
        self,
        names: Sequence[str],
        *,
        kind: Kind | str | None = None,
        countries: Sequence[str] = (),
        birth_dates: Sequence[str] = (),
        identifiers: Sequence[str] = (),
        limit: int = 10,
    ) -> tuple[Hit, ...]:
        """The entries that a party of these names may be, best first, with reasons.

        Args:
            names: Every name of the party, in any script and order.
            kind: What sort of party it is, when known.
            countries: ISO codes of its countries.
            birth_dates: ISO dates, which may stop after the year.
            identifiers: Its passport, registration and other numbers.
            limit: At most so many hits.

        Returns:
            Hits ordered by falling score, then by entry id.
        """
        question = Question(
            names=tuple(names),
            kind=Kind(kind) if kind else None,
            countries=tuple(countries),
            birth_dates=tuple(birth_dates),
            identifiers=tuple(identifiers),
        )
        return self.search_all([question], limit=limit)[0]

    def search_all(
        self, questions: Sequence[Question], *, limit: int = 10
    ) -> tuple[tuple[Hit, ...], ...]:
        """The same for many parties at once, in their order."""
        ranked = self.rank(questions, limit=limit)
        return tuple(
            self._hits(question, found, limit)
            for question, found in zip(questions, ranked, strict=True)
        )

    def hits_on(
        self,
        wanted: AbstractSet[str],
        questions: Sequence[Question],
        *,
        limit: int = 10,
    ) -> tuple[tuple[Hit, ...], ...]:
        """The hits that ``search_all`` gives, but only those on some entries.

        Args:
            wanted: Ids of entries.
            questions: The parties.
            limit: At most so many hits a party, before any is left out.
        """
        ranked = self.rank(questions, limit=limit)
        return tuple(
            self._hits(
                question,
                [one for one in found if self.built.entity_id(one.owner) in wanted],
                limit,
            )
            for question, found in zip(questions, ranked, strict=True)
        )

    def rank(
        self, questions: Sequence[Question], *, limit: int = 10
    ) -> list[list[Scored]]:
        """The best entries for each party by name alone, without reasons."""
        texts: list[tuple[str, Kind | None, Form]] = []
        owners: list[int] = []
        for row, question in enumerate(questions):
            for text in question.names:
                known = readings(text, person=question.kind is Kind.PERSON)
                texts += [(text, question.kind, one) for one in known]
                owners += [row] * len(known)
        best: list[dict[int, Scored]] = [{} for _ in questions]
        for start in range(0, len(texts), BLOCK):
            block = texts[start : start + BLOCK]
            for row, owner, name, value, alike in _ranked(self.built, block, limit):
                found = best[owners[start + row]]
                scored = Scored(
                    owner=owner,
                    name=name,
                    text=block[row][0],
                    form=block[row][2],
                    score=value,
                    alike=alike,
                )
                if owner not in found or found[owner].rank() < scored.rank():
                    found[owner] = scored
        for question, found in zip(questions, best, strict=True):
            self._add_by_number(question, found)
        return [
            sorted(found.values(), key=Scored.rank, reverse=True)[:limit]
            for found in best
        ]

    def _add_by_number(self, question: Question, found: dict[int, Scored]) -> None:
        """An entry with the same identifying number is a hit whatever its names."""
        if not question.identifiers:
            return
        for owner in self.built.with_number(question.identifiers):
            name = self.built.first_name(owner)
            if name is None:
                continue
            known = found.get(owner)
            found[owner] = Scored(
                owner=owner,
                name=known.name if known else name,
                text=known.text if known else question.names[0],
                form=known.form if known else form(question.names[0], person=False),
                score=max(known.score if known else 0.0, IDENTIFIED),
                alike=known.alike if known else 0.0,
            )

    def _hits(
        self, question: Question, found: Sequence[Scored], limit: int
    ) -> tuple[Hit, ...]:
        hits = [self._hit(question, scored) for scored in found]
        hits.sort(key=lambda hit: (-hit.score, hit.entity.id))
        return tuple(hits[:limit])

    def _hit(self, question: Question, scored: Scored) -> Hit:
        entity = self.built.entity(scored.owner)
        name = self.built.name(scored.name)
        said, step = qualifiers(question, entity, name)
        parts = _parts(self.built, scored.form, scored.name)
        return Hit(
            entity=entity,
            list_version=self.versions.get(entity.source, ""),
            query_name=scored.text,
            matched_name=name,
            score=round(moved(scored.score, step), 4),
            parts=parts,
            qualifiers=said,
            words=sentence(entity, scored.text, name, parts),
            algorithm=self.algorithm,
        )


def _ranked(
    index: Built, block: Sequence[tuple[str, Kind | None, Form]], limit: int
) -> list[tuple[int, int, int, float, float]]:
    """Row, entry, name, score, and likeness as written, of the best entries' best names."""
    texts = [visible(text) for text, _, _ in block]
    kinds = [kind for _, kind, _ in block]
    forms = [one for _, _, one in block]
    asked = candidates.queries(forms, index, kinds)
    linked = candidates.links(asked, candidates.meetings(asked, index), index)
    row, name = candidates.shortlist(asked, linked, index)
    aligned = score.align(asked, linked, row, name, index)
    aligned = score.promising(asked, aligned, index)
    row, name = aligned.query, aligned.name
    value = score.scores(asked, aligned, index)
    owner = index.arrays["name_owner"][name].astype(np.int64)
    value = np.round(value, DECIMALS)
    order = np.lexsort((name, -value, owner, row))
    first = np.ones(order.size, bool)
    first[1:] = (np.diff(row[order]) != 0) | (np.diff(owner[order]) != 0)
    order = order[first]
    order = order[np.lexsort((owner[order], -value[order], row[order]))]
    start = np.searchsorted(row[order], np.arange(len(texts)), "left")
    order = order[np.arange(order.size) - start[row[order]] < limit]
    written = [index.name(int(n)) for n in name[order]]
    asked_text = [texts[r] for r in row[order]]
    alike = cpdist(asked_text, written, scorer=Indel.normalized_similarity)
    return list(
        zip(
            row[order].tolist(),
            owner[order].tolist(),
            name[order].tolist(),
            value[order].tolist(),
            alike.tolist(),
            strict=True,
        )
    )


def _parts(index: Built, asked: Form, name: int) -> tuple[Part, ...]:
    """The word pairs behind one score, most telling first, then what stays unpaired."""
    questions = candidates.queries([asked], index)
    linked = candidates.links(questions, candidates.meetings(questions, index), index)
    rows, names = np.zeros(1, np.int64), np.array([name], np.int64)
    found = score.align(questions, linked, rows, names, index)
    words = asked[0]
    theirs = index.name_words(name)
    parts = []
    mine_left, theirs_left = (1 << len(words)) - 1, (1 << len(theirs)) - 1
    for i in np.argsort(-found.weight, kind="stable"):
        mine, other = int(found.query_mask[i]), int(found.name_mask[i])
        joined = mine.bit_count() != other.bit_count()
        parts.append(
            Part(
                query=_picked(words, mine),
                entry=_picked([word for word, _ in theirs], other),
                kind="joined" if joined else _HOW[int(found.how[i])],
                weight=round(float(found.weight[i]), 4),
            )
        )
        mine_left &= ~mine
        theirs_left &= ~other
    single = questions.weight[(questions.mask & (questions.mask - 1)) == 0]
    for place, word in enumerate(words):
        if mine_left >> place & 1:
            weight = round(float(single[place]), 4)
            parts.append(Part(query=word, entry="", kind="missing", weight=weight))
    for place, (word, weight) in enumerate(theirs):
        if theirs_left >> place & 1:
            parts.append(
                Part(query="", entry=word, kind="extra", weight=round(weight, 4))
            )
    return tuple(parts)


def _picked(words: Sequence[str], mask: int) -> str:
    return " ".join(word for place, word in enumerate(words) if mask >> place & 1)


def build_index(
    entities: Iterable[Entity],
    *,
    algorithm: str = "v1",
    versions: Mapping[str, str] | None = None,
    weights: Mapping[str, float] | None = None,
) -> Index:
    """Index entries under all their names.

    Args:
        entities: The entries.
        algorithm: The matching algorithm that will read it.
        versions: Source -> version, for the hits to name.
        weights: The word weights of another index, to score every pair of names as it
            does; without them they are counted from these entries.

    Returns:
        The index, in memory.

    Raises:
        UnknownAlgorithmError: There is no such algorithm.
    """
    return Index(
        built=build.build(
            entities, algorithm=algorithm, versions=versions, weights=weights
        )
    )


def open_index(folder: Path) -> Index:
    """Open a saved index memory-mapped.

    Raises:
        DamagedStoreError: It is not whole, or of another format.
    """
    return Index(built=built.open_built(folder))
