"""What every call of the API keeps to: problems, keys, versions, pages, and their description."""
