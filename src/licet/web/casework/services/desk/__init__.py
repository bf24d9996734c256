"""What the authority does with a case on its way to a decision."""
