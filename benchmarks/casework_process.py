"""What a web process costs besides its pages: how it starts, and its looks for unreachable cycles.

A start is counted in processor time of a process of its own: ``licet manage check``, and the
application of ``site/wsgi.py`` until it has answered a first request. Its peer in the same run is
Django with one page of one word. Pauses of the garbage collector are those within pages that are
read under the settings of ``site/memory.py`` and, by turns, under the interpreter's own.
"""

import gc
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import process_time
from typing import Any

from licet.web.site.memory import SELDOM, keep_for_good

STARTS = 3
ROUNDS = 3
DEFAULT = (700, 10, 10)  # what CPython 3.11 does by itself

_ANSWERS = """
import io, json, sys
from time import process_time
from wsgiref.util import setup_testing_defaults

def answer():
    asked = {"PATH_INFO": "/", "HTTP_HOST": "localhost"}
    setup_testing_defaults(asked)
    said = []
    before = process_time()
    body = b"".join(application(asked, lambda status, headers: said.append(status)))
    assert said[0].startswith("200"), said
    return process_time() - before

loaded = process_time()
first = answer()
again = sorted(answer() for _ in range(5))[2]
print(json.dumps({"loaded": loaded, "first": first, "again": again}))
"""
_OURS = "from licet.web.site.wsgi import application\n" + _ANSWERS
_BARE = """
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bench", USE_TZ=True,
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
)
urlpatterns = [path("", lambda request: HttpResponse("licence"))]
"""
_BARE_ANSWERS = _BARE + "application = get_wsgi_application()\n" + _ANSWERS
_BARE_CHECK = (
    _BARE
    + """
import django
from django.core.management import call_command
django.setup()
call_command("check", verbosity=0)
"""
)


def starts() -> list[dict[str, Any]]:
    """What a process costs until it has checked itself, and until it has answered."""
    check = ["-m", "licet", "manage", "check"]
    checks = [(_spent(check), _spent(["-c", _BARE_CHECK])) for _ in range(STARTS)]
    told = [(_told(_OURS), _told(_BARE_ANSWERS)) for _ in range(STARTS)]
    return [
        _measure("start_check", *_medians(checks)),
        _measure("start_of_a_web_process", *_medians(_of(told, "loaded"))),
        _measure("first_answer_of_a_process", *_medians(_of(told, "first"))),
        _measure("same_answer_again", *_medians(_of(told, "again"))),
    ]


def _of(
    told: Sequence[tuple[Mapping[str, float], Mapping[str, float]]], name: str
) -> list[tuple[float, float]]:
    return [(ours[name], bare[name]) for ours, bare in told]


def _medians(pairs: Sequence[tuple[float, float]]) -> tuple[float, dict[str, float]]:
    ours, bare = zip(*pairs, strict=True)
    return statistics.median(ours), {"django_alone": statistics.median(bare)}


def _spent(words: Sequence[str]) -> float:
    """Processor seconds of a process of its own and of all that it started."""
    before = os.times()
    subprocess.run(  # our own words
        [sys.executable, *words], check=True, stdout=subprocess.DEVNULL, timeout=300
    )
    after = os.times()
    return (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )


def _told(script: str) -> dict[str, float]:
    done = subprocess.run(  # our own words
        [sys.executable, "-c", script], check=True, capture_output=True, timeout=300
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


@contextmanager
def as_a_web_process() -> Iterator[None]:
    """The collector as ``site/wsgi.py`` sets it, with all that is here now kept for good."""
    known = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    keep_for_good()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*known)


@contextmanager
def as_the_interpreter() -> Iterator[None]:
    """The collector as it is when nobody sets it."""
    known = gc.get_threshold()
    gc.collect()
    gc.set_threshold(*DEFAULT)
    try:
        yield
    finally:
        gc.set_threshold(*known)


@contextmanager
def pauses() -> Iterator[list[float]]:
    """Processor seconds of every look for cycles within the block."""
    found: list[float] = []
    begun = 0.0

    def told(phase: str, _about: Mapping[str, int]) -> None:
        nonlocal begun
        if phase == "start":
            begun = process_time()
        else:
            found.append(process_time() - begun)

    gc.callbacks.append(told)
    try:
        yield found
    finally:
        gc.callbacks.remove(told)


def collector(reads: Sequence[Callable[[], object]]) -> list[dict[str, Any]]:
    """The pauses within pages under our settings and under the interpreter's, by turns.

    Args:
        reads: Each reads one page.
    """
    longest: dict[str, list[float]] = {"ours": [], "interpreter": []}
    looks: dict[str, list[float]] = {"ours": [], "interpreter": []}
    whole: dict[str, float] = dict.fromkeys(longest, 0.0)
    ways = {"ours": as_a_web_process, "interpreter": as_the_interpreter}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            with way(), pauses() as found:
                for read in reads:
                    read()
                longest[name].append(max(found, default=0.0))
                whole[name] += sum(found)
                begun = process_time()
                gc.collect()
                looks[name].append(process_time() - begun)
    pages = ROUNDS * len(reads)
    return [
        _measure(
            "gc_longest_pause",
            max(longest["ours"]),
            {"interpreter": max(longest["interpreter"])},
        ),
        _measure(
            "gc_of_a_page",
            whole["ours"] / pages,
            {"interpreter": whole["interpreter"] / pages},
        ),
        # The interpreter takes such a look seldom, when much is new, but then within a page.
        _measure(
            "gc_whole_look",
            statistics.median(looks["ours"]),
            {"interpreter": statistics.median(looks["interpreter"])},
        ),
    ]


def _measure(name: str, ours: float, peers: Mapping[str, float]) -> dict[str, Any]:
    beside = {peer: round(value * 1000, 1) for peer, value in peers.items()}
    mine = round(ours * 1000, 1)
    return {
        "name": name,
        "ours": mine,
        "unit": "core ms",
        "peers": beside,
        "ratios": {
            peer: round(value / max(mine, 0.1), 3) for peer, value in beside.items()
        },
        "limit": None,
    }
