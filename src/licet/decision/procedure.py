"""How an authority comes to a decision, as dated data: signatures, hearing before a refusal, service."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from licet.decision.delegation import HIGHEST_TIER, LOWEST_TIER
from licet.kernel import Citation, InputError


class ProcedureError(InputError):
    """A procedure that cannot be used as it is written; nothing is signed under it."""

    code: ClassVar[str] = "decision_procedure"

    def __init__(self, where: str, what: str) -> None:
        super().__init__(
            f"The decision procedure is wrong at {where}: {what}. Nothing is signed until it "
            "is put right; see docs/how-to/decide-a-case.md."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLevels:
    """How many persons sign after the drafter, for one tier.

    Attributes:
        signatures: At least one; every signature is by another person.
        citation: Where it stands written.
    """

    signatures: int
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeException:
    """A case in which the law refuses without hearing the applicant first."""

    id: str
    title: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRule:
    """The applicant is heard before a refusal.

    Attributes:
        days: Calendar days for the answer; the day of service does not count.
        exceptions: When no notice is needed, by name.
        citation: Where it stands written.
    """

    days: int
    exceptions: Mapping[str, NoticeException]
    citation: Citation

    def respond_by(self, served_on: date) -> date:
        """The last day for the answer to a notice served on a day."""
        return served_on + timedelta(days=self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceManner:
    """One lawful way to serve a letter.

    Attributes:
        id: Name of the way.
        title: In plain words.
        deemed_after_days: Calendar days after dispatch on which the law takes the letter for
            served though nobody confirmed it; ``None`` where it never does.
        citation: Where it stands written.
    """

    id: str
    title: str
    deemed_after_days: int | None
    citation: Citation

    def deemed_on(self, dispatched_on: date) -> date | None:
        """The day on which a letter sent on a day counts as served; ``None`` for never."""
        if self.deemed_after_days is None:
            return None
        return dispatched_on + timedelta(days=self.deemed_after_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """The decision procedure of a law package.

    Attributes:
        package: The law package it belongs to.
        version: The day of this version; no letter made before it is taken for served by rule.
        levels: Signatures by tier, for every tier.
        notice: The right to be heard before a refusal; ``None`` where the law has none.
        manners: Lawful ways of service, by name.
    """

    package: str
    version: date
    levels: Mapping[int, SignatureLevels]
    notice: NoticeRule | None
    manners: Mapping[str, ServiceManner]


def read_procedure(told: Mapping[str, Any]) -> Procedure:
    """A procedure from plain values.

    Raises:
        ProcedureError: A tier without signatures, a number that is none, or a deemed day
            before dispatch.
        KeyError: A part is missing.
        ValueError: The version is no day.
    """
    stated = told["procedure"]
    levels = {int(tier): _levels(tier, row) for tier, row in stated["levels"].items()}
    tiers = range(LOWEST_TIER, HIGHEST_TIER + 1)
    if missing := [tier for tier in tiers if tier not in levels]:
        raise ProcedureError("levels", f"tier {missing[0]} says nothing")
    notice = stated.get("notice")
    return Procedure(
        package=str(stated["package"]),
        version=date.fromisoformat(str(stated["version"])),
        levels=levels,
        notice=None if notice is None else _notice(notice),
        manners={
            str(name): _manner(str(name), row)
            for name, row in stated["service"].items()
        },
    )


def _count(where: str, given: object, least: int) -> int:
    if type(given) is not int or given < least:
        raise ProcedureError(where, f"a whole number of {least} or more is needed")
    return given


def _levels(tier: object, row: Mapping[str, Any]) -> SignatureLevels:
    count = _count(f"levels.{tier}", row["signatures"], 1)
    return SignatureLevels(signatures=count, citation=_citation(row))


def _notice(row: Mapping[str, Any]) -> NoticeRule:
    exceptions = {
        str(name): NoticeException(
            id=str(name), title=str(one["title"]["en"]), citation=_citation(one)
        )
        for name, one in row["exceptions"].items()
    }
    return NoticeRule(
        days=_count("notice.days", row["days"], 1),
        exceptions=exceptions,
        citation=_citation(row),
    )


def _manner(name: str, row: Mapping[str, Any]) -> ServiceManner:
    days = row.get("deemed_after_days")
    return ServiceManner(
        id=name,
        title=str(row["title"]["en"]),
        deemed_after_days=None if days is None else _count(f"service.{name}", days, 0),
        citation=_citation(row),
    )


def _citation(row: Mapping[str, Any]) -> Citation:
    law = row["law"]
    return Citation(
        instrument=str(law["instrument"]),
        pinpoint=str(law["pinpoint"]),
        verified=law.get("verified") is True,
    )
