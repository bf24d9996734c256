"""Everything held about an organisation, for those who act for it: only what they may see."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from pydantic import TypeAdapter

from licet.web.casework.application.files import clean_name
from licet.web.casework.errors import CaseErasedError, NotFoundError
from licet.web.casework.models import (
    ApiToken,
    CalendarToken,
    Case,
    Disclosure,
    LibraryEntry,
    MailAddress,
    Membership,
    Notice,
    NoticeSetting,
    Opinion,
    Organisation,
    Person,
    Webhook,
)
from licet.web.casework.ports import now, ports
from licet.web.casework.record.caserows import as_json
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.record.sealed_export import packed
from licet.web.casework.rights.member_rights import require_member
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.selectors.applying import applications as reads
from licet.web.casework.selectors.keeping import accesses
from licet.web.casework.selectors.opinions import opinions as opinion_reads
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.selectors.people.organisations import organisation_page
from licet.web.casework.views import DocumentContent
from licet.web.casework.views.disclosures import HeldView

KIND = "subject_access"
_SHOWN = 10


def held(*, viewer: Actor) -> tuple[HeldView, ...]:
    """What is held about each organisation of the person, counted."""
    require(viewer, "see_held_data")
    bodies = Organisation.objects.filter(pk__in=viewer.organisations).order_by("name")
    return tuple(_counted(body) for body in bodies)


def _counted(body: Organisation) -> HeldView:
    cases = Case.objects.filter(organisation=body)
    given = Disclosure.objects.filter(organisation=body, kind=KIND)
    return HeldView(
        organisation=str(body.pk),
        name=body.name,
        kinds=(
            ("cases", cases.filter(erasure__isnull=True).count()),
            ("erased cases", cases.filter(erasure__isnull=False).count()),
            ("licences", cases.filter(licences__isnull=False).distinct().count()),
            ("opinions", Opinion.objects.filter(organisation=body).count()),
            ("people", Membership.objects.filter(organisation=body).count()),
        ),
        given=tuple(
            (one.at, str(one.by))
            for one in given.select_related("by").order_by("-at")[:_SHOWN]
        ),
    )


def export_held_data(*, by: Actor, organisation: str) -> DocumentContent:
    """Make the file: an index, every case and opinion as its applicant sees it, documents.

    What others said in confidence (advice, screening, drafts) is not in it. That it was made
    is entered before it leaves.

    Raises:
        NotFoundError: The person does not act for it.
    """
    require(by, "see_held_data")
    body = Organisation.objects.filter(
        pk=as_id(organisation), pk__in=by.organisations
    ).first()
    if body is None:
        raise NotFoundError("organisation")
    require_member(by, "export_held_data", str(body.pk))
    files = dict(_files(by, body))
    index = {
        "organisation": body.name,
        "made_at": now(),
        "made_for": by.name,
        "files": sorted(files),
        "left_out": "What other bodies advised, screening, drafts and notes of the authority.",
    }
    content = packed(
        {**files, "index.json": as_json(index), "index.txt": _readable(index)}
    )
    _enter_export(by, body, files=len(files), size=len(content))
    return DocumentContent(
        name="held-data.zip", media_type="application/zip", content=content
    )


def _enter_export(by: Actor, body: Organisation, *, files: int, size: int) -> None:
    at = now()
    with transaction.atomic():
        row = record_event(
            kind="export_held_data",
            case=None,
            actor=actor_ref(by),
            payload={
                "organisation": str(body.pk),
                "files": files,
                "size": size,
            },
            at=at,
        )
        Disclosure.objects.create(
            kind=KIND,
            organisation=body,
            purpose="Asked for by the organisation itself.",
            size=size,
            by_id=by.id,
            at=at,
            row=row.pk,
        )


def _json(view: Any) -> bytes:  # noqa: ANN401  # one of the views
    return as_json(json.loads(TypeAdapter(type(view)).dump_json(view)))


def _files(by: Actor, body: Organisation) -> Iterator[tuple[str, bytes]]:
    yield "organisation.json", as_json(_organisation(body))
    yield "me.json", as_json(_person(by))
    page = organisation_page(viewer=by, organisation=str(body.pk))
    yield "people-and-agents.json", _json(page)
    yield "library.json", as_json(_library(body))
    yield "my-notices.json", as_json(_notices(by))
    yield "webhooks.json", as_json(_webhooks(body))
    for case in Case.objects.filter(organisation=body).order_by("number"):
        yield from _case(by, case)
    for opinion in Opinion.objects.filter(organisation=body).order_by("number"):
        try:
            view = opinion_reads.opinion(viewer=by, number=opinion.number)
        except CaseErasedError as error:
            yield f"opinions/{opinion.number}-erased.txt", f"{error}\n".encode()
            continue
        yield f"opinions/{opinion.number}.json", _json(view)


def _case(by: Actor, case: Case) -> Iterator[tuple[str, bytes]]:
    place = f"cases/{case.number}"
    try:
        view = reads.application(viewer=by, case=case.number, with_preview=False)
    except CaseErasedError as error:
        yield f"{place}/erased.txt", f"{error}\n".encode()
        return
    yield f"{place}/case.json", _json(view)
    told = accesses.accesses_told(case)
    yield (
        f"{place}/accesses.json",
        as_json([{"on": one.on, "by": one.body, "for": one.purpose} for one in told]),
    )
    for row in case.documents.exclude(standing="removed").order_by("pk"):
        content = ports().evidence.read(row.sha256, key=str(case.pk))
        yield f"{place}/documents/{row.pk}-{clean_name(row.name)}", content


def _organisation(body: Organisation) -> dict[str, object]:
    return {
        "name": body.name,
        "country": body.country,
        "registration": body.registration,
        "address": body.address,
        "entered": body.made_at,
        "people": [
            {"name": str(one.person), "first": one.first, "last": one.last}
            for one in Membership.objects.filter(organisation=body).select_related(
                "person"
            )
        ],
    }


def _library(body: Organisation) -> list[dict[str, object]]:
    """Items and parties that the organisation keeps or kept."""
    return [
        {
            "kind": one.kind,
            "name": one.name,
            "role": one.role,
            "country": one.country,
            "facts": one.facts,
            "kept": one.made_at,
            "out_of_use": one.retired_at,
        }
        for one in LibraryEntry.objects.filter(organisation=body).order_by("made_at")
    ]


def _notices(by: Actor) -> dict[str, object]:
    """What the person was told, how they want to be told, and whether mail reaches them."""
    person = Person.objects.get(pk=by.id)
    address = MailAddress.objects.filter(address=person.email).first()
    return {
        "notices": [
            {
                "kind": one.kind,
                "about": one.number,
                "due": one.due,
                "at": one.at,
                "mailed": one.mailed_at,
                "read": one.read_at,
            }
            for one in Notice.objects.filter(person=person).order_by("at", "pk")
        ],
        "settings": {
            one.kind: one.how for one in NoticeSetting.objects.filter(person=person)
        },
        "mail_failed_since": address.bounced_at if address else None,
        "calendars": [
            {"made": one.made_at, "revoked": one.revoked_at}
            for one in CalendarToken.objects.filter(person=person).order_by("made_at")
        ],
    }


def _webhooks(body: Organisation) -> list[dict[str, object]]:
    """Addresses that the organisation registered, without their secrets."""
    return [
        {"address": one.url, "kinds": one.kinds, "state": one.state}
        for one in Webhook.objects.filter(organisation=body).order_by("pk")
    ]


def _person(by: Actor) -> dict[str, object]:
    person = Person.objects.get(pk=by.id)
    return {
        "name": person.name,
        "email": person.email,
        "joined": person.joined_at,
        "last_sign_in": person.last_login,
        "tokens": [
            {"name": one.name, "scopes": one.scopes, "until": one.expires_at}
            for one in ApiToken.objects.filter(person=person)
        ],
    }


def _readable(index: dict[str, Any]) -> bytes:
    lines = [
        f"What is held about {index['organisation']}",
        f"Made {index['made_at']:%Y-%m-%d %H:%M} UTC for {index['made_for']}.",
        "",
        "In this file (JSON opens in any editor; documents are as they were sent):",
        *(f"  {name}" for name in index["files"]),
        "",
        f"Left out: {index['left_out']}",
        "Cases that were erased are named with the day, the person and the rule.",
    ]
    return ("\n".join(lines) + "\n").encode()
