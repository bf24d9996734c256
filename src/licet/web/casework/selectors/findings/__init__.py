"""Determinations and risk of a case."""
