"""``licet fsck``: an outsider's check of an exported or served log, or of the database."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import typer

from licet.cli.ledger import UNAVAILABLE, opened_record
from licet.ledger import (
    DirectorySource,
    Examination,
    MalformedError,
    NotALogError,
    Source,
    Tile,
    WitnessPolicy,
    decode_bundle,
    encode_bundle,
    examine,
    explain_fault,
    parse_key,
    parse_path,
    parse_policy,
)

TIMEOUT = 20
LARGEST = 256 * 65_537
SHOWN = 20
HASH = 32


def register(app: typer.Typer) -> None:
    """Add ``fsck`` to the command."""
    app.command("fsck")(fsck)


def fsck(
    target: Annotated[
        str | None, typer.Argument(help="Folder or address of a log.")
    ] = None,
    *,
    database: Annotated[
        bool, typer.Option("--database", help="Compare the rows with the tree.")
    ] = False,
    key: Annotated[
        list[str] | None,
        typer.Option(help="A key that you trust (name+id+base64); repeat for more."),
    ] = None,
    quorum: Annotated[
        int, typer.Option(help="How many witnesses must have cosigned.", min=0)
    ] = 0,
    policy: Annotated[
        Path | None, typer.Option(help="A witness policy: who must have cosigned.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Check that nothing was changed, removed, reordered or added; name the first fault."""
    if database == (target is not None):
        raise NotALogError("licet fsck", "name a folder, an address, or --database")
    if target is None:
        report = _database()
    else:
        trusted = [parse_key(text) for text in key or ()]
        asked = read_policy(policy) if policy else None
        report = _log(examine(log_source(target), trusted, quorum=quorum, policy=asked))
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        print("\n".join(_lines(report)))
    raise typer.Exit(0 if report["ok"] else 1)


def read_policy(path: Path) -> WitnessPolicy:
    """A witness policy from its file.

    Raises:
        NotALogError: It cannot be read.
        MalformedError: It is none.
    """
    try:
        return parse_policy(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise NotALogError(str(path), f"the policy cannot be read ({error})") from error


def log_source(target: str) -> Source:
    """A log by the folder of its export or by the address where it is served.

    Raises:
        NotALogError: There is no such folder.
    """
    if target.startswith(("http://", "https://")):
        return HttpSource(base=target.rstrip("/"))
    folder = Path(target)
    if not folder.is_dir():
        raise NotALogError(target, "there is no such folder; give that of an export")
    return DirectorySource(root=folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSource:
    """A served log.

    Attributes:
        base: Its address without the last slash.
    """

    base: str

    def paths(self) -> None:
        """A server does not list its files."""

    def read(self, path: str) -> bytes | None:
        """One file; where a partial tile is gone, the beginning of the full one."""
        data = self._fetch(path)
        if data is not None or ".p/" not in path:
            return data
        tile = parse_path(path)
        whole = self._fetch(Tile(level=tile.level, index=tile.index).path)
        if whole is None:
            return None
        if tile.level is not None:
            return whole[: tile.width * HASH]
        try:
            return encode_bundle(decode_bundle(whole)[: tile.width])
        except MalformedError:
            return whole

    def _fetch(self, path: str) -> bytes | None:
        try:
            with urlopen(f"{self.base}/{path}", timeout=TIMEOUT) as answer:  # noqa: S310  # only http and https come here
                data: bytes = answer.read(LARGEST + 1)
        except HTTPError as error:
            error.close()
            if error.code in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
                return None
            _unavailable(self.base, f"it answers {error.code}")
        except (URLError, OSError) as error:
            _unavailable(self.base, str(error))
        return data


def _unavailable(base: str, why: str) -> NoReturn:
    print(f"licet: {base} cannot be read: {why}. Try again later.", file=sys.stderr)
    raise typer.Exit(UNAVAILABLE)


def _log(found: Examination) -> Mapping[str, Any]:
    stated = found.checkpoint
    return {
        "ok": not found.faults,
        "origin": stated.origin if stated else None,
        "size": stated.size if stated else None,
        "root": stated.root.hex() if stated else None,
        "files": found.files,
        "own_keys": found.own_keys,
        "signed": [
            {"name": one.key.name, "key": one.key.text, "at": one.at}
            for one in found.signed
        ],
        "faults": [
            {
                "kind": str(fault.kind),
                "file": fault.file,
                "entry": fault.entry,
                "other": fault.other,
                "words": explain_fault(fault),
            }
            for fault in found.faults
        ],
    }


def _database() -> Mapping[str, Any]:
    with opened_record():
        from licet.web.casework.record.fsck import check_database

        found = check_database()
    return {
        "ok": not found.faults,
        "rows": found.rows,
        "size": found.size,
        "waiting": found.waiting,
        "erased": found.erased,
        "faults": [
            {
                "kind": fault.kind,
                "row": fault.row,
                "entry": fault.entry,
                "words": fault.words,
            }
            for fault in found.faults
        ],
    }


def _lines(report: Mapping[str, Any]) -> Sequence[str]:
    faults = [fault["words"] for fault in report["faults"]]
    if faults:
        more = len(faults) - SHOWN
        tail = [f"... and {more} more."] if more > 0 else []
        return [f"NOT WHOLE: {faults[0]}", *faults[1:SHOWN], *tail]
    if "rows" in report:
        counts = f"{report['rows']} rows, {report['size']} entries in the tree"
        return [
            f"Whole: {counts}, {report['waiting']} waiting, {report['erased']} erased."
        ]
    counts = f"{report['size']} entries of {report['origin']}"
    lines = [
        f"Whole: {counts}, root {report['root']}, {report['files']} files accounted for.",
        *(f"Signed by {one['key']}" for one in report["signed"]),
    ]
    if report["own_keys"]:
        lines.append(
            "The signatures were checked with the keys that came with the log. Give "
            "--key with the key that the authority publishes to know that it is theirs."
        )
    return lines
