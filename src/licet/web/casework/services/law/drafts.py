"""Drafts of law: opened for comment by the operator, commented by anybody until the closing day has ended."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from licet.kernel import digest
from licet.web.casework.acts.acting import lock_counter
from licet.web.casework.errors import (
    DraftClosedError,
    InvalidInputError,
    NotFoundError,
    TooManyCommentsError,
    WrongStateError,
)
from licet.web.casework.models import Draft, DraftComment
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.model import ActorRef
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.selectors.law import drafts as reads
from licet.web.casework.views import CommentReceiptView, LawDraftView

LONGEST_COMMENT = 20_000
LONGEST_NAME = 200
LONGEST_TITLE = 300
MOST_AN_HOUR = 200
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDraft:
    """A draft that loaded whole, with its comparison worked out beforehand.

    Attributes:
        compared_on: The day as of which draft and law were read.
        closes_on: The last legal day on which comments are accepted.
        files: Text by file name.
        comparison: As ``licet.cli.drafting.comparison.compared`` gives it.
    """

    title: str
    package: str
    version: date
    digest: str
    against: str
    against_version: date
    against_digest: str
    compared_on: date
    closes_on: date
    files: Mapping[str, str]
    comparison: Mapping[str, Any]


def require_openable(package_digest: str, *, closes_on: date) -> None:
    """Refuse a closing day that is not to come, and a draft that is open already.

    Raises:
        InvalidInputError: The closing day does not lie after today.
        WrongStateError: The same draft is open for comment.
    """
    today = legal_day(now())
    if closes_on <= today:
        words = f"Comments must close after today ({today}), not on {closes_on}. Give --until a later day."
        raise InvalidInputError({"until": words})
    same = Draft.objects.filter(digest=package_digest, closes_on__gte=today).first()
    if same is not None:
        raise WrongStateError(
            f"This draft is open for comment already, as {same.slug}, until {same.closes_on}. "
            "Change the draft, or wait until that has closed."
        )


def open_draft(*, by: Actor, draft: NewDraft) -> LawDraftView:
    """Open a draft for public comment; row and ledger entry commit together.

    Args:
        by: Who opens it; the operator of the machine is the system.
        draft: The draft with its comparison.

    Returns:
        The draft as it was stored.

    Raises:
        NotAllowedError: No role of the person may.
        InvalidInputError: The closing day does not lie after today, or the title is empty or too long.
        WrongStateError: The same draft is open for comment.
    """
    require(by, "open_draft")
    title = draft.title.strip()
    if not 0 < len(title) <= LONGEST_TITLE:
        words = f"Give the draft a title of at most {LONGEST_TITLE} characters."
        raise InvalidInputError({"title": words})
    at = now()
    with transaction.atomic():
        require_openable(draft.digest, closes_on=draft.closes_on)
        slug = _free_slug(draft.package, legal_day(at))
        facts = _facts(draft, slug=slug, title=title)
        row = record_event(
            kind="open_draft",
            case=None,
            actor=actor_ref(by),
            payload=facts | _hashes(draft),
            at=at,
        )
        Draft.objects.create(
            **facts,
            files=dict(draft.files),
            comparison=dict(draft.comparison),
            by=by.id,
            opened_at=at,
            row=row.pk,
        )
    return reads.draft(slug)


def _facts(draft: NewDraft, *, slug: str, title: str) -> dict[str, Any]:
    return {
        "slug": slug,
        "title": title,
        "package": draft.package,
        "version": draft.version,
        "digest": draft.digest,
        "against": draft.against,
        "against_version": draft.against_version,
        "against_digest": draft.against_digest,
        "compared_on": draft.compared_on,
        "closes_on": draft.closes_on,
    }


def _hashes(draft: NewDraft) -> dict[str, Any]:
    """What the entry commits to besides: every file, and the comparison."""
    files = {
        name: sha256(text.encode()).hexdigest()
        for name, text in sorted(draft.files.items())
    }
    return {"files": files, "comparison": digest(draft.comparison)}


def _free_slug(package: str, today: date) -> str:
    base = slugify(f"{package.replace('/', '-')}-{today.isoformat()}")
    taken = set(
        Draft.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    following = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (base, *following) if one not in taken)


def comment_on_draft(
    *, by: Actor, slug: str, text: str, name: str = "", organisation: str = ""
) -> CommentReceiptView:
    """Take a comment; whoever is signed in, the record holds only what they say of themselves.

    Args:
        by: Who comments; anybody may.
        slug: The draft.
        text: The comment, at most 20,000 characters.
        name: Their name, if they give it.
        organisation: For whom they speak, if they say so.

    Returns:
        The receipt.

    Raises:
        NotAllowedError: A token without the scope.
        NotFoundError: There is no such draft.
        InvalidInputError: No text, or something too long or unreadable.
        DraftClosedError: The closing day has ended in the legal zone.
        TooManyCommentsError: The draft had 200 comments within the last hour.
    """
    require(by, "comment_on_draft")
    given = _well_formed(
        {
            "name": name.strip(),
            "organisation": organisation.strip(),
            "text": text.replace("\r\n", "\n").strip(),
        }
    )
    comment = uuid.uuid4()
    with transaction.atomic():
        # The lock lets comments in one after the other, so that the hour is counted right.
        lock_counter("draft-comments")
        found = Draft.objects.filter(slug=slug).first()
        if found is None:
            raise NotFoundError("draft")
        at = now()
        _require_open(found, at)
        _require_room(found, at)
        _keep_comment(found, comment, given, at)
    return reads.receipt(slug, str(comment))


def _keep_comment(
    found: Draft, comment: uuid.UUID, given: Mapping[str, str], at: datetime
) -> None:
    row = record_event(
        kind="comment_on_draft",
        case=None,
        actor=ActorRef(
            person="",
            role="public",
            name=given["name"],
            team=given["organisation"],
        ),
        payload={"draft": found.slug, "comment": str(comment), **given},
        at=at,
    )
    DraftComment.objects.create(
        id=comment,
        draft=found,
        **given,
        folded=reads.folded(" ".join(given.values())),
        at=at,
        row=row.pk,
    )


def _well_formed(given: dict[str, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for field in ("name", "organisation"):
        if len(given[field]) > LONGEST_NAME:
            fields[field] = _("Write at most %(most)s characters.") % {
                "most": LONGEST_NAME
            }
    if not given["text"]:
        fields["text"] = _("Write what you think of the draft.")
    elif len(given["text"]) > LONGEST_COMMENT:
        fields["text"] = _(
            "The comment has %(count)s characters; at most %(most)s are accepted. Shorten it, or send it in parts."
        ) % {"count": len(given["text"]), "most": LONGEST_COMMENT}
    for field, text in given.items():
        if any(one == "\0" or "\ud800" <= one <= "\udfff" for one in text):
            fields[field] = _("A character in it cannot be read. Type the text anew.")
    if fields:
        raise InvalidInputError(fields)
    return given


def _require_open(draft: Draft, at: datetime) -> None:
    if legal_day(at) > draft.closes_on:
        raise DraftClosedError(
            _(
                "Comments on this draft were accepted until the end of %(day)s (%(zone)s). Nothing was stored. Write to %(contact)s instead."
            )
            % {
                "day": draft.closes_on.isoformat(),
                "zone": settings.LICET_ZONE,
                "contact": settings.LICET_CONTACT,
            }
        )


def _require_room(draft: Draft, at: datetime) -> None:
    lately = DraftComment.objects.filter(draft=draft, at__gt=at - _HOUR)
    newest = list(lately.order_by("-at").values_list("at", flat=True)[:MOST_AN_HOUR])
    if len(newest) < MOST_AN_HOUR:
        return
    # The next full minute, so that what we promise holds.
    room = (newest[-1] + _HOUR + timedelta(seconds=59)).replace(second=0, microsecond=0)
    local = room.astimezone(ZoneInfo(settings.LICET_ZONE))
    raise TooManyCommentsError(
        _(
            "This draft had %(most)s comments within the last hour, and takes no more now. Nothing was stored. Keep your text and send it again after %(when)s."
        )
        % {"most": MOST_AN_HOUR, "when": f"{local:%Y-%m-%d %H:%M} ({local.tzname()})"}
    )
