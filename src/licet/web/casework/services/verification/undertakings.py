"""End-user undertakings: generated for a case, taken back signed or refused, confirmed by an officer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from licet.diversion.undertaking import (
    MalformedUndertakingError,
    Returned,
    ReturnFinding,
    Sealed,
    in_words,
    judge_return,
)
from licet.web.casework.acts.acting import Act, record_on_case, refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.application.files import clean_name, media_type_of, read_capped
from licet.web.casework.errors import (
    InvalidInputError,
    NotFoundError,
    NotIndependentActError,
    StaleVersionError,
    UndertakingRefusedError,
    WrongStateError,
)
from licet.web.casework.later import risk_later
from licet.web.casework.letters.undertaking import (
    attached_undertaking,
    pages_differ,
    render_undertaking,
)
from licet.web.casework.models import (
    Case,
    Document,
    Undertaking,
    UndertakingConfirmation,
    UndertakingReturn,
)
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.rights.member_rights import require_right
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import case_for
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.selectors.verification import verification as reads
from licet.web.casework.verification.party_files import facts_document
from licet.web.casework.verification.undertakings import (
    MANNERS,
    content_of,
    sealed_of,
    standing_of_return,
)
from licet.web.casework.views import UndertakingView

_CLOSED = frozenset({"refused", "returned", "withdrawn", "lapsed"})
_SCANS = frozenset({"application/pdf", "image/png", "image/jpeg"})
_SHORT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedUndertaking:
    """A signed undertaking as somebody brings it.

    Attributes:
        name: Name of the file.
        content: The file: PDF, or a scan as PDF, PNG or JPEG.
        signatory: Who signed, as written beside the signature.
        post: Their post.
        signed_on: The day beside the signature.
        number: The number printed on it, for a scan; read from the attached data otherwise.
        content_hash: The content hash printed on it, likewise.
    """

    name: str
    content: BinaryIO
    signatory: str
    post: str
    signed_on: date
    number: str = ""
    content_hash: str = ""


def _require_returning(by: Actor, case: Case) -> None:
    require(by, "return_undertaking")
    require_right(by, "return_undertaking", case)
    _require_open(case)


def _require_open(case: Case) -> None:
    if case.state in _CLOSED:
        raise WrongStateError(f"{case.number} is closed; no undertaking is needed.")


def make_undertaking(*, by: Actor, case: str) -> UndertakingView:
    """Generate an undertaking on the facts of a case as they stand.

    Set in type outside the transaction; the number is taken inside it.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such case, or no standing in it.
        InvalidInputError: End user, items or end use are not stated yet.
        WrongStateError: The case is closed.
        StaleVersionError: Somebody else generated one at the same moment, or changed the facts.
    """
    found = case_for(by, case)
    with refusals("make_undertaking", by, [found]):
        require(by, "make_undertaking")
        require_right(by, "make_undertaking", found)
        _require_open(found)
        today = legal_day(now())
        count = Undertaking.objects.filter(case=found).count()
        number = f"EUU-{found.number}-{count + 1}"
        document = facts_document(found, day=today.isoformat())
        sealed = content_of(found, document, number=number, made_on=today)
        sha256 = ports().evidence.keep(render_undertaking(sealed), key=str(found.pk))
        with transaction.atomic():
            locked = Case.objects.select_for_update().get(pk=found.pk)
            taken = Undertaking.objects.filter(case=locked).count()
            if taken != count or locked.facts_version != found.facts_version:
                raise StaleVersionError(locked.number, found.version, locked.version)
            act = Act(name="make_undertaking", by=by, at=now(), case=locked)
            act.tells(number=number, content_hash=sealed.content_hash, sha256=sha256)
            row = record_on_case(act, kind=act.name)
            made = Undertaking.objects.create(
                case=locked,
                number=number,
                content=dict(sealed.content),
                content_hash=sealed.content_hash,
                sha256=sha256,
                made_by_id=by.id,
                made_at=act.at,
                row=row,
            )
            risk_later(locked)
    return reads.undertaking(viewer=by, case=case, undertaking=str(made.pk))


def return_undertaking(
    *, by: Actor, case: str, signed: SignedUndertaking
) -> UndertakingView:
    """Take a signed undertaking; refuse, and keep, one that is foreign, tampered, outdated or expired.

    Args:
        by: Who brings it.
        case: Number of the case.
        signed: The document and what stands beside the signature.

    Returns:
        The undertaking with it.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such case, or no standing in it.
        InvalidInputError: Something missing: the number and hash of a scan, for example.
        UndertakingRefusedError: It does not fit; the words name every field that differs. The
            file is kept as evidence and the refusal is in the record.
        FileTooLargeError: Over the limit.
        FileRefusedError: Not an accepted type, or dangerous.
        WrongStateError: The case is closed.
    """
    found = case_for(by, case)
    with refusals("return_undertaking", by, [found]):
        _require_returning(by, found)
        signatory, post = _signature(signed)
        data, media_type = _scan(signed)
        row, returned = _read(found, signed, data)
        finding = _judged(found, row, returned)
        told = {
            "name": clean_name(signed.name),
            "media_type": media_type,
            "sha256": ports().evidence.keep(data, key=str(found.pk)),
            "signatory": signatory,
            "post": post,
            "signed_on": signed.signed_on,
            **_told(finding),
        }
        _enter_return(by, found, row, told, size=len(data))
    if row is None or not finding.fits:
        raise UndertakingRefusedError(finding)
    return reads.undertaking(viewer=by, case=case, undertaking=str(row.pk))


def _told(finding: ReturnFinding) -> dict[str, Any]:
    """What was found of a returned document, as it is kept."""
    return {
        "code": finding.code,
        "words": in_words(finding),
        "differences": [one.to_json() for one in finding.differences],
        "by_eye": list(finding.by_eye),
    }


def _scan(signed: SignedUndertaking) -> tuple[bytes, str]:
    """The bytes that were brought, and their type."""
    data = read_capped(signed.content, settings.LICET_UPLOAD_LIMIT)
    media_type = media_type_of(signed.name, data)
    if media_type not in _SCANS:
        raise InvalidInputError(
            {"file": "Send the signed PDF, or a scan of it as PDF, PNG or JPEG."}
        )
    return data, media_type


def _signature(signed: SignedUndertaking) -> tuple[str, str]:
    signatory = required_text("signatory", signed.signatory, "Say who signed it.")
    post = required_text("post", signed.post, "Say in which post.")
    if signed.signed_on > legal_day(now()):
        raise InvalidInputError({"signed_on": "That day is still to come."})
    return signatory[:_SHORT], post[:_SHORT]


def _read(
    case: Case, signed: SignedUndertaking, data: bytes
) -> tuple[Undertaking | None, Returned]:
    """What a machine can read of the file; of a scan, what its bringer typed."""
    sealed: Sealed | None = None
    number, stated = signed.number.strip(), "".join(signed.content_hash.lower().split())
    try:
        sealed = attached_undertaking(data)
    except MalformedUndertakingError:
        number, stated = "", ""
    else:
        if sealed is not None:
            number, stated = sealed.number, sealed.content_hash
        elif not number or not stated:
            raise InvalidInputError(
                {
                    "number": "The file carries no data. Type the number and the content hash that are printed on it."
                }
            )
    row = Undertaking.objects.filter(case=case, number=number).first()
    differ = None
    if row is not None and sealed is not None:
        differ = pages_differ(ports().evidence.read(row.sha256, key=str(case.pk)), data)
    return row, Returned(
        number=number,
        content_hash=stated,
        sealed=sealed,
        pages_differ=differ,
        signed_on=signed.signed_on,
    )


def _judged(case: Case, row: Undertaking | None, returned: Returned) -> ReturnFinding:
    today = legal_day(now())
    if row is None:
        return judge_return(returned, None, now={}, on=today)
    generated = sealed_of(row)
    try:
        present = content_of(
            case,
            facts_document(case, day=today.isoformat()),
            number=row.number,
            made_on=generated.made_on,
        ).content
    except InvalidInputError:
        # A draft that lost its end user or items says something else, too.
        present = {}
    return judge_return(returned, generated, now=present, on=today)


def _enter_return(
    by: Actor,
    case: Case,
    row: Undertaking | None,
    told: Mapping[str, Any],
    *,
    size: int,
) -> None:
    fits = told["code"] == "fits"
    with transaction.atomic():
        locked = Case.objects.select_for_update().get(pk=case.pk)
        act = Act(name="return_undertaking", by=by, at=now(), case=locked)
        act.outcome = "" if fits else "refused"
        act.tells(undertaking=row.number if row else "", **told)
        entered = record_on_case(act, kind=act.name)
        UndertakingReturn.objects.create(
            case=locked,
            undertaking=row,
            **told,
            by_id=by.id,
            at=act.at,
            row=entered,
        )
        risk_later(locked)
        if fits:
            Document.objects.create(
                case=locked,
                name=told["name"],
                purpose="end_use_statement",
                media_type=told["media_type"],
                size=size,
                sha256=told["sha256"],
                uploaded_by_id=by.id,
                uploaded_at=act.at,
            )


def confirm_undertaking(
    *, by: Actor, case: str, returned: str, genuine: bool, manner: str, words: str
) -> UndertakingView:
    """Say how the signature was confirmed, or why it is not genuine; once.

    Args:
        by: The officer; not the person who brought it.
        case: Number of the case.
        returned: Id of the returned document.
        genuine: Whether the end user stands by it.
        manner: How: one of ``MANNERS``.
        words: Whom, when, at which number, found where; what was compared.

    Raises:
        NotAllowedError: No role of the person may.
        NotIndependentActError: The same person brought it.
        NotFoundError: No such document in a case that the person may see.
        InvalidInputError: No manner or no words.
        WrongStateError: It was refused at the door, or confirmed already.
    """
    touched: list[Case] = []
    with refusals("confirm_undertaking", by, touched), transaction.atomic():
        found = case_for(by, case)
        Case.objects.select_for_update().get(pk=found.pk)
        touched.append(found)
        require(by, "confirm_undertaking")
        row, undertaking = _returned(found, returned)
        if manner not in MANNERS:
            raise InvalidInputError({"manner": "Say how you confirmed the signature."})
        said = required_text(
            "words", words, "Say whom you asked, when, and how you found the number."
        )
        _require_waiting(by, row)
        act = Act(name="confirm_undertaking", by=by, at=now(), case=found)
        told = {"genuine": genuine, "manner": manner, "words": said}
        act.tells(undertaking=undertaking.number, returned=str(row.pk), **told)
        risk_later(found)
        entered = record_on_case(act, kind=act.name, public=False)
        UndertakingConfirmation.objects.create(
            returned=row, **told, by_id=by.id, at=act.at, row=entered
        )
    return reads.undertaking(viewer=by, case=case, undertaking=str(undertaking.pk))


def _require_waiting(by: Actor, row: UndertakingReturn) -> None:
    if standing_of_return(row) != "waiting":
        raise WrongStateError(
            "This document does not wait for confirmation: it was refused, or somebody confirmed it."
        )
    if str(row.by_id) == by.id:
        raise NotIndependentActError(
            "You brought this document yourself. Another officer must confirm its signature."
        )


def _returned(case: Case, returned: str) -> tuple[UndertakingReturn, Undertaking]:
    """A returned document with the undertaking that it answers."""
    row = (
        UndertakingReturn.objects.filter(case=case, pk=as_id(returned))
        .select_related("confirmation", "undertaking")
        .first()
    )
    if row is None or row.undertaking is None:
        raise NotFoundError("returned undertaking")
    return row, row.undertaking
