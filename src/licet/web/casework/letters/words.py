"""The fixed words of every letter, each passed through ``gettext`` where it stands.

Babel extracts them like any other message; a caller passes the translator of the
addressee's language.
"""

from collections.abc import Mapping
from datetime import date

from licet.web.casework.letters.model import Gettext, LetterKind


def frame_words(gettext: Gettext) -> Mapping[str, str]:
    """Words that the template itself sets."""
    return {
        "page": gettext("Page"),
        "particular": gettext("Particular"),
        "statement": gettext("Statement"),
    }


def month_names(gettext: Gettext) -> tuple[str, ...]:
    """January to December."""
    return (
        gettext("January"),
        gettext("February"),
        gettext("March"),
        gettext("April"),
        gettext("May"),
        gettext("June"),
        gettext("July"),
        gettext("August"),
        gettext("September"),
        gettext("October"),
        gettext("November"),
        gettext("December"),
    )


def long_day(day: date, gettext: Gettext) -> str:
    """A day as letters write it: ``9 July 2026``."""
    return f"{day.day} {month_names(gettext)[day.month - 1]} {day.year}"


def licence_words(gettext: Gettext) -> Mapping[str, str]:
    """Words of the licence."""
    return {**_licence_labels(gettext), **_licence_sentences(gettext)}


def _licence_labels(gettext: Gettext) -> Mapping[str, str]:
    return {
        "title": gettext("Export licence"),
        "kind individual": gettext("Individual export licence"),
        "kind global": gettext("Global export licence"),
        "particulars": gettext("Particulars"),
        "number": gettext("Licence number"),
        "regime": gettext("Legal order"),
        "issued": gettext("Issued"),
        "first": gettext("First day, included"),
        "last": gettext("Last day, included"),
        "destination": gettext("Destination"),
        "zone": gettext("Days are counted in"),
        "parties": gettext("Parties"),
        "licensee": gettext("Licensee"),
        "consignee": gettext("Consignee"),
        "end_user": gettext("End user"),
        "items": gettext("Items"),
        "line": gettext("Line"),
        "entry": gettext("Control list entry"),
        "description": gettext("Description"),
        "quantity": gettext("Quantity"),
        "unit C62": gettext("pieces"),
        "one unit C62": gettext("piece"),
        "conditions": gettext("Conditions"),
        "check": gettext("Check this licence"),
    }


def _licence_sentences(gettext: Gettext) -> Mapping[str, str]:
    return {
        "opening": gettext(
            "{authority} permits the licensee named below to let the items listed "
            "below leave, to this destination and these parties, on these conditions "
            "and within these days."
        ),
        "no_conditions": gettext("This licence carries no conditions."),
        "code_alt": gettext(
            "QR code with the signed short form of licence {number}. The same data are "
            "attached to this file."
        ),
        "scan": gettext(
            "The code holds the signed short form of this licence. It can be checked "
            "without a network against the authority's published keys."
        ),
        "status": gettext(
            "This paper does not show whether the licence was suspended, revoked or "
            "used up since. Its status stands in place {index} of:"
        ),
        "attached": gettext(
            "The signed data govern. They are attached to this file as licence.sdjwt, "
            "with every name in its own script."
        ),
        "romanised": gettext(
            "Names in scripts that this letter cannot show are written in Latin "
            "letters; the attached data hold them as their owners write them."
        ),
        "about": gettext("Export licence {number} of {authority}"),
    }


def log_words(gettext: Gettext) -> str:
    """The line that ties every letter to the public log."""
    return gettext(
        "State of the public log when this letter was made: {origin}, {size} entries, "
        "root {root}."
    )


def letter_titles(gettext: Gettext) -> Mapping[LetterKind, str]:
    """The heading of each kind."""
    return {
        LetterKind.REFUSAL: gettext("Refusal of an export licence"),
        LetterKind.INTENT_TO_REFUSE: gettext("Intent to refuse an export licence"),
        LetterKind.INFORMATION_REQUEST: gettext("Request for information"),
        LetterKind.SUSPENSION: gettext("Suspension of an export licence"),
        LetterKind.NO_LICENCE_REQUIRED: gettext("No licence required"),
        LetterKind.APPEAL_OUTCOME: gettext("Outcome of your appeal"),
        LetterKind.CLASSIFICATION_OPINION: gettext("Classification opinion"),
        LetterKind.ADVANCE_RULING: gettext("Advance ruling"),
    }


def letter_openings(gettext: Gettext) -> Mapping[LetterKind, str]:
    """The first paragraph of each kind."""
    return {
        LetterKind.REFUSAL: gettext(
            "We refuse the licence that you applied for under {reference}. The items "
            "may not leave."
        ),
        LetterKind.INTENT_TO_REFUSE: gettext(
            "We intend to refuse the licence that you applied for under {reference}. "
            "Nothing is decided yet: you may answer the grounds below."
        ),
        LetterKind.INFORMATION_REQUEST: gettext(
            "We need the following to decide on {reference}. The clock of your "
            "application stands until you answer."
        ),
        LetterKind.SUSPENSION: gettext(
            "Licence {reference} is suspended from the day of this letter. Nothing may "
            "leave under it, by any way, until we lift the suspension in writing."
        ),
        LetterKind.NO_LICENCE_REQUIRED: gettext(
            "On the facts below, what you describe under {reference} needs no licence "
            "from us. If a fact changes, or you learn that one was wrong, this letter "
            "no longer covers you: ask again."
        ),
        LetterKind.APPEAL_OUTCOME: gettext(
            "We have decided your appeal in {reference}. The people who decided it had "
            "no part in the first decision."
        ),
        LetterKind.CLASSIFICATION_OPINION: gettext(
            "You asked under {reference} where your item falls. On the facts below, and "
            "on these alone, we say how it is classified."
        ),
        LetterKind.ADVANCE_RULING: gettext(
            "You asked under {reference} what the law will ask of a transaction that you "
            "plan. On the facts below, and on these alone, we bind ourselves to this answer."
        ),
    }


def letter_words(gettext: Gettext) -> Mapping[str, str]:
    """Headings and sentences that several kinds share."""
    return {
        "facts": gettext("What this is about"),
        "relied": gettext("Facts relied on"),
        "outcome": gettext("Outcome"),
        "grounds": gettext("Grounds"),
        "ground": gettext("Ground"),
        "law": gettext("Law"),
        "reasons": gettext("Reasons"),
        "questions": gettext("What we ask"),
        "answer": gettext("How to answer"),
        "answer_by": gettext(
            "Answer in your account by {day}. That day is included. If we hear "
            "nothing, we decide on what we have."
        ),
        "appeal": gettext("How to appeal"),
        "appeal_by": gettext(
            "You may appeal to {body} by {day}. That day is included. Nobody who took "
            "part in this decision, and nobody above them, will decide the appeal."
        ),
        "signed": gettext("Signed for {authority} by {signatory}, {post}."),
        "attached": gettext("The data of this letter are attached as letter.json."),
        "about": gettext("{title}, {reference}, {authority}"),
    }
