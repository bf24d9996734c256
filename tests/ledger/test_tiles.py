"""Tiles: one path for each, the layout of the specification, nodes read from few files."""

import pytest

from licet.ledger import (
    MalformedError,
    OutOfRangeError,
    Tile,
    TileReader,
    layout,
    leaf_hash,
    parse_path,
    root_of,
    tile_at,
)
from licet.ledger.tiles import split_hashes


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(level=0, index=0), "tile/0/000"),
        (Tile(level=None, index=0, width=7), "tile/entries/000.p/7"),
        (Tile(level=1, index=999), "tile/1/999"),
        (Tile(level=1, index=1000), "tile/1/x001/000"),
        (Tile(level=0, index=1_234_067, width=255), "tile/0/x001/x234/067.p/255"),
    ],
    ids=["first", "partial-bundle", "last-of-three-digits", "four-digits", "specification"],
)  # fmt: skip
def test_paths_have_one_spelling(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert parse_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "", "checkpoint", "tile", "tile/0", "tile/0/", "tile/0/00", "tile/0/0000", "tile/x/000",
        "tile/00/000", "tile/64/000", "tile/0/x000/000", "tile/0/001/000", "tile/0/x001",
        "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/07", "tile/0/000.p/", "tile/0/000/.p/1",
        "Tile/0/000", "tile/0/000 ", "tile/0/\u0660\u0660\u0660", "tile/entries/000.p/1/2", "tile/0/" + "x001/" * 30 + "000",
    ],
)  # fmt: skip
def test_other_spellings_are_refused(path: str) -> None:
    with pytest.raises(MalformedError):
        parse_path(path)


def test_the_layout_of_seventy_thousand_entries() -> None:
    counted: dict[tuple[int | None, int], int] = {}
    for tile in layout(70_000):
        key = (tile.level, tile.width)
        counted[key] = counted.get(key, 0) + 1
    assert counted == {
        (None, 256): 273, (None, 112): 1,
        (0, 256): 273, (0, 112): 1,
        (1, 256): 1, (1, 17): 1,
        (2, 1): 1,
    }  # fmt: skip


def test_a_full_tile_brings_one_hash_to_the_level_above() -> None:
    tiles = {tile.path for tile in layout(256)}
    assert tiles == {"tile/entries/000", "tile/0/000", "tile/1/000.p/1"}


def test_an_empty_tree_has_no_tiles() -> None:
    assert list(layout(0)) == []


def test_where_a_tree_has_no_tile_there_is_none() -> None:
    assert tile_at(0, 1, 300) == Tile(level=0, index=1, width=44)
    assert tile_at(0, 2, 300) is None
    assert tile_at(None, 0, 300) == Tile(level=None, index=0)


@pytest.mark.parametrize("data", [b"", bytes(31), bytes(33), bytes(257 * 32)])
def test_a_tile_of_another_length_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedError):
        split_hashes(data)


class Shelf:
    """Tiles of a tree in memory, counting how often they are fetched."""

    def __init__(self, size: int) -> None:
        level = [leaf_hash(b"%d" % n) for n in range(size)]
        self.leaves, self.fetched = level, 0
        self.levels = [level]
        while len(level) >= 256:
            full = len(level) // 256
            level = [root_of(level[n * 256 : n * 256 + 256]) for n in range(full)]
            self.levels.append(level)

    def read(self, tile: Tile) -> bytes:
        self.fetched += 1
        first = tile.index * 256
        return b"".join(self.levels[tile.level or 0][first : first + tile.width])


def test_nodes_are_read_from_few_tiles_and_only_once() -> None:
    shelf = Shelf(1000)
    read = TileReader(1000, shelf.read)
    for level, index in [(0, 0), (0, 999), (3, 5), (7, 1), (8, 2), (9, 0)]:
        first = index << level
        assert read(level, index) == root_of(shelf.leaves[first : first + (1 << level)])
    fetched = shelf.fetched
    assert fetched == 3
    read(3, 5)
    assert shelf.fetched == fetched


def test_a_reader_forgets_when_it_holds_too_many() -> None:
    shelf = Shelf(1000)
    read = TileReader(1000, shelf.read, keep=1)
    read(0, 0)
    read(0, 999)
    read(0, 0)
    assert shelf.fetched == 3


@pytest.mark.parametrize(("level", "index"), [(0, 10), (4, 0), (0, -1)])
def test_a_node_outside_the_tree_is_refused(level: int, index: int) -> None:
    with pytest.raises(OutOfRangeError):
        TileReader(10, Shelf(10).read)(level, index)


def test_a_tile_that_is_too_short_is_refused() -> None:
    read = TileReader(10, lambda _: bytes(32))
    with pytest.raises(MalformedError, match="has 1 hashes"):
        read(0, 0)
