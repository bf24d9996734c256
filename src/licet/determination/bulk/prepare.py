"""Columns as a law reads them: claims read, kinds derived, silence answered where ordinary."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from licet.determination.bulk.columns import (
    ABSENT,
    Caseload,
    Codes,
    Column,
    joined,
    narrow,
    state_of,
    value_of,
)
from licet.determination.bulk.question import CLAIM
from licet.determination.ordinary import assume_ordinary
from licet.determination.state import (
    KIND_FACT,
    OPEN,
    Absent,
    Claim,
    ClaimSort,
    begin,
    read_claim,
    with_derived,
)
from licet.facts import (
    Basis,
    Fact,
    FactState,
    MalformedFactsError,
    Transaction,
    Value,
    known,
)
from licet.kernel import InputError
from licet.regimes import Regime

Compared = Value | Absent | Claim
_LONG: Final = 256
_LARGEST: Final = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """Numbers as whole multiples of ten to the minus ``places``.

    Attributes:
        whole: The multiples.
        known: Where there is a number at all.
        places: Decimal places, not negative.
    """

    whole: NDArray[np.int64]
    known: NDArray[np.bool_]
    places: int


def scaled_of(table: Sequence[Compared]) -> Scaled | None:
    """A long table of numbers as scaled int64; ``None`` where one does not fit."""
    numbers = [
        Decimal(value)
        for value in table
        if isinstance(value, int | Decimal) and not isinstance(value, bool)
    ]
    marks = sum(isinstance(value, Absent) for value in table)
    if len(numbers) <= _LONG or len(numbers) + marks != len(table):
        return None
    exponents = (number.as_tuple().exponent for number in numbers)
    places = max(0, *(-one for one in exponents if isinstance(one, int)))
    unit = Decimal(10) ** places
    if any(abs(number) * unit >= _LARGEST for number in numbers):
        return None
    known = np.array([not isinstance(value, Absent) for value in table], np.bool_)
    whole = np.zeros(len(table), np.int64)
    whole[known] = [int(number * unit) for number in numbers]
    return Scaled(whole=whole, known=known, places=places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One column as rules compare it.

    Attributes:
        codes: For each row the place in the table.
        table: Known values, and the marks for open and not applicable.
        stated: For each place, what the record itself says of the fact.
        scaled: For a long table of numbers, the same as whole multiples of a small unit.
    """

    codes: Codes
    table: tuple[Compared, ...]
    stated: tuple[FactState, ...]
    scaled: Scaled | None = None


def prepare(
    caseload: Caseload, regime: Regime, paths: Iterable[str]
) -> dict[str, Prepared]:
    """The columns that a plan reads, as a package compares them.

    Args:
        caseload: The rows.
        regime: The package.
        paths: The facts that are read.

    Returns:
        The columns by path, that of the claims among them.

    Raises:
        MalformedFactsError: A value is not of its fact's kind; the message names the case.
    """
    codes, claims = claims_of(caseload, regime)
    found = {
        CLAIM: Prepared(
            codes=codes,
            table=tuple(claims),
            stated=(FactState.KNOWN,) * len(claims),
        )
    }
    derived = _kinds(caseload, regime, codes, claims)
    for path in paths:
        if path != CLAIM:
            column = derived if path == KIND_FACT else _column(caseload, path)
            found[path] = _compared(caseload, regime, path, column)
    return found


def claims_of(caseload: Caseload, regime: Regime) -> tuple[Codes, list[Claim]]:
    """What each row claims: codes, and the claims they stand for."""
    columns = [_column(caseload, path) for path in regime.header.claims]

    def read(said: tuple[object, ...]) -> Claim:
        for one in said:
            claim = read_claim(value_of(one), regime)  # type: ignore[arg-type]  # an entry of a table
            if claim.sort is not ClaimSort.OPEN:
                return claim
        return Claim(sort=ClaimSort.OPEN)

    codes, claims = joined(columns, read)
    return codes, [claim for claim in claims if isinstance(claim, Claim)]


def with_ordinary(caseload: Caseload, regime: Regime) -> Caseload:
    """Enter the ordinary answer wherever nobody speaks; see ``assume_ordinary``.

    Args:
        caseload: The rows as stated.
        regime: The package whose vocabulary says what is ordinary.

    Returns:
        The caseload with facts of basis ``assumed`` added. The parameters of an entry
        that an item is only a candidate for stay open.
    """
    codes, claims = claims_of(caseload, regime)
    plain = _assumed(Claim(sort=ClaimSort.OPEN), regime)
    kept: dict[str, list[int]] = {}
    for number, claim in enumerate(claims):
        if claim.sort is ClaimSort.CANDIDATE:
            for path in plain.keys() - _assumed(claim, regime).keys():
                kept.setdefault(path, []).append(number)
    columns = dict(caseload.columns)
    for path, fact in plain.items():
        column = _column(caseload, path)
        stays = np.isin(codes, kept[path]) if path in kept else None
        columns[path] = _filled(column, fact, stays)
    whole = {
        number: assume_ordinary(transaction, regime)
        for number, transaction in caseload.whole.items()
    }
    return replace(caseload, columns=columns, whole=whole)


def _assumed(claim: Claim, regime: Regime) -> Mapping[str, Fact]:
    stated = Transaction()
    if claim.sort is ClaimSort.CANDIDATE:
        words = known(f"candidate {claim.entry}")
        stated = Transaction(facts={regime.header.claims[0]: words})
    view = assume_ordinary(stated, regime).view()
    return {
        path: fact
        for path, fact in view.items()
        if fact.statements[0].basis is Basis.ASSUMED
    }


def _filled(column: Column, fact: Fact, stays: NDArray[np.bool_] | None) -> Column:
    """The column with a fact wherever nobody speaks, but where silence must stay."""
    if stays is None and len(column.table) == 1:
        one = np.broadcast_to(np.uint8(1), column.codes.shape)
        return Column(codes=one, table=(None, fact))
    silent = column.codes == ABSENT
    if stays is not None:
        silent &= ~stays
    codes = column.codes.astype(np.int32)
    codes[silent] = len(column.table)
    table = (*column.table, fact)
    return Column(codes=narrow(codes, len(table)), table=table)


def _column(caseload: Caseload, path: str) -> Column:
    silent = np.broadcast_to(np.uint8(ABSENT), caseload.case.shape)
    return caseload.columns.get(path, Column(codes=silent, table=(None,)))


def _kinds(
    caseload: Caseload, regime: Regime, codes: Codes, claims: list[Claim]
) -> Column:
    """The kind of item, derived from a claimed entry where nobody states it."""
    claimed = Column(codes=codes, table=tuple(claims))  # type: ignore[arg-type]  # claims stand for what is said
    stated = _column(caseload, KIND_FACT)

    def derive(said: tuple[object, ...]) -> object:
        kind, claim = said
        state = state_of(kind)  # type: ignore[arg-type]  # an entry of a table
        entry = claim.entry if isinstance(claim, Claim) else ""
        sort = claim.sort if isinstance(claim, Claim) else ClaimSort.OPEN
        if state is not FactState.UNKNOWN or sort is not ClaimSort.ENTRY:
            return kind
        view = with_derived({regime.header.claims[0]: known(entry)}, regime)
        return view.get(KIND_FACT, kind)

    made, table = joined([stated, claimed], derive)
    return Column(codes=made, table=tuple(table))  # type: ignore[arg-type]  # entries of a table


def _compared(
    caseload: Caseload, regime: Regime, path: str, column: Column
) -> Prepared:
    table: list[Compared] = []
    for code, said in enumerate(column.table):
        fact = said if isinstance(said, Fact) or said is None else known(said)
        try:
            values = begin({} if fact is None else {path: fact}, regime).values
        except InputError as error:
            rows = np.flatnonzero(column.codes == code)
            where = f"case {caseload.name(int(rows[0]))}" if len(rows) else path
            raise MalformedFactsError(where, str(error)) from None
        table.append(values.get(path, OPEN))
    return Prepared(
        codes=column.codes,
        table=tuple(table),
        stated=tuple(state_of(said) for said in column.table),
        scaled=scaled_of(table),
    )
