"""The verifier in the browser and the one in Python give the same answers."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from licet.licence import SEES, Role

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = ROOT / "src/licet/web/site/static/licet"
QUESTIONS = json.loads((ROOT / "vectors/licence/questions.json").read_text("utf-8"))
# The browser holds no log: what a receipt proves, the command and the server say.
ASKED = [case for case in QUESTIONS if not case["issues"]]
CODES = [case for case in ASKED if case["document"].startswith("LICET1:")]
CHECK = """async ([texts, known]) => {
    const verifier = await import("/verify.js");
    const found = [];
    for (const text of texts) found.push(await verifier.check(text, known));
    return found;
}"""

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    opened = context.new_page()
    opened.route("**/*", _answer)
    opened.goto("https://verifier.example/")
    yield opened
    context.close()


def _answer(route: Route) -> None:
    name = route.request.url.rsplit("/", 1)[1]
    if name in {"verify.js", "verify-text.js"}:
        body = (SCRIPTS / name).read_text("utf-8")
        route.fulfill(body=body, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


def _asked(page: Page, case: dict[str, Any], texts: list[str]) -> list[dict[str, Any]]:
    known = {
        "keys": json.loads(case["keys"]),
        "status": case["status"],
        "seen": case["seen"],
        "sees": sorted(SEES[Role(case["role"])]),
        "at": int(datetime.fromisoformat(case["at"]).timestamp()),
        "maxStatusAge": case["max_status_age_seconds"],
    }
    found: list[dict[str, Any]] = page.evaluate(CHECK, [texts, known])
    return found


@pytest.mark.parametrize("case", ASKED, ids=lambda case: case["name"])
def test_the_browser_gives_the_answer_of_the_vectors(
    page: Page, case: dict[str, Any]
) -> None:
    (found,) = _asked(page, case, [case["document"]])
    assert (found["answer"], found["reasons"]) == (case["answer"], case["codes"])
    assert found["number"] == case["number"]
    assert found["withheld"] == case["withheld"]
    concealed = {name: case["disclosed"].get(name) for name in SEES[Role.CUSTOMS]}
    assert {name: found["disclosed"].get(name) for name in concealed} == concealed


def test_the_browser_takes_no_changed_bit_of_a_signed_text(page: Page) -> None:
    texts = [case for case in ASKED if case not in CODES]
    case = next(case for case in texts if case["answer"] == "valid")
    text = case["document"]
    changed = [
        text[:place] + chr(ord(text[place]) ^ 1 << place % 7) + text[place + 1 :]
        for place in range(0, len(text), 3)
    ]
    answers = {found["answer"] for found in _asked(page, case, changed)}
    assert answers == {"not_valid"}


def test_the_browser_takes_no_changed_letter(page: Page) -> None:
    case = next(case for case in CODES if case["answer"] == "valid")
    text = case["document"]
    changed = [
        text[:place] + other + text[place + 1 :]
        for place in range(len("LICET1:"), len(text))
        for other in ("0", "Z", ":")
        if other != text[place]
    ]
    answers = {found["answer"] for found in _asked(page, case, changed)}
    assert answers == {"not_valid"}
