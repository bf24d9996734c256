"""One word per idea: the names the law uses, and not their rivals."""

import ast
import re
import tomllib

from tests.architecture.house import ENGINES, ROOT, SOURCE, modules, place, tree

RIVALS = {
    "product": "item",
    "goods_item": "item",
    "sku": "item",
    "rating": "entry",
    "verdict": "classification or determination",
    "wildcard": "catch-all",
    "client": "exporter, consignee or end user",
    "customer": "exporter, consignee or end user",
    "license": "licence",
    "permit": "licence",
    "proviso": "condition",
    "ticket": "referral",
    "rejection": "refusal or denial notice",
    "cancel": "suspension, revocation, annulment, surrender or expiry",
}
REASONS = tomllib.loads((ROOT / "tests/architecture/words.toml").read_text("utf-8"))


def _words(name: str) -> set[str]:
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def _public_names(path_tree: ast.Module) -> list[tuple[str, ast.AST]]:
    names: list[tuple[str, ast.AST]] = []
    for node in ast.walk(path_tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.append((node.name, node))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.append((node.target.id, node))
    return [(name, node) for name, node in names if not name.startswith("_")]


def _allowed(path: str, word: str) -> bool:
    return f"{path.partition(':')[0]}:{word}" in REASONS


def test_public_names_of_engines_use_the_fields_own_words() -> None:
    found = []
    for path in modules(*ENGINES):
        for name, node in _public_names(tree(path)):
            for word in sorted(_words(name) & set(RIVALS)):
                where = place(path, node)
                if not _allowed(where, word):
                    found.append(f"{where}: {name}: say {RIVALS[word]!r}, not {word!r}")
    assert found == []


def test_templates_use_the_fields_own_words() -> None:
    found = []
    for path in sorted((SOURCE / "web").rglob("*")):
        if path.suffix not in {".html", ".jinja"}:
            continue
        text = re.sub(
            r"\{[%{#].*?[%}#]\}|<[^>]*>", " ", path.read_text("utf-8"), flags=re.DOTALL
        )
        rivals = sorted(set(re.findall(r"[a-z]+", text.lower())) & set(RIVALS))
        found += [
            f"{place(path)}: say {RIVALS[word]!r}, not {word!r}"
            for word in rivals
            if not _allowed(place(path), word)
        ]
    assert found == []


def test_every_allowed_use_still_stands_and_has_a_reason() -> None:
    for key, reason in REASONS.items():
        path, _, word = key.rpartition(":")
        assert reason.strip(), key
        assert word in RIVALS, key
        assert (ROOT / path).exists(), key
