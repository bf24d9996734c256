"""The invented authority of casework's tests, on which every audited failure is tried."""

from tests.web.casework.conftest import _empty_log, _lists, clock, outside, world
from tests.web.conftest import _own_log

__all__ = ["_empty_log", "_lists", "_own_log", "clock", "outside", "world"]
