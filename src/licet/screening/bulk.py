"""Many parties at once, with reasons only for the hits that anybody will see."""

from collections.abc import Sequence

from licet.screening.index import Index
from licet.screening.model import Hit, Question
from licet.screening.qualify import most_upwards, moved

# Scores are rounded to four places: what lies so near may still reach the level.
_MARGIN = 1e-4


def hits_above(
    index: Index, questions: Sequence[Question], *, least: float, limit: int = 10
) -> tuple[tuple[Hit, ...], ...]:
    """The hits of ``Index.search_all`` that reach a score, without working out the others.

    Giving reasons costs far more than ranking, and most parties have no hit worth one.

    Args:
        index: The index.
        questions: The parties.
        least: The least score of a hit, inclusive, 0 to 1.
        limit: At most so many hits a party.

    Returns:
        For every party in order its hits, best first.
    """
    ranked = index.rank(questions, limit=limit)
    near: list[int] = []
    wanted: set[str] = set()
    for row, (question, found) in enumerate(zip(questions, ranked, strict=True)):
        step = max(0.0, most_upwards(question))
        reach = [one for one in found if moved(one.score, step) + _MARGIN >= least]
        if reach:
            near.append(row)
            wanted |= {index.built.entity_id(one.owner) for one in reach}
    answers: list[tuple[Hit, ...]] = [()] * len(questions)
    if near:
        asked = [questions[row] for row in near]
        for row, hits in zip(
            near, index.hits_on(wanted, asked, limit=limit), strict=True
        ):
            answers[row] = tuple(hit for hit in hits if hit.score >= least)
    return tuple(answers)
