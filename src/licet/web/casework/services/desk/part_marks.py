"""Marking a part of a case: who may read it from now on."""

from django.db import transaction

from licet.web.casework.acts.acting import Act, locked_case, record_on_case, refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import PartMark
from licet.web.casework.ports import now
from licet.web.casework.rights.part_marks import PARTS
from licet.web.casework.rights.policy import CASE_MARKINGS, Actor, reads_marked, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.desk.desk import case as case_page
from licet.web.casework.views import CaseView

SETTABLE = tuple(one for one in CASE_MARKINGS if one != "open")


def mark_part(
    *, by: Actor, case: str, part: str, marking: str, reasons: str
) -> CaseView:
    """Mark a part of a case; the newest marking counts, the earlier ones stay on record.

    Raises:
        InvalidInputError: No such part or marking, one that the person could not read, or no
            reasons.
        NotFoundError: No such case for this person.
    """
    words = required_text("reasons", reasons, "Say why it bears this marking.")
    with refusals("mark_part", by, []):
        require(by, "mark_part")
    team = min(by.teams, default="")
    _require_settable(by, part, marking, team)
    with transaction.atomic():
        pk = visible_cases(by).filter(number=case).values_list("pk", flat=True).first()
        if pk is None:
            raise NotFoundError("case")
        found = locked_case(pk)
        at = now()
        before = PartMark.objects.filter(case=found, part=part).order_by("pk").last()
        if before is not None and not reads_marked(
            by, before.marking, standing=True, team=before.team
        ):
            raise InvalidInputError(
                {"marking": "Only who may read this part changes its marking."}
            )
        PartMark.objects.create(
            case=found,
            part=part,
            marking=marking,
            team=team,
            reasons=words,
            by_id=by.id,
            at=at,
        )
        act = Act(name="mark_part", by=by, at=at, case=found)
        act.tells(part=part, marking=marking, team=team, reasons=words)
        record_on_case(act, kind=act.name, public=False)
    return case_page(viewer=by, case=case)


def _require_settable(by: Actor, part: str, marking: str, team: str) -> None:
    if part not in PARTS:
        raise InvalidInputError({"part": f"Choose one of: {', '.join(PARTS)}."})
    if marking not in SETTABLE or not reads_marked(
        by, marking, standing=True, team=team
    ):
        raise InvalidInputError(
            {"marking": f"Choose a marking that you may read: {', '.join(SETTABLE)}."}
        )
