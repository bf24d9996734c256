"""nomenklatura on the public screening benchmark, run by the interpreter of the peers.

    .venv-peers/bin/python benchmarks/nomenklatura_screening.py ENTITIES.jsonl QUERIES.jsonl

Its own blocker finds the candidates of each query (75 at most) and logic-v2 scores them. Prints
one JSON document: core seconds of building, queries a second of one core, and ``results`` lines.
"""

import json
import logging
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

from followthemoney import Dataset, StatementEntity
from nomenklatura.blocker.index import Index
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig
from nomenklatura.resolver import Linker
from nomenklatura.store.memory import MemoryStore

SCHEMATA = {
    "person": "Person",
    "organization": "Organization",
    "vessel": "Vessel",
    "aircraft": "Airplane",
}


def entity(
    dataset: Dataset, number: str, kind: str, names: list[str]
) -> StatementEntity:
    return StatementEntity.from_data(
        dataset,
        {
            "id": number,
            "schema": SCHEMATA.get(kind, "LegalEntity"),
            "properties": {"name": names},
        },
    )


def main() -> None:
    logging.disable(logging.INFO)
    entities, queries = (
        [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]
        for path in sys.argv[1:3]
    )
    dataset = Dataset.make({"name": "bench", "title": "bench"})
    store: Any = MemoryStore(dataset, Linker({}))
    with store.writer() as writer:
        for row in entities:
            names = [name for name, _ in row["names"]]
            writer.add_entity(entity(dataset, row["id"], row["kind"], names))
    view = store.default_view()
    begun = process_time()
    with tempfile.TemporaryDirectory() as place:
        index: Any = Index(view, Path(place))
        index.build()
        built = process_time() - begun
        asked = [entity(dataset, q["id"], q["kind"], [q["name"]]) for q in queries]
        matcher: Any = get_algorithm("logic-v2")
        config = ScoringConfig.defaults()
        begun = process_time()
        results = []
        by_id = {one.id: one for one in asked}
        for number, found in index.match_entities(asked):
            query = by_id[str(number)]
            hits = []
            for candidate, _ in found:
                other = view.get_entity(str(candidate))
                hits.append([other.id, matcher.compare(query, other, config).score])
            hits.sort(key=lambda hit: -hit[1])
            results.append({"id": query.id, "hits": hits[:10]})
        seconds = process_time() - begun
    document = {
        "build_core_seconds": built,
        "queries_per_second": len(queries) / seconds,
        "results": results,
    }
    print(json.dumps(document))


if __name__ == "__main__":
    main()
