"""The program's face."""

__all__: list[str] = []
