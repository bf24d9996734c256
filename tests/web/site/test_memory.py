"""Processes look for unreachable cycles seldom, and not among what stays for good."""

import gc
import importlib

from licet.web.site import wsgi
from licet.web.site.memory import SELDOM, look_seldom


def test_a_web_process_has_loaded_pages_and_law_before_its_first_answer() -> None:
    try:
        served = importlib.reload(wsgi)
        pages, criteria = served.loaded
        assert pages > 10
        assert criteria > 3
        assert gc.get_freeze_count() > 100_000
    finally:
        gc.unfreeze()


def test_every_process_looks_seldom() -> None:
    kept = gc.get_threshold()
    try:
        gc.set_threshold(700, 10, 10)
        look_seldom()
        assert gc.get_threshold() == SELDOM
    finally:
        gc.set_threshold(*kept)
