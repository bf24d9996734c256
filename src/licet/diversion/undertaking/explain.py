"""Why a returned undertaking was taken or refused, in words."""

from licet.diversion.undertaking.model import ReturnFinding

_WORDS = {
    "fits": "It is the undertaking that was generated for this case.",
    "foreign": "No undertaking of this number was generated for this case. Send the one that belongs to it.",
    "tampered": "It does not say what was generated. Send the document as it was downloaded, signed.",
    "outdated": "The case says something else by now. Generate a new undertaking and have it signed.",
    "expired": "Its last day to come back has passed. Generate a new one and have it signed.",
    "out_of_time": "The day beside the signature cannot be right. Check it with the signatory.",
}


def in_words(finding: ReturnFinding) -> str:
    """One or two sentences; what differs is named field by field."""
    told = [_WORDS[finding.code]]
    told += [
        f"{one.field}: {one.generated or 'nothing'} became {one.returned or 'nothing'}."
        for one in finding.differences
    ]
    if finding.by_eye:
        told.append(
            f"No machine could read these; an officer compares them by eye: {', '.join(finding.by_eye)}."
        )
    return " ".join(told)
