"""Before an appeal is decided: the reviewer, the hearing, an interim measure, a cleared advocate."""

import hashlib
from datetime import date

from licet.review import NotIndependentError
from licet.web.casework.acts.appeal_acting import appeal_act, tell, tell_appellant
from licet.web.casework.acts.words import required_text
from licet.web.casework.appeals.proof import proof_digest, require_independent
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    WrongStateError,
)
from licet.web.casework.models import Appeal, Membership, Person
from licet.web.casework.ports import legal_day
from licet.web.casework.rights.interests import require_disinterested
from licet.web.casework.rights.member_rights import as_id
from licet.web.casework.rights.people import posts_on
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.appeals.appeals import appeal as appeal_page
from licet.web.casework.services.appeals.appeal_effects import begin_stay
from licet.web.casework.views import AppealView

MEASURES = frozenset({"granted", "rejected"})
CLEARED = "confidential"


def assign_appeal(
    *, by: Actor, appeal: str, reviewer: str, version: int | None
) -> AppealView:
    """Give an appeal to a reviewer; the server refuses anybody who is not independent.

    Raises:
        InvalidInputError: That person reviews no appeals today.
        NotIndependentActError: Involved, or above or below somebody who was, or interested.
    """
    with appeal_act("assign_appeal", by=by, appeal=appeal, version=version) as act:
        today = legal_day(act.at)
        post = (
            posts_on(today)
            .filter(role="appeal_reviewer", person=as_id(reviewer))
            .first()
        )
        if post is None:
            raise InvalidInputError(
                {"reviewer": "Choose somebody who reviews appeals today."}
            )
        row = act.appeal
        row.proof = require_independent(row, str(post.person_id), today)
        row.reviewer, row.assigned_at = post.person, act.at
        act.words = post.person.name
        act.tells(reviewer=str(post.person_id), proof=proof_digest(row.proof))
        tell(act, post.person.email, "An appeal was assigned to you", "reviewer")
    return appeal_page(viewer=by, appeal=appeal)


def require_reviewer(by: Actor, row: Appeal) -> None:
    """Refuse anybody but the reviewer to whom the appeal was given.

    Raises:
        NotAllowedError: It is with somebody else.
    """
    if str(row.reviewer_id) != by.id:
        raise NotAllowedError("This appeal is with another reviewer.")


def set_hearing(
    *, by: Actor, appeal: str, on: date, place: str, version: int | None
) -> AppealView:
    """Set the day of the hearing; the appellant is told.

    Raises:
        InvalidInputError: No place, or a day that is over.
        NotAllowedError: Another reviewer has the appeal.
    """
    words = required_text("place", place, "Say where, or by which means.")
    with appeal_act("set_hearing", by=by, appeal=appeal, version=version) as act:
        require_reviewer(by, act.appeal)
        if on < legal_day(act.at):
            raise InvalidInputError({"on": "The day of a hearing lies ahead."})
        act.appeal.hearing_on = on
        act.on, act.words = on, words
        act.tells(on=on, place=words)
        tell_appellant(act, "A hearing in your appeal")
    return appeal_page(viewer=by, appeal=appeal)


def record_hearing(
    *, by: Actor, appeal: str, on: date, record: str, version: int | None
) -> AppealView:
    """Enter what was said at the hearing; both sides read it.

    Raises:
        InvalidInputError: No record, or a day before the appeal or after today.
        NotAllowedError: Another reviewer has the appeal.
    """
    words = required_text(
        "record", record, "Write down who was there and what was said."
    )
    with appeal_act("record_hearing", by=by, appeal=appeal, version=version) as act:
        require_reviewer(by, act.appeal)
        if not legal_day(act.appeal.lodged_at) <= on <= legal_day(act.at):
            raise InvalidInputError(
                {"on": "The day must lie between the appeal and today."}
            )
        act.on, act.words = on, words
        act.tells(on=on, record=words)
        tell_appellant(act, "The record of the hearing in your appeal")
    return appeal_page(viewer=by, appeal=appeal)


def decide_interim(
    *, by: Actor, appeal: str, measure: str, reasons: str, version: int | None
) -> AppealView:
    """Decide whether the act has no effect while the appeal is pending.

    Raises:
        InvalidInputError: Neither granted nor rejected, or no reasons.
        NotAllowedError: Another reviewer has the appeal.
        NotIndependentActError: The reviewer is no longer independent.
        WrongStateError: Nobody asked for it, or it is decided.
    """
    if measure not in MEASURES:
        raise InvalidInputError({"measure": "Choose granted or rejected."})
    words = required_text("reasons", reasons, "Give the reasons.")
    with appeal_act("decide_interim", by=by, appeal=appeal, version=version) as act:
        row = act.appeal
        require_reviewer(by, row)
        require_independent(row, by.id, legal_day(act.at))
        if row.interim != "asked":
            raise WrongStateError("No interim measure is asked for, or it is decided.")
        row.interim = act.outcome = measure
        act.words = words
        act.tells(measure=measure, reasons=words)
        if measure == "granted":
            begin_stay(act)
        tell_appellant(act, "An interim measure in your appeal was decided")
    return appeal_page(viewer=by, appeal=appeal)


def name_advocate(
    *, by: Actor, appeal: str, advocate: str, reasons: str, version: int | None
) -> AppealView:
    """Name a cleared advocate, who reads the secret grounds for the appellant and may not tell them.

    Args:
        by: The chair of the appeal body.
        appeal: Id of the appeal.
        advocate: E-mail address of the advocate's account.
        reasons: Why this person.
        version: The version that the person saw.

    Raises:
        InvalidInputError: No such person, not cleared, in office, or no reasons.
        NotIndependentActError: A member of the appellant, or interested.
    """
    words = required_text("reasons", reasons, "Say why this person.")
    with appeal_act("name_advocate", by=by, appeal=appeal, version=version) as act:
        row, today = act.appeal, legal_day(act.at)
        person = Person.objects.filter(
            email__iexact=advocate.strip(), is_active=True, clearance=CLEARED
        ).first()
        if person is None or posts_on(today).filter(person=person).exists():
            raise InvalidInputError(
                {"advocate": "Name somebody with a clearance who holds no office here."}
            )
        _require_outside(row, person)
        row.advocate = person
        act.words = words
        act.tells(advocate=str(person.pk), reasons=words)
        tell(act, person.email, "You are named advocate in an appeal", "advocate")
        tell_appellant(act, "An advocate was named in your appeal")
    return appeal_page(viewer=by, appeal=appeal)


def _require_outside(row: Appeal, person: Person) -> None:
    body = row.case.organisation_id if row.case else row.opinion.organisation_id  # type: ignore[union-attr]  # an appeal has a case or an opinion
    if Membership.objects.filter(person=person, organisation=body).exists():
        msg = "A member of the appellant cannot be its cleared advocate."
        raise NotIndependentError(msg)
    if row.case is not None:
        require_disinterested(row.case, str(person.pk))


def submit_as_advocate(
    *, by: Actor, appeal: str, text: str, version: int | None
) -> None:
    """What the advocate says of the secret grounds; the reviewer reads it, the appellant does not.

    Raises:
        InvalidInputError: No words.
        NotAllowedError: Somebody else is the advocate.
    """
    words = required_text("text", text, "Write what the reviewer should consider.")
    with appeal_act("submit_as_advocate", by=by, appeal=appeal, version=version) as act:
        if str(act.appeal.advocate_id) != by.id:
            raise NotAllowedError("Only the cleared advocate of this appeal may.")
        act.words, act.closed = words, True
        # The entry commits to the words; they stand only where the reviewer reads them.
        act.tells(sha256=hashlib.sha256(words.encode()).hexdigest())
        if act.appeal.reviewer is not None:
            tell(act, act.appeal.reviewer.email, "The advocate has written", "reviewer")
