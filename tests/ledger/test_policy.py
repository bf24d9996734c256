"""Who must have cosigned: a policy is read strictly, nobody counts twice, not reached is said."""

from collections.abc import Callable
from pathlib import Path

import pytest

from licet.ledger import (
    DirectorySource,
    FaultKind,
    MalformedError,
    SeedSigner,
    SignatureKind,
    UnusableKeyError,
    VerifierKey,
    examine,
    parse_policy,
)

KINDS = (SignatureKind.ED25519_COSIGNATURE, SignatureKind.ML_DSA_44_COSIGNATURE)


def signer(place: int) -> SeedSigner:
    kind = KINDS[place % 2]
    return SeedSigner(name=f"w{place}.example", kind=kind, seed=bytes([place]) * 32)


def keys(*places: int) -> list[VerifierKey]:
    return [signer(place).key for place in places]


LINES = "".join(f"witness w{place} {signer(place).key.text}\n" for place in range(4))


@pytest.mark.parametrize(
    ("rest", "signed", "reached"),
    [
        pytest.param("quorum none", (), True, id="nothing-is-asked"),
        pytest.param("quorum w0", (0,), True, id="one-witness"),
        pytest.param("quorum w0", (1, 2, 3), False, id="others-do-not-stand-in"),
        pytest.param("group g 2 w0 w1 w2\nquorum g", (0, 2), True, id="two-of-three"),
        pytest.param("group g 2 w0 w1 w2\nquorum g", (0, 3), False, id="one-is-no-member"),
        pytest.param("group g any w0 w1\nquorum g", (1,), True, id="any"),
        pytest.param("group g all w0 w1\nquorum g", (1,), False, id="all"),
        pytest.param("group a any w0 w1\ngroup b any w2 w3\ngroup g all a b\nquorum g", (0, 3), True, id="two-houses"),
        pytest.param("group a any w0 w1\ngroup b any w2 w3\ngroup g all a b\nquorum g", (0, 1), False, id="both-of-one-house"),
    ],
)  # fmt: skip
def test_a_quorum_is_reached_by_whom_it_asks_for(
    rest: str, signed: tuple[int, ...], *, reached: bool
) -> None:
    policy = parse_policy(f"# ours\n\n{LINES}{rest}  # the end\n")
    assert policy.is_reached(keys(*signed)) is reached
    told = policy.explain(keys(*signed))
    assert ("no witness" in told) is not any(place in range(4) for place in signed)


def test_logs_with_and_without_address_are_trusted(log_signer: SeedSigner) -> None:
    text = (
        f"log {log_signer.key.text}\nlog {log_signer.key.text} https://x\nquorum none"
    )
    assert parse_policy(text).logs == (log_signer.key,) * 2
    assert parse_policy(text).explain([]).endswith("asked for: nobody")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(LINES, "no quorum line", id="no-quorum"),
        pytest.param("quorum w9", "not named before", id="unknown-quorum"),
        pytest.param("quorum none\nquorum none", "no line", id="two-quorums"),
        pytest.param("hello", "no line", id="unknown-line"),
        pytest.param("group g any", "no line", id="empty-group"),
        pytest.param(f"{LINES}group g any w0 w9\nquorum g", "not named", id="unknown-member"),
        pytest.param(f"{LINES}group g 3 w0 w1\nquorum g", "asks for 3 of 2", id="too-many"),
        pytest.param(f"{LINES}group g 0 w0 w1\nquorum g", "asks for 0 of 2", id="none-needed"),
        pytest.param(f"{LINES}group g -1 w0\nquorum g", "number", id="no-number"),
        pytest.param(f"{LINES}group g 2 w0 w0\nquorum g", "twice in one", id="twice-in-one"),
        pytest.param(f"{LINES}group a any w0\ngroup b any w0\nquorum a", "two groups", id="two-groups"),
        pytest.param(f"{LINES}group w0 any w1\nquorum w0", "named twice", id="name-taken"),
        pytest.param(f"witness none {signer(0).key.text}", "named twice", id="reserved"),
        pytest.param(f"{LINES}witness again {signer(0).key.text}", "twice", id="key-twice"),
        pytest.param("#" * (1 << 20) + "\n", "too long", id="too-long"),
    ],
)  # fmt: skip
def test_what_is_no_policy_is_refused(text: str, words: str) -> None:
    with pytest.raises(MalformedError, match=words) as caught:
        parse_policy(text)
    assert caught.value.code == "malformed_record"


def test_a_key_that_is_none_or_not_a_cosigners_is_refused(
    log_signer: SeedSigner,
) -> None:
    with pytest.raises(UnusableKeyError):
        parse_policy("witness w nonsense\nquorum w")
    with pytest.raises(MalformedError, match="no cosigner"):
        parse_policy(f"witness w {log_signer.key.text}\nquorum w")


def test_an_examination_asks_for_the_quorum(
    exported: Callable[..., Path], log_signer: SeedSigner
) -> None:
    source = DirectorySource(root=exported(3, signer(0), signer(1)))
    asked = f"log {log_signer.key.text}\n{LINES}"
    two = parse_policy(f"{asked}group g all w0 w1\nquorum g")
    assert examine(source, policy=two).faults == ()
    three = parse_policy(f"{asked}group g 3 w0 w1 w2\nquorum g")
    (fault,) = examine(source, policy=three).faults
    assert fault.kind is FaultKind.SIGNATURE
    assert fault.detail == "cosigned by w0, w1; asked for: 3 of w0, w1, w2"
