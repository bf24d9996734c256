"""The review between bodies on the screens: read, take up, vote, ask, answer, mark."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.web.casework.builders import ITEM, World, condition, granted, submit, take
from tests.web.reader import Reader

from licet.web.casework.models import Person
from licet.web.casework.selectors.review import review as reads
from licet.web.casework.services.desk import referring
from licet.web.casework.services.licences import licences

pytestmark = pytest.mark.django_db


def test_the_review_from_referral_to_the_result_of_a_level(world: World) -> None:
    number = submit(world).number
    take(world, number)
    at = f"/work/cases/{number}/review"
    officer = Reader(world, "officer")
    page = officer.read(f"{at}/")
    assert "Nobody has been asked yet" in page
    assert "silence is no consent" in page
    assert "Coordination Group" in page
    officer.send(f"/work/cases/{number}/refer/", teams=["DS", "TE"], because="Look.")
    assert "refer-defence" in officer.read(f"/work/cases/{number}/")
    assert "13 April 2026" in officer.read(f"{at}/")
    agency = Reader(world, "ds")
    advice = f"/work/cases/{number}/advice/"
    assert ITEM["name"] in agency.read(advice)
    refused = {
        "position": "agree",
        "reasons": "It persists.",
        "point0_position": "object",
        "point0_words": "It persists.",
    }
    assert "milder than that on" in agency.send(advice, **refused)
    done = agency.send(advice, **{**refused, "position": "object"})
    assert "advice is on the case" in done
    assert "It persists." in agency.read(f"{at}/")
    own = condition("operation_logging", owner="TE", months="24", days="5")
    referring.give_advice(
        by=world.te, case=number, position="agree_with_conditions", reasons="With logs.",
        conditions=(own,), version=None,
    )  # fmt: skip
    page = officer.read(f"{at}/")
    assert "Refuse: DS" in page
    assert "Take the dissent to the next level" in page
    assert "Give the reasons" in officer.send(f"{at}/escalate/")
    assert "before the next level" in officer.send(
        f"{at}/escalate/", reasons="They differ."
    )
    assert "Still to be heard" in officer.read(f"{at}/")
    for who, verdict in (
        ("ds", "refuse"),
        ("mi", "approve"),
        ("mfa", "approve"),
        ("mj", "approve"),
        ("te", "approve"),
    ):
        member = Reader(world, who)
        assert "Choose what your agency says" in member.send(f"{at}/vote/")
        sent = member.send(f"{at}/vote/", verdict=verdict, words=f"{who} says so.")
        assert "vote of your agency is recorded" in sent
    page = officer.read(f"{at}/")
    assert "Outvoted: DS" in page
    assert "May be taken further until" in page
    assert "has a seat on a level" in page

    change = f"{at}/conditions/TE-1/"
    assert "Say what you ask" in officer.send(change)
    asked = officer.send(
        change, how="change", reasons="Too long.", term_months="12", term_days="5"
    )
    assert "Its owner is asked" in asked
    officer.read(f"{at}/conditions/DS-9/", status=404)
    wish = reads.review(viewer=world.te, case=number).condition_requests[0].id
    owner = Reader(world, "te")
    assert "Answer for your condition" in owner.read(f"{at}/")
    assert "kept for 12 months" in owner.read(f"{at}/wishes/{wish}/")
    assert "Choose your answer" in owner.send(f"{at}/wishes/{wish}/")
    said = owner.send(f"{at}/wishes/{wish}/", answer="yes", words="It suffices.")
    assert "Your answer is recorded" in said
    owner.read(f"{at}/wishes/none/", status=404)
    assert "its owner agrees" in officer.read(f"{at}/")
    assert "Its owner is asked" in officer.send(
        change, how="drop", reasons="No longer needed."
    )


def test_a_withheld_document_is_asked_for_and_shown(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    referring.refer_case(
        by=world.officer,
        case=case.number,
        referrals=(referring.Referral(team="DS"), referring.Referral(team="TE")),
        version=None,
    )
    Person.objects.filter(pk=world.people["ds"].pk).update(clearance="confidential")
    world.people["ds"].refresh_from_db()
    document = case.documents[0]
    at = f"/work/cases/{case.number}/review"
    owner, other = Reader(world, "ds"), Reader(world, "te")
    mark = f"{at}/documents/{document.id}/mark/"
    assert "Choose the marking" in owner.send(mark)
    done = owner.send(
        mark,
        marking="confidential",
        gist="A technical annex.",
        reasons="It names a capability.",
    )
    assert "The document is marked" in done
    page = other.read(f"/work/cases/{case.number}/")
    assert (
        "Withheld, because it is marked confidential. Ask its owner, Defence Staff."
        in page
    )
    assert document.name not in page
    other.read(f"/work/cases/{case.number}/documents/{document.id}/", status=403)
    asked = other.send(
        f"{at}/documents/{document.id}/see/", reasons="It decides our advice."
    )
    assert "its owner has not answered yet" in asked
    wish = reads.review(viewer=world.ds, case=case.number).see_requests[0].id
    assert "It decides our advice." in owner.read(f"{at}/see/{wish}/")
    owner.read(f"{at}/see/none/", status=404)
    assert "Your answer is recorded" in owner.send(
        f"{at}/see/{wish}/", answer="yes", words="Needed."
    )
    assert document.name in other.read(f"/work/cases/{case.number}/")


def test_duties_of_a_licence_and_the_figures_of_conditions(world: World) -> None:
    """What fitted no type is counted, with its reason; every duty has its day and its bearer."""
    other = condition(
        "other",
        text="Paint it blue.",
        due="before use",
        standard="it is blue",
        evidence="a photograph",
        breach="no delivery",
    )
    case = granted(
        world,
        condition("periodic_report", months="6", first_day="2026-06-30"),
        condition("delivery_verification", days="10"),
        replace(other, reason="Visible from afar."),
    )
    assert case.licence is not None
    assert case.decision is not None
    letter = case.decision.letters[0].body
    assert (
        "Duty of the exporter; due on each report day; shown by: The report" in letter
    )
    assert "Paint it blue. Due: before use." in letter
    licences.report_delivery(
        by=world.halden,
        licence=case.licence.number,
        delivery=licences.Delivery(
            on=date(2026, 3, 2),
            way="shipment",
            quantity=Decimal(1),
            unit="C62",
            consignee="Banco Aurora do Sul (invented)",
        ),
        version=None,
    )
    for who, path in (
        ("officer", f"/work/licences/{case.licence.number}/"),
        ("halden", f"/apply/licences/{case.licence.number}/"),
    ):
        page = Reader(world, who).read(path)
        assert "What is due when" in page
        assert "30 June 2026" in page
        assert "waits for: delivery" in page
        assert "16 March 2026" in page  # ten working days after the delivery
    figures = Reader(world, "officer").read("/work/conditions/")
    assert "3 conditions were signed" in figures
    assert "1 of 3" in figures
    assert "Visible from afar." in figures
    Reader(world, "halden").read("/work/conditions/", status=403)
