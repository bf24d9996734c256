"""What is published of a package: sentences, each beside the place in the law it restates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from licet.kernel import Citation

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence, or one limb of a sentence, with its law.

    Attributes:
        words: What it says, in plain words.
        law: The place it restates. There is none without.
        under: Its limbs.
        about: The leaf of the package it speaks of, as section and name, or ``None``.
    """

    words: str
    law: Citation
    under: "tuple[Statement, ...]" = ()
    about: tuple[str, str] | None = None

    def to_json(self) -> dict[str, object]:
        """The sentence as a JSON object."""
        found: dict[str, object] = {"words": self.words, "law": self.law.to_json()}
        if self.about is not None:
            found["about"] = {"section": self.about[0], "name": self.about[1]}
        if self.under:
            found["under"] = [part.to_json() for part in self.under]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One leaf of the package as it is published.

    Attributes:
        section: The part of the package it comes from.
        name: Its name there.
        label: Its short name: an entry's number, an exception's symbol; else empty.
        title: What it is.
        law: Where it stands.
        statements: What it says.
        marks: Words beside its title: red line, mandatory, overdue.
    """

    section: str
    name: str
    label: str
    title: str
    law: Citation
    statements: tuple[Statement, ...]
    marks: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The leaf as a JSON object."""
        return {
            "section": self.section,
            "name": self.name,
            "label": self.label,
            "title": self.title,
            "law": self.law.to_json(),
            "marks": list(self.marks),
            "statements": [one.to_json() for one in self.statements],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One page of guidance.

    Attributes:
        id: Its name in addresses.
        title: Its heading.
        lead: What stands before the leaves.
        leaves: The leaves it publishes.
        empty: What is said when it holds nothing.
    """

    id: str
    title: str
    lead: tuple[Statement, ...] = ()
    leaves: tuple[Published, ...] = ()
    empty: str = ""

    def to_json(self) -> dict[str, object]:
        """The page as a JSON object."""
        return {
            "id": self.id,
            "title": self.title,
            "lead": [one.to_json() for one in self.lead],
            "leaves": [one.to_json() for one in self.leaves],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """Everything published of one package for one day.

    Attributes:
        package: Its name.
        title: What it is about.
        instrument: The instrument it restates.
        version: The day whose state of the law it describes.
        digest: The hash of its content.
        on: The day for which it is published.
        chapters: The pages, in reading order.
    """

    package: str
    title: str
    instrument: str
    version: date
    digest: str
    on: date
    chapters: tuple[Chapter, ...]

    def chapter(self, name: str) -> Chapter | None:
        """One page by its name, or ``None``."""
        return next((one for one in self.chapters if one.id == name), None)

    def leaf(self, section: str, name: str) -> Published | None:
        """One leaf by section and name, or ``None``."""
        return next(
            (
                leaf
                for chapter in self.chapters
                for leaf in chapter.leaves
                if (leaf.section, leaf.name) == (section, name)
            ),
            None,
        )

    def to_json(self) -> dict[str, object]:
        """The guidance as a JSON object."""
        return {
            "format": "licet-guidance/1",
            "package": self.package,
            "title": self.title,
            "instrument": self.instrument,
            "version": self.version.isoformat(),
            "digest": self.digest,
            "on": self.on.isoformat(),
            "chapters": [one.to_json() for one in self.chapters],
        }


def day_words(day: date) -> str:
    """A day as people write it.

    Examples:
        >>> day_words(date(2026, 7, 9))
        '9 July 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def joined(words: "tuple[str, ...] | list[str]", last: str = "or") -> str:
    """Words in a row, with a conjunction before the last.

    Examples:
        >>> joined(["a", "b", "c"])
        'a, b or c'
    """
    if len(words) < 2:  # noqa: PLR2004  # one word needs no conjunction
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def sentences(statement: Statement) -> Iterator[Statement]:
    """A sentence and all its limbs, from top to bottom."""
    yield statement
    for part in statement.under:
        yield from sentences(part)
