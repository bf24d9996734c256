"""The public index: build it, open it, ask it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from licet.screening import algorithms, build, built, candidates, score
from licet.screening.algorithms import DEFAULT
from licet.screening.alignment import Alignment, align
from licet.screening.built import Built
from licet.screening.explain import sentence
from licet.screening.forms import Form, form, readings
from licet.screening.model import Entity, Hit, Kind, Part, Question
from licet.screening.qualify import moved, qualifiers
from licet.screening.text import LONGEST_NAME, is_cut, visible

# Queries are answered in blocks of this many: large enough to spread the fixed cost.
BLOCK = 384
DECIMALS = 5
CUT = f"only the first {LONGEST_NAME} characters of the name were read"
# The least score of an entry that carries an identifying number of the party.
IDENTIFIED = 0.9
_HOW = {
    candidates.EXACT: "exact",
    candidates.FOLD: "fold",
    candidates.EDIT: "edit",
    candidates.BONES: "fold",
    candidates.INITIAL: "initial",
}


def threshold(algorithm: str) -> float:
    """The published score from which a hit is put before an officer.

    Raises:
        UnknownAlgorithmError: There is no such algorithm.
    """
    return algorithms.algorithm(algorithm).threshold


Array = npt.NDArray[Any]
Asked = tuple[str, Kind | None, Form]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A pair of names that was compared: where it lies, and how well it fits."""

    owner: int
    name: int
    row: int
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

    def search(  # noqa: PLR0913  # one parameter a fact known of the party
        self,
        names: Sequence[str],
        *,
        kind: Kind | str | None = None,
        countries: Sequence[str] = (),
        birth_dates: Sequence[str] = (),
        identifiers: Sequence[str] = (),
        addresses: Sequence[str] = (),
        limit: int = 10,
    ) -> tuple[Hit, ...]:
        """The entries that a party of these names may be, best first, with reasons.

        Args:
            names: Every name of the party, in any script and order.
            kind: What sort of party it is, when known.
            countries: ISO codes of its countries.
            birth_dates: ISO dates, which may stop after the year.
            identifiers: Its passport, registration and other numbers.
            addresses: Its addresses, in any order of their parts.
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
            addresses=tuple(addresses),
        )
        return self.search_all([question], limit=limit)[0]

    def search_all(
        self, questions: Sequence[Question], *, limit: int = 10
    ) -> tuple[tuple[Hit, ...], ...]:
        """The same for many parties at once, in their order."""
        ranked = self.rank(questions, limit=limit)
        return self._hits(questions, ranked, limit)

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
        on = [
            [one for one in found if self.built.entity_id(one.owner) in wanted]
            for found in ranked
        ]
        return self._hits(questions, on, limit)

    def rank(
        self, questions: Sequence[Question], *, limit: int = 10
    ) -> list[list[Scored]]:
        """The best entries for each party by name alone, without reasons."""
        asked, owners = self._asked(questions)
        several = np.bincount(owners, minlength=len(questions))[owners] > 1
        best: list[dict[int, Scored]] = [{} for _ in questions]
        for start in range(0, len(asked), BLOCK):
            block = slice(start, start + BLOCK)
            for scored in _ranked(self.built, asked[block], limit, several[block]):
                found = best[owners[start + scored.row]]
                known = found.get(scored.owner)
                if known is None or known.rank() < scored.rank():
                    found[scored.owner] = scored
        for question, found in zip(questions, best, strict=True):
            self._add_by_number(question, found)
        return [
            sorted(found.values(), key=Scored.rank, reverse=True)[:limit]
            for found in best
        ]

    def _asked(self, questions: Sequence[Question]) -> tuple[list[Asked], list[int]]:
        """Every name of every party in every reading, and whose it is."""
        rules = self.built.rules
        asked: list[Asked] = []
        owners: list[int] = []
        for row, question in enumerate(questions):
            person = question.kind is Kind.PERSON
            for text in question.names:
                known = readings(text, person=person, algorithm=rules)
                asked += [(text, question.kind, one) for one in known]
                owners += [row] * len(known)
        return asked, owners

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
                row=known.row if known else 0,
                text=known.text if known else question.names[0],
                form=known.form if known else form(question.names[0], person=False),
                score=max(known.score if known else 0.0, IDENTIFIED),
                alike=known.alike if known else 0.0,
            )

    def _hits(
        self,
        questions: Sequence[Question],
        ranked: Sequence[Sequence[Scored]],
        limit: int,
    ) -> tuple[tuple[Hit, ...], ...]:
        """The hits of many parties, with their reasons found together."""
        pairs = [(one.form, one.name) for found in ranked for one in found]
        reasons = iter(
            parts
            for start in range(0, len(pairs), BLOCK)
            for parts in _parts(self.built, pairs[start : start + BLOCK])
        )
        out = []
        for question, found in zip(questions, ranked, strict=True):
            hits = [self._hit(question, one, next(reasons)) for one in found]
            hits.sort(key=lambda hit: (-hit.score, hit.entity.id))
            out.append(tuple(hits[:limit]))
        return tuple(out)

    def _told(self, text: str) -> str:
        """The name as a hit repeats it: what was read of it."""
        return visible(text) if self.built.rules.tells_cut else text

    def _hit(self, question: Question, scored: Scored, parts: tuple[Part, ...]) -> Hit:
        entity = self.built.entity(scored.owner)
        name = self.built.name(scored.name)
        said, step = qualifiers(
            question, entity, name, addresses=self.built.rules.addresses
        )
        if self.built.rules.tells_cut and is_cut(scored.text):
            said = (*said, CUT)
        return Hit(
            entity=entity,
            list_version=self.versions.get(entity.source, ""),
            query_name=self._told(scored.text),
            matched_name=name,
            score=round(moved(scored.score, step), 4),
            parts=parts,
            qualifiers=said,
            words=sentence(entity, self._told(scored.text), name, parts),
            algorithm=self.algorithm,
        )


def _ranked(
    index: Built, block: Sequence[Asked], limit: int, several: Array
) -> Iterator[Scored]:
    """The best name of each of the best entries for every row of a block.

    Likeness as written is found only where it may decide: between equal scores, and between
    ``several`` names of one party.
    """
    forms = [one for _, _, one in block]
    asked = candidates.queries(forms, index, [kind for _, kind, _ in block])
    linked = candidates.links(asked, candidates.meetings(asked, index), index)
    row, name = candidates.shortlist(asked, linked, index)
    aligned = align(asked, linked, row, name, index)
    aligned = score.promising(asked, aligned, index)
    row, name = aligned.query, aligned.name
    owner = index.arrays["name_owner"][name].astype(np.int64)
    value = np.round(score.scores(asked, aligned, index), DECIMALS)
    order = np.lexsort((name, -value, owner, row))
    first = np.ones(order.size, bool)
    first[1:] = (np.diff(row[order]) != 0) | (np.diff(owner[order]) != 0)
    order = order[first]
    order = order[np.lexsort((owner[order], -value[order], row[order]))]
    start = np.searchsorted(row[order], np.arange(len(block)), "left")
    order = order[np.arange(order.size) - start[row[order]] < limit]
    row, name, value, owner = row[order], name[order], value[order], owner[order]
    same = (np.diff(row) == 0) & (np.diff(value) == 0)
    tied = several[row].copy()
    tied[1:] |= same
    tied[:-1] |= same
    alike = np.zeros(row.size, np.float32)
    alike[tied] = cpdist(
        [visible(block[r][0]) for r in row[tied].tolist()],
        [index.name(number) for number in name[tied].tolist()],
        scorer=Indel.normalized_similarity,
    )
    columns = [one.tolist() for one in (row, owner, name, value, alike)]
    for r, o, n, v, a in zip(*columns, strict=True):
        text, _, one = block[r]
        yield Scored(owner=o, name=n, row=r, text=text, form=one, score=v, alike=a)


def _parts(
    index: Built, pairs: Sequence[tuple[Form, int]]
) -> Iterator[tuple[Part, ...]]:
    """The word pairs behind each score, most telling first, then what stays unpaired."""
    asked = candidates.queries([one for one, _ in pairs], index)
    linked = candidates.links(asked, candidates.meetings(asked, index), index)
    names = np.array([name for _, name in pairs], np.int64)
    found = align(asked, linked, np.arange(names.size), names, index)
    order = np.lexsort((-found.weight, found.pair))
    starts = np.searchsorted(found.pair[order], np.arange(names.size + 1), "left")
    single = (asked.mask & (asked.mask - 1)) == 0
    own, whose = asked.weight[single].tolist(), asked.query[single]
    first = np.searchsorted(whose, np.arange(names.size + 1), "left").tolist()
    for row, (one, name) in enumerate(pairs):
        matched = order[starts[row] : starts[row + 1]]
        weights = own[first[row] : first[row + 1]]
        yield _told_parts(index, found, matched, (one[0], weights), name)


def _told_parts(
    index: Built,
    found: Alignment,
    matched: Array,
    asked: tuple[Sequence[str], Sequence[float]],
    name: int,
) -> tuple[Part, ...]:
    words, weights = asked
    theirs = index.name_words(name)
    parts = []
    mine_left, theirs_left = (1 << len(words)) - 1, (1 << len(theirs)) - 1
    for i in matched.tolist():
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
    for place, word in enumerate(words):
        if mine_left >> place & 1:
            weight = round(float(weights[place]), 4)
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
    algorithm: str = DEFAULT,
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
