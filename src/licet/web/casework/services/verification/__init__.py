"""Due diligence: files of parties, conduct, signs of misrepresentation, undertakings."""
