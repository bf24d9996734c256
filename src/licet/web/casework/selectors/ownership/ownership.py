"""Reads of ownership: a case's findings with their path, a day's web under every law, the sets.

``ownership`` is what the risk calculus reads: for each party and law the standing (listed,
surely, possibly, not, unstated), the words of the path, its sources and its dates.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet

from licet.diversion import in_sentence, representatives
from licet.kernel import ImpossibleDateError, parse_day
from licet.web.casework.casefile.casefile import (
    Traced,
    load_findings,
    load_traced,
)
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import (
    Case,
    OwnershipRun,
    OwnershipSet,
    StatedOwner,
)
from licet.web.casework.ownership.drawing import draw
from licet.web.casework.ownership.gathering import serving_sets
from licet.web.casework.ownership.judging import (
    Judged,
    Names,
    binding_laws,
    every_law,
    judge,
    names_of,
    path_json,
    standings_of,
)
from licet.web.casework.ownership.showing import (
    finding_view,
    is_traced,
    laws_on,
    notes_on,
    nothing_traced,
    ownership,
    verdicts_by_matter,
)
from licet.web.casework.ownership.stating import (
    BY_APPLICANT,
    stated_names,
    statement_of,
)
from licet.web.casework.ownership.writing import read_statement, web_of
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.part_marks import require_part
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import case_for
from licet.web.casework.views import (
    Json,
    NamesakeView,
    OwnershipFindingView,
    OwnershipSetView,
    OwnershipView,
    StatedOwnerView,
)

MOST_SETS = 200


def case_ownership(
    *, viewer: Actor, case: str, party: str = "", on: str = ""
) -> OwnershipView:
    """The whole web of a case, or of one of its parties, as of a day under every law.

    Args:
        viewer: Who asks; the read is entered first.
        case: Number of the case.
        party: Name of a party; empty takes all.
        on: ``YYYY-MM-DD``; empty is the day on which it was traced.

    Returns:
        With the findings of every shipped law that has a rule on listed owners; those of laws
        that bind here are marked. On another day than that of the computation they are made
        for the page alone (``id`` 0) and no verdict is asked.

    Raises:
        NotFoundError: No such case or party, or no standing.
        InvalidInputError: No such day.
    """
    require(viewer, "see_case")
    row = case_for(viewer, case)
    require_part(viewer, row, "ownership")
    note_read(viewer, row, "ownership")
    held = load_traced(row)
    run = held.run
    if run is None:
        return _with_stated(nothing_traced(row), row, None)
    parties = [one for one in run.document["parties"] if party in {"", one["name"]}]
    if not parties:
        raise NotFoundError("party")
    day = _day(on, run.on)
    view, names = _view_on(row, held, run, parties, day)
    return _with_stated(view, row, names)


def _view_on(
    row: Case, held: Traced, run: OwnershipRun, parties: list[Json], day: date
) -> tuple[OwnershipView, Names]:
    """The web of these parties on a day, with the names in it."""
    document = {**run.document, "parties": parties}
    findings = load_findings(row)
    standings = standings_of(document, findings)
    judged, traced = judge(document, standings, on=day, laws=every_law())
    names = names_of(document)
    drawn = _statements_on(document, day)
    view = OwnershipView(
        case=row.number,
        traced=is_traced(run, findings, held.call),
        on=day,
        made_at=run.made_at,
        digest=run.digest,
        findings=_judged_views(judged, held, day),
        laws=laws_on(day, every_law()),
        sets=tuple(document["sets"]),
        wrong=tuple(one.words for one in traced.discrepancies),
        cut=bool(document["cut"]),
        drawing=draw(
            drawn,
            roots=[one["node"] for one in parties],
            names=names.known,
            notes=notes_on(document, standings),
        ),
        statements=tuple(path_json((read_statement(one) for one in drawn), names)),
        namesakes=_namesakes(document),
        parties=tuple(run.document["parties"]),
        version=row.version,
    )
    return view, names


def _judged_views(
    judged: Iterable[Judged], held: Traced, day: date
) -> tuple[OwnershipFindingView, ...]:
    """Findings of a page: the stored ones by their id, the others for the page alone."""
    stored = {
        (one.party, one.role, one.regime): one.pk
        for one in held.findings
        if held.run is not None and day == held.run.on
    }
    verdicts = verdicts_by_matter(held.verdicts)
    binding = set(binding_laws())
    found = []
    for one in judged:
        law = one.found.law
        kept = stored.get((one.party, one.role, law.regime), 0)
        found.append(
            OwnershipFindingView(
                id=kept,
                party=one.party,
                role=one.role,
                regime=law.regime,
                rule=law.id,
                standing=one.found.standing.value,
                unsettled=one.found.unsettled,
                low=one.found.shares[0],
                high=one.found.shares[1],
                path=tuple(one.path),
                law=law.to_json() | {"words": law.words},
                verdict=verdicts.get(one.matter) if kept else None,
                binding=law.regime in binding,
            )
        )
    return tuple(found)


def _statements_on(document: Json, day: date) -> list[Json]:
    """What is stated of the parties and of whoever stands above them on a day, as it is drawn."""
    stated = [
        one for one in document["statements"] if read_statement(one).force.holds(day)
    ]
    roots = [one["node"] for one in document["parties"]]
    return _above(_merged(document, stated), roots)


def _day(on: str, default: date) -> date:
    try:
        return parse_day(on) if on else default
    except ImpossibleDateError as error:
        raise InvalidInputError({"on": str(error)}) from error


def _merged(document: Json, statements: Iterable[Json]) -> list[Json]:
    """Statements under one id for each party and its namesakes, as they are drawn."""
    web = web_of(document, {})
    known = representatives((*web.same, *web.namesakes))
    return [
        {
            **one,
            "owner": known.get(one["owner"], one["owner"]),
            "owned": known.get(one["owned"], one["owned"]),
        }
        for one in statements
    ]


def _above(statements: list[Json], roots: Iterable[str]) -> list[Json]:
    """Those statements from which a way leads down to one of the roots."""
    reached, grown = set(roots), True
    while grown:
        more = {one["owner"] for one in statements if one["owned"] in reached} - reached
        reached |= more
        grown = bool(more)
    return [one for one in statements if one["owned"] in reached]


def _namesakes(document: Json) -> tuple[NamesakeView, ...]:
    known = {one["id"]: one for one in document["entities"]}
    found = []
    for standing, key in (
        ("namesake", "namesakes"),
        ("same", "same"),
        ("aside", "aside"),
    ):
        for pair in document[key]:
            # The last by alphabet is of a source; the first is of the case, or of another.
            here, there = known[pair[0]], known[pair[1]]
            source, _, entity = there["id"].partition(":")
            found.append(
                NamesakeView(
                    party=here["name"],
                    source=source,
                    entity=entity,
                    name=there["name"],
                    countries=tuple(there["countries"]),
                    identifiers=tuple(there["identifiers"]),
                    standing=standing,
                )
            )
    return tuple(found)


def _with_stated(view: OwnershipView, case: Case, names: Names | None) -> OwnershipView:
    rows = list(
        StatedOwner.objects.filter(case=case)
        .select_related("by", "case")
        .order_by("pk")
    )
    gone = {row.withdraws_id for row in rows}
    called = Names({**(names.known if names else {}), **stated_names(rows)})
    return replace(
        view,
        stated=tuple(
            StatedOwnerView(
                id=row.pk,
                words=in_sentence(statement_of(row), called).rpartition(" [")[0],
                source=row.source,
                by=row.by.name,
                at=row.at,
                withdrawn=row.pk in gone,
            )
            for row in rows
            if row.withdraws_id is None
        ),
    )


def finding(*, viewer: Actor, case: str, finding: int) -> OwnershipFindingView:
    """One stored finding of a case.

    Raises:
        NotFoundError: No such finding of the newest computation, or no standing.
    """
    require(viewer, "see_case")
    row = case_for(viewer, case)
    held = load_traced(row)
    for kept in held.findings:
        if kept.pk == finding:
            return finding_view(kept, verdicts_by_matter(held.verdicts))
    raise NotFoundError("finding")


def ownership_set(row: OwnershipSet, *, serving: bool = True) -> OwnershipSetView:
    """A set as faces see it."""
    return OwnershipSetView(
        id=row.pk,
        source=row.source,
        version=row.version,
        sha256=row.sha256,
        file=row.file,
        published=row.published,
        entities=row.entities,
        statements=row.statements,
        trouble_count=row.trouble_count,
        troubles=tuple(row.troubles),
        unread=row.unread,
        by=row.by.name if row.by else "",
        at=row.at,
        serving=serving,
    )


def ownership_sets(*, viewer: Actor) -> tuple[OwnershipSetView, ...]:
    """Every set, the newest first, at most 200.

    Raises:
        NotAllowedError: No role of the person may see them.
    """
    require(viewer, "see_ownership_sets")
    serving = {row.pk for row in serving_sets()}
    rows: QuerySet[OwnershipSet] = OwnershipSet.objects.select_related("by")
    return tuple(
        ownership_set(row, serving=row.pk in serving)
        for row in rows.order_by("-pk")[:MOST_SETS]
    )


__all__ = [
    "BY_APPLICANT",
    "case_ownership",
    "finding",
    "is_traced",
    "laws_on",
    "ownership",
    "ownership_set",
    "ownership_sets",
]
