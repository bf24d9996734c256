"""Statements of BODS 0.4."""

import json
from datetime import date
from typing import Any

import pytest

from licet.diversion import (
    ControlStatement,
    Declared,
    DirectorshipStatement,
    MalformedStatementError,
    Measure,
    OwnershipStatement,
    Trouble,
    declared_of,
    graph_of,
    network_of,
)


def statement(sort: str, record: str, **more: Any) -> dict[str, Any]:
    return {
        "statementId": f"{record}-{more.get('statementDate', '')}",
        "statementDate": "2024-01-01",
        "recordId": record,
        "recordType": sort,
        "recordStatus": "new",
        **more,
    }


def interests(*found: dict[str, Any], **more: Any) -> dict[str, Any]:
    details = {"subject": "b", "interestedParty": "a", "interests": list(found)}
    return statement("relationship", "r", recordDetails=details, **more)


def read(*rows: object) -> Declared:
    return declared_of(json.dumps(rows), "f")


def only(**interest: Any) -> OwnershipStatement:
    (one,) = read(interests({"type": "shareholding", **interest})).statements
    assert isinstance(one, OwnershipStatement)
    return one


def test_entities_and_persons_have_names_and_addresses() -> None:
    found = read(
        statement(
            "entity",
            "b",
            recordDetails={
                "name": "Tessaly (invented)",
                "entityType": {"type": "registeredEntity"},
                "addresses": [{"address": "1 Invented Way"}, {}],
            },
        ),
        statement(
            "person", "a", recordDetails={"names": [{}, {"fullName": "O. Brask"}]}
        ),
        statement("person", "c"),
    ).entities
    assert [(one.name, one.kind) for one in found.values()] == [
        ("Tessaly (invented)", "registeredEntity"),
        ("O. Brask", "person"),
        ("c", "person"),
    ]
    assert found["b"].addresses == ("1 Invented Way",)


@pytest.mark.parametrize(
    ("share", "told"),
    [
        ({"exact": 51}, "51 %"),
        ({"exact": 51.5, "minimum": 0}, "51.5 %"),
        ({"minimum": 25, "maximum": 50}, "25 % to 50 %"),
        ({"exclusiveMinimum": 50, "exclusiveMaximum": 75}, "more than 50 % to less than 75 %"),
        ({"minimum": 75}, "75 % to 100 %"),
        ({"maximum": 25, "exclusiveMaximum": 30}, "0 % to 25 %"),
        ({}, "an unknown share"),
        (None, "an unknown share"),
    ],
)  # fmt: skip
def test_a_share_is_the_range_that_is_declared(
    share: dict[str, Any] | None, told: str
) -> None:
    assert str(only(share=share).share) == told


def test_votes_are_told_from_shares_and_indirect_from_direct() -> None:
    votes = only(type="votingRights")
    assert votes.measure is Measure.VOTES
    assert [only(directOrIndirect=x).direct for x in ("direct", "indirect", "unknown")] == [
        True,
        False,
        False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("interest", "certain"),
    [
        ({"type": "otherInfluenceOrControl"}, True),
        ({"type": "appointmentOfBoard"}, True),
        ({"type": "appointmentOfBoard", "share": {"exclusiveMinimum": 50}}, True),
        ({"type": "appointmentOfBoard", "share": {"exact": 50}}, False),
        ({"type": "controlByLegalFramework", "startDate": "2024"}, False),
        ({"type": "settlor"}, False),
        ({"type": "rightsGrantedByContract"}, False),
    ],
)
def test_control_is_stated_apart_from_shares(
    interest: dict[str, Any], certain: bool
) -> None:
    one = read(interests(interest)).statements[0]
    assert isinstance(one, ControlStatement)
    assert one.certain is certain


@pytest.mark.parametrize("interest", [{}, {"type": "unpublishedInterest"}])
def test_an_interest_of_unknown_sort_may_be_a_share_and_may_be_control(
    interest: dict[str, Any],
) -> None:
    held, control = read(interests(interest)).statements
    assert isinstance(held, OwnershipStatement)
    assert isinstance(control, ControlStatement)
    assert (held.share.low, held.share.high, control.certain) == (0, 10_000, False)
    assert len(read(interests()).statements) == 2


def test_a_seat_on_the_board_ties_without_owning() -> None:
    (one,) = read(interests({"type": "boardMember"})).statements
    assert isinstance(one, DirectorshipStatement)


def test_an_owner_who_is_not_named_is_reported() -> None:
    for party, said in (
        ({"reason": "noBeneficialOwners"}, "noBeneficialOwners"),
        (None, "no reason given"),
    ):
        details = {"subject": "b", "interestedParty": party}
        found = read(statement("relationship", "r", recordDetails=details))
        (one,) = found.unnamed
        assert (one.trouble, one.entity) == (Trouble.OWNER_NOT_NAMED, "b")
        assert said in one.words
        assert found.statements == ()


def share_on(day: date, *rows: object) -> int | None:
    graph = graph_of(network_of(read(*rows)), on=day)
    return int(graph.high[0]) >> 24 if graph.high.size else None


def test_a_statement_replaces_the_one_before_it_and_a_closed_record_is_silent() -> None:
    def held(percent: int, day: str, **more: Any) -> dict[str, Any]:
        one = {"type": "shareholding", "share": {"exact": percent}}
        return interests(one, statementDate=day, **more)

    rows = [
        held(60, "2024-06-01"),
        held(30, "2024-01-01"),
        held(40, "2024-01-01"),
        held(60, "2024-09-01", recordStatus="closed"),
    ]
    shares = [
        share_on(date(2024, month, day), *rows)
        for month, day in ((5, 31), (6, 1), (8, 31), (9, 1))
    ]
    assert shares == [4000, 6000, 6000, None]
    assert share_on(date(2020, 1, 1), *rows) == 4000


def test_an_interest_that_ended_before_its_statement_is_not_in_it() -> None:
    ended = {"type": "shareholding", "endDate": "2023-12-31"}
    rows = (interests(), interests(ended, statementDate="2024-06-01"))
    assert [type(one).__name__ for one in read(*rows).statements] == [
        "OwnershipStatement",
        "ControlStatement",
    ]


def test_the_source_is_named() -> None:
    plain = interests({"type": "shareholding"})
    plain["publicationDetails"] = {"publisher": {"name": "Invented Register"}}
    (one,) = read(plain).statements
    assert one.source.publisher == "Invented Register"
    plain["source"] = {"description": "annual return"}
    (one,) = read(plain).statements
    assert one.source.publisher == "annual return"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param({"statementID": "x", "statementType": "entityStatement"}, "before version 0.4", id="old"),
        pytest.param({"statementId": "x"}, "'recordId' is not there", id="no-record"),
        pytest.param(statement("thing", "b"), "'thing' is no type of record", id="type"),
        pytest.param(statement("entity", "b", statementDate="soon"), "'soon' is not a date", id="date"),
        pytest.param(statement("relationship", "r"), "'subject' is not there", id="no-subject"),
        pytest.param(interests({"share": {"exact": "51"}}), "'exact' of a share is not a number", id="text"),
        pytest.param(interests({"share": {"exact": True}}), "'exact' of a share is not a number", id="boolean"),
        pytest.param(interests({"share": {"minimum": 60, "maximum": 50}}), "no share of a whole", id="range"),
        pytest.param(interests({"startDate": "2024-02-30"}), "is not a date", id="day"),
        pytest.param({**interests({"type": "shareholding"}), "statementId": None}, "'statementId' is not there", id="no-id"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_file_and_line(
    row: object, said: str
) -> None:
    with pytest.raises(MalformedStatementError, match=f"f: line 1: .*{said}"):
        read(row)
