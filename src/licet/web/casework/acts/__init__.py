"""How an act happens: locked, asked, changed and recorded, all in one transaction."""
