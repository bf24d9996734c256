"""What can be wrong with statements, a share or the law asked for; each says how to mend it."""

from typing import ClassVar

from licet.kernel import InputError


class MalformedStatementError(InputError):
    """A line of a file of statements that cannot be read."""

    code: ClassVar[str] = "ownership_statement_malformed"

    def __init__(self, file: str, line: int, problem: str, mend: str) -> None:
        super().__init__(f"{file}: line {line}: {problem}. {mend}")


class ImpossibleShareError(InputError):
    """A share that is no range within the whole."""

    code: ClassVar[str] = "ownership_share_impossible"

    def __init__(self, low: str, high: str) -> None:
        super().__init__(
            f"A share of {low} to {high} is not possible. Give a range from 0 % to 100 % "
            "whose first end is not above the second, with its ends included where they "
            "are the same."
        )


class OwnershipRuleError(InputError):
    """A package of law without the rule on listed owners that is asked for."""

    code: ClassVar[str] = "ownership_rule_unknown"

    def __init__(self, regime: str, problem: str) -> None:
        super().__init__(
            f"{regime}: {problem}. Name a package whose header has a rule on listed owners "
            "under `ownership` (`owners: listed parties`), for example us/ear."
        )
