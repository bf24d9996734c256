"""The public face of each part is a list, complete and importable."""

import importlib
import inspect
from types import ModuleType

import pytest
from tests.architecture.house import ENGINES


@pytest.mark.parametrize("part", ENGINES)
def test_what_a_part_offers_is_listed_in_order_and_exists(part: str) -> None:
    module: ModuleType = importlib.import_module(f"licet.{part}")
    offered: list[str] = module.__all__
    assert len(offered) == len(set(offered))
    for name in offered:
        assert hasattr(module, name), name


@pytest.mark.parametrize("part", ENGINES)
def test_everything_offered_is_documented(part: str) -> None:
    module = importlib.import_module(f"licet.{part}")
    for name in module.__all__:
        offered = getattr(module, name)
        if inspect.isclass(offered) or inspect.isfunction(offered):
            assert inspect.getdoc(offered), f"licet.{part}.{name}"
