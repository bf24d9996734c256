"""Words and tones of verification: the same on every screen."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from licet.web.casework.access import Actor
from licet.web.casework.selectors.verification.verification import of_case

Labels = Mapping[str, tuple[str, Any]]

HEADINGS: Mapping[str, Any] = {
    "purpose": _("Purpose and registration"),
    "finance": _("Finance"),
    "supply_chain": _("Supply chain"),
    "owners": _("Beneficial owners"),
}
RESULTS: Labels = {
    "established": ("good", _("Established")),
    "not_established": ("wait", _("Not established")),
    "contradicted": ("bad", _("Contradicted")),
}
SIGNALS: Labels = {
    "fires": ("wait", _("a question")),
    "cannot_tell": ("", _("cannot tell")),
    "silent": ("good", _("silent")),
}
ANSWERS: Labels = {
    "open": ("wait", _("nobody has looked yet")),
    "explained": ("good", _("explained")),
    "stands": ("bad", _("stands")),
    "needs_more": ("wait", _("needs more")),
}
FIRMNESS: Mapping[str, Any] = {
    "final_judgment": _("Final judgment of a court"),
    "judgment": _("Judgment of a court"),
    "authority": _("Finding of an authority"),
    "united_nations": _("Finding of a body of the United Nations"),
    "forensic": _("Forensic finding"),
    "allegation": _("Allegation"),
    "lead": _("Lead, not a finding"),
}
CONDUCT: Labels = {
    "stands": ("", _("stands")),
    "waiting": ("wait", _("waits for a second person")),
    "not_confirmed": ("", _("not confirmed")),
    "corrected": ("", _("corrected")),
}
UNDERTAKINGS: Labels = {
    "generated": ("wait", _("waits for the signature")),
    "returned": ("wait", _("signed; signature not yet confirmed")),
    "confirmed": ("good", _("signature confirmed")),
    "expired": ("bad", _("expired unsigned")),
}
RETURNS: Labels = {
    "refused": ("bad", _("refused")),
    "waiting": ("wait", _("waits for confirmation")),
    "genuine": ("good", _("genuine")),
    "not_genuine": ("bad", _("not genuine")),
}
MANNERS: Mapping[str, Any] = {
    "called_back": _("Called the end user at a number found independently"),
    "embassy": _("Asked the embassy"),
    "seal_compared": _("Compared seal and signature with ones held here"),
    "notary": _("Certified by a notary or apostille"),
    "electronic_signature": _("Electronic signature checked"),
    "visit": _("Visited the end user"),
    "other": _("In another way"),
}
MARKINGS: Mapping[str, Any] = {
    "official": _("Official"),
    "restricted": _("Restricted"),
    "confidential": _("Confidential"),
}


def verification_words() -> dict[str, object]:
    """Everything that the partial templates of verification look words up in."""
    return {
        "headings": HEADINGS,
        "check_results": RESULTS,
        "signal_outcomes": SIGNALS,
        "signal_answers": ANSWERS,
        "firmness": FIRMNESS,
        "conduct_standings": CONDUCT,
        "undertaking_standings": UNDERTAKINGS,
        "return_standings": RETURNS,
        "manners": MANNERS,
    }


def verified(viewer: Actor, number: str) -> dict[str, object]:
    """What the panel of verification on the case page needs.

    Args:
        viewer: Who reads the page.
        number: Number of the case.
    """
    acts = (
        "answer_signal",
        "renew_signals",
        "make_undertaking",
        "confirm_undertaking",
    )
    return {
        "verification": of_case(viewer=viewer, case=number),
        **{f"may_{act}": viewer.may(act) for act in acts},
        **verification_words(),
    }
