"""Several bodies on one case: other states, levels, silence, conditions that somebody else owns."""
