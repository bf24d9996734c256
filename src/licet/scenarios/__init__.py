"""Misuse pathways, replay and simulation."""

__all__: list[str] = []
