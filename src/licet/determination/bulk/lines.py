"""One line of past cases into columns, each distinct statement checked once."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from licet.determination.bulk.columns import Writer, plain
from licet.determination.bulk.errors import MalformedCaseloadError
from licet.facts import Fact, Value, read_transaction
from licet.kernel import InputError

_PLAIN: Final = (str, bool, int, Decimal)
_CHECKED: Final = frozenset({"destination", "transit", "as_of", "activity", "format"})
_PLACES: Final = (".country", ".nationality")
_WHOLE: Final = frozenset({"format", "state", "statements"})
_DEEPEST: Final = 8
Place = tuple[list[int], list[int], int]  # the rows and codes of a fact, and its code
Said = tuple[tuple[str, Place], ...]


class LineReader:
    """Reads cases, one JSON object a line, in the short or the full form."""

    def __init__(self, source: str) -> None:
        self.writer = Writer()
        self._source = source
        self._known: dict[tuple[str, type, object], Said] = {}
        self._paths: set[str] = set()  # those whose spelling was checked

    def line(self, number: int, text: bytes) -> None:
        """Take in one line.

        Args:
            number: Its number, counted from 1.
            text: What stands on it; an empty line is passed over.

        Raises:
            MalformedCaseloadError: It is no case; the message names file and line.
        """
        if not text.strip():
            return
        try:
            case = json.loads(text, parse_float=Decimal)
            if not isinstance(case, dict):
                self._refuse(number, "a case is a JSON object.")
            facts = case if "format" in case else case.get("facts", case)
            name = str(case.get("id", len(self.writer.ids)))
            self._case(name, facts)
        except (ValueError, RecursionError) as error:
            self._refuse(number, f"it is not JSON ({error}).")
        except InputError as error:
            if isinstance(error, MalformedCaseloadError):
                raise
            self._refuse(number, str(error))

    def _refuse(self, number: int, what: str) -> None:
        raise MalformedCaseloadError(f"{self._source}, line {number}", what) from None

    def _case(self, name: str, facts: object) -> None:
        said: list[tuple[str, Place]] = []
        if isinstance(facts, dict) and self._flat(facts, "", said, _DEEPEST):
            self.writer.begin(name)
            self.writer.row(0)
            row = len(self.writer.case) - 1
            for rows, codes, code in dict(said).values():
                rows.append(row)
                codes.append(code)
        else:
            self.writer.transaction(name, read_transaction(facts))

    def _flat(
        self,
        facts: Mapping[str, object],
        prefix: str,
        said: list[tuple[str, Place]],
        depth: int,
    ) -> bool:
        """Gather plain statements; ``False`` where the case must be read as a whole."""
        if depth == 0 or not _WHOLE.isdisjoint(facts):
            return False
        for key, value in facts.items():
            path = prefix + key
            if isinstance(value, dict):
                if not self._flat(value, f"{path}.", said, depth - 1):
                    return False
                continue
            asked = tuple(value) if isinstance(value, list) else value
            try:
                known = self._known.get((path, value.__class__, asked))
            except TypeError:  # an element that is itself a list or object
                return False
            if known is None:
                known = self._first(path, value, asked)
            said += known
        return True

    def _first(self, path: str, value: object, asked: object) -> Said:
        """A statement met for the first time, read by the door of facts."""
        stated: list[tuple[str, Fact | Value]]
        if path in self._paths and _is_plain(path, value):
            stated = [(path, value)]  # type: ignore[list-item]  # a plain value
        else:
            view = read_transaction({path: value}).view()
            stated = [(name, plain(fact)) for name, fact in view.items()]
            self._paths.add(path)
        found = tuple((name, self.writer.place(name, one)) for name, one in stated)
        self._known[path, value.__class__, asked] = found
        return found


def _is_plain(path: str, value: object) -> bool:
    """Whether every value of this sort at this path is a fact as it stands."""
    free = path not in _CHECKED and not path.endswith(_PLACES)
    return free and isinstance(value, _PLAIN) and value != ""
