"""The public's face."""

__all__: list[str] = []
