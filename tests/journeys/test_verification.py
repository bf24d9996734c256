"""A party is verified in a browser: file, check, sign, conduct, undertaking; no barrier on the way."""

import io
from datetime import date

import pytest
from tests.journeys.conftest import Windows
from tests.journeys.looking import barriers, linked, walk
from tests.journeys.steps import in_a_thread
from tests.web.casework.builders import World, submit, take

from licet.web.casework.ports import legal_day, now
from licet.web.casework.selectors.verification import verification as reads
from licet.web.casework.services.verification import (
    conduct,
    parties,
    signals,
    undertakings,
)

pytestmark = pytest.mark.journey


def _build(world: World) -> tuple[str, str]:
    """A case with a rule that fires, a stale check, a judgment that waits, and a refused undertaking."""
    case = submit(world).number
    take(world, case)
    party = reads.of_case(viewer=world.officer, case=case).parties[0].number
    for question, answer, on in (
        ("payer", "Gulf Horizon Trading (invented)", None),
        ("insolvency", None, date(2020, 1, 1)),
    ):
        parties.record_party_check(
            by=world.officer,
            party=party,
            check=parties.NewCheck(
                question=question,
                result="established",
                words="Read in the contract.",
                source="Contract of 1 February (invented)",
                answer=answer,
                case=case,
                on=on,
            ),
        )
    signals.renew_signals(by=world.officer, case=case)
    for firmness in ("judgment", "lead"):
        conduct.record_conduct(
            by=world.officer,
            party=party,
            entry=conduct.NewConduct(
                firmness=firmness,
                grade="B2",
                title="Interception without a warrant",
                words="Found on appeal (invented).",
                found_on=date(2024, 5, 1),
                source="Court of Appeal (invented)",
                reasons="Same registration number.",
            ),
        )
    made = undertakings.make_undertaking(by=world.halden, case=case)
    pdf = reads.undertaking_document(
        viewer=world.halden, case=case, undertaking=made.id
    ).content
    undertakings.return_undertaking(
        by=world.halden,
        case=case,
        signed=undertakings.SignedUndertaking(
            name="signed.pdf",
            content=io.BytesIO(pdf),
            signatory="Ana Prado (invented)",
            post="Director",
            signed_on=legal_day(now()),
        ),
    )
    return case, party


@pytest.mark.slow
def test_screens_of_verification_have_no_barrier(
    windows: Windows, world: World
) -> None:
    case, party = in_a_thread(lambda: _build(world))
    page = windows.of("officer").page
    file, at = f"/work/parties/{party}", f"/work/cases/{case}"
    page.goto(f"{at}/")
    returned = page.locator('a[href*="/undertakings/returned/"]').last
    paths = [
        "/work/parties/",
        "/work/parties/?text=nobody",
        "/work/parties/new/",
        f"{file}/?case={case}",
        f"{file}/checks/payer/?case={case}",
        f"{file}/checks/support/",
        f"{file}/conduct/",
        f"{at}/",
        f"{at}/signals/{party}/payer_not_a_party/",
        f"{at}/undertakings/return/",
        returned.get_attribute("href") or "",
    ]
    assert walk(windows, page, paths) == []
    head = windows.of("officer2").page
    head.goto(f"{file}/")
    assert walk(windows, head, linked(head, "/conduct/")) == []
    page.goto(f"{file}/")
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert barriers(page) == []
    page.goto(f"{at}/")
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert barriers(page) == []
    applicant = windows.of("halden").page
    assert walk(windows, applicant, [f"/apply/cases/{case}/undertaking/"]) == []


def test_a_sign_is_answered_by_keyboard_alone(windows: Windows, world: World) -> None:
    case, _party = in_a_thread(lambda: _build(world))
    window = windows.of("officer").go(f"/work/cases/{case}/")
    link = window.page.get_by_role("link", name="Say what you make of it").first
    link.focus()
    window.page.keyboard.press("Enter")
    window.reads("Who is the payer, and why does it pay for the end user?")
    window.page.get_by_label("Explained").focus()
    window.page.keyboard.press("Space")
    window.page.keyboard.press("Tab")
    window.page.keyboard.type("The parent company pays.")
    window.page.keyboard.press("Tab")
    window.page.keyboard.press("Enter")
    window.reads("Your word on the sign is on record")
    window.reads("The parent company pays.")


def test_an_applicant_generates_and_sends_back_without_scripts(
    windows: Windows, world: World
) -> None:
    case = in_a_thread(lambda: submit(world).number)
    window = windows.of("halden", scripts=False).go(f"/apply/cases/{case}/undertaking/")
    window.press("Generate an undertaking").reads("Have it signed as it is")
    with window.page.expect_download() as begun:
        window.page.get_by_role("link", name="Download for signature").click()
    path = begun.value.path()
    window.page.get_by_label("The signed document").set_input_files(
        {
            "name": "signed.pdf",
            "mimeType": "application/pdf",
            "buffer": path.read_bytes(),
        }
    )
    window.write("Who signed it", "Ana Prado").write("In which post", "Director")
    window.write("Day beside the signature", legal_day(now()).isoformat())
    window.press("Compare and send").reads("It fits.")
