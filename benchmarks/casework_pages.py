"""What pages cost an authority of many cases: the case, the queue, the search, and how many queries each asks.

One reviewed case is copied in bulk, with its findings, referrals, advice, clock and timeline;
the numbers beside it are those of the same pages in the same run while there are ten cases.
Processor time is counted: the machine is shared. Only the copies that are opened carry the
long documents of their determinations, or the database would be as large as its machine.
"""

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from time import process_time
from typing import Any
from uuid import uuid4

FEW = 10
OPENED = 40  # cases that are opened, spread over all
BATCH = 250
GOAL_MS, GOAL_QUERIES = 300, 30
STATES = ("in_review", "referred", "deciding", "in_review", "granted", "refused")
# From the case down; each is found by the name of its relation to the one above.
ROWS = (
    ("Document", "case", "Case"),
    ("FindingsRun", "case", "Case"),
    ("DeterminationRecord", "run", "FindingsRun"),
    ("ScreeningRecord", "run", "FindingsRun"),
    ("CriterionRecord", "run", "FindingsRun"),
    ("RiskRecord", "run", "FindingsRun"),
    ("Referral", "case", "Case"),
    ("Advice", "referral", "Referral"),
    ("AdviceDetail", "advice", "Advice"),
    ("ClockRow", "case", "Case"),
)
LONG = frozenset({"DeterminationRecord", "CriterionRecord", "RiskRecord"})


@dataclass(slots=True, kw_only=True)
class Spent:
    """Milliseconds and queries of one page, read again and again."""

    milliseconds: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """The time below which 95 of 100 reads lie."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]


def models() -> Any:  # noqa: ANN401  # a module, known only after the settings
    """The models of casework."""
    return importlib.import_module("licet.web.casework.models")


def reviewed(world: Any) -> Any:  # noqa: ANN401  # of the tests' builders
    """One case with findings, referrals and advice, made by the services."""
    builders = importlib.import_module("tests.web.casework.builders")
    number = builders.submit(world).number
    builders.take(world, number)
    builders.advise_all(world, number)
    return models().Case.objects.get(number=number)


def like(row: Any, **changes: object) -> Any:  # noqa: ANN401  # any model
    """A row like another, of its own identity."""
    meta = row._meta  # noqa: SLF001  # django's own way to the fields of a row
    fields = {one.attname: getattr(row, one.attname) for one in meta.concrete_fields}
    kind = meta.pk.get_internal_type()
    if kind == "UUIDField":
        fields[meta.pk.attname] = uuid4()
    elif kind in {"BigAutoField", "AutoField"}:
        del fields[meta.pk.attname]
    return type(row)(**fields | changes)


def copied(original: Any, first: int, last: int, step: int) -> None:  # noqa: ANN401
    """The case again and again, from one number to another; every ``step``-th one with its long documents."""
    rows = {
        name: list(getattr(models(), name).objects.filter(**{_path(name): original.pk}))
        for name, _relation, _parent in ROWS
    }
    for begin in range(first, last, BATCH):
        numbers = range(begin, min(begin + BATCH, last))
        cases = [_case(original, number) for number in numbers]
        models().Case.objects.bulk_create(cases)
        made: dict[tuple[str, object], list[Any]] = {("Case", original.pk): cases}
        for name, relation, parent in ROWS:
            for row in rows[name]:
                above = made[parent, getattr(row, f"{relation}_id")]
                copies = [
                    like(
                        row, **{f"{relation}_id": one.pk}, **_short(name, number, step)
                    )
                    for one, number in zip(above, numbers, strict=True)
                ]
                made[name, row.pk] = type(row).objects.bulk_create(copies)


def _path(name: str) -> str:
    """How a row is reached from the case."""
    relation, parent = next((one[1], one[2]) for one in ROWS if one[0] == name)
    if parent == "Case":
        return relation
    return f"{relation}__{_path(parent)}"


def _short(name: str, number: int, step: int) -> dict[str, object]:
    return {"document": {}} if name in LONG and number % step else {}


def _case(original: Any, number: int) -> Any:  # noqa: ANN401
    day = original.submitted_at - timedelta(days=number % 300)
    return like(
        original,
        number=f"MLA-2025-{number:05}",
        title=f"Platform {number % 97} for office {number}",
        state=STATES[number % len(STATES)],
        end_user=f"Office {number} of Port {number % 53} (invented)",
        submitted_at=day,
        updated_at=day,
        decided_at=None,
    )


def measured(reader: Any, places: Iterable[str]) -> Spent:  # noqa: ANN401
    """Read pages, each once before it counts."""
    connection = importlib.import_module("django.db").connection
    capture = importlib.import_module("django.test.utils").CaptureQueriesContext
    spent = Spent()
    for place in places:
        reader.source(place)
        begun = process_time()
        reader.source(place)
        spent.milliseconds.append((process_time() - begun) * 1000)
        with capture(connection) as asked:
            reader.source(place)
        spent.queries.append(len(asked))
    return spent


def pages(numbers: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The pages by name, and where they are."""
    yield "case_page", [f"/work/cases/{one}/" for one in numbers]
    yield "queue_page", ["/work/"] * 20
    yield (
        "search",
        [f"/work/?text=Port+{number % 53}" for number in range(20)],
    )


def run(world: Any, cases: int) -> list[dict[str, Any]]:  # noqa: ANN401
    """Every measure, in an authority of this many cases beside one of ten.

    Args:
        world: The invented authority of the tests.
        cases: How many cases there are at the end.
    """
    reader = importlib.import_module("tests.web.reader").Reader(world, "officer")
    cursor = importlib.import_module("django.db").connection.cursor
    original = reviewed(world)
    step = max(1, cases // OPENED)
    copied(original, 0, FEW, 1)
    few = {
        name: measured(reader, places)
        for name, places in pages([f"MLA-2025-{n:05}" for n in range(FEW)])
    }
    begun = process_time()
    copied(original, FEW, cases, step)
    with cursor() as asking:
        asking.execute("ANALYZE")
    building = process_time() - begun
    opened = [f"MLA-2025-{n:05}" for n in range(FEW, cases) if n % step == 0]
    many = {name: measured(reader, places) for name, places in pages(opened)}
    found = [_built(cases, building)]
    for name, spent in many.items():
        goals = (GOAL_MS, GOAL_QUERIES) if name == "case_page" else (None, None)
        found.append(_measure(f"{name}_p95_ms", spent.p95, "core ms", few[name].p95, goals[0]))  # fmt: skip
        found.append(_measure(f"{name}_queries", max(spent.queries), "queries", max(few[name].queries), goals[1]))  # fmt: skip
    return found


def _measure(
    name: str, ours: float, unit: str, few: float, goal: float | None
) -> dict[str, Any]:
    peers = {f"at_{FEW}_cases": round(few, 1)} | ({"goal": goal} if goal else {})
    return {
        "name": name,
        "ours": round(ours, 1),
        "unit": unit,
        "peers": peers,
        "ratios": {peer: round(value / ours, 3) for peer, value in peers.items()},
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
