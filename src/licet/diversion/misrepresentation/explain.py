"""Findings in words."""

from licet.diversion.misrepresentation.model import Outcome, SignalFinding


def in_sentence(finding: SignalFinding) -> str:
    """One sentence: what the rule looks for, and what it says.

    A firing is told as a question, because it is one.
    """
    if finding.outcome is Outcome.FIRES:
        return f"{finding.rule.title}: {finding.words} {finding.rule.question}"
    return f"{finding.rule.title}: {finding.words}"
