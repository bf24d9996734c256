"""Own tables of facts about names: written for Licet, one small JSON file each."""

import json
from functools import cache
from importlib.resources import files

from licet.kernel import territories


def _load(name: str) -> object:
    return json.loads(
        (files("licet.screening.tables") / f"{name}.json").read_text("utf-8")
    )


@cache
def rows(name: str) -> dict[str, str]:
    """A table of text -> text, as it stands in its file."""
    loaded: dict[str, str] = _load(name)  # type: ignore[assignment]
    return loaded


@cache
def members(name: str) -> frozenset[str]:
    """A table that is a list of words."""
    loaded: list[str] = _load(name)  # type: ignore[assignment]
    return frozenset(loaded)


@cache
def groups(name: str) -> tuple[tuple[str, ...], ...]:
    """A table that is a list of groups of like words, the first standing for the rest."""
    loaded: list[list[str]] = _load(name)  # type: ignore[assignment]
    return tuple(tuple(group) for group in loaded)


@cache
def fitted(name: str) -> dict[str, list[float]]:
    """A table of fitted numbers: text -> numbers."""
    loaded: dict[str, list[float]] = _load(name)  # type: ignore[assignment]
    return loaded


@cache
def countries() -> dict[str, str]:
    """Names of countries as lists write them -> ISO code."""
    out = dict(rows("countries"))
    for code, short in territories().items():
        out.setdefault(" ".join(short.casefold().replace("&", "and").split()), code)
    return out
