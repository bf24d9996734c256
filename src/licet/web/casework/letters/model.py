"""What a letter is made from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from licet.kernel import canonical_bytes
from licet.licence import CheckpointReference
from licet.web.casework.letters.errors import LetterDataError

Gettext = Callable[[str], str]


class LetterKind(StrEnum):
    """Letters beside the licence itself."""

    REFUSAL = "refusal"
    INTENT_TO_REFUSE = "intent_to_refuse"
    INFORMATION_REQUEST = "information_request"
    SUSPENSION = "suspension"
    NO_LICENCE_REQUIRED = "no_licence_required"
    APPEAL_OUTCOME = "appeal_outcome"
    CLASSIFICATION_OPINION = "classification_opinion"
    ADVANCE_RULING = "advance_ruling"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterGround:
    """One ground of a decision: its words, and where the law has it."""

    words: str
    law: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterData:
    """Everything that a letter says; fixed sentences come from the catalogue.

    Attributes:
        authority: Name of the authority.
        address: Its address, line by line.
        reference: Case number, or licence number for a suspension.
        dated: The legal day of the letter.
        addressee: Name and address, line by line.
        facts: What the letter is about, as label and value.
        grounds: Grounds with their law.
        reasons: Free paragraphs that the officer wrote.
        questions: What must be answered.
        outcome: The outcome of an appeal, in one sentence.
        answer_by: Last day to answer; included.
        appeal_by: Last day to appeal; included.
        appeal_to: Before whom an appeal is brought.
        signatory: Name of the person who signs.
        post: Their post.
        checkpoint: Latest state of the public log.
        language: Language of the catalogue, for screen readers.
    """

    authority: str
    address: tuple[str, ...] = ()
    reference: str
    dated: date
    addressee: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    grounds: tuple[LetterGround, ...] = ()
    reasons: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    outcome: str | None = None
    answer_by: date | None = None
    appeal_by: date | None = None
    appeal_to: str | None = None
    signatory: str
    post: str
    checkpoint: CheckpointReference
    language: str = "en"

    def to_bytes(self) -> bytes:
        """The canonical JSON that is attached to the letter, names in their own script."""
        return canonical_bytes(self)


# What each kind must say to have its legal effect.
MUST_SAY: dict[LetterKind, tuple[str, ...]] = {
    LetterKind.REFUSAL: ("grounds", "reasons", "appeal_by", "appeal_to"),
    LetterKind.INTENT_TO_REFUSE: ("grounds", "reasons", "answer_by"),
    LetterKind.INFORMATION_REQUEST: ("questions", "answer_by"),
    LetterKind.SUSPENSION: ("grounds", "reasons", "answer_by"),
    LetterKind.NO_LICENCE_REQUIRED: ("facts", "reasons"),
    LetterKind.APPEAL_OUTCOME: ("outcome", "reasons"),
    LetterKind.CLASSIFICATION_OPINION: ("facts", "outcome", "reasons", "appeal_to"),
    LetterKind.ADVANCE_RULING: ("facts", "outcome", "reasons", "appeal_to"),
}


# Letters whose effect hangs on the facts that they name.
RELY_ON_FACTS = frozenset(
    {
        LetterKind.NO_LICENCE_REQUIRED,
        LetterKind.CLASSIFICATION_OPINION,
        LetterKind.ADVANCE_RULING,
    }
)


def require_whole(kind: LetterKind, data: LetterData) -> None:
    """Refuse a letter that lacks what its kind must say.

    Raises:
        LetterDataError: Names the first thing that is missing.
    """
    for name in ("addressee", "signatory", *MUST_SAY[kind]):
        if not getattr(data, name):
            raise LetterDataError(
                f"The letter {kind.value} for {data.reference} says nothing for "
                f"{name!r}. Give it before the letter is made."
            )
