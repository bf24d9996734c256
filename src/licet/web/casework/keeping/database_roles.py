"""Roles of the database: which process may do what with which table (PostgreSQL).

The owner migrates and runs nothing else. Casework and worker add rows of evidence and never
change one, but for the columns that a lawful erasure blanks, which triggers guard. The portal
reads and writes what an applicant's acts need; the public site reads a few columns; the auditor
reads. What is not named here is not allowed: a new table is closed to all but casework.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from licet.web.casework.keeping.content import CONTENT
from licet.web.casework.keeping.evidence_tables import CHANGING, evidence_tables

READ, ADD = ("SELECT",), ("SELECT", "INSERT")
KEEP = ("SELECT", "INSERT", "UPDATE")
ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")

# What published figures are computed from: the public role reads these columns of a case.
PUBLIC_COLUMNS = (
    "decided_at",
    "destination",
    "entries",
    "organisation_id",
    "outcome",
    "submitted_at",
)
# What figures of appeals are computed from.
APPEAL_COLUMNS = (
    "id",
    "case_id",
    "decided_at",
    "kind",
    "lodged_at",
    "opinion_id",
    "outcome",
)
# Django's own: sessions, jobs, accounts.
_FRAMEWORK: Mapping[str, tuple[str, ...]] = {
    "account_emailaddress": ALL,
    "account_emailconfirmation": ALL,
    "auth_group": READ,
    "auth_group_permissions": READ,
    "auth_permission": READ,
    "django_content_type": READ,
    "django_migrations": READ,
    "django_session": ALL,
    "django_tasks_database_dbtaskresult": ALL,
    "mfa_authenticator": ALL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What one role may do with one table.

    Attributes:
        table: The table.
        verbs: Privileges on all of it.
        read: The only columns that may be read, when not all.
        blank: Columns that may be updated, to the blank.
    """

    table: str
    verbs: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()


def casework_grants() -> Iterator[Grant]:
    """The process of officers and the worker: everything, and no way to rewrite evidence."""
    content = {one.table: one for one in CONTENT if one.append_only}
    for table in evidence_tables():
        blank = tuple(sorted(content[table].columns)) if table in content else ()
        yield Grant(table=table, verbs=ADD, blank=blank)
    for table, verbs in sorted(CHANGING.items()):
        yield Grant(table=table, verbs=(*ADD, *verbs))
    for table, verbs in sorted(_FRAMEWORK.items()):
        yield Grant(table=table, verbs=verbs)


# What the portal's pages read; test_database_roles walks them in this role.
_PORTAL_READS = [
    "advice",
    "advicedetail",
    "agencysilence",
    "apitoken",
    "applicationtemplate",
    "batch",
    "checkpoint",
    "checkresult",
    "conditionanswer",
    "conditionchange",
    "conditionrequest",
    "conditionrow",
    "consultation",
    "cosignature",
    "countersignature",
    "criterionrecord",
    "decision",
    "decisiondraft",
    "determinationrecord",
    "dispatch",
    "documentkeyact",
    "documentmark",
    "draft",
    "draftdetail",
    "draftreturn",
    "endorsement",
    "erasure",
    "escalation",
    "findingsrun",
    "hit",
    "hitplace",
    "keyrecord",
    "leaf",
    "letter",
    "letterdocument",
    "leveloutcome",
    "levelvote",
    "licencedocument",
    "opinionerasure",
    "opinionletter",
    "ownershipcall",
    "ownershipfinding",
    "ownershiprun",
    "partmark",
    "post",
    "referral",
    "refusalnotice",
    "replacededition",
    "screeningrecord",
    "team",
    "templatereview",
    "templateversion",
    "undertakingconfirmation",
]
_PORTAL_ADDS = [
    "appealdocument",
    "appealstep",
    "caseevent",
    "clockrow",
    "deliveryreport",
    "disclosure",
    "draftcomment",
    "factchange",
    "filing",
    "ledgerrow",
    "licenceevent",
    "message",
    "noticeanswer",
    "opinionevent",
    "organisation",
    "outboxmessage",
    "outboxrow",
    "readlog",
    "securitylog",
    "service",
    "undertaking",
    "undertakingreturn",
    "urgencycall",
]
_PORTAL_CHANGES = [
    "appeal",
    "calendartoken",
    "case",
    "counter",
    "document",
    "informationrequest",
    "invitation",
    "keptcall",
    "libraryentry",
    "licence",
    "mailaddress",
    "mandate",
    "membership",
    "notice",
    "noticesetting",
    "opinion",
    "webhook",
    "webhookdelivery",
]
_ACCOUNT = ("last_login", "password")  # what a person changes of their own account


def portal_grants() -> Iterator[Grant]:
    """The process of applicants: what they state and send, never what officers say."""
    for names, verbs in (
        (_PORTAL_READS, READ),
        (_PORTAL_ADDS, ADD),
        (_PORTAL_CHANGES, KEEP),
    ):
        for name in names:
            yield Grant(table=f"casework_{name}", verbs=verbs)
    # From which template an issued letter was drafted, which tells what may be appealed; no word of a draft.
    yield Grant(table="casework_letterdraft", read=("id", "template"))
    yield Grant(table="casework_letterreview", read=("id", "draft_id", "letter_id"))
    yield Grant(table="casework_person", verbs=ADD, blank=_ACCOUNT)
    for table, framework in sorted(_FRAMEWORK.items()):
        jobs = table == "django_tasks_database_dbtaskresult"
        yield Grant(table=table, verbs=ADD if jobs else framework)


def public_grants() -> Iterator[Grant]:
    """The public process: figures of decided cases, by columns that name nobody."""
    yield Grant(table="casework_case", read=("id", *PUBLIC_COLUMNS))
    yield Grant(table="casework_appeal", read=APPEAL_COLUMNS)
    yield Grant(table="casework_opinion", read=("id", "organisation_id"))
    yield Grant(table="django_migrations", verbs=READ)


_SECRET = frozenset({"casework_person", "casework_apitoken"})


def auditor_grants() -> Iterator[Grant]:
    """Somebody who reads everything in the database, and no password or token."""
    for table in (*evidence_tables(), *sorted(CHANGING)):
        if table not in _SECRET:
            yield Grant(table=table, verbs=READ)
    yield Grant(table="casework_person", read=("id", "email", "name", "is_active"))
    yield Grant(table="django_migrations", verbs=READ)


ROLES: Mapping[str, Callable[[], Iterator[Grant]]] = {
    "casework": casework_grants,
    "portal": portal_grants,
    "public": public_grants,
    "auditor": auditor_grants,
}
