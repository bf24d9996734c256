"""The invented authority of casework's tests, read through this face."""

from tests.web.casework.conftest import _lists, clock, outside, world

__all__ = ["_lists", "clock", "outside", "world"]
