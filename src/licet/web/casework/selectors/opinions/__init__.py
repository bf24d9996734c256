"""Opinions, and whether a letter still holds."""
