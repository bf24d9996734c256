"""Letters set in type: PDF/A-3 and PDF/UA-1, the same bytes for the same data."""

import contextlib
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import segno
import typst

from licet.licence import (
    CheckpointReference,
    LicenceClaims,
    Role,
    contradictions,
    present,
)
from licet.web.casework.letters.compose import Sheet, compose_letter, compose_licence
from licet.web.casework.letters.errors import LetterDataError, LetterRenderError
from licet.web.casework.letters.glyphs import FONTS, ascii_only, cleaned, showable
from licet.web.casework.letters.model import (
    Gettext,
    LetterData,
    LetterKind,
    require_whole,
)
from licet.web.casework.letters.words import frame_words, licence_words, long_day

STANDARDS: Final = ("a-3b", "ua-1")
LICENCE_FILE: Final = "licence.sdjwt"
LETTER_FILE: Final = "letter.json"
TEMPLATES: Final = Path(__file__).parent / "templates"

Fit = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attachment:
    name: str
    data: str
    mime: str
    about: str


def in_english(words: str) -> str:
    """The translator that changes nothing."""
    return words


def render_licence(
    claims: LicenceClaims,
    sdjwt: str,
    qr_text: str,
    checkpoint: CheckpointReference,
    gettext: Gettext = in_english,
) -> bytes:
    """Set the licence letter, with the signed data attached and the code drawn.

    The letter travels with the goods, so the attachment is cut down to what customs may
    see; the licensee gets the whole SD-JWT apart.

    Args:
        claims: What the licence says.
        sdjwt: The same, signed (``licet.licence.issue_licence``).
        qr_text: The same, as printed code (``licet.licence.issue_code``).
        checkpoint: Latest state of the public log.
        gettext: Translator into the letter's language.

    Returns:
        A PDF, not yet signed.

    Raises:
        LetterDataError: The signed forms do not say what the claims say.
    """
    for document in (sdjwt, qr_text):
        _require_same(claims, document)
    attached = present(sdjwt, Role.CUSTOMS)
    sheet = compose_licence(claims, checkpoint, gettext)
    return _set(
        sheet,
        gettext,
        _Attachment(
            name=LICENCE_FILE,
            data=attached,
            mime="application/dc+sd-jwt",
            about=licence_words(gettext)["about"].format(
                number=claims.number, authority=claims.authority
            ),
        ),
        code=_code_svg(qr_text),
    )


def render_letter(
    kind: LetterKind, data: LetterData, gettext: Gettext = in_english
) -> bytes:
    """Set any other letter, its data attached.

    Args:
        kind: Which letter.
        data: What it says.
        gettext: Translator into the letter's language.

    Returns:
        A PDF, not yet signed.

    Raises:
        LetterDataError: The data lack what the kind must say.
    """
    require_whole(kind, data)
    sheet = compose_letter(kind, data, gettext)
    attachment = _Attachment(
        name=LETTER_FILE,
        data=data.to_bytes().decode("utf-8"),
        mime="application/json",
        about=sheet.description,
    )
    return _set(sheet, gettext, attachment, language=data.language)


def set_with_data(sheet: Sheet, gettext: Gettext, *, name: str, data: str) -> bytes:
    """Set a sheet that is no letter of a case, with its data attached.

    Args:
        sheet: What it says.
        gettext: Translator into the reader's language.
        name: The name of the attached file.
        data: What stands in it, JSON.

    Returns:
        A PDF, not signed.

    Raises:
        LetterRenderError: The typesetter cannot set it.
    """
    attachment = _Attachment(
        name=name, data=data, mime="application/json", about=sheet.description
    )
    return _set(sheet, gettext, attachment)


def _require_same(claims: LicenceClaims, document: str) -> None:
    wrong = contradictions(claims, document)
    if wrong:
        raise LetterDataError(
            f"The signed form of licence {claims.number} says something else than the "
            f"licence for {', '.join(wrong)}. Sign the licence again from its claims."
        )


def _code_svg(text: str) -> str:
    drawn = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(drawn, kind="svg", border=4, xmldecl=False, nl=False)
    return drawn.getvalue().decode("utf-8")


def _set(
    sheet: Sheet,
    gettext: Gettext,
    attachment: _Attachment,
    *,
    code: str = "",
    language: str = "en",
) -> bytes:
    """Set a sheet; a cluster that no single font shapes falls back to ASCII."""

    def made(fit: Fit) -> bytes:
        letter = _letter(sheet, gettext, attachment, fit=fit) | {"language": language}
        inputs = {
            "letter": json.dumps(letter, sort_keys=True),
            "code": code,
            "attached": attachment.data,
        }
        return _compile(inputs, sheet.dated)

    with contextlib.suppress(typst.TypstError):
        return made(showable)
    try:
        return made(ascii_only)
    except typst.TypstError as error:
        raise LetterRenderError(
            f"The letter {sheet.reference} cannot be set: {error.message}. Mend the "
            "template or its words."
        ) from error


def _letter(
    sheet: Sheet, gettext: Gettext, attachment: _Attachment, *, fit: Fit
) -> dict[str, object]:
    said: dict[str, object] = {
        "title": sheet.title,
        "description": sheet.description,
        "reference": sheet.reference,
        "authority": sheet.authority,
        "address": sheet.address,
        "addressee": sheet.addressee,
        "day": long_day(sheet.dated, gettext),
        "blocks": sheet.blocks,
        "words": frame_words(gettext),
    }
    shown = _fitted(said, fit)
    romanised = shown != _fitted(said, cleaned)
    notes = [licence_words(gettext)["romanised"]] if romanised else []
    return {
        **shown,
        "notes": [fit(note) for note in (*notes, *sheet.notes)],
        "dated": [sheet.dated.year, sheet.dated.month, sheet.dated.day],
        "keywords": [fit(sheet.reference), content_mark(attachment.data)],
        "attachments": [
            {
                "name": attachment.name,
                "input": "attached",
                "relationship": "source",
                "mime": attachment.mime,
                "description": fit(attachment.about),
            }
        ],
    }


def content_mark(attached: str) -> str:
    """What ties the letter to its attachment: the SHA-256 among the keywords."""
    return "sha256:" + sha256(attached.encode("utf-8")).hexdigest()


def _fitted(said: Mapping[str, object], fit: Fit) -> dict[str, object]:
    return {name: _fit(value, fit) for name, value in said.items()}


def _fit(value: object, fit: Fit) -> object:
    if isinstance(value, str):
        return fit(value)
    if isinstance(value, Mapping):
        return _fitted(value, fit)
    if isinstance(value, list | tuple):
        return [_fit(inner, fit) for inner in value]
    return value


@cache
def typeset_fonts() -> typst.Fonts:
    """The fonts that ship with the letters, and no others."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(FONTS)],
    )


def _compile(inputs: Mapping[str, str], dated: date) -> bytes:
    compiler = typst.Compiler(
        input=str(TEMPLATES / "letter.typ"),
        root=str(TEMPLATES),
        font_paths=typeset_fonts(),
        ignore_system_fonts=True,
    )
    made = compiler.compile(
        format="pdf",
        pdf_standards=list(STANDARDS),
        sys_inputs=dict(inputs),
        timestamp=datetime.combine(dated, time.min, UTC),
    )
    if not isinstance(made, bytes):
        raise LetterRenderError("The typesetter made no single file. Report it.")
    return made
