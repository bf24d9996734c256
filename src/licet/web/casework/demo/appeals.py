"""The appeal of an invented exporter against the suspension of a licence."""

from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.appeals.appeals import contestable
from licet.web.casework.services.appeals import appeals


def appeal_suspension(*, by: Actor, case: str) -> None:
    """Appeal against the suspension of the licence of a case.

    Args:
        by: Who submits for the holder.
        case: Number of the case.
    """
    offered = contestable(viewer=by, case=case).acts
    appeals.lodge_appeal(
        by=by,
        case=case,
        lodging=appeals.Lodging(
            act=next(one.key for one in offered if one.kind == "suspension"),
            grounds=["proportion"],
            words="The condition can be kept again at once; a warning would have done.",
        ),
        version=None,
    )
