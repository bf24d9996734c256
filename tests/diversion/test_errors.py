"""Each error has its class, its code, and a message that says how to mend it."""

import pytest

from licet.diversion import (
    ImpossibleShareError,
    MalformedStatementError,
    OwnershipRuleError,
)
from licet.kernel import InputError, LicetError

CASES = [
    (
        MalformedStatementError("f.jsonl", 3, "not JSON", "Mend it."),
        "ownership_statement_malformed",
        "f.jsonl: line 3: not JSON. Mend it.",
    ),
    (
        ImpossibleShareError("2 %", "1 %"),
        "ownership_share_impossible",
        "A share of 2 % to 1 % is not possible. Give a range from 0 % to 100 %",
    ),
    (
        OwnershipRuleError("a/b", "it is odd"),
        "ownership_rule_unknown",
        "a/b: it is odd",
    ),
]


@pytest.mark.parametrize(("error", "code", "said"), CASES, ids=lambda v: str(v)[:20])
def test_every_error_has_class_code_and_a_way_out(
    error: LicetError, code: str, said: str
) -> None:
    assert isinstance(error, InputError)
    assert error.code == code
    assert said in str(error)
