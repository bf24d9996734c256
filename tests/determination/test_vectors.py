"""While the engine's number stands, so do its bytes."""

import importlib.util
import json
from pathlib import Path

from licet.determination import ENGINE, OutcomeKind

FOLDER = Path(__file__).parent.parent.parent / "vectors" / "determination"


def test_the_bytes_of_an_engine_never_change() -> None:
    spec = importlib.util.spec_from_file_location("make", FOLDER / "make.py")
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    frozen = json.loads((FOLDER / f"engine-{ENGINE}.json").read_text("utf-8"))
    assert make.vectors() == frozen
    outcomes = {one["outcome"] for one in frozen["vectors"]}
    assert outcomes >= set(OutcomeKind) - {OutcomeKind.CONFLICT}
