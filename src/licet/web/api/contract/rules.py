"""Which calls must carry a key or a version: read once from the data beside this module."""

import re
import tomllib
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent
_PREFIX = "api/v1/"


@cache
def rules() -> dict[str, frozenset[str]]:
    """The lists of ``keys.toml`` by name."""
    read = tomllib.loads((_DATA / "keys.toml").read_text("utf-8"))
    return {name: frozenset(listed) for name, listed in read.items()}


@cache
def template(route: str) -> str:
    """An address as OpenAPI writes it, from a route of Django."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.removeprefix(_PREFIX))


def needs(rule: str, method: str | None, route: str) -> bool:
    """Whether a rule names this operation."""
    return f"{method} {template(route)}" in rules()[rule]
