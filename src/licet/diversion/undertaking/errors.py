"""What can be wrong with the data of an undertaking."""

from typing import ClassVar

from licet.kernel import InputError


class MalformedUndertakingError(InputError):
    """Data that are no undertaking of ours."""

    code: ClassVar[str] = "undertaking_malformed"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The attached data are no undertaking of this authority: {why}. Send the file "
            "that was downloaded from the case, signed, and nothing else."
        )
