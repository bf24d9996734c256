"""What is kept and how long, and how the database neither forgets nor tells what was erased."""
