"""Panels, agreements and composites walked on the pages: the whole way, the empty states, the refusals."""

from datetime import date

import pytest
from tests.web.casework.builders import World, make_person
from tests.web.casework.panel_builders import (
    ETHICS,
    FIRST,
    LAST,
    PUBLIC_PEM,
    agree,
    declare,
    northmark,
    refer,
    seat_all,
    taken,
    terms,
)
from tests.web.reader import Reader

from licet.web.casework.models import SharedPack
from licet.web.casework.selectors.panels import panels as reads
from licet.web.casework.services.applying.templates import draft_template
from licet.web.casework.services.panels import elicitations


def test_empty_pages_say_what_would_be_here(world: World) -> None:
    officer = Reader(world, "officer")
    assert "Nobody sits on this panel yet" in officer.read("/work/panels/")
    assert "None yet. A manager enters one" in officer.read("/work/agreements/")
    assert "Nothing was disclosed yet" in officer.read("/work/disclosures/")
    assert "None yet. An officer makes one" in officer.read("/work/composites/")
    seat_all(world)
    assert "Nothing waits for you" in Reader(world, "ada").read("/work/panel/")


def test_a_manager_appoints_and_ends_on_the_pages(world: World) -> None:
    make_person("ada")
    head = Reader(world, "head")
    path = "/work/panels/ethics/appoint/"
    assert "Give the first day" in head.send(path, email="ada@meridia.example")
    given = {
        "email": "ada@meridia.example",
        "first": FIRST,
        "last": LAST,
        "instrument": "Order 7/2026",
    }
    assert "give the day of the vetting" in head.send(path, **given)
    vetted = {"vetted_on": FIRST, "vetted_until": date(2027, 6, 1)}
    assert "The member is appointed" in head.send(path, **given, **vetted)
    number = reads.panel(viewer=world.head, name="ethics").seats[0].id
    page = head.send(f"/work/panels/seats/{number}/end/", reasons="Moved abroad.")
    assert "Moved abroad." in page
    assert "Over" in page


def test_a_live_case_walks_from_the_officer_to_the_opinion(world: World) -> None:
    seat_all(world)
    case, agreement = taken(world), agree(world, terms())
    officer = Reader(world, "officer")
    assert "Ask a panel" in officer.read(f"/work/cases/{case}/")
    path = f"/work/cases/{case}/panel/"
    assert "Write the question" in officer.send(path)
    asked = {
        "panel": "ethics",
        "question": "Does the harm outweigh the good?",
        "agreement": agreement,
        "purpose": "ethics_review",
        "because": "It touches many.",
    }
    wrong = officer.send(path, **asked | {"purpose": "joint_assessment"})
    assert "does not cover the purpose" in wrong
    page = officer.send(path, **asked)
    assert "Advisory panels" in page
    number = next(iter(reads.referrals(viewer=world.officer))).number
    assert "Does the harm outweigh" in officer.read(f"/work/panels/referrals/{number}/")
    ada = Reader(world, "ada")
    assert "waits for your declaration" in ada.read("/work/panel/")
    task = f"/work/panel/{number}/"
    before = ada.read(task)
    assert "Nothing is shown before" in before
    assert "Banco" not in before
    assert "Choose one" in ada.send(f"{task}declare/")
    shown = ada.send(f"{task}declare/", conflict="no")
    assert "Banco" in shown
    declare(world, number, "ben")
    cleo = Reader(world, "cleo")
    assert "take no part" in cleo.send(f"{task}declare/", conflict="yes", words="Kin.")
    question = {"text": "How likely?", "kind": "scale", "low": 1, "high": 5}
    assert "How likely?" in ada.send(
        f"/work/panels/referrals/{number}/ask/", **question
    )
    assert "whole step" in ada.send(f"{task}questions/1/", in_round=1, value="9")
    assert "you: 2" in ada.send(f"{task}questions/1/", in_round=1, value="2")
    ben = Reader(world, "ben")
    assert "you: 2" not in ben.read(task)
    page = ben.send(f"{task}questions/1/", in_round=1, value="4", words="By reports.")
    assert "By reports." in page
    assert "Median 3" in page
    ben.read(f"{task}questions/9/", status=404)
    assert "I know them" in ben.send(f"{task}questions/1/discuss/", text="I know them")
    close = f"/work/panels/referrals/{number}/questions/1/close/"
    assert "Nobody has given" in ada.send(close, in_round="2")
    assert "not open" in officer.send(close, in_round="x")
    assert "Give the reasons" in ben.send(f"{task}opinion/", position="objection")
    ben.send(f"{task}opinion/", position="objection", reasons="Wide harm.")
    ben.send(f"{task}vote/", version=1, vote="favour")
    assert "Say why you dissent" in ada.send(f"{task}vote/", version=1, vote="against")
    ada.send(f"{task}vote/", version=1, vote="favour")
    assert "2 of the 3" in ada.send(f"{task}give/")
    assert "Version 1" in officer.read(f"/work/panels/referrals/{number}/")
    done = officer.send(
        f"/work/panels/referrals/{number}/withdraw/", reasons="No quorum."
    )
    assert "Withdrawn" in done


def test_a_question_says_how_it_is_answered(world: World) -> None:
    seat_all(world)
    number = refer(world, taken(world)).number
    declare(world, number, "ada")
    for kind, options in (("scale", ()), ("probability", ()), ("choice", ("a", "b"))):
        asked = elicitations.Asked(text="How likely?", kind=kind, options=options)
        elicitations.open_elicitation(by=world.ada, number=number, asked=asked)
    ada, at = Reader(world, "ada"), f"/work/panel/{number}/questions"
    assert "A whole step from 1 to 7." in ada.read(f"{at}/1/")
    assert "Per cent, from 0 to 100." in ada.read(f"{at}/2/")
    assert "One of: a; b." in ada.read(f"{at}/3/")


def test_the_decision_form_asks_why_the_panel_is_not_followed(world: World) -> None:
    from tests.web.casework.test_panels import opinion  # noqa: PLC0415  # its builder

    seat_all(world)
    case = taken(world)
    opinion(world, refer(world, case).number)
    officer = Reader(world, "officer")
    page = officer.read(f"/work/cases/{case}/draft/")
    assert "If you do not follow the opinion of Ethics panel" in page
    given = reads.case_panels(viewer=world.officer, case=case).referrals[0].opinions[0]
    fields = {
        "outcome": "grant",
        "reasons": "Safeguards.",
        f"disagree-panel:{given.id}": "Logging answers it.",
    }
    officer.send(f"/work/cases/{case}/draft/", **fields)
    again = officer.source(f"/work/cases/{case}/draft/")
    assert "Logging answers it." in again


def test_an_agreement_and_a_disclosure_on_the_pages(world: World) -> None:
    head, signer = Reader(world, "head"), Reader(world, "signer")
    officer = Reader(world, "officer")
    given = {
        "kind": "partner",
        "party": "Northmark",
        "title": "Sharing with Northmark (invented)",
        "purposes": ["joint_assessment"],
        "classes": ["items"],
        "onward": "To nobody.",
        "first": FIRST,
        "last": LAST,
        "document_sha256": "b" * 64,
        "partner_key": PUBLIC_PEM,
    }
    wrong = head.send("/work/agreements/new/", **given | {"document_sha256": "b"})
    assert "64 signs" in wrong
    head.send("/work/agreements/new/", **given)
    number = "AGR-2026-001"
    assert "Review it" in signer.read(f"/work/agreements/{number}/")
    assert "In force" in signer.send(f"/work/agreements/{number}/review/", approved="yes")  # fmt: skip
    case = taken(world)
    path = f"/work/cases/{case}/disclose/"
    assert "Choose what goes to the partner" in officer.send(path)
    form = {"agreement": number, "purpose": "joint_assessment"}
    assert "data class parties" in officer.send(path, **form, classes=["parties"])
    page = officer.send(path, **form, classes=["items"])
    assert "DIS-2026-0001" in page
    sealed = officer.client.post("/work/disclosures/DIS-2026-0001/pack/")
    assert sealed.content.startswith(b"licet-export-1")
    assert "no answer yet" in officer.read(f"/work/cases/{case}/")
    answer = "/work/disclosures/DIS-2026-0001/answer/"
    assert "Choose one" in officer.send(answer)
    said = {"position": "objects", "words": "We refused the like.", "signed_by": "N."}
    assert "We refused the like." in officer.send(answer, **said, received_on=FIRST)
    assert "Objects" in officer.read(f"/work/cases/{case}/")
    assert "Sent in error." in officer.send("/work/disclosures/DIS-2026-0001/recall/", reasons="Sent in error.")  # fmt: skip
    assert "1 disclosure" in head.read("/work/agreements/")
    assert "DIS-2026-0001" in head.read(f"/work/disclosures/?agreement={number}&page=x")
    over = head.send(f"/work/agreements/{number}/change/", change="end", reasons="Over.")  # fmt: skip
    assert "Ended: Over." in over


def test_a_composite_and_a_draft_on_the_pages(world: World) -> None:
    seat_all(world)
    agreement = agree(world, terms("industry"))
    case = taken(world)
    officer, second = Reader(world, "officer"), Reader(world, "officer2")
    path = f"/work/cases/{case}/composite/"
    assert "lance" in officer.send(path, title="Lance", text="A tool.")
    assert "Waits for a second officer" in officer.send(path, title="Hosted tool", text="For a financial house.")  # fmt: skip
    page = "/work/composites/CMP-2026-0001/"
    assert "10 to under 100" in officer.read(page)
    assert "Approved" in second.send(f"{page}check/", approved="yes")
    asked = {
        "panel": "industry",
        "question": "Is this trade usual?",
        "agreement": agreement,
        "purpose": "industry_advice",
        "because": "We know little of it.",
    }
    officer.send(f"{page}refer/", **asked)
    number = next(iter(reads.referrals(viewer=world.officer))).number
    ivo = Reader(world, "ivo")
    shown = ivo.send(f"/work/panel/{number}/declare/", conflict="no")
    assert "For a financial house." in shown
    assert case not in shown
    from tests.web.casework.test_templates import says  # noqa: PLC0415  # its content

    draft_template(by=world.policy, code="banks", says=says())
    policy = Reader(world, "policy")
    page = policy.send("/work/panels/draft/", **asked, subject="template:banks")
    assert "Draft" in page
    assert SharedPack.objects.filter(case__isnull=True).count() == 1


@pytest.mark.parametrize("key", ["te", "inspector", "halden"])
def test_nobody_else_sees_panels(world: World, key: str) -> None:
    reader = Reader(world, key)
    for path in ("panels/", "panel/", "agreements/", "disclosures/", "composites/"):
        reader.read(f"/work/{path}", 403)


def test_partners_are_offered_with_their_names(world: World) -> None:
    agree(world, northmark())
    case = taken(world)
    assert "Northmark" in Reader(world, "officer").read(f"/work/cases/{case}/disclose/")
    assert len(ETHICS) == 3
