"""What exporters do before a decision: write, lay documents, submit, amend, copy."""
