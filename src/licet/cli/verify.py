"""``licet verify``: is this document what the authority issued, and does it still stand?"""

import io
import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, ClassVar

import typer

from licet.cli.offline.beside import (
    logged_issue,
    logged_issues,
    remember,
    remembered,
)
from licet.cli.offline.record import (
    MANIFEST_FILE,
    PROMISE,
    RECEIPT,
    SEALED,
    check_record,
    check_sealed,
    in_words,
    sealed_lines,
    unsettled,
)
from licet.kernel import EvidenceError, InputError
from licet.licence import (
    NOTHING,
    Answer,
    Beside,
    KeySet,
    LicenceClaimsError,
    LoggedIssue,
    Reason,
    Role,
    Verdict,
    age_in_words,
    read_key_set,
    read_status_list,
    status_reference,
    verify,
)

KEY_SET = "licet-keys.json"
_EXIT = {Answer.VALID: 0, Answer.NOT_VALID: 1, Answer.NOT_CONFIRMED: 4}
_LARGEST = 100 * 2**20
_MOST = 10_000


class UnreadableFileError(InputError):
    """A file that is not there or cannot be read."""

    code: ClassVar[str] = "unreadable_file"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """Everything a check needs beside the document."""

    keys: KeySet | None
    log_keys: tuple[str, ...]
    status_lists: tuple[str, ...]
    at: datetime
    max_status_age: timedelta
    role: Role
    log: str | None = None
    beside: Beside = NOTHING
    policy: Path | None = None


def register(app: typer.Typer) -> None:
    """Add ``verify`` to the command."""
    app.command("verify")(verify_document)


DocumentArgument = Annotated[
    Path,
    typer.Argument(
        help="licence.pdf, text of a code, SD-JWT, receipt, or a bundle of them."
    ),
]
KeysOption = Annotated[
    Path | None, typer.Option(help="The authority's key set (licet-keys.json).")
]
StatusOption = Annotated[
    Path | None, typer.Option(help="The status list that the licence names.")
]
AtOption = Annotated[
    str | None, typer.Option(help="The time asked about; now when absent.")
]
RoleOption = Annotated[
    Role, typer.Option("--role", "--as", help="Who asks: limits what is shown.")
]
MaxStatusAgeOption = Annotated[
    int, typer.Option(help="Hours for which a status may be relied on.", min=0)
]
LogOption = Annotated[
    str | None,
    typer.Option(help="Folder or address of the log as it is now, for a receipt."),
]
ProofOption = Annotated[
    list[Path] | None,
    typer.Option(
        help="Receipt of the issue of this document: proves it older than a lost key."
    ),
]
SeenOption = Annotated[
    Path | None,
    typer.Option(
        help="Folder that remembers status lists: none that goes back is believed."
    ),
]
PolicyOption = Annotated[
    Path | None,
    typer.Option(help="A witness policy: who must have cosigned the record."),
]


def verify_document(  # noqa: PLR0913 - one parameter for each option
    document: DocumentArgument,
    keys: KeysOption = None,
    status: StatusOption = None,
    at: AtOption = None,
    role: RoleOption = Role.CUSTOMS,
    max_status_age: MaxStatusAgeOption = 24,
    *,
    log: LogOption = None,
    proof: ProofOption = None,
    seen: SeenOption = None,
    policy: PolicyOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Check a document without a network: valid, not valid, or not confirmed, and why."""
    state = Path(os.environ.get("LICET_STATE", "var"))
    published = state / "keys" / "documents" / KEY_SET
    found = (state / "status").glob("*.jwt") if status is None else [status]
    chosen = keys or (published if published.exists() else None)
    key_set = None if chosen is None else read_key_set(_read(chosen))
    named = key_set.log_keys if key_set else ()
    log_keys = named if named or keys else _own_log_keys(state)
    question = _Question(
        keys=key_set,
        log_keys=log_keys,
        status_lists=tuple(_text(_read(path)) for path in sorted(found)),
        at=_moment(at),
        max_status_age=timedelta(hours=max_status_age),
        role=role,
        log=log,
        beside=Beside(issues=_proofs(proof or [], log_keys), seen=remembered(seen)),
        policy=policy,
    )
    content = _content(document)
    verdict = _check(content, question)
    if isinstance(content, bytes) and not content.startswith(b"%PDF"):
        remember(seen, _status(_text(content), question), key_set, verdict)
    else:
        remember(seen, next(iter(question.status_lists), None), key_set, verdict)
    if as_json:
        print(json.dumps(verdict.to_json(), ensure_ascii=False))
    else:
        print("\n".join(_lines(verdict)))
    raise typer.Exit(_EXIT[verdict.answer])


def _proofs(paths: list[Path], log_keys: tuple[str, ...]) -> tuple[LoggedIssue, ...]:
    """What the receipts given prove; one that proves nothing of an issue is bad input."""
    found = []
    for path in paths:
        issue = logged_issue(_read(path), log_keys) if log_keys else None
        if issue is None:
            raise UnreadableFileError(
                f"{path} is no receipt of the issue of a document. Ask the authority for the "
                "receipt of the act keep_licence_documents, and give its key set."
            )
        found.append(issue)
    return tuple(found)


def _own_log_keys(state: Path) -> tuple[str, ...]:
    """The keys that lie beside this machine's own log; those of its witnesses prove nothing alone."""
    from licet.ledger import DirectorySource, parse_key

    folder = Path(os.environ.get("LICET_LOG_DIR", state / "log"))
    lines = (DirectorySource(root=folder).read("keys.txt") or b"").decode().splitlines()
    return tuple(line for line in lines if not parse_key(line).kind.timed)


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise LicenceClaimsError(
            f"--at {text!r} is not a time with its zone. Write it like "
            "2026-07-31T14:00:00Z."
        )
    return moment


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise UnreadableFileError(
                f"{path} has more than {_LARGEST} bytes. Give the document itself."
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            f"{path} cannot be read ({error.strerror}). Give the path of the document."
        ) from error


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


Content = bytes | Mapping[str, bytes]


def _content(path: Path) -> Content:
    """The bytes of a document, or the documents of a folder or archive by name."""
    if path.is_dir():
        files = [part for part in sorted(path.rglob("*")) if part.is_file()]
        return {str(part.relative_to(path)): _read(part) for part in files[:_MOST]}
    data = _read(path)
    return dict(_unpacked(path, data)) if data.startswith(b"PK\x03\x04") else data


def _unpacked(path: Path, data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if (
                len(entries) > _MOST
                or sum(entry.file_size for entry in entries) > _LARGEST
            ):
                raise UnreadableFileError(
                    f"{path} unpacks to more than {_MOST} files or {_LARGEST} bytes. "
                    "Unpack it yourself and give the folder."
                )
            for entry in entries:
                yield entry.filename, archive.read(entry)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError) as error:
        raise UnreadableFileError(
            f"{path} is a damaged archive ({error}). Ask for the bundle again."
        ) from error


def _check(content: Content, question: _Question) -> Verdict:
    if isinstance(content, Mapping):
        return _check_bundle(content, question)
    if content.startswith((RECEIPT, PROMISE)) and (question.keys or question.log_keys):
        return check_record(
            content, question.log_keys, question.log, policy=question.policy
        )
    if question.keys is None:
        return unsettled(
            "no_keys",
            "No key set was given, so nothing about it is proven. Give the authority's "
            "licet-keys.json with --keys.",
        )
    if content.startswith(b"%PDF"):
        return _check_pdf(content, question.keys, question)
    text = _text(content).strip()
    return verify(
        text,
        keys=question.keys,
        status=_status(text, question),
        at=question.at,
        max_status_age=question.max_status_age,
        role=question.role,
        beside=question.beside,
    )


def _check_pdf(pdf: bytes, keys: KeySet, question: _Question) -> Verdict:
    try:
        from licet.web.casework.letters import attached_licence, verify_pdf
    except ImportError as error:
        raise typer.Exit(_missing(error)) from error
    return verify_pdf(
        pdf,
        keys=keys,
        status=_status(attached_licence(pdf), question),
        at=question.at,
        max_status_age=question.max_status_age,
        role=question.role,
        beside=question.beside,
    )


def _missing(error: ImportError) -> int:
    typer.echo(
        f"licet: checking a PDF needs the web extra ({error.name} is missing). Install "
        "licet[web], or check the text of the code.",
        err=True,
    )
    return 4


def _status(document: str | None, question: _Question) -> str | None:
    """The list that the licence names, among those at hand; else the first given."""
    wanted = None if document is None else _named_list(document)
    for text in question.status_lists:
        try:
            if read_status_list(text)[1].uri == wanted:
                return text
        except EvidenceError:
            continue
    return next(iter(question.status_lists), None)


def _named_list(document: str) -> str | None:
    try:
        return status_reference(document).uri
    except EvidenceError:
        return None


def _check_bundle(files: Mapping[str, bytes], question: _Question) -> Verdict:
    """A bundle is as good as the worst document in it, and every file is named.

    Status lists in it are used, since they are signed. A key set in it is not: whoever
    made the bundle could have made the keys.
    """
    lists = {name for name in files if name.endswith(".jwt")}
    if MANIFEST_FILE in files:
        return check_sealed(files, question.log_keys, policy=question.policy)
    documents = sorted(
        name for name in files.keys() - lists if Path(name).name != KEY_SET
    )
    if not documents:
        raise UnreadableFileError("The bundle holds no document. Ask for it again.")
    texts = tuple(_text(files[name]) for name in sorted(lists))
    receipts = [data for data in files.values() if data.startswith(RECEIPT)]
    issues = question.beside.issues + logged_issues(receipts, question.log_keys)
    inside = replace(
        question,
        status_lists=question.status_lists + texts,
        beside=replace(question.beside, issues=issues),
    )
    verdicts = {name: _check(files[name], inside) for name in documents}
    answers = {verdict.answer for verdict in verdicts.values()}
    worst = next(
        answer
        for answer in (Answer.NOT_VALID, Answer.NOT_CONFIRMED, Answer.VALID)
        if answer in answers
    )
    ordered = sorted(verdicts, key=lambda name: verdicts[name].answer is not worst)
    return Verdict(
        answer=worst,
        reasons=tuple(
            Reason(code=reason.code, words=f"{name}: {reason.words}")
            for name in ordered
            for reason in verdicts[name].reasons
        ),
        form="bundle",
        disclosed=tuple(
            (name, verdict.to_json()) for name, verdict in verdicts.items()
        ),
    )


def _lines(verdict: Verdict) -> Iterator[str]:
    number = f": {verdict.number}" if verdict.number else ""
    yield verdict.answer.value.replace("_", " ") + number
    for reason in verdict.reasons:
        yield f"  {reason.words}"
    if verdict.status is not None and verdict.status_age is not None:
        yield f"  status {verdict.status.value}, {age_in_words(verdict.status_age)} old"
    if verdict.form == SEALED:
        yield from sealed_lines(dict(verdict.disclosed))
    elif verdict.form != "bundle":
        for name, value in verdict.disclosed:
            yield f"  {name.replace('_', ' ')}: {in_words(value)}"
    if verdict.withheld:
        names = ", ".join(verdict.withheld).replace("_", " ")
        yield f"  not in this document: {names}"
