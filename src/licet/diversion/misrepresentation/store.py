"""The published rules, read once."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML

from licet.diversion.misrepresentation.model import Rule
from licet.kernel import Citation


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its id, in the published order."""
    text = (files("licet.diversion.misrepresentation") / "rules.yaml").read_text(
        "utf-8"
    )
    raw = YAML(typ="safe").load(text)
    sources = {name: Citation(**one) for name, one in raw["guidance"].items()}
    return {
        one["id"]: Rule(
            id=one["id"],
            title=one["title"],
            question=one["question"],
            clears=one["clears"],
            guidance=sources[one["guidance"]],
            reads=tuple(one["reads"]),
            suffices=tuple(one.get("suffices") or one["reads"]),
            terms={
                name: Decimal(term) for name, term in (one.get("terms") or {}).items()
            },
        )
        for one in raw["rules"]
    }
