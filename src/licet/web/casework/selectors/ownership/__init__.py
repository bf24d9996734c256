"""Who owns whom, and what hangs together across exporters."""
