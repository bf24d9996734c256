"""Who acts: accounts, organisations and their mandates, posts of the authority."""
