"""What can stop a letter."""

from typing import ClassVar

from licet.kernel import DefectError, EvidenceError, InputError


class LetterDataError(InputError):
    """A letter that lacks what its kind must say, or contradicts its own attachment."""

    code: ClassVar[str] = "letter_data"


class LetterRenderError(DefectError):
    """The template could not be set; the words or the template are wrong."""

    code: ClassVar[str] = "letter_render"


class KeyStoreError(InputError):
    """Signing keys that are missing, readable by others, or locked."""

    code: ClassVar[str] = "key_store"


class DocumentSignatureError(EvidenceError):
    """A PDF that is not, byte for byte, what the authority signed."""

    code: ClassVar[str] = "document_signature"
