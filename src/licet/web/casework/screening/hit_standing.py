"""Where a hit stands: the newest word on its pair, whether a second officer spoke, what is carried.

One place says it for the case page, the work list and the gate before a grant. What is not
surely decided is open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from licet.web.casework.gathered import read
from licet.web.casework.models import Adjudication, CarriedWord, Case, Hit, SecondWord
from licet.web.casework.screening.four_eyes import Need, need

OPEN, NEED_MORE, AWAITING = "open", "need_more", "awaiting_second"
UNDECIDED = (OPEN, NEED_MORE, AWAITING)
DECIDED = ("match", "not_a_match")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """The newest word on a pair in a case.

    Attributes:
        said: What was said, here or in the case that it comes from.
        carried: How it came here, when it comes from another case.
        second: The newest word of a second officer on it in this case.
        undone: Whether the case that it comes from has taken it back since.
    """

    said: Adjudication
    carried: CarriedWord | None = None
    second: SecondWord | None = None
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Everything that bears on the hits of one case.

    Attributes:
        tier: The tier of the case as last determined.
        undone: Words carried into this case that their own case has taken back since.
    """

    tier: int
    said: Sequence[Adjudication] = ()
    seconds: Sequence[SecondWord] = ()
    carried: Sequence[CarriedWord] = ()
    undone: frozenset[int] = frozenset()

    def newest(self, hit: Hit) -> Word | None:
        """The newest word on the pair of a hit."""
        own = [one for one in self.said if one.pair == hit.pair]
        brought = [one for one in self.carried if one.pair == hit.pair]
        if own:
            return Word(said=own[-1], second=self._second(own[-1]))
        if brought:
            last = brought[-1]
            return Word(
                said=last.source,
                carried=last,
                second=self._second(last.source),
                undone=last.source_id in self.undone,
            )
        return None

    def _second(self, said: Adjudication) -> SecondWord | None:
        found = [one for one in self.seconds if one.adjudication_id == said.pk]
        return found[-1] if found else None

    def standing(self, hit: Hit) -> str:
        """Where a hit stands: open, need_more, awaiting_second, match or not_a_match."""
        word = self.newest(hit)
        if word is None or word.undone:
            return OPEN
        verdict = word.said.verdict
        if verdict not in DECIDED:
            return NEED_MORE if verdict == NEED_MORE else OPEN
        if word.carried is not None and verdict == "match":
            return OPEN  # a match becomes a fact of this case, and only an officer makes facts
        if word.second is not None and not word.second.agrees:
            return OPEN
        return verdict if self._is_settled(word, need(hit, self.tier)) else AWAITING

    def _is_settled(self, word: Word, asked: Need) -> bool:
        """Whether as many people spoke as are needed today."""
        if word.second is not None:
            return not (asked.by_tier and word.second.tier < self.tier)
        if word.carried is not None:
            if word.carried.asks_second:
                return not asked.second
            return not (asked.by_tier and word.carried.tier < self.tier)
        basis = getattr(word.said, "basis", None)
        return not asked.second and not (basis is not None and basis.needs_second)


def load_words(case: Case, tier: int) -> Words:
    """What was said in a case and carried into it: five queries at most.

    Args:
        case: The case.
        tier: Its tier as last determined.
    """
    carried = read(carried_of, case)
    said = read(said_of, case)
    return Words(
        tier=tier,
        said=said,
        seconds=read(seconds_of, case) if said or carried else (),
        carried=carried,
        undone=undone(carried),
    )


def carried_of(case: Case) -> QuerySet[CarriedWord]:
    """Words brought into a case from another one."""
    found = CarriedWord.objects.filter(case=case)
    return found.select_related("source__basis", "source__by", "source__case").order_by(
        "pk"
    )


def said_of(case: Case) -> QuerySet[Adjudication]:
    """Words of officers on the hits of a case."""
    found = Adjudication.objects.filter(case=case)
    return found.select_related("basis").order_by("pk")


def seconds_of(case: Case) -> QuerySet[SecondWord]:
    """Words of second officers."""
    return SecondWord.objects.filter(case=case).order_by("pk")


def undone(carried: Iterable[CarriedWord]) -> frozenset[int]:
    """Sources of carried words that no longer stand in their own case.

    A newer word on the pair there, or a second officer there who differs, takes them back.
    """
    sources = {one.source_id: one.source for one in carried}
    if not sources:
        return frozenset()
    cases = {one.case_id for one in sources.values()}
    pairs = {one.pair for one in sources.values()}
    newest: dict[tuple[object, str], int] = {}
    rows = Adjudication.objects.filter(case__in=cases, pair__in=pairs).order_by("pk")
    for pk, case, pair in rows.values_list("pk", "case_id", "pair"):
        newest[case, pair] = pk
    differing: dict[int, bool] = {}
    seconds = SecondWord.objects.filter(adjudication__in=sources).order_by("pk")
    for said, case, agrees in seconds.values_list("adjudication", "case", "agrees"):
        if case == sources[said].case_id:
            differing[said] = not agrees
    return frozenset(
        pk
        for pk, one in sources.items()
        if newest.get((one.case_id, one.pair)) != pk or differing.get(pk, False)
    )
