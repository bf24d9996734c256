"""One fact of a package's vocabulary, read and checked."""

from collections.abc import Mapping
from decimal import Decimal

from licet.facts import ROLES, FactKind, FactTerm, Value, WrongValueError, coerce
from licet.kernel import ImpossibleDateError, UnknownCountryError
from licet.regimes.fields import Desk
from licet.regimes.model import Count
from licet.regimes.source import Table

_FACT_KEYS = frozenset(
    [
        "type",
        "unit",
        "choices",
        "question",
        "help",
        "asks",
        "mutable",
        "ordinary",
        "law",
        "note",
        "counts",
    ]
)


def read_term(desk: Desk, path: str, table: Table) -> FactTerm:
    """The fact at ``path``; what is wrong with it goes to the desk."""
    desk.only(table, path, _FACT_KEYS)
    written = desk.text(table, "type", path, needed=True)
    if written not in set(FactKind):
        what = f"`type: {written}` is not a sort of fact."
        desk.wrong(table, "type", path, what, "Sorts: " + ", ".join(FactKind) + ".")
        written = "text"
    question = desk.words(table, "question", path)
    if not question:
        what = "The fact has no question in plain words."
        desk.wrong(table, "question", path, what, "Write `question: {en: ...}`.")
    term = FactTerm(
        path=path,
        kind=FactKind(written),
        question=question,
        choices=_choices(desk, path, table),
        unit=desk.text(table, "unit", path),
        help=desk.words(table, "help", path),
        asks=desk.texts(table, "asks", path),
        mutable=desk.truth(table, "mutable", path, default=False),
        law=desk.law(table, path) if "law" in table else None,
    )
    return _with_ordinary(desk, term, table)


_COUNT_KEYS = frozenset(["parties", "items", "where"])


def read_count(desk: Desk, path: str, table: Table) -> Count | None:
    """How the fact at ``path`` counts parties or items, or ``None`` when it does not."""
    given = table.get("counts")
    if given is None:
        return None
    if not isinstance(given, Table) or table.get("type") != "integer":
        what = "A count is a mapping, and its fact a whole number."
        mend = (
            "Write `type: integer` and `counts: {parties: [end_user], where: {...}}`."
        )
        desk.wrong(table, "counts", path, what, mend)
        return None
    desk.only(given, path, _COUNT_KEYS)
    roles = desk.texts(given, "parties", path)
    items = desk.truth(given, "items", path, default=False)
    for role in roles:
        if role not in ROLES:
            what = f"{role} is not a role."
            desk.wrong(given, "parties", path, what, "Roles: " + ", ".join(ROLES) + ".")
    if items is bool(roles):
        what = "A count is over parties or over items, one of the two."
        desk.wrong(given, "parties", path, what, "Name roles, or write `items: true`.")
    where = given.get("where")
    return Count(
        parties=roles,
        items=items,
        where={key: frozenset(_values(desk, where, key, path)) for key in where}
        if isinstance(where, Table)
        else {},
    )


def _values(desk: Desk, where: Table, key: str, path: str) -> tuple[str, ...]:
    value = where[key]
    if isinstance(value, bool):
        return (str(value).lower(),)
    return desk.texts(where, key, path)


def _choices(desk: Desk, path: str, table: Table) -> Mapping[str, str]:
    value = table.get("choices")
    if isinstance(value, list):
        return {text: text for text in desk.texts(table, "choices", path)}
    if isinstance(value, Table):
        return {
            name: next(iter(desk.words(value, name, path).values()), name)
            for name in value
        }
    return {}


def _with_ordinary(desk: Desk, term: FactTerm, table: Table) -> FactTerm:
    given = table.get("ordinary")
    if given is None:
        return term
    value: Value
    if isinstance(given, list):
        value = tuple(str(one) for one in given)
    elif isinstance(given, str | bool | int | Decimal):
        value = given
    else:
        value = ""
    try:
        value = coerce(term, value)
    except (WrongValueError, UnknownCountryError, ImpossibleDateError) as error:
        what = f"The ordinary answer does not fit: {error}"
        desk.wrong(table, "ordinary", term.path, what, "Give a value it can have.")
    return FactTerm(
        path=term.path,
        kind=term.kind,
        question=term.question,
        choices=term.choices,
        unit=term.unit,
        help=term.help,
        asks=term.asks,
        mutable=term.mutable,
        ordinary=value,
        law=term.law,
    )
