"""A file of JSON taken apart into its objects, each with the line it begins on."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from licet.diversion.dates import Period, periods
from licet.diversion.errors import MalformedStatementError
from licet.kernel import ImpossibleDateError


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_number)
_SPACE = re.compile(r"\s*")
_MEND = "Give one JSON object a line, or one list of JSON objects."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One object of a file.

    Attributes:
        file: The file's name.
        number: The line on which it begins, from 1.
        data: The object; numbers with a fraction are ``Decimal``.
    """

    file: str
    number: int
    data: Mapping[str, object]

    def wrong(self, problem: str, mend: str) -> MalformedStatementError:
        """The error that names this line."""
        return MalformedStatementError(self.file, self.number, problem, mend)

    def text(self, data: Mapping[str, object], key: str) -> str:
        """A text, or an empty one when the key is absent or null.

        Raises:
            MalformedStatementError: It is something else.
        """
        value = data.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.wrong(f"{key!r} is not a text", f'Write "{key}": "...".')
        return value

    def required(self, data: Mapping[str, object], key: str) -> str:
        """A text that may not be empty.

        Raises:
            MalformedStatementError: It is absent, empty or something else.
        """
        value = self.text(data, key)
        if not value:
            raise self.wrong(f"{key!r} is not there", f'Write "{key}": "...".')
        return value

    def table(self, data: Mapping[str, object], key: str) -> Mapping[str, object]:
        """A JSON object, or an empty one when the key is absent or null.

        Raises:
            MalformedStatementError: It is something else.
        """
        value = data.get(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise self.wrong(f"{key!r} is not an object", f'Write "{key}": {{...}}.')
        return value

    def tables(
        self, data: Mapping[str, object], key: str
    ) -> tuple[Mapping[str, object], ...]:
        """A list of JSON objects, or an empty one when the key is absent or null.

        Raises:
            MalformedStatementError: It is something else.
        """
        value = data.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            mend = f'Write "{key}": [{{...}}, ...].'
            raise self.wrong(f"{key!r} is not a list of objects", mend)
        return tuple(value)

    def periods(self, first: str, last: str) -> tuple[Period, ...]:
        """The days between two written dates.

        Raises:
            MalformedStatementError: One is no date, or the last comes before the first.
        """
        try:
            return periods(first, last)
        except ImpossibleDateError as error:
            mend = "Give the first day and a last day that is not before it."
            raise self.wrong(str(error).rstrip("."), mend) from error


def lines_of(text: str, file: str) -> Iterator[Line]:
    """Take a text apart into its objects.

    Args:
        text: JSON lines, or one JSON list of objects.
        file: The name to tell.

    Raises:
        MalformedStatementError: Something in it is not a JSON object.
    """
    text = text.removeprefix("\ufeff")
    if text.lstrip()[:1] == "[":
        yield from _listed(text, file)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            data, end = _decoded(line, len(line) - len(line.lstrip()), file, number)
            if line[end:].strip():
                raise MalformedStatementError(
                    file, number, "something follows the object", _MEND
                )
            yield Line(file=file, number=number, data=data)


def _listed(text: str, file: str) -> Iterator[Line]:
    at, number, counted, first = text.index("["), 1, 0, True
    while True:  # at an opening bracket or a comma: something has to follow
        at = _SPACE.match(text, at + 1).end()  # type: ignore[union-attr]  # may be empty
        number, counted = number + text.count("\n", counted, at), at
        if first and text[at : at + 1] == "]":
            break
        first = False
        data, at = _decoded(text, at, file, number)
        yield Line(file=file, number=number, data=data)
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        if text[at : at + 1] == "]":
            break
        if text[at : at + 1] != ",":
            raise MalformedStatementError(file, number, "the list is cut", _MEND)


def _decoded(
    text: str, at: int, file: str, number: int
) -> tuple[Mapping[str, object], int]:
    try:
        data, end = _DECODER.raw_decode(text, at)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise MalformedStatementError(file, number, "not JSON", _MEND) from error
    if not isinstance(data, dict):
        raise MalformedStatementError(file, number, "not a JSON object", _MEND)
    return data, end
