"""The opinion of a panel: a version, votes with dissents, and the panel's word once it is carried."""

from licet.review.panels import PanelPosition, PanelVote, count_votes
from licet.web.casework.acts.acting import promise
from licet.web.casework.acts.panel_acting import PanelAct, panel_act, require_open
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.models import (
    PanelOpinion,
    PanelOpinionGiven,
    PanelOpinionVote,
    PanelReferral,
)
from licet.web.casework.panels.standing import taking_part
from licet.web.casework.ports import legal_day
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.panels.panels import referral as referral_page
from licet.web.casework.views.panels import PanelReferralView


def write_panel_opinion(
    *, by: Actor, number: str, position: str, reasons: str
) -> PanelReferralView:
    """Write a version of the opinion; earlier ones stay, and votes on them count no more.

    Raises:
        InvalidInputError: No such position, or no reasons.
        NotAllowedError: Not declared, or a conflict declared.
        WrongStateError: The opinion is given, or the newest version says just this.
    """
    words = required_text("reasons", reasons, "Give the reasons of the panel.")
    if position not in {one.value for one in PanelPosition}:
        raise InvalidInputError({"position": "Choose what the panel advises."})
    with panel_act("write_panel_opinion", by=by, number=number) as act:
        require_open(act)
        _require_other(act.row, position, words)
        row = PanelOpinion.objects.create(
            referral=act.row,
            version=act.row.opinions.count() + 1,
            position=position,
            reasons=words,
            by_id=by.id,
            at=act.at,
        )
        act.tells(opinion=str(row.pk), opinion_version=row.version, position=position)
        act.said(reasons=words)
    return referral_page(viewer=by, number=number)


def _require_other(row: PanelReferral, position: str, words: str) -> None:
    """Refuse the same again: a form that is sent twice must not take the votes from a version."""
    newest = row.opinions.order_by("-version").first()
    if newest is not None and (newest.position, newest.reasons) == (position, words):
        raise WrongStateError(
            "The newest version says just this already. Vote on it, or change its words."
        )


def vote_on_panel_opinion(
    *, by: Actor, number: str, version: int, vote: str, words: str = ""
) -> PanelReferralView:
    """Vote on the newest version, once; a vote against says why, and stays as dissent.

    Raises:
        InvalidInputError: No such vote, or a vote against without words.
        NotAllowedError: Not declared, or a conflict declared.
        WrongStateError: There is a newer version, one has voted already, or it is given.
    """
    if vote not in {one.value for one in PanelVote}:
        raise InvalidInputError({"vote": "Choose how you vote."})
    said = words.strip()
    if vote == PanelVote.AGAINST:
        said = required_text("words", words, "Say why you dissent. It stays with the opinion.")  # fmt: skip
    with panel_act("vote_on_panel_opinion", by=by, number=number) as act:
        require_open(act)
        row = _newest(act.row)
        if row.version != version:
            raise WrongStateError("There is a newer version. Read it, then vote.")
        if PanelOpinionVote.objects.filter(opinion=row, person_id=by.id).exists():
            raise WrongStateError("You have voted on this version, and it stands.")
        PanelOpinionVote.objects.create(
            opinion=row, person_id=by.id, vote=vote, words=said, at=act.at
        )
        act.tells(opinion=str(row.pk), opinion_version=row.version, vote=vote)
        act.said(words=said)
    return referral_page(viewer=by, number=number)


def _newest(row: PanelReferral) -> PanelOpinion:
    found = row.opinions.order_by("-version").first()
    if found is None:
        raise NotFoundError("version of the opinion")
    return found


def give_panel_opinion(*, by: Actor, number: str) -> PanelReferralView:
    """Give the newest version as the opinion of the panel: by the chair, once it is carried.

    It cannot be undone; a new question is a new referral.

    Raises:
        NotAllowedError: Not the chair, not declared, or a conflict declared.
        WrongStateError: No quorum, no majority, or it is given.
    """
    with panel_act("give_panel_opinion", by=by, number=number) as act:
        require_open(act)
        row = _newest(act.row)
        counts = _counts(act, row)
        PanelOpinionGiven.objects.create(
            opinion=row, counts=counts, by_id=by.id, at=act.at
        )
        act.on_case = act.row.sort == "live"
        act.tells(
            opinion=str(row.pk),
            opinion_version=row.version,
            position=row.position,
            counts=counts,
        )
        _tell(act)
    return referral_page(viewer=by, number=number)


def _counts(act: PanelAct, row: PanelOpinion) -> dict[str, int]:
    if act.seat is None or not act.seat.chair:
        raise WrongStateError("The chair gives the opinion of the panel.")
    free = taking_part(act.row, legal_day(act.at))
    votes = {
        str(one.person_id): PanelVote(one.vote)
        for one in row.votes.all()
        if str(one.person_id) in free
    }
    quorum = int(act.row.document["quorum"])
    found = count_votes(votes, quorum=quorum)
    if not found.quorate:
        raise WrongStateError(
            f"{len(votes)} of the {quorum} members of the quorum have voted."
        )
    if not found.carried:
        raise WrongStateError(
            "No majority is in favour of this version. Write another one."
        )
    return {
        "favour": found.favour,
        "against": found.against,
        "abstained": found.abstained,
        "quorum": quorum,
    }


def _tell(act: PanelAct) -> None:
    """Tell who asked that there is an opinion; never what it says."""
    row = act.row
    notice = {
        "to": row.by.email,
        "subject": "A panel has given its opinion",
        "case": row.number,
    }
    promise("notice", f"panel-opinion:{row.pk}", act.at, notice)
