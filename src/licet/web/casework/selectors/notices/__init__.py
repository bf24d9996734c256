"""Inbox, settings, deadlines and their calendar."""
