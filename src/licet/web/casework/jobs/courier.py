"""Sends to addresses of others beside the worker's line: whoever hangs there holds nobody up."""

import threading
from dataclasses import dataclass

import structlog
from django.db import connections

from licet.web.casework.services.programs.webhook_deliveries import (
    deliver_webhooks,
    due_deliveries,
)

_log = structlog.get_logger("licet.webhooks")


@dataclass(slots=True)
class Courier:
    """One round at a time, in a thread of its own."""

    _thread: threading.Thread | None = None

    def start(self) -> bool:
        """Begin a round when something is due and none is under way.

        Returns:
            Whether one was begun.
        """
        if self._thread is not None and self._thread.is_alive():
            return False
        if not due_deliveries().exists():
            return False
        self._thread = threading.Thread(target=_round, daemon=True)
        self._thread.start()
        return True

    def join(self) -> None:
        """Wait until the round is over."""
        if self._thread is not None:
            self._thread.join()


def _round() -> None:
    try:
        deliver_webhooks()
    except Exception as error:  # noqa: BLE001  # the next round finds what this one left
        _log.error("round failed", error=type(error).__name__, exc_info=error)
    finally:
        connections.close_all()
