"""What can be wrong with a licence document, or with asking for one."""

from typing import ClassVar

from licet.kernel import EvidenceError, InputError


class UnreadableDocumentError(EvidenceError):
    """A licence, code or status list that does not have the published form."""

    code: ClassVar[str] = "unreadable_document"

    def __init__(self, what: str, why: str) -> None:
        super().__init__(
            f"The {what} cannot be read: {why}. Ask whoever gave it for the document "
            "as it was issued."
        )


class SignatureError(EvidenceError):
    """A signature that does not hold over what it is attached to."""

    code: ClassVar[str] = "licence_signature"

    def __init__(self, what: str, key_id: str) -> None:
        super().__init__(
            f"The signature on the {what} does not hold with key {key_id}: it was "
            "changed after signing, or another key signed it."
        )


class LicenceClaimsError(InputError):
    """Claims that no licence may carry."""

    code: ClassVar[str] = "licence_claims"


class KeySetError(InputError):
    """A published key set that does not have the published form."""

    code: ClassVar[str] = "key_set"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The key set cannot be used: {why}. Fetch it again from the authority's "
            "/.well-known/licet-keys.json."
        )


class CodeTooLongError(InputError):
    """Licence particulars that do not fit a code a phone can read from paper."""

    code: ClassVar[str] = "code_too_long"

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"The code would be {length} characters long and {limit} can be read from "
            "paper. Shorten the names of the parties."
        )
