"""One party out of several rows of a list."""

from dataclasses import replace

from licet.screening.model import Entity, Name, Strength


def merged_names(first: tuple[Name, ...], second: tuple[Name, ...]) -> tuple[Name, ...]:
    """Every name once; what ``first`` says of a name stands."""
    return tuple({name.text: name for name in (*second, *first)}.values())


def joined(first: Entity, second: Entity) -> Entity:
    """One party from two rows: primary names come first, and nothing that a row says is lost."""
    names = merged_names(first.names, second.names)
    remarks = dict.fromkeys(text for text in (first.remarks, second.remarks) if text)
    return replace(
        first,
        names=tuple(sorted(names, key=lambda n: n.strength is not Strength.PRIMARY)),
        programs=tuple(dict.fromkeys(first.programs + second.programs)),
        countries=tuple(dict.fromkeys(first.countries + second.countries)),
        addresses=tuple(dict.fromkeys(first.addresses + second.addresses)),
        identifiers=tuple(dict.fromkeys(first.identifiers + second.identifiers)),
        birth_dates=tuple(dict.fromkeys(first.birth_dates + second.birth_dates)),
        listed_on=first.listed_on or second.listed_on,
        remarks=" ".join(remarks),
    )
