"""What the record costs casework: the same acts with the ledger on, and with a port that writes nothing.

``python benchmarks/casework.py [CASES [MANY]]`` prints one JSON document; MANY is how many cases
the authority has whose pages are read (``casework_pages``). Cases alternate between the
two ways in one process and one database, and processor time is counted: the machine is shared.
The null port exists for this benchmark only.
"""

import importlib
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import process_time
from typing import Any, ClassVar

import django
from django.core.management import call_command

from licet.screening import invented_lists, sync
from licet.web.site.memory import look_seldom

Times = dict[str, list[float]]
ROOT = Path(__file__).resolve().parent.parent
CASEWORK = "licet.web.casework"
CASES = 24
WARM = 2  # the first cases fill the caches and are not counted
MANY = 10_000
LEAST = 0.91  # a slowdown of less than 10 %
_ROWS = count(1_000_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRow:
    """What the null port gives back in the place of a row."""

    pk: int


def nothing_entered(**_parts: object) -> NoRow:
    """The null port: nothing is sealed, nothing is written."""
    return NoRow(pk=next(_ROWS))


def nothing_noted(**_parts: object) -> bool:
    """A read that is not entered either."""
    return False


@contextmanager
def without_ledger() -> Iterator[None]:
    """The null port in the place of the record, wherever it was imported."""
    real = importlib.import_module(f"{CASEWORK}.record.events").record_event
    reads: Any = importlib.import_module(f"{CASEWORK}.record.read_log")
    noted = reads.note_read
    held: list[Any] = [
        module
        for name, module in sys.modules.items()
        if name.startswith("licet.web")
        and getattr(module, "record_event", None) is real
    ]
    for module in held:
        module.record_event = nothing_entered
    reads.note_read = nothing_noted
    try:
        yield
    finally:
        reads.note_read = noted
        for module in held:
            module.record_event = real


def builders() -> Any:  # noqa: ANN401  # a module, known only after the settings
    """The makers of cases that the tests use."""
    return importlib.import_module("tests.web.casework.builders")


def verbs(place: str) -> Any:  # noqa: ANN401  # as above
    """A module of verbs: folder and name within the services of casework."""
    return importlib.import_module(f"{CASEWORK}.services.{place}")


@dataclass(slots=True, kw_only=True)
class Way:
    """What happens to a case on its way, act by act; each is timed for itself."""

    world: Any
    number: str = ""

    ACTS: ClassVar[tuple[str, ...]] = (
        "begin", "submit", "findings", "take", "ask", "answer", "write", "advise", "decide",
    )  # fmt: skip

    def begin(self) -> None:
        self.number = builders().start(self.world).number

    def submit(self) -> None:
        verbs("applying.applications").submit_application(
            by=self.world.halden, case=self.number, key=self.number, version=None
        )

    def findings(self) -> None:
        importlib.import_module("licet.web.casework.jobs.worker").run_pending()

    def take(self) -> None:
        builders().take(self.world, self.number)

    def ask(self) -> None:
        verbs("desk.information_requests").request_information(
            by=self.world.officer, case=self.number, question="What for?", version=None
        )

    def answer(self) -> None:
        asked = builders().see(self.world, self.number).requests[0].id
        verbs("desk.information_requests").answer_information_request(
            by=self.world.halden,
            case=self.number,
            request=asked,
            answer="For tests.",
            version=None,
        )

    def write(self) -> None:
        verbs("applying.applications").send_message(
            by=self.world.officer, case=self.number, text="Thanks."
        )

    def advise(self) -> None:
        builders().advise_all(self.world, self.number)

    def decide(self) -> None:
        seen = builders().see(self.world, self.number)
        builders().decide(self.world, self.number, builders().refusal(seen))


def measured(world: Any, cases: int) -> tuple[Times, Times, float]:  # noqa: ANN401  # of the tests
    """Processor seconds of every act with and without the ledger, and of sealing all of it."""
    on: Times = {}
    off: Times = {}
    for place in range(cases + WARM):
        for spent in (on, off) if place % 2 else (off, on):
            way = Way(world=world)
            for name in Way.ACTS:
                begun = process_time()
                if spent is off:
                    with without_ledger():
                        getattr(way, name)()
                else:
                    getattr(way, name)()
                if place >= WARM:
                    spent.setdefault(name, []).append(process_time() - begun)
    ports = importlib.import_module(f"{CASEWORK}.ports")
    sequencer = importlib.import_module(f"{CASEWORK}.record.sequencer")
    begun = process_time()
    sequencer.run_sequencer(at=ports.now(), flush=True)
    return on, off, process_time() - begun


def prepared(folder: Path) -> None:
    """A fresh state and database, with the small invented lists."""
    os.environ |= {
        "LICET_STATE": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "DJANGO_SETTINGS_MODULE": "licet.web.site.settings_test",
        "LICET_LOG_LEVEL": "CRITICAL",
    }
    sys.path.insert(0, str(ROOT))
    look_seldom()
    django.setup()
    call_command("migrate", verbosity=0)
    ports = importlib.import_module(f"{CASEWORK}.ports")
    sync(invented_lists(), folder, at=ports.now())


def run(cases: int = CASES, many: int = MANY) -> dict[str, Any]:
    """Every measure: acts of some cases, then pages of many."""
    with tempfile.TemporaryDirectory() as folder:
        prepared(Path(folder))
        world = builders().build_world()
        on, off, sealing = measured(world, cases)
        read = importlib.import_module("benchmarks.casework_pages").run(world, many)
        read += importlib.import_module("benchmarks.casework_process").starts()
    # The median of each act, so that one disturbed moment of the machine weighs nothing.
    mine = sum(map(statistics.median, on.values()))
    theirs = sum(map(statistics.median, off.values()))
    measures = [measure("acts_of_a_case", mine, theirs, limit=LEAST)]
    quick = [name for name in on if name not in {"begin", "findings", "decide"}]
    measures.append(
        measure(
            "short_acts",
            sum(statistics.median(on[name]) for name in quick),
            sum(statistics.median(off[name]) for name in quick),
            limit=None,
        )
    )
    sealed = sealing / (cases + WARM)
    measures.append(
        measure("acts_of_a_case_and_sealing", mine + sealed, theirs, limit=None)
    )
    return {"name": "casework", "measures": measures + read}


def measure(
    name: str, ours: float, theirs: float, *, limit: float | None
) -> dict[str, Any]:
    """One measure in the form of ``licet bench``: processor milliseconds a case."""
    return {
        "name": name,
        "ours": round(ours * 1000, 2),
        "unit": "core ms",
        "peers": {"without_ledger": round(theirs * 1000, 2)},
        "ratios": {"without_ledger": round(theirs / ours, 3)},
        "limit": limit,
    }


def measures(_peers: Path | None) -> list[dict[str, Any]]:
    """Every measure, for ``licet bench casework``; its peer is casework itself."""
    found: list[dict[str, Any]] = run()["measures"]
    return found


def section() -> list[str]:
    """Lines under the table of results."""
    return [
        "",
        "The same nine acts, from application to refusal, with the record on and with a port that enters nothing (for this",
        f"benchmark only); cases by turns, medians of processor time of {CASES} cases each way.",
        "",
        f"Pages and calls (the rows from cases_built on) in an authority of {MANY:,} cases, seven of ten of them open, beside one of ten in",
        "the same run. Every row of three cases of the services (in review, granted, refused and appealed) is copied in bulk; copies are",
        "not entered in the record, and only those that are opened carry the long documents of their determinations. One applicant",
        "has all the cases. `bare_table` is the same list whole, without pages, as one query and one table of six columns. Pages are",
        "read with the garbage collector as `site/wsgi.py` sets it; `gc_longest_pause` and `gc_of_a_page` are its pauses within the work list and",
        "20 case pages, by turns with those under the interpreter's own settings, and `gc_whole_look` is one look through all it keeps. `start_check` is `licet manage check`; the rows below it are the",
        "process of `site/wsgi.py` until it can answer, its first answer and the same one later, beside Django with one page of one word.",
    ]


if __name__ == "__main__":
    print(json.dumps(run(*(int(text) for text in sys.argv[1:3])), indent=1))
