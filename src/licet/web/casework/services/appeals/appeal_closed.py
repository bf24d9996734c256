"""The cleared advocate reads the secret grounds: each reading is entered before the words leave."""

from django.db import transaction

from licet.review import machines
from licet.web.casework.acts.appeal_acting import AppealAct, enter_act
from licet.web.casework.appeals.contested import OPEN_STATES
from licet.web.casework.errors import NotFoundError, WrongStateError
from licet.web.casework.models import Appeal
from licet.web.casework.ports import now
from licet.web.casework.rights.member_rights import as_id
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import require_content, require_opinion_content
from licet.web.casework.selectors.appeals.appeal_parts import kind_words
from licet.web.casework.selectors.appeals.appeals import reasons_kept_secret
from licet.web.casework.views import ClosedMaterialView, SecretReasonView


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


def closed_material(*, viewer: Actor, appeal: str) -> ClosedMaterialView:
    """The secret grounds as the cleared advocate reads them; each reading is entered before it.

    Raises:
        NotFoundError: The viewer is not the advocate of such an appeal.
    """
    row = note_closed_read(viewer, appeal)
    said = row.steps.filter(kind="submit_as_advocate").order_by("pk")
    return ClosedMaterialView(
        id=str(row.pk),
        kind_words=kind_words(row.kind),
        state_words=machines()["appeal"].states[row.state].words,
        open=row.state in OPEN_STATES,
        secret=tuple(
            SecretReasonView(
                marking=one.marking, gist=one.gist, words=one.words, withheld=""
            )
            for one in reasons_kept_secret(row)
        ),
        said=tuple(one.words for one in said),
        version=row.version,
    )
