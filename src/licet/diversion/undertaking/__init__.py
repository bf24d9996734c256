"""The end-user undertaking: what it says, its hash, and what a returned one says otherwise.

``seal`` gives the text its content hash; ``differences`` names field by field what a returned
document says otherwise than the one generated; ``judge_return`` says whether it may be taken.
"""

from licet.diversion.undertaking.compare import differences, judge_return
from licet.diversion.undertaking.errors import MalformedUndertakingError
from licet.diversion.undertaking.explain import in_words
from licet.diversion.undertaking.model import (
    Difference,
    Returned,
    ReturnFinding,
    Sealed,
    read_sealed,
    seal,
)

__all__ = [
    "Difference",
    "MalformedUndertakingError",
    "ReturnFinding",
    "Returned",
    "Sealed",
    "differences",
    "in_words",
    "judge_return",
    "read_sealed",
    "seal",
]
