"""Queues by team and officer, the next case, how much everybody has."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from licet.review import ClockReading
from licet.web.casework.models import Case, Referral, SavedFilter, Team
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.people import posts_on, team_view
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.desk.desk import cases, queue
from licet.web.casework.selectors.desk.work_days import MINE, WAITING, clocks
from licet.web.casework.selectors.desk.work_list import WorkList, work_list
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.views import (
    PersonView,
    SavedFilterView,
    TeamView,
    WorkloadView,
)

SOON = timedelta(days=5)
NOBODY = ""  # in the column of officers
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
    asked = Referral.objects.filter(team__code=team, state="open").values("case")
    return found.filter(Q(officer__in=people) | Q(pk__in=asked))


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
) -> WorkList:
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


def next_case(*, viewer: Actor, after: str = "") -> str:
    """Number of the case to look at next: what needs the viewer first, then what waits.

    Args:
        viewer: Who works.
        after: The case just done with; it is passed over.

    Returns:
        The number; empty when there is none.
    """
    return queue(viewer=viewer).first(MINE, WAITING, after=after)


def saved_filters(*, viewer: Actor) -> tuple[SavedFilterView, ...]:
    """The searches that the viewer keeps, by name."""
    require(viewer, "save_filter")
    rows = SavedFilter.objects.filter(person=as_id(viewer.id)).order_by("name")
    return tuple(
        SavedFilterView(id=row.pk, name=row.name, query=row.query) for row in rows
    )


def open_to_assign(*, viewer: Actor) -> WorkList:
    """Open cases in the order of the work, for a manager who gives them out."""
    require(viewer, "assign_cases")
    found = visible_cases(viewer).filter(
        state__in=("triage", "in_review", "referred", "deciding")
    )
    return work_list(viewer, found)


def workload(*, viewer: Actor) -> tuple[WorkloadView, ...]:
    """How much every officer of today has, and what nobody has: a fixed number of queries."""
    require(viewer, "see_workload")
    today = legal_day(now())
    held: dict[str, list[ClockReading]] = defaultdict(list)
    for officer, clock in clocks(visible_cases(viewer).exclude(state__in=ENDED)):
        held[officer].append(clock)
    officers = {
        str(post.person_id): PersonView(
            id=str(post.person_id), name=str(post.person), teams=(post.team.code,)
        )
        for post in posts_on(today).filter(role="officer").order_by("person__name")
    }
    lines = [_line(None, held.get(NOBODY, []), today)]
    lines += [
        _line(person, held.get(key, []), today) for key, person in officers.items()
    ]
    return tuple(lines)


def _line(
    officer: PersonView | None, held: list[ClockReading], today: date
) -> WorkloadView:
    due = [one.due for one in held if one.state == "running"]
    return WorkloadView(
        officer=officer,
        open=len(held),
        late=sum(one.state == "overdue" for one in held),
        soon=sum(day is not None and day <= today + SOON for day in due),
        waiting=sum(one.state == "stopped" for one in held),
    )
