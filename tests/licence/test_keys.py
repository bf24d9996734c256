import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.licence.samples import KEYS, LICENCE_SIGNER, NOON, STRANGER, published

from licet.licence import (
    KeySet,
    KeySetError,
    PublishedKey,
    Purpose,
    SignatureError,
    key_id,
    read_key_set,
)

CERTIFICATE = PublishedKey(
    key_id=key_id(b"certificate"),
    algorithm="RS256",
    public_key=b"certificate",
    purposes=frozenset({Purpose.DOCUMENT}),
    valid_from=datetime(2026, 1, 1, tzinfo=UTC),
    valid_until=datetime(2027, 1, 1, tzinfo=UTC),
    compromised_at=datetime(2026, 6, 1, tzinfo=UTC),
)


def test_a_published_set_is_read_back_as_it_was() -> None:
    keys = replace(KEYS, keys=(*KEYS.keys, CERTIFICATE), log_keys=("log+0a+AA==",))
    assert read_key_set(keys.to_bytes()) == keys
    assert read_key_set(b"\n " + keys.to_bytes() + b"\n") == keys


def test_a_key_counts_from_its_first_to_before_its_last_instant() -> None:
    first, last = CERTIFICATE.valid_from, datetime(2027, 1, 1, tzinfo=UTC)
    tick = timedelta(seconds=1)
    assert [
        CERTIFICATE.in_force(at) for at in (first - tick, first, last - tick, last)
    ] == [False, True, True, False]
    assert replace(CERTIFICATE, valid_until=None).in_force(last + tick)


def test_a_key_serves_no_purpose_that_it_does_not_name() -> None:
    wanted = LICENCE_SIGNER.key_id
    assert KEYS.find(wanted, Purpose.LICENCE) == KEYS.keys[0]
    assert KEYS.find(wanted, Purpose.STATUS) is None
    assert KEYS.find("0000000000000000", Purpose.LICENCE) is None


def test_a_signer_does_not_show_its_secret() -> None:
    assert LICENCE_SIGNER.seed.hex() not in repr(LICENCE_SIGNER)
    assert LICENCE_SIGNER.key_id in repr(LICENCE_SIGNER)


def test_a_signature_of_another_key_does_not_hold() -> None:
    key = published(LICENCE_SIGNER, Purpose.LICENCE)
    key.check("licence", LICENCE_SIGNER.sign(b"data"), b"data")
    with pytest.raises(SignatureError, match="changed after signing") as caught:
        key.check("licence", STRANGER.sign(b"data"), b"data")
    assert caught.value.code == "licence_signature"


def _changed(**members: object) -> str:
    tree = json.loads(KEYS.to_bytes())
    tree["keys"][0] |= members
    return json.dumps(tree)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("[", "not JSON", id="not-json"),
        pytest.param("[]", "format licet-keys/1", id="a-list"),
        pytest.param('{"format": "licet-keys/2"}', "format licet-keys/1", id="format"),
        pytest.param('{"format": "licet-keys/1"}', "missing or malformed", id="empty"),
        pytest.param(_changed(alg="none"), "missing or malformed", id="algorithm"),
        pytest.param(_changed(x="AAAA"), "32 bytes", id="short-key"),
        pytest.param(_changed(x="A=" * 22), "base64url", id="padded-key"),
        pytest.param(_changed(kid="00"), "identifier that follows", id="other-id"),
        pytest.param(_changed(purposes="licence"), "list its purposes", id="purposes"),
        pytest.param(_changed(purposes=["all"]), "malformed", id="unknown-purpose"),
        pytest.param(_changed(valid_from=5), "is not text", id="no-time"),
        pytest.param(_changed(valid_from="2026-01-01"), "no time zone", id="naive"),
    ],
)
def test_a_key_set_without_the_published_form_is_refused(text: str, why: str) -> None:
    with pytest.raises(KeySetError, match=why) as caught:
        read_key_set(text)
    assert caught.value.code == "key_set"
    assert "licet-keys.json" in str(caught.value)


def test_a_set_states_when_it_was_published() -> None:
    assert KeySet(authority="a", published_at=NOON, keys=()).published_at == NOON
