"""The long way of a case, step by step, each done by a person at a screen: to its licence, and to its appeal."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.journeys.conftest import Windows
from tests.journeys.steps import (
    countersign,
    in_a_thread,
    refer_by_rule,
    set_condition,
)
from tests.journeys.test_grant import LANCE
from tests.journeys.window import Window

from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.ports import Clock, legal_day, now
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.services.review.escalations import settle_levels

GROUND = "A milder means would have done"
BANK = LANCE.end_user
VARIED = (
    "Every operation is logged tamper-evidently and kept for 12 months; samples are "
    "shown on request within 5 working days."
)


@dataclass(slots=True)
class RunningClock:
    """The clock of this machine, put forward."""

    real: Clock
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return self.real.now() + self.ahead


@dataclass(slots=True, kw_only=True)
class Way:
    """One case and everybody who has to do with it."""

    windows: Windows
    clock: RunningClock
    folder: Path
    number: str = ""
    agencies: list[str] = field(default_factory=list)

    def officer(self) -> Window:
        """The officer's window, at the case as found in the queue."""
        return self.windows.of("officer").go(f"/work/cases/{self.number}/")

    def applicant(self, who: str = "halden") -> Window:
        """The window of somebody of the applicant, at the case as found at home."""
        return self.windows.of(who).go("/apply/").follow(LANCE.title)

    def review(self, who: str) -> Window:
        """The window of somebody of an agency or of the officer, at the review."""
        own = self.windows.of(who).go("/work/").follow(self.number)
        return own.follow("The review: clocks, dissent, conditions, markings")

    def pass_days(self, days: int) -> None:
        """Days pass, and what follows by itself is done."""
        self.clock.ahead += timedelta(days=days)
        self.by_itself()

    def by_itself(self) -> None:
        """What the worker does."""
        for work in (run_pending, settle_levels, lambda: run_sequencer(at=now())):
            in_a_thread(work)

    def day(self, ahead: int = 0) -> str:
        """The legal day, or one ahead, as a field takes it."""
        return f"{legal_day(self.clock.now()) + timedelta(days=ahead):%F}"


def amend(way: Way) -> None:
    """The applicant sends half as much."""
    own = way.applicant().follow("Amend the application").follow("Items")
    own.follow(f"Change {LANCE.item}").write("How many leave?", "10")
    own.write("Why does it change?", "The bank has ten testers, not twenty.")
    own.press("Save and go on").reads("Amended.")
    way.by_itself()


def ask_and_answer(way: Way) -> None:
    """The officer asks, the clock stands, the applicant answers."""
    officer = way.officer().follow("Ask the applicant")
    officer.write("What do you need to know?", "Who operates the platform?")
    officer.press("Send the question").reads("The clock stands still")
    own = way.applicant().reads("Who operates the platform?").follow("Answer")
    own.write("Your answer", "The ten testers of annex A.")
    own.press("Send the answer")
    way.officer().reads("The ten testers of annex A.")


def refer(way: Way) -> None:
    """The officer refers it by rule."""
    way.agencies = refer_by_rule(way.windows, way.number)
    assert len(way.agencies) > 1


def advise(
    way: Way, code: str, position: str, reasons: str, condition: str = ""
) -> None:
    """An agency advises, from its own list of cases; of an activation it wants to hear in three days."""
    agency = way.windows.of(code.lower()).go("/work/").follow(way.number)
    agency.follow("Give advice").choose("Your agency's position", position)
    agency.write("Reasons", reasons)
    if condition:
        terms = {"Days": "3"} if condition == "Activation log" else {}
        set_condition(agency, condition, **terms)
    agency.press("Give the advice").reads("advice is on the case")


def differ(way: Way) -> None:
    """One agency is against it, the others ask for a condition or nothing."""
    against, *others = sorted(way.agencies, key=lambda code: code != "DS")
    advise(way, against, "Refuse", "Nobody knows who else may use it.")
    for code in others:
        wanted = "No onward transfer" if code == others[0] else ""
        position = "Approve, with conditions" if wanted else "Approve"
        advise(way, code, position, "The bank is known to us.", wanted)


def escalate(way: Way) -> None:
    """The officer takes it up; the chair decides on the last day; the outvoted agency goes further."""
    officer = way.review("officer").reads("Refuse: DS")
    officer.follow("Take the dissent to the next level")
    officer.write("Reasons", "They differ on who may use it.").press("Take it up")
    officer.reads("The dissent lies before the next level")
    vote(way, "ds", "Refuse")
    vote(way, "te", "Approve, with conditions")
    way.pass_days(16)
    agency = way.review("ds").reads("Coordination Group").reads("Outvoted: DS.")
    agency.follow("Take the dissent to the next level")
    agency.write("Reasons", "The risk is not answered.").press("Take it up")
    agency.reads("Committee of the Permanent Secretaries")
    for member in ("ds", "mi", "mj"):
        vote(way, member, "Refuse")
    way.review("officer").reads("by majority: approve 0").reads("refuse 3, silent 2")


def vote(way: Way, member: str, verdict: str) -> None:
    """A member votes on the level that is at work."""
    own = way.review(member).follow("Vote for your agency")
    own.choose("What does your agency say?", verdict)
    own.write("Reasons", f"{member.upper()} says so.").press("Vote")
    own.reads("The vote of your agency is recorded")


def intend_refusal(way: Way) -> None:
    """The officer drafts the refusal and gives notice of it."""
    officer = way.officer().reads("decided against a grant")
    officer.follow("Draft the decision").choose("What do you propose?", "Refuse")
    ground = officer.within("Human rights")
    officer.mark(ground.get_by_label("Rely on this ground"))
    officer.fill(ground.get_by_label("In your words"), "Others may get hold of it.")
    officer.fill(
        ground.get_by_label("If you do not follow this finding").first,
        "The Permanent Secretaries found the risk.",
    )
    rests = ground.get_by_role("group", name="It rests on").get_by_role("checkbox")
    officer.mark(rests.first)
    officer.fill(
        officer.page.get_by_label("Reasons", exact=True), "There is a clear risk."
    )
    officer.press("Save the draft").press("Give notice of the refusal")
    officer.reads("Notice of an intended refusal").reads("not served yet")


def answer_notice(way: Way) -> None:
    """The applicant opens the letter, and answers within its time."""
    own = way.applicant().reads("The authority intends to refuse")
    own.press("Open the letter").reads("clear risk")
    way.pass_days(5)
    own = way.applicant().follow("Answer the intended refusal")
    own.write("Your answer", "The central bank has audited us; its report is public.")
    own.press("Send the answer").reads("who must consider it")


def establish(way: Way) -> None:
    """The officer finds the new fact true; everything that rested on the old ones is renewed."""
    officer = way.officer().reads("its report is public").follow("Establish a fact")
    officer.within("Every other fact")
    officer.follow("End user: repression record")
    field_of = officer.page.locator('input[name="value"][value="false"]')
    officer.mark(field_of)
    officer.write("What shows it", "Report of the central bank (invented).")
    officer.press("Establish the fact").reads("The fact is established")
    way.by_itself()


def agree(way: Way) -> None:
    """Asked again on the new facts, the agencies set their conditions."""
    officer = way.officer().follow("Refer to agencies")
    for code in way.agencies:
        officer.mark(officer.page.locator(f'input[name="teams"][value="{code}"]'))
    officer.write("Why these", "A new fact is established.").press("Refer")
    officer.reads("The case is with the agencies")
    for code in way.agencies:
        wanted = "Activation log" if code == "DS" else "No onward transfer"
        advise(
            way, code, "Approve, with conditions", "On these facts we agree.", wanted
        )


def grant(way: Way) -> None:
    """The officer drafts a grant with every condition, another signs, the letter is served."""
    officer = way.officer().follow("Draft the decision")
    officer.choose("What do you propose?", "Grant with conditions")
    ground = officer.within("Human rights")
    officer.mark(ground.get_by_label("Rely on this ground"), on=False)
    for box in officer.page.locator('input[name="adopted"]').all():
        officer.mark(box)
    set_condition(officer, "Logging of operations", Months="24", Days="5")
    officer.fill(
        officer.page.get_by_label("Reasons", exact=True),
        "The report answers the risk, and the safeguards suffice.",
    )
    officer.press("Save the draft").reads("The draft is saved")
    officer.press("Send for countersignature").reads("waits for the second signature")
    countersign(way.windows, way.number).reads("Decision: Granted with conditions")
    way.by_itself()
    own = way.applicant().press("Open the letter").reads("Granted with conditions")
    own.follow("MLA-L-").reads("kept for 24 months")
    way.officer().reads("served ")


def appeal(way: Way) -> None:
    """The applicant's counsel, who wrote nothing of it, appeals against one condition and asks to be heard."""
    own = way.applicant("counsel").follow(
        re.compile("Appeal against this.*tamper-evidently")
    )
    own.choose("On which grounds?", GROUND)
    own.write("Why should the act be different?", "Twelve months show as much.")
    own.press("Lodge the appeal").reads("Your appeal is lodged")
    own.follow("Ask to be heard").write("Your reasons", "To show the log itself.")
    own.press("Ask for a hearing").reads("You have asked for a hearing")
    officer = _appeal_of(way, "officer").follow("Answer the appeal")
    officer.write("Answer of the authority", "Fewer months were not asked for.")
    officer.press("Send the answer").reads("The answer is given")


def _appeal_of(way: Way, who: str) -> Window:
    return way.windows.of(who).go("/work/appeals/").follow(way.number)


def hear(way: Way) -> None:
    """The chair gives it to somebody uninvolved, who hears both sides on a day."""
    chair = _appeal_of(way, "chair").follow("Assign the appeal")
    chair.select("To whom?", "Judge").press("Assign").reads("The appeal is assigned")
    judge = _appeal_of(way, "judge").reads("is none of them").follow("Set a hearing")
    judge.write("Day of the hearing", way.day(7)).write("Where", "Room 2")
    judge.press("Set the hearing").reads("The hearing is set")
    way.pass_days(7)
    judge = _appeal_of(way, "judge").follow("Enter what was said at the hearing")
    judge.write("Day of the hearing", way.day())
    judge.write("Who was there, and what was said", "Both sides; the log was shown.")
    judge.press("Enter the record").reads("The record of the hearing is entered")


def vary(way: Way) -> None:
    """The reviewer varies the condition: other words, another term."""
    judge = _appeal_of(way, "judge").follow("Decide the appeal")
    judge.choose("Outcome", "Varied: the act stands in other words")
    judge.fill(judge.page.get_by_label("Reasons", exact=True), "Twelve months suffice.")
    judge.write("What follows", "The authority renews the licence at once.")
    judge.write("If varied: the condition", VARIED)
    judge.choose(f"What do you find on: {GROUND}?", "Upheld")
    judge.write(f"Why: {GROUND}", "The samples need no longer log.")
    judge.write("If varied: months", "12")
    judge.press("Decide").reads("The appeal is decided").reads("The act is varied")
    way.by_itself()


def read_outcome(way: Way) -> None:
    """What is varied reads so in the letter, on the licence, in the case and in the record."""
    own = way.applicant("counsel").reads("The act is varied")
    own.press("Open the letter").reads("The letter is open below")
    own.within("Read the letter")
    own.reads(f"From now on it reads: {VARIED}")
    own = way.applicant().reads("Twelve months suffice.").follow("MLA-L-")
    own.reads(VARIED).reads("varied on appeal")
    paper = own.download("Download the licence (PDF)", way.folder / "licence.pdf")
    assert paper.read_bytes().startswith(b"%PDF-1.7")
    officer = way.officer().reads(VARIED).reads("Twelve months suffice.")
    officer.follow("Proof of every act").reads("Appeal decided")
    officer.follow("Verify this case").reads("Everything holds.")
