"""Names and identifiers against watch lists, with explanations."""

__all__: list[str] = []
