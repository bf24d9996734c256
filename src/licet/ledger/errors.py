"""What can be wrong with a log, a note, a proof or a receipt.

::

    EvidenceError
    ├── MalformedError      bytes that are not in the format they claim
    ├── SignatureError      a signature that is missing or does not verify
    └── ProofError          hashes that do not lead to the signed root
    InputError
    ├── NotALogError        a folder that holds no log, or is not free for one
    ├── OutOfRangeError     an entry or a size that the tree does not have
    └── UnusableKeyError    a key that cannot be read or used here
"""

from typing import ClassVar

from licet.kernel import EvidenceError, InputError


class MalformedError(EvidenceError):
    """Bytes that are not in the format they claim to be in."""

    code: ClassVar[str] = "malformed_record"

    def __init__(self, what: str, why: str) -> None:
        super().__init__(
            f"This is not a {what}: {why}. It was altered or cut; ask for a fresh copy."
        )


class SignatureError(EvidenceError):
    """A signature that is missing or does not verify."""

    code: ClassVar[str] = "bad_signature"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"No valid signature of {name}: {why}. Do not rely on the text; compare "
            "the key with the one the authority publishes."
        )


class ProofError(EvidenceError):
    """Hashes that do not lead to the signed root."""

    code: ClassVar[str] = "bad_proof"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The proof does not hold: {why}. Keep both texts: together they are "
            "evidence that one of them was altered."
        )


class NotALogError(InputError):
    """A folder that holds no log, or is not free to take one."""

    code: ClassVar[str] = "not_a_log"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}.")


class OutOfRangeError(InputError):
    """An entry or a tree size that the tree does not have."""

    code: ClassVar[str] = "out_of_range"

    def __init__(self, given: int, size: int) -> None:
        super().__init__(
            f"{given} is outside this tree, which has {size} entries, numbered from 0."
        )


class UnusableKeyError(InputError):
    """A key that cannot be read, or of a kind that cannot be used here."""

    code: ClassVar[str] = "unusable_key"

    def __init__(self, given: str, why: str) -> None:
        super().__init__(
            f"The key {given!r} cannot be used: {why}. A verifier key reads "
            "name+8 hexadecimal digits+base64, as the authority publishes it."
        )
