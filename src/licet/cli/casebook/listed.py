"""Named parties of a case against the official lists of its day; only exact names count here."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from anyascii import anyascii

from licet.facts import Basis, Fact, FactState, Party, Statement, Transaction
from licet.kernel import InputError
from licet.screening import ListVersion, read_list

SETTING = "LICET_LISTS"
BESIDE = Path("../shared/data/lists")
_DAY_IN_NAME = re.compile(r"_(?P<year>20\d\d)(-(?P<month>\d\d)(-(?P<day>\d\d))?)?$")
_ASIDE = re.compile(r"\([^)]*\)")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedList:
    """A list on disk that is not read yet."""

    folder: Path
    source: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of some lists, folded, each with the programmes that list it."""

    programs: dict[str, frozenset[str]]
    read: tuple[str, ...]

    def listing(self, name: str) -> tuple[str, ...]:
        """The programmes that list exactly this name; a remark in brackets does not count."""
        found = self.programs.get(fold(name), frozenset())
        found |= self.programs.get(fold(_ASIDE.sub(" ", name)), frozenset())
        return tuple(sorted(found))


def fold(name: str) -> str:
    """A name without case, accents, punctuation and script.

    Examples:
        >>> fold("Société  Générale, S.A.")
        'societe generale s a'
    """
    return " ".join(_WORD.findall(anyascii(name).casefold()))


def lists_folder() -> Path | None:
    """Where the official lists lie: the setting, else beside the checkout, else nowhere."""
    named = os.environ.get(SETTING, "")
    folder = Path(named) if named else BESIDE
    return folder if folder.is_dir() else None


def newest(folder: Path, as_of: date) -> tuple[DatedList, ...]:
    """The newest version of each source that is not later than a day, newest first."""
    latest: dict[str, DatedList] = {}
    for path in sorted(folder.iterdir()):
        dated = _DAY_IN_NAME.search(path.name)
        if not path.is_dir() or dated is None:
            continue
        day = date(int(dated["year"]), int(dated["month"] or 1), int(dated["day"] or 1))
        source = path.name[: dated.start()]
        if day <= as_of and (source not in latest or latest[source].day < day):
            latest[source] = DatedList(folder=path, source=source, day=day)
    return tuple(sorted(latest.values(), key=lambda one: one.day, reverse=True))


class ListReader:
    """Reads lists once each, and joins the versions of a day."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[Path, ListVersion | None] = {}
        self._names: dict[tuple[DatedList, ...], Names] = {}

    def names(self, as_of: date) -> Names:
        """The names on the lists of a day; for a programme, the newest list that has it."""
        lists = newest(self._folder, as_of)
        if lists not in self._names:
            self._names[lists] = self._join(lists)
        return self._names[lists]

    def _join(self, lists: Iterable[DatedList]) -> Names:
        programs: dict[str, frozenset[str]] = {}
        spoken_for: set[str] = set()
        read = []
        for dated in lists:
            version = self._version(dated.folder)
            if version is None:
                continue
            read.append(f"{dated.source} {dated.day}")
            held: set[str] = set()
            for entity in version.entities:
                held |= set(entity.programs)
                own = frozenset(entity.programs) - spoken_for
                for name in entity.names:
                    key = fold(name.text)
                    programs[key] = programs.get(key, frozenset()) | own
            spoken_for |= held
        return Names(programs=programs, read=tuple(read))

    def _version(self, folder: Path) -> ListVersion | None:
        if folder not in self._read:
            try:
                self._read[folder] = read_list(folder)
            except InputError:
                self._read[folder] = (
                    None  # half a list: its other half stands elsewhere
                )
        return self._read[folder]


def with_listings(
    transaction: Transaction, reader: ListReader | None, as_of: date
) -> Transaction:
    """Enter for each named party on which lists it stands.

    Args:
        transaction: The facts as stated.
        reader: The lists, or ``None`` when there are none: then it stays unknown.
        as_of: The day of the lists.

    Returns:
        The transaction with ``listed_on`` found, or open, for every named party.
    """
    parties = tuple(_entered(party, reader, as_of) for party in transaction.parties)
    return replace(transaction, parties=parties)


def _entered(party: Party, reader: ListReader | None, as_of: date) -> Party:
    if not party.name or "listed_on" in party.facts:
        return party
    fact = Fact(state=FactState.UNKNOWN)
    if reader is not None:
        names = reader.names(as_of)
        said = Statement(
            value=names.listing(party.name),
            by="screening: " + ", ".join(names.read),
            basis=Basis.FOUND,
        )
        fact = Fact(state=FactState.KNOWN, statements=(said,))
    facts = MappingProxyType({**party.facts, "listed_on": fact})
    return replace(party, facts=facts)
