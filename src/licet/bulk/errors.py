"""Why work in blocks stops; each error says how to go on."""

from pathlib import Path
from typing import ClassVar

from licet.kernel import InputError


class PartyFileError(InputError):
    """A file of parties that cannot be read as a whole."""

    code: ClassVar[str] = "party_file"

    def __init__(self, file: str, problem: str, mend: str) -> None:
        super().__init__(f"{file}: {problem}. {mend}")


class TooManyRowsError(PartyFileError):
    """A file with more rows than this installation takes."""

    code: ClassVar[str] = "too_many_rows"

    def __init__(self, file: str, most: int) -> None:
        super().__init__(
            file, f"holds more than {most:,} rows", "Split it into smaller files."
        )


class ChangedInputError(InputError):
    """The input was written to while it was read."""

    code: ClassVar[str] = "input_changed"

    def __init__(self, file: str) -> None:
        super().__init__(
            f"{file}: changed while it was screened, so that the result is of no one file. "
            "Put the file in its place whole, and screen it anew with another --out."
        )


class MixedRunError(InputError):
    """Blocks of another input, other lists or other options lie where this run would write."""

    code: ClassVar[str] = "bulk_mixed"

    def __init__(self, folder: Path, differs: str) -> None:
        super().__init__(
            f"{folder}: holds blocks of another run ({differs}). Nothing is mixed. Bring back "
            "what that run was made with to end it, give another --out to begin anew, or "
            "delete that folder if its blocks are not needed."
        )


class BusyRunError(InputError):
    """Another process works on the same run."""

    code: ClassVar[str] = "bulk_busy"

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: another process is at work on this run. Wait until it has ended, or "
            "give another --out."
        )


class NoRoomError(InputError):
    """There is no room left to write."""

    code: ClassVar[str] = "no_room"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path}: cannot be written ({why}). The blocks that are done stay as they are: "
            "make room and start the same command again, it goes on after them."
        )


class WorkerDiedError(InputError):
    """A process that worked on a block ended before it answered."""

    code: ClassVar[str] = "bulk_worker_died"

    def __init__(self) -> None:
        super().__init__(
            "A worker process ended before its block was done, killed or out of memory. The "
            "blocks that are done stay: start the same command again, with fewer --workers "
            "if memory is short."
        )


class MissingExtraError(InputError):
    """A package of an extra that is not installed."""

    code: ClassVar[str] = "extra_missing"

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs licet[{extra}]: pip install 'licet[{extra}]'.")


class ClusterUnsafeError(InputError):
    """A cluster without authentication or encryption, to which nobody's names are sent."""

    code: ClassVar[str] = "cluster_unsafe"

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"The Ray cluster would be used without {missing}. Nothing was sent. Set what "
            "docs/how-to/screen-in-bulk.md names on every machine of the cluster and here."
        )
