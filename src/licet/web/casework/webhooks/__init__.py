"""Events to addresses of others: what is told, how it is signed, and to where nothing is sent."""
