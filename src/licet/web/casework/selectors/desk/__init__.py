"""What the authority sees: queues, the work of a desk, a case with its documents and notes."""
