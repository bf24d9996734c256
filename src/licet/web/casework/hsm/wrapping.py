"""The keys that wrap all data keys, kept in a token: ``licet-wrap-1``, ``licet-wrap-2`` ..."""

import re
from dataclasses import dataclass
from typing import Final

from licet.web.casework.hsm.port import TokenError, TokenPort
from licet.web.casework.record.errors import KeyMissingError, SealBrokenError

_LABEL: Final = re.compile(r"licet-wrap-([1-9][0-9]{0,8})\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenWrapping:
    """Wraps data keys inside a token (``licet.web.casework.record.wrapping.KeyWrapping``)."""

    token: TokenPort

    def known(self) -> tuple[str, ...]:
        """The names of all wrapping keys, oldest first."""
        found = (_LABEL.match(label) for label in self.token.labels())
        return tuple(str(one) for one in sorted(int(m[1]) for m in found if m))

    def make(self) -> str:
        """Make the next wrapping key and return its name; two at once make one."""
        known = self.known()
        name = str(int(known[-1]) + 1) if known else "1"
        try:
            self.token.make_aes(_label(name))
        except TokenError:
            if name not in self.known():  # else somebody else made it in between
                raise
        return name

    def wrap(self, name: str, key: bytes, context: bytes) -> bytes:
        """Encrypt a key under a wrapping key, bound to its context."""
        return self.token.encrypt(_label(name), key, context)

    def unwrap(self, name: str, wrapped: bytes, context: bytes) -> bytes:
        """Decrypt what :meth:`wrap` gave.

        Raises:
            KeyMissingError: There is no such wrapping key.
            SealBrokenError: Bytes, context or key were altered.
        """
        if name not in self.known():
            raise KeyMissingError(_label(name))
        plain = self.token.decrypt(_label(name), wrapped, context)
        if plain is None:
            raise SealBrokenError(_label(name))
        return plain

    def retire(self, name: str) -> None:
        """Destroy a wrapping key for good; doing it twice does no harm."""
        self.token.destroy(_label(name))


def _label(name: str) -> str:
    return f"licet-wrap-{name}"
