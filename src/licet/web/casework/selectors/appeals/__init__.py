"""Appeals as each side sees them."""
