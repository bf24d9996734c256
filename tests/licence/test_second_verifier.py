"""The second implementation of the check gives the same answers for the same reasons."""

import ast
import importlib.util
import json
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.licence import test_beside as beside
from tests.licence.samples import (
    CODE,
    DAY,
    DOCUMENT,
    HOUR,
    KEYS,
    NOON,
    status_list,
)

from licet.licence import LicenceStatus, Role, verify

ROOT = Path(__file__).resolve().parents[2]
PATH = ROOT / "verifier" / "licet_licence_verifier.py"
CASES = json.loads((ROOT / "vectors/licence/questions.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def second() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licet_licence_verifier", PATH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_it_imports_nothing_of_ours_and_only_one_package() -> None:
    tree = ast.parse(PATH.read_text("utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    named = {alias.name.split(".")[0] for node in found for alias in node.names}
    named |= {
        (node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert named - set(sys.stdlib_module_names) == {"cryptography", "licet_verifier"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_it_gives_the_answer_of_the_vectors(
    second: ModuleType, case: dict[str, Any]
) -> None:
    answer = second.verify(
        case["document"],
        keys=second.read_keys(case["keys"].encode()),
        status=case["status"],
        at=datetime.fromisoformat(case["at"]),
        limit=timedelta(seconds=case["max_status_age_seconds"]),
        role=case["role"],
        seen=tuple(case.get("seen", ())),
        proofs=tuple(
            (one["index"], frozenset(one["digests"])) for one in case.get("issues", ())
        ),
    )
    for member in ("answer", "codes", "number", "disclosed", "withheld"):
        assert answer[member] == case[member], member


def _both(
    second: ModuleType,
    document: str,
    status: str | None,
    role: Role = Role.CUSTOMS,
    seen: tuple[str, ...] = (),
) -> tuple[object, object]:
    own = verify(
        document,
        keys=KEYS,
        status=status,
        at=NOON + HOUR,
        max_status_age=DAY,
        role=role,
        beside=beside.Beside(seen=seen),
    ).to_json()
    other = second.verify(
        document,
        keys=second.read_keys(KEYS.to_bytes()),
        status=status,
        at=NOON + HOUR,
        limit=DAY,
        role=role.value,
        seen=seen,
    )
    codes = [reason["code"] for reason in own["reasons"]]  # type: ignore[attr-defined]
    names = ("answer", "disclosed", "withheld", "status", "status_age_seconds")
    return (
        (codes, [own[name] for name in names]),
        (other["codes"], [other[name] for name in names]),
    )


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("document", [DOCUMENT, CODE], ids=["sd-jwt", "code"])
def test_both_show_each_role_the_same(
    second: ModuleType, document: str, role: Role
) -> None:
    one, other = _both(second, document, status_list(), role)
    assert one == other


def test_both_say_the_same_of_changed_bits(second: ModuleType) -> None:
    chosen = random.Random(5)  # noqa: S311  # a sample
    texts = {"document": DOCUMENT, "code": CODE, "status": status_list()}
    for _ in range(300):
        name = chosen.choice(sorted(texts))
        text = texts[name]
        place, bit = chosen.randrange(len(text)), chosen.randrange(7)
        changed = text[:place] + chr(ord(text[place]) ^ 1 << bit) + text[place + 1 :]
        status = changed if name == "status" else texts["status"]
        one, other = _both(second, CODE if name == "status" else changed, status)
        assert one == other, (name, place, bit)


def test_both_remember_lists_alike(second: ModuleType) -> None:
    newer = status_list(issued_at=NOON + HOUR)
    ended = status_list(LicenceStatus.REVOKED, issued_at=NOON - HOUR)
    for status in (status_list(), status_list(LicenceStatus.EXHAUSTED), "x", None):
        near = status_list(LicenceStatus.SUSPENDED, issued_at=NOON + DAY / 1440)
        for seen in ((near,), (newer,), (ended,), (newer, ended), ("x",)):
            one, other = _both(second, CODE, status, seen=seen)
            assert one == other


def test_the_command_answers_with_its_exit_code(
    second: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("code", CODE), ("status", status_list())):
        (tmp_path / name).write_text(text)
    (tmp_path / "keys").write_bytes(KEYS.to_bytes())
    words = [str(tmp_path / "code"), "--keys", str(tmp_path / "keys")]
    at = ["--at", (NOON + HOUR).isoformat()]
    status = ["--status", str(tmp_path / "status")]
    assert second.main([*words, *at, *status]) == 0
    assert json.loads(capsys.readouterr().out)["answer"] == "valid"
    assert second.main([*words, *at]) == 4
    (tmp_path / "code").write_text(CODE.lower())
    assert second.main([*words, *at, *status]) == 1
    assert second.main([str(tmp_path / "nothing"), *words[1:]]) == 2
