"""What the rules cost honest trade: counted on seeded cases, under assumptions that are written down."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from licet.diversion.misrepresentation import rules

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    path = ROOT / "benchmarks/misrepresentation.py"
    spec = importlib.util.spec_from_file_location("misrepresentation_bench", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_ten_thousand_honest_cases_are_told_apart_from_nothing_known(
    bench: ModuleType,
) -> None:
    found = bench.measure(bench.CASES)
    assert found["cases"] == 10_000
    assert set(found["rules"]) == set(rules())
    for name, one in found["rules"].items():
        assert one["told"] + one["cannot_tell"] == 10_000, name
        assert one["told"] > 0, name
        # No rule may ask more than one honest case in ten, under these habits.
        assert one["high"] < 0.10, name
        assert one["low"] <= one["rate"] <= one["high"], name
    assert found["share"] < 0.35


def test_the_same_seed_gives_the_same_cases_and_another_does_not(
    bench: ModuleType,
) -> None:
    def cases(seed: int) -> list[object]:
        return list(bench.HonestTrade(seed).cases(20))

    assert cases(1) == cases(1)
    assert cases(1) != cases(2)


def test_the_interval_of_a_share_is_wilson_s(bench: ModuleType) -> None:
    assert bench.interval(0, 0) == (0.0, 1.0)
    low, high = bench.interval(0, 100)
    assert low == 0.0
    assert 0.036 < high < 0.038
    low, high = bench.interval(50, 100)
    assert 0.40 < low < 0.41
    assert 0.59 < high < 0.60


def test_the_section_of_the_results_is_renewed_in_its_place(
    bench: ModuleType, tmp_path: Path
) -> None:
    page = tmp_path / "RESULTS.md"
    page.write_text("# Results\n", "utf-8")
    first = bench.section(bench.measure(50))
    bench.renew(page, first)
    page.write_text(page.read_text("utf-8") + "\nAfter.\n", "utf-8")
    bench.renew(page, bench.section(bench.measure(60)))
    told = page.read_text("utf-8")
    assert told.count("## Misrepresentation") == 1
    assert "60 honest invented cases" in told
    assert told.endswith("After.\n")
