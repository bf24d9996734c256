"""Selective disclosure for signed claims: SD-JWT, RFC 9901, Ed25519 and SHA-256.

Key binding (SD-JWT+KB) is not used: a licence names its parties, it is no bearer token,
and a document that carries a key binding is refused rather than half understood.
"""

import hmac
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from licet.kernel import canonical_bytes
from licet.licence.encoding import (
    EncodingError,
    base64url,
    from_base64url,
    from_json,
)
from licet.licence.errors import LicenceClaimsError, UnreadableDocumentError
from licet.licence.jws import SignedToken, read_token, sign_token
from licet.licence.keys import Signer

WHAT: Final = "licence"
_RESERVED: Final = frozenset({"_sd", "...", "_sd_alg"})
_SALT_LENGTH: Final = 16  # RFC 9901 section 9.3: 128 bits
_NAMED: Final = 3
_UNNAMED: Final = 2


@dataclass(frozen=True, slots=True)
class Concealed:
    """Marks one claim or array element as selectively disclosable."""

    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One opened field: salt, name (``None`` for an array element) and value."""

    text: str
    name: str | None
    value: object

    @property
    def digest(self) -> str:
        """What the signed part holds in place of the field."""
        return base64url(sha256(self.text.encode("ascii")).digest())


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectiveToken:
    """An SD-JWT taken apart: the signed token and the disclosures beside it."""

    token: str
    disclosures: tuple[Disclosure, ...]

    def __str__(self) -> str:
        return "~".join((self.token, *(part.text for part in self.disclosures), ""))


def issue_selective(
    claims: Mapping[str, object], *, typ: str, signer: Signer, salt_key: bytes
) -> SelectiveToken:
    """Sign claims; those wrapped in ``Concealed`` become disclosures.

    Args:
        claims: JSON members, with ``Concealed`` around what may be left out later.
        typ: Kind of token for the signed header.
        signer: Holder of the key.
        salt_key: At least 32 unguessable bytes, used for this document only; the salt
            of each field is derived from them and its place.

    Returns:
        The token with every disclosure.

    Raises:
        LicenceClaimsError: The salt key is short, or a claim has a reserved name.
    """
    if len(salt_key) < sha256().digest_size:
        raise LicenceClaimsError(
            "The salt key has fewer than 32 bytes. Draw 32 fresh random bytes for each "
            "document."
        )
    found: list[Disclosure] = []

    def conceal(path: str, name: str | None, value: object) -> str:
        salt = hmac.digest(salt_key, path.encode("utf-8"), "sha256")[:_SALT_LENGTH]
        content = [base64url(salt), *([] if name is None else [name]), value]
        text = base64url(canonical_bytes(content))
        found.append(Disclosure(text=text, name=name, value=value))
        return found[-1].digest

    payload = _conceal_members(claims, "", conceal)
    token = sign_token(typ, payload | {"_sd_alg": "sha-256"}, signer)
    return SelectiveToken(token=token, disclosures=tuple(found))


_Conceal = Callable[[str, str | None, object], str]


def _conceal_members(
    members: Mapping[str, object], path: str, conceal: _Conceal
) -> dict[str, object]:
    shown: dict[str, object] = {}
    hidden: list[str] = []
    for name, value in members.items():
        if name in _RESERVED:
            raise LicenceClaimsError(
                f"A claim cannot be named {name!r}: RFC 9901 reserves it. Rename it."
            )
        below = f"{path}/{name}"
        if isinstance(value, Concealed):
            inner = _conceal_value(value.value, below, conceal)
            hidden.append(conceal(below, name, inner))
        else:
            shown[name] = _conceal_value(value, below, conceal)
    if hidden:
        shown["_sd"] = sorted(hidden)  # sorted: the order must not tell which is which
    return shown


def _conceal_value(value: object, path: str, conceal: _Conceal) -> object:
    if isinstance(value, Mapping):
        return _conceal_members(value, path, conceal)
    if isinstance(value, list | tuple):
        return [
            _conceal_element(element, f"{path}/{place}", conceal)
            for place, element in enumerate(value)
        ]
    return value


def _conceal_element(element: object, path: str, conceal: _Conceal) -> object:
    if isinstance(element, Concealed):
        inner = _conceal_value(element.value, path, conceal)
        return {"...": conceal(path, None, inner)}
    return _conceal_value(element, path, conceal)


def read_selective(text: str, *, typ: str) -> tuple[SignedToken, SelectiveToken]:
    """Take an SD-JWT apart, strictly. The signature is still to be checked.

    Args:
        text: ``token~disclosure~...~``.
        typ: The kind that the signed header must state.

    Returns:
        The signed token and the disclosures.

    Raises:
        UnreadableDocumentError: Malformed, or it carries a key binding.
    """
    token, *rest = text.split("~")
    if not rest or rest[-1]:
        raise UnreadableDocumentError(WHAT, "it does not end with a tilde")
    try:
        disclosures = tuple(_read_disclosure(part) for part in rest[:-1])
    except EncodingError as error:
        raise UnreadableDocumentError(WHAT, str(error)) from error
    selective = SelectiveToken(token=token, disclosures=disclosures)
    return read_token(WHAT, token, typ=typ), selective


def _read_disclosure(text: str) -> Disclosure:
    content = from_json(from_base64url(text))
    if not isinstance(content, list) or not all(
        isinstance(part, str) for part in content[:-1]
    ):
        raise EncodingError("a disclosure is not salt, name and value")
    if len(content) == _NAMED:
        return Disclosure(text=text, name=content[1], value=content[2])
    if len(content) == _UNNAMED:
        return Disclosure(text=text, name=None, value=content[1])
    raise EncodingError("a disclosure is not salt, name and value")


def open_claims(
    payload: Mapping[str, object], disclosures: tuple[Disclosure, ...]
) -> dict[str, object]:
    """Put disclosed fields back in their places, as RFC 9901 section 7.1 orders.

    Args:
        payload: The signed members.
        disclosures: What was opened; each must belong somewhere, exactly once.

    Returns:
        The claims without any trace of what stays hidden.

    Raises:
        UnreadableDocumentError: A digest stands twice, a disclosure belongs nowhere,
            overwrites a claim, or has the wrong form for its place.
    """
    if payload.get("_sd_alg", "sha-256") != "sha-256":
        raise UnreadableDocumentError(WHAT, "its digests are not SHA-256")
    opening = _Opening({part.digest: part for part in disclosures})
    claims = opening.members(
        {name: value for name, value in payload.items() if name != "_sd_alg"}
    )
    if len(opening.used) != len(disclosures):
        raise UnreadableDocumentError(WHAT, "a disclosure in it belongs to no claim")
    return claims


class _Opening:
    """One walk over the signed members; remembers which digests it has met."""

    def __init__(self, by_digest: Mapping[str, Disclosure]) -> None:
        self._by_digest = by_digest
        self._met: set[str] = set()
        self.used: set[str] = set()

    def members(self, members: Mapping[str, object]) -> dict[str, object]:
        shown = {
            name: self._value(value) for name, value in members.items() if name != "_sd"
        }
        if not shown.keys().isdisjoint(_RESERVED):
            raise UnreadableDocumentError(WHAT, "a claim has a reserved name")
        hidden = members.get("_sd", [])
        if not isinstance(hidden, list):
            raise UnreadableDocumentError(WHAT, "its digests are not a list")
        for digest in hidden:
            part = self._take(digest)
            if part is None:
                continue
            if part.name is None or part.name in shown or part.name in _RESERVED:
                raise UnreadableDocumentError(WHAT, "a disclosure is out of place")
            shown[part.name] = self._value(part.value)
        return shown

    def _value(self, value: object) -> object:
        if isinstance(value, Mapping):
            return self.members(value)
        if isinstance(value, list):
            return list(self._elements(value))
        return value

    def _elements(self, elements: list[object]) -> Iterator[object]:
        for element in elements:
            if not isinstance(element, Mapping) or element.keys() != {"..."}:
                yield self._value(element)
                continue
            part = self._take(element["..."])
            if part is None:
                continue
            if part.name is not None:
                raise UnreadableDocumentError(WHAT, "a disclosure is out of place")
            yield self._value(part.value)

    def _take(self, digest: object) -> Disclosure | None:
        if not isinstance(digest, str) or digest in self._met:
            raise UnreadableDocumentError(WHAT, "a digest stands in it twice")
        self._met.add(digest)
        part = self._by_digest.get(digest)
        if part is not None:
            self.used.add(digest)
        return part
