"""Ownership data from registers: dated, versioned, never changed; a bad file leaves all as it was."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests.web.casework.builders import World
from tests.web.ownership.conftest import company, ftm, holding

from licet.web.casework.access import SYSTEM
from licet.web.casework.errors import InvalidInputError, NotAllowedError
from licet.web.casework.models import (
    LedgerRow,
    OwnershipEntity,
    OwnershipFinding,
    OwnershipLine,
    OwnershipMark,
    OwnershipSet,
)
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.ownership import ownership as reads
from licet.web.casework.services.ownership import ownership_sets as service
from licet.web.casework.services.ownership.ownership_sets import Sheet, import_ownership
from licet.web.casework.views import OwnershipSetView


def take_in(
    content: bytes, source: str = "registry", **changes: Any
) -> OwnershipSetView:
    told: dict[str, Any] = {"by": SYSTEM, "file": "extract.jsonl", "published": None}
    told |= changes
    return import_ownership(
        by=told["by"],
        sheet=Sheet(
            file=told["file"],
            content=content,
            source=source,
            published=told["published"],
        ),
    )


def kinds() -> Iterator[str]:
    return (read_act(row).kind for row in LedgerRow.objects.order_by("pk"))


GOOD = ftm(
    company("a", "Alder Works (invented)", registrationNumber=["HRB 77"], address=["1 Quay, Halden"]),
    company("b", "Birch Holding (invented)", jurisdiction=["cy"]),
    holding("b", "a", "51-75", startDate="2020-03-01", endDate="2025-06-30"),
    {"id": "d", "schema": "Directorship", "properties": {"director": ["p"], "organization": ["a"], "role": ["chair"]}},
    {"id": "p", "schema": "Person", "properties": {"name": ["Ada Quill (invented)"]}},
    {"id": "e", "schema": "Event", "properties": {}},
)  # fmt: skip


def test_a_file_of_followthemoney_is_kept_with_its_hash_and_its_day(
    world: World,
) -> None:
    found = take_in(GOOD, by=world.officer, published=date(2026, 1, 31))
    assert (found.entities, found.statements, found.trouble_count) == (3, 2, 0)
    assert found.version == found.sha256[:12]
    assert found.published == date(2026, 1, 31)
    assert found.by == "Officer"
    assert found.unread == {"Event": 1}
    line = OwnershipLine.objects.get(kind="shares")
    assert (line.low, line.high, line.first, line.last) == (
        5100, 7500, date(2020, 3, 1), date(2025, 6, 30),
    )  # fmt: skip
    assert (line.source_id, line.line, line.publisher) == ("b-a", 3, "")
    assert OwnershipEntity.objects.get(entity="b").countries == ["CY"]
    marks = OwnershipMark.objects.filter(entity="a").order_by("kind")
    assert [(one.kind, one.value) for one in marks] == [
        ("address", "1 halden quay"),
        ("name", "alder works invented"),
        ("number", "hrb77"),
    ]
    told = read_act(LedgerRow.objects.get(pk=OwnershipSet.objects.get().row))
    assert told.kind == "import_ownership"
    assert told.payload["sha256"] == found.sha256


def test_a_file_of_bods_is_kept_with_control(world: World) -> None:
    def record(identity: str, kind: str, **details: Any) -> dict[str, Any]:
        return {
            "statementId": f"s-{identity}", "recordId": identity, "recordType": kind,
            "recordDetails": details,
        }  # fmt: skip

    interests = [
        {"type": "shareholding", "share": {"exclusiveMinimum": 25, "maximum": 50}},
        {"type": "votingRights", "share": {"exact": 60}},
        {"type": "appointmentOfBoard"},
        {"type": "boardMember"},
    ]
    lines = [
        record("a", "entity", name="Alder Works (invented)", identifiers=[{"id": "77 88"}], jurisdiction={"code": "BR-SP"}),
        record("p", "person", names=[{"fullName": "Ada Quill (invented)"}], nationalities=[{"code": "CY"}]),
        record("r", "relationship", subject="a", interestedParty="p", interests=interests),
    ]  # fmt: skip
    take_in(json.dumps(lines).encode())
    kept = {row.kind: row for row in OwnershipLine.objects.all()}
    assert set(kept) == {"shares", "votes", "control", "tie"}
    assert (kept["shares"].low, kept["shares"].above_low) == (2500, True)
    assert kept["control"].certain
    assert OwnershipEntity.objects.get(entity="a").countries == ["BR"]
    assert OwnershipEntity.objects.get(entity="a").identifiers == ["77 88"]
    assert OwnershipEntity.objects.get(entity="p").countries == ["CY"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "nothing is stated"),
        (b"{", "not JSON"),
        (GOOD[:-40], "not JSON"),
        (b"[" + GOOD.splitlines()[0], "the list is cut"),
        (GOOD.decode().encode("utf-16"), "not UTF-8"),
        (b'{"a": 1}\n', "neither of the two formats"),
        (ftm(holding("b", "a", "140")), "no share of a whole"),
        (ftm(holding("b", "a", "most of it")), "not a percentage"),
        (ftm(company("x" * 201, "Long")), "an id of 201 characters"),
        (ftm(holding("b", "a", "5", startDate="2026-02-30")), "2026-02-30"),
    ],
    ids=["empty", "no json", "truncated", "cut list", "utf-16", "other format", "140 %", "words", "long id", "no day"],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_line_and_changes_nothing(
    world: World, content: bytes, said: str
) -> None:
    take_in(GOOD)
    with pytest.raises(InvalidInputError) as caught:
        take_in(content, by=world.officer)
    assert said in caught.value.fields["file"]
    assert "line" in caught.value.fields["file"]
    assert OwnershipSet.objects.count() == 1
    assert list(kinds()) == ["import_ownership", "refuse_ownership"]


def test_what_cannot_all_be_true_is_told_and_kept_as_it_came(db: None) -> None:
    found = take_in(
        ftm(
            company("a", "Alder Works (invented)"),
            holding("b", "a", "80"),
            holding("c", "a", "60"),
            holding("a", "a", "10"),
        )
    )
    said = " ".join(str(one["words"]) for one in found.troubles)
    assert "add up to at least 150 %" in said
    assert "b is referred to and never described" in said
    assert {row.low for row in OwnershipLine.objects.all()} == {8000, 6000, 1000}


def test_a_newer_file_takes_the_place_of_the_earlier_and_there_is_no_way_back(
    world: World,
) -> None:
    first = take_in(GOOD)
    second = take_in(ftm(company("a", "Alder Works (invented)")))
    shown = {one.version: one.serving for one in reads.ownership_sets(viewer=SYSTEM)}
    assert shown == {first.version: False, second.version: True}
    with pytest.raises(InvalidInputError, match="do not go back"):
        take_in(GOOD)


@pytest.mark.parametrize("source", ["", "Registry", "a b", "-x", "x" * 61, "a:b"])
def test_a_source_has_a_plain_name(db: None, source: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        take_in(GOOD, source)
    assert list(caught.value.fields) == ["source"]


def test_only_the_authority_takes_data_in_and_sees_it(world: World) -> None:
    for who in ("halden", "te", "auditor", "customs"):
        with pytest.raises(NotAllowedError):
            take_in(GOOD, by=world.actor(who))
    assert "refuse_ownership" not in set(kinds())
    assert OwnershipSet.objects.count() == 0
    with pytest.raises(NotAllowedError):
        reads.ownership_sets(viewer=world.halden)


def test_whoever_takes_the_same_file_in_at_the_same_moment_gets_the_one_set(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = take_in(GOOD)
    real, asked = service._known, iter([None])  # the moment between
    monkeypatch.setattr(service, "_known", lambda *said: next(asked, real(*said)))
    assert take_in(GOOD).id == first.id
    monkeypatch.setattr(service, "_known", lambda *_said: None)
    with pytest.raises(DatabaseError):
        take_in(GOOD)


def test_nothing_that_was_stated_or_found_can_be_changed(world: World) -> None:
    take_in(GOOD)
    row = OwnershipSet.objects.get()
    for model in (OwnershipSet, OwnershipLine, OwnershipEntity, OwnershipMark):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**{"source" if model is OwnershipSet else "set": "x" if model is OwnershipSet else row.pk})  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete("default")  # past Django's own care
    assert OwnershipFinding.objects.count() == 0


@pytest.mark.slow
def test_ten_thousand_owners_of_one_are_taken_in_by_parts(db: None) -> None:
    people = [company(f"o{n}", f"Owner {n} (invented)") for n in range(3_000)]
    shares = [holding(f"o{n}", "a", "0.01") for n in range(3_000)]
    found = take_in(ftm(company("a", "Star (invented)"), *people, *shares))
    assert (found.entities, found.statements) == (3_001, 3_000)
    assert OwnershipLine.objects.count() == 3_000
