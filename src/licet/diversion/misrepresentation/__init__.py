"""Signs that somebody is not who, or wants not what, is stated: questions for an officer, never findings.

``judge`` reads what is known of one party in one transaction, each piece with its source, and
answers for every rule of ``rules.yaml``: it fires, it is silent, or it cannot tell and names
what is missing. Unknown is never no. ``flawed_numbers`` reckons the check digits of
registration numbers.
"""

from licet.diversion.misrepresentation.errors import WrongEvidenceError
from licet.diversion.misrepresentation.explain import in_sentence
from licet.diversion.misrepresentation.judge import judge
from licet.diversion.misrepresentation.model import (
    PATHS,
    Evidence,
    Kind,
    Outcome,
    Rule,
    SignalFinding,
    Told,
    evidence_of,
)
from licet.diversion.misrepresentation.numbers import (
    Flaw,
    flawed_numbers,
    known_schemes,
)
from licet.diversion.misrepresentation.store import rules

__all__ = [
    "PATHS",
    "Evidence",
    "Flaw",
    "Kind",
    "Outcome",
    "Rule",
    "SignalFinding",
    "Told",
    "WrongEvidenceError",
    "evidence_of",
    "flawed_numbers",
    "in_sentence",
    "judge",
    "known_schemes",
    "rules",
]
