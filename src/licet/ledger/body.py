"""The tiles and bundles of a log against its signed root.

Leaf hashes come from three places: the entries themselves, the tiles of level 0, and (for
full tiles) the level above. Where these disagree, the reading that leads to the signed root
is right and the other files are named.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from licet.ledger.checkpoints import Checkpoint
from licet.ledger.compare import Stretch, name_faults
from licet.ledger.encoding import HASH_SIZE
from licet.ledger.entries import decode_bundle
from licet.ledger.errors import MalformedError
from licet.ledger.model import Fault, FaultKind, Source
from licet.ledger.tiles import HEIGHT, WIDTH, Tile, split_hashes
from licet.ledger.tree import Tree, fold_edge, leaf_hashes, root_of

_KEEP = 64  # how many damaged bundles are held open at once to name their entries
_UNKNOWN = b""

Leaves = list[bytes]


def check_body(source: Source, checkpoint: Checkpoint) -> list[Fault]:
    """Everything that is wrong with the tiles and bundles of a log.

    Args:
        source: Its files.
        checkpoint: What it states; its signatures are checked elsewhere.
    """
    body = _Body(source=source, size=checkpoint.size)
    body.read()
    named = body.judge(checkpoint.root)
    body.check_levels()
    unique = dict.fromkeys([*named, *body.faults])
    return list(unique)


def short_reason(error: Exception) -> str:
    """The middle of one of our messages: what is wrong, without the advice."""
    return str(error).split(": ", 1)[-1].split(". ", 1)[0].split("; ", 1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A bundle and its tile of level 0 that do not say the same, or are not whole."""

    found: Leaves | None
    right: Leaves | None


@dataclass(slots=True, kw_only=True)
class _Body:
    """One log, read once from left to right.

    Attributes:
        tops: For each full tile its hash by entries, by its tile, and by the level above.
        tails: The leaves of the last, partial tile: by its tile, and by its entries.
        apart: Pairs that must be looked at again.
        truth: The right hash of each full tile, as far as it is known.
    """

    source: Source
    size: int
    tops: list[tuple[bytes, bytes, bytes]] = field(default_factory=list)
    tails: tuple[Leaves, Leaves] = ([], [])
    apart: dict[int, _Pair] = field(default_factory=dict)
    truth: list[bytes] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def read(self) -> None:
        """Read everything at level 0 and 1."""
        above = self._level_one()
        for index in range(-(-self.size // WIDTH)):
            width = min(WIDTH, self.size - index * WIDTH)
            found = self._bundle(Tile(level=None, index=index, width=width))
            right = self._tile(Tile(level=0, index=index, width=width), like=found)
            apart = found is None or found != right
            if apart and (len(self.apart) < _KEEP or width < WIDTH):
                self.apart[index] = _Pair(found=found, right=right)
            if width < WIDTH:
                self.tails = (right or [], found or [])
            else:
                by_entries = _top(found)
                by_tile = by_entries if found == right else _top(right)
                self.tops.append((by_entries, by_tile, above[index]))

    def _level_one(self) -> list[bytes]:
        count = self.size // WIDTH
        hashes: list[bytes] = []
        for index in range(-(-count // WIDTH)):
            width = min(WIDTH, count - index * WIDTH)
            tile = self._tile(Tile(level=1, index=index, width=width))
            hashes += tile or [_UNKNOWN] * width
        return hashes

    def _bundle(self, tile: Tile) -> Leaves | None:
        data = self._bytes(tile)
        if data is None:
            return None
        try:
            return leaf_hashes(decode_bundle(data))
        except MalformedError as error:
            self._add(FaultKind.MALFORMED, tile, short_reason(error))
            return None

    def _tile(self, tile: Tile, *, like: Leaves | None = None) -> Leaves | None:
        data = self._bytes(tile)
        if data is None:
            return None
        if len(data) != tile.width * HASH_SIZE:
            why = f"{len(data)} bytes, not {tile.width * HASH_SIZE}"
            self._add(FaultKind.MALFORMED, tile, why)
            return None
        if like and b"".join(like) == data:
            return like
        return split_hashes(data)

    def _bytes(self, tile: Tile) -> bytes | None:
        data = self.source.read(tile.path)
        if data is None:
            self._add(FaultKind.MISSING_FILE, tile)
        return data

    def _add(self, kind: FaultKind, tile: Tile, detail: str = "") -> None:
        self.faults.append(Fault(kind=kind, file=tile.path, detail=detail))

    def judge(self, root: bytes) -> list[Fault]:
        """Find the reading that leads to the signed root, and name what differs from it."""
        readings = [[_by_most(row, one) for row in self.tops] for one in range(3)]
        readings += [[row[one] for row in self.tops] for one in range(3)]
        for tops in readings:
            for tail in self.tails:
                if _root(tops, tail) == root:
                    self.truth = tops
                    return self._name(tail)
        self.truth = readings[1]
        self.faults.append(
            Fault(kind=FaultKind.ROOT, file="checkpoint", detail=f"size {self.size}")
        )
        return [*self._above_differs(), *self._name(self.tails[0])]

    def _above_differs(self) -> list[Fault]:
        """Bundles that were altered together with their tile, by the level above."""
        return [
            self._span(None, index)
            for index, (found, right, above) in enumerate(self.tops)
            if found == right != above
        ]

    def _name(self, tail: Sequence[bytes]) -> list[Fault]:
        """Everything at level 0 that is not the truth, by its entries where it can be."""
        entries: list[Stretch] = []
        tiles: list[Stretch] = []
        spans: list[Fault] = []
        for index, truth in enumerate([*self.truth, None]):
            pair = self.apart.get(index, _Pair(found=None, right=None))
            leaves = list(tail) if truth is None else _leaves_with(truth, pair)
            if leaves is None:
                spans += self._spans(index, truth or _UNKNOWN)
                continue
            if pair.found is not None and pair.found != leaves:
                entries.append(self._stretch(None, index, pair.found, leaves))
            if pair.right is not None and pair.right != leaves:
                tiles.append(self._stretch(0, index, pair.right, leaves))
        return [*name_faults(entries), *name_faults(tiles), *spans]

    def _spans(self, index: int, truth: bytes) -> list[Fault]:
        """Bundle and tile as a whole, where single entries cannot be named."""
        known = {fault.file for fault in self.faults}
        both = ((None, self.tops[index][0]), (0, self.tops[index][1]))
        spans = [
            self._span(level, index)
            for level, top in both
            if top != truth or truth == _UNKNOWN
        ]
        return [span for span in spans if span.file not in known]

    def _stretch(
        self, level: int | None, index: int, found: Leaves, truth: Leaves
    ) -> Stretch:
        following = self.apart.get(index + 1)
        after = (following.right if following else None) or ()
        return Stretch(
            file=self._here(level, index).path,
            first=index * WIDTH,
            found=found,
            right=truth,
            after=after[:1],
        )

    def _here(self, level: int | None, index: int) -> Tile:
        width = min(WIDTH, self.size - index * WIDTH)
        return Tile(level=level, index=index, width=width)

    def _span(self, level: int | None, index: int) -> Fault:
        tile = self._here(level, index)
        first = index * WIDTH
        last = first + tile.width - 1
        return Fault(kind=FaultKind.CHANGED, file=tile.path, entry=first, other=last)

    def check_levels(self) -> None:
        """Every hash above level 0 must follow from the right hashes below it."""
        below, level = self.truth, 1
        while self.size >> (HEIGHT * level):
            tops = []
            for index in range(-(-len(below) // WIDTH)):
                want = below[index * WIDTH : (index + 1) * WIDTH]
                self._compare(Tile(level=level, index=index, width=len(want)), want)
                if len(want) == WIDTH:
                    tops.append(_UNKNOWN if _UNKNOWN in want else root_of(want))
            below, level = tops, level + 1

    def _compare(self, tile: Tile, want: Sequence[bytes]) -> None:
        span = 1 << (HEIGHT * (tile.level or 0))
        for place, (one, other) in enumerate(
            zip(self._tile(tile) or (), want, strict=False)
        ):
            if one != other != _UNKNOWN:
                first = (tile.index * WIDTH + place) * span
                detail = f"the hash over entries {first} to {first + span - 1}"
                self._add(FaultKind.CHANGED, tile, detail)
                return


def _top(leaves: Leaves | None) -> bytes:
    return root_of(leaves) if leaves and len(leaves) == WIDTH else _UNKNOWN


def _leaves_with(top: bytes, pair: _Pair) -> Leaves | None:
    """The leaves of a pair that have this hash, when either of the two has."""
    return next((one for one in (pair.right, pair.found) if _top(one) == top), None)


def _by_most(row: tuple[bytes, bytes, bytes], otherwise: int) -> bytes:
    """What two of three say; the word of one of them where all differ."""
    agreed = next((top for top in row if top and row.count(top) > 1), None)
    return row[otherwise] if agreed is None else agreed


def _root(tops: Sequence[bytes], tail: Sequence[bytes]) -> bytes | None:
    if _UNKNOWN in tops:
        return None
    full, rest = Tree().extended(tops), Tree().extended(tail)
    return fold_edge((*full.edge, *rest.edge))
