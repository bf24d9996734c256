"""A limit that each order keeps and several together pass is found, with what adds up."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from licet.diversion import Limit, Shipment, limits_of, split_orders
from licet.kernel import Citation
from licet.regimes import load_regime

DAY = date(2026, 3, 2)


def limit(number: int = 5000, *, included: bool = True, unit: str = "USD", amount: str = "item.value", entries: tuple[str, ...] = ("5A001.f",)) -> Limit:  # fmt: skip
    return Limit(
        regime="invented/law", rule="small", title="Small value", amount=amount,
        number=Decimal(number), included=included, unit=unit, entries=entries,
        citation=Citation(instrument="Invented Act", pinpoint="s. 2"),
    )  # fmt: skip


def order(case: str, value: int | None, days: int = 0, **changes: object) -> Shipment:
    told: dict[str, object] = {
        "case": case, "item": 1, "exporter": f"Exporter {case}", "entry": "5A001.f.4",
        "on": DAY + timedelta(days=days), "currency": "USD",
        "value": None if value is None else Decimal(value),
    }  # fmt: skip
    return Shipment(**{**told, **changes})  # type: ignore[arg-type]  # the record's own fields


def test_two_exporters_under_the_limit_pass_it_together() -> None:
    (one,) = split_orders([order("A", 3000), order("B", 2500, 10)], [limit()], days=90)
    assert one.total == 5500
    assert one.cases == ("A", "B")
    assert one.exporters == ("Exporter A", "Exporter B")


@pytest.mark.parametrize(
    ("total", "included", "found"),
    [(4999, True, 0), (5000, True, 0), (5001, True, 1), (5000, False, 1)],
)
def test_the_limit_itself_counts_as_the_law_says(
    total: int, included: bool, found: int
) -> None:
    orders = [order("A", 2000), order("B", total - 2000)]
    assert len(split_orders(orders, [limit(included=included)], days=30)) == found


@pytest.mark.parametrize(("apart", "found"), [(30, 1), (31, 0)])
def test_orders_further_apart_than_the_span_do_not_add(apart: int, found: int) -> None:
    orders = [order("A", 3000), order("B", 3000, apart)]
    assert len(split_orders(orders, [limit()], days=30)) == found


def test_one_order_over_the_limit_hides_nothing() -> None:
    assert split_orders([order("A", 9000), order("B", 100)], [limit()], days=30) == ()


def test_several_items_of_one_case_are_one_application() -> None:
    orders = [order("A", 3000), order("A", 3000, item=2)]
    assert split_orders(orders, [limit()], days=30) == ()


def test_another_entry_another_currency_and_no_amount_count_not() -> None:
    orders = [
        order("A", 3000),
        order("B", 3000, entry="4A005"),
        order("C", 3000, currency="EUR"),
        order("D", None),
    ]
    assert split_orders(orders, [limit()], days=30) == ()
    assert len(split_orders(orders[:2], [limit(entries=())], days=30)) == 1
    assert len(split_orders([orders[0], order("E", 3000, currency="")], [limit()], days=30)) == 1  # fmt: skip


def test_quantities_have_limits_too() -> None:
    orders = [order(name, None, quantity=Decimal(8)) for name in "AB"]
    (one,) = split_orders(orders, [limit(10, unit="", amount="item.quantity")], days=30)
    assert one.total == 16


def test_only_splits_of_the_case_asked_for_and_the_largest_of_them() -> None:
    orders = [order("A", 3000), order("B", 3000), order("C", 4000, 200), order("D", 4500, 210)]  # fmt: skip
    assert [one.cases for one in split_orders(orders, [limit()], days=30)] == [("C", "D")]  # fmt: skip
    (one,) = split_orders(orders, [limit()], days=30, case="A")
    assert one.cases == ("A", "B")
    assert split_orders(orders, [limit()], days=30, case="Z") == ()


def test_the_limits_of_a_law_are_read_from_its_own_rules() -> None:
    found = {one.rule: one for one in limits_of(load_regime("us/ear"), on=DAY)}
    small = found["lvs"]
    assert (small.number, small.included, small.unit) == (Decimal(5000), True, "USD")
    assert small.concerns("5A001.f.4")
    assert not small.concerns("5A002")
    assert small.citation.pinpoint.startswith("740.3")
    assert limits_of(load_regime("uk/eco-2008"), on=DAY) == ()
