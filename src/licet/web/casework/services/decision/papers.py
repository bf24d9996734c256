"""Jobs that make documents after commit: computed outside, kept as evidence, then named in a row."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from licet.kernel import territory_name
from licet.licence import document_digest
from licet.web.casework.casefile.casefile import load_findings
from licet.web.casework.conditions.standing import binding
from licet.web.casework.models import (
    Case,
    ConditionRow,
    DecisionDraft,
    Letter,
    LetterDocument,
    Licence,
    LicenceDocument,
    Post,
)
from licet.web.casework.ports import Json, legal_day, now, ports
from licet.web.casework.record.events import record_event
from licet.web.casework.selectors.decision.decisions import appeal_by
from licet.web.casework.selectors.decision.editions import stored_kind
from licet.web.casework.selectors.parts.filings import in_care_of
from licet.web.casework.services.licences.editions import edition_began, edition_of

_KINDS = {
    ("decision", "refuse"): "refusal",
    ("decision", "no_licence_required"): "no_licence_required",
    ("suspend", ""): "suspension",
    ("intent_to_refuse", ""): "intent_to_refuse",
    ("appeal", ""): "appeal_outcome",
}
_UNIT = "C62"


def _parties(case: Case, *roles: str) -> Json | None:
    for role in roles:
        for party in case.transaction["parties"]:
            if party["role"] == role and party["name"] and party["country"]:
                return {"name": party["name"], "country": party["country"]}
    return None


def _known(facts: Mapping[str, Any], path: str) -> str:
    fact = facts.get(path) or {}
    statements = fact.get("statements") or ()
    return (
        str(statements[0]["value"])
        if fact.get("state") == "known" and statements
        else ""
    )


def _licensed(item: Json, entry: str) -> Json:
    """An item as the licence has it: what is not known of its quantity is one piece."""
    facts = item["facts"]
    value = (_known(facts, "value"), _known(facts, "currency"))
    return {
        "entry": entry,
        "name": item["name"],
        "quantity": _known(facts, "quantity") or "1",
        "unit": _UNIT,
        "value": " ".join(filter(None, value)) or None,
    }


def licence_claims(licence: Licence) -> dict[str, Any]:
    """What a licence says, from its case and decision."""
    case = licence.case
    entries: dict[int, str] = {}
    for row in load_findings(case).determinations:
        found = row.document.get("classification") or ()
        if row.governing and found:
            entries[row.item] = str(found[0]["entry"])
    items = [
        _licensed(item, entries.get(number, "unlisted"))
        for number, item in enumerate(case.transaction["items"])
    ]
    body = case.organisation
    receiver = _parties(
        case, "end_user", "ultimate_end_user", "operator", "reseller", "consignee"
    )
    return {
        "number": licence.number,
        "regime": case.profile,
        "licensee": {"name": body.name, "country": body.country},
        "consignee": _parties(case, "consignee"),
        "end_user": receiver or {"name": body.name, "country": body.country},
        "destination": _known(case.transaction["facts"], "destination")
        or case.destination,
        "items": items,
        "conditions": [
            {"id": f"C{one.row.position}", "type": one.row.type, "words": one.words}
            for one in binding(
                ConditionRow.objects.filter(decision=licence.decision_id).order_by(
                    "position"
                )
            )
        ],
        "end_use": _known(case.transaction["facts"], "end_use"),
        "first_day": licence.valid_from.isoformat(),
        "last_day": licence.valid_until.isoformat(),
        "issued_at": edition_began(licence).isoformat(),
        "status_index": licence.status_index,
    }


def make_licence_documents(licence_id: str) -> int:
    """Make the PDF, the signed data and the printed code of a licence; once for each edition.

    Args:
        licence_id: The licence.

    Returns:
        How many documents were made now.
    """
    licence = Licence.objects.select_related("case__organisation").get(pk=licence_id)
    edition = edition_of(licence)
    pdf = stored_kind("pdf", edition)
    there = LicenceDocument.objects.filter(licence=licence, kind=pdf)
    if there.exists():
        return 0
    made = ports().documents.licence(licence_claims(licence))
    kept = {
        stored_kind(kind, edition): ports().evidence.keep(
            content, key=str(licence.case_id)
        )
        for kind, content in sorted(made.items())
    }
    at = now()
    with transaction.atomic():
        locked = Licence.objects.select_for_update().get(pk=licence.pk)
        if there.exists() or locked.status_index != licence.status_index:
            return 0  # made by another job, or replaced meanwhile: the newer edition has its own
        for kind, sha256 in kept.items():
            LicenceDocument.objects.create(
                licence=licence, kind=kind, sha256=sha256, made_at=at
            )
        record_event(
            kind="keep_licence_documents",
            case=str(licence.case_id),
            actor=None,
            payload={
                "licence": licence.number,
                "documents": kept,
                # What stays the same when its holder leaves fields out.
                "signed": document_digest(made["sdjwt"].decode("ascii")),
            },
            at=at,
        )
    return len(kept)


def letter_kind(letter: Letter) -> str:
    """Which form of letter this is; empty for those whose document is the licence itself."""
    outcome = (
        letter.decision.outcome if letter.decision and letter.kind == "decision" else ""
    )
    return _KINDS.get((letter.kind, outcome), "")


def _signatory(letter: Letter) -> tuple[str, str]:
    if letter.decision is None or letter.kind != "decision":
        return settings.LICET_AUTHORITY, _("For the authority")
    person = letter.decision.countersignature.by
    post = (
        Post.objects.filter(person=person)
        .select_related("team")
        .order_by("first")
        .last()
    )
    return str(person), post.team.name if post else _("Signatory")


def _gists(draft: DecisionDraft) -> list[str]:
    """What the applicant is told of reasons that stay secret."""
    detail = getattr(draft, "detail", None)
    words = _("A further reason stays secret. Its gist: %(gist)s")
    return [words % {"gist": one["gist"]} for one in (detail.secret if detail else ())]


def _answer_by(letter: Letter, kind: str, dated: date) -> str | None:
    """The last day for an answer, counted from the letter: the earliest that it can be."""
    if kind == "intent_to_refuse":
        return (dated + timedelta(days=letter.notice.days)).isoformat()
    if kind == "suspension":
        return (dated + timedelta(days=settings.LICET_ANSWER_DAYS)).isoformat()
    return None


def _appeal_by(letter: Letter, kind: str, dated: date) -> str | None:
    """The last day to appeal, counted from the letter: the earliest that it can be."""
    if kind != "refusal" or letter.decision is None:
        return None
    day = appeal_by(
        letter.case.profile, letter.decision.outcome, letter.decision.decided_on, dated
    )
    return day.isoformat() if day else None


def _grounds(told: Sequence[Json], profile: str) -> list[tuple[str, str]]:
    """Each ground in words, with the place in the law that sets its criterion."""
    titles = {str(one["id"]): one for one in ports().assessor.criteria()}
    grounds = []
    for ground in told:
        about = titles.get(ground["criterion"], {})
        law = about.get("citation") or {}
        place = ", ".join(
            str(law[key]) for key in ("instrument", "pinpoint") if law.get(key)
        )
        words = f"{about.get('title', ground['criterion'])}. {ground['words']}"
        grounds.append((words, place or profile))
    return grounds


def letter_content(letter: Letter, kind: str) -> dict[str, Any]:
    """What a letter says, in the form that the letters part sets."""
    case = letter.case
    decision = letter.decision
    grounds: list[tuple[str, str]] = []
    reasons = [line for line in letter.body.split("\n") if line.strip()]
    if decision is not None and letter.kind == "decision":
        grounds = _grounds(decision.grounds, case.profile)
        reasons = [decision.reasons, *_gists(decision.draft)]
    elif kind == "intent_to_refuse":
        grounds = _grounds(letter.notice.grounds, case.profile)
        words = _(
            "The time to answer is %(days)s days from the day on which this letter is served on you. Served later than its date, its last day is later too."
        )
        reasons.append(words % {"days": letter.notice.days})
    elif kind == "suspension":
        grounds.append((letter.subject, _("The licence and its conditions")))
    dated = legal_day(letter.made_at)
    signatory, post = _signatory(letter)
    body = case.organisation
    address = [line for line in body.address.split("\n") if line.strip()]
    return {
        "kind": kind,
        "at": letter.made_at.isoformat(),
        "reference": case.number,
        "dated": dated.isoformat(),
        "addressee": [
            body.name,
            *in_care_of(case),
            *address,
            territory_name(body.country),
        ],
        "facts": [(_("Application"), case.title), (_("Case"), case.number)],
        "grounds": grounds,
        "reasons": reasons,
        "outcome": letter.subject if kind == "appeal_outcome" else None,
        "answer_by": _answer_by(letter, kind, dated),
        "appeal_by": _appeal_by(letter, kind, dated),
        "appeal_to": _("the appeal body, through your case page")
        if kind == "refusal"
        else None,
        "signatory": signatory,
        "post": post,
    }


def make_letter(letter_id: str) -> bool:
    """Make the PDF of a letter; once.

    Args:
        letter_id: The letter.

    Returns:
        Whether a document was made now.
    """
    letter = Letter.objects.select_related("case__organisation", "decision").get(
        pk=letter_id
    )
    kind = letter_kind(letter)
    if not kind or LetterDocument.objects.filter(letter=letter).exists():
        return False
    sha256 = ports().evidence.keep(
        ports().documents.letter(letter_content(letter, kind)), key=str(letter.case_id)
    )
    at = now()
    with transaction.atomic():
        Letter.objects.select_for_update().get(pk=letter.pk)
        _row, made = LetterDocument.objects.get_or_create(
            letter=letter, defaults={"sha256": sha256, "made_at": at}
        )
        if made:
            record_event(
                kind="keep_letter",
                case=str(letter.case_id),
                actor=None,
                payload={"letter": letter_id, "sha256": sha256},
                at=at,
            )
    return made
