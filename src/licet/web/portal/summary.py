"""An application in rows of question and answer, for checking and for keeping."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from licet.facts import PARTY_ROLES as EVERY_ROLE
from licet.regimes import in_words
from licet.web.casework.views import ApplicationView
from licet.web.portal.vocabulary import term

_ROLE_WORDS = {
    "broker": _("Broker"),
    "consignee": _("Consignee: receives it"),
    "intermediate_consignee": _("Intermediate consignee"),
    "end_user": _("End user: will use it"),
    "ultimate_end_user": _("Ultimate end user, where another passes it on"),
    "operator": _("Operator: runs it for the end user"),
    "host": _("Host: keeps the servers"),
    "reseller": _("Reseller"),
    "carrier": _("Carrier"),
    "owner": _("Owner: holds a share of a party, or controls it"),
    "director": _("Director of a party"),
}
PARTY_ROLES = [(role, _ROLE_WORDS[role]) for role in EVERY_ROLE if role in _ROLE_WORDS]

# What is asked of somebody who stands behind a party, first of all of which party.
BEHIND_ASKS = {
    "owner": tuple(
        f"owner.{key}"
        for key in (
            "of",
            "share_low",
            "share_high",
            "measure",
            "controls",
            "from",
            "until",
        )
    ),
    "director": tuple(f"director.{key}" for key in ("of", "office", "from", "until")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A part of the application with its rows."""

    section: str
    title: str
    rows: tuple[tuple[str, Any], ...]


def _row(path: str, value: object) -> tuple[str, Any]:
    fact = term(path)
    if isinstance(value, str):
        value = fact.choices.get(value, value)
    elif isinstance(value, list):
        value = [fact.choices.get(one, one) for one in value]
    return in_words(fact.question), value


def _rows(facts: dict[str, Any], prefix: str = "") -> tuple[tuple[str, Any], ...]:
    return tuple(_row(f"{prefix}{path}", value) for path, value in facts.items())


def answers(found: ApplicationView) -> list[Answered]:
    """Everything that was answered, in the order of the task list."""
    parts: list[Answered] = []
    rows: tuple[tuple[str, Any], ...]
    for section in found.sections:
        content = section.content
        if section.id == "items":
            parts += [
                Answered(
                    section="items",
                    title=item["name"],
                    rows=_rows(item["facts"], "item."),
                )
                for item in content.get("items") or []
            ]
        elif section.id == "parties":
            parts += _parties(content)
        elif section.id == "organisation":
            contact = content.get("contact") or {}
            rows = (
                (str(_("Contact")), contact.get("name", "")),
                (str(_("E-mail")), contact.get("email", "")),
            )
            parts.append(Answered(section=section.id, title=section.title, rows=rows))
        elif section.id == "declaration":
            rows = ((str(_("Declared by")), content.get("name", "")),)
            parts.append(Answered(section=section.id, title=section.title, rows=rows))
        elif section.id != "documents":
            parts.append(
                Answered(
                    section=section.id,
                    title=section.title,
                    rows=_rows(content.get("facts") or {}),
                )
            )
    return parts


def _parties(content: Mapping[str, Any]) -> list[Answered]:
    return [
        Answered(
            section="parties",
            title=party["name"],
            rows=(
                (str(_("Part")), _ROLE_WORDS.get(party["role"], party["role"])),
                *_rows(
                    {"country": party["country"], **party["facts"]},
                    f"{party['role']}.",
                ),
            ),
        )
        for party in content.get("parties") or []
    ]
