"""Screens of applicants, one module per subject."""
