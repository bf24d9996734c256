"""What happens after the licence."""

__all__: list[str] = []
