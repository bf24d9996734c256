"""A fact that no rule knows is refused: it may be the one that matters."""

from decimal import Decimal

import pytest

from licet.facts import (
    ROLES,
    FactKind,
    FactTerm,
    UnknownFactError,
    Value,
    WrongValueError,
    coerce,
    core_vocabulary,
    nearest,
    read_transaction,
    require_known,
)
from licet.kernel import ImpossibleDateError, UnknownCountryError


def term(kind: FactKind, *choices: str) -> FactTerm:
    worded = {choice: choice for choice in choices}
    return FactTerm(path="x", kind=kind, question={"en": "X?"}, choices=worded)


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        pytest.param(FactKind.BOOLEAN, True, True, id="boolean"),
        pytest.param(FactKind.NUMBER, "12.50", Decimal("12.50"), id="text-number"),
        pytest.param(FactKind.NUMBER, 3, Decimal(3), id="number"),
        pytest.param(FactKind.INTEGER, Decimal("3.0"), 3, id="integer"),
        pytest.param(FactKind.TEXTS, "one", ("one",), id="one-text"),
        pytest.param(FactKind.CHOICES, ("a", "b"), ("a", "b"), id="choices"),
        pytest.param(FactKind.CHOICE, "a", "a", id="choice"),
        pytest.param(FactKind.TEXT, "any", "any", id="text"),
        pytest.param(FactKind.COUNTRY, "NO", "NO", id="country"),
        pytest.param(FactKind.DATE, "2026-01-31", "2026-01-31", id="day"),
    ],
)
def test_a_value_is_read_as_its_facts_kind(
    kind: FactKind, given: Value, value: Value
) -> None:
    worded = ("a", "b") if kind in {FactKind.CHOICE, FactKind.CHOICES} else ()
    assert coerce(term(kind, *worded), given) == value


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        pytest.param(FactKind.BOOLEAN, "true", id="text-for-boolean"),
        pytest.param(FactKind.NUMBER, True, id="boolean-for-number"),
        pytest.param(FactKind.NUMBER, "many", id="word-for-number"),
        pytest.param(FactKind.NUMBER, "NaN", id="not-a-number"),
        pytest.param(FactKind.NUMBER, ("1",), id="list-for-number"),
        pytest.param(FactKind.INTEGER, "1.5", id="part-of-a-piece"),
        pytest.param(FactKind.TEXTS, 3, id="number-for-list"),
        pytest.param(FactKind.CHOICE, "c", id="no-such-choice"),
        pytest.param(FactKind.CHOICES, ("a", "c"), id="no-such-choice-in-list"),
        pytest.param(FactKind.TEXT, 3, id="number-for-text"),
    ],
)
def test_a_value_that_the_fact_cannot_have_is_refused(
    kind: FactKind, given: Value
) -> None:
    worded = ("a", "b") if kind in {FactKind.CHOICE, FactKind.CHOICES} else ()
    with pytest.raises(WrongValueError, match="cannot be") as refused:
        coerce(term(kind, *worded), given)
    assert refused.value.code == "wrong_value"


def test_countries_and_days_are_looked_up() -> None:
    with pytest.raises(UnknownCountryError):
        coerce(term(FactKind.COUNTRY), "XX")
    with pytest.raises(ImpossibleDateError):
        coerce(term(FactKind.DATE), "2026-02-30")


def test_a_fact_in_no_vocabulary_is_refused_with_the_nearest_known() -> None:
    transaction = read_transaction({"destinaton": "BR"})
    with pytest.raises(UnknownFactError, match="Did you mean destination") as refused:
        require_known(transaction, core_vocabulary())
    assert refused.value.code == "unknown_fact"


def test_a_fact_unlike_any_other_is_refused_as_well() -> None:
    with pytest.raises(UnknownFactError, match="Leave it out"):
        require_known(read_transaction({"zzzz": 1}), core_vocabulary())


def test_the_first_vocabulary_that_knows_a_fact_judges_its_value() -> None:
    own = {"end_user.type": term(FactKind.CHOICE, "private")}
    transaction = read_transaction(
        {"item": {"logs": True}, "end_user": {"type": "police"}}
    )
    require_known(transaction, core_vocabulary())
    with pytest.raises(WrongValueError):
        require_known(transaction, own, core_vocabulary())


def test_every_role_and_the_capability_sheet_are_in_the_core() -> None:
    core = core_vocabulary()
    assert {f"{role}.country" for role in ROLES} <= core.keys()
    sheet = (
        "delivery persistence number_of_targets operator_runs_it hosting "
        "territory_limit logs update_channel remote_disable"
    )
    assert {f"item.{key}" for key in sheet.split()} <= core.keys()
    assert nearest("activity.typ", [core])[0] == "activity.type"
