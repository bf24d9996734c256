"""Acts to record, by invented people, at times that stand still."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from licet.web.casework.models.record import LedgerRow
from licet.web.casework.record import ActorRef
from licet.web.casework.record.events import record_event

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OFFICER = ActorRef(person="p-1", name="Ada Invented", role="officer", team="licensing")

Record = Callable[..., list[LedgerRow]]


@pytest.fixture(autouse=True)
def _own_state(settings: Settings, tmp_path: Path) -> None:
    settings.LICET_STATE = tmp_path
    settings.LICET_LOG_DIR = tmp_path / "log"


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def officer() -> ActorRef:
    return OFFICER


@pytest.fixture
def record(db: None) -> Record:
    """Enter so many acts of one case."""

    def enter(
        count: int = 1, *, case: str | None = "case-1", at: datetime = AT
    ) -> list[LedgerRow]:
        with transaction.atomic():
            return [
                record_event(
                    kind="adjudicated",
                    case=case,
                    actor=OFFICER,
                    payload={"hit": number, "words": "Müller & Söhne"},
                    at=at + timedelta(seconds=number),
                )
                for number in range(count)
            ]

    return enter
