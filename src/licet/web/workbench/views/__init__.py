"""Screens of officers, agencies, reviewers and auditors, one module per subject."""
