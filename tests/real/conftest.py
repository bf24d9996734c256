"""Tests on the real lists are collected only where the real lists are."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared"
WHOLE = (SHARED / "data" / "lists").is_dir() and (
    SHARED / "bench" / "screening"
).is_dir()

collect_ignore = [] if WHOLE else ["test_screening_lists.py"]
