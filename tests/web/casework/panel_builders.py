"""Panels of the invented authority: members, agreements and referrals, by driving the services."""

from dataclasses import replace
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from tests.web.casework.builders import World, make_person, submit, take

from licet.web.casework.services.panels import agreements, panel_referrals, panel_seats
from licet.web.casework.views.panels import PanelReferralView

FIRST, LAST = date(2026, 3, 2), date(2027, 3, 1)
ETHICS = ("ada", "ben", "cleo")
INDUSTRY = ("ivo", "jun")
SECRET = X25519PrivateKey.generate()
SECRET_PEM = SECRET.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
PUBLIC_PEM = SECRET.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()  # fmt: skip


def seat(
    world: World, key: str, panel: str, **changes: Any
) -> int:  # whatever a seat says
    """A member with an account of their own."""
    if key not in world.people:
        world.people[key] = make_person(key)
    given: dict[str, Any] = {
        "panel": panel,
        "email": f"{key}@meridia.example",
        "first": FIRST,
        "last": LAST,
        "instrument": "Order 7/2026 (invented)",
    }
    if panel == "ethics":
        given |= {"vetted_on": FIRST, "vetted_until": date(2027, 12, 31)}
    return panel_seats.appoint_panel_member(by=world.head, **given | changes).id


def seat_all(world: World) -> None:
    for place, key in enumerate(ETHICS):
        seat(world, key, "ethics", chair=place == 0)
    for place, key in enumerate(INDUSTRY):
        seat(world, key, "industry", chair=place == 0)


def terms(party: str = "ethics", **changes: Any) -> agreements.Terms:
    ethics = party == "ethics"
    given: dict[str, Any] = {
        "kind": "panel",
        "party": party,
        "title": f"Terms of the {party} panel (invented)",
        "purposes": ("ethics_review",) if ethics else ("industry_advice",),
        "classes": ("items", "end_use", "parties", "criteria", "draft")
        if ethics
        else ("composite", "draft"),
        "onward": "To nobody.",
        "first": FIRST,
        "last": LAST,
        "document_sha256": "a" * 64,
    }
    return agreements.Terms(**given | changes)


def northmark(**changes: Any) -> agreements.Terms:
    given: dict[str, Any] = {
        "kind": "partner",
        "party": "Northmark",
        "purposes": ("joint_assessment",),
        "classes": ("items", "end_use"),
        "partner_key": PUBLIC_PEM,
    }
    return replace(terms("Northmark"), **given | changes)


def agree(world: World, told: agreements.Terms) -> str:
    """An agreement that a second person approved."""
    made = agreements.draft_agreement(by=world.head, terms=told)
    agreements.review_agreement(by=world.signer, number=made.number, approved=True)
    return made.number


def asking(agreement: str, panel: str = "ethics", **changes: str) -> panel_referrals.Asking:  # fmt: skip
    given = {
        "panel": panel,
        "question": "Does the harm outweigh the good?",
        "agreement": agreement,
        "purpose": "ethics_review" if panel == "ethics" else "industry_advice",
        "because": "The end use touches many people.",
    }
    return panel_referrals.Asking(**given | changes)


def taken(world: World) -> str:
    """A case in the hands of the officer."""
    number = submit(world).number
    take(world, number)
    return number


def refer(world: World, number: str, agreement: str = "") -> PanelReferralView:
    """A live case before the ethics panel."""
    return panel_referrals.refer_to_panel(
        by=world.officer,
        case=number,
        asking=asking(agreement or agree(world, terms())),
        version=None,
    )


def declare(world: World, number: str, *keys: str) -> None:
    for key in keys:
        panel_referrals.declare_on_referral(
            by=world.actor(key), number=number, conflict=False
        )
