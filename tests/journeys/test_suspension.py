"""DEMO case 6: a phone extraction kit for a judicial laboratory; a check finds a condition broken; suspended."""

from pathlib import Path

import pytest
from tests.journeys.conftest import Windows
from tests.journeys.steps import (
    Trade,
    apply_for,
    countersign,
    hear_agencies,
    let_the_worker_work,
    set_condition,
    take,
)

from licet.web.casework.ports import legal_day, now

pytestmark = pytest.mark.journey

PRISM = Trade(
    exporter="lumen",
    title="Phone extraction for a judicial laboratory",
    item="Lumen Prism phone extraction kit (invented)",
    kind="Equipment, a system or a component",
    entry="5A004.b",
    end_user="Judicial police laboratory (invented)",
    country="Cape Verde",
    end_user_type="police",
    way="physical_export",
    end_use="Investigation of serious crime under court order",
)


@pytest.mark.slow
def test_a_broken_condition_suspends_the_licence_and_customs_see_it_at_once(
    windows: Windows, tmp_path: Path
) -> None:
    number = apply_for(windows, PRISM, tmp_path)
    officer = take(windows, number)
    hear_agencies(windows, number)
    officer.go(f"/work/cases/{number}/draft/")
    officer.choose("What do you propose?", "Grant with conditions")
    set_condition(officer, "Judicial authorisation of each use")
    set_condition(officer, "Logging of operations", Months="36", Days="10")
    set_condition(officer, "Delivery verification", Days="20")
    set_condition(officer, "Access for end-use checks", Days="10")
    officer.page.get_by_label("Reasons", exact=True).fill("A court orders each use.")
    officer.press("Save the draft").press("Send for countersignature")
    countersign(windows, number).reads("Decision: Granted with conditions")

    own = windows.of("lumen").go(f"/apply/cases/{number}/").follow("MLA-L-")
    licence = own.page.url.rstrip("/").rsplit("/", 1)[-1]
    today = f"{legal_day(now()):%F}"  # the authority's day; near midnight it is not the browser's
    own.follow("Report delivery or use").write("On which day?", today)
    own.choose("How did it leave?", "Shipment").write("How much?", "3")
    own.write("To whom?", PRISM.end_user).write("Reference", "26SE0000000001")
    own.press("Send the report").reads("Your report is entered").reads("26SE0000000001")

    inspector = windows.of("inspector").go(f"/work/licences/{licence}/")
    inspector.follow("Record a check").write("Checked on", today)
    inspector.page.get_by_role("group", name="Which condition?").get_by_role(
        "radio"
    ).first.check()
    inspector.choose("What was found?", "It is broken")
    inspector.write("Findings", "Eleven extractions without an order of a court.")
    inspector.press("Record the check").reads("Broken").reads("Eleven extractions")

    officer.go(f"/work/licences/{licence}/").reads("Broken")
    officer.follow("Suspend for the time being").reads("nothing may leave")
    officer.write("Reasons", "A condition is broken; a hearing follows.")
    officer.press("Suspend the licence").reads("The licence is suspended")
    let_the_worker_work()

    own.go(f"/apply/licences/{licence}/").reads("Suspended").reads("a hearing follows")
    code = own.page.request.get(own.page.url + "document/code/").text()
    own.follow("Answer the suspension").write(
        "Your answer to the suspension", "The laboratory has been told to stop."
    )
    own.press("Send the answer").reads("Your answer is with the officer")
    officer.go(f"/work/licences/{licence}/").reads(
        "The laboratory has been told to stop"
    )
    windows.of("customs").go(f"/work/licences/{licence}/").reads("Suspended")

    public = windows.of("public").go("/verify/")
    public.page.locator("#offline:not([hidden])").wait_for()
    public.write("Code printed on the licence", code).press("Check the code")
    public.reads("Not valid").reads("It is suspended")
