"""FollowTheMoney in and out: what we hold comes back whole, and what strangers write is read."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.screening import Entity, Identifier, Kind, ListError, Name, Strength
from licet.screening.lists.document import document
from licet.screening.lists.ftm import line_of, properties_of
from licet.screening.lists.reading import read_version, recognise
from licet.screening.model import ListVersion

WORDS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    min_size=1,
    max_size=12,
)
ENTITIES = st.builds(
    Entity,
    id=WORDS.map(lambda text: f"some_list:{text}"),
    source=st.just("some_list"),
    kind=st.sampled_from(Kind),
    names=st.lists(
        st.builds(
            Name,
            text=WORDS,
            strength=st.sampled_from(Strength),
            script=st.sampled_from(["latin", "han", "arabic", "other"]),
        ),
        min_size=1,
        max_size=4,
    ).map(tuple),
    programs=st.lists(WORDS, max_size=3).map(tuple),
    countries=st.lists(st.sampled_from(["RU", "AE", "CN"]), max_size=2).map(tuple),
    addresses=st.lists(WORDS, max_size=2).map(tuple),
    identifiers=st.lists(
        st.builds(
            Identifier,
            kind=st.sampled_from(
                ["Passport", "IMO", "Tax ID", "Registration ID", "Serial", "Other"]
            ),
            value=WORDS,
            country=st.sampled_from(["", "RU"]),
        ),
        max_size=3,
    ).map(tuple),
    birth_dates=st.lists(
        st.sampled_from(["1975", "1975-06", "1975-06-14"]), max_size=2
    ).map(tuple),
    listed_on=st.none() | st.dates(),
    url=WORDS | st.just(""),
    remarks=WORDS | st.just(""),
)


def read(text: str) -> ListVersion:
    return read_version([recognise(document("x.jsonl", text.encode()))])


def line(**row: object) -> str:
    return json.dumps(row) + "\n"


@given(st.lists(ENTITIES, min_size=1, max_size=5, unique_by=lambda one: one.id))
def test_what_we_hold_comes_back_whole(entities: list[Entity]) -> None:
    version = read("".join(line_of(one, version="v") for one in entities))
    assert version.source == "some_list"
    assert version.entities == tuple(entities)


@given(ENTITIES)
def test_the_same_entry_gives_the_same_line_with_its_hash(entity: Entity) -> None:
    written = line_of(entity, version="v")
    assert written == line_of(replace(entity), version="v")
    told = json.loads(written)
    assert told["licet"]["content_hash"] == entity.content_hash()
    assert told["licet"]["list"] == "some_list"
    assert all(values for values in told["properties"].values())
    assert "name" in told["properties"]


def test_a_line_changed_by_another_hand_is_refused_and_says_how_to_mend() -> None:
    entity = Entity(
        id="x_list:1", source="x_list", kind=Kind.PERSON, names=(Name(text="Ada Doe"),)
    )
    row = json.loads(line_of(entity, version="v"))
    row["properties"]["name"] = ["Eve Doe"]
    with pytest.raises(ListError, match="take 'licet' out") as raised:
        read(json.dumps(row) + "\n")
    assert raised.value.code == "list_unreadable"
    del row["licet"]
    (taken,) = read(json.dumps(row) + "\n").entities
    assert [name.text for name in taken.names] == ["Eve Doe", "Ada Doe"]
    assert taken.source == "ftm"


def test_a_line_of_another_list_is_refused() -> None:
    one, two = (
        Entity(id=f"{name}:1", source=name, kind=Kind.PERSON, names=(Name(text="A B"),))
        for name in ("x_list", "y_list")
    )
    with pytest.raises(ListError, match="line 2 belongs to another list"):
        read(line_of(one, version="v") + line_of(two, version="v"))


@pytest.mark.parametrize("named", ["../up", "", "X", "a", "x" * 41, 7])
def test_a_list_cannot_be_named_like_a_path(named: object) -> None:
    text = line(
        id="1", schema="Person", properties={"name": ["Ada Doe"]}, licet={"list": named}
    )
    with pytest.raises(ListError):
        read(text)


def test_sanctions_papers_and_places_are_read_with_their_party() -> None:
    text = (
        line(id="a", schema="Person", properties={"name": ["Ada Doe"], "addressEntity": ["p", "q"]})
        + line(id="p", schema="Address", properties={"full": ["Quay 7, Orlovets"]})
        + line(id="q", schema="Address", properties={"street": ["Row 1"], "city": ["Selm"]})
        + line(id="s", schema="Sanction", properties={"entity": ["a"], "program": ["CYBER"], "listingDate": ["2024-05-06", "2023-01-02"]})
        + line(id="i", schema="Passport", properties={"holder": ["a"], "number": ["P1"], "type": ["Passport"], "country": ["ru"]})
        + line(id="j", schema="Identification", properties={"holder": ["a"], "number": ["N2"]})
        + line(id="n", schema="Note", properties={"name": ["no party"]})
        + line(id="t", schema="Sanction", properties={"entity": ["a"], "startDate": ["soon"]})
    )  # fmt: skip
    (person,) = read(text).entities
    assert person.addresses == ("Quay 7, Orlovets", "Row 1, Selm")
    assert person.programs == ("ftm", "CYBER")
    assert person.listed_on == date(2023, 1, 2)
    assert person.identifiers == (
        Identifier(kind="Passport", value="P1", country="RU"),
        Identifier(kind="Identification", value="N2"),
    )


def test_only_a_line_feed_ends_a_line() -> None:
    name = "Ada\u2028Doe\x85Roe"
    text = json.dumps(
        {"id": "1", "schema": "Person", "properties": {"name": [name]}},
        ensure_ascii=False,
    )
    (person,) = read(text + "\n").entities
    assert person.names[0].text == "Ada Doe Roe"


@pytest.mark.parametrize(
    ("kind", "paper", "property_name"),
    [
        (Kind.VESSEL, "IMO number", "imoNumber"),
        (Kind.VESSEL, "MMSI", "registrationNumber"),
        (Kind.AIRCRAFT, "Serial number", "serialNumber"),
        (Kind.AIRCRAFT, "Tail", "registrationNumber"),
        (Kind.PERSON, "Passport", "passportNumber"),
        (Kind.PERSON, "Tax ID", "taxNumber"),
        (Kind.ORGANISATION, "Registration ID", "registrationNumber"),
        (Kind.ORGANISATION, "Passport", "idNumber"),
    ],
)
def test_a_paper_goes_where_the_schema_has_a_place(
    kind: Kind, paper: str, property_name: str
) -> None:
    entity = Entity(
        id="x:1",
        source="x",
        kind=kind,
        names=(Name(text="A"),),
        identifiers=(Identifier(kind=paper, value="7"),),
        birth_dates=("1970",),
    )
    told = properties_of(entity)
    assert told[property_name] == ["7"]
    assert ("birthDate" in told) is (kind is Kind.PERSON)
    assert properties_of(replace(entity, names=())).keys().isdisjoint({"name"})
    assert '"caption":"1"' in line_of(replace(entity, names=()), version="v")
