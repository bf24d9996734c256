"""Every change of an exported log is found, and the first wrong entry is named."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.ledger import (
    DirectorySource,
    Fault,
    FaultKind,
    SeedSigner,
    SignatureKind,
    decode_bundle,
    encode_bundle,
    examine,
    explain_fault,
    export,
    fsck,
    leaf_hashes,
    root_of,
    sign_checkpoint,
)
from licet.ledger.checkpoints import Checkpoint

Exported = Callable[..., Path]


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """A log in memory, as a folder (``listed``) or as a server that lists nothing."""

    files: Mapping[str, bytes]
    listed: bool = True

    def paths(self) -> tuple[str, ...] | None:
        return tuple(sorted(self.files)) if self.listed else None

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)


def load(folder: Path) -> dict[str, bytes]:
    source = DirectorySource(root=folder)
    return {path: source.read(path) or b"" for path in source.paths()}


def first(files: Mapping[str, bytes], *keys: SeedSigner) -> Fault:
    faults = fsck(Memory(files=files), [one.key for one in keys])
    assert faults
    return faults[0]


def repacked(files: Mapping[str, bytes], entries: list[bytes]) -> dict[str, bytes]:
    """The same log with other entries in its bundles; tiles stay as they are."""
    changed, rest = dict(files), list(entries)
    for path in sorted(path for path in files if "/entries/" in path):
        width = int(path.partition(".p/")[2] or 256)
        changed[path], rest = encode_bundle(rest[:width]), rest[width:]
    if rest:
        last = max(path for path in files if "/entries/" in path)
        changed[last] += encode_bundle(rest)
    return changed


def test_a_whole_log_is_whole(
    exported: Exported, log_signer: SeedSigner, witness_signer: SeedSigner
) -> None:
    found = examine(
        DirectorySource(root=exported(300, witness_signer)), [log_signer.key]
    )
    assert found.faults == ()
    assert found.checkpoint is not None
    assert found.checkpoint.size == 300
    assert [one.key.name for one in found.signed] == [
        log_signer.name,
        witness_signer.name,
    ]
    assert (found.files, found.own_keys) == (7, False)


def test_without_a_trusted_key_the_report_says_so(exported: Exported) -> None:
    found = examine(DirectorySource(root=exported(3)))
    assert found.faults == ()
    assert found.own_keys


def test_every_single_bit_change_of_every_file_is_found(
    exported: Exported, log_signer: SeedSigner, witness_signer: SeedSigner
) -> None:
    files = load(exported(4, witness_signer))
    assert fsck(Memory(files=files), [log_signer.key]) == ()
    for path, data in files.items():
        for place in range(len(data) * 8):
            wrong = bytearray(data)
            wrong[place // 8] ^= 1 << place % 8
            changed = files | {path: bytes(wrong)}
            assert fsck(Memory(files=changed), [log_signer.key]), (path, place)
            assert fsck(Memory(files=changed)), (path, place)


def test_every_missing_cut_or_longer_file_is_found(
    exported: Exported, log_signer: SeedSigner
) -> None:
    files = load(exported(257))
    for path, data in files.items():
        if path != "keys.txt":
            fewer = {name: one for name, one in files.items() if name != path}
            assert first(fewer, log_signer).file == path
        for other in (data[:-1], data + b"\n", data + data, b""):
            changed = files | {path: other}
            assert first(changed, log_signer).file == path, (path, other[:9])


@given(st.data())
def test_a_change_in_a_large_log_is_found_in_its_file(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    files, signer = large(tmp_path_factory)
    path = data.draw(st.sampled_from(sorted(set(files) - {"keys.txt", "checkpoint"})))
    place = data.draw(st.integers(min_value=0, max_value=len(files[path]) * 8 - 1))
    wrong = bytearray(files[path])
    wrong[place // 8] ^= 1 << place % 8
    fault = first(files | {path: bytes(wrong)}, signer)
    assert fault.file == path
    if "/entries/" in path and place // 8 % 35 > 1:
        bundle = int(path.split("/")[2][:3])
        assert fault.entry == bundle * 256 + place // 8 // 35


_LARGE: dict[str, tuple[dict[str, bytes], SeedSigner]] = {}


def large(factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], SeedSigner]:
    """A log of 700 entries, made once."""
    if not _LARGE:
        signer = SeedSigner(
            name="log.example", kind=SignatureKind.ED25519, seed=bytes([9]) * 32
        )
        entries = [b"\x01" + n.to_bytes(32, "big") for n in range(700)]
        root = root_of(leaf_hashes(entries))
        checkpoint = Checkpoint(origin="log.example", size=700, root=root)
        note = sign_checkpoint(checkpoint, [signer]).render().encode()
        folder = factory.mktemp("large") / "log"
        export(folder, entries=entries, checkpoint=note, keys=[signer.key])
        _LARGE["log"] = (load(folder), signer)
    return _LARGE["log"]


CASES = {
    "changed": (lambda e: [*e[:300], b"\x01" + bytes(32), *e[301:]], FaultKind.CHANGED, 300, None),
    "changed-last": (lambda e: [*e[:-1], b"\x01" + bytes(32)], FaultKind.CHANGED, 699, None),
    "removed": (lambda e: [*e[:300], *e[301:]], FaultKind.REMOVED, 300, None),
    "removed-first": (lambda e: e[1:], FaultKind.REMOVED, 0, None),
    "removed-last": (lambda e: e[:-1], FaultKind.REMOVED, 699, None),
    "removed-two-at-the-end": (lambda e: e[:-2], FaultKind.REMOVED, 698, None),
    "swapped-neighbours": (lambda e: [*e[:10], e[11], e[10], *e[12:]], FaultKind.REORDERED, 10, 11),
    "swapped-at-the-end": (lambda e: [*e[:-2], e[-1], e[-2]], FaultKind.REORDERED, 698, 699),
    "swapped-far": (lambda e: [*e[:3], e[600], *e[4:600], e[3], *e[601:]], FaultKind.REORDERED, 3, 600),
    "extra": (lambda e: [*e[:300], b"\x01" + bytes(32), *e[300:]], FaultKind.EXTRA, 300, None),
    "extra-at-the-end": (lambda e: [*e, b"\x01" + bytes(32)], FaultKind.EXTRA, 700, None),
    "two-extra-at-the-end": (lambda e: [*e, b"\x01" + bytes(32), b"x"], FaultKind.EXTRA, 700, None),
    "twice": (lambda e: [*e[:5], e[4], *e[5:]], FaultKind.EXTRA, 5, None),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_happened_to_which_entry_is_named(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    files, signer = large(tmp_path_factory)
    bundles = sorted(path for path in files if "/entries/" in path)
    entries = [entry for path in bundles for entry in decode_bundle(files[path])]
    change, kind, entry, other = CASES[name]
    fault = first(repacked(files, change(entries)), signer)
    assert (fault.kind, fault.entry, fault.other) == (kind, entry, other)
    assert "/entries/" in fault.file


def test_two_entries_swapped_in_bundle_and_tile_alike_are_still_found(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    files, signer = large(tmp_path_factory)
    entries = decode_bundle(files["tile/entries/001"])
    entries[3], entries[7] = entries[7], entries[3]
    forged = files | {
        "tile/entries/001": encode_bundle(entries),
        "tile/0/001": b"".join(leaf_hashes(entries)),
    }
    fault = first(forged, signer)
    assert fault.file == "tile/entries/001"
    assert fault.kind is FaultKind.CHANGED
    assert (fault.entry, fault.other) == (256, 511)
    above = b"".join(
        root_of(leaf_hashes(decode_bundle(forged[f"tile/entries/00{n}"])))
        for n in range(2)
    )
    deeper = forged | {"tile/1/000.p/2": above}
    kinds = {one.kind for one in fsck(Memory(files=deeper), [signer.key])}
    assert kinds == {FaultKind.ROOT}


def test_a_forged_tree_without_the_key_fails_at_the_root(
    exported: Exported, log_signer: SeedSigner
) -> None:
    files, other = load(exported(5)), load(exported(6, name="other"))
    forged = files | {"checkpoint": other["checkpoint"]}
    assert first(forged, log_signer).kind in {FaultKind.MISSING_FILE, FaultKind.ROOT}
    entries = decode_bundle(files["tile/entries/000.p/5"])
    entries[2] = b"\x01" + bytes(32)
    forged = files | {
        "tile/entries/000.p/5": encode_bundle(entries),
        "tile/0/000.p/5": b"".join(leaf_hashes(entries)),
    }
    assert first(forged, log_signer).kind is FaultKind.ROOT


def test_damage_in_several_places_is_named_in_each(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    files, signer = large(tmp_path_factory)
    changed = dict(files)
    for path in ("tile/entries/000", "tile/0/001", "tile/1/000.p/2"):
        data = bytearray(changed[path])
        data[40] ^= 1
        changed[path] = bytes(data)
    faults = fsck(Memory(files=changed), [signer.key])
    assert {fault.file for fault in faults} == {
        "tile/entries/000", "tile/0/001", "tile/1/000.p/2"
    }  # fmt: skip


def test_bundle_and_tile_both_gone_leave_the_span_to_name(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    files, signer = large(tmp_path_factory)
    fewer = {
        path: data
        for path, data in files.items()
        if path not in {"tile/entries/001", "tile/0/001"}
    }
    assert first(fewer, signer).kind is FaultKind.MISSING_FILE
    both = dict(files)
    for path in ("tile/entries/001", "tile/0/001"):
        both[path] = (
            bytes([both[path][0], both[path][1], both[path][2] ^ 4]) + both[path][3:]
        )
    faults = fsck(Memory(files=both), [signer.key])
    assert {fault.file for fault in faults} == {"tile/entries/001", "tile/0/001"}
    assert faults[0].other == 511


def test_more_damage_than_is_kept_is_still_all_found(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("licet.ledger.body._KEEP", 1)
    files, signer = large(tmp_path_factory)
    changed = dict(files)
    for path in ("tile/entries/000", "tile/entries/001", "tile/entries/002.p/188"):
        changed[path] = changed[path][:9] + b"\xff" + changed[path][10:]
    faults = fsck(Memory(files=changed), [signer.key])
    assert [(fault.file, fault.entry, fault.other) for fault in faults] == [
        ("tile/entries/000", 0, None),
        ("tile/entries/002.p/188", 512, None),
        ("tile/entries/001", 256, 511),
    ]


def test_unknown_files_are_faults_and_older_partial_tiles_are_not(
    exported: Exported, log_signer: SeedSigner
) -> None:
    files, older = load(exported(300)), load(exported(290, name="older"))
    tiles = {path: data for path, data in older.items() if ".p/" in path}
    assert fsck(Memory(files=files | tiles), [log_signer.key]) == ()
    strangers = {
        "tile/0/000.p/7": b"x" * 224,
        "tile/0/001.p/44": files["tile/0/001.p/44"],
        "tile/0/001.p/43": files["tile/0/001.p/44"],
        "tile/0/002": bytes(8192),
        "tile/3/000.p/1": bytes(32),
        "tile/entries/000.p/3": b"\x00\x01",
        "tile/entries/000.p/2": encode_bundle([b"a", b"b"]),
        "tile/entries/002.p/1": b"",
        "notes.txt": b"",
        ".draft": b"",
    }
    for path, data in strangers.items():
        if path in files:
            continue
        fault = first(files | {path: data}, log_signer)
        assert (fault.kind, fault.file) == (FaultKind.UNKNOWN_FILE, path)


def test_a_linked_partial_tile_is_not_read(
    exported: Exported, log_signer: SeedSigner, tmp_path: Path
) -> None:
    folder = exported(300)
    (folder / "tile/0/001.p/3").symlink_to(tmp_path / "nowhere")
    fault = fsck(DirectorySource(root=folder), [log_signer.key])[0]
    assert fault.kind is FaultKind.UNKNOWN_FILE


def test_a_server_that_lists_nothing_is_checked_by_what_it_must_have(
    exported: Exported, log_signer: SeedSigner
) -> None:
    files = load(exported(300))
    found = examine(Memory(files=files, listed=False), [log_signer.key])
    assert (found.faults, found.files) == ((), 7)
    bare = {path: data for path, data in files.items() if path != "keys.txt"}
    assert examine(Memory(files=bare, listed=False), [log_signer.key]).files == 6


class TestSignatures:
    """Who signed, and what else stands on the checkpoint."""

    def test_no_key_at_all_is_a_fault(self, exported: Exported) -> None:
        fault = fsck(DirectorySource(root=exported(3, keys=False)))[0]
        assert fault.kind is FaultKind.NO_KEY

    def test_a_signature_of_an_unknown_key_is_a_fault(
        self, exported: Exported, log_signer: SeedSigner, witness_signer: SeedSigner
    ) -> None:
        folder = exported(3, witness_signer, keys=False)
        fault = fsck(DirectorySource(root=folder), [log_signer.key])[0]
        assert fault.kind is FaultKind.UNKNOWN_SIGNATURE
        assert witness_signer.name in explain_fault(fault)

    def test_another_log_under_the_same_keys_file_is_a_fault(
        self, exported: Exported, witness_signer: SeedSigner
    ) -> None:
        fault = fsck(DirectorySource(root=exported(3)), [witness_signer.key])[0]
        assert (fault.kind, fault.file) == (FaultKind.SIGNATURE, "keys.txt")

    def test_a_log_that_did_not_sign_itself_is_a_fault(
        self, exported: Exported, log_signer: SeedSigner, witness_signer: SeedSigner
    ) -> None:
        files = load(exported(3, witness_signer))
        lines = files["checkpoint"].decode().splitlines(keepends=True)
        only = "".join(line for line in lines if "— log" not in line).encode()
        fault = first(files | {"checkpoint": only}, log_signer, witness_signer)
        assert fault.kind is FaultKind.SIGNATURE
        assert "did not sign" in fault.detail

    def test_a_signature_that_stands_there_twice_is_a_fault(
        self, exported: Exported, log_signer: SeedSigner
    ) -> None:
        files = load(exported(3))
        line = files["checkpoint"].split(b"\n\n")[1]
        fault = first(files | {"checkpoint": files["checkpoint"] + line}, log_signer)
        assert "twice" in fault.detail

    def test_a_key_that_stands_there_twice_is_a_fault(
        self, exported: Exported, log_signer: SeedSigner
    ) -> None:
        files = load(exported(3))
        fault = first(files | {"keys.txt": files["keys.txt"] * 2}, log_signer)
        assert (fault.kind, fault.file) == (FaultKind.MALFORMED, "keys.txt")


@pytest.mark.parametrize(("quorum", "whole"), [(0, True), (1, True), (2, False)])
@pytest.mark.parametrize("trusted", [True, False])
def test_a_quorum_of_witnesses_is_asked_for(
    exported: Exported, log_signer: SeedSigner, witness_signer: SeedSigner, quorum: int, whole: bool, trusted: bool
) -> None:  # fmt: skip
    keys = [log_signer.key, witness_signer.key] if trusted else []
    source = DirectorySource(root=exported(3, witness_signer))
    found = examine(source, keys, quorum=quorum)
    assert (found.faults == ()) is whole
    assert whole or "1 of 2 witnesses" in found.faults[0].detail


def test_witnesses_that_the_reader_does_not_trust_do_not_count(
    exported: Exported, log_signer: SeedSigner, witness_signer: SeedSigner
) -> None:
    source = DirectorySource(root=exported(3, witness_signer))
    found = examine(source, [log_signer.key], quorum=1)
    assert "0 of 1 witnesses" in found.faults[0].detail


def test_a_folder_without_checkpoint_is_no_log(tmp_path: Path) -> None:
    found = examine(DirectorySource(root=tmp_path))
    assert found.checkpoint is None
    assert found.faults[0] == Fault(kind=FaultKind.MISSING_FILE, file="checkpoint")


@pytest.mark.parametrize("kind", FaultKind)
def test_every_kind_of_fault_has_words(kind: FaultKind) -> None:
    fault = Fault(kind=kind, file="tile/0/000", entry=3, other=5, detail="why")
    words = explain_fault(fault)
    assert words.startswith("tile/0/000: ")
    assert words.endswith("(why).")
    assert "{" not in words


def test_a_change_without_an_entry_names_the_file() -> None:
    fault = Fault(kind=FaultKind.CHANGED, file="tile/1/000")
    assert explain_fault(fault) == "tile/1/000: the file was changed."


def test_an_altered_copy_on_disk_is_found(
    exported: Exported, log_signer: SeedSigner, tmp_path: Path
) -> None:
    folder = exported(20)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    path = copy / "tile/entries/000.p/20"
    entries = decode_bundle(path.read_bytes())
    entries[4], entries[9] = entries[9], entries[4]
    path.write_bytes(encode_bundle(entries))
    fault = fsck(DirectorySource(root=copy), [log_signer.key])[0]
    assert explain_fault(fault) == (
        "tile/entries/000.p/20: at entry 4 stands the one that belongs at 9."
    )


def test_hashes_above_sixty_five_thousand_entries_are_checked(
    exported: Exported, log_signer: SeedSigner
) -> None:
    files = load(exported(65_536 + 10))
    assert fsck(Memory(files=files), [log_signer.key]) == ()
    for path in ("tile/2/000.p/1", "tile/1/000"):
        wrong = files | {path: files[path][:-1] + bytes([files[path][-1] ^ 1])}
        fault = first(wrong, log_signer)
        assert (fault.kind, fault.file) == (FaultKind.CHANGED, path)
        assert "the hash over entries" in fault.detail
    fewer = {path: data for path, data in files.items() if path != "tile/1/000"}
    assert {fault.file for fault in fsck(Memory(files=fewer), [log_signer.key])} == {
        "tile/1/000"
    }
