"""What the house rules look at: modules, their trees, their parts."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "licet"
ENGINES = (
    "kernel",
    "facts",
    "regimes",
    "determination",
    "screening",
    "diversion",
    "threats",
    "risk",
    "review",
    "decision",
    "licence",
    "monitoring",
    "disclosure",
    "exchange",
    "scenarios",
    "ledger",
)
EXACT = (
    "kernel",
    "facts",
    "regimes",
    "determination",
    "review",
    "decision",
    "licence",
    "ledger",
)


def modules(*parts: str) -> Iterator[Path]:
    """Every Python module of these parts, in order."""
    for part in parts:
        yield from sorted((SOURCE / part).rglob("*.py"))


def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text("utf-8"), str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where a finding stands, for the message."""
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{path.relative_to(ROOT)}{line}"
