"""What anybody may read: figures, destinations, the public version of a decision."""
