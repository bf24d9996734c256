"""Licences for those with standing."""
