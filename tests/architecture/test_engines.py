"""House rules of the engines that imports cannot show."""

import ast
from pathlib import Path

import pytest
from tests.architecture.house import ENGINES, EXACT, ROOT, SOURCE, modules, place, tree

from licet.kernel import LicetError

CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
}
CHANCE = {"numpy.random", "random", "secrets", "uuid"}
TOO_LONG = 45  # lines of a function


def test_no_engine_reads_a_clock() -> None:
    found = [
        place(path, node)
        for path in modules(*ENGINES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in CLOCKS
    ]
    assert found == []


def test_no_engine_takes_chances() -> None:
    found = [
        place(path, node)
        for path in modules(*ENGINES)
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ImportFrom) and node.module in CHANCE)
        or (
            isinstance(node, ast.Attribute)
            and ast.unparse(node).startswith(("np.random", "numpy.random"))
        )
    ]
    assert [name for name in found if "scenarios" not in name] == []


def test_no_float_where_law_money_quantity_share_or_time_is_decided() -> None:
    found = [
        place(path, node)
        for path in modules(*EXACT)
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]
    # The canonical form and the fact reader name float only to refuse it.
    assert [name for name in found if not _refuses_floats(name)] == []


def _refuses_floats(name: str) -> bool:
    path, _, line = name.partition(":")
    source = (ROOT / path).read_text("utf-8").splitlines()[int(line) - 1]
    return "refuse floats" in source


@pytest.mark.parametrize("part", ENGINES)
def test_every_part_says_what_it_is_and_what_it_offers(part: str) -> None:
    module = tree(SOURCE / part / "__init__.py")
    assert ast.get_docstring(module)
    names = {
        target.id
        for node in module.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    assert "__all__" in names


def test_no_part_is_a_drawer() -> None:
    drawers = {"utils", "util", "common", "helpers", "helper", "misc", "lib"}
    found = [
        place(path)
        for path in sorted(SOURCE.rglob("*"))
        if path.stem.lower() in drawers and "third_party" not in path.parts
    ]
    assert found == []


def test_modules_stay_readable() -> None:
    long = [
        (place(path), lines)
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
        and (lines := len(path.read_text("utf-8").splitlines())) > 500
    ]
    assert long == []


def test_functions_stay_readable() -> None:
    """Under 45 lines from ``def`` to the last, docstring included."""
    long = [
        place(path, node)
        for path in modules("")
        if "migrations" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 >= TOO_LONG
    ]
    assert long == []


def _raised_codes() -> dict[str, Path]:
    codes: dict[str, Path] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(tree(path)):
            named = isinstance(node, ast.ClassDef) and node.name.endswith("Error")
            if isinstance(node, ast.ClassDef) and named and node.name[0] != "_":
                codes[node.name] = path
    return codes


def test_every_error_class_is_named_in_a_test() -> None:
    text = "\n".join(
        path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("*.py"))
    )
    roots = {"LicetError", "DefectError", "InputError", "EvidenceError"}
    missing = [
        f"{name} ({place(path)})"
        for name, path in _raised_codes().items()
        if name not in roots and name not in text
    ]
    assert missing == []


def _subclasses(root: type[LicetError]) -> list[type[LicetError]]:
    direct = root.__subclasses__()
    return [*direct, *(deeper for each in direct for deeper in _subclasses(each))]


def test_no_two_errors_share_a_code() -> None:
    codes: dict[str, str] = {}
    for each in _subclasses(LicetError):
        if "code" in vars(each):
            assert codes.setdefault(each.code, each.__name__) == each.__name__, (
                each.code
            )
