"""What pages and answers are made of: rows as records, pages of lists, states in words."""
