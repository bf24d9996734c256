"""Which case goes first: the rule decides on stated facts; who asked is written down."""

from django.utils.translation import gettext as _

from licet.web.casework.acts.acting import Act, case_act
from licet.web.casework.acts.words import required_text
from licet.web.casework.application.practice import practice, stated_of, with_kind
from licet.web.casework.models import UrgencyCall
from licet.web.casework.rights.policy import Actor


def judge_urgency(act: Act, *, asked_by: str = "", words: str = "") -> str:
    """Ask the rule, inside an act, and write down its answer when it says or was asked something.

    Args:
        act: The act under way.
        asked_by: Who wants it to go first; empty when nobody asked.
        words: What they said. It weighs nothing.

    Returns:
        The ground that holds; empty when none does.
    """
    row = act.case
    found = practice(row.profile).urgent(stated_of(with_kind(row)))
    ground = found.id if found else ""
    newest = UrgencyCall.objects.filter(case=row).order_by("pk").last()
    if asked_by or ground != (newest.ground if newest else ""):
        UrgencyCall.objects.create(
            case=row,
            asked_by=asked_by,
            words=words,
            ground=ground,
            facts_version=row.facts_version,
            by_id=act.by.id if act.by.id != "system" else None,
            at=act.at,
        )
        act.tells(urgency=ground, urgency_asked_by=asked_by)
    return ground


def ask_urgency(
    *, by: Actor, case: str, asked_by: str, words: str, version: int | None
) -> str:
    """Enter that somebody wants a case to go first; the rule answers.

    Applicants ask for themselves; an officer enters here whoever calls, writes or visits.

    Args:
        by: Who enters it.
        case: Number of the case.
        asked_by: Who asked: name and office.
        words: What they said.
        version: The version that the person saw.

    Returns:
        The title of the ground that holds; empty when none does, and the case keeps its place.

    Raises:
        InvalidInputError: Nobody named, or nothing said.
    """
    who = required_text("asked_by", asked_by, _("Say who asks."))
    said = required_text("words", words, _("Write down what they say."))
    with case_act("ask_urgency", by=by, case=case, version=version) as act:
        ground = judge_urgency(act, asked_by=who[:300], words=said)
        rules = practice(act.case.profile)
    return next((one.title for one in rules.urgency if one.id == ground), "")
