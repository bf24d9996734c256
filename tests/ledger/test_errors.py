"""Every error says what is wrong and what to do; its code does not change."""

import pytest

from licet.kernel import EvidenceError, InputError, LicetError
from licet.ledger import (
    MalformedError,
    NotALogError,
    OutOfRangeError,
    ProofError,
    SignatureError,
    UnusableKeyError,
)


@pytest.mark.parametrize(
    ("error", "branch", "code", "part"),
    [
        (MalformedError("note", "it is cut"), EvidenceError, "malformed_record", "ask for a fresh copy"),
        (SignatureError("log", "none"), EvidenceError, "bad_signature", "compare"),
        (ProofError("too short"), EvidenceError, "bad_proof", "Keep both texts"),
        (NotALogError("/x", "not empty"), InputError, "not_a_log", "/x: not empty"),
        (OutOfRangeError(7, 3), InputError, "out_of_range", "7 is outside this tree, which has 3"),
        (UnusableKeyError("k", "no"), InputError, "unusable_key", "as the authority publishes it"),
    ],
    ids=["malformed", "signature", "proof", "not-a-log", "out-of-range", "key"],
)  # fmt: skip
def test_class_code_and_message(
    error: LicetError, branch: type[LicetError], code: str, part: str
) -> None:
    assert isinstance(error, branch)
    assert error.code == code
    assert part in str(error)
