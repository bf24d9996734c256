"""Our own vectors: other implementations rely on every one of them."""

import importlib.util
import json
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from licet.licence import (
    Beside,
    KeySet,
    LicenceStatus,
    LoggedIssue,
    Role,
    read_key_set,
    read_status_list,
    verify,
)
from licet.licence.code import read_code
from licet.licence.encoding import EncodingError, base45, from_base45
from licet.licence.opened import open_document

FOLDER = Path(__file__).resolve().parents[2] / "vectors" / "licence"


def _load(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def _maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licence_vectors", FOLDER / "make.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _named(case: dict[str, Any]) -> str:
    return str(case.get("name") or case.get("status"))


@pytest.mark.parametrize("case", _load("questions"), ids=_named)
def test_each_question_has_its_answer(case: dict[str, Any]) -> None:
    keys: KeySet = read_key_set(case["keys"])
    verdict = verify(
        case["document"],
        keys=keys,
        status=case["status"],
        at=datetime.fromisoformat(case["at"]),
        max_status_age=timedelta(seconds=case["max_status_age_seconds"]),
        role=Role(case["role"]),
        beside=Beside(
            seen=tuple(case["seen"]),
            issues=tuple(
                LoggedIssue(index=one["index"], digests=frozenset(one["digests"]))
                for one in case["issues"]
            ),
        ),
    ).to_json()
    codes = [reason["code"] for reason in verdict["reasons"]]  # type: ignore[attr-defined]
    assert (verdict["answer"], codes) == (case["answer"], case["codes"])
    for field in ("number", "disclosed", "withheld"):
        assert verdict[field] == case[field]


@pytest.mark.parametrize("case", _load("statuses"), ids=_named)
def test_each_status_list_has_its_status(case: dict[str, str]) -> None:
    assert read_status_list(case["list"])[1].at(7) is LicenceStatus(case["status"])


def test_base45_is_spelled_and_refused_as_written() -> None:
    cases = _load("base45")
    for case in cases["encoded"]:
        assert base45(bytes.fromhex(case["hex"])) == case["text"]
        assert from_base45(case["text"]).hex() == case["hex"]
    for text in cases["refused"]:
        with pytest.raises(EncodingError):
            from_base45(text)


def test_the_printed_code_has_its_layers() -> None:
    case = _load("codes")
    message, claims = read_code(case["code"])
    assert message.protected.hex() == case["protected"]
    assert message.to_be_signed().hex() == case["to_be_signed"]
    assert message.signature.hex() == case["signature"]
    assert claims == case["claims"]


def test_a_licence_is_still_made_the_same() -> None:
    made = json.loads(json.dumps(_maker().licences()))
    assert made == _load("licences")


def test_every_presentation_opens_to_less_than_the_whole() -> None:
    case = _load("licences")
    whole = open_document(case["whole"]).fields
    for text in case["presented"].values():
        shown = open_document(text).fields
        assert shown.keys() <= whole.keys()
        assert case["whole"].startswith(text.split("~")[0])


def test_every_file_is_one_that_the_script_makes() -> None:
    made = {path.name for path in FOLDER.glob("*.json")}
    assert made == set(_maker().FILES)
    assert _maker().letters() == _load("base45")
