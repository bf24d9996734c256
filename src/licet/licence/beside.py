"""What a verifier may hold beside document, keys and status: a proof of the log, and a memory."""

from dataclasses import dataclass
from hashlib import sha256

from licet.licence.code import PREFIX


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedIssue:
    """A proven act of the public log that names documents by their hashes.

    Whoever makes one has checked the receipt of the act against the keys of the log; this
    part knows no log.

    Attributes:
        index: Number of the entry in the log, from 0.
        digests: SHA-256 in hexadecimal of every document that the act names.
    """

    index: int
    digests: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Everything that may help and that nobody has to have.

    Attributes:
        issues: Proven acts of issue. They alone show that a signature is older than the
            loss of its key.
        seen: Status lists that this reader relied on before. A list that is older than
            one of them, or undoes an end that one of them told, confirms nothing.
    """

    issues: tuple[LoggedIssue, ...] = ()
    seen: tuple[str, ...] = ()

    def logged(self, digest: str) -> int | None:
        """The lowest entry of the log that names a document, or ``None``."""
        found = [one.index for one in self.issues if digest in one.digests]
        return min(found, default=None)


NOTHING = Beside()


def document_digest(document: str | bytes) -> str:
    """The hash under which the act of issue names a document.

    Args:
        document: SD-JWT, text of a code, or the bytes of a PDF.

    Returns:
        SHA-256 in hexadecimal of the PDF, of the code without blank space around it, or of
        the signed token alone: disclosures may be left out, the token stays.
    """
    if isinstance(document, bytes):
        return sha256(document).hexdigest()
    text = document.strip()
    signed = text if text.startswith(PREFIX) else text.partition("~")[0]
    return sha256(signed.encode("utf-8")).hexdigest()
