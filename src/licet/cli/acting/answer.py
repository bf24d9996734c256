"""How what was read or done is printed for programs."""

import json
from collections.abc import Iterable
from typing import Any


def in_json(view: object) -> str:
    """A view as one JSON document."""
    from pydantic import TypeAdapter

    from licet.web.casework.selectors.parts.when_read import looked_at

    seen = looked_at(view)
    return TypeAdapter(type(seen)).dump_json(seen).decode()


def plain(view: object) -> Any:  # noqa: ANN401  # JSON
    """A view as plain JSON values, for a document of more than one view."""
    return json.loads(in_json(view))


def all_in_json(views: Iterable[object]) -> str:
    """Several views as one JSON array."""
    return f"[{','.join(map(in_json, views))}]"
