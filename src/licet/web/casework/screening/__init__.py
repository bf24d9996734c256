"""Parties against lists: the matcher, hits and where they stand, the authority's own entries."""
