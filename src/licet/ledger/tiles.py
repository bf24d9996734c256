"""Tiles and entry bundles of a C2SP tiled log: their paths, their layout, reading by node."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from licet.ledger.encoding import HASH_SIZE, decode_decimal
from licet.ledger.errors import MalformedError, OutOfRangeError
from licet.ledger.tree import pair_up

WIDTH = 256
HEIGHT = 8  # a tile spans eight levels of the tree
MAX_LEVEL = 63
ENTRIES = "entries"
_GROUP = 1000
_MAX_PATH = 64


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Tile:
    """One tile of hashes, or one bundle of entries.

    Attributes:
        level: 0 holds leaf hashes; ``None`` is a bundle of entries.
        index: The position among the tiles of that level.
        width: How many hashes or entries it holds, 1 to 256; below 256 it is partial.
    """

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The path below the log's prefix.

        Examples:
            >>> Tile(level=0, index=1234067).path
            'tile/0/x001/x234/067'
            >>> Tile(level=None, index=273, width=112).path
            'tile/entries/273.p/112'
        """
        groups = [f"{self.index % _GROUP:03}"]
        rest = self.index // _GROUP
        while rest:
            groups.insert(0, f"x{rest % _GROUP:03}")
            rest //= _GROUP
        level = ENTRIES if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(groups)}{partial}"


def parse_path(path: str) -> Tile:
    """Read the path of a tile or bundle that has exactly one spelling.

    Raises:
        MalformedError: It is no such path.
    """
    what = "path of a tile"
    if len(path) > _MAX_PATH:
        raise MalformedError(what, f"{path[:_MAX_PATH]!r} goes on too long")
    stem, partial, width = path.partition(".p/")
    root, _, rest = stem.partition("/")
    level_text, _, groups = rest.partition("/")
    digits = [group.removeprefix("x") for group in groups.split("/")]
    if root != "tile" or not all(len(part) == 3 and part.isdigit() for part in digits):  # noqa: PLR2004  # three digits a group
        raise MalformedError(what, f"{path!r} is not spelt like one")
    level = None if level_text == ENTRIES else decode_decimal(level_text, what=what)
    wide = decode_decimal(width, what=what) if partial else WIDTH
    tile = Tile(level=level, index=int("".join(digits)), width=wide)
    if tile.path != path or not 1 <= wide <= WIDTH or (level or 0) > MAX_LEVEL:
        raise MalformedError(what, f"{path!r} has another spelling")
    return tile


def tile_at(level: int | None, index: int, size: int) -> Tile | None:
    """The tile as a tree of ``size`` entries has it, or ``None`` when it has none there."""
    hashes = size >> (HEIGHT * (level or 0))
    width = min(WIDTH, hashes - index * WIDTH)
    return Tile(level=level, index=index, width=width) if width > 0 else None


def layout(size: int) -> Iterator[Tile]:
    """Every bundle and tile that a tree of ``size`` entries consists of.

    Bundles come first, then tiles from the leaves up, each from left to right.
    """
    levels: list[int | None] = [None]
    levels += [level for level in range(MAX_LEVEL + 1) if size >> (HEIGHT * level)]
    for level in levels:
        hashes = size >> (HEIGHT * (level or 0))
        for index in range(-(-hashes // WIDTH)):
            width = min(WIDTH, hashes - index * WIDTH)
            yield Tile(level=level, index=index, width=width)


def split_hashes(data: bytes) -> list[bytes]:
    """The hashes of a tile.

    Raises:
        MalformedError: The length is not a multiple of 32, or nothing, or above 256 hashes.
    """
    if not data or len(data) % HASH_SIZE or len(data) > WIDTH * HASH_SIZE:
        raise MalformedError("tile", f"it has {len(data)} bytes")
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]


class TileReader:
    """Node hashes of a tree of a fixed size, read from tiles as they are needed.

    It keeps the tiles it has opened, at most ``keep`` of them, hashed up to their root, so
    that a second proof nearby costs no hashing.
    """

    __slots__ = ("_keep", "_open", "_read", "size")

    def __init__(
        self, size: int, read: Callable[[Tile], bytes], *, keep: int = 4096
    ) -> None:
        self.size = size
        self._read = read
        self._keep = keep
        self._open: dict[tuple[int, int], list[list[bytes]]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """The hash of perfect subtree ``index`` at height ``level``.

        Raises:
            OutOfRangeError: The tree does not hold that subtree.
        """
        if index < 0 or (index + 1) << level > self.size:
            raise OutOfRangeError(index, self.size >> level)
        high, inside = divmod(level, HEIGHT)
        at, place = divmod(index, WIDTH >> inside)
        rows = self._open.get((high, at))
        if rows is None:
            rows = self._load(high, at)
        return rows[inside][place]

    def _load(self, level: int, index: int) -> list[list[bytes]]:
        width = min(WIDTH, (self.size >> (HEIGHT * level)) - index * WIDTH)
        tile = Tile(level=level, index=index, width=width)
        hashes = split_hashes(self._read(tile))
        if len(hashes) != tile.width:
            raise MalformedError("tile", f"{tile.path} has {len(hashes)} hashes")
        rows = [hashes]
        for _ in range(HEIGHT - 1):
            rows.append(pair_up(rows[-1]))
        if len(self._open) >= self._keep:
            self._open.clear()
        self._open[(level, index)] = rows
        return rows
