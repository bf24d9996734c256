"""Estimates of a panel: nothing of a round is shown before it has ended."""

from decimal import Decimal
from typing import Any

from licet.review.panels import (
    Estimate,
    Question,
    QuestionKind,
    aggregate,
    outside_the_middle,
    read_estimate,
    shares,
)
from licet.web.casework.models import Elicitation, ElicitationEstimate, PanelReferral
from licet.web.casework.panels.standing import awaited
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.policy import Actor
from licet.web.casework.views.panels import (
    ElicitationView,
    EstimateView,
    RoundView,
    WordView,
)

ROUNDS = (1, 2)


def question_of(row: Elicitation) -> Question:
    """A stored question as the engine wants it."""
    return Question(
        kind=QuestionKind(row.kind),
        low=row.low,
        high=row.high,
        options=tuple(row.options),
    )


def ended(row: Elicitation, number: int) -> bool:
    """Whether a round has ended: everybody awaited had answered, or it was closed."""
    return row.closes.filter(round=number).exists()


def given_in(row: Elicitation, number: int) -> frozenset[str]:
    """Who has answered in a round."""
    found = row.estimates.filter(round=number).values_list("person_id", flat=True)
    return frozenset(map(str, found))


def open_round(row: Elicitation) -> int:
    """The round in which estimates are taken; 0 when both have ended."""
    return next((one for one in ROUNDS if not ended(row, one)), 0)


def elicitation_views(row: PanelReferral, viewer: Actor) -> tuple[ElicitationView, ...]:
    """The questions of a referral, each with what this viewer may see of its rounds."""
    expected = awaited(row, legal_day(now()))
    found = row.elicitations.order_by("number")
    return tuple(_view(one, viewer, expected) for one in found)


def _view(row: Elicitation, viewer: Actor, expected: frozenset[str]) -> ElicitationView:
    current = open_round(row)
    words = row.words.select_related("person").order_by("pk")
    return ElicitationView(
        number=row.number,
        text=row.text,
        kind=row.kind,
        low=row.low,
        high=row.high,
        options=tuple(row.options),
        rounds=tuple(
            _round(row, number, viewer, expected)
            for number in ROUNDS
            if not current or number <= current
        ),
        words=tuple(
            WordView(person=str(one.person), text=one.text, at=one.at) for one in words
        ),
        open_round=current,
    )


def _round(
    row: Elicitation, number: int, viewer: Actor, expected: frozenset[str]
) -> RoundView:
    rows = list(row.estimates.filter(round=number).select_related("person"))
    over = ended(row, number)
    mine = next((one.value for one in rows if str(one.person_id) == viewer.id), "")
    estimates = [_estimate(row, one) for one in rows]
    outside = {one.member for one in outside_the_middle(estimates)}
    shown = sorted(rows, key=lambda one: str(one.person)) if over else []
    return RoundView(
        number=number,
        ended=over,
        given=len(rows),
        expected=len(expected),
        mine=mine,
        result=_result(question_of(row), estimates) if over and estimates else {},
        estimates=tuple(
            EstimateView(
                person=str(one.person),
                value=one.value,
                words=one.words,
                outside=str(one.person_id) in outside,
            )
            for one in shown
        ),
    )


def _estimate(row: Elicitation, one: ElicitationEstimate) -> Estimate:
    value = read_estimate(question_of(row), one.value)
    return Estimate(member=str(one.person_id), value=value)


def _result(question: Question, estimates: list[Estimate]) -> dict[str, str]:
    if question.kind is QuestionKind.CHOICE:
        chosen = shares(question, estimates)
        counts: dict[str, Any] = dict(chosen.counts)
        return {"leading": chosen.leading, **{k: str(v) for k, v in counts.items()}}
    found = aggregate(estimates)
    numbers = {
        "median": found.median,
        "lower": found.lower,
        "upper": found.upper,
        "least": found.least,
        "most": found.most,
        "spread": found.spread,
    }
    return {name: _plain(number) for name, number in numbers.items()}


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
