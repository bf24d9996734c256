"""Hits in words: which words answer to which, what bears on it, what is missing."""

from collections.abc import Sequence

from licet.screening.model import Entity, Part

_HOW = {
    "exact": "the same word",
    "fold": "another romanisation",
    "edit": "spelt a little differently",
    "initial": "an initial",
    "joined": "written together or apart",
}
# Words lighter than this (legal forms, particles) are not worth a reader's time.
WORTH_SAYING = 0.13


def sentence(entity: Entity, query: str, name: str, parts: Sequence[Part]) -> str:
    """One plain sentence on why an entry was proposed.

    Examples:
        >>> from licet.screening.model import Kind
        >>> entry = Entity(id="x:1", source="x", kind=Kind.PERSON, names=())
        >>> sentence(entry, "Ana Ruis", "Ana Ruiz", (
        ...     Part(query="ana", entry="ana", kind="exact", weight=0.4),
        ...     Part(query="ruis", entry="ruiz", kind="edit", weight=0.9)))
        '"Ana Ruis" beside "Ana Ruiz" (x): ana is the same word; ruis ~ ruiz, spelt a little differently.'
    """
    said = []
    for part in parts:
        if part.weight < WORTH_SAYING:
            continue
        if part.kind == "missing":
            said.append(f"{part.query} is not in the entry")
        elif part.kind == "extra":
            said.append(f"the entry also has {part.entry}")
        elif part.kind == "exact":
            said.append(f"{part.query} is {_HOW['exact']}")
        else:
            said.append(f"{part.query} ~ {part.entry}, {_HOW[part.kind]}")
    listed = ", ".join(entity.programs[:2]) or entity.source
    reasons = "; ".join(said) or "the same name but for small words"
    return f'"{query}" beside "{name}" ({listed}): {reasons}.'
