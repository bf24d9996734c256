"""Conditions of a licence: stored, and as they stand today."""
