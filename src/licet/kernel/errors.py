"""The error tree. Machines read ``code``; people read the message.

::

    LicetError
    ├── DefectError     we are wrong: a broken promise inside the system
    ├── InputError      the caller is wrong, and the message says how to mend it
    └── EvidenceError   a record no longer proves what it claims

What the law foresees is a value (``Unsettled``, ``Prohibited`` ...), never an error.
HTTP status codes live in ``licet.web``.
"""

from typing import ClassVar


class LicetError(Exception):
    """The root of every error that Licet raises on purpose."""

    code: ClassVar[str] = "licet"


class DefectError(LicetError):
    """We are wrong: report it."""

    code: ClassVar[str] = "defect"


class InputError(LicetError):
    """The caller is wrong; the message says what, where and how to mend it."""

    code: ClassVar[str] = "input"


class EvidenceError(LicetError):
    """A record no longer proves what it claims."""

    code: ClassVar[str] = "evidence"


class UnknownCountryError(InputError):
    """A country code that is not in the table of territories."""

    code: ClassVar[str] = "unknown_country"

    def __init__(self, given: str) -> None:
        super().__init__(
            f"{given!r} is not a country or territory code. Give the two capital "
            "letters of ISO 3166-1, for example BR for Brazil."
        )


class ImpossibleDateError(InputError):
    """A text that is not a calendar date."""

    code: ClassVar[str] = "impossible_date"

    def __init__(self, given: str) -> None:
        super().__init__(
            f"{given!r} is not a date. Write year, month and day with hyphens, for "
            "example 2026-07-31, and a day that the month has."
        )


class NotCanonicalError(DefectError):
    """A value that has no canonical bytes (a float, a set, a naive time)."""

    code: ClassVar[str] = "not_canonical"
