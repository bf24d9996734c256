"""Checks of a file as the engine and the faces want them: the newest that count in a case, and how they stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from licet.diversion.verification import (
    Check,
    CheckResult,
    Scope,
    Standing,
    in_words,
    newest,
    questions,
    standing_of,
)
from licet.web.casework.models import PartyCheck
from licet.web.casework.views import PartyCheckView


def check_of(row: PartyCheck) -> Check:
    """A stored answer as the engine's value; its case must come with it."""
    return Check(
        number=row.pk,
        question=row.question,
        case=row.case.number if row.case else "",
        result=CheckResult(row.result),
        on=row.on,
        expires=row.expires,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answers of one file, read for one case on one day.

    Attributes:
        rows: Every answer, the oldest first.
        case: Number of the case; empty for the file by itself.
        on: The legal day.
    """

    rows: Sequence[PartyCheck]
    case: str
    on: date

    @property
    def newest(self) -> Mapping[str, Check]:
        """The answer that counts, by question."""
        return newest(map(check_of, self.rows), questions(), case=self.case)

    def standing(self, row: PartyCheck, among: Mapping[str, Check]) -> Standing:
        """How an answer stands; one about another case is not superseded by this one's."""
        about = questions().get(row.question)
        return standing_of(
            check_of(row), among, on=self.on, scope=about.scope if about else Scope.CASE
        )

    def relied_on(self) -> Iterable[PartyCheck]:
        """The rows that may be relied on: established, the newest, not too old."""
        among = self.newest
        for row in self.rows:
            one = among.get(row.question)
            if (
                one is not None
                and one.number == row.pk
                and one.result is CheckResult.ESTABLISHED
                and self.on <= one.expires
            ):
                yield row

    def view(self, row: PartyCheck, among: Mapping[str, Check]) -> PartyCheckView:
        """One answer before readers; its person must come with it."""
        standing = self.standing(row, among)
        return PartyCheckView(
            id=row.pk,
            question=row.question,
            result=row.result,
            answer=row.answer,
            words=row.words,
            source=row.source,
            document=row.document_name,
            sha256=row.sha256,
            marking=row.marking,
            case=row.case.number if row.case else "",
            on=row.on,
            expires=row.expires,
            standing=standing.value,
            words_of_standing=in_words(
                questions()[row.question], check_of(row), standing
            ),
            by=str(row.by),
            at=row.at,
        )
