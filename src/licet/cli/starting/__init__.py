"""What a process asks before it starts: its zone, its database role, its keys."""
