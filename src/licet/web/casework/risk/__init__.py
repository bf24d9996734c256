"""What a case is weighed from, and how the weighing is kept."""
