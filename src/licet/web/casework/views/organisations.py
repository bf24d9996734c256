"""An organisation as its people see it: members, invitations, mandates; and its library."""

from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.plain import Json
from licet.web.casework.views.templates import UsedTemplateView


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """Somebody who acts for the organisation.

    Attributes:
        role: ``admin``, ``submitter``, ``preparer`` or ``reader``.
        role_words: The role in words, with what it may do.
    """

    person: str
    name: str
    email: str
    role: str
    role_words: str
    first: date


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationView:
    """An invitation and where it stands: ``open``, ``used``, ``revoked`` or ``expired``."""

    id: str
    email: str
    role: str
    standing: str
    invited_by: str
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateView:
    """A mandate: who acts for whom, how far, until when.

    Attributes:
        standing: ``in_force``, ``to_come``, ``expired`` or ``ended``.
        cases: ``own`` or ``all``.
        words: All of it in one sentence.
    """

    number: str
    principal: str
    agent: str
    rights: tuple[str, ...]
    cases: str
    countries: tuple[str, ...]
    first: date
    last: date
    standing: str
    words: str
    ended_at: datetime | None = None
    ended_by: str = ""
    end_reasons: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """Everything about an organisation that its members see.

    Attributes:
        role: The viewer's own role.
        may_manage: Whether the viewer may change any of it.
    """

    id: str
    name: str
    country: str
    registration: str
    role: str
    may_manage: bool
    members: tuple[MemberView, ...]
    invitations: tuple[InvitationView, ...]
    given: tuple[MandateView, ...]
    held: tuple[MandateView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedView:
    """What somebody who holds the link of an invitation may read before accepting it."""

    organisation: str
    role: str
    role_words: str
    email: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingView:
    """How an application came.

    Attributes:
        kind: Kind of application, as the regime names it; ``kind_words`` in words.
        mandate: Under which an agent acts, or ``None``.
        source: Number of the application from which it was copied, or empty.
        left_out: What was not copied: ``what`` and ``why``.
        changes: Number of the licence that it would change, and ``change`` by which act.
    """

    kind: str
    kind_words: str
    mandate: MandateView | None = None
    source: str = ""
    template: UsedTemplateView | None = None
    left_out: tuple["LeftOut", ...] = ()
    changes: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryEntryView:
    """An item or party that an organisation keeps; ``retired_at`` when it is out of use."""

    id: str
    organisation: str
    kind: str
    name: str
    role: str
    country: str
    facts: Json
    made_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something that was not copied, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyView:
    """An application that was copied from an earlier one.

    Attributes:
        copied: What was taken over, in words.
    """

    number: str
    source: str
    copied: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyView:
    """Whether a case goes first by rule, and who asked.

    Attributes:
        ground: The ground that holds, in words; empty when none does.
        days: Working days that it may take; 0 when it does not go first.
        calls: Who asked, when, in which words; it weighs nothing.
    """

    ground: str
    citation: str
    days: int
    calls: tuple[tuple[datetime, str, str], ...]
