"""Due diligence on a party: its file, checks, conduct, undertakings, signals."""
