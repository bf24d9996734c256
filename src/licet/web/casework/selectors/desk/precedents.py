"""Decided cases that are like another: what agrees, what differs, how they ended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from licet.kernel import territory_name
from licet.web.casework.decision.criteria import criteria_titles
from licet.web.casework.models import Case, Decision
from licet.web.casework.ports import legal_day
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import case_for, visible_cases
from licet.web.casework.selectors.decision.decisions import outcome_words
from licet.web.casework.views import PrecedentView

NEWEST = 500  # decided cases that are compared
SHOWN = 10
_FACTS = (
    ("activity.type", "Way of leaving"),
    ("end_use", "End use"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Traits:
    """What of a case is compared, by name of the trait; empty when nobody knows."""

    values: Mapping[str, str]


def precedents(*, viewer: Actor, case: str) -> tuple[PrecedentView, ...]:
    """Decided cases like this one, the nearest first; at most ten.

    Only what the viewer may see across exporters is compared; the newest 500 decided cases are
    looked through. Two unknown traits do not agree: unknown is never the same.

    Args:
        viewer: Who asks: of the authority or an auditor.
        case: Number of the case.

    Raises:
        NotAllowedError: Somebody who may not look across exporters.
        NotFoundError: No such case, or no standing in it.
    """
    require(viewer, "see_precedents")
    row = case_for(viewer, case)
    note_read(viewer, row, "precedents")
    candidates = list(
        visible_cases(viewer)
        .filter(decided_at__isnull=False, erasure__isnull=True)
        .exclude(pk=row.pk)
        .only("pk", "entries", "destination", "end_user", "organisation_id")
        .order_by("-decided_at")[:NEWEST]
    )
    near = sorted(candidates, key=lambda one: -_nearness(row, one))[: 3 * SHOWN]
    chosen = [one.pk for one in near if _nearness(row, one) > 0]
    full = Case.objects.filter(pk__in=chosen).select_related("organisation")
    decisions = _newest_decisions(chosen)
    own = _traits(Case.objects.select_related("organisation").get(pk=row.pk))
    views = [_view(one, own, decisions[one.pk]) for one in full if one.pk in decisions]
    return tuple(
        sorted(
            views,
            key=lambda one: (one.distance, -one.decided_on.toordinal(), one.number),
        )
    )[:SHOWN]


def _nearness(one: Case, other: Case) -> int:
    """How many of the traits that stand in columns agree."""
    return sum(
        (
            2 * bool(set(one.entries) & set(other.entries)),
            bool(one.destination) and one.destination == other.destination,
            2 * (bool(one.end_user) and one.end_user == other.end_user),
            one.organisation_id == other.organisation_id,
        )
    )


def _newest_decisions(cases: Iterable[object]) -> dict[object, Decision]:
    rows = Decision.objects.filter(case__in=list(cases)).prefetch_related("appeals")
    return {row.case_id: row for row in rows.order_by("decided_at")}


def _traits(row: Case) -> _Traits:
    document = row.transaction
    facts = document.get("facts") or {}
    parties = {str(one.get("role")): one for one in document.get("parties", ())}
    end_user = parties.get("end_user") or {}
    items = sorted(str(one.get("name", "")) for one in document.get("items", ()))
    country = row.destination
    values = {
        _("Entries"): ", ".join(sorted(row.entries)),
        _("Items"): ", ".join(items),
        _("Exporter"): row.organisation.name,
        _("End user"): row.end_user,
        _("Kind of end user"): _known(end_user.get("facts") or {}, "type"),
        _("Destination"): territory_name(country) if country else "",
    }
    values |= {_(title): _known(facts, path) for path, title in _FACTS}
    return _Traits(values=values)


def _known(facts: Mapping[str, Any], path: str) -> str:
    fact = facts.get(path) or {}
    said = fact.get("statements") or []
    known = fact.get("state") == "known" and bool(said)
    return str(said[0]["value"]).replace("_", " ") if known else ""


def _view(row: Case, own: _Traits, decision: Decision) -> PrecedentView:
    theirs = _traits(row)
    alike, differs = [], []
    for name, here in own.values.items():
        there = theirs.values[name]
        if here and here == there:
            alike.append(f"{name}: {here}")
        else:
            differs.append((name, here or _("not known"), there or _("not known")))
    titles = criteria_titles()
    overturned = next(
        (
            one.outcome
            for one in decision.appeals.all()
            if one.outcome in {"annulled", "remitted"}
        ),
        "",
    )
    return PrecedentView(
        number=row.number,
        title=row.title,
        outcome=decision.outcome,
        outcome_words=outcome_words(decision.outcome),
        decided_on=legal_day(decision.decided_at),
        distance=len(differs),
        compared=len(own.values),
        alike=tuple(alike),
        differs=tuple(differs),
        grounds=tuple(
            str(titles.get(one["criterion"], {}).get("title", one["criterion"]))
            for one in decision.grounds
        ),
        overturned=overturned,
    )
