"""Queues by team and officer, the next case, how much everybody has."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from licet.web.casework.models import Case, SavedFilter, Team
from licet.web.casework.people import posts_on, team_view
from licet.web.casework.policy import Actor, require
from licet.web.casework.ports import legal_day, now
from licet.web.casework.selectors.desk import bands, cases, queue
from licet.web.casework.selectors.parts import as_id
from licet.web.casework.selectors.summaries import summaries
from licet.web.casework.standing import visible_cases
from licet.web.casework.views import (
    CaseSummary,
    PersonView,
    SavedFilterView,
    TeamView,
    WorkloadView,
)

SOON = timedelta(days=5)
NOBODY = str(None)  # in the column of officers
ENDED = (
    "draft",
    "granted",
    "granted_with_conditions",
    "refused",
    "returned",
    "withdrawn",
    "lapsed",
)


def of_team(found: QuerySet[Case], team: str) -> QuerySet[Case]:
    """Cases that a team has: its officer's, or referred to it and not yet answered."""
    people = posts_on(legal_day(now())).filter(team__code=team).values("person")
    asked = Q(referrals__team__code=team, referrals__state="open")
    wanted = Case.objects.filter(Q(officer__in=people) | asked)
    return found.filter(pk__in=wanted.values("pk"))


def of_officer(found: QuerySet[Case], officer: str) -> QuerySet[Case]:
    """Cases that an officer has; ``nobody`` for those that nobody has taken."""
    if officer == "nobody":
        return found.filter(officer__isnull=True)
    return found.filter(officer=as_id(officer))


def searched(  # one for each field of the search
    *,
    viewer: Actor,
    state: str = "",
    text: str = "",
    band: str = "",
    team: str = "",
    officer: str = "",
) -> tuple[CaseSummary, ...]:
    """Search in what the viewer may see, also by team and officer."""

    def narrowed(found: QuerySet[Case]) -> QuerySet[Case]:
        if team:
            found = of_team(found, team)
        return of_officer(found.exclude(state__in=ENDED), officer) if officer else found

    return cases(viewer=viewer, state=state, text=text, band=band, narrowed=narrowed)


def teams_with_cases(*, viewer: Actor) -> tuple[TeamView, ...]:
    """The teams by which the queue can be read."""
    require(viewer, "see_queue")
    kinds = ("authority", "agency", "customs")
    rows = Team.objects.filter(kind__in=kinds).order_by("kind", "name")
    return tuple(team_view(row) for row in rows)


def in_order(found: Iterable[CaseSummary]) -> list[CaseSummary]:
    """By lawful date, then the band that gets most work, then the oldest change."""
    place = {name: number for number, (name, _title) in enumerate(bands())}

    def order(case: CaseSummary) -> tuple[date, int, datetime]:
        return case.clock.due or date.max, -place.get(case.band, -1), case.updated_at

    return sorted(found, key=order)


def next_case(*, viewer: Actor, after: str = "") -> str:
    """Number of the case to look at next: what needs the viewer first, then what waits.

    Args:
        viewer: Who works.
        after: The case just done with; it is passed over.

    Returns:
        The number; empty when there is none.
    """
    found = queue(viewer=viewer)
    numbers = [one.number for one in (*in_order(found.mine), *in_order(found.waiting))]
    if after in numbers:
        place = numbers.index(after)
        numbers = [*numbers[place + 1 :], *numbers[:place]]
    return numbers[0] if numbers else ""


def saved_filters(*, viewer: Actor) -> tuple[SavedFilterView, ...]:
    """The searches that the viewer keeps, by name."""
    require(viewer, "save_filter")
    rows = SavedFilter.objects.filter(person=as_id(viewer.id)).order_by("name")
    return tuple(
        SavedFilterView(id=row.pk, name=row.name, query=row.query) for row in rows
    )


def open_to_assign(*, viewer: Actor) -> list[CaseSummary]:
    """Open cases in the order of the work, for a manager who gives them out."""
    require(viewer, "assign_cases")
    found = visible_cases(viewer).filter(
        state__in=("triage", "in_review", "referred", "deciding")
    )
    return in_order(summaries(viewer, found.order_by("submitted_at")))


def workload(*, viewer: Actor) -> tuple[WorkloadView, ...]:
    """How much every officer of today has, and what nobody has: a fixed number of queries."""
    require(viewer, "see_workload")
    today = legal_day(now())
    found = visible_cases(viewer).exclude(state__in=ENDED)
    by_officer: dict[str, list[CaseSummary]] = defaultdict(list)
    rows = list(found.order_by("submitted_at").values_list("number", "officer")[:500])
    whose = {number: str(officer) for number, officer in rows}
    for one in summaries(viewer, found.order_by("submitted_at")):
        by_officer[whose.get(one.number, NOBODY)].append(one)
    officers = {
        str(post.person_id): PersonView(
            id=str(post.person_id), name=str(post.person), teams=(post.team.code,)
        )
        for post in posts_on(today).filter(role="officer").order_by("person__name")
    }
    lines = [_line(None, by_officer.get(NOBODY, []), today)]
    lines += [
        _line(person, by_officer.get(key, []), today)
        for key, person in officers.items()
    ]
    return tuple(lines)


def _line(
    officer: PersonView | None, held: list[CaseSummary], today: date
) -> WorkloadView:
    due = [one.clock.due for one in held if one.clock.state == "running"]
    return WorkloadView(
        officer=officer,
        open=len(held),
        late=sum(one.clock.state == "overdue" for one in held),
        soon=sum(day is not None and day <= today + SOON for day in due),
        waiting=sum(one.clock.state == "stopped" for one in held),
    )
