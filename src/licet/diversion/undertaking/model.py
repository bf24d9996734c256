"""The content of an undertaking, sealed by its hash, and what came back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from licet.diversion.undertaking.errors import MalformedUndertakingError
from licet.kernel import LicetError, canonical_bytes, digest, parse_day

FORMAT = "licet-undertaking/1"
Content = Mapping[str, Any]
_MUST = frozenset(
    {
        "format", "number", "case", "authority", "exporter", "end_user", "consignees", "destination",
        "end_use", "items", "promises", "made_on", "valid_until",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """Content with the hash that makes it this undertaking and no other.

    Attributes:
        content: Number, case, parties, items with quantities, promises, first and last day.
        content_hash: SHA-256 of its canonical bytes, in hexadecimal.
    """

    content: Content
    content_hash: str

    @property
    def number(self) -> str:
        """The number printed on it."""
        return str(self.content["number"])

    @property
    def valid_until(self) -> date:
        """The last day on which it may come back signed, included."""
        return parse_day(str(self.content["valid_until"]))

    @property
    def made_on(self) -> date:
        """The day on which it was generated."""
        return parse_day(str(self.content["made_on"]))

    def to_text(self) -> str:
        """The canonical JSON that is attached to the document."""
        sealed = {"content": self.content, "content_hash": self.content_hash}
        return canonical_bytes(sealed).decode("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that says something else.

    Attributes:
        field: Dotted, for example ``items.0.quantity``.
        generated: What was generated, or what the case says now; empty where it has nothing.
        returned: What came back.
    """

    field: str
    generated: str
    returned: str

    def to_json(self) -> dict[str, str]:
        """The difference as JSON."""
        return {"field": self.field, "generated": self.generated, "returned": self.returned}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What was uploaded, as far as a machine can read it.

    Attributes:
        number: The number read from it, or typed by whoever uploaded a scan.
        content_hash: The content hash likewise.
        sealed: The attached data; ``None`` for a scan, which carries none.
        pages_differ: Whether its pages show another text than the generated ones; ``None`` when
            they cannot be read.
        signed_on: The day that stands beside the signature.
    """

    number: str
    content_hash: str
    sealed: Sealed | None
    pages_differ: bool | None
    signed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFinding:
    """Whether a returned undertaking may be taken.

    Attributes:
        code: ``fits``, or why it is refused: ``foreign``, ``tampered``, ``outdated``,
            ``expired``, ``out_of_time``.
        differences: Field by field what is otherwise.
        by_eye: Fields that no machine could read: an officer compares them.
    """

    code: str
    differences: tuple[Difference, ...] = ()
    by_eye: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it."""
        return self.code == "fits"


def seal(content: Content) -> Sealed:
    """Seal content.

    Raises:
        MalformedUndertakingError: A field is missing.
        NotCanonicalError: It holds something without an exact form.
    """
    lacking = sorted(_MUST - content.keys())
    if lacking or content["format"] != FORMAT:
        raise MalformedUndertakingError(
            f"missing {', '.join(lacking)}" if lacking else "another format"
        )
    return Sealed(content=content, content_hash=digest(content))


def read_sealed(text: str) -> Sealed:
    """Read attached data as they are: the hash is what they state, not what they have.

    Raises:
        MalformedUndertakingError: Not such data.
    """
    try:
        raw = json.loads(text, parse_float=str)
        content, stated = raw["content"], raw["content_hash"]
        seal(content)
        parse_day(str(content["made_on"]))
        parse_day(str(content["valid_until"]))
    except MalformedUndertakingError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise MalformedUndertakingError("not in its form") from error
    except LicetError as error:
        raise MalformedUndertakingError(str(error)) from error
    return Sealed(content=content, content_hash=str(stated))
