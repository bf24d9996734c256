"""What can be wrong with evidence; the message says how to mend it."""

from typing import ClassVar

from licet.kernel import InputError


class WrongEvidenceError(InputError):
    """A piece of evidence that no rule reads, or of another kind than its path has."""

    code: ClassVar[str] = "evidence_wrong_kind"

    def __init__(self, path: str, wanted: str) -> None:
        super().__init__(f"{path!r} cannot be read as evidence: {wanted}.")
