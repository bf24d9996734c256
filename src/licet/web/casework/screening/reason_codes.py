"""The verdicts on a hit, and the codes of the reasons that each can have."""

from collections.abc import Mapping
from dataclasses import dataclass

from licet.web.casework.errors import InvalidInputError

CODES: Mapping[str, Mapping[str, str]] = {
    "match": {
        "same_identifier": "An identifying number is the same",
        "same_birth_date": "Name and date of birth are the same",
        "same_address": "Name and address are the same",
        "same_people": "The same owners or directors",
        "source_confirms": "Who keeps the list confirms it",
        "other": "Another reason, said in words",
    },
    "not_a_match": {
        "other_identifier": "An identifying number differs",
        "other_birth_date": "The date of birth differs",
        "other_place": "Country or address differ, and nothing else agrees",
        "other_kind": "A person on one side, a body or a ship on the other",
        "other_business": "Another business, another time, other people",
        "common_name": "Only a common name or word agrees",
        "source_denies": "Who keeps the list says that it is not the same",
        "other": "Another reason, said in words",
    },
    "need_more": {
        "no_identifier": "No number, date or address to compare",
        "unclear_entry": "The entry can be read in two ways",
        "contradiction": "What is stated and what is listed contradict each other in part",
        "other": "Another reason, said in words",
    },
    "reopen": {
        "new_information": "New information has come",
        "mistake": "The earlier word was a mistake",
        "other": "Another reason, said in words",
    },
}
SOURCES: Mapping[str, str] = {
    "applicant": "The applicant",
    "agency": "A reviewing agency",
    "list_keeper": "Who keeps the list",
    "register": "A public register",
    "mission": "Our mission abroad",
    "other": "Somebody else, named in words",
}
VERDICTS = frozenset(CODES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word on a hit as it is to be entered."""

    verdict: str
    code: str
    reasons: str
    needed: str = ""
    needed_from: str = ""


def read_word(
    verdict: str, reasons: str, code: str, needed: str, needed_from: str
) -> Word:
    """A word on a hit, once it is whole.

    Raises:
        InvalidInputError: No such verdict, code or source, no reasons, or a need half told.
    """
    if verdict not in VERDICTS:
        raise InvalidInputError(
            {"verdict": "Choose match, not a match, need more, or reopen."}
        )
    if code not in CODES[verdict]:
        raise InvalidInputError(
            {"code": f"Choose one of: {', '.join(CODES[verdict])}."}
        )
    words = reasons.strip()
    if not words:
        raise InvalidInputError({"reasons": "Say why. The reasons stay with the case."})
    if verdict != "need_more":
        return Word(verdict=verdict, code=code, reasons=words)
    if needed_from and needed_from not in SOURCES:
        raise InvalidInputError(
            {"needed_from": f"Choose one of: {', '.join(SOURCES)}."}
        )
    if bool(needed.strip()) != bool(needed_from):
        raise InvalidInputError(
            {"needed": "Say what is needed, and from whom: both, or neither."}
        )
    return Word(
        verdict=verdict,
        code=code,
        reasons=words,
        needed=needed.strip(),
        needed_from=needed_from,
    )


def code_words(verdict: str, code: str) -> str:
    """The code of a reason in plain words; the code itself when it is none of ours."""
    return CODES.get(verdict, {}).get(code, code)
