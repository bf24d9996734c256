"""The court bundle: one case as a paginated volume, made from the opened acts of the record."""
