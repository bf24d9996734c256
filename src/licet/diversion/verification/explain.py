"""Checks in words."""

from licet.diversion.verification.model import Check, Question, Standing

_RESULTS = {
    "established": "established",
    "not_established": "could not be established",
    "contradicted": "is contradicted",
}


def in_words(question: Question, check: Check, standing: Standing) -> str:
    """One line: the question, what was found, in which case, on which day, until when."""
    where = f" in case {check.case}" if check.case else ""
    until = {
        Standing.CURRENT: f"expires {check.expires}",
        Standing.STALE: f"expired {check.expires}: ask again",
        Standing.SUPERSEDED: "a newer answer stands in its place",
    }[standing]
    return f"{question.words} {_RESULTS[check.result.value].capitalize()}{where} on {check.on}, {until}."
