"""Screenings and hits as the case page shows them, with everything said of each."""

from collections.abc import Iterable

from licet.web.casework.casefile.casefile import CaseFile, Findings
from licet.web.casework.models import (
    Adjudication,
    CarriedWord,
    Hit,
    ScreeningRecord,
    SecondWord,
)
from licet.web.casework.screening.hit_standing import Words
from licet.web.casework.screening.reason_codes import code_words
from licet.web.casework.selectors.parts.parts import Names
from licet.web.casework.views import (
    AdjudicationView,
    HitView,
    RememberedView,
    ScreeningView,
    SecondWordView,
)


def people_of(words: Words) -> list[object]:
    """Ids of everybody who said something of a hit."""
    return [
        *(one.by_id for one in words.said),
        *(one.by_id for one in words.seconds),
        *(one.source.by_id for one in words.carried),
    ]


def second_views(
    rows: Iterable[SecondWord], known: Names
) -> tuple[SecondWordView, ...]:
    """Words of second officers."""
    return tuple(
        SecondWordView(
            agrees=one.agrees,
            reasons=one.reasons,
            by=known.get(str(one.by_id), ""),
            at=one.at,
        )
        for one in rows
    )


def adjudication_view(
    one: Adjudication, seconds: Iterable[SecondWord], known: Names
) -> AdjudicationView:
    """An officer's word with its basis and what second officers said of it."""
    basis = getattr(one, "basis", None)
    return AdjudicationView(
        verdict=one.verdict,
        reasons=one.reasons,
        by=known.get(str(one.by_id), ""),
        at=one.at,
        code=basis.code if basis else "",
        code_words=code_words(one.verdict, basis.code) if basis else "",
        needed=basis.needed if basis else "",
        needed_from=basis.needed_from if basis else "",
        needs_second=bool(basis and basis.needs_second),
        seconds=second_views(seconds, known),
        together=basis.together if basis else "",
    )


def hit_view(
    findings: Findings, hit: Hit, screening: ScreeningRecord, known: Names
) -> HitView:
    """One hit with everything said of it."""
    words = findings.words
    word = words.newest(hit)
    carried = word.carried if word else None
    return HitView(
        id=str(hit.pk),
        party=screening.party,
        role=screening.role,
        country=screening.country,
        entity=hit.entity,
        list=hit.list_name,
        list_version=hit.list_version,
        matched_name=hit.matched_name,
        query_name=hit.query_name,
        score=hit.score,
        words=hit.words,
        document=hit.document,
        standing=findings.standing(hit),
        adjudications=tuple(
            adjudication_view(
                one, [s for s in words.seconds if s.adjudication_id == one.pk], known
            )
            for one in findings.said(hit)
        ),
        remembered=_remembered(carried, known, undone=bool(word and word.undone)),
        seconds=second_views(
            [s for s in words.seconds if s.adjudication_id == carried.source_id], known
        )
        if carried
        else (),
    )


def _remembered(
    carried: CarriedWord | None, known: Names, *, undone: bool
) -> RememberedView | None:
    if carried is None:
        return None
    return RememberedView(
        case=carried.source.case.number,
        verdict=carried.source.verdict,
        reasons=carried.source.reasons,
        by=known.get(str(carried.source.by_id), ""),
        at=carried.source.at,
        carried_at=carried.at,
        asks_second=carried.asks_second,
        because=carried.because,
        undone=undone,
    )


def screening_views(file: CaseFile, known: Names) -> tuple[ScreeningView, ...]:
    """The newest screening of every party."""
    findings = file.findings
    run = findings.run
    if run is None:
        return ()
    return tuple(
        ScreeningView(
            id=str(row.pk),
            party=row.party,
            role=row.role,
            country=row.country,
            made_at=run.made_at,
            lists=tuple(run.lists),
            lists_fresh=run.lists_fresh,
            threshold=run.threshold,
            hits=tuple(
                hit_view(findings, hit, row, known) for hit in findings.hits_of(row)
            ),
            stale=not file.fresh,
        )
        for row in findings.screenings
    )
