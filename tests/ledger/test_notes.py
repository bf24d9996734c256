"""Signed notes: every byte belongs to the text or to a signature."""

import pytest

from licet.ledger import (
    MalformedError,
    Note,
    SeedSigner,
    SignatureError,
    SignatureKind,
    parse_note,
    parse_signature_line,
    sign_text,
    verify_text,
)

TEXT = "Invented text.\n\nWith an empty line.\n"


def test_a_note_verifies_and_writes_back(log_signer: SeedSigner) -> None:
    note = sign_text(TEXT, [log_signer])
    assert parse_note(note.render().encode()) == note
    assert verify_text(note, [log_signer.key]) == (log_signer.key,)


def test_every_single_bit_change_of_a_note_is_refused(log_signer: SeedSigner) -> None:
    data = sign_text(TEXT, [log_signer]).render().encode()
    for place in range(len(data) * 8):
        wrong = bytearray(data)
        wrong[place // 8] ^= 1 << place % 8
        with pytest.raises((MalformedError, SignatureError)):
            verify_text(parse_note(bytes(wrong)), [log_signer.key])


def test_lines_of_unknown_keys_are_passed_over(log_signer: SeedSigner) -> None:
    other = SeedSigner(name="other.example", kind=SignatureKind.ED25519, seed=bytes(32))
    note = sign_text(TEXT, [other, log_signer])
    assert verify_text(note, [log_signer.key]) == (log_signer.key,)


@pytest.mark.parametrize("trusted", [True, False])
def test_without_a_trusted_signature_a_note_says_nothing(
    log_signer: SeedSigner, *, trusted: bool
) -> None:
    other = SeedSigner(name="other.example", kind=SignatureKind.ED25519, seed=bytes(32))
    note = sign_text(TEXT, [other])
    with pytest.raises(SignatureError, match="log.example" if trusted else "anybody"):
        verify_text(note, [log_signer.key] if trusted else [])


def test_a_false_line_of_a_trusted_key_spoils_the_note(log_signer: SeedSigner) -> None:
    good = sign_text(TEXT, [log_signer])
    false = sign_text("Other text.\n", [log_signer])
    note = Note(text=TEXT, signatures=(*good.signatures, *false.signatures))
    with pytest.raises(SignatureError):
        verify_text(note, [log_signer.key])


def test_a_cosigning_key_signs_no_plain_text(witness_signer: SeedSigner) -> None:
    with pytest.raises(SignatureError, match="signs no text"):
        sign_text(TEXT, [witness_signer])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"text\n", id="no-signature"),
        pytest.param(b"\n\n\xe2\x80\x94 a AAAAAAA=\n", id="no-text"),
        pytest.param(b"text\n\n\xe2\x80\x94 a AAAAAAA=", id="no-line-end"),
        pytest.param(b"text\n\n- a AAAAAAA=\n", id="hyphen"),
        pytest.param(
            b"text\n\n\xe2\x80\x94 a AAAAAA==\n", id="no-room-for-a-signature"
        ),
        pytest.param(b"text\n\n\xe2\x80\x94 a+b AAAAAAA=\n", id="plus-in-name"),
        pytest.param(b"te\x00xt\n\n\xe2\x80\x94 a AAAAAAA=\n", id="control-character"),
        pytest.param(b"text\r\n\n\xe2\x80\x94 a AAAAAAA=\n", id="carriage-return"),
        pytest.param(b"\xff\n\n\xe2\x80\x94 a AAAAAAA=\n", id="not-utf-8"),
        pytest.param(b"x" * (1 << 20) + b"\n\n", id="too-long"),
        pytest.param(b"text\n\n" + b"\xe2\x80\x94 a AAAAAAA=\n" * 65, id="too-many"),
    ],
)
def test_what_is_no_note_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedError):
        parse_note(data)


def test_the_text_ends_at_the_last_empty_line(log_signer: SeedSigner) -> None:
    assert sign_text(TEXT, [log_signer]).text == TEXT


def test_a_text_without_line_end_cannot_be_signed(log_signer: SeedSigner) -> None:
    with pytest.raises(MalformedError):
        sign_text("no line end", [log_signer])


def test_one_line_is_read_alone() -> None:
    assert parse_signature_line("— a AAAAAAA=").name == "a"
