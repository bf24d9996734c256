"""Due-diligence files: opened for every party of a case, and filled check by check."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from licet.diversion.misrepresentation import WrongEvidenceError, evidence_of
from licet.diversion.verification import (
    CheckResult,
    Question,
    Scope,
    WrongAnswerError,
    last_day,
    question,
)
from licet.kernel import InputError, require_territory
from licet.web.casework.acts.acting import Act, next_number, record_on_case, refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.application.files import clean_name, media_type_of, read_capped
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.later import risk_later
from licet.web.casework.models import (
    Case,
    PartyAppearance,
    PartyCheck,
    PartyFile,
)
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.markings import require_marking
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.rights.standing import case_for
from licet.web.casework.selectors.verification import parties as reads
from licet.web.casework.verification.party_files import (
    Named,
    file_for,
    known,
    name_key,
    named_parties,
    place_key,
    text_key,
)
from licet.web.casework.views import PartyFileView

_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCheck:
    """One answer to one question of the catalogue.

    Attributes:
        question: Id of the question.
        result: ``established``, ``not_established`` or ``contradicted``.
        words: What was found.
        source: Where it was found: a register, a document, a person asked.
        answer: The value that it gives as evidence, where the question asks for one.
        case: The case in which it was found; needed where the question is of one case.
        on: The day on which it was found; today when absent.
        marking: Who may read it.
        document: Name and content of a file; absent for none.
    """

    question: str
    result: str
    words: str
    source: str
    answer: object = None
    case: str = ""
    on: date | None = None
    marking: str = "official"
    document: tuple[str, BinaryIO] | None = None


def opened_file(named: Named, *, by: Actor, at: datetime) -> PartyFile:
    """The file of a party, opened when there is none yet; inside the caller's transaction."""
    found = PartyFile.objects.filter(key=named.key).first()
    if found is not None:
        return found
    # The counter's lock lets one in after the other, so the second finds what the first made.
    number = f"P-{next_number('party-file'):06d}"
    found = PartyFile.objects.filter(key=named.key).first()
    if found is not None:
        return found
    identity = uuid.uuid4()
    row = record_event(
        kind="open_party_file",
        case=str(identity),
        actor=actor_ref(by),
        payload={
            "number": number,
            "name": named.name,
            "country": named.country,
            "identifiers": dict(named.identifiers),
            "key": named.key,
        },
        at=at,
    )
    return PartyFile.objects.create(
        pk=identity,
        number=number,
        key=named.key,
        name=named.name,
        name_key=name_key(named.name),
        country=named.country,
        identifiers=dict(named.identifiers),
        made_by_id=None if by == SYSTEM else by.id,
        made_at=at,
        row=row.pk,
    )


def open_party_file(
    *, by: Actor, name: str, country: str, identifiers: Mapping[str, str]
) -> PartyFileView:
    """Open a file for a party that no case names yet, or find the one that is there.

    Args:
        by: The officer.
        name: Registered name.
        country: ISO 3166-1 code.
        identifiers: Registration numbers by scheme.

    Raises:
        NotAllowedError: No role of the person may.
        InvalidInputError: No name.
        UnknownCountryError: No such country.
    """
    with refusals("open_party_file", by, []), transaction.atomic():
        require(by, "open_party_file")
        words = required_text("name", name, "Give the party's registered name.")
        named = Named(
            role="",
            name=words[:_LONGEST_NAME],
            country=require_territory(country),
            identifiers=dict(identifiers),
            facts={},
        )
        made = opened_file(named, by=by, at=now())
    return reads.party(viewer=by, number=made.number)


def open_files_of(case: Case, document: Mapping[str, Any]) -> dict[str, PartyFile]:
    """A file for every party of a case, and that it appears there; by key.

    Run again, it adds only what is not there yet.
    """
    at = now()
    end_use = text_key(str(known(document["facts"], "end_use") or ""))
    found: dict[str, PartyFile] = {}
    with transaction.atomic():
        for named in named_parties(document):
            file = found[named.key] = opened_file(named, by=SYSTEM, at=at)
            address = str(known(named.facts, "address") or "")
            PartyAppearance.objects.get_or_create(
                file=file,
                case=case,
                role=named.role,
                facts_version=case.facts_version,
                defaults={
                    "address": address,
                    "address_key": place_key(address),
                    "end_use_key": end_use,
                    "at": at,
                },
            )
    return found


def record_party_check(*, by: Actor, party: str, check: NewCheck) -> PartyFileView:
    """Write down what was found; an earlier answer to the same question stays and is superseded.

    Args:
        by: The officer.
        party: Number of the file.
        check: The answer.

    Returns:
        The file with it.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such file or case, or no standing.
        InvalidInputError: Something missing or of another form, by field.
        UnknownQuestionError: The catalogue does not ask it.
        FileTooLargeError: The document is over the limit.
        FileRefusedError: It is not of an accepted type, or dangerous.
    """
    touched: list[Case] = []
    with refusals("record_party_check", by, touched):
        file = file_for(by, party)
        require(by, "record_party_check")
        about = question(check.question)
        case = case_for(by, check.case) if check.case else None
        touched += [case] if case else []
        fields = _fields(by, about, check)
        document = _kept(check, str(file.pk))
        with transaction.atomic():
            PartyFile.objects.select_for_update().get(pk=file.pk)
            at = now()
            told = {**fields, **document}
            row = _enter(by, file, case, told, at)
            PartyCheck.objects.create(
                file=file, case=case, **told, by_id=by.id, at=at, row=row
            )
            for concerned in Case.objects.filter(
                party_appearances__file=file
            ).distinct():
                risk_later(concerned)
    return reads.party(viewer=by, number=party)


def _enter(
    by: Actor,
    file: PartyFile,
    case: Case | None,
    told: Mapping[str, Any],
    at: datetime,
) -> int:
    """Enter a check: on the case where it was found, else under the key of the file."""
    payload = {"party": file.number, **told}
    if case is None:
        return record_event(
            kind="record_party_check",
            case=str(file.pk),
            actor=actor_ref(by),
            payload=payload,
            at=at,
        ).pk
    act = Act(name="record_party_check", by=by, at=at, case=case)
    act.tells(**payload)
    return record_on_case(act, kind=act.name, public=False)


def _fields(by: Actor, about: Question, check: NewCheck) -> dict[str, Any]:
    today = legal_day(now())
    on = check.on or today
    if on > today:
        raise InvalidInputError(
            {"on": f"{on} is still to come. Give the day of the finding."}
        )
    if about.scope is Scope.CASE and not check.case:
        raise InvalidInputError(
            {"case": "This question is about one case. Name the case."}
        )
    try:
        result = CheckResult(check.result)
    except ValueError:
        kinds = ", ".join(one.value for one in CheckResult)
        raise InvalidInputError({"result": f"Say which: {kinds}."}) from None
    return {
        "question": about.id,
        "result": result.value,
        "answer": _answer(about, check.answer, result),
        "words": required_text(
            "words", check.words, "Say what you found, or where you looked."
        ),
        "source": required_text(
            "source", check.source, "Name the source: a register, a document, a person."
        ),
        "marking": require_marking(by, check.marking),
        "on": on,
        "expires": last_day(on, about.months),
    }


def _answer(about: Question, given: object, result: CheckResult) -> Any:  # noqa: ANN401  # any plain JSON value
    """The value as evidence; needed where an established answer fills a path."""
    if not about.fact or given is None or given == "":
        if about.fact and result is CheckResult.ESTABLISHED:
            raise InvalidInputError({"answer": _wanted(about)})
        return None
    try:
        read = evidence_of({about.fact: {"value": given, "source": "officer"}})
    except (WrongEvidenceError, InputError) as error:
        raise InvalidInputError(
            {"answer": str(WrongAnswerError(about.words, _wanted(about)))}
        ) from error
    return read[about.fact].to_json()["value"]


_WANTED = {
    "amount": "an exact number, for example 1250.00",
    "day": "a day, for example 2026-07-31",
    "text": "a text",
    "texts": "a list of texts; an empty list is an answer",
    "answer": "yes or no",
    "pairs": "a list of scheme and number, for example VAT-DE and the number",
}


def _wanted(about: Question) -> str:
    return _WANTED[about.wanted]


def _kept(check: NewCheck, key: str) -> dict[str, str]:
    """The document as evidence on disk, before its row."""
    if check.document is None:
        return {"document_name": "", "media_type": "", "sha256": ""}
    name, content = check.document
    data = read_capped(content, settings.LICET_UPLOAD_LIMIT)
    media_type = media_type_of(name, data)
    return {
        "document_name": clean_name(name),
        "media_type": media_type,
        "sha256": ports().evidence.keep(data, key=key),
    }
