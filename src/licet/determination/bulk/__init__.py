"""Determinations in bulk: three-valued over columns, by numpy and by SQL, and replay."""
