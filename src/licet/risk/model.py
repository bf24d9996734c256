"""Frozen values of an assessment: criteria with their standing, never a bare score."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from licet.kernel import Citation, DefectError, Standing
from licet.risk.weighing_model import Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion of a regime.

    Attributes:
        id: Its name in the package.
        title: What it asks, in plain words.
        words: What hangs on it, in plain words.
        mandatory: Whether, once established, the law leaves no balance.
        favourable: Whether it speaks for a grant.
        citation: Where it stands.
        facts: The facts it looks at, by path.
    """

    id: str
    title: str
    words: str
    mandatory: bool
    favourable: bool
    citation: Citation
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionFinding:
    """A criterion and how far it is established.

    Attributes:
        criterion: The criterion.
        standing: Established, not established or disputed.
        words: Why, in plain words.
        source: Who or what says so, or that nobody has.
        dated: The day of the newest source, or of the assessment when there is none.
        open_facts: Facts that are still unknown and would settle it.
    """

    criterion: Criterion
    standing: Standing
    words: str
    source: str
    dated: date
    open_facts: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The finding as a JSON object."""
        return {
            "id": self.criterion.id,
            "title": self.criterion.title,
            "meaning": self.criterion.words,
            "mandatory": self.criterion.mandatory,
            "favourable": self.criterion.favourable,
            "standing": str(self.standing),
            "words": self.words,
            "source": self.source,
            "dated": self.dated.isoformat(),
            "open_facts": list(self.open_facts),
            "citation": self.criterion.citation.to_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Prohibition:
    """A prohibition or red line that the facts reach, or may reach."""

    id: str
    title: str
    certain: bool
    citation: Citation

    def to_json(self) -> dict[str, object]:
        """The prohibition as a JSON object."""
        return {
            "id": self.id,
            "title": self.title,
            "certain": self.certain,
            "citation": self.citation.to_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Prohibitions first, then every criterion alone, then, where the law weighs, the band.

    Attributes:
        on: The day of the law and of the facts.
        prohibitions: Those the facts reach or may reach.
        findings: One for each criterion, in the order of the regime.
        weighed: The third step, or ``None`` where the law publishes no weights. Its band
            allocates work; it is never a ground.
    """

    on: date
    prohibitions: tuple[Prohibition, ...]
    findings: tuple[CriterionFinding, ...]
    weighed: Weighed | None = None

    def to_json(self) -> Mapping[str, object]:
        """The assessment as a JSON object."""
        return {
            "on": self.on.isoformat(),
            "prohibitions": [each.to_json() for each in self.prohibitions],
            "criteria": [each.to_json() for each in self.findings],
            "weighed": None if self.weighed is None else self.weighed.to_json(),
        }


class BrokenCriterionError(DefectError):
    """A criterion of a package that cannot be read."""

    code: ClassVar[str] = "broken_criterion"
