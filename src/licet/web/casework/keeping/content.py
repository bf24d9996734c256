"""Which columns hold content of a case, how its rows are found, and what is left after erasure.

Keys, numbers, states, times and who acted stay, so that lines and proofs still fit each other.
Everything that was said stands here: words, names, places, facts, findings, and hashes of
files, which would let anybody ask whether a known document had been there. Triggers, erasure,
backups and fsck all read this one table; a test of the house walks the models against it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Blank(StrEnum):
    """What a column holds afterwards."""

    TEXT = "text"
    OBJECT = "object"
    LIST = "list"
    NULL = "null"
    ZERO = "zero"
    OWN = "own"  # a word with the row's own id, where a constraint wants different ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Content of one table.

    Attributes:
        table: The database table; its key is ``id``.
        path: From the row to its case: column, table, column ... ending with the column
            that holds the id of the case or opinion.
        columns: What is blanked, and how.
        append_only: Whether triggers keep the rows otherwise.
    """

    table: str
    path: tuple[str, ...]
    columns: Mapping[str, Blank]
    append_only: bool = True

    def subject(self, row: str) -> str:
        """SQL for the id of the case that a row belongs to."""
        found = f"{row}.{self.path[0]}"
        hops = self.path[1:]
        for table, column in zip(hops[::2], hops[1::2], strict=True):
            found = f"(SELECT {column} FROM {table} WHERE id = {found})"  # noqa: S608  # names of this table
        return found

    def of(self, placeholders: str) -> str:
        """SQL condition for the rows of some cases, by the indexes that there are."""
        *hops, last = self.path
        found = f"{last} IN ({placeholders})"
        pairs = list(zip(hops[::2], hops[1::2], strict=True))
        for column, table in reversed(pairs):
            found = f"{column} IN (SELECT id FROM {table} WHERE {found})"  # noqa: S608  # names of this table
        return found


def _rows(
    table: str,
    path: Sequence[str],
    columns: Mapping[Blank, str],
    *,
    append_only: bool = True,
) -> Content:
    named = {name: blank for blank, names in columns.items() for name in names.split()}
    return Content(
        table=f"casework_{table}",
        path=tuple(path),
        columns=named,
        append_only=append_only,
    )


T, O, L, N, Z = Blank.TEXT, Blank.OBJECT, Blank.LIST, Blank.NULL, Blank.ZERO  # noqa: E741  # read as a table
_CASE = ("case_id",)
_DRAFT = ("draft_id", "casework_decisiondraft", "case_id")
_DECISION = ("decision_id", "casework_decision", "case_id")
_LETTER = ("letter_id", "casework_letter", "case_id")
_LICENCE = ("licence_id", "casework_licence", "case_id")
_RUN = ("run_id", "casework_findingsrun", "case_id")
_OWNERSHIP = ("run_id", "casework_ownershiprun", "case_id")
_FILE = ("file_id",)
_REFERRAL = ("referral_id", "casework_referral", "case_id")
_ESCALATION = ("escalation_id", "casework_escalation", "case_id")
_DOCUMENT = ("document_id", "casework_document", "case_id")
_OPINION = ("opinion_id",)
_COMPOSITE = ("composite_id", "casework_composite", "case_id")
_PANEL = ("referral_id", "casework_panelreferral", "case_id")
_ELICITATION = ("elicitation_id", "casework_elicitation", *_PANEL)
_PANEL_OPINION = ("opinion_id", "casework_panelopinion", *_PANEL)
_APPEAL = ("appeal_id", "casework_appeal", "subject")
_SCREENING = ("screening_id", "casework_screeningrecord", *_RUN)

#: What is left of the title of a case or opinion, so that lists have something to show.
ERASED_TITLE = "Erased"
TITLED = frozenset({"casework_case", "casework_opinion"})

CONTENT: tuple[Content, ...] = (
    _rows(
        "case",
        ("id",),
        {T: "title submit_key destination end_user", O: "sections transaction", L: "entries"},
        append_only=False,
    ),
    _rows("document", _CASE, {T: "name purpose sha256 standing_reason"}, append_only=False),
    _rows("factchange", _CASE, {T: "scope path reasons", N: "before", O: "after"}),
    _rows("informationrequest", _CASE, {T: "question answer", L: "facts"}, append_only=False),
    _rows("message", _CASE, {T: "text"}),
    _rows("caseevent", _CASE, {T: "actor_name"}),
    _rows("consultation", _CASE, {T: "partner named because text", O: "citation"}),
    _rows(
        "consultationanswer",
        ("consultation_id", "casework_consultation", "case_id"),
        {T: "words"},
    ),
    _rows("decisiondraft", _CASE, {T: "reasons", L: "grounds conditions"}),
    _rows("draftreturn", _DRAFT, {T: "reasons"}),
    _rows("decision", _CASE, {T: "reasons", L: "grounds"}),
    _rows("conditionrow", _DECISION, {T: "type words checker owner reason", O: "terms"}),
    _rows("letter", _CASE, {T: "subject body"}),
    _rows("letterdocument", _LETTER, {T: "sha256"}),
    _rows("service", _LETTER, {T: "manner proof"}),
    _rows(
        "appeal",
        ("subject",),
        {T: "contested grounds late_reasons reasons remedy", L: "stated findings", O: "proof"},
        append_only=False,
    ),
    _rows("appealstep", _APPEAL, {T: "words by_name"}),
    _rows("appealdocument", _APPEAL, {T: "name sha256"}),
    _rows("conditionchange", _APPEAL, {T: "words", O: "terms"}),
    _rows("findingsrun", _CASE, {L: "prohibitions lists"}),
    _rows(
        "findingsbasis",
        _RUN,
        {O: "facts outcomes difference law_days", T: "facts_digest", L: "changes"},
    ),
    _rows("determinationrecord", _RUN, {T: "item_name", O: "document"}),
    _rows("classificationoverride", _CASE, {T: "entry before law reasons"}),
    _rows("screeningrecord", _RUN, {T: "party country"}),
    _rows(
        "hit",
        _SCREENING,
        {T: "pair entity matched_name query_name score words", O: "document"},
    ),
    _rows("adjudication", _CASE, {T: "pair reasons"}),
    _rows("criterionrecord", _RUN, {O: "document"}),
    _rows(
        "destinationprofile",
        _RUN,
        {T: "country digest unavailable", O: "document difference"},
    ),
    _rows("licencedocument", _LICENCE, {T: "sha256"}),
    _rows("licenceevent", _LICENCE, {T: "reasons actor_name"}),
    _rows(
        "deliveryreport",
        _LICENCE,
        {T: "unit consignee reference by_name", Z: "quantity"},
    ),
    _rows("checkresult", _LICENCE, {T: "found by_name"}),
    _rows(
        "listalert",
        _CASE,
        {
            T: "party entry entry_name score words",
            Blank.OWN: "content_hash",
            O: "document",
        },
    ),
    _rows(
        "listalerthandling",
        ("alert_id", "casework_listalert", "case_id"),
        {T: "reasons"},
    ),
    _rows("referral", _CASE, {T: "because closed_reason", O: "citation"}, append_only=False),
    _rows(
        "advice",
        ("referral_id", "casework_referral", "case_id"),
        {T: "reasons", L: "conditions"},
    ),
    _rows("disclosure", _CASE, {T: "purpose sha256", L: "withheld"}),
    _rows(
        "adjudicationbasis",
        ("adjudication_id", "casework_adjudication", "case_id"),
        {T: "party_digest entry_hash list_name entity party needed needed_from second_because"},
    ),
    _rows("carriedword", _CASE, {Blank.OWN: "pair", T: "because"}),
    _rows("secondword", _CASE, {T: "pair reasons"}),
    _rows("hitplace", _CASE, {T: "pair list_name party role"}, append_only=False),
    _rows(
        "statedowner",
        _CASE,
        {T: "owner owner_country owned manner source", N: "first last", Z: "low high"},
    ),
    _rows("namesakeverdict", _CASE, {T: "party source entity reasons"}),
    _rows("ownershiprun", _CASE, {O: "document standings", T: "digest"}),
    _rows(
        "ownershipfinding",
        _OWNERSHIP,
        {T: "party rule standing matter", L: "path", O: "law", Z: "low high"},
    ),
    _rows("ownershipverdict", _CASE, {T: "matter reasons"}),
    _rows("partymark", _CASE, {T: "party country value"}),
    _rows("orderedamount", _OWNERSHIP, {T: "name entry currency", N: "quantity value"}),
    _rows(
        "riskrecord",
        _CASE,
        {
            T: "method band band_title band_low band_high digest",
            O: "document",
            L: "evidence",
            Z: "points",
        },
    ),
    _rows("partyappearance", _CASE, {T: "address address_key end_use_key"}),
    _rows("signalrun", _CASE, {L: "results", T: "digest"}),
    _rows("signalanswer", _CASE, {T: "basis reasons"}),
    _rows("undertaking", _CASE, {O: "content", T: "content_hash sha256"}),
    _rows(
        "undertakingreturn",
        _CASE,
        {T: "name sha256 signatory post words", L: "differences by_eye"},
    ),
    _rows(
        "undertakingconfirmation",
        ("returned_id", "casework_undertakingreturn", "case_id"),
        {T: "manner words"},
    ),
    _rows(
        "draftdetail",
        _DRAFT,
        {T: "without_notice_reasons", L: "disagreements secret"},
    ),
    _rows("refusalnotice", _CASE, {L: "grounds", O: "law"}),
    _rows("noticeanswer", ("notice_id", "casework_refusalnotice", "case_id"), {T: "text"}),
    _rows("partmark", _CASE, {T: "reasons"}),
    _rows("dispatch", _LETTER, {T: "reference"}),
    _rows("casenote", _CASE, {T: "text"}),
    _rows("interestdeclared", _CASE, {T: "reasons"}),
    _rows(
        "interestended",
        ("declared_id", "casework_interestdeclared", "case_id"),
        {T: "reasons"},
    ),
    _rows("letterdraft", _CASE, {T: "subject body", O: "filled"}),
    _rows(
        "letterreview",
        ("draft_id", "casework_letterdraft", "case_id"),
        {T: "reasons"},
    ),
    _rows("filing", _CASE, {L: "left_out"}),
    _rows("urgencycall", _CASE, {T: "asked_by words"}),
    # An opinion has a key of its own and stands beside every case.
    _rows(
        "opinion",
        ("id",),
        {
            T: "title question self_check answer entry reasons ended_because",
            O: "facts determination",
        },
        append_only=False,
    ),
    _rows("opinionevent", _OPINION, {T: "reasons actor_name"}),
    _rows("opinionletter", _OPINION, {T: "sha256"}),
    # A due-diligence file has a key of its own: it goes with the last case that names its party.
    _rows(
        "partyfile",
        ("id",),
        {Blank.OWN: "key", T: "name name_key country", O: "identifiers"},
    ),
    _rows(
        "partycheck",
        _FILE,
        {T: "words source document_name media_type sha256", N: "answer"},
    ),
    _rows(
        "conductentry",
        _FILE,
        {T: "title words happened source source_url answer reasons"},
    ),
    _rows(
        "conductconfirmation",
        ("entry_id", "casework_conductentry", "file_id"),
        {T: "reasons"},
    ),
    _rows("advicedetail", ("advice_id", "casework_advice", *_REFERRAL), {L: "grounds points"}),
    _rows("agencysilence", _REFERRAL, {T: "effect", O: "law"}),
    _rows("escalation", _CASE, {T: "reasons", O: "document"}),
    _rows("levelvote", _ESCALATION, {T: "words"}),
    _rows("leveloutcome", _ESCALATION, {T: "verdict how", O: "counts", L: "outvoted"}),
    _rows("documentmark", _DOCUMENT, {T: "gist reasons"}),
    _rows("seerequest", _DOCUMENT, {T: "reasons"}),
    _rows(
        "seeanswer",
        ("request_id", "casework_seerequest", *_DOCUMENT),
        {T: "words"},
    ),
    _rows("conditionrequest", _CASE, {T: "owner reasons", O: "before after"}),
    _rows(
        "conditionanswer",
        ("request_id", "casework_conditionrequest", "case_id"),
        {T: "words"},
    ),
    _rows("composite", _CASE, {T: "title text", O: "document"}),
    _rows("compositecheck", _COMPOSITE, {T: "reasons"}),
    _rows("sharedpack", _CASE, {T: "what sha256", O: "pack"}),
    _rows("sharedpackrecall", ("pack_id", "casework_sharedpack", "case_id"), {T: "reasons"}),
    _rows("partneranswer", ("pack_id", "casework_sharedpack", "case_id"), {T: "words signed_by"}),
    _rows("panelreferral", _CASE, {T: "question because rule", O: "citation document"}),
    _rows("panelreferralend", _PANEL, {T: "reasons"}),
    _rows("paneldeclaration", _PANEL, {T: "words"}),
    _rows("elicitation", _PANEL, {T: "text", L: "options"}),
    _rows("elicitationestimate", _ELICITATION, {T: "value words"}),
    _rows("elicitationword", _ELICITATION, {T: "text"}),
    _rows("panelopinion", _PANEL, {T: "position reasons"}),
    _rows("panelopinionvote", _PANEL_OPINION, {T: "vote words"}),
    _rows("panelopiniongiven", _PANEL_OPINION, {O: "counts"}),
)  # fmt: skip


def blank_sql(blank: Blank, vendor: str) -> str:
    """The value that stays, as SQL."""
    cast = "::jsonb" if vendor == "postgresql" else ""
    match blank:
        case Blank.TEXT:
            return "''"
        case Blank.OBJECT:
            return f"'{{}}'{cast}"
        case Blank.LIST:
            return f"'[]'{cast}"
        case Blank.NULL:
            return "NULL"
        case Blank.ZERO:
            return "0"
        case Blank.OWN:
            return "'erased ' || id"


def quoted(column: str) -> str:
    """A column as SQL: ``before`` and ``on`` are words of the language."""
    return f'"{column}"'
