"""The letter of an issued opinion, made after commit: computed outside, kept as evidence, named in a row."""

from typing import Any

from django.conf import settings
from django.db import transaction

from licet.kernel import territory_name
from licet.web.casework.appeals.contested import contested_opinion
from licet.web.casework.models import Opinion, OpinionLetter, Post
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.record.events import record_event
from licet.web.casework.selectors.opinions.opinions import fact_rows, kinds


def letter_content(row: Opinion) -> dict[str, Any]:
    """What the letter of an issued opinion says, in the form that the letters part sets."""
    kind = kinds(row.profile)[row.kind]
    assert row.issued_at is not None  # noqa: S101  # only issued ones have a letter
    assert row.valid_until is not None  # noqa: S101  # set with the issue
    law = kind.citation
    post = (
        Post.objects.filter(person=row.signer_id)
        .select_related("team")
        .order_by("first")
        .last()
    )
    body = row.organisation
    address = [line for line in body.address.split("\n") if line.strip()]
    lawful = [
        (
            str(one["title"]),
            f"{one['citation']['instrument']}, {one['citation']['pinpoint']}",
        )
        for one in row.determination["rules"]
        if one["fired"]
    ]
    return {
        "kind": row.kind,
        "at": row.issued_at.isoformat(),
        "reference": row.number,
        "dated": legal_day(row.issued_at).isoformat(),
        "addressee": [body.name, *address, territory_name(body.country)],
        "facts": [
            *fact_rows(row.profile, row.facts),
            ("Last day", f"{row.valid_until}"),
        ],
        "grounds": lawful,
        "reasons": [
            *(line for line in row.reasons.split("\n") if line.strip()),
            f"{kind.effect} ({law['instrument']}, {law['pinpoint']})",
        ],
        "outcome": row.answer,
        "answer_by": None,
        "appeal_by": _appeal_by(row),
        "appeal_to": "the appeal body, in writing, naming this number",
        "signatory": str(row.signer),
        "post": post.team.name if post else settings.LICET_AUTHORITY,
    }


def _appeal_by(row: Opinion) -> str | None:
    """The last day to appeal; ``None`` where the law opens no appeal."""
    found = contested_opinion(row)
    last = found[0].last if found else None
    return last.isoformat() if last else None


def make_opinion_letter(opinion_id: str) -> bool:
    """Make the letter of an issued opinion; once.

    Args:
        opinion_id: The opinion.

    Returns:
        Whether it was made now.
    """
    with transaction.atomic():
        Opinion.objects.select_for_update().get(pk=opinion_id)
        row = Opinion.objects.select_related("organisation", "signer").get(
            pk=opinion_id
        )
        if row.issued_at is None or OpinionLetter.objects.filter(opinion=row).exists():
            return False
        sha256 = ports().evidence.keep(
            ports().documents.letter(letter_content(row)), key=str(row.pk)
        )
        at = now()
        OpinionLetter.objects.create(opinion=row, sha256=sha256, made_at=at)
        record_event(
            kind="keep_letter",
            case=str(row.pk),
            actor=None,
            payload={"opinion": row.number, "sha256": sha256},
            at=at,
        )
    return True
