import zlib
from datetime import UTC, datetime, timedelta

import pytest
from tests.licence.samples import (
    DAY,
    KEYS,
    NOON,
    STATUS_SIGNER,
    STATUS_URI,
    status_list,
)

from licet.licence import (
    LicenceClaimsError,
    LicenceStatus,
    UnreadableDocumentError,
    issue_status_list,
    read_status_list,
)
from licet.licence.encoding import base64url
from licet.licence.jws import sign_token
from licet.licence.status import NUMBER, TYP


def _list(statuses: dict[int, LicenceStatus]) -> str:
    return issue_status_list(
        statuses, uri=STATUS_URI, issued_at=NOON, lifetime=DAY, signer=STATUS_SIGNER
    )


@pytest.mark.parametrize("status", LicenceStatus, ids=lambda status: status.value)
def test_every_status_comes_back_from_its_place(status: LicenceStatus) -> None:
    token, found = read_status_list(_list({16: status, 17: status, 18: status}))
    token.check("status list", KEYS.keys[1])
    assert [found.at(place) for place in (15, 16, 17, 18, 19)] == [
        LicenceStatus.VALID,
        status,
        status,
        status,
        LicenceStatus.VALID,
    ]


def test_the_registered_numbers_are_those_of_the_draft() -> None:
    assert NUMBER[LicenceStatus.VALID] == 0
    assert NUMBER[LicenceStatus.REVOKED] == 1
    assert NUMBER[LicenceStatus.SUSPENDED] == 2
    application = {3, *range(11, 16)}
    assert set(NUMBER.values()) - {0, 1, 2} <= application


def test_a_list_states_its_times_and_a_minute_of_caching() -> None:
    token, found = read_status_list(status_list() + "\n")
    assert (found.uri, found.issued_at, found.expires_at) == (
        STATUS_URI,
        NOON,
        NOON + DAY,
    )
    assert token.payload["ttl"] == 60
    assert token.header["typ"] == "statuslist+jwt"


def test_a_list_does_not_tell_how_few_licences_there_are() -> None:
    assert len(read_status_list(_list({}))[1].numbers) == 512
    assert len(read_status_list(_list({1023: LicenceStatus.VALID}))[1].numbers) == 512
    assert len(read_status_list(_list({1024: LicenceStatus.VALID}))[1].numbers) == 1024


def test_a_place_outside_the_list_is_never_valid() -> None:
    found = read_status_list(_list({}))[1]
    assert found.at(1023) is LicenceStatus.VALID
    with pytest.raises(UnreadableDocumentError, match="no place 1024"):
        found.at(1024)


def test_a_negative_place_is_refused() -> None:
    with pytest.raises(LicenceClaimsError, match="below zero"):
        _list({-1: LicenceStatus.VALID})


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(LicenceClaimsError, match="time zone"):
        issue_status_list(
            {},
            uri=STATUS_URI,
            issued_at=datetime(2026, 9, 1),  # noqa: DTZ001 - the naive time is the point
            lifetime=timedelta(hours=1),
            signer=STATUS_SIGNER,
        )


def _token(**changes: object) -> str:
    packed = base64url(zlib.compress(b"\x33" * 512))
    payload: dict[str, object] = {
        "sub": STATUS_URI,
        "iat": 1,
        "exp": 2,
        "ttl": 60,
        "status_list": {"bits": 4, "lst": packed},
    }
    return sign_token(TYP, payload | changes, STATUS_SIGNER)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("x", "three parts", id="no-token"),
        pytest.param(_token(sub=5), "missing or malformed", id="no-address"),
        pytest.param(_token(iat=2**52), "impossible", id="no-calendar"),
        pytest.param(
            _token(status_list={"bits": 1, "lst": ""}), "malformed", id="one-bit"
        ),
        pytest.param(
            _token(status_list={"bits": 4, "lst": "YR"}), "spelling", id="spare-bits"
        ),
        pytest.param(
            _token(status_list={"bits": 4, "lst": "AAAA"}), "damaged", id="no-zlib"
        ),
    ],
)
def test_a_list_without_the_form_is_refused(text: str, why: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=why):
        read_status_list(text)


def test_an_unknown_number_is_never_valid() -> None:
    found = read_status_list(_token())[1]
    assert found.issued_at == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    with pytest.raises(UnreadableDocumentError, match="3 is not a known status"):
        found.at(0)
