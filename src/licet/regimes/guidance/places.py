"""Citations for what carries none of its own, and readers for what is kept as written."""

from collections.abc import Iterable, Mapping

from licet.kernel import Citation
from licet.regimes.guidance.model import Statement, day_words
from licet.regimes.model import Data, Regime, Words, in_words

# What the meaning of the rule language itself rests on.
LANGUAGE = Citation(
    instrument="Licet, the regime language", pinpoint="order and meaning of rules"
)


def whole(law: Regime) -> Citation:
    """The package as a whole: for sentences about what it holds or leaves out."""
    header = law.header
    return Citation(
        instrument=header.instrument,
        pinpoint=f"as a whole, state of {day_words(header.version)}",
        uri=header.uri,
    )


def stated(law: Regime, what: str) -> Citation:
    """A part of the package that names no place in the law: never taken as read."""
    return Citation(
        instrument=law.header.instrument,
        pinpoint=what,
        uri=law.header.uri,
        verified=False,
    )


def cited(law: Regime, data: Data, what: str) -> Citation:
    """The citation of a leaf kept as written.

    Args:
        law: The package.
        data: The leaf.
        what: What is named when it has no citation; it is then marked as unverified.

    Returns:
        Its place; instrument and address come from the header when it leaves them out.
    """
    given = data.get("law")
    if not isinstance(given, Mapping):
        return stated(law, what)
    uri = given.get("uri", law.header.uri)
    return Citation(
        instrument=str(given.get("instrument", law.header.instrument)),
        pinpoint=str(given.get("pinpoint", what)),
        uri=None if uri is None else str(uri),
        verified=given.get("verified") is not False,
    )


def together(law: Regime, places: Iterable[Citation]) -> Citation:
    """Several places of one law as one citation; unverified when one of them is."""
    several = list(places)
    if not several:
        return whole(law)
    pinpoints = list(dict.fromkeys(one.pinpoint for one in several))
    return Citation(
        instrument=several[0].instrument,
        pinpoint="; ".join(pinpoints[:4]) + ("; …" if len(pinpoints) > 4 else ""),  # noqa: PLR2004  # as many as fit on a line
        uri=several[0].uri,
        verified=all(one.verified for one in several),
    )


def text_of(value: object) -> str:
    """Words as written: by language, as a list, or as they stand."""
    if isinstance(value, Mapping):
        if all(isinstance(one, str) for one in value.values()):
            words: Words = {str(key): str(one) for key, one in value.items()}
            if set(words) <= {"en", "fr", "de", "es", "ar"}:
                return in_words(words)
        return "; ".join(
            f"{str(key).replace('_', ' ')}: {text_of(one)}"
            for key, one in value.items()
        )
    if isinstance(value, list | tuple):
        return "; ".join(text_of(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def remarks(
    data: Data, spoken: frozenset[str], place: Citation
) -> tuple[Statement, ...]:
    """Everything written in a leaf that no other sentence has said: nothing is held back.

    Args:
        data: The leaf as written.
        spoken: The keys that other sentences have told.
        place: The law of the leaf.

    Returns:
        One sentence for each key left, in the order of the file.
    """
    return tuple(
        Statement(
            words=f"{str(key).replace('_', ' ').capitalize()}: {text_of(value)}",
            law=place,
        )
        for key, value in data.items()
        if key not in spoken
    )
