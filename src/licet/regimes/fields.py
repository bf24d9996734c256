"""Typed access to the written tables; what is wrong is noted, not raised, so that all is found."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from licet.kernel import Citation, ImpossibleDateError, Interval, parse_day
from licet.regimes.errors import Problem
from licet.regimes.force import Force
from licet.regimes.model import RegimeHeader, Words
from licet.regimes.source import Table

_LAW_KEYS = frozenset({"pinpoint", "instrument", "uri", "verified", "sha256", "note"})
LAYERING = frozenset({"replaces", "narrows", "because"})
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]+)?")
MISSING_LAW = "has no citation (`law` with a `pinpoint`)."
MEND_LAW = (
    "Add `law: {pinpoint: ...}`: a rule without its place in the law does not load."
)


@dataclass(slots=True, kw_only=True)
class Desk:
    """Where the reader stands, and what it found wrong so far.

    Attributes:
        instrument: The header's instrument, the default of every citation.
        uri: The header's address, the default of every citation.
        below: The header of the package below, the default of what was written there.
        problems: What was found wrong.
    """

    instrument: str = ""
    uri: str = ""
    below: RegimeHeader | None = None
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, table: Table, key: str, about: str, what: str, mend: str) -> None:
        """Note one problem at a key of a table."""
        self.problems.append(
            Problem(
                file=table.file, line=table.at(key), rule=about, what=what, mend=mend
            )
        )

    def only(self, table: Table, about: str, allowed: frozenset[str]) -> None:
        """Note every key that nothing would read."""
        for key in table:
            if key not in allowed and not (self.below and key in LAYERING):
                near = difflib.get_close_matches(key, sorted(allowed), n=1)
                mend = (
                    f"Did you mean `{near[0]}`?"
                    if near
                    else "Keys: " + ", ".join(sorted(allowed)) + "."
                )
                self.wrong(table, key, about, f"The key `{key}` means nothing.", mend)

    def text(self, table: Table, key: str, about: str, *, needed: bool = False) -> str:
        """A text, empty when it is absent."""
        value = table.get(key)
        if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
            return str(value)  # an unquoted pinpoint such as 748.10 keeps its nought
        if value is not None or needed:
            what = (
                f"`{key}` is missing." if value is None else f"`{key}` is not a text."
            )
            self.wrong(table, key, about, what, f"Write `{key}: ...`.")
        return ""

    def texts(self, table: Table, key: str, about: str) -> tuple[str, ...]:
        """A list of texts; one text alone counts as a list of one."""
        value = table.get(key)
        if value is None:
            return ()
        if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
            return (str(value),)
        if isinstance(value, list) and all(
            isinstance(one, str | int | Decimal) and not isinstance(one, bool)
            for one in value
        ):
            return tuple(str(one) for one in value)
        self.wrong(
            table, key, about, f"`{key}` is not a list of texts.", "Write `[a, b]`."
        )
        return ()

    def truth(self, table: Table, key: str, about: str, *, default: bool) -> bool:
        """True or false."""
        value = table.get(key, default)
        if not isinstance(value, bool):
            self.wrong(
                table,
                key,
                about,
                f"`{key}` is not true or false.",
                "Write one of them.",
            )
            return default
        return value

    def number(self, table: Table, key: str, about: str, *, default: int) -> int:
        """A whole number."""
        value = table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(
                table, key, about, f"`{key}` is not a whole number.", "Write digits."
            )
            return default
        return value

    def words(self, table: Table, key: str, about: str) -> Words:
        """Texts by language; one text alone is English."""
        value = table.get(key)
        if isinstance(value, str):
            return {"en": value}
        if isinstance(value, Table):
            return self._by_language(value, about)
        if value is not None:
            what = f"`{key}` is not a text by language."
            self.wrong(table, key, about, what, "Write `{en: ...}`.")
        return {}

    def _by_language(self, table: Table, about: str) -> Words:
        for language in table:
            if not _LANGUAGE.fullmatch(language):
                what = f"{language!r} is not a language."
                mend = (
                    "Put quotation marks around a text that holds a comma or a colon."
                )
                self.wrong(table, language, about, what, mend)
        return {language: self.text(table, language, about) for language in table}

    def day(self, table: Table, key: str, about: str) -> date | None:
        """A calendar day, or ``None`` when absent."""
        value = table.get(key)
        if value is None:
            return None
        try:
            return parse_day(str(value))
        except ImpossibleDateError as error:
            self.wrong(table, key, about, f"`{key}`: {error}", "Write that day.")
            return None

    def tables(self, table: Table, key: str, about: str) -> Iterator[Table]:
        """The mappings of a list."""
        value = table.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            what = f"`{key}` is not a list."
            self.wrong(table, key, about, what, "Begin each part with a hyphen.")
            return
        for one in value:
            if isinstance(one, Table):
                yield one
            else:
                what = f"`{key}` holds {one!r}, which is not a mapping."
                self.wrong(table, key, about, what, "Write `{key: value}`.")

    def law(self, table: Table, about: str) -> Citation:
        """The citation of a leaf; a leaf without one is a problem."""
        value = table.get("law")
        if not isinstance(value, Table) or not value.get("pinpoint"):
            self.wrong(table, "law", about, f"{about} {MISSING_LAW}", MEND_LAW)
            return Citation(instrument=self.instrument, pinpoint="?", verified=False)
        self.only(value, about, _LAW_KEYS)
        below = self.below if "/" in value.file else None
        instrument = self.instrument if below is None else below.instrument
        uri = self.uri if below is None else below.uri
        return Citation(
            instrument=self.text(value, "instrument", about) or instrument,
            pinpoint=self.text(value, "pinpoint", about),
            uri=self.text(value, "uri", about) or uri or None,
            verified=self.truth(value, "verified", about, default=True),
        )

    def force(self, table: Table, about: str) -> Force:
        """The days on which a leaf holds."""
        return Force(
            effective=tuple(self._spans(table, "effective", about)),
            suspended=tuple(self._spans(table, "suspended", about)),
            published_at=self.day(table, "published_at", about),
        )

    def _spans(self, table: Table, key: str, about: str) -> Iterator[Interval]:
        for span in self.tables(table, key, about):
            first = self.day(span, "first", about)
            last = self.day(span, "last", about)
            try:
                yield Interval(first=first, last=last)
            except ImpossibleDateError:
                what = f"`{key}`: the last day {last} is before the first day {first}."
                self.wrong(span, "last", about, what, "Put them in order.")


def near(name: str, known: Iterable[str]) -> str:
    """How to mend a name that is not there."""
    close = difflib.get_close_matches(name, sorted(known), n=3)
    return (
        f"Did you mean {', '.join(close)}?"
        if close
        else "Define it, or spell it as defined."
    )
