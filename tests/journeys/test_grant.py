"""DEMO case 1: a red-team platform for a bank, hosted; granted with typed conditions."""

from pathlib import Path

import pytest
from tests.journeys.conftest import Windows
from tests.journeys.steps import (
    Trade,
    apply_for,
    countersign,
    hear_agencies,
    set_condition,
    take,
)

pytestmark = pytest.mark.journey

LANCE = Trade(
    exporter="halden",
    title="Red-team platform for a bank in Brazil",
    item="Lance red-team platform (invented)",
    kind="Software",
    entry="4D004",
    end_user="Banco Aurora do Sul (invented)",
    country="Brazil",
    end_user_type="bank",
    way="hosted_access",
    end_use="Security testing of its own systems",
)


def test_a_bank_receives_a_licence_with_conditions_and_anybody_can_check_it(
    windows: Windows, tmp_path: Path
) -> None:
    number = apply_for(windows, LANCE, tmp_path)
    officer = take(windows, number)
    officer.reads("Authorisation required").reads("What other laws also ask")
    hear_agencies(windows, number, DS="No onward transfer")

    officer.go(f"/work/cases/{number}/draft/")
    assert officer.page.locator("input[type=radio]:checked").count() == 0
    officer.choose("What do you propose?", "Grant with conditions")
    officer.page.get_by_label("Defence Staff: The item", exact=False).check()
    set_condition(officer, "Logging of operations", Months="24", Days="5")
    set_condition(
        officer, "Named operators only", Operators="The bank's red team, annex A"
    )
    set_condition(officer, "Activation log", Days="3")
    officer.page.get_by_label("Reasons", exact=True).fill(
        "The end use is credible and the safeguards suffice."
    )
    officer.press("Save the draft").reads("The draft is saved")
    officer.press("Send for countersignature").reads("waits for the second signature")
    assert officer.page.get_by_role("link", name="Countersign").count() == 0
    countersign(windows, number).reads("Decision: Granted with conditions")

    own = windows.of("halden").go(f"/apply/cases/{number}/")
    own.reads("Granted with conditions").reads("may not be passed to anybody else")
    own.follow("MLA-L-").reads("Logging of operations").reads("Activation log")
    licence = own.download("Download the licence (PDF)", tmp_path / "licence.pdf")
    assert licence.read_bytes().startswith(b"%PDF-1.7")
    code = own.page.request.get(own.page.url + "document/code/").text()

    public = windows.of("public").go("/verify/")
    public.page.locator("#offline:not([hidden])").wait_for()
    public.page.context.set_offline(True)
    public.write("Code printed on the licence", code).press("Check the code")
    public.reads("Valid").reads("Age of the status used")
    altered = code[:-4] + ("A" if code[-4] != "A" else "B") + code[-3:]
    public.write("Code printed on the licence", altered).press("Check the code")
    public.reads("Not valid")
    public.page.context.set_offline(False)
    public.go("/verify/").attach("The licence as PDF", licence).press("Check the PDF")
    public.reads("Valid")
