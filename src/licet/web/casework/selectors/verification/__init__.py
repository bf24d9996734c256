"""Files of parties, and what verification says of a case."""
