"""What bulk work refuses."""

from typing import ClassVar

from licet.kernel import InputError, LicetError


class BulkMissingError(LicetError):
    """SQL and Parquet need DuckDB, and it is not installed."""

    code: ClassVar[str] = "bulk_missing"

    def __init__(self) -> None:
        super().__init__(
            "SQL and Parquet files need DuckDB, which is not installed. Install "
            "licet[bulk], or give the caseload as JSON Lines."
        )


class MalformedCaseloadError(InputError):
    """A file of past cases that cannot be read; nothing was replayed."""

    code: ClassVar[str] = "malformed_caseload"

    def __init__(self, where: str, what: str) -> None:
        super().__init__(
            f"{where}: {what} Nothing was replayed; mend that place and run it again."
        )
