"""What is remembered: a word of one case carried into another, when both sides are the same.

Nothing is cleared that was never seen: a word is carried for exactly the party and the entry
that it was given of, is entered in the record of the case that takes it over, and lapses by
itself when either side reads differently, because the pair then has another name.
"""

from collections.abc import Iterable, Mapping

from licet.web.casework.acts.acting import Act, record_on_case
from licet.web.casework.casefile.casefile import load_findings
from licet.web.casework.later import places_later
from licet.web.casework.models import Adjudication, CarriedWord, Case, Hit, SecondWord
from licet.web.casework.rights.policy import SYSTEM
from licet.web.casework.screening.four_eyes import Need, need
from licet.web.casework.screening.hit_standing import DECIDED


def carry_words(act: Act) -> int:
    """Take over what other cases found of the same pairs; in the transaction of the findings.

    Args:
        act: The act that stores the findings.

    Returns:
        How many words were taken over.
    """
    findings = load_findings(act.case)
    waiting: dict[str, Hit] = {}
    for hit in findings.hits:
        word = findings.words.newest(hit)
        if word is None or word.undone:
            waiting.setdefault(hit.pair, hit)
    known = {one.source_id for one in findings.words.carried}
    found = remembered(waiting, besides=act.case)
    taken = [one for one in found.values() if one.pk not in known]
    confirmed = _confirmations(taken)
    for source in taken:
        hit = waiting[source.pair]
        _carry(act, hit, source, findings.words.tier, confirmed.get(source.pk))
    return len(taken)


def remembered(pairs: Iterable[str], *, besides: Case) -> dict[str, Adjudication]:
    """The newest word of other cases on each pair, where it stands.

    A newest word that decides nothing, waits for a second officer, or was differed from by
    one anywhere, is not remembered, and neither are the older ones behind it.

    Args:
        pairs: Names of pairs.
        besides: The case that asks.
    """
    newest: dict[str, Adjudication] = {}
    rows = (
        Adjudication.objects.filter(pair__in=list(pairs), basis__isnull=False)
        .exclude(case=besides)
        .select_related("basis", "by", "case")
    )
    for one in rows.order_by("pk"):
        newest[one.pair] = one
    said: dict[int, dict[object, bool]] = {}
    seconds = SecondWord.objects.filter(adjudication__in=newest.values()).order_by("pk")
    for second in seconds:
        said.setdefault(second.adjudication_id, {})[second.case_id] = second.agrees
    return {
        pair: one
        for pair, one in newest.items()
        if one.verdict in DECIDED and _stands(one, said.get(one.pk, {}))
    }


def _stands(one: Adjudication, seconds: Mapping[object, bool]) -> bool:
    if not all(seconds.values()):
        return False
    return not one.basis.needs_second or seconds.get(one.case_id, False)


def _confirmations(sources: Iterable[Adjudication]) -> dict[int, SecondWord]:
    """The newest word of a second officer on each source in its own case."""
    cases = {one.pk: one.case_id for one in sources}
    rows = SecondWord.objects.filter(adjudication__in=list(cases)).order_by("pk")
    return {
        one.adjudication_id: one
        for one in rows
        if one.case_id == cases[one.adjudication_id]
    }


def _asks_again(asked: Need, tier: int, confirmed: SecondWord | None) -> str:
    """Why a second person must look at a remembered word here; empty when nobody must."""
    if not asked.second:
        return ""
    if confirmed is None:
        return f"Only one officer had looked at it. {asked.because}"
    if asked.by_tier and confirmed.tier < tier:
        return (
            f"A second officer had confirmed it for tier {confirmed.tier}. "
            f"{asked.because}"
        )
    return ""


def _carry(
    act: Act, hit: Hit, source: Adjudication, tier: int, confirmed: SecondWord | None
) -> None:
    because = _asks_again(need(hit, tier), tier, confirmed)
    told = Act(name="carry_adjudication", by=SYSTEM, at=act.at, case=act.case)
    told.tells(
        hit=str(hit.pk),
        pair=hit.pair,
        verdict=source.verdict,
        from_case=source.case.number,
        decided_by=str(source.by_id),
        decided_at=source.at,
        reasons=source.reasons,
        asks_second=bool(because),
        because=because,
    )
    row = record_on_case(told, kind=told.name, public=False)
    CarriedWord.objects.create(
        case=act.case,
        hit=hit,
        pair=hit.pair,
        source=source,
        tier=tier,
        asks_second=bool(because),
        because=because,
        at=act.at,
        row=row,
    )


def tell_takers(case: Case, pair: str) -> None:
    """Have the hits of cases placed again that took over a word on a pair from this case."""
    takers = Case.objects.filter(
        carried_words__source__case=case, carried_words__pair=pair
    )
    for one in takers.distinct().order_by("number"):
        places_later(one)
