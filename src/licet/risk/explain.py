"""Findings in plain words."""

from collections.abc import Sequence

from licet.facts import Statement
from licet.kernel import Standing


def finding_words(
    standing: Standing, *, open_facts: Sequence[str], contradicted: bool, asked: bool
) -> str:
    """Why a criterion stands as it does, in one sentence.

    Args:
        standing: How it stands.
        open_facts: Facts that are still unknown.
        contradicted: Whether the facts speak against it.
        asked: Whether the package lets facts establish it at all.
    """
    if standing is Standing.DISPUTED:
        return "The sources contradict each other; an officer must weigh them."
    if standing is Standing.ESTABLISHED:
        return "The facts on file establish it."
    if not asked:
        return "No recorded fact establishes it by itself; the officer judges it."
    if contradicted:
        return "The facts on file speak against it."
    if open_facts:
        return f"Nobody has established it yet. Unknown: {', '.join(open_facts)}."
    return "The facts on file do not establish it."


def source_words(statements: Sequence[Statement]) -> str:
    """Who said the facts, and on what basis; or that nobody did."""
    said = dict.fromkeys(f"{each.by} ({each.basis})" for each in statements)
    return "; ".join(said) or "nobody yet"
