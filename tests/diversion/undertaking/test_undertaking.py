"""A returned undertaking is compared field by field; what is otherwise is named, and refused."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from licet.diversion.undertaking import (
    MalformedUndertakingError,
    Returned,
    Sealed,
    differences,
    in_words,
    judge_return,
    read_sealed,
    seal,
)
from licet.kernel import digest

MADE, LAST = date(2026, 3, 2), date(2026, 5, 30)
CONTENT: dict[str, Any] = {
    "format": "licet-undertaking/1",
    "number": "EUU-1",
    "case": "MLA-2026-00001",
    "authority": "Meridia Licensing Authority",
    "exporter": {"name": "Halden Security (invented)", "country": "SE"},
    "end_user": {"name": "Banco Aurora (invented)", "country": "BR", "address": ""},
    "consignees": [],
    "destination": "BR",
    "end_use": "Security testing of its own systems",
    "items": [{"name": "Lance (invented)", "quantity": "20"}],
    "promises": ["We use it ourselves."],
    "made_on": MADE.isoformat(),
    "valid_until": LAST.isoformat(),
}
SEALED = seal(CONTENT)
BACK = Returned(
    number="EUU-1",
    content_hash=SEALED.content_hash,
    sealed=SEALED,
    pages_differ=False,
    signed_on=MADE,
)


def judged(returned: Returned = BACK, now: Any = CONTENT, on: date = MADE) -> Any:
    return judge_return(returned, SEALED, now=now, on=on)


def test_what_was_generated_fits() -> None:
    found = judged()
    assert found.fits
    assert found.by_eye == ()
    assert in_words(found).startswith("It is the undertaking")


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("end_user.name", {"end_user": {**CONTENT["end_user"], "name": "Other"}}),
        ("items.0.quantity", {"items": [{"name": "Lance (invented)", "quantity": "200"}]}),
        ("items.1.name", {"items": [*CONTENT["items"], {"name": "More", "quantity": "1"}]}),
        ("destination", {"destination": "AE"}),
        ("valid_until", {"valid_until": "2027-01-01"}),
        ("promises.0", {"promises": ["We promise nothing."]}),
    ],
)  # fmt: skip
def test_a_tampered_one_is_refused_and_the_field_named(
    field: str, changed: dict[str, Any]
) -> None:
    # Whoever alters the data may well alter the hash beside them.
    altered = seal({**CONTENT, **changed})
    found = judged(replace(BACK, sealed=altered, content_hash=altered.content_hash))
    assert found.code == "tampered"
    assert field in {one.field for one in found.differences}
    assert field in in_words(found)


def test_an_altered_hash_alone_is_refused() -> None:
    wrong = Sealed(content=CONTENT, content_hash="0" * 64)
    found = judged(replace(BACK, sealed=wrong))
    assert [one.field for one in found.differences] == ["content_hash"]
    scan = replace(BACK, sealed=None, pages_differ=None, content_hash="0" * 64)
    assert judged(scan).code == "tampered"


def test_altered_pages_are_refused_though_the_data_are_whole() -> None:
    found = judged(replace(BACK, pages_differ=True))
    assert (found.code, found.differences[0].field) == ("tampered", "pages")


def test_one_of_another_case_is_foreign() -> None:
    found = judge_return(BACK, None, now={}, on=MADE)
    assert found.code == "foreign"
    assert "No undertaking of this number" in in_words(found)


def test_a_scan_leaves_the_fields_to_the_eye_of_an_officer() -> None:
    scan = replace(BACK, sealed=None, pages_differ=None)
    found = judged(scan)
    assert found.fits
    assert "items" in found.by_eye
    assert "an officer compares them by eye" in in_words(found)
    assert judged(replace(BACK, pages_differ=None)).by_eye == found.by_eye


def test_when_the_case_says_something_else_by_now_a_new_one_is_needed() -> None:
    moved = {**CONTENT, "items": [{"name": "Lance (invented)", "quantity": "25"}]}
    found = judged(now=moved)
    assert found.code == "outdated"
    assert found.differences[0].to_json() == {
        "field": "items.0.quantity",
        "generated": "20",
        "returned": "25",
    }
    # New words of the form touch nothing that was promised.
    assert judged(now={**CONTENT, "promises": ["Other words."], "authority": "X"}).fits


@pytest.mark.parametrize(
    ("on", "code"),
    [
        pytest.param(date(2026, 3, 1), "out_of_time", id="the day before it was made"),
        pytest.param(MADE, "fits", id="the first day"),
        pytest.param(LAST, "fits", id="the last day"),
        pytest.param(date(2026, 5, 31), "expired", id="the day after"),
    ],
)
def test_it_comes_back_within_its_days(on: date, code: str) -> None:
    assert judged(on=on).code == code


@pytest.mark.parametrize(
    ("signed", "code"),
    [
        pytest.param(date(2026, 3, 1), "out_of_time", id="before it was made"),
        pytest.param(date(2026, 3, 3), "fits", id="on the day it came"),
        pytest.param(date(2026, 3, 4), "out_of_time", id="after it came"),
    ],
)
def test_the_day_beside_the_signature_lies_between_making_and_return(
    signed: date, code: str
) -> None:
    found = judged(replace(BACK, signed_on=signed), on=date(2026, 3, 3))
    assert found.code == code


def test_what_is_missing_on_one_side_is_a_difference() -> None:
    found = differences({"a": 1, "b": None}, {"a": 1, "c": [2]})
    assert [(one.field, one.generated, one.returned) for one in found] == [("c.0", "", "2")]  # fmt: skip


def test_sealed_data_are_read_as_they_stand() -> None:
    read = read_sealed(SEALED.to_text())
    assert read == SEALED
    assert read.content_hash == digest(CONTENT)
    assert (read.number, read.made_on, read.valid_until) == ("EUU-1", MADE, LAST)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"content": [], "content_hash": ""}',
        json.dumps({"content": {"format": "licet-undertaking/1"}, "content_hash": ""}),
        json.dumps({"content": {**CONTENT, "format": "other/1"}, "content_hash": ""}),
        json.dumps({"content": {**CONTENT, "made_on": "soon"}, "content_hash": ""}),
        json.dumps({"content": {**CONTENT, "valid_until": 7}, "content_hash": ""}),
        "[" * 100_000,
    ],
)
def test_data_of_another_form_are_none(text: str) -> None:
    with pytest.raises(MalformedUndertakingError) as refused:
        read_sealed(text)
    assert refused.value.code == "undertaking_malformed"


def test_a_number_with_a_point_stays_exact() -> None:
    raw = SEALED.to_text().replace('"20"', "20.50")
    assert read_sealed(raw).content["items"][0]["quantity"] == "20.50"


def test_content_without_a_field_is_not_sealed() -> None:
    less = {key: value for key, value in CONTENT.items() if key != "items"}
    with pytest.raises(MalformedUndertakingError, match="missing items"):
        seal(less)
