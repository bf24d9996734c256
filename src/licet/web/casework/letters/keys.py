"""The document keys: what the authority signs with, and the set in which it publishes them.

``licet-keys.json`` in the key folder is the key set as published; it holds no secret. The
secret halves lie in a vault: files beside the set by default, a PKCS#11 token or a key
service by adapter (``licet.web.casework.hsm``).
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from licet.licence import (
    KeySet,
    PublishedKey,
    Purpose,
    Signer,
    key_id,
    read_key_set,
)
from licet.web.casework.letters.errors import KeyStoreError
from licet.web.casework.letters.key_files import FileVault
from licet.web.casework.letters.sign import PdfSigner

PUBLISHED: Final = "licet-keys.json"
ALL: Final = (Purpose.LICENCE, Purpose.STATUS, Purpose.DOCUMENT)


class KeyVault(Protocol):
    """Holds the secret halves of document keys. Nothing else knows where a key lives."""

    def draw(self, purpose: Purpose, *, authority: str, at: datetime) -> bytes:
        """Make a key and keep its secret half.

        Args:
            purpose: ``document`` makes RSA-3072 with a certificate, the others Ed25519.
            authority: Name for the certificate.
            at: From when it counts.

        Returns:
            The public half: 32 bytes of Ed25519, or the certificate as DER.
        """

    def signer(self, key: PublishedKey) -> Signer:
        """The signer of an Ed25519 key; refuses a key other than the published one."""

    def document_signer(self, key: PublishedKey) -> PdfSigner:
        """The signer of a certificate; refuses a key other than the published one."""

    def require_sound(self) -> None:
        """Refuse a vault that others can reach."""

    def holds(self, identifier: str) -> bool:
        """Whether the secret half of a key is there."""

    def destroy(self, identifier: str) -> None:
        """Destroy a secret half for good; doing it twice does no harm."""


class DocumentKeyPort(Protocol):
    """What issuing needs of any key store."""

    @property
    def key_set(self) -> KeySet:
        """The set as published."""

    @property
    def licence(self) -> Signer:
        """Signs licences and codes."""

    @property
    def status(self) -> Signer:
        """Signs status lists."""

    @property
    def document(self) -> PdfSigner:
        """Signs PDF files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKeys:
    """The keys in use, unlocked."""

    folder: Path
    key_set: KeySet
    licence: Signer
    status: Signer
    document: PdfSigner


Vault = KeyVault | bytes  # the passphrase of the files in the folder, or another vault


def vault_of(folder: Path, vault: Vault) -> KeyVault:
    """The vault itself, where a passphrase stands for the files of the folder."""
    if isinstance(vault, bytes):
        return FileVault(folder=folder, passphrase=vault)
    return vault


def create_keys(
    folder: Path, vault: Vault, *, issuer: str, authority: str, at: datetime
) -> DocumentKeys:
    """Make the first keys of an authority.

    Args:
        folder: Where the set is to live; made if absent.
        vault: Where the secrets live: a vault, or the passphrase of files in the folder.
        issuer: Web address that names the authority in signed claims.
        authority: Its name, for the certificate.
        at: From when the keys count.

    Returns:
        The keys, unlocked.

    Raises:
        KeyStoreError: The folder holds keys already, or the passphrase is short.
    """
    if (folder / PUBLISHED).exists():
        raise KeyStoreError(
            f"{folder} holds keys already. Rotate them, or choose another folder."
        )
    made = draw_keys(vault_of(folder, vault), ALL, authority=authority, at=at)
    publish(folder, KeySet(authority=issuer, published_at=at, keys=made))
    return open_keys(folder, vault)


def draw_keys(
    vault: KeyVault, purposes: Iterable[Purpose], *, authority: str, at: datetime
) -> tuple[PublishedKey, ...]:
    """Make keys that nobody knows yet: they count once a set that names them is published.

    Args:
        vault: Where the secrets live.
        purposes: One key for each.
        authority: Name for the certificate.
        at: From when they count, cut to the second.
    """
    begins = _second(at)
    return tuple(
        _published(vault.draw(one, authority=authority, at=begins), one, begins)
        for one in purposes
    )


def rotate_keys(
    folder: Path,
    vault: Vault,
    *,
    authority: str,
    at: datetime,
    purposes: tuple[Purpose, ...] = ALL,
) -> DocumentKeys:
    """Replace the keys in use; the old ones go on proving what they signed.

    Args:
        folder: The key folder.
        vault: Where the secrets live.
        authority: Name for the new certificate.
        at: When the old keys end and the new ones begin.
        purposes: Which; all three by default.

    Returns:
        The new keys, unlocked.

    Raises:
        KeyStoreError: The folder holds no usable keys.
    """
    old = open_keys(folder, vault).key_set
    made = draw_keys(vault_of(folder, vault), purposes, authority=authority, at=at)
    publish(folder, succeeded(old, made, at=at))
    return open_keys(folder, vault)


def succeeded(old: KeySet, made: tuple[PublishedKey, ...], *, at: datetime) -> KeySet:
    """The set in which new keys follow those of the same purpose, which end now."""
    ends = _second(at) + timedelta(seconds=1)  # documents state whole seconds
    purposes = {purpose for key in made for purpose in key.purposes}
    closed = tuple(
        replace(key, valid_until=ends)
        if key.valid_until is None and key.purposes & purposes
        else key
        for key in old.keys
    )
    return replace(old, keys=(*closed, *made), published_at=at)


def changed(
    old: KeySet,
    identifier: str,
    change: Callable[[PublishedKey], PublishedKey],
    *,
    at: datetime,
) -> KeySet:
    """The set in which one key is changed."""
    keys = tuple(change(key) if key.key_id == identifier else key for key in old.keys)
    return replace(old, keys=keys, published_at=at)


def mark_compromised(
    folder: Path, compromised: str, *, since: datetime, at: datetime
) -> KeySet:
    """Publish that a secret key is in other hands. Rotate first if it is in use.

    Args:
        folder: The key folder.
        compromised: Identifier of the key.
        since: From when its signatures prove nothing.
        at: Time of this edition of the set.

    Returns:
        The set as it is now published.

    Raises:
        KeyStoreError: The set does not hold that key.
    """
    old = read_published(folder)
    if compromised not in {key.key_id for key in old.keys}:
        raise KeyStoreError(
            f"{folder} holds no key {compromised}. Take the identifier from {PUBLISHED}."
        )
    marked = changed(
        old, compromised, lambda key: replace(key, compromised_at=since), at=at
    )
    publish(folder, marked)
    return marked


def open_keys(folder: Path, vault: Vault) -> DocumentKeys:
    """Unlock the keys in use.

    Args:
        folder: The key folder.
        vault: Where the secrets live.

    Returns:
        The newest key of each purpose, with the published set.

    Raises:
        KeyStoreError: Missing, open to others, locked with another passphrase, or not
            the key that was published.
    """
    opened = vault_of(folder, vault)
    opened.require_sound()
    key_set = read_published(folder)
    newest = {purpose: _newest(key_set, purpose, folder) for purpose in ALL}
    return DocumentKeys(
        folder=folder,
        key_set=key_set,
        licence=opened.signer(newest[Purpose.LICENCE]),
        status=opened.signer(newest[Purpose.STATUS]),
        document=opened.document_signer(newest[Purpose.DOCUMENT]),
    )


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _published(public: bytes, purpose: Purpose, at: datetime) -> PublishedKey:
    return PublishedKey(
        key_id=key_id(public),
        algorithm="RS256" if purpose is Purpose.DOCUMENT else "EdDSA",
        public_key=public,
        purposes=frozenset({purpose}),
        valid_from=at,
    )


def publish(folder: Path, key_set: KeySet) -> None:
    """Put a set in the place of the present one, in one step."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = folder / f"{PUBLISHED}.new"
    with fresh.open("wb") as file:
        file.write(key_set.to_bytes())
        file.flush()
        os.fsync(file.fileno())
    fresh.chmod(0o644)
    fresh.replace(folder / PUBLISHED)


def read_published(folder: Path) -> KeySet:
    """The set as published; needs no secret.

    Raises:
        KeyStoreError: There is none.
    """
    try:
        return read_key_set((folder / PUBLISHED).read_bytes())
    except FileNotFoundError:
        raise KeyStoreError(
            f"{folder} holds no keys. Make them first (docs/how-to/keys.md)."
        ) from None


def _newest(key_set: KeySet, purpose: Purpose, folder: Path) -> PublishedKey:
    usable = [
        key
        for key in key_set.keys
        if purpose in key.purposes
        and key.valid_until is None
        and key.compromised_at is None
    ]
    if not usable:
        raise KeyStoreError(
            f"{folder} holds no usable key for {purpose.value}. Rotate the keys."
        )
    return usable[-1]
