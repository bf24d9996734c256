"""Words that an act asks for."""

from licet.web.casework.errors import InvalidInputError

_LONGEST_TEXT = 20_000


def required_text(field: str, given: str, words: str) -> str:
    """A text that must be there and not be a book.

    Raises:
        InvalidInputError: Empty or far too long.
    """
    text = given.strip()
    if not text:
        raise InvalidInputError({field: words})
    if len(text) > _LONGEST_TEXT:
        raise InvalidInputError({field: f"At most {_LONGEST_TEXT} characters."})
    return text
