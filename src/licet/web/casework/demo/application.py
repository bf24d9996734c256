"""An invented application: sections from the data files, open questions answered."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings

from licet.facts import FactTerm, json_value
from licet.regimes import load_regime
from licet.web.casework.application.sections import transaction_of
from licet.web.casework.ports import Json, ports

ROUNDS = 12
PARTY_ROLES = ("consignee", "end_user")
ROLE_OF_TYPE = {"reseller": "reseller"}


def sections_of(
    case: Mapping[str, Any], item: Mapping[str, Any], contact: Json
) -> dict[str, Any]:
    """The sections of the task list for one invented case."""
    facts = {path.removeprefix("item."): value for path, value in item["facts"].items()}
    facts |= item.get("capability", {})
    user = case["end_user"]
    role = ROLE_OF_TYPE.get(user["type"], "end_user")
    return {
        "organisation": {
            "contact": {"name": contact["name"], "email": contact["email"]}
        },
        "items": {"items": [{"name": item["name"], "facts": facts}]},
        "parties": {
            "parties": [
                {
                    "role": role,
                    "name": user["name"],
                    "country": user["country"],
                    "facts": {"type": user["type"]},
                }
            ]
        },
        "destination": {"facts": {"destination": case["destination"]}},
        "end_use": {"facts": {"end_use": case.get("end_use", "")}},
        "activity": {"facts": {"activity.type": case["activity"]}},
        "propagation": {"facts": {}},
        "declaration": {"accepted": True, "name": contact["name"]},
    }


def _place(sections: dict[str, Any], path: str, value: object) -> None:
    """Put an answer where its question belongs: item, party or the rest."""
    head, _, rest = path.partition(".")
    if head == "item":
        sections["items"]["items"][0]["facts"].setdefault(rest, value)
        return
    for party in sections["parties"]["parties"]:
        if party["role"] == head:
            party["facts"].setdefault(rest, value)
            return
    target = (
        "end_use"
        if head in {"end_use", "trigger", "authority", "means"}
        else "propagation"
    )
    sections[target]["facts"].setdefault(path, value)


@cache
def _vocabulary(regime: str) -> Mapping[str, FactTerm]:
    return load_regime(regime).facts


def _open_questions(
    sections: Json, exporter: Json, on: date
) -> Iterator[tuple[str, object]]:
    vocabulary = _vocabulary(settings.LICET_PROFILE)
    saved = {
        name: {"content": content, "saved_at": f"{on.isoformat()}T09:00:00Z"}
        for name, content in sections.items()
    }
    document = transaction_of(saved, exporter=exporter, day=on.isoformat())
    for determination in ports().determiner.preview(document, on=on):
        for question in determination["questions"]:
            term = vocabulary.get(question["fact"])
            if term is not None and term.ordinary is not None:
                yield question["fact"], json_value(term.ordinary)


def answer_open_questions(
    sections: dict[str, Any], *, exporter: Json, on: date
) -> None:
    """Answer, as the applicant would, what the law still asks: with the ordinary answer.

    Args:
        sections: The sections; answers are added where their questions belong.
        exporter: Name and country of the applicant's organisation.
        on: The legal day.
    """
    for _ in range(ROUNDS):
        answers = list(_open_questions(sections, exporter, on))
        if not answers:
            return
        for path, value in answers:
            _place(sections, path, value)
