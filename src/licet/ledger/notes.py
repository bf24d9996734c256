"""Signed notes (C2SP signed-note): a text, a blank line, and one line for each signature."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from licet.ledger.encoding import decode_base64, encode_base64
from licet.ledger.errors import MalformedError, SignatureError, UnusableKeyError
from licet.ledger.keys import ID_SIZE, Signer, VerifierKey, require_name, verify_bytes

MAX_SIGNATURES = 64
MAX_NOTE = 1 << 20
_DASH = "— "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSignature:
    """One signature line.

    Attributes:
        name: The key name.
        key_id: Four bytes that, with the name, say which key.
        signature: What stands behind the id: for timed kinds eight bytes of time first.
    """

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        """The line with its line end."""
        return f"{_DASH}{self.name} {encode_base64(self.key_id + self.signature)}\n"

    def is_by(self, key: VerifierKey) -> bool:
        """Whether the line claims to be of this key."""
        return self.name == key.name and self.key_id == key.key_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text and its signatures, as read; nothing is verified yet.

    Attributes:
        text: Ends with a line end.
        signatures: At least one.
    """

    text: str
    signatures: tuple[NoteSignature, ...]

    def render(self) -> str:
        """The whole note."""
        return self.text + "\n" + "".join(sign.line for sign in self.signatures)


def parse_signature_line(line: str) -> NoteSignature:
    """Read one signature line without its line end.

    Raises:
        MalformedError: It is no signature line, or has a second spelling.
    """
    what = "signature line"
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    raw = decode_base64(encoded, what=what)
    if len(raw) <= ID_SIZE:
        raise MalformedError(what, "it holds no signature")
    try:
        require_name(name)
    except UnusableKeyError:
        raise MalformedError(what, f"{name!r} is no key name") from None
    sign = NoteSignature(name=name, key_id=raw[:ID_SIZE], signature=raw[ID_SIZE:])
    if sign.line != line + "\n":
        raise MalformedError(what, "it does not begin with a dash and a space")
    return sign


def parse_note(data: bytes) -> Note:
    """Read a signed note; every byte belongs to its text or to a signature line.

    Raises:
        MalformedError: Not UTF-8, control characters, no blank line, or too many lines.
    """
    what = "signed note"
    if len(data) > MAX_NOTE:
        raise MalformedError(what, f"it is longer than {MAX_NOTE} bytes")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedError(what, "it is not UTF-8") from None
    if _CONTROL.search(whole):
        raise MalformedError(what, "it holds control characters")
    text, blank, rest = whole.rpartition("\n\n")
    if not blank or not text or not rest.endswith("\n"):
        raise MalformedError(what, "its text and signatures are not set apart")
    lines = rest[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise MalformedError(what, f"it has more than {MAX_SIGNATURES} signatures")
    return Note(
        text=text + "\n", signatures=tuple(parse_signature_line(line) for line in lines)
    )


def sign_text(text: str, signers: Iterable[Signer]) -> Note:
    """Sign a text with plain Ed25519 keys.

    Args:
        text: Ends with a line end.
        signers: At least one, of the untimed kind.

    Raises:
        MalformedError: The result would not be a note.
        SignatureError: A signer of a timed kind, which signs checkpoints only.
    """
    signatures = []
    for signer in signers:
        key = signer.key
        if key.kind.timed:
            raise SignatureError(key.name, "it cosigns checkpoints and signs no text")
        signatures.append(
            NoteSignature(
                name=key.name, key_id=key.key_id, signature=signer.sign(text.encode())
            )
        )
    note = Note(text=text, signatures=tuple(signatures))
    return parse_note(note.render().encode())


def verify_text(note: Note, keys: Sequence[VerifierKey]) -> tuple[VerifierKey, ...]:
    """Check a note against plain Ed25519 keys.

    Args:
        note: As read.
        keys: Who is trusted to have signed. Lines of others are passed over.

    Returns:
        The keys that signed, in the order of ``keys``.

    Raises:
        SignatureError: A trusted key's line is false, or no trusted key signed.
    """
    signed = []
    for key in keys:
        lines = [sign for sign in note.signatures if sign.is_by(key)]
        for sign in lines:
            verify_bytes(key, sign.signature, note.text.encode())
        if lines:
            signed.append(key)
    if not signed:
        names = ", ".join(key.name for key in keys) or "anybody"
        raise SignatureError(names, "no line of the note is by a key you trust")
    return tuple(signed)
