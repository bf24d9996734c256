"""What can be wrong with a package, said so that a lawyer can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from licet.kernel import InputError


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One thing that is wrong in a package.

    Attributes:
        file: The file, relative to the package.
        line: The line, counted from 1; 0 when it belongs to no line.
        rule: The rule, entry, group, definition or fact concerned, or empty.
        what: What is wrong.
        mend: What to do about it.
    """

    file: str
    line: int
    rule: str
    what: str
    mend: str

    def __str__(self) -> str:
        about = f" {self.rule}:" if self.rule else ""
        return f"{self.file}:{self.line}:{about} {self.what} {self.mend}"

    def to_json(self) -> dict[str, str | int]:
        """The problem as a JSON object."""
        return {
            "file": self.file,
            "line": self.line,
            "rule": self.rule,
            "what": self.what,
            "mend": self.mend,
        }


class BrokenRegimeError(InputError):
    """A package that must not decide anything."""

    code: ClassVar[str] = "broken_regime"

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        more = len(self.problems) - 1
        rest = f" (and {more} more: licet regime check {name})" if more else ""
        super().__init__(f"The package {name} is broken. {self.problems[0]}{rest}")


class UnknownRegimeError(InputError):
    """No package of that name."""

    code: ClassVar[str] = "unknown_regime"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        shipped = ", ".join(known) or "none"
        super().__init__(
            f"There is no law package {name!r}. Known here: {shipped} (licet regime list)."
        )
