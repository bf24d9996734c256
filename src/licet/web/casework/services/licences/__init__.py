"""A licence after its issue: its use, its orders, its editions and its end."""
