"""Check digits: what a register can have issued, and what it cannot."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.diversion.misrepresentation import Flaw, flawed_numbers, known_schemes
from licet.diversion.misrepresentation.wording import (
    address_key,
    domain_key,
    name_key,
)

# Bodies without check digits, all invented, and how the whole number is written.
BODIES: dict[str, tuple[str, Callable[[str, str], str], int]] = {
    "LEI": ("549300INVENTED00XY", lambda body, check: body + check, 2),
    "VAT-AT": ("1234567", lambda body, check: f"ATU{body}{check}", 1),
    "VAT-BE": ("01234567", lambda body, check: f"BE {body}.{check}", 2),
    "VAT-DE": ("12345678", lambda body, check: f"DE{body}{check}", 1),
    "VAT-DK": ("1234567", lambda body, check: f"DK{body}{check}", 1),
    "VAT-FI": ("1234567", lambda body, check: f"FI{body}{check}", 1),
    "VAT-IT": ("1234567890", lambda body, check: f"IT{body}{check}", 1),
    "VAT-NL": ("12345678", lambda body, check: f"NL{body}{check}B01", 1),
    "VAT-PL": ("123456789", lambda body, check: f"PL{body}{check}", 1),
    "VAT-PT": ("12345678", lambda body, check: f"PT{body}{check}", 1),
    "VAT-SE": ("123456789", lambda body, check: f"SE{body}{check}01", 1),
    "BR-CNPJ": ("123456780001", lambda body, check: f"{body[:2]}.{body[2:]}-{check}", 2),
    "CH-UID": ("12345678", lambda body, check: f"CHE-{body}{check} MWST", 1),
    "NO-ORGNR": ("12345678", lambda body, check: f"NO{body}{check}MVA", 1),
}  # fmt: skip


def _every(scheme: str) -> Iterator[str]:
    body, write, count = BODIES[scheme]
    for digits in product("0123456789", repeat=count):
        yield write(body, "".join(digits))


@pytest.mark.parametrize("scheme", BODIES)
def test_one_check_digit_fits_a_body_and_the_others_do_not(scheme: str) -> None:
    right = [one for one in _every(scheme) if not flawed_numbers([(scheme, one)])]
    # Of the Dutch form some bodies fit twice: by eleven, and since 2020 by ninety-seven.
    assert len(right) <= (2 if scheme == "VAT-NL" else 1)
    assert all(
        flaw.why == "digit"
        for one in _every(scheme)
        for flaw in flawed_numbers([(scheme, one)])
    )
    if scheme not in {"VAT-DK", "VAT-FI", "CH-UID", "NO-ORGNR", "VAT-NL", "VAT-PL"}:
        assert len(right) == 1  # by eleven, some bodies have no digit at all


def test_the_french_key_is_reckoned_from_the_number_behind_it() -> None:
    siren = next(
        f"12345678{last}"
        for last in range(10)
        if any(
            not flawed_numbers([("VAT-FR", f"FR{key:02d}12345678{last}")])
            for key in range(100)
        )
    )
    right = [
        key
        for key in range(100)
        if not flawed_numbers([("VAT-FR", f"FR{key:02d}{siren}")])
    ]
    assert right == [(12 + 3 * (int(siren) % 97)) % 97]


def test_reckoned_by_hand() -> None:
    # ISO 7064, MOD 11,10, over 1-3-6-6-9-5-9-7: the ninth digit is 6.
    assert flawed_numbers([("VAT-DE", "136695976")]) == ()
    # 2*1+7*3+6*5+5*8+4*5+3*6+2*2+1*8 = 143 = 13 * 11.
    assert flawed_numbers([("VAT-DK", "13585628")]) == ()
    # Sum by Luhn of 0000000000 is nought.
    assert flawed_numbers([("VAT-IT", "00000000000")]) == ()
    assert flawed_numbers([("VAT-NL", "123456782B12")]) == ()
    # 9*0+8*0+...+2*0 = 0: the remainder asks for eleven, and nought stands there.
    assert flawed_numbers([("VAT-PT", "000000000")]) == ()


@pytest.mark.parametrize(
    "number",
    [
        "",
        "DE12",
        "DE13669597٦",
        "DE136695976x",
        "FR136695976",
    ],  # an Arabic digit, on purpose
)
def test_a_number_of_another_form_is_none(number: str) -> None:
    assert flawed_numbers([("VAT-DE", number)]) == (
        Flaw(scheme="VAT-DE", number=number, why="form"),
    )


def test_a_scheme_that_is_not_reckoned_here_is_passed_over() -> None:
    assert flawed_numbers([("VAT-XX", "1"), ("registration", "12")]) == ()
    assert set(BODIES) | {"VAT-FR"} == set(known_schemes())


@given(st.sampled_from(sorted(known_schemes())), st.text(max_size=30))
def test_no_text_breaks_the_reckoning(scheme: str, text: str) -> None:
    assert len(flawed_numbers([(scheme, text)])) <= 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Aurora S.A.", "AURORA", True),
        ("Aurora Ltd.", "Aurora Limited", True),
        ("Ａｕｒｏｒａ", "aurora", True),  # noqa: RUF001  # full width, on purpose
        ("Aurora One", "Aurora Two", False),
        ("Ltd", "SA", False),
    ],
)
def test_names_are_compared_without_their_legal_form(
    one: str, other: str, *, same: bool
) -> None:
    assert (name_key(one) == name_key(other)) is same


def test_addresses_are_compared_as_sets_of_words() -> None:
    assert address_key("12 Harbour St., Port") == address_key("Port, Harbour Street 12")
    assert address_key("12 Harbour St") != address_key("13 Harbour St")


@pytest.mark.parametrize(
    ("given_", "key"),
    [
        ("a.b.example", "b.example"),
        ("x@a.gov.br", "a.gov.br"),
        ("http://WWW.B.EXAMPLE:8080/x?y", "b.example"),
        ("co.uk", "co.uk"),
        ("one", "one"),
        ("a.b.co.example", "co.example"),
    ],
)
def test_a_domain_is_compared_by_what_somebody_registers(given_: str, key: str) -> None:
    assert domain_key(given_) == key
