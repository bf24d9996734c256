"""DEMO case 2: the same platform for a ministry of a state with a poor record; refused, and the appeal dismissed."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.journeys.conftest import Windows
from tests.journeys.steps import apply_for, countersign, let_the_worker_work, take
from tests.journeys.test_grant import LANCE

pytestmark = pytest.mark.journey

DIRECTORATE = replace(
    LANCE,
    title="Red-team platform for a directorate in Bahrain",
    end_user="Public Order Directorate (invented)",
    country="Bahrain",
    end_user_type="government",
    way="transmission",
    end_use="Lawful access to suspects' devices",
)


def test_a_mandatory_criterion_refuses_and_somebody_uninvolved_hears_the_appeal(
    windows: Windows, tmp_path: Path
) -> None:
    number = apply_for(windows, DIRECTORATE, tmp_path)
    officer = take(windows, number)
    officer.go(f"/work/cases/{number}/facts/end_user.repression_record/")
    officer.page.locator('input[name="value"][value="true"]').check()
    officer.write("What shows it", "Finding of an invented court, 3 March 2026.")
    officer.press("Establish the fact").reads("The fact is established")
    let_the_worker_work()
    officer.go(f"/work/cases/{number}/").reads("Established")

    officer.follow("Draft the decision").choose("What do you propose?", "Refuse")
    summary = officer.page.locator("summary", has_text="Human rights")
    ground = officer.page.locator("details.pick").filter(has=summary).first
    ground.locator("summary").click()
    ground.get_by_label("Rely on this ground").check()
    ground.get_by_label("In your words").fill(
        "The end user has a record of repression."
    )
    ground.get_by_role("group", name="It rests on").get_by_role(
        "checkbox"
    ).first.check()
    officer.page.get_by_label("Reasons", exact=True).fill(
        "There is a clear risk that it serves repression."
    )
    officer.press("Save the draft").press("Give notice of the refusal")
    officer.reads("Notice of an intended refusal").reads("not served yet")

    own = windows.of("halden").go("/apply/").follow(DIRECTORATE.title)
    own.reads("The authority intends to refuse").press("Open the letter")
    own.reads("clear risk").follow("Answer the intended refusal")
    own.write("Your answer", "The directorate has promised to use it lawfully.")
    own.press("Send the answer").reads("who must consider it")

    officer.go(f"/work/cases/{number}/").reads("promised to use it lawfully")
    officer.follow("Draft the decision").press("Save the draft")
    officer.press("Send for countersignature")
    countersign(windows, number).reads("Decision: Refused")

    own.go(f"/apply/cases/{number}/").reads("Refused").reads("clear risk")
    own.press("Open the letter").reads("served today")
    own.download("Download the letter (PDF)", tmp_path / "letter.pdf")
    own.follow("Appeal against this").choose(
        "On which grounds?", "A fact is wrong or was overlooked"
    ).write("Why should the act be different?", "The court erred.")
    own.press("Lodge the appeal").reads("Your appeal is lodged")

    chair = windows.of("chair").go("/work/appeals/").follow(number)
    chair.follow("Assign the appeal")
    chair.select("To whom?", "Judge_Below").press("Assign")
    chair.reads("You may not do this")  # that reviewer reports to the decider
    assert windows.refused.pop().startswith("403")
    windows.complaints.clear()
    chair.go("/work/appeals/").follow(number).follow("Assign the appeal").select(
        "To whom?", "Judge"
    ).press("Assign").reads("The appeal is assigned")
    judge = windows.of("judge").go("/work/appeals/").follow(number)
    judge.reads("The court erred.").follow("Decide the appeal")
    judge.choose("Outcome", "Dismissed: the act stands")
    judge.write("Reasons", "The finding of the court stands.")
    judge.choose("What do you find on: A fact is wrong or was overlooked?", "Rejected")
    judge.write("Why: A fact is wrong or was overlooked", "It names the directorate.")
    judge.press("Decide").reads("The appeal is decided")
    own.go(f"/apply/cases/{number}/").reads("Dismissed").reads(
        "The finding of the court"
    )
