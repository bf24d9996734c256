"""Letters: set in type, signed, and checked again.

``render_licence`` and ``render_letter`` make PDF/A-3 and PDF/UA-1 with the data attached;
``sign_pdf`` signs them; ``verify_pdf`` says whether a file is, byte for byte, what the
authority signed. ``DocumentKeys`` holds the keys of the file adapter.
"""

from licet.web.casework.letters.check import (
    SignedLetter,
    attached_licence,
    open_signed,
    verify_pdf,
)
from licet.web.casework.letters.errors import (
    DocumentSignatureError,
    KeyStoreError,
    LetterDataError,
    LetterRenderError,
)
from licet.web.casework.letters.key_files import FileVault
from licet.web.casework.letters.keys import (
    DocumentKeyPort,
    DocumentKeys,
    KeyVault,
    create_keys,
    mark_compromised,
    open_keys,
    rotate_keys,
)
from licet.web.casework.letters.model import LetterData, LetterGround, LetterKind
from licet.web.casework.letters.render import (
    LETTER_FILE,
    LICENCE_FILE,
    render_letter,
    render_licence,
)
from licet.web.casework.letters.self_check import RECORD_FILE, render_self_check
from licet.web.casework.letters.sign import DocumentSigner, PdfSigner, sign_pdf

__all__ = [
    "LETTER_FILE",
    "LICENCE_FILE",
    "RECORD_FILE",
    "DocumentKeyPort",
    "DocumentKeys",
    "DocumentSignatureError",
    "DocumentSigner",
    "FileVault",
    "KeyStoreError",
    "KeyVault",
    "LetterData",
    "LetterDataError",
    "LetterGround",
    "LetterKind",
    "LetterRenderError",
    "PdfSigner",
    "SignedLetter",
    "attached_licence",
    "create_keys",
    "mark_compromised",
    "open_keys",
    "open_signed",
    "render_letter",
    "render_licence",
    "render_self_check",
    "rotate_keys",
    "sign_pdf",
    "verify_pdf",
]
