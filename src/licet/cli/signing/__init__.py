"""What `licet keys documents` does: the keys that sign documents, by two people."""
