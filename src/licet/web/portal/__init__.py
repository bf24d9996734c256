"""The applicant's face."""

__all__: list[str] = []
