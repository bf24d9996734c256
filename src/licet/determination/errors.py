"""What a determination refuses."""

from typing import ClassVar

from licet.kernel import InputError, LicetError


class TooManyPartiesError(InputError):
    """Several parties in several roles make more combinations than are looked at."""

    code: ClassVar[str] = "too_many_parties"

    def __init__(self, count: int, most: int) -> None:
        super().__init__(
            f"The parties make {count} combinations of roles; at most {most} are looked at "
            "at once. Split the application by consignee or end user."
        )


class SolverMissingError(LicetError):
    """Proofs need the solver, and it is not installed."""

    code: ClassVar[str] = "solver_missing"

    def __init__(self) -> None:
        super().__init__(
            "Proofs need the z3 solver, which is not installed. Install licet[prove]."
        )
