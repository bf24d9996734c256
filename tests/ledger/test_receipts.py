"""Receipts: a promise at once, a proof after the batch; they open one act and no other."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from licet.ledger import (
    MalformedError,
    Opening,
    Promise,
    ProofError,
    Receipt,
    SeedSigner,
    SignatureError,
    inclusion_proof,
    leaf_hash,
    leaf_hashes,
    parse_receipt,
    root_of,
    sign_promise,
    sign_text,
    verify_promise,
    verify_receipt,
)

AT = datetime(2026, 3, 2, 10, 0, 0, 5, tzinfo=UTC)
OPENING = Opening(salt=bytes(range(32)), payload=b'{"kind":"submitted"}')


@pytest.fixture
def receipt(
    entries: Callable[[int], list[bytes]], signed: Callable[..., bytes]
) -> Receipt:
    over = entries(10)
    over[4] = OPENING.entry
    hashes = leaf_hashes(over)

    def read(level: int, index: int) -> bytes:
        return root_of(hashes[index << level : (index + 1) << level])

    return Receipt(
        index=4,
        proof=inclusion_proof(4, 10, read),
        checkpoint=signed(over),
        opening=OPENING,
    )


def without_opening(receipt: Receipt) -> Receipt:
    return Receipt(
        index=receipt.index, proof=receipt.proof, checkpoint=receipt.checkpoint
    )


def test_a_receipt_opens_its_act(receipt: Receipt, log_signer: SeedSigner) -> None:
    read = parse_receipt(receipt.render())
    assert read == receipt
    proven = verify_receipt(read, log=[log_signer.key])
    assert (proven.index, proven.checkpoint.size) == (4, 10)
    assert proven.payload == OPENING.payload


def test_a_public_proof_reveals_nothing(
    receipt: Receipt, log_signer: SeedSigner
) -> None:
    closed = without_opening(receipt)
    assert "extra" not in closed.render()
    proven = verify_receipt(
        parse_receipt(closed.render()), log=[log_signer.key], entry=OPENING.entry
    )
    assert proven.payload is None


def test_every_single_bit_change_of_a_receipt_is_refused(
    receipt: Receipt, log_signer: SeedSigner
) -> None:
    data = receipt.render().encode()
    for place in range(len(data) * 8):
        wrong = bytearray(data)
        wrong[place // 8] ^= 1 << place % 8
        text = bytes(wrong).decode("utf-8", errors="replace")
        with pytest.raises((MalformedError, ProofError, SignatureError)):
            verify_receipt(parse_receipt(text), log=[log_signer.key])


def test_a_proof_of_an_unknown_entry_proves_nothing(
    receipt: Receipt, log_signer: SeedSigner
) -> None:
    with pytest.raises(ProofError, match="no entry was given"):
        verify_receipt(without_opening(receipt), log=[log_signer.key])


def test_a_receipt_does_not_open_the_act_of_another(
    receipt: Receipt, log_signer: SeedSigner, entries: Callable[[int], list[bytes]]
) -> None:
    with pytest.raises(ProofError, match="another entry"):
        verify_receipt(receipt, log=[log_signer.key], entry=entries(1)[0])


def test_a_receipt_needs_the_quorum_that_is_asked_for(
    receipt: Receipt, log_signer: SeedSigner, witness_signer: SeedSigner
) -> None:
    with pytest.raises(SignatureError, match="0 of 1"):
        verify_receipt(
            receipt, log=[log_signer.key], witnesses=[witness_signer.key], quorum=1
        )


@pytest.mark.parametrize(
    "text",
    [
        "", "c2sp.org/tlog-proof@v1\n\nx", "c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2\nindex 0\n\nx",
        "c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\nx", "c2sp.org/tlog-proof@v1\nextra " + "AAAA" * 20 + "\nindex 0\n\nx",
        "c2sp.org/tlog-proof@v1\nextra " + "AQAA" * 20 + "\n\nx", "c2sp.org/tlog-proof@v1\nindex 01\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 0\n" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" * 64 + "\nx",
    ],
    ids=["nothing", "no-index", "no-end", "version", "short-extra", "unknown-extra", "only-extra", "index", "hash", "many"],
)  # fmt: skip
def test_what_is_no_receipt_is_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        parse_receipt(text)


def test_a_promise_is_signed_and_reads_back(log_signer: SeedSigner) -> None:
    promise = Promise(origin=log_signer.name, entry=OPENING.entry, at=AT)
    data = sign_promise(promise, log_signer).encode()
    assert verify_promise(data, [log_signer.key]) == promise
    elsewhere = AT.astimezone(timezone(timedelta(hours=2)))
    same = Promise(origin=log_signer.name, entry=OPENING.entry, at=elsewhere)
    assert same.text == promise.text


def test_no_checkpoint_can_read_like_a_promise(
    log_signer: SeedSigner,
    signed: Callable[..., bytes],
    entries: Callable[..., list[bytes]],
) -> None:
    with pytest.raises(MalformedError, match="promise"):
        verify_promise(signed(entries(3)), [log_signer.key])


@pytest.mark.parametrize(
    "text",
    [
        "licet promise v1\nlog\nAAAA\nyesterday\n",
        "licet promise v1\nlog\nAAAA\n2026-03-02\n",
        "licet promise v1\nlog\nAAAA\n2026-03-02T10:00:00+00:00\n",
        "licet promise v1\nlog\n!\n2026-03-02T10:00:00Z\n",
        "licet promise v1\nlog\n",
    ],
    ids=["no-time", "no-zone", "other-spelling", "no-entry", "cut"],
)
def test_a_signed_text_that_is_no_promise_is_refused(
    log_signer: SeedSigner, text: str
) -> None:
    data = sign_text(text, [log_signer]).render().encode()
    with pytest.raises(MalformedError):
        verify_promise(data, [log_signer.key])


def test_a_promise_needs_an_aware_time() -> None:
    naive = AT.replace(tzinfo=None)
    with pytest.raises(MalformedError, match="time zone"):
        Promise(origin="log", entry=OPENING.entry, at=naive)


def test_the_entry_of_an_opening_is_what_the_log_holds() -> None:
    assert len(leaf_hash(OPENING.entry)) == 32
    assert OPENING.entry[0] == 1
