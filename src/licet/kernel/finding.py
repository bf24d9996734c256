"""What was found of one question, by what source, on what day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from licet.kernel.citation import Citation


class Standing(StrEnum):
    """How far a finding is established. Unknown is never no."""

    ESTABLISHED = "established"
    NOT_ESTABLISHED = "not_established"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One answered or open question with its source.

    Attributes:
        about: Identifier of the criterion or question.
        standing: Established, not established or disputed.
        words: The finding in one plain sentence.
        source: Who or what says so.
        dated: The day of the source.
        citation: The law that makes the question matter.
    """

    about: str
    standing: Standing
    words: str
    source: str
    dated: date
    citation: Citation
