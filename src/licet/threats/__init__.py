"""Indicators and actors that bear on a case."""

__all__: list[str] = []
