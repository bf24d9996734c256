"""Rules about what the item is for, how much of it, where it fits and by which way it goes."""

from licet.diversion.misrepresentation.model import Given, Judgement
from licet.diversion.misrepresentation.money import cannot_tell, fires, silent
from licet.diversion.misrepresentation.wording import words_of


def end_use(given: Given) -> Judgement:
    """No field of the end use is one that the party is registered for."""
    wanted, held = given.texts("end_use.fields"), given.texts("party.fields")
    if not wanted or not held:
        return cannot_tell("The fields of end use or party are not stated.")
    words = f"End use: {', '.join(wanted)}. Registered purpose: {', '.join(held)}."
    return silent(words) if set(wanted) & set(held) else fires(words)


def quantity(given: Given) -> Judgement:
    """More than the party can use."""
    ordered, capacity = given.amount("item.quantity"), given.amount("party.capacity")
    words = f"Ordered {ordered:f}; stated capacity {capacity:f}."
    return fires(words) if ordered > capacity else silent(words)


def support(given: Given) -> Judgement:
    """Declines what normally comes with it."""
    usual = given.texts("item.services")
    declined = [one for one in given.texts("contract.declined") if one in usual]
    if declined:
        return fires(f"Declined: {', '.join(declined)}.")
    return silent("Nothing that normally comes with it is declined.")


def same_text(given: Given) -> Judgement:
    """Word for word the text of an application that has nothing to do with this one."""
    own = words_of(given.text("end_use.text"))
    if len(own) < given.term("least_words"):
        return silent(f"A text of {len(own)} words is alike by chance.")
    alike = sorted(
        case for case, text in given.pairs("end_use.others") if words_of(text) == own
    )
    if alike:
        return fires(f"The same text in: {', '.join(alike)}.")
    return silent("No unrelated application known here has this text.")


def infrastructure(given: Given) -> Judgement:
    """It needs something that the party does not have."""
    needs, held = given.texts("item.needs"), given.texts("party.infrastructure")
    if not needs:
        return cannot_tell("Nobody has said what the item needs.")
    lacking = [one for one in needs if one not in held]
    words = f"It needs {', '.join(needs)}; the party has {', '.join(held) or 'nothing of that kind'}."
    return fires(words) if lacking else silent(words)


def route(given: Given) -> Judgement:
    """It passes through a country that is not on the usual way."""
    transit, usual = given.texts("route.transit"), given.texts("route.usual")
    strange = [one for one in transit if one not in usual]
    if strange:
        return fires(
            f"It passes through {', '.join(strange)}; usual: {', '.join(usual) or 'no transit'}."
        )
    return silent("It passes through no country that is not usual.")
