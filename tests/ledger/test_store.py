"""The log as files: appended crash-safely, exported whole, read back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from licet.ledger import (
    DirectorySource,
    MalformedError,
    NotALogError,
    SeedSigner,
    Tile,
    entries_in,
    export,
    extend,
    fsck,
    inclusion_proof,
    leaf_hash,
    open_reader,
    parse_checkpoint,
    parse_note,
    published_size,
    read_tile,
    verify_inclusion,
)
from licet.ledger import store as store_module

Entries = Callable[[int], list[bytes]]
Signed = Callable[..., bytes]


def whole(folder: Path, signer: SeedSigner) -> None:
    assert fsck(DirectorySource(root=folder), [signer.key]) == ()


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 512, 700])
def test_an_export_reads_back_and_is_whole(
    exported: Callable[..., Path], entries: Entries, log_signer: SeedSigner, count: int
) -> None:
    folder = exported(count)
    assert list(entries_in(folder)) == entries(count)
    assert published_size(folder) == count
    whole(folder, log_signer)


@pytest.mark.parametrize(
    "sizes", [(3, 5, 255, 256, 257, 600), (256, 512, 513), (100, 100, 400)]
)
def test_a_log_that_grows_in_steps_is_the_log_written_at_once(
    tmp_path: Path,
    entries: Entries,
    signed: Signed,
    log_signer: SeedSigner,
    sizes: tuple[int, ...],
) -> None:
    grown, done = tmp_path / "grown", 0
    for size in sizes:
        over = entries(size)
        extend(grown, entries=over[done:], checkpoint=signed(over))
        done = size
        whole(grown, log_signer)
    export(tmp_path / "once", entries=entries(done), checkpoint=signed(entries(done)))
    once = DirectorySource(root=tmp_path / "once")
    for path in once.paths():
        assert once.read(path) == DirectorySource(root=grown).read(path)


def test_older_partial_tiles_stay_until_the_full_one_is_there(
    tmp_path: Path, entries: Entries, signed: Signed
) -> None:
    folder = tmp_path / "log"
    extend(folder, entries=entries(3), checkpoint=signed(entries(3)))
    extend(folder, entries=entries(9)[3:], checkpoint=signed(entries(9)))
    assert (folder / "tile/0/000.p/3").is_file()
    extend(folder, entries=entries(256)[9:], checkpoint=signed(entries(256)))
    assert not (folder / "tile/0/000.p").exists()
    assert not (folder / "tile/entries/000.p").exists()


class PowerCutError(Exception):
    """The machine stopped."""


@pytest.mark.parametrize("stored", [False, True], ids=["not-stored", "stored"])
@pytest.mark.parametrize("step", range(5))
def test_a_power_cut_at_any_file_loses_nothing(  # noqa: PLR0917  # fixtures
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    entries: Entries,
    signed: Signed,
    log_signer: SeedSigner,
    step: int,
    stored: bool,
) -> None:
    folder, write, made = tmp_path / "log", store_module.write_file, []
    extend(folder, entries=entries(200), checkpoint=signed(entries(200)))

    def cut(root: Path, path: str, data: bytes) -> None:
        if len(made) == step:
            if stored:
                write(root, path, data)
            else:
                (root / ".draft").write_bytes(data[:5])
            raise PowerCutError
        made.append(path)
        write(root, path, data)

    more = entries(300)
    monkeypatch.setattr(store_module, "write_file", cut)
    with pytest.raises(PowerCutError):
        extend(folder, entries=more[200:], checkpoint=signed(more))
    monkeypatch.undo()
    extend(folder, entries=more[published_size(folder) :], checkpoint=signed(more))
    whole(folder, log_signer)
    assert list(entries_in(folder)) == more


def test_a_checkpoint_over_other_entries_is_not_published(
    tmp_path: Path, entries: Entries, signed: Signed, log_signer: SeedSigner
) -> None:
    folder = tmp_path / "log"
    extend(folder, entries=entries(3), checkpoint=signed(entries(3)))
    forged = [*entries(3), b"forged"]
    with pytest.raises(MalformedError, match="another root"):
        extend(folder, entries=entries(4)[3:], checkpoint=signed(forged))
    assert published_size(folder) == 3


def test_an_export_into_a_used_folder_is_refused(
    tmp_path: Path, entries: Entries, signed: Signed
) -> None:
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(NotALogError, match="not an empty folder"):
        export(tmp_path, entries=entries(1), checkpoint=signed(entries(1)))
    with pytest.raises(NotALogError):
        export(tmp_path / "note.txt", entries=[], checkpoint=signed([]))
    assert (tmp_path / "note.txt").read_text() == "mine"


def test_an_export_into_an_empty_folder_is_fine(
    tmp_path: Path, entries: Entries, signed: Signed
) -> None:
    export(tmp_path, entries=entries(2), checkpoint=signed(entries(2)))
    assert published_size(tmp_path) == 2


def test_proofs_come_from_the_files(
    exported: Callable[..., Path], entries: Entries
) -> None:
    folder = exported(700)
    reader = open_reader(folder)
    data = DirectorySource(root=folder).read("checkpoint") or b""
    root = parse_checkpoint(parse_note(data).text).root
    for index in (0, 255, 256, 699):
        proof = inclusion_proof(index, 700, reader)
        leaf = leaf_hash(entries(700)[index])
        verify_inclusion(index, 700, leaf=leaf, proof=proof, root=root)


def test_a_folder_without_a_checkpoint_has_nothing_to_prove(tmp_path: Path) -> None:
    with pytest.raises(NotALogError, match="no checkpoint"):
        open_reader(tmp_path)
    assert published_size(tmp_path) == 0


def test_where_the_partial_tile_is_gone_the_full_one_serves(
    exported: Callable[..., Path], entries: Entries
) -> None:
    source = DirectorySource(root=exported(256))
    bundle = read_tile(source, Tile(level=None, index=0, width=2))
    assert bundle == b"".join(b"\x00\x21" + entry for entry in entries(2))
    assert read_tile(source, Tile(level=0, index=0, width=2)) == b"".join(
        leaf_hash(entry) for entry in entries(2)
    )
    with pytest.raises(MalformedError, match="missing"):
        read_tile(source, Tile(level=0, index=1, width=2))


def test_links_are_not_followed(exported: Callable[..., Path], tmp_path: Path) -> None:
    folder = exported(3)
    (tmp_path / "elsewhere").write_bytes((folder / "checkpoint").read_bytes())
    (folder / "checkpoint").unlink()
    (folder / "checkpoint").symlink_to(tmp_path / "elsewhere")
    source = DirectorySource(root=folder)
    assert source.read("checkpoint") is None
    assert "checkpoint" in source.paths()
