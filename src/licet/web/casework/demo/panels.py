"""The ethics panel of the invented authority: its members, its agreement, and a case before it."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from licet.web.casework.demo.accounts import Cast
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.panels.agreements import agreements_in_force
from licet.web.casework.selectors.panels.panels import case_panels
from licet.web.casework.services.panels import (
    agreements,
    panel_opinions,
    panel_referrals,
    panel_seats,
)
from licet.web.casework.views.panels import PanelReferralView

MEMBERS = ("ethics_chair", "ethics_two", "ethics_three")
TERM = timedelta(days=740)  # a vetting counts two years
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def furnish_panels(cast: Cast) -> None:
    """Appoint the members, and enter the agreements with them and with Northmark."""
    head, first = cast.actor("head"), legal_day(now())
    for place, key in enumerate(MEMBERS):
        email = next(one.email for one in cast.accounts if one.key == key)
        panel_seats.appoint_panel_member(
            by=head,
            panel="ethics",
            email=email,
            first=first,
            last=first + TERM,
            instrument="Order 7/2025 (invented)",
            vetted_on=first,
            vetted_until=first + TERM,
            chair=place == 0,
        )
    for kind, party, purpose, classes in (
        ("panel", "ethics", "ethics_review", ("items", "end_use", "parties", "criteria", "draft")),
        ("partner", "Authority of Northmark (invented)", "joint_assessment", ("items", "end_use")),
    ):  # fmt: skip
        made = agreements.draft_agreement(
            by=head,
            terms=agreements.Terms(
                kind=kind,
                party=party,
                title=f"Sharing of information: {party}",
                purposes=(purpose,),
                classes=classes,
                onward="To nobody without the written word of the authority.",
                first=first,
                last=first + TERM,
                document_sha256=hashlib.sha256(party.encode()).hexdigest(),
            ),
        )
        agreements.review_agreement(
            by=cast.actor("signer"), number=made.number, approved=True
        )


def hear_panel(
    cast: Cast, by: Actor, number: str, *, conditions: bool
) -> Iterator[timedelta]:
    """Put a case before the panel where the law wants it, and let it give its opinion.

    Args:
        cast: Everybody.
        by: The officer of the case.
        number: Number of the case.
        conditions: Whether the draft grants with conditions, which the panel then asks for.
    """
    calls = case_panels(viewer=by, case=number).calls
    if not any(one.mandatory and not one.asked for one in calls):
        return
    asked = _asked(by, number)
    yield DAY
    for key in MEMBERS:
        panel_referrals.declare_on_referral(
            by=cast.actor(key), number=asked.number, conflict=False
        )
    yield 2 * HOUR
    panel_opinions.write_panel_opinion(
        by=cast.actor("ethics_two"),
        number=asked.number,
        position="conditions" if conditions else "no_objection",
        reasons="The use is legitimate and bounded; what could be misused is watched and can be stopped.",
    )
    for key in MEMBERS:
        dissents = key == "ethics_three"
        panel_opinions.vote_on_panel_opinion(
            by=cast.actor(key),
            number=asked.number,
            version=1,
            vote="against" if dissents else "favour",
            words="Whoever is watched cannot object; I would refuse."
            if dissents
            else "",
        )
    yield DAY
    panel_opinions.give_panel_opinion(
        by=cast.actor("ethics_chair"), number=asked.number
    )
    yield HOUR


def _asked(by: Actor, number: str) -> PanelReferralView:
    agreement = agreements_in_force("ethics")[0][0]
    return panel_referrals.refer_to_panel(
        by=by,
        case=number,
        asking=panel_referrals.Asking(
            panel="ethics",
            question="Does the harm to society outweigh the legitimate use, and would conditions change that?",
            agreement=agreement,
            purpose="ethics_review",
        ),
        version=None,
    )
