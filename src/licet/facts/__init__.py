"""The transaction as stated and as found, with evidence for each fact."""

__all__: list[str] = []
