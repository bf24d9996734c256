"""The due-diligence file of a party: questions asked, what was found, until when it may be relied on.

``questions`` is the catalogue. ``standing_of`` says whether a check is the newest word on its
question and still holds on a day; ``progress`` counts a file by heading. ``Firmness`` grades
what a conduct record rests on, and ``needs_second_person`` says where one officer is not enough.
"""

from licet.diversion.verification.conduct import (
    CREDIBILITIES,
    RELIABILITIES,
    Firmness,
    is_finding,
    needs_second_person,
    require_grade,
)
from licet.diversion.verification.errors import (
    UnknownQuestionError,
    WrongAnswerError,
    WrongGradeError,
)
from licet.diversion.verification.explain import in_words
from licet.diversion.verification.model import (
    Check,
    CheckResult,
    Heading,
    HeadingProgress,
    Question,
    Scope,
    Standing,
)
from licet.diversion.verification.standing import (
    last_day,
    newest,
    progress,
    standing_of,
)
from licet.diversion.verification.store import question, questions

__all__ = [
    "CREDIBILITIES",
    "RELIABILITIES",
    "Check",
    "CheckResult",
    "Firmness",
    "Heading",
    "HeadingProgress",
    "Question",
    "Scope",
    "Standing",
    "UnknownQuestionError",
    "WrongAnswerError",
    "WrongGradeError",
    "in_words",
    "is_finding",
    "last_day",
    "needs_second_person",
    "newest",
    "progress",
    "question",
    "questions",
    "require_grade",
    "standing_of",
]
