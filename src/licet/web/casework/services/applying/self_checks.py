"""A saved self-check in the file of an exporter: read, and carried into an application."""

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from licet.facts import PARTY_ROLES, core_vocabulary
from licet.kernel import digest
from licet.web.casework.application.facts import exact
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.law.asking import package_of
from licet.web.casework.letters import render_self_check
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.applying.applications import application
from licet.web.casework.services.applying.applications import (
    save_section,
    start_application,
)
from licet.web.casework.services.applying.custody import upload_document
from licet.web.casework.views import ApplicationView, Json

FORM = "licet-self-check/1"
PURPOSE = "self_check"
_EXPORTER = "exporter"
_SECTION_OF = {"destination": "destination", "transit": "destination"}


def read_self_check(text: str) -> tuple[dict[str, Any], str]:
    """The answers of a saved self-check and its hash.

    Raises:
        InvalidInputError: No self-check, or one that was altered since it was saved.
    """
    body = _whole(text)
    return dict(body["answers"]), str(body["digest"])


def _whole(text: str) -> dict[str, Any]:
    try:
        body: Any = json.loads(text)
    except ValueError:
        body = None
    if not isinstance(body, dict) or body.get("format") != FORM:
        words = "Choose the file that the self-check saved (self-check.json)."
        raise InvalidInputError({"self_check": words})
    rest = {key: value for key, value in body.items() if key != "digest"}
    if digest(exact(rest)) != body.get("digest"):
        words = "The file was altered since it was saved. Save it again."
        raise InvalidInputError({"self_check": words})
    return body


def start_with_self_check(
    *, by: Actor, organisation: str, title: str, self_check: str
) -> ApplicationView:
    """Begin an application with the answers of a saved self-check, the record attached.

    Every answer that an exporter may give is taken over and can be changed; whatever the
    self-check found is computed anew from the facts of the application.

    Args:
        by: Who applies.
        organisation: For which organisation.
        title: A short name.
        self_check: The text of the saved file.

    Raises:
        InvalidInputError: No title, no self-check, or one that was altered.
        NotAllowedError: The person may not apply.
        NotFoundError: The person does not act for the organisation.
    """
    record = _whole(self_check)
    with transaction.atomic():
        begun = start_application(by=by, organisation=organisation, title=title)
        for section, content in _sections(record["answers"], title):
            save_section(
                by=by, case=begun.number, section=section, content=content, version=None
            )
        upload_document(
            by=by,
            case=begun.number,
            name="self-check.pdf",
            purpose=PURPOSE,
            content=io.BytesIO(render_self_check(record)),
        )
    return application(viewer=by, case=begun.number, with_preview=False)


def _sections(answers: Json, title: str) -> Iterator[tuple[str, Json]]:
    """The answers as sections of the form."""
    vocabulary = {**core_vocabulary(), **package_of(settings.LICET_PROFILE).facts}
    items: dict[str, Any] = {}
    parties: dict[str, dict[str, Any]] = {}
    rest: dict[str, dict[str, Any]] = {}
    for path, value in answers.items():
        term = vocabulary.get(path)
        if term is None or (term.asks and _EXPORTER not in term.asks):
            continue
        first, _, last = path.partition(".")
        if first == "item":
            items[last] = value
        elif first in PARTY_ROLES:
            parties.setdefault(first, {})[last] = value
        else:
            section = "activity" if first == "activity" else "end_use"
            rest.setdefault(_SECTION_OF.get(path, section), {})[path] = value
    if items:
        yield "items", {"items": [{"name": title, "facts": items}]}
    if parties:
        yield "parties", {"parties": [_party(*one) for one in parties.items()]}
    for section, facts in rest.items():
        yield section, {"facts": facts}


def _party(role: str, facts: Mapping[str, Any]) -> Json:
    own = dict(facts)
    name, country = own.pop("name", ""), own.pop("country", "")
    return {"role": role, "name": name, "country": country, "facts": own}
