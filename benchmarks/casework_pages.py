"""What pages cost an authority of many cases: core milliseconds, queries and bytes of each.

The cases are copied in bulk (``casework_rows``). Beside each number stand those of the same page
in the same run while there are ten cases, and, for the lists, of a plain peer: the same rows as a
bare table, whole, as a view without pages makes it. Processor time is counted: the machine is
shared. Pages are read with the garbage collector as a web process sets it.
"""

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from time import process_time
from typing import Any

from benchmarks import casework_process as process
from benchmarks import casework_rows as rows

FEW = 10
OPENED = 200  # cases that are opened, spread over all
GOAL_MS, GOAL_QUERIES = 300, 30


@dataclass(slots=True, kw_only=True)
class Spent:
    """Milliseconds, queries and bytes of one page, read again and again."""

    milliseconds: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    size: int = 0

    def below(self, share: int) -> float:
        """The time below which so many of 100 reads lie."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One page or call: its name, who reads it and where.

    Attributes:
        peer: What reads the same rows plainly, whole.
    """

    name: str
    who: str
    places: list[str]
    peer: Callable[[], str] | None = None


def original(world: Any) -> dict[str, rows.Original]:  # noqa: ANN401  # of the tests' builders
    """One case of each kind, made by the services, and officers to give the copies to."""
    builders = importlib.import_module("tests.web.casework.builders")
    appeals = importlib.import_module("tests.web.casework.test_appeals")
    models = rows.models()
    number = builders.submit(world).number
    builders.take(world, number)
    builders.advise_all(world, number)
    granted, refused = builders.granted(world).number, builders.refused(world).number
    appeals.lodge(world, refused)
    head = models.Post.objects.get(person=world.people["head"], role="manager")
    officers = [world.people["officer"], world.people["officer2"]]
    for place in range(rows.OFFICERS):
        key = f"officer_{place:02}"
        officers.append(builders.hire(key, "LIC", ("officer",), head)[0].person)
    numbers = {"open": number, "granted": granted, "refused": refused}
    get = models.Case.objects.get
    return {
        kind: rows.original(get(number=one), officers) for kind, one in numbers.items()
    }


def table(found: Any, *fields: str) -> Callable[[], str]:  # noqa: ANN401  # a queryset
    """The peer: every row of a list in one table, by the template engine of Django alone."""
    template = (
        importlib.import_module("django.template")
        .Engine()
        .from_string(
            "<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>"
            "{% endfor %}</tr>{% endfor %}</table>"
        )
    )
    context = importlib.import_module("django.template").Context
    return lambda: str(
        template.render(context({"rows": found.all().values_list(*fields)}))
    )


def askings(numbers: list[str], licence: str) -> Iterator[Asking]:
    """The pages and calls by name."""
    models = rows.models()
    case = (
        "number",
        "title",
        "organisation__name",
        "state",
        "end_user",
        "officer__name",
    )
    work = models.Case.objects.exclude(
        state__in=("granted", "refused", "draft")
    ).order_by("updated_at")
    found = models.Case.objects.filter(end_user__icontains="Port 7").order_by(
        "updated_at"
    )
    licences = models.Licence.objects.order_by("-issued_at")
    own = models.Case.objects.order_by("-updated_at")
    given = (
        "number",
        "case__organisation__name",
        "case__end_user",
        "state",
        "valid_until",
    )
    yield Asking(
        name="case_page",
        who="officer",
        places=[f"/work/cases/{one}/" for one in numbers],
    )
    yield Asking(
        name="queue_page",
        who="officer",
        places=["/work/"] * 10,
        peer=table(work, *case),
    )
    yield Asking(name="queue_page_80", who="officer", places=["/work/?page=80"] * 5)
    yield Asking(
        name="queue_of_a_state", who="officer", places=["/work/?state=referred"] * 5
    )
    yield Asking(name="queue_of_a_team", who="officer", places=["/work/?team=LIC"] * 5)
    yield Asking(name="queue_of_an_agency", who="te", places=["/work/"] * 5)
    yield Asking(name="next_case", who="officer", places=["/api/v1/queue/next"] * 5)
    yield Asking(name="give_out", who="head", places=["/work/assign/"] * 5)
    yield Asking(name="workload", who="head", places=["/work/workload/"] * 5)
    yield Asking(
        name="search",
        who="officer",
        places=[f"/work/?text=Port+{n % 53}" for n in range(20)],
        peer=table(found, *case),
    )
    yield Asking(
        name="search_number", who="officer", places=["/work/?text=2025-0012"] * 5
    )
    yield Asking(name="search_of_all", who="officer", places=["/work/?text=Halden"] * 5)
    yield Asking(name="hits", who="officer", places=["/work/hits/"] * 5)
    yield Asking(
        name="licences",
        who="officer",
        places=["/work/licences/"] * 5,
        peer=table(licences, *given),
    )
    yield Asking(
        name="licence", who="officer", places=[f"/work/licences/{licence}/"] * 5
    )
    yield Asking(name="appeals", who="chair", places=["/work/appeals/"] * 5)
    yield Asking(
        name="parties", who="officer", places=["/work/parties/?text=aurora"] * 5
    )
    yield Asking(name="agreements", who="officer", places=["/work/agreements/"] * 5)
    yield Asking(name="notices", who="officer", places=["/notices/"] * 5)
    yield Asking(name="figures", who="public", places=["/figures/"] * 5)
    yield Asking(
        name="home", who="halden", places=["/apply/"] * 5, peer=table(own, *case)
    )
    yield Asking(
        name="status_page", who="halden", places=[f"/apply/cases/{numbers[0]}/"] * 5
    )
    yield Asking(name="own_appeals", who="halden", places=["/apply/appeals/"] * 5)
    for name, who, place in (
        ("applications", "halden", "applications?limit=50"),
        ("cases", "officer", "cases?limit=50"),
        ("licences", "officer", "licences?limit=50"),
        ("appeals", "chair", "appeals"),
        ("search", "officer", "queue/search?text=Port+7&limit=50"),
    ):
        yield Asking(name=f"api_{name}", who=who, places=[f"/api/v1/{place}"] * 5)


@dataclass(slots=True, kw_only=True)
class Readers:
    """Whoever reads, once each: on pages signed in, over the API with a token."""

    world: Any
    held: dict[tuple[str, bool], Callable[[str], str]] = field(default_factory=dict)

    def of(self, who: str, *, api: bool) -> Callable[[str], str]:
        """How somebody reads an address."""
        known = self.held.get((who, api))
        if known is None:
            known = self._program(who) if api else self._person(who)
            self.held[who, api] = known
        return known

    def _person(self, who: str) -> Callable[[str], str]:
        reader = importlib.import_module("tests.web.reader").Reader(self.world, who)
        source: Callable[[str], str] = reader.source
        return source

    def _program(self, who: str) -> Callable[[str], str]:
        tokens = importlib.import_module("licet.web.casework.services.programs.tokens")
        actor = self.world.actor(who)
        token = tokens.make_token(
            person=actor.id, name="bench", scopes=tuple(tokens.SCOPES), days=2, by=actor
        )
        client = importlib.import_module("django.test").Client(
            headers={"authorization": f"Bearer {token}"}
        )

        def read(place: str) -> str:
            answer = client.get(place)
            assert answer.status_code == 200, (place, answer.status_code)  # noqa: S101
            return str(answer.content.decode())

        return read


def measured(read: Callable[[str], str], places: Iterable[str]) -> Spent:
    """Read pages, each once before it counts."""
    connection = importlib.import_module("django.db").connection
    capture = importlib.import_module("django.test.utils").CaptureQueriesContext
    spent = Spent()
    for place in places:
        read(place)
        begun = process_time()
        spent.size = max(spent.size, len(read(place).encode()))
        spent.milliseconds.append((process_time() - begun) * 1000)
        with capture(connection) as asked:
            read(place)
        spent.queries.append(len(asked))
    return spent


def run(world: Any, cases: int) -> list[dict[str, Any]]:  # noqa: ANN401
    """Every measure, in an authority of this many cases beside one of ten.

    Args:
        world: The invented authority of the tests.
        cases: How many cases there are at the end.
    """
    made = original(world)
    readers = Readers(world=world)
    step = max(1, cases // OPENED) | 1  # odd, so that every state is among them
    rows.copied(made, range(FEW), 1)
    with process.as_a_web_process():
        few = _read(readers, [f"MLA-2025-{n:05}" for n in range(FEW)])
    begun = process_time()
    rows.copied(made, range(FEW, cases), step)
    with importlib.import_module("django.db").connection.cursor() as asking:
        asking.execute("ANALYZE")
    found = [_built(cases, process_time() - begun)]
    opened = [f"MLA-2025-{n:05}" for n in range(FEW, cases) if n % step == 0]
    with process.as_a_web_process():
        for name, (asking, spent) in _read(readers, opened).items():
            found += _lines(asking, spent, few[name][1])
    cases = readers.of("officer", api=False)
    places = ["/work/", *(f"/work/cases/{one}/" for one in opened[:20])]
    return found + process.collector([partial(cases, one) for one in places])


def _read(readers: Readers, numbers: list[str]) -> dict[str, tuple[Asking, Spent]]:
    """What every page costs now."""
    licence = rows.models().Licence.objects.order_by("pk").first().number
    return {
        one.name: (
            one,
            measured(
                readers.of(one.who, api=one.places[0].startswith("/api/")), one.places
            ),
        )
        for one in askings(numbers, licence)
    }


def _lines(asking: Asking, spent: Spent, few: Spent) -> Iterator[dict[str, Any]]:
    """The measures of one page."""
    name, peers = asking.name, {f"at_{FEW}_cases": few.below(95)}
    if asking.peer is not None:
        asking.peer()
        begun = process_time()
        asking.peer()
        peers["bare_table"] = (process_time() - begun) * 1000
    yield _measure(f"{name}_p95_ms", spent.below(95), "core ms", peers, GOAL_MS)
    if name == "case_page":
        half = {f"at_{FEW}_cases": few.below(50)}
        yield _measure("case_page_p50_ms", spent.below(50), "core ms", half, GOAL_MS)
    counted: dict[str, float] = {f"at_{FEW}_cases": max(few.queries)}
    yield _measure(f"{name}_queries", max(spent.queries), "queries", counted, GOAL_QUERIES)  # fmt: skip
    yield _measure(f"{name}_kb", spent.size / 1000, "kB", {f"at_{FEW}_cases": few.size / 1000}, None)  # fmt: skip


def _measure(
    name: str, ours: float, unit: str, peers: dict[str, float], goal: float | None
) -> dict[str, Any]:
    beside = {one: round(value, 1) for one, value in peers.items()}
    beside |= {"goal": goal} if goal else {}
    ours = round(ours, 1)
    return {
        "name": name,
        "ours": ours,
        "unit": unit,
        "peers": beside,
        "ratios": {
            peer: round(value / max(ours, 0.1), 3) for peer, value in beside.items()
        },
        "limit": None,
        "limits": {"goal": 1} if goal else {},
    }


def _built(cases: int, seconds: float) -> dict[str, Any]:
    return {
        "name": f"cases_built_of_{cases}",
        "ours": round(cases / seconds, 1),
        "unit": "cases/core s",
        "peers": {},
        "ratios": {},
        "limit": None,
    }
