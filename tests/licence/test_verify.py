from dataclasses import replace
from datetime import datetime, timedelta

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
    SALT_KEY,
    STATUS_SIGNER,
    STRANGER,
    published,
    status_list,
)

from licet.licence import (
    Answer,
    KeySet,
    LicenceClaimsError,
    LicenceStatus,
    PublishedKey,
    Purpose,
    Role,
    Verdict,
    issue_code,
    issue_licence,
    issue_status_list,
    status_trusted,
    verify,
)
from licet.licence.jws import sign_token

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
BOTH = pytest.mark.parametrize("document", [DOCUMENT, CODE], ids=["sd-jwt", "code"])


def _ask(
    document: str = DOCUMENT,
    *,
    keys: KeySet = KEYS,
    status: str | None = "fresh",
    at: datetime = NOON + HOUR,
    max_status_age: timedelta = 2 * HOUR,
) -> Verdict:
    return verify(
        document,
        keys=keys,
        status=status_list() if status == "fresh" else status,
        at=at,
        max_status_age=max_status_age,
        role=Role.CUSTOMS,
    )


def _codes(verdict: Verdict) -> tuple[str, ...]:
    return tuple(reason.code for reason in verdict.reasons)


@BOTH
def test_a_licence_in_force_with_a_fresh_status_is_valid(document: str) -> None:
    verdict = _ask(document)
    assert verdict.answer is Answer.VALID
    assert _codes(verdict) == ("valid",)
    assert verdict.number == CLAIMS.number
    assert (verdict.status, verdict.status_age) == (LicenceStatus.VALID, HOUR)
    assert verdict.form == ("sd-jwt" if document is DOCUMENT else "code")
    assert dict(verdict.disclosed)["destination"] == "BR"


def test_blank_space_around_a_pasted_code_does_no_harm() -> None:
    assert _ask(f"\n {CODE}\n").answer is Answer.VALID


@BOTH
def test_without_a_status_nothing_is_confirmed(document: str) -> None:
    verdict = _ask(document, status=None)
    assert verdict.answer is Answer.NOT_CONFIRMED
    assert _codes(verdict) == ("no_status",)
    assert verdict.status is None
    assert verdict.number == CLAIMS.number


@pytest.mark.parametrize(
    ("age", "answer"),
    [
        pytest.param(2 * HOUR, Answer.VALID, id="last-moment"),
        pytest.param(2 * HOUR + SECOND, Answer.NOT_CONFIRMED, id="past-the-limit"),
    ],
)
def test_past_the_limit_of_the_regime_the_answer_is_not_confirmed(
    age: timedelta, answer: Answer
) -> None:
    verdict = _ask(at=NOON + age)
    assert verdict.answer is answer
    assert verdict.status_age == age


def test_the_lists_own_end_shortens_the_limit() -> None:
    verdict = _ask(status=status_list(lifetime=HOUR - SECOND))
    assert _codes(verdict) == ("status_stale",)
    assert "59 minutes" in verdict.reasons[0].words


def test_a_status_younger_than_the_question_does_not_answer_it() -> None:
    young = status_list(issued_at=NOON + 2 * HOUR)
    assert _codes(_ask(status=young)) == ("status_later",)
    skewed = status_list(issued_at=NOON + HOUR + 5 * MINUTE)
    verdict = _ask(status=skewed)
    assert verdict.answer is Answer.VALID
    assert verdict.status_age == timedelta()


ENDS = [
    status
    for status in LicenceStatus
    if status not in {LicenceStatus.VALID, LicenceStatus.SUSPENDED}
]


@BOTH
@pytest.mark.parametrize("status", ENDS, ids=lambda status: status.value)
def test_an_ended_licence_is_not_valid_however_old_the_news(
    document: str, status: LicenceStatus
) -> None:
    old = _ask(document, status=status_list(status), at=NOON + 30 * DAY)
    assert old.answer is Answer.NOT_VALID
    assert _codes(old) == (status.value,)


@BOTH
def test_a_suspension_counts_while_it_is_fresh(document: str) -> None:
    suspended = status_list(LicenceStatus.SUSPENDED)
    fresh = _ask(document, status=suspended)
    assert (fresh.answer, _codes(fresh)) == (Answer.NOT_VALID, ("suspended",))
    stale = _ask(document, status=suspended, at=NOON + DAY)
    assert (stale.answer, _codes(stale)) == (Answer.NOT_CONFIRMED, ("status_stale",))


@BOTH
@pytest.mark.parametrize(
    ("at", "codes"),
    [
        pytest.param(CLAIMS.not_before - SECOND, ("not_yet_in_force",), id="before"),
        pytest.param(CLAIMS.not_before, ("valid",), id="first"),
        pytest.param(CLAIMS.not_after - SECOND, ("valid",), id="last"),
        pytest.param(CLAIMS.not_after, ("expired",), id="after"),
    ],
)
def test_a_licence_counts_from_its_first_to_its_last_day(
    document: str, at: datetime, codes: tuple[str, ...]
) -> None:
    verdict = _ask(document, status=status_list(issued_at=at), at=at)
    assert _codes(verdict) == codes


def test_a_licence_from_the_future_is_not_valid() -> None:
    verdict = _ask(at=ISSUED - HOUR, status=status_list(issued_at=ISSUED - HOUR))
    assert _codes(verdict) == ("issued_later", "not_yet_in_force")


def test_what_decides_stands_first() -> None:
    verdict = _ask(at=CLAIMS.not_after, status=None)
    assert verdict.answer is Answer.NOT_VALID
    assert _codes(verdict) == ("expired", "no_status")


def _keys(*keys: PublishedKey, published_at: datetime = NOON) -> KeySet:
    status = published(STATUS_SIGNER, Purpose.STATUS)
    return replace(KEYS, keys=(*keys, status), published_at=published_at)


OWN = published(LICENCE_SIGNER, Purpose.LICENCE)


@BOTH
def test_a_key_that_a_newer_set_does_not_hold_signed_no_licence(document: str) -> None:
    verdict = _ask(document, keys=_keys())
    assert (verdict.answer, _codes(verdict)) == (Answer.NOT_VALID, ("unknown_key",))
    assert (verdict.number, verdict.disclosed) == (None, ())


@BOTH
def test_a_set_older_than_the_licence_cannot_tell(document: str) -> None:
    verdict = _ask(document, keys=_keys(published_at=ISSUED - SECOND))
    assert _codes(verdict) == ("key_set_older",)
    assert verdict.answer is Answer.NOT_CONFIRMED


def test_a_status_key_signs_no_licence() -> None:
    forged = issue_code(CLAIMS, signer=STATUS_SIGNER)
    assert _codes(_ask(forged)) == ("unknown_key",)


def test_a_stranger_under_the_name_of_the_key_is_found() -> None:
    class Impostor:
        key_id = LICENCE_SIGNER.key_id

        def sign(self, data: bytes) -> bytes:
            return STRANGER.sign(data)

    for forged in (
        issue_code(CLAIMS, signer=Impostor()),
        issue_licence(CLAIMS, signer=Impostor(), salt_key=SALT_KEY),
    ):
        verdict = _ask(forged)
        assert (verdict.answer, _codes(verdict)) == (Answer.NOT_VALID, ("altered",))


@BOTH
def test_an_old_key_still_verifies_an_old_licence(document: str) -> None:
    rotated = replace(OWN, valid_until=ISSUED + SECOND)
    assert _ask(document, keys=_keys(rotated)).answer is Answer.VALID


@BOTH
def test_a_key_signs_nothing_after_its_time(document: str) -> None:
    verdict = _ask(document, keys=_keys(replace(OWN, valid_until=ISSUED)))
    assert verdict.answer is Answer.NOT_VALID
    assert _codes(verdict) == ("key_not_in_force",)


@pytest.mark.parametrize(
    ("since", "answer"),
    [
        pytest.param(ISSUED, Answer.NOT_VALID, id="signed-after-the-loss"),
        pytest.param(ISSUED + SECOND, Answer.NOT_CONFIRMED, id="dated-before-the-loss"),
    ],
)
def test_a_lost_key_proves_nothing(since: datetime, answer: Answer) -> None:
    verdict = _ask(keys=_keys(replace(OWN, compromised_at=since)))
    assert (verdict.answer, _codes(verdict)) == (answer, ("key_compromised",))


def test_another_authoritys_set_proves_nothing() -> None:
    verdict = _ask(keys=replace(KEYS, authority="https://northmark.example"))
    assert (verdict.answer, _codes(verdict)) == (Answer.NOT_VALID, ("other_authority",))


def test_another_list_does_not_answer() -> None:
    verdict = _ask(status=status_list(uri="https://licensing.example/status/2"))
    assert _codes(verdict) == ("other_status_list",)
    assert verdict.answer is Answer.NOT_CONFIRMED


@pytest.mark.parametrize(
    "status",
    [
        pytest.param("no list", id="unreadable"),
        pytest.param(status_list(signer=STRANGER), id="unknown-key"),
        pytest.param(status_list(signer=LICENCE_SIGNER), id="licence-key"),
        pytest.param(status_list()[:-6] + "AAAAAA", id="altered"),
    ],
)
def test_a_list_that_proves_nothing_confirms_nothing(status: str) -> None:
    verdict = _ask(status=status)
    assert verdict.answer is Answer.NOT_CONFIRMED
    assert _codes(verdict) == ("status_unusable",)
    assert not status_trusted(status, KEYS)


def test_a_list_that_the_authority_signed_is_trusted() -> None:
    assert status_trusted(status_list(), KEYS)


def test_a_list_of_a_lost_key_confirms_nothing() -> None:
    lost = replace(published(STATUS_SIGNER, Purpose.STATUS), compromised_at=NOON)
    verdict = _ask(keys=replace(KEYS, keys=(OWN, lost)))
    assert _codes(verdict) == ("status_unusable",)
    assert "other hands" in verdict.reasons[0].words


def test_a_list_without_the_place_confirms_nothing() -> None:
    far = replace(CLAIMS, status=replace(CLAIMS.status, index=5000))
    document = issue_code(far, signer=LICENCE_SIGNER)
    verdict = _ask(document)
    assert _codes(verdict) == ("status_unusable",)
    assert "5000" in verdict.reasons[0].words


@pytest.mark.parametrize(
    "document",
    [
        pytest.param("", id="empty"),
        pytest.param("A licence, I promise.", id="prose"),
        pytest.param("LICET1:", id="empty-code"),
        pytest.param(
            sign_token("licence+sd-jwt", {"vct": "urn:other"}, LICENCE_SIGNER) + "~",
            id="other-type",
        ),
        pytest.param(
            sign_token("licence+sd-jwt", {"vct": "urn:licet:licence:1"}, LICENCE_SIGNER)
            + "~",
            id="no-claims",
        ),
    ],
)
def test_what_is_no_licence_is_not_valid(document: str) -> None:
    verdict = _ask(document)
    assert (verdict.answer, _codes(verdict)) == (Answer.NOT_VALID, ("unreadable",))
    assert verdict.form is None


def test_a_place_below_zero_is_no_claim() -> None:
    payload = {
        "vct": "urn:licet:licence:1",
        "iss": "i",
        "number": "n",
        "iat": 1,
        "nbf": 1,
        "exp": 2,
        "status": {"status_list": {"idx": -1, "uri": "u"}},
    }
    token = sign_token("licence+sd-jwt", payload, LICENCE_SIGNER)
    assert _codes(_ask(token + "~")) == ("unreadable",)


def test_the_time_asked_about_has_a_zone() -> None:
    with pytest.raises(LicenceClaimsError):
        _ask(at=datetime(2026, 9, 1))  # noqa: DTZ001 - the naive time is the point


def test_the_public_sees_the_answer_and_no_party() -> None:
    verdict = verify(
        DOCUMENT,
        keys=KEYS,
        status=status_list(),
        at=NOON,
        max_status_age=HOUR,
    )
    assert verdict.answer is Answer.VALID
    assert "Lumen" not in repr(verdict)


def test_a_list_with_many_licences_answers_for_each() -> None:
    many = issue_status_list(
        {17: LicenceStatus.VALID, 18: LicenceStatus.REVOKED},
        uri=CLAIMS.status.uri,
        issued_at=NOON,
        lifetime=DAY,
        signer=STATUS_SIGNER,
    )
    neighbour = replace(CLAIMS, status=replace(CLAIMS.status, index=18))
    assert _ask(status=many).answer is Answer.VALID
    revoked = _ask(issue_code(neighbour, signer=LICENCE_SIGNER), status=many)
    assert _codes(revoked) == ("revoked",)


def test_a_reader_learns_what_was_left_out() -> None:
    assert _ask().withheld == ()
    token, *disclosures, _ = DOCUMENT.split("~")
    cut = "~".join([token, disclosures[0], ""])
    verdict = _ask(cut)
    assert verdict.answer is Answer.VALID
    assert verdict.withheld == (
        "consignee",
        "end_user",
        "destination",
        "items",
        "conditions",
    )


def test_a_printed_code_leaves_the_end_user_out() -> None:
    assert _ask(CODE).withheld == ("end_user",)
