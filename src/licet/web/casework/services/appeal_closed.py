"""The cleared advocate reads the secret grounds: each reading is entered before the words leave."""

from django.db import transaction

from licet.web.casework.appeal_acting import AppealAct, enter_act
from licet.web.casework.contested import OPEN_STATES
from licet.web.casework.errors import NotFoundError, WrongStateError
from licet.web.casework.member_rights import as_id
from licet.web.casework.models import Appeal
from licet.web.casework.policy import Actor, require
from licet.web.casework.ports import now
from licet.web.casework.standing import require_content, require_opinion_content


def note_closed_read(viewer: Actor, appeal: str) -> Appeal:
    """Enter a reading of the secret grounds by the advocate of an appeal.

    Raises:
        NotFoundError: The viewer is not its advocate.
        WrongStateError: The appeal is over; the brief ended with it.
    """
    require(viewer, "see_closed_material")
    with transaction.atomic():
        row = (
            Appeal.objects.select_related(
                "case__erasure", "case__organisation", "opinion__erasure",
                "opinion__organisation", "decision__draft__detail",
            )
            .filter(pk=as_id(appeal), advocate=as_id(viewer.id))
            .first()
        )  # fmt: skip
        if row is None:
            raise NotFoundError("appeal")
        if row.state not in OPEN_STATES:
            raise WrongStateError(
                "The appeal is over, and with it the advocate's brief."
            )
        if row.case is not None:
            require_content(row.case)
        if row.opinion is not None:
            require_opinion_content(row.opinion)
        act = AppealAct(
            name="read_closed_material", by=viewer, at=now(), appeal=row, closed=True
        )
        enter_act(act)
    return row
