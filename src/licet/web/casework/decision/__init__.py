"""What leads to a signature: procedure, gate, papers, and from which day a letter counts as served."""
