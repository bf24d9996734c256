"""The criteria of the governing law, by their id."""

from licet.web.casework.ports import ports
from licet.web.casework.views import Json


def criteria_titles() -> dict[str, Json]:
    """Title and law of the criteria of the governing law, by id."""
    return {str(one["id"]): one for one in ports().assessor.criteria()}
