#!/usr/bin/env python3
"""A second, independent check of a Licet log, its checkpoints and its receipts.

One file. It imports nothing of Licet: only Python 3.11 and the package ``cryptography``. It
was written from docs/reference/ledger-format.md, so that two implementations must agree.

    python licet_verifier.py log FOLDER --key NAME+ID+BASE64
    python licet_verifier.py checkpoint FILE --key NAME+ID+BASE64
    python licet_verifier.py receipt FILE --key NAME+ID+BASE64 [--entry HEX]
    python licet_verifier.py bundle FILE.zip --key NAME+ID+BASE64

With ``--policy FILE`` (C2SP tlog-policy) the witnesses that it asks for must have cosigned.
Exit code 0 when everything holds, 1 when something does not, 2 for wrong use, 3 when
everything holds but the quorum of witnesses is not reached: not confirmed.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
import zipfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

try:
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
except ImportError:  # an older library cannot check this kind, and says so
    MLDSA44PublicKey = None

PLAIN, COSIGNED, ML_DSA = 1, 4, 6
HASH, SALT, KEY_PARTS, NOTE_LINES = 32, 32, 3, 4
KEY_BYTES = {PLAIN: 32, COSIGNED: 32, ML_DSA: 1312}
SIGNATURE_BYTES = {PLAIN: 64, COSIGNED: 72, ML_DSA: 2428}
WIDTH = 256
TILE_PATH = re.compile(
    r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([0-9]{1,3}))?"
)


Key = tuple[str, bytes, int, bytes]


class WrongError(Exception):
    """Something does not hold; the text says what."""


def sha256(data: bytes) -> bytes:
    """The hash that everything here is made of."""
    return hashlib.sha256(data).digest()


def as_text(data: bytes) -> str:
    """Bytes that must be UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise WrongError("not UTF-8") from error


def unbase64(text: str) -> bytes:
    """Bytes of strict base64: one spelling only."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise WrongError(f"not base64: {text[:30]!r}") from error
    if base64.b64encode(data).decode() != text:
        raise WrongError(f"base64 with a second spelling: {text[:30]!r}")
    return data


def number(text: str) -> int:
    """A decimal without leading zeros."""
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", text):
        raise WrongError(f"not a number: {text[:30]!r}")
    return int(text)


# -- keys and notes ----------------------------------------------------------------------


def read_key(text: str) -> Key:
    """``name+id+base64`` to (name, id, kind, public bytes)."""
    parts = text.split("+", 2)
    if len(parts) != KEY_PARTS or not re.fullmatch(r"[^\s+\x00-\x1f]+", parts[0]):
        raise WrongError(f"not a key: {text[:60]!r}")
    name, key_id, raw = parts[0], parts[1], unbase64(parts[2])
    if not raw or KEY_BYTES.get(raw[0]) != len(raw) - 1:
        raise WrongError(f"a key of an unknown kind: {text[:60]!r}")
    if sha256(name.encode() + b"\n" + raw)[:4].hex() != key_id:
        raise WrongError(f"the id of this key is another one's: {text[:60]!r}")
    return name, bytes.fromhex(key_id), raw[0], raw[1:]


def key_text(key: Key) -> str:
    """A key as it is published."""
    name, key_id, kind, public = key
    return f"{name}+{key_id.hex()}+{base64.b64encode(bytes([kind]) + public).decode()}"


def read_note(data: bytes) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """Text and signature lines of a signed note."""
    whole = as_text(data)
    if re.search(r"[\x00-\x09\x0b-\x1f]", whole):
        raise WrongError("the note holds control characters")
    at = whole.rfind("\n\n")
    if at < 1 or not whole.endswith("\n") or at + 2 == len(whole):
        raise WrongError("the note has no signatures")
    lines = []
    for line in whole[at + 2 : -1].split("\n"):
        match = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
        if not match:
            raise WrongError(f"not a signature line: {line[:60]!r}")
        raw = unbase64(match[2])
        lines.append((match[1], raw[:4], raw[4:]))
    return whole[: at + 1], lines


def read_checkpoint(text: str) -> tuple[str, int, bytes]:
    """Origin, size and root of a checkpoint text."""
    lines = text.split("\n")
    if len(lines) < NOTE_LINES or lines[-1] or not all(lines[:-1]):
        raise WrongError("the checkpoint does not have three full lines")
    root = unbase64(lines[2])
    if len(root) != HASH:
        raise WrongError("the root of the checkpoint is not 32 bytes")
    return lines[0], number(lines[1]), root


def check_signature(key: Key, text: str, signature: bytes) -> None:
    """One signature over a checkpoint text."""
    name, _, kind, public = key
    if len(signature) != SIGNATURE_BYTES[kind]:
        raise WrongError(f"the signature of {name} has a wrong length")
    stamp, bare = (b"", signature) if kind == PLAIN else (signature[:8], signature[8:])
    at = int.from_bytes(stamp, "big")
    origin, size, root = read_checkpoint(text)
    try:
        if kind == PLAIN:
            Ed25519PublicKey.from_public_bytes(public).verify(bare, text.encode())
        elif kind == COSIGNED:
            message = f"cosignature/v1\ntime {at}\n{text}".encode()
            Ed25519PublicKey.from_public_bytes(public).verify(bare, message)
        elif MLDSA44PublicKey is None:
            raise WrongError("this library cannot check ML-DSA-44")
        else:
            message = b"subtree/v1\n\x00" + short(name) + stamp + short(origin)
            message += bytes(8) + size.to_bytes(8, "big") + root
            MLDSA44PublicKey.from_public_bytes(public).verify(bare, message)
    except InvalidSignature as error:
        raise WrongError(f"the signature of {name} does not hold") from error


def short(text: str) -> bytes:
    """A name behind its length as one byte."""
    return bytes([len(text.encode())]) + text.encode()


def check_checkpoint(
    data: bytes, keys: list[Key], *, strict: bool
) -> tuple[int, bytes]:
    """Size and root of a checkpoint that one of the keys signed in the log's own name.

    With ``strict`` a line of an unknown key, or the same line twice, is wrong too.
    """
    text, lines = read_note(data)
    origin, size, root = read_checkpoint(text)
    names = set()
    for name, key_id, signature in lines:
        known = [key for key in keys if key[:2] == (name, key_id)]
        if known:
            check_signature(known[0], text, signature)
            names.add(name)
        elif strict:
            raise WrongError(f"a signature of an unknown key: {name}")
    if strict and len(set(lines)) != len(lines):
        raise WrongError("a signature stands there twice")
    if origin not in names:
        raise WrongError(f"{origin} itself did not sign")
    return size, root


# -- tree --------------------------------------------------------------------------------


def tree_root(hashes: list[bytes]) -> bytes:
    """The RFC 6962 root over leaf hashes, by its recursive definition."""
    if not hashes:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return sha256(b"\x01" + tree_root(hashes[:half]) + tree_root(hashes[half:]))


def leaf(entry: bytes) -> bytes:
    """The hash of one entry."""
    return sha256(b"\x00" + entry)


def check_inclusion(
    place: tuple[int, int], leaf_hash: bytes, path: list[bytes], root: bytes
) -> None:
    """Walk from the leaf to the root by the recursive definition, from the top down."""

    def climb(index: int, size: int, rest: list[bytes]) -> tuple[bytes, list[bytes]]:
        if size == 1:
            return leaf_hash, rest
        if not rest:
            raise WrongError("the proof is too short")
        half = 1
        while half * 2 < size:
            half *= 2
        *rest, sibling = rest
        if index < half:
            node, rest = climb(index, half, rest)
            return sha256(b"\x01" + node + sibling), rest
        node, rest = climb(index - half, size - half, rest)
        return sha256(b"\x01" + sibling + node), rest

    if not 0 <= place[0] < place[1]:
        raise WrongError("the tree has no such entry")
    node, rest = climb(*place, list(path))
    if rest:
        raise WrongError("the proof is too long")
    if node != root:
        raise WrongError("the proof leads to another root")


# -- a whole log -------------------------------------------------------------------------


def tile_name(kind: str, index: int, width: int) -> str:
    """The path of a tile (``kind`` is a level) or of a bundle (``entries``)."""
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/{kind}/{path}" + ("" if width == WIDTH else f".p/{width}")


def tiles_of(count: int) -> list[tuple[int, int]]:
    """(index, width) of the tiles that ``count`` hashes fill."""
    return [
        (index, min(WIDTH, count - index * WIDTH))
        for index in range(-(-count // WIDTH))
    ]


def split_bundle(data: bytes) -> list[bytes]:
    """The entries of a bundle."""
    entries, at = [], 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 2], "big")
        if at + 2 + size > len(data) or at + 1 == len(data):
            raise WrongError("a bundle ends inside an entry")
        entries.append(data[at + 2 : at + 2 + size])
        at += 2 + size
    return entries


def read(folder: Path, name: str) -> bytes:
    """One file of the log."""
    path = folder / name
    if path.is_symlink() or not path.is_file():
        raise WrongError(f"{name}: missing")
    return path.read_bytes()


def check_log(folder: Path, trusted: list[str]) -> tuple[int, int]:
    """Raise for the first thing that is wrong; return (size, files) when all is whole."""
    seen = {"checkpoint"}
    keys = [read_key(text) for text in trusted]
    if (folder / "keys.txt").exists():
        seen.add("keys.txt")
        keys += carried_keys(read(folder, "keys.txt"), keys)
    size, root = check_checkpoint(read(folder, "checkpoint"), keys, strict=True)
    hashes = read_entries(folder, size, seen)
    check_tiles(folder, hashes, seen)
    if tree_root(hashes) != root:
        raise WrongError("checkpoint: the entries have another root")
    files = [
        path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()
    ]
    for path in sorted(files):
        name = path.relative_to(folder).as_posix()
        if name not in seen and not is_older(folder, name, seen):
            raise WrongError(f"{name}: no log of this size has such a file")
    return size, len(files)


def carried_keys(data: bytes, trusted: list[Key]) -> list[Key]:
    """The keys that came with the log; one of them must be a trusted one, if any is."""
    lines = as_text(data).split("\n")
    if lines.pop():
        raise WrongError("keys.txt: the last line is cut")
    carried = [read_key(line) for line in lines]
    if len(set(carried)) != len(carried):
        raise WrongError("keys.txt: a key stands there twice")
    if trusted and not set(trusted) & set(carried):
        raise WrongError("keys.txt: none of its keys is a trusted one")
    return carried


def read_entries(folder: Path, size: int, seen: set[str]) -> list[bytes]:
    """The leaf hashes of all entries, from their bundles."""
    hashes: list[bytes] = []
    for index, width in tiles_of(size):
        name = tile_name("entries", index, width)
        seen.add(name)
        entries = split_bundle(read(folder, name))
        if len(entries) != width:
            raise WrongError(f"{name}: {len(entries)} entries, not {width}")
        hashes += map(leaf, entries)
    return hashes


def check_tiles(folder: Path, hashes: list[bytes], seen: set[str]) -> None:
    """Every tile of every level follows from the leaf hashes."""
    level, height = hashes, 0
    while level:
        for index, width in tiles_of(len(level)):
            name = tile_name(str(height), index, width)
            seen.add(name)
            want = level[index * WIDTH : index * WIDTH + width]
            data = read(folder, name)
            if data != b"".join(want):
                at = index * WIDTH + next_difference(data, want)
                raise WrongError(f"{name}: hash {at} does not follow from the entries")
        full = len(level) // WIDTH
        level = [tree_root(level[at * WIDTH : (at + 1) * WIDTH]) for at in range(full)]
        height += 1


def next_difference(data: bytes, want: list[bytes]) -> int:
    """The first hash of a tile that is not the wanted one."""
    for at, one in enumerate(want):
        if data[at * HASH : at * HASH + HASH] != one:
            return at
    return len(want)


def is_older(folder: Path, name: str, seen: set[str]) -> bool:
    """Whether a file is an older partial tile, and a beginning of the present one."""
    match = TILE_PATH.fullmatch(name)
    if not match or not match[3]:
        return False
    stem, width = name[: match.end(2)], number(match[3])
    now = [one for one in seen if one == stem or one.startswith(stem + ".p/")]
    if not now or f"{stem}.p/{width}" != name or not 0 < width < WIDTH:
        return False
    part, whole = read(folder, name), read(folder, now[0])
    if match[1] == "entries":
        entries, all_entries = split_bundle(part), split_bundle(whole)
        return (
            len(entries) == width < len(all_entries) and entries == all_entries[:width]
        )
    return len(part) == width * HASH < len(whole) and part == whole[: len(part)]


# -- a receipt ---------------------------------------------------------------------------


def check_receipt(
    text: str, trusted: list[str], entry: bytes | None = None
) -> tuple[int, int, bytes | None]:
    """Raise when the receipt does not hold; return (index, size, payload or None)."""
    head, blank, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines.pop(0) != "c2sp.org/tlog-proof@v1":
        raise WrongError("this is no receipt")
    payload = None
    if lines and lines[0].startswith("extra "):
        opened, payload = open_extra(lines.pop(0).removeprefix("extra "))
        if entry not in {None, opened}:
            raise WrongError("the receipt opens another entry")
        entry = opened
    if not lines or not lines[0].startswith("index "):
        raise WrongError("the receipt names no entry")
    index = number(lines.pop(0).removeprefix("index "))
    path = [unbase64(line) for line in lines]
    if any(len(node) != HASH for node in path):
        raise WrongError("a hash of the proof is not 32 bytes")
    if entry is None:
        raise WrongError("the receipt opens no entry: give --entry")
    keys = [read_key(one) for one in trusted]
    size, root = check_checkpoint(checkpoint.encode(), keys, strict=False)
    check_inclusion((index, size), leaf(entry), path, root)
    return index, size, payload


def open_extra(encoded: str) -> tuple[bytes, bytes]:
    """Public entry and payload of the extra line: version, salt, payload."""
    raw = unbase64(encoded)
    if len(raw) < 1 + SALT or raw[0] != 1:
        raise WrongError("the extra line opens nothing")
    return b"\x01" + sha256(raw[1:]), raw[1 + SALT :]


# -- who must have cosigned --------------------------------------------------------------

Policy = tuple[dict[str, Key], dict[str, tuple[int, list[str]]], str]


def read_policy(text: str) -> tuple[Policy, list[str]]:
    """Witnesses, groups and quorum of a policy, and the keys of its logs."""
    witnesses: dict[str, Key] = {}
    groups: dict[str, tuple[int, list[str]]] = {}
    quorum, logs, placed = "", [], []
    for line in text.splitlines():
        words = line.split("#")[0].split()
        kind, names = (words[0] if words else ""), {*witnesses, *groups}
        if kind == "log" and len(words) in {2, 3}:
            logs.append(words[1])
        elif kind == "witness" and len(words) in {3, 4} and words[1] not in names:
            witnesses[words[1]] = read_key(words[2])
        elif kind == "group" and len(words) > KEY_PARTS and words[1] not in names:
            members = words[3:]
            if not names.issuperset(members):
                raise WrongError(f"policy: a member of {words[1]} is unknown")
            placed += members
            count = {"any": 1, "all": len(members)}.get(words[2]) or number(words[2])
            if not 1 <= count <= len(members):
                raise WrongError(f"policy: {words[1]} cannot be reached")
            groups[words[1]] = (count, members)
        elif (
            kind == "quorum"
            and not quorum
            and words[1:]
            and words[1] in {*names, "none"}
        ):
            quorum = words[1]
        elif words:
            raise WrongError(f"policy: not a line of one: {line[:60]!r}")
    kinds = {key[2] for key in witnesses.values()}
    twice = len(set(placed)) != len(placed) or len(set(witnesses.values())) != len(
        witnesses
    )
    if not quorum or twice or PLAIN in kinds:
        raise WrongError("policy: no quorum, a plain key, or somebody counts twice")
    return (witnesses, groups, quorum), logs


def cosigners(checkpoint: bytes, policy: Policy) -> set[str]:
    """Names of the policy's witnesses whose signatures on a checkpoint hold."""
    text, lines = read_note(checkpoint)
    found = set()
    for name, key in policy[0].items():
        for signer, key_id, signature in lines:
            if key[:2] == (signer, key_id):
                check_signature(key, text, signature)
                found.add(name)
    return found


def is_reached(policy: Policy, name: str, seen: set[str]) -> bool:
    """Whether a witness cosigned, or enough members of a group are reached."""
    witnesses, groups, _quorum = policy
    if name == "none" or name in witnesses:
        return name == "none" or name in seen
    count, members = groups[name]
    return sum(is_reached(policy, one, seen) for one in members) >= count


def checkpoints_of(what: str, path: Path) -> list[bytes]:
    """Every checkpoint on which a log, receipt or bundle stands."""
    if what == "log":
        return [read(path, "checkpoint")]
    if what == "receipt":
        return [path.read_bytes().partition(b"\n\n")[2]]
    with zipfile.ZipFile(path) as archive:
        files = [archive.read(name) for name in archive.namelist()]
    mark = b"c2sp.org/tlog-proof@v1\n"
    return [file.partition(b"\n\n")[2] for file in files if file.startswith(mark)]


def lacks_quorum(what: str, path: Path, policy: Policy) -> str:
    """In words, which cosignatures are missing; empty when the quorum is reached."""
    for checkpoint in checkpoints_of(what, path):
        seen = cosigners(checkpoint, policy)
        if not is_reached(policy, policy[2], seen):
            return f"cosigned by {', '.join(sorted(seen)) or 'no witness'} only"
    return ""


# -- a sealed bundle ---------------------------------------------------------------------


def check_plain(key: Key, text: str, signature: bytes) -> None:
    """One plain Ed25519 signature over any text."""
    try:
        Ed25519PublicKey.from_public_bytes(key[3]).verify(signature, text.encode())
    except InvalidSignature as error:
        raise WrongError(f"the signature of {key[0]} does not hold") from error


def sealed_manifest(
    files: dict[str, bytes], trusted: list[str]
) -> tuple[str, list[dict[str, object]]]:
    """Subject and files of the manifest, when a trusted key sealed it."""
    manifest = files.pop("manifest.json", b"")
    text, lines = read_note(files.pop("manifest.seal", b""))
    keys = [read_key(one) for one in trusted]
    known = [
        (key, sign)
        for name, key_id, sign in lines
        for key in keys
        if key[:3] == (name, key_id, PLAIN)
    ]
    if not known:
        raise WrongError("manifest.seal: no trusted key signed it")
    for key, sign in known:
        check_plain(key, text, sign)
    told = json.loads(manifest)
    if text != f"licet bundle v1\n{told['origin']}\n{sha256(manifest).hex()}\n":
        raise WrongError("manifest.json: the seal is over another manifest")
    return told["subject"], told["files"]


def check_sealed(path: Path, trusted: list[str]) -> tuple[str, int, int]:
    """Raise for the first thing that is wrong; return (subject, files, acts) else."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    subject, named = sealed_manifest(files, trusted)
    opened: dict[object, bytes] = {}
    for one in named:
        where = str(one["path"])
        content = files.pop(where, None)
        if content is None or sha256(content).hex() != one["sha256"]:
            raise WrongError(f"{where}: missing, or not the file that was sealed")
        if one["receipt"]:
            closed = bytes.fromhex(str(one["commitment"]))
            entry = b"\x01" + closed if closed else None
            index, _size, payload = check_receipt(as_text(content), trusted, entry)
            if index != one["entry"]:
                raise WrongError(f"{where}: it proves entry {index}")
            opened[index] = payload or b""
    if files:
        raise WrongError(f"{min(files)}: the manifest does not name it")
    for one in named:
        if one["entry"] is None or one["receipt"]:
            continue
        if str(one["sha256"]).encode() not in opened.get(one["entry"], b""):
            raise WrongError(f"{one['path']}: entry {one['entry']} does not name it")
    return subject, len(named), len(opened)


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Check a Licet log or receipt.")
    parser.add_argument("what", choices=("log", "checkpoint", "receipt", "bundle"))
    parser.add_argument("path", type=Path)
    parser.add_argument("--key", action="append", default=[])
    parser.add_argument("--entry", type=bytes.fromhex)
    parser.add_argument("--policy", type=Path)
    given = parser.parse_args(arguments)
    try:
        policy, logs = None, []
        if given.policy is not None:
            policy, logs = read_policy(as_text(given.policy.read_bytes()))
            # fsck's rule of unknown signatures: those of the policy's witnesses are known.
            logs += [key_text(key) for key in policy[0].values()]
        given.key += logs
        if given.what == "log":
            size, files = check_log(given.path, given.key)
            print(f"whole: {size} entries, {files} files accounted for")
        elif given.what == "checkpoint":
            note = given.path.read_bytes()
            keys = [read_key(one) for one in given.key]
            size, root = check_checkpoint(note, keys, strict=False)
            print(f"signed: {size} entries, root {base64.b64encode(root).decode()}")
        elif given.what == "bundle":
            subject, files, acts = check_sealed(given.path, given.key)
            print(f"whole: {subject}, {files} files, {acts} acts proven")
        else:
            text = as_text(given.path.read_bytes())
            index, size, payload = check_receipt(text, given.key, given.entry)
            print(f"holds: entry {index} of {size}")
            if payload is not None:
                print(payload.decode())
        if policy is not None and (why := lacks_quorum(given.what, given.path, policy)):
            print(f"NOT CONFIRMED: {why}")
            return 3
    except (WrongError, KeyError, ValueError, zipfile.BadZipFile) as error:
        print(f"WRONG: {error}")
        return 1
    except OSError as error:
        print(f"cannot read: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
