"""For which purpose somebody reads a case: what their task in it is, as the entry of the read says."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from licet.web.casework.models import Case
from licet.web.casework.rights.policy import Actor

HANDLING = "handling"
WORDS: Mapping[str, object] = {
    HANDLING: _("handling the case as its officer"),
    "deciding": _("work of the licensing desk"),
    "supervision": _("supervision of the desk"),
    "countersignature": _("countersignature"),
    "advice": _("advice on a referral"),
    "panel": _("opinion of an advisory panel"),
    "customs": _("control at the border"),
    "appeal": _("hearing of an appeal"),
    "inspection": _("checks of a licence"),
    "audit": _("audit"),
    "": _("not stated"),
}
# The nearest task first: who holds several roles reads for the one that fits best.
_BY_ROLE = (
    ("officer", "deciding"),
    ("countersigner", "countersignature"),
    ("manager", "supervision"),
    ("agency", "advice"),
    ("panel_member", "panel"),
    ("customs", "customs"),
    ("appeal_reviewer", "appeal"),
    ("appeal_manager", "appeal"),
    ("inspector", "inspection"),
    ("auditor", "audit"),
)


def purpose_of(viewer: Actor, case: Case) -> str:
    """The purpose of a read, from the reader's task in the case.

    Args:
        viewer: Somebody of the staff with standing in the case.
        case: The case.

    Returns:
        A key of ``WORDS``.
    """
    if case.officer_id is not None and str(case.officer_id) == viewer.id:
        return HANDLING
    return next((why for role, why in _BY_ROLE if role in viewer.roles), "")
