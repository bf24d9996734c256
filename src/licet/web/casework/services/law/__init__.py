"""Drafts of law before everybody."""
