"""Organisations, their members, invitations and mandates."""
