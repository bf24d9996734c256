"""Short names of facts, outcomes and standings for people who read them all day."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _

from licet.web.casework.views import FactView

OUTCOMES = {
    "not_subject": ("good", _("Not subject to these rules")),
    "not_controlled": ("good", _("Not controlled")),
    "no_authorisation_required": ("good", _("No authorisation required")),
    "covered": ("good", _("Covered by an exception or general authorisation")),
    "authorisation_required": ("wait", _("Authorisation required")),
    "prohibited": ("bad", _("Prohibited")),
    "unsettled": ("wait", _("Unsettled")),
    "conflict": ("bad", _("Rules in conflict")),
}
STANDINGS = {
    "established": ("bad", _("Established")),
    "not_established": ("", _("Not established")),
    "disputed": ("wait", _("Disputed")),
}
HIT_STANDINGS = {
    "open": ("wait", _("Open")),
    "match": ("bad", _("Match")),
    "not_a_match": ("good", _("Not a match")),
    "need_more": ("wait", _("Needs more")),
    "awaiting_second": ("wait", _("Awaits a second officer")),
    "reopen": ("wait", _("Opened again")),
}
POSITIONS = {
    "agree": ("good", _("Approve")),
    "agree_with_conditions": ("good", _("Approve, with conditions")),
    "object": ("bad", _("Refuse")),
    "no_licence_required": ("", _("No licence required")),
    "needs_information": ("wait", _("Needs information")),
    "no_view": ("", _("No view")),
}
CONSULTED = {
    "waiting": ("wait", _("Not yet answered")),
    "no_objection": ("good", _("No objection")),
    "objection": ("bad", _("Objects")),
    "silent": ("good", _("Silent; the law takes that for no objection")),
    "more_time": ("wait", _("Asks for more time")),
}
DECISIONS = {
    "grant": ("good", _("Grant")),
    "grant_with_conditions": ("good", _("Grant with conditions")),
    "refuse": ("bad", _("Refuse")),
    "no_licence_required": ("", _("Return: no licence is required")),
}
CHECKS = {
    "kept": ("good", _("Kept")),
    "broken": ("bad", _("Broken")),
    "not_seen": ("wait", _("Could not be seen")),
}
CLASSIFIED = {"claimed": _("as claimed"), "rule": _("by its parameters")}
WAYS = {
    "shipment": _("Shipment"),
    "download": _("Download"),
    "activation": _("Activation"),
    "access": _("Hosted access"),
}
TONES = {
    "draft": "",
    "submitted": "brand",
    "triage": "brand",
    "in_review": "brand",
    "information_requested": "wait",
    "referred": "wait",
    "deciding": "brand",
    "countersigning": "wait",
    "granted": "good",
    "granted_with_conditions": "good",
    "refused": "bad",
    "returned": "",
    "withdrawn": "",
    "lapsed": "",
    "appealed": "wait",
    "issued": "good",
    "suspended": "bad",
    "revoked": "bad",
    "lodged": "wait",
    "assigned": "brand",
    "varied": "good",
    "annulled": "good",
    "remitted": "good",
    "dismissed": "bad",
}


def fact_name(path: str) -> str:
    """A short name from the path of a fact: ``end_user.type`` is "End user: type"."""
    *front, last = path.removeprefix("item.").split(".")
    words = ": ".join(part.replace("_", " ") for part in (*front, last))
    return words[:1].upper() + words[1:]


def by_scope(facts: Iterable[FactView]) -> list[tuple[str, list[FactView]]]:
    """Facts under what they are about, in the order in which each is first named."""
    found: dict[str, list[FactView]] = {}
    for fact in facts:
        found.setdefault(fact.scope, []).append(fact)
    return [(_scope_name(scope), facts_of) for scope, facts_of in found.items()]


def _scope_name(scope: str) -> str:
    if scope == "case":
        return str(_("The transaction"))
    head, colon, name = scope.partition(": ")
    words = head.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}{colon}{name}"


def differing(
    one: str, other: str
) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Two names cut into runs, each with whether it differs from the other name.

    Args:
        one: The first name as written.
        other: The second name as written.

    Returns:
        The runs of each; capitals do not count as a difference.
    """
    matcher = SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False)
    if len(one.casefold()) != len(one) or len(other.casefold()) != len(other):
        matcher = SequenceMatcher(None, one, other, autojunk=False)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for how, start, end, begin, stop in matcher.get_opcodes():
        if end > start:
            left.append((one[start:end], how != "equal"))
        if stop > begin:
            right.append((other[begin:stop], how != "equal"))
    return left, right
