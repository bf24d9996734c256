"""The invented authority of ``builders`` as fixtures; lists in service; a clock that stands."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest
from django.conf import settings
from django.utils import timezone
from tests.web.casework.builders import KeptPost, MovingClock, World, build_world
from tests.web.casework.kept import keeping

from licet.risk import destination
from licet.screening import invented_lists, sync
from licet.web.casework.engines import Law
from licet.web.casework.ports import Ports, using
from licet.web.casework.record.export import log_directory
from licet.web.casework.risk.country_data import CountryData
from licet.web.casework.wiring import real_ports


@pytest.fixture(scope="session", autouse=True)
def _lists() -> None:
    """The small invented lists and indicators are held in the state folder of the tests."""
    sync(invented_lists(), settings.LICET_STATE, at=timezone.now())
    destination.sync(
        destination.invented_countries(), settings.LICET_STATE, at=timezone.now()
    )
    real_ports()  # kept for the whole run: made before a test moves the state folder


@pytest.fixture(autouse=True)
def _empty_log() -> None:
    """Every test begins with an empty database: no published log, and no key that was destroyed."""
    shutil.rmtree(log_directory(), ignore_errors=True)
    for gone in (settings.LICET_STATE / "keys" / "data").glob("*.gone"):
        gone.unlink()


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def outside(clock: MovingClock) -> Iterator[Ports]:
    """The real ports, with a clock that stands and a post office that keeps."""
    real = real_ports()
    # The real ports are kept for the whole run; a test before may have moved the state folder.
    held = CountryData(state=settings.LICET_STATE, law=cast("Law", real.determiner))
    changed = replace(real, clock=clock, post=KeptPost(), destinations=held)
    with using(changed) as current:
        yield current


@pytest.fixture
def world(db: None, outside: Ports, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with keeping(monkeypatch):
        yield build_world()
