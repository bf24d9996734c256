"""Each error has its class, its code, and a message that says how to mend it."""

import pytest

from licet.kernel import DefectError, EvidenceError, InputError
from licet.screening import errors

CASES = [
    (
        errors.ListError("a.csv", "is odd"),
        InputError,
        "list_unreadable",
        "Fetch the file again",
    ),
    (
        errors.CutListError("a.csv", "is cut"),
        InputError,
        "list_cut",
        "Fetch the file again",
    ),
    (
        errors.EmptyListError("a.csv", "is empty"),
        InputError,
        "list_empty",
        "version in service",
    ),
    (
        errors.UnsafeListError("a.csv", "bombs"),
        InputError,
        "list_unsafe",
        "a.csv: bombs",
    ),
    (
        errors.UnknownListFormatError("a"),
        InputError,
        "list_format_unknown",
        "official files",
    ),
    (errors.NoListFilesError("in"), InputError, "list_none_found", "Give a folder"),
    (
        errors.ShrunkListError("x", lost=3, of=9),
        InputError,
        "list_shrunk",
        "--accept-loss x",
    ),
    (
        errors.OlderListError("x", given="1", held="2"),
        InputError,
        "list_older",
        "newer stays",
    ),
    (errors.UnknownSourceError("x"), InputError, "list_source_unknown", "lists status"),
    (
        errors.UnknownVersionError("x", "1"),
        InputError,
        "list_version_unknown",
        "lists status",
    ),
    (errors.NoListsError(), InputError, "no_lists", "licet lists sync"),
    (
        errors.UnknownAlgorithmError("v9", ("v1",)),
        InputError,
        "algorithm_unknown",
        "Known: v1",
    ),
    (
        errors.MixedAlgorithmsError("v1", "v2"),
        DefectError,
        "algorithms_mixed",
        "Index both",
    ),
    (
        errors.DamagedStoreError("x", "is odd"),
        EvidenceError,
        "list_store_damaged",
        "backup",
    ),
]


@pytest.mark.parametrize(
    ("error", "branch", "code", "said"), CASES, ids=lambda v: str(v)[:20]
)
def test_every_error_has_class_code_and_a_way_out(
    error: Exception, branch: type[Exception], code: str, said: str
) -> None:
    assert isinstance(error, branch)
    assert error.code == code  # type: ignore[attr-defined]
    assert said in str(error)
