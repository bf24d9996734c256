"""What may be said to whom."""

__all__: list[str] = []
