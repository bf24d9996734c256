"""Advisory panels and partner states: seats, questions, opinions, agreements, what leaves under them."""
