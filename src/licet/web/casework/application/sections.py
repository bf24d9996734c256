"""The sections of an application: what each holds, what is still missing, and the whole.

A section's content is a part of the facts document (``licet-facts/1``): ``items`` holds
``{"items": [{"name", "facts"}]}``, ``parties`` ``{"parties": [{"role", "name", "country",
"facts"}]}``, the others ``{"facts": {path: value}}``. ``organisation`` holds ``{"contact":
{"name", "email"}}``, ``declaration`` ``{"accepted": true, "name": ...}``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licet.facts import FORMAT, PARTY_ROLES, read_transaction
from licet.kernel import InputError, UnknownCountryError, require_territory
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.views import FieldProblem, Json

Problems = tuple[FieldProblem, ...]
_LONGEST = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One task of the list."""

    id: str
    title: str | Promise
    required: bool
    missing: Callable[[Json], Problems]


def _problem(field: str, words: str | Promise) -> FieldProblem:
    return FieldProblem(field=field, words=str(words))


def _organisation(content: Json) -> Problems:
    contact = content.get("contact") or {}
    found = []
    if not str(contact.get("name", "")).strip():
        found.append(
            _problem("contact.name", _("Give the name of the person we can ask."))
        )
    if "@" not in str(contact.get("email", "")):
        found.append(
            _problem(
                "contact.email",
                _("Give an e-mail address, for example name@company.example."),
            )
        )
    return tuple(found)


def _items(content: Json) -> Problems:
    items = content.get("items") or []
    if not items:
        return (_problem("items", _("Add at least one item.")),)
    found = []
    for number, item in enumerate(items):
        if not str(item.get("name", "")).strip():
            found.append(_problem(f"items.{number}.name", _("Give the item a name.")))
        if not item.get("facts", {}).get("kind"):
            found.append(
                _problem(f"items.{number}.kind", _("Say what kind of item it is."))
            )
    return tuple(found)


def _parties(content: Json) -> Problems:
    parties = content.get("parties") or []
    if not parties:
        return (
            _problem("parties", _("Name at least one party that receives the item.")),
        )
    found = []
    for number, party in enumerate(parties):
        if not str(party.get("name", "")).strip():
            found.append(
                _problem(
                    f"parties.{number}.name", _("Give the party's registered name.")
                )
            )
        if not party.get("country"):
            found.append(
                _problem(f"parties.{number}.country", _("Choose the party's country."))
            )
    return tuple(found)


def _needs(path: str, words: str | Promise) -> Callable[[Json], Problems]:
    def missing(content: Json) -> Problems:
        return (
            () if (content.get("facts") or {}).get(path) else (_problem(path, words),)
        )

    return missing


def _nothing(_content: Json) -> Problems:
    return ()


def _declaration(content: Json) -> Problems:
    found = []
    if content.get("accepted") is not True:
        found.append(
            _problem("accepted", _("Confirm that what you state is true and complete."))
        )
    if not str(content.get("name", "")).strip():
        found.append(_problem("name", _("Give the name of the person who declares.")))
    return tuple(found)


_ALL = (
    Section(id="organisation", title=_("Your organisation and contact"), required=True, missing=_organisation),
    Section(id="items", title=_("Items"), required=True, missing=_items),
    Section(id="parties", title=_("Parties"), required=True, missing=_parties),
    Section(id="destination", title=_("Destination"), required=True, missing=_needs("destination", _("Choose the country of final use."))),
    Section(id="end_use", title=_("End use"), required=False, missing=_nothing),
    Section(id="activity", title=_("How it leaves"), required=True, missing=_needs("activity.type", _("Choose by which way the item leaves."))),
    Section(id="propagation", title=_("Onward transfer and safeguards"), required=False, missing=_nothing),
    Section(id="documents", title=_("Documents"), required=False, missing=_nothing),
    Section(id="declaration", title=_("Declaration"), required=True, missing=_declaration),
)  # fmt: skip
SECTIONS: Mapping[str, Section] = {section.id: section for section in _ALL}


def _country_problems(content: Json) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, party in enumerate(content.get("parties") or []):
        given = party.get("country")
        if given:
            try:
                require_territory(str(given))
            except UnknownCountryError as error:
                found[f"parties.{number}.country"] = str(error)
    given = (content.get("facts") or {}).get("destination")
    if isinstance(given, str) and given:
        try:
            require_territory(given)
        except UnknownCountryError as error:
            found["destination"] = str(error)
    return found


def require_well_formed(section: str, content: object) -> None:
    """Refuse content that could not stand in a facts document.

    Args:
        section: Id of the section.
        content: What the applicant gives.

    Raises:
        InvalidInputError: No such section, or content of another form; by field.
    """
    if section not in SECTIONS:
        raise InvalidInputError({"section": f"There is no section {section!r}."})
    if not isinstance(content, Mapping) or len(repr(content)) > _LONGEST:
        raise InvalidInputError(
            {section: "The section is not an object, or far too long."}
        )
    try:
        fields = _country_problems(content)
        if not fields:
            read_transaction(_document({section: content}))
    except InputError as error:
        raise InvalidInputError({section: str(error)}) from error
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        words = "The section does not have the form of a facts document."
        raise InvalidInputError({section: words}) from error
    if fields:
        raise InvalidInputError(fields)


def _document(contents: Mapping[str, Json]) -> dict[str, Any]:
    document: dict[str, Any] = {
        "format": FORMAT,
        "items": [],
        "parties": [],
        "facts": {},
    }
    for content in contents.values():
        document["items"] += content.get("items") or []
        document["parties"] += content.get("parties") or []
        document["facts"] |= content.get("facts") or {}
    document["parties"].sort(key=lambda party: PARTY_ROLES.index(party["role"]))
    return document


def section_state(section: Section, saved: Json | None) -> tuple[str, Problems]:
    """How far a section is, and what is missing in it."""
    if not saved:
        return "not_started", ()
    problems = section.missing(saved["content"])
    return ("in_progress" if problems else "complete"), problems


def require_complete(
    saved: Mapping[str, Json],
    *,
    omitted: frozenset[str] = frozenset(),
    more: Mapping[str, str] | None = None,
) -> None:
    """Refuse an application that is not ready to be submitted.

    Args:
        saved: The saved sections by id.
        omitted: Sections that this kind of application does not need.
        more: Further problems by section and field, from the kind.

    Raises:
        InvalidInputError: What is missing, by section and field.
    """
    fields: dict[str, str] = {}
    for section in SECTIONS.values():
        if section.id in omitted:
            continue
        state, problems = section_state(section, saved.get(section.id))
        if state == "not_started" and section.required:
            fields[section.id] = f"{section.title}: not filled in yet."
        for problem in problems:
            fields[f"{section.id}.{problem.field}"] = problem.words
    fields |= more or {}
    if fields:
        raise InvalidInputError(fields)


def _stated(value: Any, at: str) -> Any:  # noqa: ANN401  # a fact is any plain JSON value
    if value is None or value in ("", []):
        return {"state": "unknown", "statements": []}
    if isinstance(value, Mapping):
        return value
    statement = {
        "value": value,
        "by": "exporter",
        "at": at,
        "evidence": [],
        "basis": "stated",
    }
    return {"state": "known", "statements": [statement]}


def _stated_all(facts: Mapping[str, Any] | None, at: str) -> dict[str, Any]:
    return {path: _stated(value, at) for path, value in (facts or {}).items()}


def transaction_of(
    saved: Mapping[str, Json], *, exporter: Json, day: str
) -> dict[str, Any]:
    """The facts document of the saved sections; every fact says who stated it and when.

    Args:
        saved: The saved sections by id.
        exporter: Name and country of the applicant's organisation: a party like the others.
        day: The legal day, as ISO text.

    Returns:
        A document that ``licet.facts`` reads.
    """
    document: dict[str, Any] = {
        "format": FORMAT,
        "as_of": day,
        "items": [],
        "parties": [],
        "facts": {},
    }
    parties: list[dict[str, Any]] = [{"role": "exporter", **exporter, "facts": {}}]
    for entry in saved.values():
        content, at = entry["content"], entry["saved_at"]
        for item in content.get("items") or []:
            facts = _stated_all(item.get("facts"), at)
            document["items"].append({"name": item.get("name", ""), "facts": facts})
        for party in content.get("parties") or []:
            named = {key: party.get(key, "") for key in ("role", "name", "country")}
            parties.append({**named, "facts": _stated_all(party.get("facts"), at)})
        document["facts"] |= _stated_all(content.get("facts"), at)
    document["parties"] = sorted(
        parties, key=lambda party: PARTY_ROLES.index(party["role"])
    )
    return document
