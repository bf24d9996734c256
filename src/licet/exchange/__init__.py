"""Messages between authorities."""

__all__: list[str] = []
