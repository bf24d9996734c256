"""What the governing law asks and how long it leaves: questions, clocks, targets."""
