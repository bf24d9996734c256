"""What people who share a case and a queue see of each other's work."""

from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.pages import EventView
from licet.web.casework.views.people import PersonView
from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note on a case.

    Attributes:
        marking: Who may read it; ``agency_only`` stays with the team of its writer.
        withheld: Why this viewer does not read it, with the way to ask; then ``text`` is empty.
        mentions: Names of those whom it names.
    """

    id: int
    marking: str
    team: str
    text: str
    by: str
    at: datetime
    mentions: tuple[str, ...]
    withheld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionView:
    """A note that names the viewer and was written after their last look at the case."""

    case: str
    title: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherView:
    """What others do on a case.

    Attributes:
        last_look: When this viewer last opened the case before now; ``None`` for never.
        changes: What others did since then.
        present: Who else had it open within the last half hour, and when last.
    """

    last_look: datetime | None
    changes: tuple[EventView, ...]
    present: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecedentView:
    """A decided case that is like another.

    Attributes:
        distance: How many of the compared traits differ.
        alike: Traits in which both agree, in words.
        differs: Traits in which they differ: name, here, there.
    """

    number: str
    title: str
    outcome: str
    outcome_words: str
    decided_on: date
    distance: int
    compared: int
    alike: tuple[str, ...]
    differs: tuple[tuple[str, str, str], ...]
    grounds: tuple[str, ...]
    overturned: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilterView:
    """A search of the queue that is kept under a name."""

    id: int
    name: str
    query: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkloadView:
    """How much one officer has.

    Attributes:
        officer: ``None`` for what nobody has taken.
        open: Open cases.
        late: Those past their due day.
        soon: Those due within five days.
        waiting: Those where the clock stands.
    """

    officer: PersonView | None
    open: int
    late: int
    soon: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedView:
    """What became of one case of several that were assigned together."""

    case: str
    done: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestView:
    """A declared conflict of interest."""

    id: int
    person: str
    about: str
    reasons: str
    at: datetime
    ended_by: str = ""
    ended_because: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFieldView:
    """A typed field of a template: ``text``, ``date``, ``decimal`` or ``choice``."""

    name: str
    kind: str
    title: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTemplateView:
    """A version of a template from which letters are drafted."""

    id: str
    version: str
    title: str
    subject: str
    body: str
    fields: tuple[LetterFieldView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedLetterView:
    """A letter on the way: ``drafted``, ``returned`` or ``issued``."""

    id: str
    template: str
    template_version: str
    subject: str
    body: str
    filled: Json
    by: str
    at: datetime
    state: str
    reviewed_by: str = ""
    reasons: str = ""
    letter: str = ""
