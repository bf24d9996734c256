"""The other bodies of a case: their advice, the conditions they set, where they differ."""
