"""Checkpoints: what the log states, signed by itself and cosigned by witnesses."""

import pytest

from licet.ledger import (
    EMPTY_ROOT,
    Checkpoint,
    MalformedError,
    Note,
    NoteSignature,
    SeedSigner,
    SignatureError,
    SignatureKind,
    cosign,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)

CHECKPOINT = Checkpoint(origin="log.example/licet", size=0, root=EMPTY_ROOT)


def test_a_checkpoint_writes_three_lines_and_reads_back() -> None:
    assert CHECKPOINT.text == (
        "log.example/licet\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    )
    assert parse_checkpoint(CHECKPOINT.text) == CHECKPOINT


def test_extension_lines_are_kept() -> None:
    text = CHECKPOINT.text + "more\n"
    assert parse_checkpoint(text).extensions == ("more",)
    assert parse_checkpoint(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "", "a\n0\n", "a\n0\nAAAA", "\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n00\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "a\n0\nAAAA\n",
        "a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n",
    ],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        parse_checkpoint(text)


def test_the_log_and_its_witnesses_sign_in_their_own_ways(
    log_signer: SeedSigner, witness_signer: SeedSigner, quantum_signer: SeedSigner
) -> None:
    signers = [log_signer, witness_signer, quantum_signer]
    data = sign_checkpoint(CHECKPOINT, signers, at=1_700_000_000).render().encode()
    stated, signed = open_checkpoint(
        data,
        log=[log_signer.key],
        witnesses=[witness_signer.key, quantum_signer.key],
        quorum=2,
    )
    assert stated == CHECKPOINT
    assert [one.at for one in signed] == [None, 1_700_000_000, 1_700_000_000]


def test_a_log_may_sign_with_ml_dsa_itself() -> None:
    own = SeedSigner(
        name=CHECKPOINT.origin, kind=SignatureKind.ML_DSA_44_COSIGNATURE, seed=bytes(32)
    )
    data = sign_checkpoint(CHECKPOINT, [own]).render().encode()
    assert open_checkpoint(data, log=[own.key])[0] == CHECKPOINT


def test_a_cosignature_binds_its_time(
    log_signer: SeedSigner, witness_signer: SeedSigner, quantum_signer: SeedSigner
) -> None:
    for witness in (witness_signer, quantum_signer):
        line = cosign(CHECKPOINT, witness, at=5)
        later = NoteSignature(
            name=line.name,
            key_id=line.key_id,
            signature=bytes(7) + b"\x06" + line.signature[8:],
        )
        own = cosign(CHECKPOINT, log_signer)
        note = Note(text=CHECKPOINT.text, signatures=(own, later))
        with pytest.raises(SignatureError, match="another text"):
            open_checkpoint(
                note.render().encode(), log=[log_signer.key], witnesses=[witness.key]
            )


@pytest.mark.parametrize("signature", [b"\x00" * 63, b"\x00" * 65], ids=["cut", "long"])
def test_a_signature_of_another_length_is_refused(
    log_signer: SeedSigner, signature: bytes
) -> None:
    key = log_signer.key
    line = NoteSignature(name=key.name, key_id=key.key_id, signature=signature)
    note = Note(text=CHECKPOINT.text, signatures=(line,))
    with pytest.raises(SignatureError, match="impossible form"):
        open_checkpoint(note.render().encode(), log=[key])


def test_a_time_beyond_all_clocks_is_refused(
    log_signer: SeedSigner, witness_signer: SeedSigner
) -> None:
    line = cosign(CHECKPOINT, witness_signer, at=1 << 63)
    note = Note(text=CHECKPOINT.text, signatures=(cosign(CHECKPOINT, log_signer), line))
    with pytest.raises(SignatureError, match="impossible form"):
        open_checkpoint(
            note.render().encode(), log=[log_signer.key], witnesses=[witness_signer.key]
        )


def test_a_checkpoint_that_only_a_witness_signed_is_not_the_logs(
    log_signer: SeedSigner, witness_signer: SeedSigner
) -> None:
    data = sign_checkpoint(CHECKPOINT, [witness_signer], at=1).render().encode()
    with pytest.raises(SignatureError, match="own key did not sign"):
        open_checkpoint(data, log=[log_signer.key], witnesses=[witness_signer.key])


def test_too_few_witnesses_are_too_few(
    log_signer: SeedSigner, witness_signer: SeedSigner, quantum_signer: SeedSigner
) -> None:
    data = sign_checkpoint(CHECKPOINT, [log_signer, witness_signer], at=1)
    with pytest.raises(SignatureError, match="1 of 2 required"):
        open_checkpoint(
            data.render().encode(),
            log=[log_signer.key],
            witnesses=[witness_signer.key, quantum_signer.key],
            quorum=2,
        )


@pytest.mark.parametrize(
    "checkpoint",
    [
        Checkpoint(origin="two\nlines", size=0, root=EMPTY_ROOT),
        Checkpoint(origin="a", size=0, root=EMPTY_ROOT, extensions=("",)),
        Checkpoint(origin="a", size=0, root=EMPTY_ROOT, extensions=("b\nc",)),
        Checkpoint(origin="a", size=0, root=b"short"),
    ],
    ids=["line-end-in-origin", "empty-extension", "two-in-one", "no-hash"],
)
def test_what_would_not_read_back_is_not_signed(
    log_signer: SeedSigner, checkpoint: Checkpoint
) -> None:
    with pytest.raises(MalformedError):
        sign_checkpoint(checkpoint, [log_signer])


def test_a_name_too_long_for_ml_dsa_is_refused() -> None:
    signer = SeedSigner(
        name="n" * 256, kind=SignatureKind.ML_DSA_44_COSIGNATURE, seed=bytes(32)
    )
    with pytest.raises(MalformedError, match="longer than 255"):
        cosign(CHECKPOINT, signer)
