"""The end-user undertaking set in type with its data attached, and what can be read of one that came back."""

import io
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from licet.diversion.undertaking import (
    MalformedUndertakingError,
    Sealed,
    read_sealed,
)
from licet.kernel import territory_name
from licet.web.casework.letters.compose import (  # fmt: skip
    Block,
    Sheet,
    entries,
    heading,
    pairs,
    text,
)
from licet.web.casework.letters.model import Gettext
from licet.web.casework.letters.render import in_english, set_with_data
from licet.web.casework.letters.words import long_day

UNDERTAKING_FILE: Final = "undertaking.json"
Json = Mapping[str, Any]
_MOST: Final = 4 * 2**20  # bytes of one stream; ours have a few thousand
_DEEPEST: Final = 8
_LINE: Final = "." * 60
# What the library lets through when a file is not what it claims to be.
_UNREADABLE: Final = (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, ArithmeticError, RecursionError, NotImplementedError, OSError, zlib.error)  # fmt: skip


def render_undertaking(sealed: Sealed, gettext: Gettext = in_english) -> bytes:
    """Set an undertaking for signature.

    Args:
        sealed: What it says, with its hash.
        gettext: Translator into the language of the signatory.

    Returns:
        A PDF with the data attached as ``undertaking.json``. The authority does not sign it:
        the end user does.

    Raises:
        LetterRenderError: The typesetter cannot set it.
    """
    content = sealed.content
    sheet = Sheet(
        title=gettext("End-user undertaking"),
        description=gettext("End-user undertaking {number}").format(
            number=sealed.number
        ),
        reference=sealed.number,
        authority=str(content["authority"]),
        address=(),
        addressee=(),
        dated=sealed.made_on,
        blocks=tuple(_blocks(sealed, gettext)),
        notes=(
            gettext(
                "Sign this document as it is and send it back whole. A machine compares "
                "every field; what was altered is refused."
            ),
            gettext("The same data are attached to this file as undertaking.json."),
        ),
    )
    return set_with_data(sheet, gettext, name=UNDERTAKING_FILE, data=sealed.to_text())


def _party(one: Json) -> str:
    parts = [str(one["name"]), str(one.get("address") or "")]
    if one.get("country"):
        parts.append(f"{territory_name(str(one['country']))} ({one['country']})")
    return ", ".join(part for part in parts if part)


def _blocks(sealed: Sealed, gettext: Gettext) -> Iterator[Block]:
    content = sealed.content
    rows = [
        (gettext("Number"), sealed.number),
        (gettext("Content hash"), _in_groups(sealed.content_hash)),
        (gettext("Case"), str(content["case"])),
        (gettext("Exporter"), _party(content["exporter"])),
        (gettext("End user"), _party(content["end_user"])),
    ]
    rows += [(gettext("Consignee"), _party(one)) for one in content["consignees"]]
    rows += [
        (gettext("Country of final use"), _country(str(content["destination"]))),
        (gettext("End use"), str(content["end_use"])),
        (gettext("To come back by, included"), long_day(sealed.valid_until, gettext)),
    ]
    yield pairs(rows)
    yield heading(gettext("Items"))
    yield {
        "kind": "table",
        "widths": [1, 8, 3],
        "columns": [gettext("Line"), gettext("Item"), gettext("Quantity")],
        "rows": [
            [str(line), str(item["name"]), str(item["quantity"] or "-")]
            for line, item in enumerate(content["items"], start=1)
        ],
    }
    yield heading(gettext("We undertake"))
    yield entries([str(one) for one in content["promises"]])
    yield heading(gettext("Signature"))
    yield text(
        gettext(
            "Signed for the end user by somebody who may bind it, with the seal of the body."
        )
    )
    yield pairs(
        [
            (gettext("Name"), _LINE),
            (gettext("Post"), _LINE),
            (gettext("Day"), _LINE),
            (gettext("Signature and seal"), _LINE),
        ]
    )


def _in_groups(mark: str) -> str:
    """Eight signs and a blank, so that it fits the line and can be typed from paper."""
    return " ".join(mark[place : place + 8] for place in range(0, len(mark), 8))


def _country(code: str) -> str:
    return f"{territory_name(code)} ({code})" if code else "-"


def attached_undertaking(pdf: bytes) -> Sealed | None:
    """The data attached to a returned undertaking; ``None`` for a scan, which carries none.

    Raises:
        MalformedUndertakingError: There are such data, and they are not of our form.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        found = [
            content
            for name, content in _attached(reader.root)
            if name == UNDERTAKING_FILE
        ]
    except _UNREADABLE:
        return None
    if not found:
        return None
    if len(found) > 1 or found[0] is None:
        raise MalformedUndertakingError("it carries them twice, or far too many")
    try:
        return read_sealed(found[0].decode("utf-8"))
    except UnicodeDecodeError as error:
        raise MalformedUndertakingError("not UTF-8") from error


def _attached(root: generic.DictionaryObject) -> Iterator[tuple[str, bytes | None]]:
    listed = root["/Names"]["/EmbeddedFiles"]["/Names"]
    for place in range(0, len(listed), 2):
        yield str(listed[place]), _bounded(listed[place + 1]["/EF"]["/F"])


def _bounded(stream: generic.StreamObject) -> bytes | None:
    """The content of a stream; ``None`` when it unpacks to far more than ours do."""
    packed: bytes = stream.encoded_data
    kind = stream.get("/Filter")
    if kind is None:
        return packed if len(packed) <= _MOST else None
    kinds = [str(one) for one in kind] if isinstance(kind, list) else [str(kind)]
    if kinds != ["/FlateDecode"]:
        return None
    unpacker = zlib.decompressobj()
    content = unpacker.decompress(packed, _MOST)
    return None if unpacker.unconsumed_tail else content


def pages_differ(generated: bytes, returned: bytes) -> bool | None:
    """Whether the pages of a returned file draw something else than the generated ones.

    Args:
        generated: The file as made.
        returned: The file that came back.

    Returns:
        ``False`` when every page draws exactly what was generated; ``None`` when more was drawn
        over it or it cannot be read, so that an officer must look; ``True`` when what was
        generated is no longer drawn.
    """
    try:
        ours = list(_pages(PdfFileReader(io.BytesIO(generated)).root["/Pages"]))
        theirs = list(
            _pages(PdfFileReader(io.BytesIO(returned), strict=False).root["/Pages"])
        )
    except _UNREADABLE:
        return None
    if any(one is None for page in theirs for one in page):
        return None
    if ours == theirs:
        return False
    drawn = [one for page in theirs for one in page]
    whole = all(one in drawn for page in ours for one in page)
    return None if whole else True


def _pages(node: Any, depth: int = 0) -> Iterator[list[bytes | None]]:  # noqa: ANN401  # the library's own objects
    if depth > _DEEPEST:
        raise RecursionError
    if "/Kids" in node:
        kids = node["/Kids"]
        for place in range(len(kids)):
            yield from _pages(kids[place], depth + 1)
        return
    content = node["/Contents"]
    if isinstance(content, generic.ArrayObject):
        yield [_bounded(content[place]) for place in range(len(content))]
    else:
        yield [_bounded(content)]
