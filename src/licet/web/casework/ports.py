"""The world outside, behind names: clock, chance, evidence files, mail, engines with state.

One ``Ports`` is current at a time; the real one is wired in ``casework.wiring`` and used
unless a simulation says otherwise.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.module_loading import import_string

from licet.regimes import LawText
from licet.risk import Evidence
from licet.screening import ListDelta, Question

Json = Mapping[str, Any]


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""


class EvidenceStore(Protocol):
    """Files sealed under the data key of their case, outside the web root."""

    def keep(self, content: bytes, *, key: str) -> str:
        """Seal and store; return the SHA-256 in hexadecimal. The same bytes are stored once a key."""

    def read(self, sha256: str, *, key: str) -> bytes:
        """The bytes, opened and checked against their hash."""


class Post(Protocol):
    """Sends letters and notices; may be asked twice for the same one."""

    def send(self, *, to: str, subject: str, body: str, key: str) -> None:
        """Hand over one message."""


class Determiner(Protocol):
    """The determination engine with its regimes loaded."""

    def determine(self, transaction: Json, regime: str, *, on: date, item: int) -> Json:
        """The determination as JSON."""

    def with_ordinary(
        self, transaction: Json, *, on: date
    ) -> tuple[Json, tuple[Json, ...]]:
        """The transaction with the ordinary answers that the declaration covers, and those."""

    def preview(self, transaction: Json, *, on: date) -> tuple[Json, ...]:
        """Determinations of every item under the governing law, for an unfinished form."""

    def stated(self, transaction: Json, *, on: date) -> tuple[Json, ...]:
        """Determinations of every item under the governing law, nothing assumed."""

    def changes(self, transaction: Json, regime: str, *, on: date, item: int) -> Json:
        """What would change the outcome of one item; empty when this cannot be said."""


class Screener(Protocol):
    """The screening engine with the newest lists open."""

    def search(
        self, names: Sequence[str], *, kind: str | None, countries: Sequence[str]
    ) -> tuple[Json, ...]:
        """Hits as JSON, best first, above the published threshold."""

    def hits(self, question: Question) -> tuple[Json, ...]:
        """The same for a party and everything that is known of it."""

    def delta(self, source: str, *, older: str) -> ListDelta:
        """What changed in a list since a held version; since ever when it is empty."""

    def rescreen(
        self, questions: Sequence[Question], delta: ListDelta
    ) -> tuple[tuple[int, Json], ...]:
        """Place of the question and hit, for every hit on an entry of the delta."""

    def lists(self) -> tuple[str, ...]:
        """``source version`` of every list that is searched."""

    def fresh(self, *, at: datetime) -> bool:
        """Whether every list was synchronised lately enough."""

    def threshold(self) -> str:
        """The published threshold above which a hit is shown."""


class Assessor(Protocol):
    """The risk criteria of the regime."""

    def criteria(self) -> tuple[Json, ...]:
        """The criteria of the governing law: id, title, mandatory, citation."""

    def assess(
        self,
        transaction: Json,
        *,
        on: date,
        item: int,
        evidence: Sequence[Evidence] = (),
    ) -> Json:
        """The assessment of one item as JSON."""

    def version(self) -> str:
        """The hash of the governing law's content."""

    def bands(self, *, on: date) -> tuple[tuple[str, str], ...]:
        """Name and title of the bands of the governing law, the lowest first."""


class Documents(Protocol):
    """Makes the documents that leave: licences and letters."""

    def licence(self, claims: Json) -> Mapping[str, bytes]:
        """The documents of a licence by kind: ``pdf``, ``sdjwt``, ``code``."""

    def letter(self, content: Json) -> bytes:
        """The PDF of a letter."""


class LawTexts(Protocol):
    """The official texts at hand."""

    def text(self, regime: str, pinpoint: str) -> LawText | None:
        """The words at a place of a package's law, or ``None`` when they are not at hand."""


class Destinations(Protocol):
    """The country data held, asked together with the law packages of this installation."""

    def profile(self, country: str, *, on: date, most: int | None) -> Json:
        """The profile of a destination as known on a day, at most ``most`` values a series."""

    def held(self) -> Mapping[str, int]:
        """For every country with any value held, of how many sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything outside, in one record."""

    clock: Clock
    evidence: EvidenceStore
    post: Post
    determiner: Determiner
    screener: Screener
    assessor: Assessor
    documents: Documents
    texts: LawTexts
    destinations: Destinations


_current: ContextVar[Ports | None] = ContextVar("licet_ports", default=None)


def ports() -> Ports:
    """The current ports; the real ones unless a simulation is running."""
    chosen: object = _current.get()
    if chosen is None:
        chosen = import_string(settings.LICET_PORTS)()
    assert isinstance(chosen, Ports)  # noqa: S101  # what the setting names makes ports
    return chosen


@contextmanager
def using(replacement: Ports) -> Iterator[Ports]:
    """Run the block with other ports (a simulated clock, for example)."""
    token = _current.set(replacement)
    try:
        yield replacement
    finally:
        _current.reset(token)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return ports().clock.now()


def legal_day(at: datetime) -> date:
    """The calendar day of ``at`` in the zone of the authority's law."""
    return at.astimezone(ZoneInfo(settings.LICET_ZONE)).date()
