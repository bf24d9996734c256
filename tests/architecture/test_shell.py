"""House rules of the shell."""

import ast
import re

from tests.architecture.house import ROOT, SOURCE, modules, place, tree

CASEWORK = "web/casework"


def test_nothing_is_deleted_by_cascade_and_no_share_is_a_float() -> None:
    found = [
        place(path, node)
        for path in modules(CASEWORK)
        if "migrations" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"CASCADE", "FloatField"}
    ]
    assert found == []


def test_casework_has_no_signal_receivers_and_no_save_overrides() -> None:
    found = [
        place(path, node)
        for path in modules(CASEWORK)
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.FunctionDef) and node.name == "save")
        or (
            isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith("django.dispatch")
        )
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "django.db.models.signals"
        )
    ]
    assert found == []


def test_templates_carry_no_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=\"|\son[a-z]+=\"|javascript:",
        re.IGNORECASE,
    )
    found = [
        f"{place(path)}: {match.group(0)}"
        for path in sorted((SOURCE / "web").rglob("*"))
        if path.suffix in {".html", ".jinja"}
        for match in inline.finditer(path.read_text("utf-8"))
    ]
    assert found == []


def test_every_setting_from_the_environment_is_documented() -> None:
    names = set()
    for path in (*modules("web"), *modules("cli")):
        names |= set(
            re.findall(
                r"env\w*(?:\.\w+)*[(\[]\s*\"(LICET_[A-Z_]+)", path.read_text("utf-8")
            )
        )
    documented = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    assert "LICET_STATE" in names
    assert sorted(name for name in names if name not in documented) == []


def test_every_command_is_documented() -> None:
    documented = (ROOT / "docs/reference/cli.md").read_text("utf-8")
    direct = (SOURCE / "cli").glob("*.py")
    commands = {path.stem for path in direct} - {"__init__", "main"}
    names = {"shell": ("serve", "worker", "manage")}
    missing = [
        name
        for stem in sorted(commands)
        for name in names.get(stem, (stem,))
        if f"licet {name}" not in documented
    ]
    assert missing == []


def test_work_that_is_not_done_is_not_hidden_in_the_source() -> None:
    words = re.compile(r"#\s*(TODO|FIXME|XXX)\b|raise NotImplementedError")
    found = [
        place(path)
        for path in sorted(SOURCE.rglob("*.py"))
        if words.search(path.read_text("utf-8"))
    ]
    assert found == []
