"""How the entries of a conduct record stand: corrected, waiting for a second person, or standing."""

from collections.abc import Iterable, Mapping, Sequence

from licet.diversion.verification import Firmness, is_finding, needs_second_person
from licet.web.casework.models import ConductConfirmation, ConductEntry, PartyFile
from licet.web.casework.views import ConductView


def entries_of(files: Iterable[PartyFile]) -> list[ConductEntry]:
    """Every entry of some files with its confirmation and persons, the oldest first; one query."""
    return list(
        ConductEntry.objects.filter(file__in=list(files))
        .select_related("by", "confirmation__by", "corrects")
        .order_by("pk")
    )


def confirmation_of(row: ConductEntry) -> ConductConfirmation | None:
    """The second person's word; ``None`` when there is none yet."""
    found: ConductConfirmation | None = getattr(row, "confirmation", None)
    return found


def _needs_two(row: ConductEntry) -> bool:
    """Top grade, or a correction of it: what two entered, one alone does not take away."""
    own = needs_second_person(Firmness(row.firmness), row.grade)
    earlier = row.corrects
    return own or (
        earlier is not None
        and needs_second_person(Firmness(earlier.firmness), earlier.grade)
    )


def standings(rows: Sequence[ConductEntry]) -> Mapping[int, str]:
    """How each entry of a file stands.

    Returns:
        By number: ``stands``, ``waiting``, ``not_confirmed``, or ``corrected`` by an entry that
        itself stands.
    """
    found: dict[int, str] = {}
    for row in rows:
        word = confirmation_of(row)
        if not _needs_two(row):
            found[row.pk] = "stands"
        elif word is None:
            found[row.pk] = "waiting"
        else:
            found[row.pk] = "stands" if word.confirmed else "not_confirmed"
    for row in rows:
        if row.corrects_id is not None and found[row.pk] == "stands":
            found[row.corrects_id] = "corrected"
    return found


def conduct_view(row: ConductEntry, standing: str) -> ConductView:
    """One entry before readers."""
    word = confirmation_of(row)
    return ConductView(
        id=row.pk,
        firmness=row.firmness,
        is_finding=standing == "stands" and is_finding(Firmness(row.firmness)),
        standing=standing,
        grade=row.grade,
        title=row.title,
        words=row.words,
        happened=row.happened,
        found_on=row.found_on,
        source=row.source,
        source_url=row.source_url,
        answer=row.answer,
        corrects=row.corrects_id,
        reasons=row.reasons,
        marking=row.marking,
        by=str(row.by),
        at=row.at,
        confirmed_by=str(word.by) if word else "",
        confirmed_at=word.at if word else None,
        confirmation=word.reasons if word else "",
    )
