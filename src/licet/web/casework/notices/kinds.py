"""The closed list of what people are told of, and the words that a mail about it may hold.

No word of a caller reaches a mail: a notice names a kind, and the kind has the words. What the
law needs, or what has a running deadline, cannot be switched off and is never held back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licet.web.casework.rights.policy import Actor

AT_ONCE, DAILY, WEEKLY, INBOX = "at_once", "daily", "weekly", "none"
LIMIT = "limit"
DEADLINE, ACT, NEWS = "deadline", "act", "news"
APPLICANT, STAFF = "applicant", "staff"
WAYS: Mapping[str, Promise] = {
    AT_ONCE: _("By e-mail at once"),
    DAILY: _("In one e-mail a day"),
    WEEKLY: _("In one e-mail a week"),
    INBOX: _("Only here, without e-mail"),
}
SEVERITIES: Mapping[str, Promise] = {
    DEADLINE: _("has a deadline"),
    ACT: _("waits for you"),
    NEWS: _("news"),
}
_LAW = _("A day runs from it that the law sets, so it is always sent at once.")
_SAFE = _("It tells you that something you rely on has stopped, so it is always sent.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeKind:
    """One kind of notice.

    Attributes:
        id: Its name, for programs and for the record.
        severity: ``deadline``, ``act`` or ``news``.
        words: Subject of the mail and line of the inbox: generic, without content.
        fixed: Why it cannot be switched off; empty when it can.
        usual: How it goes out while its person has said nothing.
        to: Whom it meets: ``applicant`` or ``staff``; empty for both.
    """

    id: str
    severity: str
    words: Promise
    fixed: Promise | str = ""
    usual: str = AT_ONCE
    to: str = ""

    def meets(self, person: Actor) -> bool:
        """Whether this person is ever told of such a thing, and so asked how."""
        return self.to in {"", STAFF if person.is_staff else APPLICANT}


def _kinds(*kinds: NoticeKind) -> Mapping[str, NoticeKind]:
    return {one.id: one for one in kinds}


KINDS: Mapping[str, NoticeKind] = _kinds(
    NoticeKind(id="receipt", severity=NEWS, words=_("We have received your application"), to=APPLICANT),
    NoticeKind(id="question", severity=DEADLINE, words=_("A question about your application"), fixed=_LAW, to=APPLICANT),
    NoticeKind(id="letter", severity=DEADLINE, words=_("A letter about your application"), fixed=_LAW, to=APPLICANT),
    NoticeKind(id="decision", severity=DEADLINE, words=_("A decision on your application"), fixed=_LAW, to=APPLICANT),
    NoticeKind(id="lapsed", severity=DEADLINE, words=_("Your application has lapsed"), fixed=_LAW, to=APPLICANT),
    NoticeKind(id="appeal_decided", severity=DEADLINE, words=_("A decision on your appeal"), fixed=_LAW, to=APPLICANT),
    NoticeKind(id="licence", severity=NEWS, words=_("Your licence has been issued"), to=APPLICANT),
    NoticeKind(id="licence_changed", severity=DEADLINE, words=_("Something about your licence has changed"), fixed=_LAW, to=APPLICANT),
    NoticeKind(id="transfer", severity=ACT, words=_("An application was begun for you"), to=APPLICANT),
    NoticeKind(id="opinion", severity=NEWS, words=_("There is news about your opinion"), to=APPLICANT),
    NoticeKind(id="referral", severity=DEADLINE, words=_("A case was referred to you"), fixed=_LAW, to=STAFF),
    NoticeKind(id="advice_near", severity=DEADLINE, words=_("A case waits for your advice"), fixed=_LAW, to=STAFF),
    NoticeKind(id="vote", severity=DEADLINE, words=_("A case waits for your vote"), fixed=_LAW, to=STAFF),
    NoticeKind(id="condition", severity=ACT, words=_("You are asked about a condition that you set"), to=STAFF),
    NoticeKind(id="see", severity=ACT, words=_("You are asked to show a document"), to=STAFF),
    NoticeKind(id="answered", severity=ACT, words=_("A notice of refusal was answered"), to=STAFF),
    NoticeKind(id="appeal", severity=DEADLINE, words=_("An appeal was assigned to you"), fixed=_LAW, to=STAFF),
    NoticeKind(id="mention", severity=ACT, words=_("You were named in a note"), to=STAFF),
    NoticeKind(id="deadline_near", severity=DEADLINE, words=_("A deadline is near"), fixed=_LAW),
    NoticeKind(id="duty_near", severity=DEADLINE, words=_("A duty under a licence is due"), fixed=_LAW),
    NoticeKind(id="licence_ends", severity=DEADLINE, words=_("A licence ends soon"), fixed=_LAW),
    NoticeKind(id="webhook_off", severity=ACT, words=_("A webhook was switched off"), fixed=_SAFE),
    NoticeKind(id="news", severity=NEWS, words=_("There is news in a matter of yours")),
)  # fmt: skip
# What a caller names only by its key, of which the first part says what it is.
_BY_KEY: Mapping[str, str] = {
    "question": "question",
    "letter": "letter",
    "appeal-decided": "appeal_decided",
    "lapsed": "lapsed",
    "licence": "licence",
    "suspend_licence": "licence_changed",
    "lift_suspension": "licence_changed",
    "revoke_licence": "licence_changed",
    "annul_licence": "licence_changed",
    "transfer": "transfer",
    "referral": "referral",
    "warning": "advice_near",
    "level": "vote",
    "condition": "condition",
    "see": "see",
    "notice-answered": "answered",
    "appeal": "appeal",
    "mention": "mention",
}


def kind_of(effect: str, key: str, payload: Mapping[str, Any]) -> NoticeKind:
    """The kind of a promised notice; what nobody knows is news without content.

    Args:
        effect: ``notice`` or ``receipt``.
        key: The key of the effect.
        payload: What was promised: its ``kind``, or a subject that is one of ours.
    """
    if effect == "receipt":
        return KINDS["receipt"]
    named = str(payload.get("kind", ""))
    if named in KINDS:
        return KINDS[named]
    if payload.get("subject") == str(KINDS["decision"].words):
        return KINDS["decision"]
    first = key.partition(":")[0]
    if first.endswith("_opinion"):
        return KINDS["opinion"]
    return KINDS[_BY_KEY.get(first, "news")]


def day_in(key: str, payload: Mapping[str, Any]) -> date | None:
    """The day that a notice names, when it is one; agencies are warned with it in the key."""
    told = payload.get("due") or key.rpartition(":")[2]
    try:
        return date.fromisoformat(str(told))
    except ValueError:
        return None
