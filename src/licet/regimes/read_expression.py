"""Written expressions into typed ones."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from licet.facts import FactKind, FactTerm, Value, WrongValueError, coerce
from licet.kernel import ImpossibleDateError, UnknownCountryError
from licet.regimes.expression import (
    AllOf,
    Always,
    AnyOf,
    Before,
    Comparator,
    Comparison,
    DefinitionHolds,
    EntryFits,
    Expression,
    InGroup,
    IsKnown,
    KindOf,
    Not,
    OnOrAfter,
    RuleFires,
)
from licet.regimes.fields import Desk, near
from licet.regimes.source import Table
from licet.regimes.units import converted

FORMS = (
    "all, any, not, fact (with is, in, intersects, contains, at_least, at_most, above, "
    "below or in_group), entry, kind_of, definition, rule, known, on_or_after, before"
)
NEVER = Always(value=False)
_COMPARATORS = {str(one) for one in Comparator}
_SEVERAL = {Comparator.IN, Comparator.INTERSECTS}
_ORDERED = {
    Comparator.AT_LEAST,
    Comparator.AT_MOST,
    Comparator.ABOVE,
    Comparator.BELOW,
}
_ORDERED_KINDS = {FactKind.NUMBER, FactKind.INTEGER, FactKind.DATE}
_LISTS = {FactKind.CHOICES, FactKind.TEXTS}


class ExpressionReader:
    """Reads the expressions of one package against its vocabulary."""

    def __init__(self, desk: Desk, vocabulary: Mapping[str, FactTerm]) -> None:
        self._desk = desk
        self.vocabulary = vocabulary
        self._forms: dict[str, Callable[[Table, str], Expression]] = {
            "all": lambda table, about: AllOf(parts=self._parts(table, "all", about)),
            "any": lambda table, about: AnyOf(parts=self._parts(table, "any", about)),
            "not": lambda table, about: Not(part=self.read(table, "not", about)),
            "entry": lambda table, about: EntryFits(
                entries=desk.texts(table, "entry", about)
            ),
            "kind_of": lambda table, about: KindOf(
                kind=desk.text(table, "kind_of", about, needed=True)
            ),
            "definition": lambda table, about: DefinitionHolds(
                name=desk.text(table, "definition", about, needed=True)
            ),
            "rule": lambda table, about: RuleFires(
                rule=desk.text(table, "rule", about, needed=True)
            ),
            "known": self._known,
            "on_or_after": lambda table, about: self._day(table, "on_or_after", about),
            "before": lambda table, about: self._day(table, "before", about),
        }

    def read(self, table: Table, key: str, about: str) -> Expression:
        """The expression under a key of a table."""
        return self._one(table.get(key), table, key, about)

    def _one(self, value: object, table: Table, key: str, about: str) -> Expression:
        if isinstance(value, bool):
            return Always(value=value)
        if not isinstance(value, Table):
            self._desk.wrong(
                table,
                key,
                about,
                f"`{key}` holds {value!r}, which is not an expression.",
                f"The forms are {FORMS}.",
            )
            return NEVER
        if "fact" in value:
            return self._fact(value, about)
        form = next(iter(value), "")
        if len(value) != 1 or form not in self._forms:
            what = f"{{{', '.join(value)}}} is not a form of expression."
            mend = (
                "Join several with `all` or `any`."
                if form in self._forms
                else f"The forms are {FORMS}."
            )
            self._desk.wrong(value, form, about, what, mend)
            return NEVER
        return self._forms[form](value, about)

    def _parts(self, table: Table, key: str, about: str) -> tuple[Expression, ...]:
        value = table[key]
        if not isinstance(value, list):
            what = f"`{key}` is not a list."
            self._desk.wrong(table, key, about, what, "Write `[e, e]`.")
            return ()
        return tuple(self._one(part, table, key, about) for part in value)

    def _term(self, table: Table, key: str, about: str) -> FactTerm | None:
        path = self._desk.text(table, key, about, needed=True)
        term = self.vocabulary.get(path)
        if term is None and path:
            what = f"The fact {path!r} is not in the vocabulary."
            self._desk.wrong(table, key, about, what, near(path, self.vocabulary))
        return term

    def _known(self, table: Table, about: str) -> Expression:
        term = self._term(table, "known", about)
        return NEVER if term is None else IsKnown(fact=term.path)

    def _day(self, table: Table, key: str, about: str) -> Expression:
        day = self._desk.day(table, key, about)
        if day is None:
            return NEVER
        return OnOrAfter(day=day) if key == "on_or_after" else Before(day=day)

    def _fact(self, table: Table, about: str) -> Expression:
        term = self._term(table, "fact", about)
        forms = [key for key in table if key != "fact"]
        if len(forms) != 1 or forms[0] not in _COMPARATORS | {"in_group"}:
            what = f"{{{', '.join(table)}}} does not compare the fact with one thing."
            self._desk.wrong(table, "fact", about, what, f"The forms are {FORMS}.")
            return NEVER
        if term is None:
            return NEVER
        if forms[0] == "in_group":
            groups = self._desk.texts(table, "in_group", about)
            return InGroup(fact=term.path, groups=groups)
        return self._comparison(table, term, Comparator(forms[0]), about)

    def _comparison(
        self, table: Table, term: FactTerm, comparator: Comparator, about: str
    ) -> Expression:
        key = str(comparator)
        if comparator in _ORDERED and term.kind not in _ORDERED_KINDS:
            what = f"{term.path} is a {term.kind}; it has no order."
            self._desk.wrong(table, key, about, what, "Compare it with `is` or `in`.")
            return NEVER
        listed = {Comparator.INTERSECTS, Comparator.CONTAINS}
        if (term.kind in _LISTS) != (comparator in listed):
            what = f"`{key}` does not suit {term.path}, which is a {term.kind}."
            mend = "Lists: intersects, contains. Single values: is, in and the orders."
            self._desk.wrong(table, key, about, what, mend)
            return NEVER
        given = table[key]
        values = (
            given if comparator in _SEVERAL and isinstance(given, list) else [given]
        )
        read = tuple(self._value(table, key, term, about, one) for one in values)
        value = read if comparator in _SEVERAL else read[0]
        return Comparison(fact=term.path, comparator=comparator, value=value)

    def _value(
        self, table: Table, key: str, term: FactTerm, about: str, given: object
    ) -> Value:
        if isinstance(given, Table):
            given = self._amount(given, term, about)
        if not isinstance(given, str | bool | int | Decimal):
            what = f"{given!r} is not a value."
            self._desk.wrong(
                table, key, about, what, "Write one value, or a list for `in`."
            )
            return ""
        if term.kind in {FactKind.TEXT, FactKind.CHOICE, *_LISTS}:
            given = str(given) if not isinstance(given, bool) else given
        try:
            value = coerce(term, given)
        except (WrongValueError, UnknownCountryError, ImpossibleDateError) as error:
            what = f"{term.path} compared with {given!r}: {error}"
            self._desk.wrong(
                table, key, about, what, "Compare it with a value it can have."
            )
            return ""
        return value[0] if isinstance(value, tuple) else value

    def _amount(self, table: Table, term: FactTerm, about: str) -> object:
        """An amount with its unit, in the unit of the fact."""
        self._desk.only(table, about, frozenset({"value", "unit"}))
        amount = table.get("value")
        unit = self._desk.text(table, "unit", about, needed=True)
        if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
            return amount
        found = converted(Decimal(amount), unit, term.unit)
        if found is None:
            what = f"{term.path} is in {term.unit or 'no unit'}; {unit} does not measure the same."
            self._desk.wrong(table, "unit", about, what, "Use a unit of its dimension.")
            return amount
        return int(found) if found == found.to_integral_value() else found
