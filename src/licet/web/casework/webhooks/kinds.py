"""The closed list of events that are told to addresses of others, and whom each concerns."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TRIAL = "webhook.trial"
ORGANISATION, TEAM = "organisation", "team"
_BOTH = frozenset({ORGANISATION, TEAM})


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """One kind of event.

    Attributes:
        id: What stands in ``type``.
        act: The act of the timeline that it tells of.
        words: For people.
        to: Who may ask for it: ``organisation``, ``team``.
    """

    id: str
    act: str
    words: Promise
    to: frozenset[str] = _BOTH


def _events(*kinds: EventKind) -> Mapping[str, EventKind]:
    return {one.id: one for one in kinds}


_OWN, _BODIES = frozenset({ORGANISATION}), frozenset({TEAM})
EVENTS: Mapping[str, EventKind] = _events(
    EventKind(id="application.submitted", act="submit_application", words=_("An application was submitted"), to=_OWN),
    EventKind(id="application.amended", act="amend_application", words=_("An application was amended")),
    EventKind(id="application.withdrawn", act="withdraw_application", words=_("An application was withdrawn")),
    EventKind(id="application.lapsed", act="lapse", words=_("An application lapsed")),
    EventKind(id="case.referred", act="refer_case", words=_("A case was referred"), to=_BODIES),
    EventKind(id="information.requested", act="request_information", words=_("Information was requested; the clock stands")),
    EventKind(id="information.received", act="answer_information_request", words=_("Information was received; the clock runs")),
    EventKind(id="notice.given", act="give_notice_of_refusal", words=_("Notice of an intended refusal was given"), to=_OWN),
    EventKind(id="letter.sent", act="dispatch_letter", words=_("A letter was sent"), to=_OWN),
    EventKind(id="letter.served", act="record_service", words=_("A letter was served"), to=_OWN),
    EventKind(id="decision.signed", act="countersign", words=_("A decision was signed")),
    EventKind(id="appeal.lodged", act="lodge_appeal", words=_("An appeal was lodged")),
    EventKind(id="appeal.decided", act="decide_appeal", words=_("An appeal was decided")),
    EventKind(id="licence.issued", act="issue_licence", words=_("A licence was issued")),
    EventKind(id="licence.suspended", act="suspend_licence", words=_("A licence was suspended")),
    EventKind(id="licence.restored", act="lift_suspension", words=_("A suspension was lifted")),
    EventKind(id="licence.revoked", act="revoke_licence", words=_("A licence was revoked")),
    EventKind(id="licence.annulled", act="annul_licence", words=_("A licence was annulled")),
    EventKind(id="licence.surrendered", act="surrender_licence", words=_("A licence was surrendered")),
    EventKind(id="licence.expired", act="expire_licence", words=_("A licence expired")),
    EventKind(id="licence.exhausted", act="exhaust_licence", words=_("A licence was used up")),
)  # fmt: skip


def events_for(owner: str) -> dict[str, Promise]:
    """What an organisation or a body may ask for, with its words."""
    return {one.id: one.words for one in EVENTS.values() if owner in one.to}
