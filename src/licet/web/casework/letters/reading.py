"""What a page of our own letters shows to the eye, read back from the file.

Not a reader for any PDF: it knows the few operators that our typesetter writes, and a
page that it cannot read counts as a page that says nothing.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

_MARK: Final = re.compile(rb"/(?P<font>\w+) [\d.]+ Tf|\bBT\b|\bET\b|\(")
_TURN: Final = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_CHARACTER: Final = re.compile(rb"^<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>$", re.MULTILINE)
_CONTROL: Final = {
    b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"",
}  # fmt: skip


def page_text(reader: PdfFileReader) -> str:
    """All text of all pages in the order of drawing, blanks as drawn."""
    return "".join(
        part for page in _pages(reader.root["/Pages"]) for part in _texts(page)
    )


def _pages(node: generic.DictionaryObject) -> Iterator[generic.DictionaryObject]:
    if node["/Type"] != "/Pages":
        yield node
        return
    kids = node["/Kids"]
    for place in range(len(kids)):
        yield from _pages(kids[place])


def _texts(page: generic.DictionaryObject) -> Iterator[str]:
    named = page["/Resources"]["/Font"]
    fonts = {
        str(name)[1:]: _characters(named[name]["/ToUnicode"].data) for name in named
    }
    content = page["/Contents"].data
    characters: Mapping[int, str] = {}
    in_text = False
    place = 0
    while mark := _MARK.search(content, place):
        place = mark.end()
        if mark["font"] is not None:
            characters = fonts[mark["font"].decode("ascii")]
        elif mark[0] != b"(":
            in_text = mark[0] == b"BT"
        else:
            place = _string_end(content, place)
            if in_text:
                yield _string(content[mark.end() : place - 1], characters)


def _string_end(content: bytes, place: int) -> int:
    """The place behind the bracket that closes the string opened before ``place``."""
    depth = 1
    while depth:
        turn = _TURN.search(content, place)
        if turn is None:
            return len(content)
        place = turn.end()
        depth += {b"(": 1, b")": -1}.get(turn[0], 0)
    return place


def _string(literal: bytes, characters: Mapping[int, str]) -> str:
    codes = _ESCAPE.sub(_unescaped, literal)
    pairs = zip(codes[::2], codes[1::2], strict=True)
    return "".join(characters.get(256 * high + low, "") for high, low in pairs)


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1].isdigit():
        return bytes([int(found[1], 8)])
    return _CONTROL.get(found[1], found[1])


def _characters(table: bytes) -> dict[int, str]:
    return {
        int(code, 16): bytes.fromhex(text.decode("ascii")).decode("utf-16-be")
        for code, text in _CHARACTER.findall(table)
    }
