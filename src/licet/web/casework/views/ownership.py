"""Who stands behind the parties of a case, as faces see it; sets of ownership data."""

from dataclasses import dataclass, field
from datetime import date, datetime

from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipSetView:
    """One version of what one source states.

    Attributes:
        version: The first twelve characters of ``sha256``, which is of the file as it came.
        published: The day as of which the source says so.
        serving: Whether no newer one of its source has taken its place.
        trouble_count: How much cannot all be true; ``troubles`` holds the first 200.
    """

    id: int
    source: str
    version: str
    sha256: str
    file: str
    published: date | None
    entities: int
    statements: int
    trouble_count: int
    troubles: tuple[Json, ...]
    unread: Json
    by: str
    at: datetime
    serving: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipJudgedView:
    """What an officer found of an ownership finding."""

    verdict: str  # owned, not_owned, need_more
    reasons: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipFindingView:
    """How far listed parties own one party under one law.

    Attributes:
        id: To be named as evidence; 0 when computed for the page alone.
        standing: ``listed``, ``surely``, ``possibly``, ``not`` or ``unstated``: so much is
            stated of nobody that a listed party could hold it.
        unsettled: It rests on a namesake or an open hit.
        low, high: Basis points held directly by listed parties and those who fall to them.
        path: The statements that carry it: words, source, days, share, one each.
        law: The rule: title, words, citation.
        verdict: The newest word of an officer on exactly this, or ``None``.
    """

    id: int
    party: str
    role: str
    regime: str
    rule: str
    standing: str
    unsettled: bool
    low: int
    high: int
    path: tuple[Json, ...]
    law: Json
    verdict: OwnershipJudgedView | None = None
    binding: bool = True

    @property
    def open(self) -> bool:
        """Whether an officer's word is still owed."""
        waits = self.standing in {"surely", "possibly"}
        settled = self.verdict is not None and self.verdict.verdict != "need_more"
        return waits and not settled


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesakeView:
    """An entity of a source that bears the name of somebody in the web of a case."""

    party: str
    source: str
    entity: str
    name: str
    countries: tuple[str, ...]
    identifiers: tuple[str, ...]
    standing: str  # same, namesake, aside


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedOwnerView:
    """What an officer stated, or the applicant."""

    id: int
    words: str
    source: str
    by: str
    at: datetime
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxView:
    """One party in a drawing: its place in units of the drawing."""

    id: str
    lines: tuple[str, ...]
    tone: str  # listed, perhaps, party, plain
    note: str
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrowView:
    """One statement in a drawing, from who holds to what is held."""

    path: str
    label: str
    x: int
    y: int
    dashed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingView:
    """A web as boxes and arrows.

    Attributes:
        words: The same in one sentence, for who cannot see it.
        left: How many parties are not drawn, for want of room.
    """

    width: int
    height: int
    boxes: tuple[BoxView, ...]
    arrows: tuple[ArrowView, ...]
    words: str
    left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipView:
    """Who stands behind the parties of a case.

    Attributes:
        traced: Whether a computation stands on the present findings, calls and hits.
        on: The day of the law and of the statements.
        digest: The hash that the entry of the record carries.
        laws: Each law that binds: its rule in words, or that none is applied that day.
        sets: ``source version`` of what was read.
        wrong: What cannot all be true, in words.
        cut: There are more owners than are read and screened; nothing is a no then.
    """

    case: str
    traced: bool
    on: date | None
    made_at: datetime | None
    digest: str
    findings: tuple[OwnershipFindingView, ...]
    laws: tuple[Json, ...]
    sets: tuple[str, ...]
    wrong: tuple[str, ...]
    cut: bool
    drawing: DrawingView | None = None
    statements: tuple[Json, ...] = ()
    namesakes: tuple[NamesakeView, ...] = ()
    stated: tuple[StatedOwnerView, ...] = field(default=())
    parties: tuple[Json, ...] = ()
    version: int = 0
