"""One hit beside its evidence: both sides whole, and everything that bears on the pair."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from licet.web.casework.casefile.casefile import Findings, load_findings
from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import Adjudication, Case, Hit, ListAlert, SecondWord
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.part_marks import require_part
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.screening.four_eyes import need
from licet.web.casework.screening.hit_standing import AWAITING, UNDECIDED
from licet.web.casework.screening.measures import measure_of
from licet.web.casework.screening.pairs import IDENTIFYING, what_differs
from licet.web.casework.selectors.parts.parts import Names, as_id, names, possible_acts
from licet.web.casework.selectors.screening.hit_views import (
    adjudication_view,
    hit_view,
    people_of,
)
from licet.web.casework.selectors.screening.hits import neighbours, same_evidence
from licet.web.casework.views import EarlierWord, HitEvidence, Json

MOST_EARLIER = 50
# Facts of a party that say who owns or controls it: hints, never an answer.
_CONTROL = ("owner", "parent", "control", "share", "acts_for")
_DAY = re.compile(r"20\d\d-\d\d-\d\d")


def hit_evidence(*, viewer: Actor, case: str, hit: str) -> HitEvidence:
    """A hit of the newest findings of a case with its evidence; the read is entered first.

    Args:
        viewer: Who reads.
        case: Number of the case.
        hit: Id of the hit.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such hit in its newest findings, or no standing in the case.
    """
    require(viewer, "see_hits")
    row = visible_cases(viewer).filter(number=case).first()
    if row is None:
        raise NotFoundError("case")
    require_part(viewer, row, "screenings")
    note_read(viewer, row, "case")
    findings = load_findings(row)
    found = next((one for one in findings.hits if one.pk == as_id(hit)), None)
    if found is None:
        raise NotFoundError("hit")
    return _evidence(viewer, row, findings, found)


def _evidence(viewer: Actor, case: Case, findings: Findings, hit: Hit) -> HitEvidence:
    words = findings.words
    before = _words_before(hit)
    seconds = _seconds(before)
    known = names(
        [
            *people_of(words),
            *(one.by_id for one in before),
            *(one.by_id for one in seconds),
        ]
    )
    earlier = [one for one in before if one.pair == hit.pair]
    lapsed = [one for one in before if one.pair != hit.pair]
    standing = findings.standing(hit)
    view = _Earlier(viewer, hit, seconds, known)
    return HitEvidence(
        case=case.number,
        title=case.title,
        state=case.state,
        version=case.version,
        hit=hit_view(findings, hit, hit.screening, known),
        list_day=_list_day(hit.list_version),
        measure=_measure(hit),
        tier=words.tier,
        second_because=need(hit, words.tier).because,
        party=_stated(hit),
        entry=hit.document.get("entry") or {},
        others=tuple(
            hit_view(findings, one, one.screening, known)
            for one in findings.hits
            if one.screening.party == hit.screening.party and one.pk != hit.pk
        ),
        earlier=view.all(earlier),
        lapsed=view.all(lapsed),
        same=same_evidence(viewer=viewer, pair=hit.pair, besides=str(hit.pk))
        if standing in UNDECIDED
        else (),
        alerts=_alerts(case, hit),
        facts=_control(case, hit),
        neighbours=neighbours(viewer=viewer, hit=str(hit.pk)),
        **_may(viewer, case, findings, hit),
    )


def _measure(hit: Hit) -> Json:
    measure = measure_of(hit.document)
    return {
        "id": measure.id,
        "title": measure.title,
        "words": measure.words,
        "law": measure.law,
    }


def _may(viewer: Actor, case: Case, findings: Findings, hit: Hit) -> dict[str, bool]:
    """What the viewer may say of the hit now."""
    acts = {one.act for one in possible_acts("case", case.state, viewer)}
    standing, word = findings.standing(hit), findings.words.newest(hit)
    return {
        "may": "adjudicate_hit" in acts,
        "may_second": "confirm_hit" in acts
        and standing == AWAITING
        and word is not None
        and str(word.said.by_id) != viewer.id,
    }


def _list_day(version: str) -> date | None:
    """The day of a list's version, which begins with it; ``None`` where it does not."""
    day = _DAY.search(version)
    return date.fromisoformat(day.group()) if day else None


def _stated(hit: Hit) -> Mapping[str, tuple[str, ...]]:
    """What identifies the party, each as texts; what nobody stated is there and empty."""
    who: Json = hit.document.get("party") or {
        "name": hit.screening.party,
        "country": hit.screening.country,
    }
    found = {}
    for path in ("name", "country", *IDENTIFYING):
        value = who.get(path, "")
        values = value if isinstance(value, list) else [value]
        found[path] = tuple(str(one) for one in values if one not in (None, ""))
    return found


def _words_before(hit: Hit) -> list[Adjudication]:
    """Words on the pair, and on the same entry and party as they were, the newest first."""
    pair = Adjudication.objects.filter(pair=hit.pair)
    same = Adjudication.objects.filter(
        basis__list_name=hit.list_name,
        basis__entity=hit.entity,
        basis__party=hit.screening.party,
    )
    found = (pair | same).distinct().select_related("basis", "case", "hit__screening")
    return list(found.order_by("-pk")[:MOST_EARLIER])


def _seconds(before: Iterable[Adjudication]) -> list[SecondWord]:
    ids = [one.pk for one in before]
    return list(SecondWord.objects.filter(adjudication__in=ids).order_by("pk"))


class _Earlier:
    """Earlier words as a reader may see them: a case without standing keeps its number."""

    def __init__(
        self, viewer: Actor, hit: Hit, seconds: Iterable[SecondWord], known: Names
    ) -> None:
        self.viewer, self.hit, self.known = viewer, hit, known
        self.seconds = list(seconds)

    def all(self, rows: list[Adjudication]) -> tuple[EarlierWord, ...]:
        cases = {one.case_id for one in rows}
        open_to = set(
            visible_cases(self.viewer).filter(pk__in=cases).values_list("pk", flat=True)
        )
        return tuple(
            EarlierWord(
                case=one.case.number if one.case_id in open_to else "",
                word=adjudication_view(
                    one,
                    [s for s in self.seconds if s.adjudication_id == one.pk],
                    self.known,
                ),
                differs=what_differs(one.hit, self.hit)
                if one.pair != self.hit.pair
                else (),
            )
            for one in rows
        )


def _alerts(case: Case, hit: Hit) -> tuple[Json, ...]:
    """Open alerts of list changes that name the entry in this case."""
    found = ListAlert.objects.filter(
        case=case, source=hit.list_name, entry=hit.entity, handling__isnull=True
    )
    return tuple(
        {"id": one.pk, "change": one.change, "words": one.words, "at": one.at}
        for one in found.order_by("-pk")[:MOST_EARLIER]
    )


def _control(case: Case, hit: Hit) -> tuple[tuple[str, str], ...]:
    """What the case says of who owns or controls the party."""
    found = [
        (path, _values(fact))
        for party in case.transaction.get("parties") or ()
        for path, fact in sorted((party.get("facts") or {}).items())
        if party.get("name") == hit.screening.party
        and any(word in path for word in _CONTROL)
    ]
    found = [(path, values) for path, values in found if values]
    return tuple(dict.fromkeys(found))


def _values(fact: object) -> str:
    """The values of a fact as one text; empty when nobody knows it."""
    said = fact.get("statements") if isinstance(fact, Mapping) else None
    return ", ".join(str(one.get("value")) for one in said or ())
