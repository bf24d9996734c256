"""A transaction is looked at one item and one party of each role at a time."""

from decimal import Decimal

import pytest

from licet.facts import (
    NOT_APPLICABLE,
    UNKNOWN,
    FactState,
    Item,
    NoSuchItemError,
    Party,
    Statement,
    Transaction,
    gather,
    json_value,
    known,
    read_transaction,
)


def test_the_first_party_of_a_role_is_seen_unless_another_is_chosen() -> None:
    first, second = (Party(role="consignee", name=name) for name in ("A", "B"))
    transaction = Transaction(parties=(first, second))
    assert transaction.view()["consignee.name"].value == "A"
    chosen = transaction.view(parties={"consignee": second})
    assert chosen["consignee.name"].value == "B"
    assert transaction.in_role("consignee") == (first, second)


def test_each_item_has_its_own_view() -> None:
    items = (Item(name="one"), Item(name="two", facts={"kind": known("software")}))
    transaction = Transaction(items=items)
    assert "item.kind" not in transaction.view(0)
    assert transaction.view(1)["item.kind"].value == "software"


@pytest.mark.parametrize("asked", [-1, 2])
def test_an_item_that_is_not_there_is_refused(asked: int) -> None:
    with pytest.raises(NoSuchItemError, match="counted from 0") as refused:
        Transaction(items=(Item(), Item())).view(asked)
    assert refused.value.code == "no_such_item"


def test_sources_that_agree_make_a_known_fact() -> None:
    both = gather([Statement(value=1), Statement(value=1, by="officer")])
    assert both.state is FactState.KNOWN
    assert gather([]) == UNKNOWN
    assert NOT_APPLICABLE.value is None


def test_values_are_carried_exactly() -> None:
    assert json_value(Decimal("1.50")) == "1.50"
    assert json_value(("a", "b")) == ["a", "b"]
    assert json_value(None) is None


def test_the_written_form_names_only_what_is_there() -> None:
    written = read_transaction({"destination": "BR"}).to_json()
    assert "as_of" not in written
    assert written["parties"] == []
