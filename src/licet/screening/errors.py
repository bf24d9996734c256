"""What can be wrong with a list, a store or a question; each says how to mend it."""

from collections.abc import Sequence
from typing import ClassVar

from licet.kernel import DefectError, EvidenceError, InputError


class ListError(InputError):
    """A list file cannot be used."""

    code: ClassVar[str] = "list_unreadable"

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(
            f"{file}: {problem}. Fetch the file again from its publisher; until then "
            "the version in service stays."
        )


class CutListError(ListError):
    """A file that ends before its format says it may."""

    code: ClassVar[str] = "list_cut"


class EmptyListError(ListError):
    """A file of a known format without a single entry."""

    code: ClassVar[str] = "list_empty"


class UnsafeListError(ListError):
    """A file built to harm its reader: entities, a document type, an archive bomb."""

    code: ClassVar[str] = "list_unsafe"


class UnknownListFormatError(InputError):
    """A file that is in none of the formats read here."""

    code: ClassVar[str] = "list_format_unknown"

    def __init__(self, file: str) -> None:
        super().__init__(
            f"{file}: not in a list format known here. Give one of the official files "
            "named in docs/reference/screening.md, unchanged."
        )


class NoListFilesError(InputError):
    """A folder in which no list was found."""

    code: ClassVar[str] = "list_none_found"

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place}: no list found there. Give a folder with official list files "
            "(docs/how-to/sync-lists.md names them), or one such file."
        )


class ShrunkListError(InputError):
    """A new version that would lose more entries than a list loses in ordinary life."""

    code: ClassVar[str] = "list_shrunk"

    def __init__(self, source: str, *, lost: int, of: int) -> None:
        super().__init__(
            f"{source}: {lost} of {of} entries would go. The old version stays in "
            "service. If the publisher really removed them, confirm with "
            f"--accept-loss {source}."
        )


class OlderListError(InputError):
    """A file older than the version in service."""

    code: ClassVar[str] = "list_older"

    def __init__(self, source: str, *, given: str, held: str) -> None:
        super().__init__(
            f"{source}: the file is of {given}, the version in service of {held}. "
            f"The newer stays. To go back, confirm with --accept-loss {source}."
        )


class ReservedListError(InputError):
    """A file that says it is a list which is kept here, in the workbench."""

    code: ClassVar[str] = "list_reserved"

    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source}: this list is kept in the workbench with four eyes and is taken from "
            "no file. Propose its entries there, or give the file's list another name."
        )


class NoSuchQuestionError(InputError):
    """An answer about a version that does not wait, or does not wait any more."""

    code: ClassVar[str] = "list_question_gone"

    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source}: no such version waits for an answer any more. Look at the list as "
            "it stands now, and sync it again."
        )


class DuplicatedListError(ListError):
    """A list that says the same many times over."""

    code: ClassVar[str] = "list_duplicated"


class UnfitListNameError(InputError):
    """A name for a list that is none, or for more than one list."""

    code: ClassVar[str] = "list_name_unfit"

    def __init__(self, name: str, sources: Sequence[str]) -> None:
        super().__init__(
            f"{name!r} cannot be the name of what was found ({', '.join(sources)}). Give one "
            "list, and a name of 2 to 40 small letters, digits and _, a letter first."
        )


class UnknownSourceError(InputError):
    """A list source that is not held."""

    code: ClassVar[str] = "list_source_unknown"

    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source!r} is not a list that is held. `licet lists status` shows the names."
        )


class UnknownVersionError(InputError):
    """A version of a list that is not held."""

    code: ClassVar[str] = "list_version_unknown"

    def __init__(self, source: str, version: str) -> None:
        super().__init__(
            f"{source} has no version {version!r}. `licet lists status --json` shows "
            "the versions that are held."
        )


class UnknownExportFormatError(InputError):
    """A form in which lists are not given out."""

    code: ClassVar[str] = "export_format_unknown"

    def __init__(self, form: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"{form!r} is no form in which lists are given out. Ask for one of "
            f"{', '.join(known)}."
        )


class NoListsError(InputError):
    """Screening was asked for before any list was synced."""

    code: ClassVar[str] = "no_lists"

    def __init__(self) -> None:
        super().__init__(
            "No list is held, so nobody can be screened. Run "
            "`licet lists sync --from FOLDER` first."
        )


class UnknownAlgorithmError(InputError):
    """A matching algorithm that does not exist here."""

    code: ClassVar[str] = "algorithm_unknown"

    def __init__(self, algorithm: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"{algorithm!r} is not a matching algorithm. Known: {', '.join(known)}."
        )


class MixedAlgorithmsError(DefectError):
    """Parties indexed for one algorithm are searched with another."""

    code: ClassVar[str] = "algorithms_mixed"

    def __init__(self, parties: str, index: str) -> None:
        super().__init__(
            f"The parties were indexed for {parties} and the lists for {index}, so that "
            "some would not be found. Index both for the same algorithm."
        )


class DamagedStoreError(EvidenceError):
    """Stored entries or an index that no longer are what their hash says."""

    code: ClassVar[str] = "list_store_damaged"

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(
            f"{place}: {problem}. Restore it from backup, or sync the list again."
        )
