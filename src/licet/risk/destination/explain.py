"""What is missing from a profile, in plain words."""

from datetime import date

_WORDS = {
    "nothing_held": "No country indicator is held on this machine. An operator loads them with `licet countries sync`.",
    "no_value": "The source has no value for this country.",
    "not_yet_published": "Nothing was published by that day; the first value counts from {day}.",
    "no_interval": "The source gives neither interval nor standard error for the newest value.",
    "publication_day_not_stated": "The source does not state its day of publication; the value counts from {day}, when it was fetched.",
    "several_versions": "The series draws on more than one version; each value names its own.",
}


def missing_words(code: str, day: date | None) -> str:
    """One sentence for a gap of a profile.

    Args:
        code: As in ``Missing.code``.
        day: The day it speaks of, where it speaks of one.
    """
    return _WORDS[code].format(day=day)
