"""From the first draft to the served letter."""
