"""Readers of official list formats: bytes in, entries out."""
