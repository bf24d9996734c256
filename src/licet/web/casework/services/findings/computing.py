"""What a case is found to be: determinations, screening, criteria and risk. It computes, and writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.conf import settings

from licet.web.casework.application.history import compare_law_days, what_would_change
from licet.web.casework.casefile.destinations import Frozen, freeze
from licet.web.casework.models import Case
from licet.web.casework.ports import now, ports
from licet.web.casework.risk.inputs import (
    Known,
    asked_documents,
    papers_of,
    screened,
)
from licet.web.casework.risk.records import WeighedCase, weigh_case
from licet.web.casework.screening.party_questions import party_question
from licet.web.casework.selectors.findings.risk_sources import evidence_of
from licet.web.casework.views import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """What one computation gave; nothing of it is stored yet."""

    facts_version: int
    on: date
    determinations: tuple[tuple[int, str, str, bool, Json], ...]
    screenings: tuple[tuple[Json, tuple[Json, ...]], ...]
    criteria: tuple[tuple[int, Json], ...]
    prohibitions: tuple[Json, ...]
    lists: tuple[str, ...]
    lists_fresh: bool
    threshold: str
    document: Json
    assumed: tuple[Json, ...]
    entries: tuple[str, ...] = field(default=())
    law_days: Json = field(default_factory=dict)
    changes: tuple[dict[str, Any], ...] = field(default=())
    destinations: tuple[Frozen, ...] = field(default=())
    risk: WeighedCase | None = None


def screen_party(party: Json) -> tuple[Json, ...]:
    """The hits of a party in the lists in service; empty when there are none.

    Raises:
        UnavailableError: No list is in service.
    """
    return ports().screener.hits(party_question(party))


def _determined(document: Json, on: date) -> list[tuple[int, str, str, bool, Json]]:
    """Each item under each law: its number and name, the law, whether it governs, what was found."""
    laws = (settings.LICET_PROFILE, *settings.LICET_OTHER_LAWS)
    determine = ports().determiner.determine
    return [
        (
            number,
            str(item.get("name", "")),
            law,
            law == settings.LICET_PROFILE,
            determine(document, law, on=on, item=number),
        )
        for number, item in enumerate(document.get("items", ()))
        for law in laws
    ]


def _assessed(document: Json, on: date) -> tuple[list[tuple[int, Json]], list[Json]]:
    """The criteria of the governing law for each item, and its prohibitions."""
    criteria: list[tuple[int, Json]] = []
    prohibitions: list[Json] = []
    for number, _item in enumerate(document.get("items", ())):
        assessed = ports().assessor.assess(document, on=on, item=number)
        criteria += [(number, one) for one in assessed.get("criteria") or ()]
        prohibitions += assessed.get("prohibitions") or ()
    return criteria, prohibitions


def _entries(determined: Sequence[tuple[int, str, str, bool, Json]]) -> tuple[str, ...]:
    """The control list entries of the governing law, each once, in the order found."""
    found = (
        str(one["entry"])
        for *_item, governing, said in determined
        if governing
        for one in said.get("classification") or ()
    )
    return tuple(dict.fromkeys(found))


def compute(
    document: Json,
    *,
    facts_version: int,
    on: date,
    submitted_on: date | None = None,
    case: Case | None = None,
) -> Computed:
    """Compute determinations, screening and criteria of a transaction. Writes nothing.

    Args:
        document: The facts document.
        facts_version: The version of the facts that it holds.
        on: The legal day whose law applies.
        submitted_on: The legal day of the submission, whose law is compared with it.
        case: The case, whose documents and adjudications are weighed too.

    Returns:
        Everything that was found.
    """
    engines = ports()
    document, assumed = engines.determiner.with_ordinary(document, on=on)
    parties = document.get("parties", ())
    determinations = _determined(document, on)
    criteria, prohibitions = _assessed(document, on)
    days = compare_law_days(document, determinations, submitted_on=submitted_on, on=on)
    found = Computed(
        facts_version=facts_version,
        on=on,
        determinations=tuple(determinations),
        screenings=tuple((party, screen_party(party)) for party in parties),
        criteria=tuple(criteria),
        prohibitions=tuple(prohibitions),
        lists=engines.screener.lists(),
        lists_fresh=engines.screener.fresh(at=now()),
        threshold=engines.screener.threshold(),
        document=document,
        assumed=assumed,
        entries=_entries(determinations),
        law_days=days,
        changes=tuple(what_would_change(document, determinations, on=on)),
        destinations=freeze(document, on=on),
    )
    return replace(found, risk=_weighed(found, case))


def _weighed(found: Computed, case: Case | None) -> WeighedCase:
    known = Known(
        on=found.on,
        destinations=found.destinations,
        screened=screened(found.screenings, case),
        lists=found.lists,
        lists_fresh=found.lists_fresh,
        papers=papers_of(case) if case else (),
        asked=asked_documents([one[4] for one in found.determinations if one[3]]),
        case=case,
    )
    return weigh_case(found.document, on=found.on, evidence=evidence_of(known))
