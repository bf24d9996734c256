"""Ownership, shipments and payments as one graph."""

__all__: list[str] = []
