from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.licence.samples import CLAIMS

from licet.kernel import Quantity, UnknownCountryError
from licet.licence import (
    Answer,
    LicenceClaims,
    LicenceClaimsError,
    LicenceStatus,
    NamedParty,
    Reason,
    StatusReference,
    Verdict,
)


def test_days_are_counted_in_the_legal_zone() -> None:
    assert CLAIMS.not_before == datetime(2026, 7, 1, 22, 0, tzinfo=UTC)
    assert CLAIMS.not_after == datetime(2027, 7, 1, 22, 0, tzinfo=UTC)


def test_a_licence_may_last_one_day() -> None:
    one = replace(CLAIMS, last_day=CLAIMS.first_day)
    assert one.not_after - one.not_before == timedelta(days=1)


def _with(**changes: object) -> LicenceClaims:
    return replace(CLAIMS, **changes)  # type: ignore[arg-type]  # each case names a field


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param({"items": ()}, "lines 1, 2, 3", id="no-items"),
        pytest.param(
            {"items": (CLAIMS.items[0], CLAIMS.items[0])}, "lines 1, 2, 3", id="lines"
        ),
        pytest.param({"last_day": date(2026, 7, 1)}, "before its first", id="days"),
        pytest.param(
            {"issued_at": datetime(2026, 7, 1)},  # noqa: DTZ001 - the naive time is the point
            "no time zone",
            id="naive",
        ),
        pytest.param({"zone": "Europe/Nowhere"}, "not a time zone", id="zone"),
        pytest.param({"zone": "../etc"}, "not a time zone", id="zone-path"),
    ],
)
def test_claims_that_no_licence_may_carry_are_refused(
    change: dict[str, object], why: str
) -> None:
    with pytest.raises(LicenceClaimsError, match=why) as caught:
        _with(**change)
    assert caught.value.code == "licence_claims"


def test_an_unknown_destination_is_refused() -> None:
    with pytest.raises(UnknownCountryError):
        _with(destination="XX")


def test_a_party_has_a_name_and_a_country() -> None:
    with pytest.raises(LicenceClaimsError, match="no name"):
        NamedParty(name=" ", country="DE")
    with pytest.raises(UnknownCountryError):
        NamedParty(name="Lumen Forensics", country="ZZ")


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        pytest.param(0, Decimal(1), id="line-zero"),
        pytest.param(1, Decimal("NaN"), id="no-number"),
    ],
)
def test_an_item_has_a_line_and_a_finite_quantity(line: int, amount: Decimal) -> None:
    with pytest.raises(LicenceClaimsError, match="cannot stand"):
        replace(CLAIMS.items[0], line=line, quantity=Quantity(amount=amount))


def test_a_place_in_a_status_list_is_not_below_zero() -> None:
    with pytest.raises(LicenceClaimsError, match="below zero"):
        StatusReference(uri="https://licensing.example/status/1", index=-1)


def test_a_verdict_is_one_json_object() -> None:
    verdict = Verdict(
        answer=Answer.VALID,
        reasons=(Reason(code="valid", words="It stands."),),
        form="code",
        number="MLA-1",
        status=LicenceStatus.VALID,
        status_age=timedelta(minutes=3, milliseconds=500),
        disclosed=(("destination", "BR"),),
        withheld=("conditions",),
    )
    assert verdict.to_json() == {
        "answer": "valid",
        "reasons": [{"code": "valid", "words": "It stands."}],
        "form": "code",
        "number": "MLA-1",
        "status": "valid",
        "status_age_seconds": 180,
        "disclosed": {"destination": "BR"},
        "withheld": ["conditions"],
    }
    bare = Verdict(answer=Answer.NOT_VALID, reasons=())
    assert (bare.to_json()["status"], bare.to_json()["status_age_seconds"]) == (
        None,
        None,
    )
