import zlib
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.licence.samples import CLAIMS, CODE, LICENCE_SIGNER

from licet.kernel import Quantity
from licet.licence import (
    CODE_PREFIX,
    CodeTooLongError,
    LicenceClaims,
    UnreadableDocumentError,
)
from licet.licence import issue_code as issue
from licet.licence.code import LIMIT, read_code
from licet.licence.cose import encode, sign_message
from licet.licence.encoding import base45


def test_a_code_says_what_customs_compare() -> None:
    _, claims = read_code(CODE)
    assert claims["items"] == [
        {"line": 1, "entry": "5A004.b", "quantity": "12", "unit": "C62"}
    ]
    assert claims["consignee"] == {"name": "Nordhafen Forwarding", "country": "SE"}
    assert claims["first_day"] == "2026-07-02"
    assert claims["conditions"] == [{"id": "c1", "type": "delivery_verification"}]


def test_a_code_tells_nobody_end_user_description_end_use_or_value() -> None:
    message, claims = read_code(CODE)
    plain = zlib.decompress(message.payload)
    for secret in ("Sudermark", "LX-2", "court order", "120000"):
        assert secret.encode() not in plain
    assert claims.keys().isdisjoint({"end_user", "end_use"})


def test_a_licence_without_consignee_has_a_code_without_one() -> None:
    code = issue(replace(CLAIMS, consignee=None), signer=LICENCE_SIGNER)
    assert read_code(code)[1]["consignee"] is None


def test_quantities_keep_their_digits() -> None:
    item = replace(CLAIMS.items[0], quantity=Quantity(amount=Decimal("0.50")))
    code = issue(replace(CLAIMS, items=(item,)), signer=LICENCE_SIGNER)
    items = read_code(code)[1]["items"]
    assert items == [{"line": 1, "entry": "5A004.b", "quantity": "0.50", "unit": "C62"}]


def test_a_code_stays_readable_from_paper() -> None:
    assert CODE.startswith(CODE_PREFIX)
    assert len(CODE) < 600


def _many(items: int, conditions: int) -> LicenceClaims:
    return replace(
        CLAIMS,
        items=tuple(
            replace(CLAIMS.items[0], line=line, entry=f"{line * 7919 % 9973}A{line}")
            for line in range(1, items + 1)
        ),
        conditions=tuple(
            replace(
                CLAIMS.conditions[0], id=f"c{place * 7919 % 9973}", type=f"t{place}"
            )
            for place in range(conditions)
        ),
    )


@pytest.mark.parametrize(
    ("items", "conditions", "left_out"),
    [
        pytest.param(1, 1, set(), id="all-fits"),
        pytest.param(20, 200, {"conditions"}, id="many-conditions"),
        pytest.param(200, 200, {"conditions", "items"}, id="many-items"),
    ],
)
def test_what_would_make_a_code_unreadable_is_left_out(
    items: int, conditions: int, left_out: set[str]
) -> None:
    code = issue(_many(items, conditions), signer=LICENCE_SIGNER)
    assert len(code) <= LIMIT
    assert {"items", "conditions"} - read_code(code)[1].keys() == left_out


def test_names_too_long_for_paper_are_refused() -> None:
    long = "".join(chr(0x4E00 + place * 7919 % 20000) for place in range(600))
    licensee = replace(CLAIMS.licensee, name=long)
    with pytest.raises(CodeTooLongError, match=str(LIMIT)) as caught:
        issue(replace(CLAIMS, licensee=licensee), signer=LICENCE_SIGNER)
    assert caught.value.code == "code_too_long"


def _code(payload: bytes) -> str:
    return CODE_PREFIX + base45(sign_message(payload, LICENCE_SIGNER))


def _claims(**changes: object) -> bytes:
    good: dict[int, object] = {
        1: "n", 2: "individual", 3: "a", 4: "r", 5: 20000, 6: 20001, 7: ["l", "DE"],
        9: "BR", 10: [["e", "1", "C62"]], 11: [["c1", "t"]],
    }  # fmt: skip
    good |= {int(key[1:]): value for key, value in changes.items()}
    top = {1: "i", 4: 2, 5: 1, 6: 1, 65535: {}, -70000: good}
    return zlib.compress(encode(top))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("LICET1:a", "Base45", id="letters"),
        pytest.param("LICET1:", "not CBOR", id="empty"),
        pytest.param(_code(b"plain"), "damaged", id="not-compressed"),
        pytest.param(_code(zlib.compress(b"\x01")[:-1]), "cut", id="cut"),
        pytest.param(_code(zlib.compress(b"\x01") + b"x"), "cut", id="followed"),
        pytest.param(_code(zlib.compress(bytes(2**17))), "too large", id="bomb"),
        pytest.param(_code(zlib.compress(encode(5))), "missing", id="a-number"),
        pytest.param(_code(zlib.compress(encode({}))), "missing", id="no-claims"),
        pytest.param(_code(_claims(k5="x")), "malformed", id="day-is-text"),
        pytest.param(_code(_claims(k5=10**9)), "malformed", id="no-calendar"),
        pytest.param(_code(_claims(k7=["l"])), "malformed", id="no-country"),
        pytest.param(_code(_claims(k10=5)), "malformed", id="items-number"),
    ],
)
def test_a_code_malformed_at_any_layer_is_refused(text: str, why: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=why):
        read_code(text)


def test_the_made_up_claims_would_be_read_when_whole() -> None:
    assert read_code(_code(_claims()))[1]["number"] == "n"
