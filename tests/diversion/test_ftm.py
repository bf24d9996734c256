"""FollowTheMoney entities as statements."""

import json
from datetime import date

import pytest

from licet.diversion import (
    Declared,
    DirectorshipStatement,
    MalformedStatementError,
    OwnershipStatement,
    declared_of,
)

PARTY = {"id": "a", "schema": "Company", "properties": {}}


def read(*rows: object) -> Declared:
    return declared_of("\n".join(json.dumps(row) for row in (PARTY, *rows)), "f")


def relation(schema: str = "Ownership", **properties: object) -> dict[str, object]:
    ends = {"owner": ["a"], "asset": ["b"]} if schema == "Ownership" else {}
    return {"id": "r", "schema": schema, "properties": ends | properties}


def test_a_party_has_its_name_and_its_addresses_each_once() -> None:
    found = read(
        {
            "id": "p",
            "schema": "Person",
            "properties": {
                "name": ["Ottilie Brask (invented)"],
                "address": ["1 Invented Way"],
                "addressEntity": ["at1", "at2", "at3"],
            },
        },
        {"id": "at1", "schema": "Address", "properties": {"full": ["1 Invented Way"]}},
        {"id": "at2", "schema": "Address", "properties": {}},
        {"id": "x", "schema": "Sanction", "properties": {}},
        {"id": "y", "schema": "Sanction", "properties": {}},
    )
    person = found.entities["p"]
    assert person.name == "Ottilie Brask (invented)"
    assert person.addresses == ("1 Invented Way", "at2", "at3")
    assert found.entities["a"].name == "a"
    assert found.unread == {"Sanction": 2}


def test_an_ownership_has_its_share_its_days_and_its_source() -> None:
    found = read(
        relation(
            percentage=["25-50"],
            startDate=["2024-03-01"],
            endDate=["2024-12-31"],
            publisher=["Invented Register"],
        )
    )
    (one,) = found.statements
    assert isinstance(one, OwnershipStatement)
    assert (one.owner, one.owned, str(one.share)) == ("a", "b", "25 % to 50 %")
    assert one.force.first == date(2024, 3, 1)
    assert one.force.last == date(2024, 12, 31)
    assert str(one.source) == "r, Invented Register, f line 2"


def test_a_share_that_is_not_given_is_unknown() -> None:
    (one,) = read(relation()).statements
    assert isinstance(one, OwnershipStatement)
    assert (one.share.low, one.share.high) == (0, 10_000)


def test_in_a_year_without_a_day_the_share_is_only_possible() -> None:
    vague, certain = read(relation(percentage=["60"], startDate=["2024"])).statements
    assert isinstance(vague, OwnershipStatement)
    assert isinstance(certain, OwnershipStatement)
    assert (vague.share.low, vague.share.high) == (0, 6000)
    assert certain.share.low == 6000


def test_a_directorship_ties_without_a_share() -> None:
    (one, two) = read(
        relation("Directorship", director=["a"], organization=["b"], role=["chair"]),
        relation("UnknownLink", subject=["a"], object=["c"]),
    ).statements
    assert isinstance(one, DirectorshipStatement)
    assert isinstance(two, DirectorshipStatement)
    assert (one.manner, two.manner) == ("chair", "UnknownLink")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param({"id": "x"}, "'schema' is not there", id="no-schema"),
        pytest.param({"schema": "Person"}, "'id' is not there", id="no-id"),
        pytest.param(relation(percentage=["half"]), "'half' is not a perc", id="words"),
        pytest.param(relation(percentage=["140"]), "'140' is no share", id="too-much"),
        pytest.param(relation(owner=[]), "property 'owner' is not there", id="nobody"),
        pytest.param(relation(asset="b"), "'asset' is not a list of texts", id="text"),
        pytest.param(relation(percentage=[51]), "not a list of texts", id="number"),
        pytest.param(relation(startDate=["soon"]), "'soon' is not a date", id="date"),
        pytest.param(relation("Directorship"), "'director' is not there", id="tie"),
    ],
)
def test_what_cannot_be_read_is_named_with_file_and_line(
    row: object, said: str
) -> None:
    with pytest.raises(MalformedStatementError, match=f"f: line 2: .*{said}"):
        read(row)
