"""Whether a signed document says what the licence says."""

from collections.abc import Mapping

from licet.kernel import canonical_bytes
from licet.licence.encoding import from_json
from licet.licence.issue import plain_fields
from licet.licence.model import LicenceClaims
from licet.licence.opened import open_document


def contradictions(claims: LicenceClaims, document: str) -> tuple[str, ...]:
    """The fields in which a signed document departs from the claims.

    Args:
        claims: What the licence says.
        document: The SD-JWT, or the text of the printed code.

    Returns:
        Names in order; empty when the document says nothing else than the claims. What
        the document leaves out is no contradiction.

    Raises:
        UnreadableDocumentError: The document cannot be read.
    """
    whole = {
        name: from_json(canonical_bytes(value))
        for name, value in plain_fields(claims).items()
    }
    fields = open_document(document).fields
    stated = {name: value for name, value in fields.items() if name != "issued_at"}
    return tuple(
        name
        for name, value in sorted(stated.items())
        if not _within(value, whole.get(name))
    )


def _within(part: object, whole: object) -> bool:
    if isinstance(part, Mapping) and isinstance(whole, Mapping):
        return all(_within(value, whole.get(name)) for name, value in part.items())
    if isinstance(part, list) and isinstance(whole, list):
        return len(part) == len(whole) and all(
            _within(inner, outer) for inner, outer in zip(part, whole, strict=True)
        )
    return part == whole
