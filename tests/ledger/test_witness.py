"""A witness cosigns what continues the tree it saw, and nothing else."""

from collections.abc import Callable

import pytest

from licet.ledger import (
    EMPTY_ROOT,
    Checkpoint,
    SeedSigner,
    WitnessAnswer,
    add_checkpoint,
    consistency_proof,
    leaf_hashes,
    open_checkpoint,
    parse_checkpoint,
    parse_note,
    render_request,
    root_of,
    sign_checkpoint,
)

Signed = Callable[..., bytes]
Entries = Callable[[int], list[bytes]]
AT = 1_700_000_000


def proof_between(old: int, entries: list[bytes]) -> tuple[bytes, ...]:
    hashes = leaf_hashes(entries)

    def read(level: int, index: int) -> bytes:
        return root_of(hashes[index << level : (index + 1) << level])

    return consistency_proof(old, len(entries), read) if old else ()


def stated(data: bytes) -> Checkpoint:
    return parse_checkpoint(parse_note(data).text)


@pytest.fixture
def ask(
    log_signer: SeedSigner, witness_signer: SeedSigner
) -> Callable[..., WitnessAnswer]:
    def send(body: bytes, *seen: Checkpoint) -> WitnessAnswer:
        return add_checkpoint(
            body,
            seen={one.origin: one for one in seen},
            logs={log_signer.name: [log_signer.key]},
            signers=[witness_signer],
            at=AT,
        )

    return send


Ask = Callable[..., WitnessAnswer]


@pytest.mark.parametrize("old", [0, 3, 7])
def test_a_tree_that_grows_is_cosigned(
    ask: Ask,
    signed: Signed,
    entries: Entries,
    log_signer: SeedSigner,
    witness_signer: SeedSigner,
    old: int,
) -> None:
    now = signed(entries(7))
    seen = [stated(signed(entries(old)))] if old else []
    answer = ask(render_request(old, proof_between(old, entries(7)), now), *seen)
    assert answer.status == 200
    assert answer.keep == stated(now)
    _, by = open_checkpoint(
        now + answer.body.encode(),
        log=[log_signer.key],
        witnesses=[witness_signer.key],
        quorum=1,
    )
    assert by[-1].at == AT


def test_a_split_view_is_refused(
    ask: Ask, signed: Signed, entries: Entries, log_signer: SeedSigner
) -> None:
    honest = stated(signed(entries(7)))
    other = [*entries(6), b"for somebody else"]
    answer = ask(render_request(7, (), signed(other)), honest)
    assert (answer.status, answer.body, answer.keep) == (409, "7\n", None)
    longer = [*other, b"more"]
    body = render_request(7, proof_between(7, longer), signed(longer))
    assert ask(body, honest).status == 422


def test_a_rollback_and_a_replay_are_refused(
    ask: Ask, signed: Signed, entries: Entries
) -> None:
    seen = stated(signed(entries(7)))
    for body in (
        render_request(3, (), signed(entries(3))),
        render_request(3, proof_between(3, entries(5)), signed(entries(5))),
        render_request(0, (), signed(entries(9))),
    ):
        answer = ask(body, seen)
        assert (answer.status, answer.body) == (409, "7\n")
        assert answer.content_type == "text/x.tlog.size"


def test_an_old_size_above_the_new_one_is_a_bad_request(
    ask: Ask, signed: Signed, entries: Entries
) -> None:
    body = render_request(7, (), signed(entries(3)))
    assert ask(body, stated(signed(entries(7)))).status == 400


def test_an_unknown_log_is_not_found(ask: Ask, log_signer: SeedSigner) -> None:
    checkpoint = Checkpoint(origin="other.example", size=0, root=EMPTY_ROOT)
    data = sign_checkpoint(checkpoint, [log_signer]).render().encode()
    assert ask(render_request(0, (), data)).status == 404


def test_a_foreign_or_false_signature_is_forbidden(
    ask: Ask,
    signed: Signed,
    entries: Entries,
    log_signer: SeedSigner,
    witness_signer: SeedSigner,
) -> None:
    foreign = sign_checkpoint(stated(signed(entries(3))), [witness_signer], at=1)
    assert ask(render_request(0, (), foreign.render().encode())).status == 403
    good = signed(entries(3)).split(b"\n\n")[1]
    false = signed(entries(4)).split(b"\n\n")[0] + b"\n\n" + good
    assert ask(render_request(0, (), false)).status == 403


def test_a_first_request_carries_no_proof(
    ask: Ask, signed: Signed, entries: Entries
) -> None:
    assert ask(render_request(0, (bytes(32),), signed(entries(3)))).status == 422


def test_an_empty_tree_has_one_root(
    ask: Ask, signed: Signed, entries: Entries, log_signer: SeedSigner
) -> None:
    empty = signed([])
    answer = ask(render_request(0, (), empty))
    assert answer.status == 200
    assert ask(render_request(0, (), signed(entries(2))), stated(empty)).status == 200
    false = Checkpoint(origin=log_signer.name, size=0, root=bytes(32))
    data = sign_checkpoint(false, [log_signer]).render().encode()
    assert ask(render_request(0, (), data)).status == 422


@pytest.mark.parametrize(
    "body",
    [
        b"", b"old 0\n", b"old 00\n\nx", b"new 0\n\nx", b"old 0\nAAAA\n\nx", b"old 0\n\nnot a note",
        b"old 0\n" + b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" * 64 + b"\nx", b"\xff\n\nx",
    ],
)  # fmt: skip
def test_a_malformed_request_is_a_bad_request(ask: Ask, body: bytes) -> None:
    answer = ask(body)
    assert (answer.status, answer.keep) == (400, None)
