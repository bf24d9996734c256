"""Templates of letters that are no decision: versioned, with typed fields."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from licet.web.casework.errors import InvalidInputError
from licet.web.casework.views import LetterFieldView, LetterTemplateView


@cache
def templates() -> Mapping[str, LetterTemplateView]:
    """The newest version of every template, by name."""
    text = (files("licet.web.casework.letter_templates") / "templates.yaml").read_text(
        "utf-8"
    )
    raw: dict[str, dict[str, Any]] = YAML(typ="safe", pure=True).load(text)["templates"]
    return {
        name: LetterTemplateView(
            id=name,
            version=str(row["version"]),
            title=str(row["title"]["en"]),
            subject=row["subject"],
            body=row["body"],
            fields=tuple(
                LetterFieldView(
                    name=field,
                    kind=one["kind"],
                    title=one["title"],
                    choices=tuple(one.get("choices", ())),
                )
                for field, one in row["fields"].items()
            ),
        )
        for name, row in raw.items()
    }


def template_of(name: str) -> LetterTemplateView:
    """One template.

    Raises:
        InvalidInputError: There is none of this name.
    """
    found = templates().get(name)
    if found is None:
        offered = ", ".join(templates())
        raise InvalidInputError({"template": f"Choose a template: {offered}."})
    return found


def filled_in(
    template: LetterTemplateView, case: str, given: Mapping[str, Any]
) -> tuple[str, str]:
    """Subject and body of a letter.

    Args:
        template: The template.
        case: Number of the case.
        given: Value by field, as text.

    Raises:
        InvalidInputError: A field that is empty, of another kind, or that there is not.
    """
    known = {one.name for one in template.fields}
    fields = {
        one.name: why
        for one in template.fields
        if (why := _problem(one, str(given.get(one.name, "")).strip()))
    }
    fields |= dict.fromkeys(set(given) - known, "The template has no such field.")
    if fields:
        raise InvalidInputError(fields)
    values = {name: _words(str(given[name]).strip()) for name in known} | {"case": case}
    return template.subject.format(**values), template.body.format(**values)


def _words(value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day} {day:%B %Y}"


def _problem(field: LetterFieldView, value: str) -> str:
    if not value:
        return f"Fill in: {field.title}."
    try:
        if field.kind == "date":
            date.fromisoformat(value)
        if field.kind == "decimal" and not Decimal(value).is_finite():
            return f"{field.title}: give a number."
    except (ValueError, InvalidOperation):
        wanted = "a day like 2026-07-31" if field.kind == "date" else "a number"
        return f"{field.title}: give {wanted}."
    if field.kind == "choice" and value not in field.choices:
        return f"{field.title}: choose one of {', '.join(field.choices)}."
    return ""
