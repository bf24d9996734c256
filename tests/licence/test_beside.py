"""A proof of the log saves what was issued before a loss; a memory catches a list that goes back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.licence.samples import (
    CLAIMS,
    CODE,
    DAY,
    DOCUMENT,
    HOUR,
    ISSUED,
    KEYS,
    LICENCE_SIGNER,
    NOON,
    STRANGER,
    published,
    status_list,
)

from licet.licence import (
    NOTHING,
    Answer,
    Beside,
    KeySetError,
    LicenceStatus,
    LoggedIssue,
    Purpose,
    Role,
    Verdict,
    document_digest,
    present,
    read_key_set,
    verify,
)

OWN = published(LICENCE_SIGNER, Purpose.LICENCE)
SECOND = timedelta(seconds=1)
SAFE = 100  # entries of the log from before the loss


def _lost(*, since: timedelta = SECOND, size: int | None = SAFE) -> object:
    key = replace(OWN, compromised_at=ISSUED + since, compromised_log_size=size)
    return replace(KEYS, keys=(key, *KEYS.keys[1:]))


def _ask(
    document: str = CODE,
    *,
    keys: object = KEYS,
    status: str | None = None,
    beside: Beside = NOTHING,
) -> Verdict:
    return verify(
        document,
        keys=keys,  # type: ignore[arg-type]
        status=status_list() if status is None else status,
        at=NOON + HOUR,
        max_status_age=DAY,
        beside=beside,
    )


def _told(verdict: Verdict) -> tuple[Answer, tuple[str, ...]]:
    return verdict.answer, tuple(reason.code for reason in verdict.reasons)


def _issue(document: str | bytes, index: int) -> Beside:
    digest = document_digest(document)
    return Beside(issues=(LoggedIssue(index=index, digests=frozenset({digest})),))


@pytest.mark.parametrize("document", [CODE, DOCUMENT], ids=["code", "sd-jwt"])
def test_a_licence_signed_before_the_loss_stands_with_its_proof(document: str) -> None:
    verdict = _ask(document, keys=_lost(), beside=_issue(document, SAFE - 1))
    assert _told(verdict) == (Answer.VALID, ("issued_before_loss", "valid"))
    assert f"entry {SAFE - 1}" in verdict.reasons[0].words


def test_a_cut_down_licence_stands_with_the_proof_of_the_whole_one() -> None:
    shown = present(DOCUMENT, Role.CUSTOMS)
    assert document_digest(shown) == document_digest(f"\n{DOCUMENT} ")
    verdict = _ask(shown, keys=_lost(), beside=_issue(DOCUMENT, 3))
    assert verdict.answer is Answer.VALID


@pytest.mark.parametrize(
    ("keys", "beside"),
    [
        pytest.param(_lost(), NOTHING, id="no-proof"),
        pytest.param(_lost(), _issue(CODE, SAFE), id="entered-after-the-loss"),
        pytest.param(_lost(), _issue(DOCUMENT, 1), id="proof-of-another-document"),
        pytest.param(_lost(size=None), _issue(CODE, 1), id="nobody-knows-the-size"),
    ],
)
def test_without_a_proof_from_before_the_loss_nothing_is_confirmed(
    keys: object, beside: Beside
) -> None:
    verdict = _ask(keys=keys, beside=beside)
    assert _told(verdict) == (Answer.NOT_CONFIRMED, ("key_compromised",))


def test_what_says_that_it_was_signed_after_the_loss_is_not_saved_by_a_proof() -> None:
    verdict = _ask(keys=_lost(since=timedelta()), beside=_issue(CODE, 1))
    assert _told(verdict) == (Answer.NOT_VALID, ("key_compromised",))


def test_a_pdf_is_named_by_all_its_bytes() -> None:
    assert document_digest(b"%PDF~x") != document_digest("%PDF~x")


def test_the_size_of_the_safe_log_is_published_and_read_back() -> None:
    keys = _lost()
    text = keys.to_bytes()  # type: ignore[attr-defined]
    assert b'"compromised_log_size":100' in text
    assert read_key_set(text) == keys
    assert b"compromised_log_size" not in KEYS.to_bytes()


@pytest.mark.parametrize("size", ["-1", "true", '"1"'])
def test_a_size_that_is_none_is_refused(size: str) -> None:
    text = _lost().to_bytes().replace(b'_size":100', f'_size":{size}'.encode())  # type: ignore[attr-defined]
    with pytest.raises(KeySetError):
        read_key_set(text)


def _seen(*lists: str) -> Beside:
    return Beside(seen=lists)


def test_a_list_older_than_one_seen_before_confirms_nothing() -> None:
    newer = status_list(issued_at=NOON + HOUR)
    verdict = _ask(beside=_seen(newer))
    assert _told(verdict) == (Answer.NOT_CONFIRMED, ("status_rolled_back",))


def test_the_same_list_again_or_a_newer_one_is_no_step_back() -> None:
    same, older = status_list(), status_list(issued_at=NOON - HOUR)
    assert _ask(beside=_seen(same, older)).answer is Answer.VALID


MINUTE = timedelta(minutes=1)


def test_a_cache_may_be_minutes_behind_as_long_as_it_says_the_same() -> None:
    same = status_list(issued_at=NOON + MINUTE)
    assert _ask(beside=_seen(same)).answer is Answer.VALID
    suspended = status_list(LicenceStatus.SUSPENDED, issued_at=NOON + MINUTE)
    verdict = _ask(beside=_seen(suspended))
    assert _told(verdict) == (Answer.NOT_CONFIRMED, ("status_rolled_back",))


def test_an_end_that_was_told_is_not_undone_by_a_later_list() -> None:
    earlier = status_list(LicenceStatus.REVOKED, issued_at=NOON - HOUR)
    verdict = _ask(beside=_seen(earlier))
    assert _told(verdict) == (Answer.NOT_VALID, ("revoked", "status_undone"))


def test_a_lifted_suspension_is_no_undone_end() -> None:
    earlier = status_list(LicenceStatus.SUSPENDED, issued_at=NOON - HOUR)
    assert _ask(beside=_seen(earlier)).answer is Answer.VALID


def test_an_end_told_twice_is_told_once() -> None:
    earlier = status_list(LicenceStatus.REVOKED, issued_at=NOON - HOUR)
    now = status_list(LicenceStatus.REVOKED)
    verdict = _ask(status=now, beside=_seen(earlier))
    assert _told(verdict) == (Answer.NOT_VALID, ("revoked",))


def test_an_end_seen_before_stands_when_the_list_of_today_is_unusable() -> None:
    earlier = status_list(LicenceStatus.ANNULLED, issued_at=NOON - HOUR)
    verdict = _ask(status="x", beside=_seen(earlier))
    assert _told(verdict) == (Answer.NOT_VALID, ("annulled", "status_unusable"))


@pytest.mark.parametrize(
    "memory",
    [
        pytest.param("x", id="no-list"),
        pytest.param(
            status_list(LicenceStatus.REVOKED, signer=STRANGER), id="a-strangers"
        ),
        pytest.param(
            status_list(LicenceStatus.REVOKED, uri=CLAIMS.status.uri + "0"), id="other"
        ),
    ],
)
def test_a_memory_that_proves_nothing_takes_nothing_away(memory: str) -> None:
    assert _ask(beside=_seen(memory)).answer is Answer.VALID
