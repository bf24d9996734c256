"""Letters: set in type, signed, and checked again.

``render_licence`` and ``render_letter`` make PDF/A-3 and PDF/UA-1 with the data attached;
``sign_pdf`` signs them; ``verify_pdf`` says whether a file is, byte for byte, what the
authority signed. ``DocumentKeys`` holds the keys of the file adapter.
"""

from licet.web.casework.letters.errors import (
    DocumentSignatureError,
    KeyStoreError,
    LetterDataError,
    LetterRenderError,
)
from licet.web.casework.letters.model import LetterData, LetterGround, LetterKind
from licet.web.casework.letters.render import (
    LETTER_FILE,
    LICENCE_FILE,
    render_letter,
    render_licence,
)

__all__ = [
    "LETTER_FILE",
    "LICENCE_FILE",
    "DocumentSignatureError",
    "KeyStoreError",
    "LetterData",
    "LetterDataError",
    "LetterGround",
    "LetterKind",
    "LetterRenderError",
    "render_letter",
    "render_licence",
]
