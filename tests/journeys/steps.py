"""Acts that several stories share, each done in the browser."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from django.db import connections
from playwright.sync_api import Locator
from tests.journeys.conftest import Windows
from tests.journeys.window import Window

from licet.web.casework.jobs.worker import run_pending

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """What one exporter wants to send to whom."""

    exporter: str
    title: str
    item: str
    kind: str
    entry: str
    end_user: str
    country: str
    end_user_type: str
    way: str
    end_use: str
    answers: dict[str, str] = field(default_factory=dict)


def in_a_thread(work: Callable[[], T]) -> T:
    """Do something where the browser's driver runs no event loop."""

    def closing() -> T:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as worker:
        return worker.submit(closing).result()


def let_the_worker_work() -> None:
    """Do every waiting job, as the worker process would."""
    in_a_thread(run_pending)


def apply_for(windows: Windows, trade: Trade, folder: Path) -> str:
    """Write and submit an application, from the home page to the receipt.

    Returns:
        Number of the case.
    """
    own = windows.of(trade.exporter)
    own.go("/apply/").follow("Start a new application")
    own.mark(own.page.get_by_role("radio").first)
    own.write("A short name for this application", trade.title).press("Start")
    own.heading(trade.title)
    _who(own, trade)
    _what(own, trade)
    _whom(own, trade)
    _where(own, trade)
    _papers(own, trade, folder)
    own.follow("Declaration")
    own.tick("What is stated here is true and complete")
    own.write("Your full name", "Nils Akerholm").press("Save and go on")
    own.follow("Check your answers").reads(trade.end_user)
    own.press("Submit the application").reads("Application submitted")
    number = own.page.locator("main strong").first.inner_text()
    let_the_worker_work()
    return number


def _who(own: Window, trade: Trade) -> None:
    own.follow("Your organisation and contact")
    own.write("Name of the person we can ask", "Nils Akerholm")
    own.write("E-mail address", f"{trade.exporter}@meridia.example")
    own.press("Save and go on")


def _what(own: Window, trade: Trade) -> None:
    own.follow("Items").follow("Add an item")
    own.write("Name of the item", trade.item)
    own.choose("What sort of item is it?", trade.kind)
    entries = own.main.locator("select").first
    entry = entries.locator(f'option[value="{trade.entry}"]')
    own.pick(entries, entry.inner_text())
    own.write("How many leave?", "20").press("Save and go on")


def _whom(own: Window, trade: Trade) -> None:
    own.follow("Parties").follow("Add a party")
    own.select("What part does it have?", "End user: will use it")
    own.write("Registered name", trade.end_user)
    own.select("Country of establishment", trade.country)
    own.mark(_answer(own, "end_user.type", trade.end_user_type))
    own.press("Save and go on")


def _where(own: Window, trade: Trade) -> None:
    own.follow("Destination")
    own.pick(own.page.locator('select[name="destination"]'), trade.country)
    own.press("Save and go on")
    own.follow("How it leaves")
    own.mark(_answer(own, "activity.type", trade.way))
    own.press("Save and go on")
    own.follow("End use")
    own.fill(own.page.locator('textarea[name="end_use"]'), trade.end_use)
    own.press("Save and see what else is asked")
    for path, answer in trade.answers.items():
        own.mark(_answer(own, path, answer))
    own.press("Save and go on")


def _answer(own: Window, path: str, value: str) -> Locator:
    return own.page.locator(f'input[name="{path}"][value="{value}"]')


def _papers(own: Window, trade: Trade, folder: Path) -> None:
    own.follow("Documents")
    asked = own.page.get_by_role("group", name="What is it?").get_by_role("radio")
    purposes = [one.get_attribute("value") or "" for one in asked.all()]
    for purpose in purposes:
        if purpose in {"party", "other"}:
            continue
        paper = folder / f"{purpose}.txt"
        paper.write_text(f"{purpose} for {trade.item}, invented\n", "utf-8")
        own.attach("File", paper)
        own.mark(_answer(own, "purpose", purpose))
        own.press("Upload").reads(paper.name)
    own.follow("Go on")


def take(windows: Windows, number: str) -> Window:
    """The officer finds the case in the queue and takes it."""
    officer = windows.of("officer")
    officer.go("/work/").follow(number).press("Take the case")
    return officer.reads("The case is yours")


def refer_by_rule(windows: Windows, number: str) -> list[str]:
    """Refer to every agency that a rule names.

    Returns:
        The codes of their teams.
    """
    officer = windows.of("officer").go(f"/work/cases/{number}/refer/")
    boxes = officer.page.get_by_role("group", name="Which agencies do you refer it to?")
    codes = []
    for box in boxes.get_by_role("checkbox").all():
        code = box.get_attribute("value") or ""
        words = officer.page.locator(f'label[for="{box.get_attribute("id")}"]')
        if "a rule asks for it" in words.inner_text():
            officer.mark(box)
            codes.append(code)
    officer.press("Refer").reads("The case is with the agencies")
    return codes


def hear_agencies(windows: Windows, number: str, **conditions: str) -> None:
    """Refer to every agency that a rule names; each agrees, some with a condition.

    Args:
        windows: The windows of the story.
        number: Number of the case.
        conditions: By team code, the title of a condition that the agency sets.
    """
    for code in refer_by_rule(windows, number):
        agency = windows.of(code.lower()).go(f"/work/cases/{number}/advice/")
        wanted = conditions.get(code)
        agency.choose(
            "Your agency's position",
            "Approve, with conditions" if wanted else "Approve",
        )
        agency.write("Reasons", "The end user is known to us; the safeguards suffice.")
        if wanted:
            set_condition(agency, wanted)
        agency.press("Give the advice").reads("advice is on the case")


def set_condition(window: Window, title: str, **terms: str) -> None:
    """Open a type of condition, tick it, fill in its terms, and say who checks it."""
    block = window.within(title)
    window.mark(block.get_by_role("checkbox"))
    for name, value in terms.items():
        window.fill(block.get_by_label(name, exact=True), value)
    window.pick(block.get_by_label("Checked by"), "Inspection")


def countersign(windows: Windows, number: str) -> Window:
    """Another officer signs; then the licence and the letters are made."""
    signer = windows.of("signer").go(f"/work/cases/{number}/")
    signer.follow("Countersign").press("Sign the decision").reads("Signed.")
    let_the_worker_work()
    return signer
