"""Write what an algorithm says of the invented entries: ``python vectors/screening/make.py v2``."""

import json
import sys
from pathlib import Path
from typing import Any

from licet.kernel import digest
from licet.screening import Hit, Kind, Question, build_index, entity_from_json

FOLDER = Path(__file__).resolve().parent
KNOWN = ("names", "countries", "birth_dates", "identifiers")


def question(row: dict[str, Any]) -> Question:
    kind = Kind(row["kind"]) if row["kind"] else None
    return Question(kind=kind, **{key: tuple(row[key]) for key in KNOWN})


def told(hit: Hit) -> list[str]:
    parts = [[p.query, p.entry, p.kind, f"{p.weight:.4f}"] for p in hit.parts]
    rest = [hit.query_name, hit.matched_name, parts, list(hit.qualifiers), hit.words]
    return [hit.entity.id, f"{hit.score:.4f}", digest(rest)[:16]]


def main() -> None:
    algorithm = sys.argv[1]
    given = json.loads((FOLDER / "v1.json").read_text("utf-8"))
    index = build_index(map(entity_from_json, given["entities"]), algorithm=algorithm)
    asked = [question(row) for row in given["questions"]]
    for row, hits in zip(
        given["questions"], index.search_all(asked, limit=5), strict=True
    ):
        row["hits"] = [told(hit) for hit in hits]
    parts = [
        f'"{key}": [\n'
        + ",\n".join(json.dumps(one, ensure_ascii=False) for one in given[key])
        + "\n]"
        for key in ("entities", "questions")
    ]
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    (FOLDER / f"{algorithm}.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
