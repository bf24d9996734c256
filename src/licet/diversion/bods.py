"""Statements in the Beneficial Ownership Data Standard, version 0.4."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from licet.diversion.dates import Period, day_of, within
from licet.diversion.errors import ImpossibleShareError
from licet.diversion.lines import Line
from licet.diversion.model import (
    UNKNOWN,
    ControlStatement,
    Declared,
    DirectorshipStatement,
    Discrepancy,
    Entity,
    Measure,
    OwnershipStatement,
    Share,
    Source,
    Statement,
    Trouble,
)
from licet.diversion.percentages import share_between, up_to
from licet.kernel import ImpossibleDateError, Interval

_HELD = {"shareholding": Measure.SHARES, "votingRights": Measure.VOTES}
_CONTROL = frozenset(
    {
        "appointmentOfBoard",
        "otherInfluenceOrControl",
        "controlViaCompanyRulesOrArticles",
        "controlByLegalFramework",
    }
)
_TIES = frozenset({"boardMember", "boardChair", "seniorManagingOfficial"})
# Nobody knows what these are, so they may be a share and may be control.
_UNKNOWN = frozenset({"", "unknownInterest", "unpublishedInterest"})
_ENDS = {"minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "exact"}
_VERSION = "Convert the file to version 0.4 of the standard."


def read_bods(lines: Iterable[Line]) -> Declared:
    """Read statements of BODS 0.4.

    A statement about a record replaces the one before it from its own day on; the first
    one speaks for the days before it too. A closed record says nothing from then on.

    Args:
        lines: One statement each.

    Returns:
        What they declare.

    Raises:
        MalformedStatementError: A statement cannot be read.
    """
    records: dict[str, list[Line]] = {}
    for line in lines:
        if "statementType" in line.data:
            raise line.wrong("a statement before version 0.4", _VERSION)
        records.setdefault(line.required(line.data, "recordId"), []).append(line)
    entities: dict[str, Entity] = {}
    statements: list[Statement] = []
    unnamed: list[Discrepancy] = []
    for name, versions in records.items():
        match versions[0].required(versions[0].data, "recordType"):
            case "entity" | "person":
                entities[name] = _entity(name, _dated(versions)[-1][1])
            case "relationship":
                for line, spoken in _spoken(versions):
                    for one in _relationship(line, spoken):
                        if isinstance(one, Discrepancy):
                            unnamed.append(one)
                        else:
                            statements.append(one)
            case other:
                mend = "Write entity, person or relationship."
                raise versions[0].wrong(f"{other!r} is no type of record", mend)
    return Declared(
        entities=entities, statements=tuple(statements), unnamed=tuple(unnamed)
    )


def _dated(versions: Iterable[Line]) -> list[tuple[date, Line]]:
    found = []
    for line in versions:
        text = line.text(line.data, "statementDate")
        try:
            found.append((day_of(text) if text else date.min, line))
        except ImpossibleDateError as error:
            mend = "Write the statementDate as 2026-07-31."
            raise line.wrong(str(error).rstrip("."), mend) from error
    return sorted(found, key=lambda pair: pair[0])


def _spoken(versions: Iterable[Line]) -> Iterator[tuple[Line, Interval]]:
    """Each version of a record with the days for which it speaks."""
    dated = _dated(versions)
    for place, (day, line) in enumerate(dated):
        later = [other for other, _ in dated[place + 1 :]]
        if line.text(line.data, "recordStatus") == "closed" or (day in later):
            continue
        first = None if day == dated[0][0] else day
        last = later[0] - timedelta(days=1) if later else None
        yield line, Interval(first=first, last=last)


def _entity(name: str, line: Line) -> Entity:
    details = line.table(line.data, "recordDetails")
    names = [
        line.text(each, "fullName") for each in line.tables(details, "names")
    ]  # a person's; an entity has one name
    named = line.text(details, "name") or next(filter(None, names), name)
    kind = line.text(line.table(details, "entityType"), "type") or line.text(
        line.data, "recordType"
    )
    places = [line.text(each, "address") for each in line.tables(details, "addresses")]
    numbers = [line.text(each, "id") for each in line.tables(details, "identifiers")]
    lands = [line.text(line.table(details, "jurisdiction"), "code")]
    lands += [line.text(each, "code") for each in line.tables(details, "nationalities")]
    return Entity(
        id=name,
        kind=kind,
        name=named,
        addresses=tuple(filter(None, places)),
        identifiers=tuple(dict.fromkeys(filter(None, numbers))),
        countries=tuple(dict.fromkeys(one[:2].upper() for one in lands if one)),
    )


def _relationship(line: Line, spoken: Interval) -> Iterator[Statement | Discrepancy]:
    details = line.table(line.data, "recordDetails")
    owned = line.required(details, "subject")
    owner = details.get("interestedParty")
    source = _source(line)
    if not isinstance(owner, str) or not owner:
        unspecified = (
            details if owner is None else line.table(details, "interestedParty")
        )
        reason = line.text(unspecified, "reason") or "no reason given"
        yield Discrepancy(
            trouble=Trouble.OWNER_NOT_NAMED,
            entity=owned,
            words=f"Somebody who is not named holds an interest in {owned} ({reason}).",
            sources=(source,),
        )
        return
    for interest in line.tables(details, "interests") or ({},):
        days = line.periods(
            line.text(interest, "startDate"), line.text(interest, "endDate")
        )
        for period in days:
            if (part := within(period, spoken)) is not None:
                yield from _interest(line, interest, (owner, owned, source), part)


def _source(line: Line) -> Source:
    publisher = line.table(line.table(line.data, "publicationDetails"), "publisher")
    said = line.text(line.table(line.data, "source"), "description")
    return Source(
        file=line.file,
        line=line.number,
        id=line.required(line.data, "statementId"),
        publisher=said or line.text(publisher, "name"),
    )


def _interest(
    line: Line,
    interest: Mapping[str, object],
    ends: tuple[str, str, Source],
    period: Period,
) -> Iterator[Statement]:
    owner, owned, source = ends
    sort, share = line.text(interest, "type"), _share(line, interest)
    if sort in _HELD or sort in _UNKNOWN:
        yield OwnershipStatement(
            owner=owner,
            owned=owned,
            share=share if period.certain and sort in _HELD else up_to(share),
            measure=_HELD.get(sort, Measure.SHARES),
            direct=line.text(interest, "directOrIndirect") in {"", "direct"},
            force=period.days,
            source=source,
        )
    if sort in _TIES:
        yield DirectorshipStatement(
            owner=owner, owned=owned, manner=sort, force=period.days, source=source
        )
    elif sort not in _HELD:
        # Half of the seats of a board, or fewer, cannot outvote the other half.
        outvoted = (
            sort == "appointmentOfBoard"
            and share != UNKNOWN
            and (share.low, share.above_low) < (5000, True)
        )
        yield ControlStatement(
            owner=owner,
            owned=owned,
            certain=sort in _CONTROL and period.certain and not outvoted,
            manner=sort or "unknownInterest",
            force=period.days,
            source=source,
        )


def _share(line: Line, interest: Mapping[str, object]) -> Share:
    written = line.table(interest, "share")
    found: dict[str, Decimal] = {}
    for key in sorted(_ENDS & set(written)):
        value = written[key]
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            mend = f'Write "{key}": 51 or "{key}": 51.5.'
            raise line.wrong(f"{key!r} of a share is not a number", mend)
        found[key] = Decimal(value)
    exact = found.get("exact")
    low = found.get("minimum", found.get("exclusiveMinimum", Decimal(0)))
    high = found.get("maximum", found.get("exclusiveMaximum", Decimal(100)))
    try:
        if exact is not None:
            return share_between(exact, exact)
        return share_between(
            low,
            high,
            above="exclusiveMinimum" in found and "minimum" not in found,
            below="exclusiveMaximum" in found and "maximum" not in found,
        )
    except ImpossibleShareError as error:
        mend = "Give a range within 0 to 100 percent whose minimum is not the larger."
        raise line.wrong("a share that is no share of a whole", mend) from error
