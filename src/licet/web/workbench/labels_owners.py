"""Tones and words of what was found of owners and of other cases."""

from typing import Any

from django.utils.translation import gettext_lazy as _

GRADES = {
    "surely": ("bad", _("surely the same")),
    "possibly": ("wait", _("possibly the same")),
}
# Standing of a finding: tone and words.
OWNED = {
    "listed": ("bad", _("on a list itself")),
    "surely": ("bad", _("surely owned by listed parties")),
    "possibly": ("wait", _("possibly owned by listed parties")),
    "not": ("good", _("not owned by listed parties")),
    "unstated": ("", _("not enough is stated")),
}
VERDICTS = {
    "owned": ("bad", _("Owned, an officer found")),
    "not_owned": ("good", _("Not owned, an officer found")),
    "need_more": ("wait", _("More is needed")),
}
NAMESAKES = {
    "namesake": ("wait", _("same name, nobody has looked")),
    "same": ("good", _("the same")),
    "aside": ("", _("left aside: elsewhere, or ruled out")),
}


def owner_words() -> dict[str, Any]:
    """Tones and words of the ownership panels."""
    return {"owned": OWNED, "owned_verdicts": VERDICTS, "namesake_words": NAMESAKES}
