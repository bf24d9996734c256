"""What exporters see."""
