"""What a template may hold: prefilled answers, preset conditions, known documents.

A template shortens the form and tells the officer what was agreed beforehand. It states no
findings, declares nothing for anybody, and brings no evidence: those sections it may not fill.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from licet.decision import InvalidConditionError, require_signable
from licet.kernel import LicetError
from licet.web.casework.application.facts import exact
from licet.web.casework.application.sections import (
    SECTIONS,
    require_well_formed,
    transaction_of,
)
from licet.web.casework.conditions.stored import condition_of
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.ports import legal_day, now, ports

FILLS = ("items", "parties", "destination", "end_use", "activity", "propagation")
_PARTS = frozenset({"sections", "conditions", "documents"})
_LONGEST = 100_000


def read_content(text: str) -> dict[str, Any]:
    """The content of a template from its YAML.

    Raises:
        InvalidInputError: No YAML, or something that a template may not hold; by field.
    """
    if len(text) > _LONGEST:
        raise InvalidInputError({"content": _("The content is far too long.")})
    try:
        raw = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        line = str(error).split("\n", 1)[0]
        words = _("This is no YAML: %(line)s") % {"line": line}
        raise InvalidInputError({"content": words}) from error
    if not isinstance(raw, Mapping) or set(raw) - _PARTS:
        words = _("Give sections, conditions and documents, and nothing else.")
        raise InvalidInputError({"content": words})
    try:
        sections = dict(raw.get("sections") or {})
        found = {
            "sections": exact(sections),
            "conditions": [_condition(one) for one in raw.get("conditions") or ()],
            "documents": [str(one) for one in raw.get("documents") or ()],
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        words = _("A part has another form than the example shows (%(why)s).")
        raise InvalidInputError({"content": words % {"why": error}}) from error
    _require_sections(sections)
    return found


def _condition(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A preset condition; who owns it is the desk that signs, so it is not said here."""
    terms = {str(key): str(value) for key, value in (raw.get("terms") or {}).items()}
    return {
        "type": str(raw["type"]),
        "terms": terms,
        "checker": str(raw["checker"]),
        "owner": str(raw.get("owner") or "LIC"),
        "reason": str(raw.get("reason", "")),
    }


def _require_sections(sections: Mapping[str, Any]) -> None:
    for section, content in sections.items():
        if section not in FILLS:
            words = _("A template may not fill %(section)s. It may fill: %(able)s.")
            named = {"section": section, "able": ", ".join(FILLS)}
            raise InvalidInputError({"content": words % named})
        require_well_formed(section, content)


def require_signable_conditions(content: Mapping[str, Any]) -> None:
    """Refuse a preset condition that could not stand on a licence.

    Raises:
        InvalidInputError: Its type, terms or checker are wrong.
    """
    try:
        for raw in content["conditions"]:
            require_signable(condition_of(raw))
    except InvalidConditionError as error:
        raise InvalidInputError({"content": str(error)}) from error


def require_lawful(content: Mapping[str, Any]) -> None:
    """Refuse a template whose own answers are prohibited under the law of today.

    Raises:
        InvalidInputError: Some item is prohibited, whoever applies.
    """
    if not content["sections"].get("items"):
        return
    at = now()
    saved = {
        name: {"content": held, "saved_at": at.isoformat()}
        for name, held in content["sections"].items()
        if name in SECTIONS
    }
    day = legal_day(at)
    document = transaction_of(
        saved, exporter={"name": "", "country": ""}, day=day.isoformat()
    )
    document["parties"] = [
        one for one in document["parties"] if one["role"] != "exporter"
    ]
    try:
        found = ports().determiner.preview(document, on=day)
    except LicetError as error:
        raise InvalidInputError({"content": str(error)}) from error
    for place, one in enumerate(found, start=1):
        if one["outcome"] == "prohibited":
            words = _(
                "Item %(number)s is prohibited as the template states it. No template may lead there."
            )
            raise InvalidInputError({"content": words % {"number": place}})  # fmt: skip


def differences(
    content: Mapping[str, Any], sections: Mapping[str, Any]
) -> tuple[str, ...]:
    """Which prefilled answers of a template an application states otherwise.

    Args:
        content: The content of the version.
        sections: The saved sections of the application.

    Returns:
        Paths (``items.0.quantity``, ``end_use``), in their order; empty when none.
    """
    found: list[str] = []
    for section, held in content["sections"].items():
        stated = (sections.get(section) or {}).get("content") or {}
        for path, value in (held.get("facts") or {}).items():
            if exact((stated.get("facts") or {}).get(path)) != value:
                found.append(path)
        for group in ("items", "parties"):
            said = stated.get(group) or []
            for place, one in enumerate(held.get(group) or ()):
                other = said[place] if place < len(said) else {}
                found += [
                    f"{group}.{place}.{key}"
                    for key, value in {**one, **(one.get("facts") or {})}.items()
                    if key != "facts"
                    and exact({**other, **(other.get("facts") or {})}.get(key)) != value
                ]
    return tuple(found)
