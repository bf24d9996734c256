"""Rules about who the party is: address, business, contact, number, dates, web presence, refusals."""

from licet.diversion.misrepresentation.model import Given, Judgement
from licet.diversion.misrepresentation.money import cannot_tell, fires, silent
from licet.diversion.misrepresentation.numbers import flawed_numbers, known_schemes
from licet.diversion.misrepresentation.wording import (
    FREE_MAIL,
    address_key,
    domain_key,
)

FORWARDERS = frozenset({"freight_forwarder", "customs_agent", "free_zone_operator", "transshipment", "mailbox"})  # fmt: skip
_WHY = {"form": "has not the form", "digit": "has a wrong check digit"}


def address(given: Given) -> Judgement:
    """The same words of address as an unrelated party's or an agent's."""
    own = address_key(given.text("party.address"))
    if len(own) < given.term("least_words"):
        return cannot_tell("The address has too few words to compare.")
    there = sorted(
        name
        for name, where in given.pairs("parties.addresses")
        if address_key(where) == own
    )
    if there:
        return fires(f"At the same address: {', '.join(there)}.")
    return silent("No unrelated party known here has this address.")


def forwarder(given: Given) -> Judgement:
    """The business is one that passes goods on."""
    business = given.text("party.business")
    words = f"Its business: {business.replace('_', ' ')}."
    return fires(words) if business in FORWARDERS else silent(words)


def contact(given: Given) -> Judgement:
    """The contact writes from another domain than the party's, or from a free one."""
    own, used = (
        domain_key(given.text(path)) for path in ("party.domain", "contact.domain")
    )
    words = f"The contact writes from {used}; the party's domain is {own}."
    if used == own and used not in FREE_MAIL:
        return silent(words)
    return fires(words)


def numbers(given: Given) -> Judgement:
    """A number that its register cannot have issued."""
    told = given.pairs("party.numbers")
    flaws = flawed_numbers(told)
    if flaws:
        return fires(
            " ".join(f"{one.scheme} {one.number} {_WHY[one.why]}." for one in flaws)
        )
    reckoned = [scheme for scheme, _ in told if scheme in known_schemes()]
    if not reckoned:
        return cannot_tell(
            "No number of a register whose check digits are known is stated."
        )
    return silent(f"Check digits are right: {', '.join(reckoned)}.")


def undertaking(given: Given) -> Judgement:
    """Signed before the company was founded, or after the day of the application."""
    signed = given.day("undertaking.signed_on")
    against = []
    if given.knows("party.founded") and signed < given.day("party.founded"):
        against.append(f"the company was founded on {given.day('party.founded')}")
    if given.knows("application.on") and signed > given.day("application.on"):
        against.append(f"the application is of {given.day('application.on')}")
    if against:
        return fires(f"Signed on {signed}; {'; '.join(against)}.")
    return silent(f"Signed on {signed}.")


def web(given: Given) -> Judgement:
    """The party's own pages name other countries and other fields only."""
    country = given.text("party.country")
    countries, fields, shown = (
        given.texts(path) if given.knows(path) else ()
        for path in ("web.countries", "party.fields", "web.fields")
    )
    against = []
    if countries and country not in countries:
        against.append(f"Registered in {country}, pages of {', '.join(countries)}.")
    if fields and shown and not set(fields) & set(shown):
        against.append(
            f"Registered for {', '.join(fields)}, pages about {', '.join(shown)}."
        )
    if against:
        return fires(" ".join(against))
    if not countries and not shown:
        return cannot_tell("Its pages name neither a country nor a field.")
    return silent("Its pages agree with the register in what they say.")


def refusal(given: Given) -> Judgement:
    """We know of a refusal, and the application says that there was none."""
    known = given.texts("refusals.known")
    if not known:
        return silent("No refusal on this party is known here.", settled=True)
    words = f"Refused before: {', '.join(known)}."
    if not given.knows("refusals.disclosed"):
        return cannot_tell(f"{words} Whether it was disclosed is not known.")
    return silent(words) if given.answer("refusals.disclosed") else fires(words)
