"""The record of a self-check set in type, its data attached: for the file of an exporter or an application."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from licet.kernel import canonical_bytes
from licet.web.casework.letters.compose import (
    Block,
    Sheet,
    entries,
    heading,
    pairs,
)
from licet.web.casework.letters.model import Gettext
from licet.web.casework.letters.render import in_english, set_with_data

RECORD_FILE: Final = "self-check.json"
Json = Mapping[str, Any]


def render_self_check(record: Json, gettext: Gettext = in_english) -> bytes:
    """Set the record of a self-check.

    Args:
        record: The record as saved, its hash included.
        gettext: Translator into the reader's language.

    Returns:
        A PDF with the record attached as it is. It is not signed: a self-check binds nobody.

    Raises:
        LetterRenderError: The typesetter cannot set it.
    """
    sheet = Sheet(
        title=gettext("Record of a self-check"),
        description=gettext("Answers, law, result and hash of one self-check"),
        reference=str(record["digest"])[:16],
        authority=str(record["authority"]),
        address=(),
        addressee=(),
        dated=datetime.fromisoformat(str(record["made_at"])).date(),
        blocks=tuple(_blocks(record, gettext)),
        notes=(
            gettext(
                "A self-check is advice, computed from what was answered. It binds nobody."
            ),
        ),
    )
    data = canonical_bytes(record).decode("utf-8")
    return set_with_data(sheet, gettext, name=RECORD_FILE, data=data)


def _blocks(record: Json, gettext: Gettext) -> Iterator[Block]:
    found: Json = record["determination"]
    yield pairs(
        [
            (gettext("Result"), str(found["sentence"])),
            (gettext("Law"), str(record["law"])),
            (gettext("Law of the day"), str(record["on"])),
            (gettext("Version of the package"), str(found["regime_version"])),
            (gettext("Hash of the result"), str(found["digest"])),
            (gettext("Hash of this record"), str(record["digest"])),
        ]
    )
    yield from _listed(gettext("What was answered"), _answers(record, gettext))
    fired = [one for one in found["rules"] if one["fired"]]
    yield from _listed(gettext("The rules that apply"), map(_rule, fired))
    yield from _listed(
        gettext("Still open"), (_question(one) for one in found["questions"])
    )


def _listed(title: str, items: "Iterator[str] | map[str]") -> Iterator[Block]:
    lines: Sequence[str] = tuple(items)
    if lines:
        yield heading(title)
        yield entries(lines)


def _answers(record: Json, gettext: Gettext) -> Iterator[str]:
    asked: Json = record.get("questions") or {}
    for path, value in record["answers"].items():
        yield f"{asked.get(path, path)} {_said(value, gettext)}"
    for path in record["not_known"]:
        yield f"{asked.get(path, path)} {gettext('Not known.')}"


def _said(value: object, gettext: Gettext) -> str:
    if isinstance(value, bool):
        return gettext("Yes.") if value else gettext("No.")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or gettext("None.")
    return str(value)


def _rule(one: Json) -> str:
    cited: Json = one["citation"]
    words = f"{one['title']} ({cited['instrument']}, {cited['pinpoint']})"
    return (
        words if cited["verified"] else f"{words} [not verified in the official text]"
    )


def _question(one: Json) -> str:
    return str(one["question"])
