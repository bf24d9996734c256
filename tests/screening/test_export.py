"""Lists go out whole, in one order and one form, and come in again as they went out."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from licet.screening import (
    UnknownExportFormatError,
    UnknownSourceError,
    UnknownVersionError,
    export_list,
    invented_lists,
    load_entities,
    statuses,
    sync,
)

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    sync(invented_lists(), tmp_path / "state", at=AT)
    return tmp_path / "state"


@pytest.mark.parametrize("source", ["un_sc", "us_csl", "us_ofac_sdn"])
def test_a_list_taken_out_and_in_again_is_the_same_version(
    state: Path, tmp_path: Path, source: str
) -> None:
    text = "".join(export_list(state, source))
    assert text == "".join(export_list(state, source))
    out = tmp_path / "out"
    out.mkdir()
    (out / "list.jsonl").write_text(text, "utf-8")
    (taken,) = sync(out, tmp_path / "other", at=AT)
    held = {one.source: one for one in statuses(state)}[source]
    (got,) = statuses(tmp_path / "other")
    assert (taken.source, got.content_hash) == (source, held.content_hash)
    assert set(load_entities(tmp_path / "other", source, got.version)) == set(
        load_entities(state, source, held.version)
    )


def test_every_entry_names_list_version_and_hash_in_every_form(state: Path) -> None:
    held = {one.source: one for one in statuses(state)}["us_csl"]
    entries = sorted(
        load_entities(state, "us_csl", held.version), key=lambda one: one.id
    )
    hashes = [one.content_hash() for one in entries]
    ftm = [json.loads(line) for line in export_list(state, "us_csl")]
    assert [one["licet"]["content_hash"] for one in ftm] == hashes
    assert {one["licet"]["version"] for one in ftm} == {held.version}
    text = "".join(export_list(state, "us_csl", form="csv"))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [one["content_hash"] for one in rows] == hashes
    assert {one["list"] for one in rows} == {"us_csl"}
    told = json.loads("".join(export_list(state, "us_csl", form="json")))
    assert [one["content_hash"] for one in told["entries"]] == hashes
    assert told["version"] == held.version


def test_what_is_not_held_is_named(state: Path) -> None:
    with pytest.raises(UnknownExportFormatError, match="ftm, csv, json") as raised:
        export_list(state, "us_csl", form="xls")
    assert raised.value.code == "export_format_unknown"
    with pytest.raises(UnknownSourceError):
        export_list(state, "nobody")
    with pytest.raises(UnknownVersionError):
        export_list(state, "us_csl", version="2020")


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    row = {"id": "1", "schema": "Person", "properties": {"name": ["=CMD()"]}}
    (place / "x.jsonl").write_text(json.dumps(row) + "\n")
    sync(place, tmp_path / "state", at=AT)
    text = "".join(export_list(tmp_path / "state", "ftm", form="csv"))
    assert "'=CMD()" in text
