"""The published JSON Schema of a package file, for editors that check while a lawyer types."""

from licet.facts import FactKind
from licet.regimes.model import RuleKind
from licet.regimes.read import LISTED, NAMED
from licet.regimes.weighing import HIGHEST, Aggregation, FactorGroup

_TEXT = {"type": "string"}
_TEXTS = {"oneOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_WORDS = {"oneOf": [_TEXT, {"type": "object", "additionalProperties": _TEXT}]}
_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_EXPRESSION = {"$ref": "#/$defs/expression"}
_LAW = {"$ref": "#/$defs/law"}
_FORCE = {
    "effective": {"$ref": "#/$defs/spans"},
    "suspended": {"$ref": "#/$defs/spans"},
}


def regime_schema() -> dict[str, object]:
    """JSON Schema 2020-12 of the files of a package. What it cannot say, the check says."""
    sections: dict[str, object] = {"package": {"$ref": "#/$defs/package"}}
    for name in NAMED:
        sections[name] = {
            "type": "object",
            "additionalProperties": {"$ref": f"#/$defs/{name}"},
        }
    for name in LISTED:
        sections[name] = {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Licet law package, one file",
        "type": "object",
        "additionalProperties": False,
        "properties": sections,
        "$defs": {**_shared(), **_named(), **_listed()},
    }


def _shared() -> dict[str, object]:
    return {
        "law": {
            "type": "object",
            "required": ["pinpoint"],
            "properties": {
                "pinpoint": {"type": ["string", "number"]},
                "instrument": _TEXT,
                "uri": _TEXT,
                "verified": {"type": "boolean"},
            },
        },
        "spans": {
            "type": "array",
            "items": {"type": "object", "properties": {"first": _DAY, "last": _DAY}},
        },
        "expression": _expression(),
        "package": {
            "type": "object",
            "required": ["id", "jurisdiction", "zone", "instrument", "version"],
            "properties": {
                "id": _TEXT,
                "title": _WORDS,
                "version": _DAY,
                "overlay_of": _TEXT,
                "reads": _TEXT,
                "binds": _TEXTS,
            },
        },
    }


def _expression() -> dict[str, object]:
    several = {"type": "array", "items": _EXPRESSION}
    forms: dict[str, object] = {
        "all": several,
        "any": several,
        "not": _EXPRESSION,
        "entry": _TEXTS,
        "kind_of": _TEXT,
        "definition": _TEXT,
        "rule": _TEXT,
        "known": _TEXT,
        "on_or_after": _DAY,
        "before": _DAY,
    }
    single = [_exactly(name, form) for name, form in forms.items()]
    comparison = {"type": "object", "required": ["fact"], "minProperties": 2}
    return {"oneOf": [{"type": "boolean"}, *single, {**comparison, "maxProperties": 2}]}


def _exactly(name: str, form: object) -> dict[str, object]:
    return {
        "type": "object",
        "required": [name],
        "properties": {name: form},
        "additionalProperties": False,
    }


def _named() -> dict[str, object]:
    cited = {"type": "object", "required": ["law"], "properties": {"law": _LAW}}
    return {
        "facts": {
            "type": "object",
            "required": ["type", "question"],
            "properties": {
                "type": {"enum": [str(kind) for kind in FactKind]},
                "question": _WORDS,
                "counts": {
                    "type": "object",
                    "properties": {
                        "parties": _TEXTS,
                        "items": {"type": "boolean"},
                        "where": {"type": "object"},
                    },
                },
            },
        },
        "groups": cited,
        "definitions": {
            **cited,
            "required": ["law", "when"],
            "properties": {"law": _LAW, "when": _EXPRESSION, "unless": _EXPRESSION},
        },
        "policies": cited,
        "conditions_of_use": cited,
        "texts": {
            "type": "object",
            "required": ["sha256"],
            "properties": {"sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
        },
    }


def _listed() -> dict[str, object]:
    cited: dict[str, object] = {
        "type": "object",
        "required": ["id", "law"],
        "properties": {"id": _TEXT, "law": _LAW},
    }
    entry: dict[str, object] = {
        "title": _WORDS,
        "when": _EXPRESSION,
        "unless": _EXPRESSION,
        **_FORCE,
    }
    rule: dict[str, object] = {
        "kind": {"enum": [str(kind) for kind in RuleKind]},
        "for": _TEXTS,
        **entry,
    }
    return {
        "entries": {**cited, "properties": {"id": _TEXT, "law": _LAW, **entry}},
        "rules": {
            **cited,
            "required": ["id", "law"],
            "anyOf": [{"required": ["kind"]}, {"required": ["narrows"]}],
            "properties": {"id": _TEXT, "law": _LAW, "narrows": _TEXT, **rule},
        },
        "criteria": cited,
        "calendar": {**cited, "required": ["id"]},
        "clocks": {**cited, "required": ["id", "law", "when", "gives"]},
        "holidays": {**cited, "required": ["id", "law", "days"]},
        "profiles": {**cited, "required": ["id", "law", "starts", "due"]},
        "reviews": {**cited, "required": ["id", "law", "silence"]},
        **_weighing(),
    }


def _weighing() -> dict[str, object]:
    level = {"type": "integer", "minimum": 0, "maximum": HIGHEST}
    points = {"type": "integer", "minimum": 0}
    reading = _reading(level)
    return {
        "factors": {
            "type": "object",
            "required": ["id", "law", "group", "title", "why", "weight", "reads"],
            "properties": {
                "id": _TEXT,
                "law": _LAW,
                "group": {"enum": [str(one) for one in FactorGroup]},
                "title": _WORDS,
                "why": _WORDS,
                "weight": {"type": "integer", "minimum": 1},
                "floor": {
                    "type": "object",
                    "required": ["at", "band"],
                    "properties": {"at": level, "band": _TEXT},
                },
                "reads": {"type": "array", "minItems": 1, "items": reading},
                **_FORCE,
            },
        },
        "risk_methods": _method(level, points),
    }


def _reading(level: dict[str, object]) -> dict[str, object]:
    step = {
        "type": "object",
        "required": ["level"],
        "properties": {
            "level": level,
            "at_least": {"type": "number"},
            "at_most": {"type": "number"},
        },
    }
    measure = {
        "type": "object",
        "required": ["evidence"],
        "properties": {
            "evidence": _TEXT,
            "steps": {"type": "array", "items": step},
            "answers": {"type": "object", "additionalProperties": level},
            "otherwise": level,
        },
    }
    return {
        "type": "object",
        "required": ["id", "title"],
        "properties": {
            "id": _TEXT,
            "title": _WORDS,
            "levels": {"type": "object", "additionalProperties": _EXPRESSION},
            "otherwise": level,
            "sources": {"type": "array", "items": measure},
            "stale_after": {"type": "integer", "minimum": 1},
        },
    }


def _method(level: object, points: object) -> dict[str, object]:
    return {
        "type": "object",
        "required": [
            "id", "law", "title", "owner", "basis", "scale", "aggregation", "bands", "reliance",
        ],
        "properties": {
            "id": _TEXT,
            "law": _LAW,
            "title": _WORDS,
            "owner": _TEXT,
            "basis": _WORDS,
            "scale": {"type": "object", "additionalProperties": _WORDS},
            "aggregation": {"enum": [str(one) for one in Aggregation]},
            "bands": {
                "type": "array",
                "minItems": 2,
                "items": {
                    "type": "object",
                    "required": ["id", "title", "from", "review", "verification", "signatory"],
                    "properties": {"id": _TEXT, "title": _WORDS, "from": points},
                },
            },
            "balance": {
                "type": "object",
                "required": ["law", "at_most", "words"],
                "properties": {"law": _LAW, "at_most": points, "words": _WORDS},
            },
            "reliance": {"type": "object", "additionalProperties": level},
            "stale_widens": {"type": "integer", "minimum": 1},
            "open_criterion": _TEXT,
            "example": {"type": "object", "required": ["title", "facts"]},
            **_FORCE,
        },
    }  # fmt: skip
