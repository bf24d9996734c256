"""What a conduct record rests on: reliability of the source, credibility of what it says, how firmly found."""

import re
from enum import StrEnum

from licet.diversion.verification.errors import WrongGradeError

RELIABILITIES = ("A", "B", "C", "D", "E", "F")
CREDIBILITIES = ("1", "2", "3", "4", "5", "6")
_GRADE = re.compile(r"[A-F][1-6]")


class Firmness(StrEnum):
    """How firmly something was found, the firmest first.

    A lead is what a threat bundle or a rumour names: it says where to look, and finds nothing.
    """

    FINAL_JUDGMENT = "final_judgment"
    JUDGMENT = "judgment"
    AUTHORITY = "authority"
    UNITED_NATIONS = "united_nations"
    FORENSIC = "forensic"
    ALLEGATION = "allegation"
    LEAD = "lead"


# What stands closest to a ground is not written into a file by one person alone.
_TOP = frozenset({Firmness.FINAL_JUDGMENT, Firmness.JUDGMENT})
_NO_FINDING = frozenset({Firmness.ALLEGATION, Firmness.LEAD})


def is_finding(firmness: Firmness) -> bool:
    """Whether somebody with the means to find has found it; an allegation or a lead is none."""
    return firmness not in _NO_FINDING


def needs_second_person(firmness: Firmness, grade: str) -> bool:
    """Whether one officer is not enough to enter it: judgments, and the grade A1 of anything found.

    Args:
        firmness: How firmly it was found.
        grade: Reliability and credibility.
    """
    return firmness in _TOP or (is_finding(firmness) and grade == "A1")


def require_grade(grade: str) -> str:
    """Return ``grade`` when it is one.

    Raises:
        WrongGradeError: It is not a letter from A to F and a digit from 1 to 6.
    """
    if _GRADE.fullmatch(grade) is None:
        raise WrongGradeError(grade)
    return grade
