"""What is asked at the start: of a process its zone, role and keys, of a person who they are."""
