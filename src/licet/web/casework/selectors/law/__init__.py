"""Drafts of law and what was said of them."""
