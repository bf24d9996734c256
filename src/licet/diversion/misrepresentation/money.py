"""Rules about prices, payers, banks, commissions and the size of an order."""

from collections.abc import Sequence
from decimal import Decimal

from licet.diversion.misrepresentation.model import Given, Judgement, Outcome
from licet.diversion.misrepresentation.wording import name_key


def fires(words: str) -> Judgement:
    """The sign is there."""
    return Judgement(outcome=Outcome.FIRES, words=words)


def silent(words: str, *, settled: bool = False) -> Judgement:
    """It is not there, as far as the evidence says."""
    return Judgement(outcome=Outcome.SILENT, words=words, settled=settled)


def cannot_tell(words: str) -> Judgement:
    """The evidence does not suffice."""
    return Judgement(outcome=Outcome.CANNOT_TELL, words=words)


def quantile(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    """A quantile of values in ascending order, between two of them by proportion."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def price(given: Given) -> Judgement:
    """Far outside the quartiles of comparable licences, and far from their median."""
    asked = given.amount("item.unit_price")
    known = sorted(given.amounts("comparable.prices"))
    if len(known) < given.term("least"):
        return cannot_tell(
            f"Only {len(known)} comparable licences are known; {given.term('least')} are needed."
        )
    first, median, third = (
        quantile(known, Decimal(share)) for share in ("0.25", "0.5", "0.75")
    )
    reach = given.term("reach") * (third - first)
    words = f"One piece costs {asked:f}; {len(known)} comparable licences lie around {median:f}."
    near = abs(asked - median) <= given.term("near") * median
    if near or first - reach <= asked <= third + reach:
        return silent(words)
    return fires(words)


def payer(given: Given) -> Judgement:
    """The payer bears the name of no end user or consignee."""
    name = given.text("payer.name")
    parties = given.texts("parties.names")
    words = f"Payer: {name}. End user and consignees: {', '.join(parties)}."
    if name_key(name) in {name_key(one) for one in parties}:
        return silent(words)
    return fires(words)


def bank(given: Given) -> Judgement:
    """The bank sits where neither a receiving party nor the final use is."""
    country = given.text("bank.country")
    concerned = given.texts("parties.countries")
    words = f"Bank in {country}; end user, consignee and use in {', '.join(concerned)}."
    return silent(words) if country in concerned else fires(words)


def commission(given: Given) -> Judgement:
    """The share of the contract that goes to an agent."""
    paid, value = given.amount("contract.commission"), given.amount("contract.value")
    if value == 0:
        return cannot_tell("The contract has no value to reckon a share of.")
    share = paid / value
    words = f"The commission is {share * 100:.1f} % of the contract; usual is at most {given.term('usual') * 100:.0f} %."
    return fires(words) if share > given.term("usual") else silent(words)


def new_company(given: Given) -> Judgement:
    """Young on the day of the application, and the order large beside comparable ones."""
    age = (given.day("application.on") - given.day("party.founded")).days
    if age >= given.term("days"):
        return silent(f"Founded {age} days before the application.", settled=True)
    words = f"Founded {age} days before the application"
    if not given.knows("comparable.order_values") or not given.knows("contract.value"):
        return cannot_tell(
            f"{words}; how large the order is beside others is not known."
        )
    orders = sorted(given.amounts("comparable.order_values"))
    if len(orders) < given.term("least"):
        return cannot_tell(f"{words}; only {len(orders)} comparable orders are known.")
    usual = quantile(orders, Decimal("0.5"))
    value = given.amount("contract.value")
    words = f"{words}; the order is worth {value:f}, comparable ones {usual:f}."
    return fires(words) if value >= given.term("times") * usual else silent(words)
