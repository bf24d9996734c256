"""Official texts of law that lie on this machine: read where they are, shown beside a rule, never kept."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

# Which file of the folder holds the list of which package, as the folder's own manifest lays it out.
_ANNEX = {"eu/2021-821": "eu/annex.json"}
_CONTROL_LIST = {"us/ear": "us/ccl-cat-4-5.json"}
_ENTRY = re.compile(r"\b(\d[A-E]\d{3})((?:\.[0-9a-z]+)*)")
_ARTICLE = re.compile(r"\bArt(?:icle|\.)\s*(\d+)\s*(?:\((\d+)\))?")
_PARAGRAPH = re.compile(r"(?:(?<=\s)|(?<=^))(\d{1,2})\.(?=[A-Z])")


Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawText:
    """Words of an official text as they lie on this machine; shown, never kept.

    Attributes:
        lines: The words, line by line.
        source: Whose text it is, with the acknowledgement that it asks for.
        version: Which version it is.
        uri: Where it was read.
    """

    lines: tuple[str, ...]
    source: str
    version: str
    uri: str

    @property
    def sha256(self) -> str:
        """SHA-256 over the words, one line each: what a package records of the text it restates."""
        return sha256("\n".join(self.lines).encode("utf-8")).hexdigest()


def names_an_entry(pinpoint: str) -> bool:
    """Whether a pinpoint names an entry of a control list.

    Examples:
        >>> names_an_entry("Annex I 4D004"), names_an_entry("Art. 5(1)")
        (True, False)
    """
    return _ENTRY.search(pinpoint) is not None


@dataclass(frozen=True, slots=True)
class NoLawTexts:
    """A machine without official texts."""

    def text(self, regime: str, pinpoint: str) -> LawText | None:  # noqa: ARG002  # the port's signature
        """Nothing."""
        return None

    def holds(self, regime: str) -> bool:  # noqa: ARG002  # as that of the folder
        """Of no package."""
        return False


@dataclass(slots=True, kw_only=True)
class LawTextFolder:
    """Official texts in a folder; each file is read once, when it is first asked for.

    Attributes:
        root: The folder; it is only read.
    """

    root: Path
    _files: dict[str, Json | None] = field(default_factory=dict, compare=False)

    def text(self, regime: str, pinpoint: str) -> LawText | None:
        """The words at a place of a package's law, as far as they are in the folder.

        Args:
            regime: The package, for example ``eu/2021-821``.
            pinpoint: An entry such as ``4D004`` or ``Annex I 5A001.f.1``, or an article
                such as ``Art. 5(1)``.

        Returns:
            The words with their source; ``None`` when they are not at hand.
        """
        if regime in _ANNEX:
            return _from_annex(self._read(_ANNEX[regime]), pinpoint)
        if regime in _CONTROL_LIST:
            return _from_control_list(self._read(_CONTROL_LIST[regime]), pinpoint)
        return None

    def holds(self, regime: str) -> bool:
        """Whether the list of a package is in the folder."""
        name = _ANNEX.get(regime) or _CONTROL_LIST.get(regime)
        return name is not None and bool(self._read(name).get("entries"))

    def _read(self, name: str) -> Json:
        if name not in self._files:
            self._files[name] = _load(self.root / name)
        return self._files[name] or {}


def _load(file: Path) -> Json | None:
    """A file as JSON; one that is not there or cannot be read shows no text."""
    try:
        found: Any = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, Mapping) else None


def _from_annex(held: Json, pinpoint: str) -> LawText | None:
    wanted = _ENTRY.search(pinpoint)
    lines = (
        _annex_lines(held, wanted[1], wanted[2])
        if wanted
        else _article_lines(held, pinpoint)
    )
    return _text(
        lines,
        source=str(held.get("attribution", "")),
        version=f"{held.get('corpus_version', '')}, {held.get('valid_from', '')}",
        uri=str(held.get("source_url", "")),
    )


def _annex_lines(held: Json, code: str, below: str) -> tuple[str, ...]:
    for entry in held.get("entries", ()):
        if entry.get("entry_code") == code:
            lines = str(entry["verbatim_text"]).splitlines()
            inside = code + below
            kept = [
                line
                for place, line in enumerate(lines)
                if not below or place == 0 or _under(line, inside)
            ]
            return tuple(kept)
    return ()


def _under(line: str, place: str) -> bool:
    """Whether a line of the list belongs to a paragraph: to it, above it, or below it."""
    number = line.partition(" ")[0].rstrip(".")
    return number == place or number.startswith(f"{place}.")


def _article_lines(held: Json, pinpoint: str) -> tuple[str, ...]:
    wanted = _ARTICLE.search(pinpoint)
    if wanted is None:
        return ()
    for part in held.get("docs", ()):
        title = str(part.get("title", ""))
        if title.startswith(f"Article {wanted[1]} "):
            return _paragraphs(str(part["verbatim_text"]), wanted[1], wanted[2])
    return ()


def _paragraphs(words: str, article: str, paragraph: str | None) -> tuple[str, ...]:
    body = words.removeprefix(f"Article {article}")
    starts = [(int(one[1]), one.start()) for one in _PARAGRAPH.finditer(body)]
    ends = [start for _number, start in starts[1:]] + [len(body)]
    found = {
        number: body[start:end].strip()
        for (number, start), end in zip(starts, ends, strict=False)
    }
    if paragraph is not None and int(paragraph) in found:
        return (found[int(paragraph)],)
    return tuple(found.values()) or (body.strip(),)


def _from_control_list(held: Json, pinpoint: str) -> LawText | None:
    wanted = _ENTRY.search(pinpoint)
    if wanted is None:
        return None
    lines: tuple[str, ...] = ()
    for entry in held.get("entries", ()):
        if entry.get("eccn") == wanted[1]:
            lines = (
                f"{wanted[1]} {entry['heading']}",
                *_item_lines(entry.get("items") or (), wanted[2].split(".")[1:2]),
            )
    source = held.get("source") or {}
    return _text(
        lines,
        source=str(held.get("citation", "")),
        version=str(held.get("ecfrIssueDate", "")),
        uri=str(source.get("url", "")),
    )


def _item_lines(items: Iterable[Json], first: list[str]) -> list[str]:
    """The paragraphs of an entry, or only those under its first letter when one is named."""
    found = []
    inside = not first
    for one in items:
        letter = one.get("paragraph")
        if first and one.get("depth") == 1 and letter:
            inside = str(letter) == first[0]
        if inside:
            found.append(f"{letter}. {one['text']}" if letter else str(one["text"]))
    return found


def _text(
    lines: tuple[str, ...], *, source: str, version: str, uri: str
) -> LawText | None:
    if not lines:
        return None
    return LawText(lines=lines, source=source, version=version, uri=uri)
