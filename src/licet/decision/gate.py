"""The gate before a grant: what is still open, item by item.

Law:
    The authority's own rule, Mission C4. A list of obstacles and never a bare yes: an
    empty list is the only way through.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class ObstacleCode(StrEnum):
    """Why a grant is refused, for machines."""

    PROHIBITED = "prohibited"
    UNSETTLED = "unsettled"
    CONFLICT = "conflict"
    NOTHING_TO_LICENSE = "nothing_to_license"
    NO_DETERMINATION = "no_determination"
    STALE_DETERMINATION = "stale_determination"
    OPEN_HIT = "open_hit"
    NOT_SCREENED = "not_screened"
    CONFIRMED_MATCH = "confirmed_match"
    OPEN_REFERRAL = "open_referral"
    OPEN_CONSULTATION = "open_consultation"
    OBJECTION = "objection"
    OPEN_QUESTION = "open_question"
    INVALID_DOCUMENT = "invalid_document"
    MISSING_DOCUMENT = "missing_document"
    STALE_ADVICE = "stale_advice"
    MANDATORY_CRITERION = "mandatory_criterion"
    NO_DELEGATION = "no_delegation"
    OWNERSHIP_NOT_TRACED = "ownership_not_traced"
    OPEN_OWNERSHIP = "open_ownership"
    CONFIRMED_OWNERSHIP = "confirmed_ownership"
    NO_NOTICE = "no_notice"
    NOTICE_OPEN = "notice_open"
    ANSWER_NOT_CONSIDERED = "answer_not_considered"
    DISSENT = "dissent"
    OPEN_ESCALATION = "open_escalation"
    SILENT_AGENCY = "silent_agency"
    OPEN_PANEL = "open_panel"
    PANEL_NOT_ANSWERED = "panel_not_answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One reason why nothing is signed yet.

    Attributes:
        code: For machines.
        words: What is open and who can close it.
        item: Position of the item concerned, or ``None`` for the whole case.
    """

    code: ObstacleCode
    words: str
    item: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemStanding:
    """How one item stands.

    Attributes:
        item: Its position, from 0.
        outcome: Outcome of the latest determination, or ``None`` when there is none.
        stale: Whether facts changed after that determination.
    """

    item: int
    outcome: str | None
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFacts:
    """Everything the gate looks at, gathered by the shell in one transaction.

    Attributes:
        items: Every item of the application.
        unscreened: Names of parties without a screening of their present state.
        open_hits: Names of parties with a hit nobody has adjudicated.
        unseconded_hits: Names of parties with a hit whose word waits for a second officer.
        matches: Names of parties confirmed to be on a list.
        match_reasons: Whether the draft answers the confirmed matches with reasons.
        open_referrals: Agencies that have not advised.
        open_consultations: Partner authorities that have not answered.
        objections: Partner authorities whose newest answer is an objection.
        open_questions: Information requests without an answer.
        invalid_documents: Documents that an officer marked invalid.
        missing_documents: Required documents that are not there.
        stale_advice: Agencies whose advice was given on facts that have since changed.
        mandatory_criteria: Mandatory refusal criteria that stand as established.
        signatory_delegated: Whether the signatory holds the delegation that day.
        untraced: Why the ownership of the parties is not traced as the case stands; or none.
        open_ownership: Findings on owners that nobody has judged, in words.
        owned: Findings on owners that an officer confirmed, in words.
        ownership_reasons: Whether the draft answers the confirmed ones with reasons.
    """

    items: tuple[ItemStanding, ...]
    unscreened: tuple[str, ...] = ()
    open_hits: tuple[str, ...] = ()
    unseconded_hits: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    match_reasons: bool = False
    open_referrals: tuple[str, ...] = ()
    open_consultations: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()
    invalid_documents: tuple[str, ...] = ()
    missing_documents: tuple[str, ...] = ()
    stale_advice: tuple[str, ...] = ()
    mandatory_criteria: tuple[str, ...] = ()
    signatory_delegated: bool = field(default=False)
    untraced: tuple[str, ...] = ()
    open_ownership: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()
    ownership_reasons: bool = False


_OUTCOMES: dict[str | None, tuple[ObstacleCode, str]] = {
    None: (
        ObstacleCode.NO_DETERMINATION,
        "has no determination yet. Wait for the automatic checks or renew them.",
    ),
    "prohibited": (
        ObstacleCode.PROHIBITED,
        "is prohibited. No licence can reach it.",
    ),
    "unsettled": (
        ObstacleCode.UNSETTLED,
        "is unsettled. Answer the open questions of its determination.",
    ),
    "conflict": (
        ObstacleCode.CONFLICT,
        "falls under rules that contradict each other. Ask the policy unit.",
    ),
}

_NOTHING = (
    ObstacleCode.NOTHING_TO_LICENSE,
    "needs no individual licence. Return the application with that answer.",
)

_WHOLE_CASE: tuple[tuple[str, ObstacleCode, str], ...] = (
    (
        "unscreened",
        ObstacleCode.NOT_SCREENED,
        "{} has not been screened as it now stands.",
    ),
    (
        "open_hits",
        ObstacleCode.OPEN_HIT,
        "A screening hit on {} waits for adjudication.",
    ),
    (
        "unseconded_hits",
        ObstacleCode.OPEN_HIT,
        "The word on a screening hit on {} waits for a second officer.",
    ),
    ("open_referrals", ObstacleCode.OPEN_REFERRAL, "{} has not advised yet."),
    ("open_consultations", ObstacleCode.OPEN_CONSULTATION, "{} has not answered yet."),
    (
        "objections",
        ObstacleCode.OBJECTION,
        "{} objects, and no grant passes over an objection. Refuse, or record a newer answer.",
    ),
    ("open_questions", ObstacleCode.OPEN_QUESTION, "This question is unanswered: {}"),
    ("invalid_documents", ObstacleCode.INVALID_DOCUMENT, "{} is marked invalid."),
    ("missing_documents", ObstacleCode.MISSING_DOCUMENT, "{} is required and missing."),
    (
        "stale_advice",
        ObstacleCode.STALE_ADVICE,
        "{} advised on facts that have since changed and must renew its advice.",
    ),
    (
        "mandatory_criteria",
        ObstacleCode.MANDATORY_CRITERION,
        "{} is established, and then the law leaves no choice but to refuse.",
    ),
    ("untraced", ObstacleCode.OWNERSHIP_NOT_TRACED, "{}"),
    (
        "open_ownership",
        ObstacleCode.OPEN_OWNERSHIP,
        "{}. An officer has to say what was found.",
    ),
)


def _item_obstacles(items: tuple[ItemStanding, ...]) -> Iterator[Obstacle]:
    for standing in items:
        name = f"Item {standing.item + 1}"
        if standing.outcome != "authorisation_required":
            code, words = _OUTCOMES.get(standing.outcome, _NOTHING)
            yield Obstacle(code=code, words=f"{name} {words}", item=standing.item)
        if standing.stale:
            yield Obstacle(
                code=ObstacleCode.STALE_DETERMINATION,
                words=f"{name} was determined on facts that have since changed. Renew it.",
                item=standing.item,
            )


def _case_obstacles(facts: GateFacts) -> Iterator[Obstacle]:
    for name, code, words in _WHOLE_CASE:
        for what in getattr(facts, name):
            yield Obstacle(code=code, words=words.format(what))
    if facts.matches and not facts.match_reasons:
        for party in facts.matches:
            yield Obstacle(
                code=ObstacleCode.CONFIRMED_MATCH,
                words=f"{party} is confirmed to be on a list; the reasons must say why a grant is lawful all the same.",
            )
    if facts.owned and not facts.ownership_reasons:
        for found in facts.owned:
            yield Obstacle(
                code=ObstacleCode.CONFIRMED_OWNERSHIP,
                words=f"{found}. An officer confirmed it; the reasons must say why a grant is lawful all the same.",
            )


def grant_obstacles(facts: GateFacts) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of a grant.

    Args:
        facts: What the case holds at the moment of signing.

    Returns:
        The obstacles, items first; empty when the grant may be signed.

    Law:
        Mission C4. A mandatory criterion that is established means refusal, whatever the
        benefit: Common Position 2008/944/CFSP Art. 2(1)-(4) for EU authorities.
    """
    found = [*_item_obstacles(facts.items), *_case_obstacles(facts)]
    if not facts.items:
        found.append(
            Obstacle(
                code=ObstacleCode.NO_DETERMINATION,
                words="The application names no item, so there is nothing to decide.",
            )
        )
    if not facts.signatory_delegated:
        found.append(delegation_obstacle())
    return tuple(found)


def delegation_obstacle() -> Obstacle:
    """The obstacle of a signatory without delegation; it bars refusals as well."""
    return Obstacle(
        code=ObstacleCode.NO_DELEGATION,
        words="The signatory holds no delegation for this act on this day.",
    )
