"""Decisions, letters on their way, notices of an intended refusal."""
