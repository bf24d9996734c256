"""Reads of somebody's own inbox and settings, and of addresses that mail does not reach."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import (
    MailAddress,
    Notice,
    NoticeSetting,
    OutboxMessage,
    Person,
)
from licet.web.casework.notices.kinds import KINDS, NoticeKind
from licet.web.casework.rights.member_rights import as_id
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import (
    visible_cases,
    visible_licences,
    visible_opinions,
)
from licet.web.casework.views.notices import (
    MailTroubleView,
    MatterPlace,
    NoticePage,
    NoticeSettingView,
    NoticeView,
)

PAGE = 20


def notices(
    *, viewer: Actor, words: str = "", unread_only: bool = False, page: int = 1
) -> NoticePage:
    """One page of the viewer's own inbox, the newest first.

    Args:
        viewer: Whose inbox it is.
        words: Part of a number, or of the words of a kind; empty for all.
        unread_only: Whether to leave out what was read.
        page: Counted from 1.
    """
    require(viewer, "see_notices")
    own = _own(viewer)
    found = own.filter(read_at__isnull=True) if unread_only else own
    text = words.strip()
    if text:
        kinds = [
            one.id for one in KINDS.values() if text.lower() in str(one.words).lower()
        ]
        found = found.filter(Q(number__icontains=text) | Q(kind__in=kinds))
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    rows = found.order_by("-at", "-id")[(number - 1) * PAGE : number * PAGE]
    return NoticePage(
        notices=tuple(map(notice_view, rows)),
        words=text,
        unread_only=unread_only,
        unread=own.filter(read_at__isnull=True).count(),
        page=number,
        pages=pages,
        total=total,
        trouble=_trouble(viewer),
    )


def unread(viewer: Actor) -> int:
    """How many notices somebody has not read, for the frame of every page."""
    if not viewer.may("see_notices") or viewer.scopes is not None:
        return 0
    return _own(viewer).filter(read_at__isnull=True).count()


def _own(viewer: Actor) -> QuerySet[Notice]:
    return Notice.objects.filter(person=as_id(viewer.id))


def own_notice(viewer: Actor, notice: str) -> Notice:
    """A notice of the viewer's own inbox.

    Raises:
        NotFoundError: There is none such.
    """
    require(viewer, "see_notices")
    found = _own(viewer).filter(pk=as_id(notice)).first()
    if found is None:
        raise NotFoundError("notice")
    return found


def notice_view(row: Notice) -> NoticeView:
    """A notice as its person sees it; a kind of another version is news."""
    kind = kind_named(row.kind)
    return NoticeView(
        id=str(row.pk),
        kind=kind.id,
        words=str(kind.words),
        severity=kind.severity,
        number=row.number,
        due=row.due,
        at=row.at,
        mail=row.mail,
        mailed_at=row.mailed_at,
        read_at=row.read_at,
    )


def kind_named(name: str) -> NoticeKind:
    """A kind by its name; one that this version does not know is news."""
    return KINDS.get(name, KINDS["news"])


def place_of(*, viewer: Actor, notice: str) -> MatterPlace:
    """Where a notice leads, for the person as they stand today.

    Raises:
        NotFoundError: No such notice, or no standing in its matter any more.
    """
    number = own_notice(viewer, notice).number
    if not number:
        return MatterPlace(what="", number="")
    if visible_cases(viewer).filter(number=number).exists():
        return MatterPlace(what="case", number=number)
    if visible_licences(viewer).filter(number=number).exists():
        return MatterPlace(what="licence", number=number)
    if visible_opinions(viewer).filter(number=number).exists():
        return MatterPlace(what="opinion", number=number)
    raise NotFoundError("matter")


def settings_of(*, viewer: Actor) -> tuple[NoticeSettingView, ...]:
    """How the viewer is told of each kind, and why some cannot be switched off."""
    require(viewer, "see_notices")
    rows = NoticeSetting.objects.filter(person=as_id(viewer.id))
    chosen = dict(rows.values_list("kind", "how"))
    return tuple(
        NoticeSettingView(
            kind=one.id,
            words=str(one.words),
            severity=one.severity,
            how=one.usual if one.fixed else chosen.get(one.id, one.usual),
            fixed=str(one.fixed),
        )
        for one in KINDS.values()
    )


def _trouble(viewer: Actor) -> str:
    email = Person.objects.filter(pk=as_id(viewer.id)).values_list("email", flat=True)
    address = email.first() or ""
    row = MailAddress.objects.filter(address=address.lower()).first()
    if row is None or not (row.bounced_at or row.failures):
        return ""
    if row.bounced_at:
        return _("Mail to %(address)s comes back. Everything still lies here. Put your address right, or have us try it again.") % {"address": address}  # fmt: skip
    return _("Mail to %(address)s could not be delivered so far. We try again by ourselves.") % {"address": address}  # fmt: skip


def mail_troubles(*, viewer: Actor) -> tuple[MailTroubleView, ...]:
    """Addresses that mail does not reach, those that bounced first; for the operator."""
    require(viewer, "see_mail_troubles")
    held = MailAddress.objects.filter(Q(bounced_at__isnull=False) | Q(failures__gt=0))
    waiting = OutboxMessage.objects.filter(done_at__isnull=True).exclude(failure="")
    count: dict[str, int] = {}
    for payload in waiting.values_list("payload", flat=True):
        address = str(payload.get("to", "")).lower()
        count[address] = count.get(address, 0) + 1
    return tuple(
        MailTroubleView(
            address=row.address,
            why="bounced" if row.bounced_at else row.why,
            failures=row.failures,
            failed_at=row.failed_at,
            bounced_at=row.bounced_at,
            waiting=count.get(row.address, 0),
        )
        for row in held.order_by("-bounced_at", "address")
    )
