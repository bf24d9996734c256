"""Make the vectors of determinations: ``python vectors/determination/make.py``.

They hold "engine: N" to its word: the canonical bytes of these determinations never change
while N stands. The law and the facts are invented; those of the tests, random ones from
fixed seeds included, so that every form of the language and every outcome occurs.
"""

import json
import sys
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from tests.determination.random_packages import DAY, random_regime, random_view  # noqa: E402

from licet.determination import ENGINE, compile_regime, run  # noqa: E402
from licet.kernel import digest  # noqa: E402

COUNT = 80
WRITTEN_OUT = 6  # vectors whose bytes stand in the file as well


def vectors() -> dict[str, object]:
    """Every vector, with the whole text of the first ones and the digest of all."""
    found = []
    for seed in range(COUNT):
        chance = Random(seed)  # noqa: S311  # a fixed seed, not a secret
        regime = random_regime(chance)
        transaction = random_view(chance, regime, whole=seed % 2 == 0)
        answer = run(compile_regime(regime, on=DAY), transaction)
        one: dict[str, object] = {
            "seed": seed,
            "facts": transaction.to_json(),
            "outcome": str(answer.kind),
            "digest": digest(json.loads(answer.canonical())),
        }
        if seed < WRITTEN_OUT:
            one["canonical"] = answer.canonical().decode("utf-8")
        found.append(one)
    return {"engine": ENGINE, "vectors": found}


def main() -> None:
    """Write the file of the present engine."""
    text = json.dumps(vectors(), indent=1, sort_keys=True, ensure_ascii=False)
    (HERE / f"engine-{ENGINE}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
