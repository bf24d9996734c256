"""What is looked at on a screen: barriers, room, headings, focus; the same for every story."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page
from tests.journeys.conftest import Windows

AXE = Path(__file__).resolve().parents[2] / "third_party/axe-core/axe.min.js"
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
SKIP = "Skip to main content"
_OPEN = "document.querySelectorAll('details').forEach(e => e.open = true)"
_WIDE = "document.documentElement.scrollWidth - window.innerWidth"
# What Tab stops at, each group of radio buttons once. What is marked is found again later.
_CONTROLS = """() => {
  const seen = new Set();
  let count = 0;
  for (const e of document.querySelectorAll(
      'a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    if (e.disabled || e.tabIndex < 0 || !e.getClientRects().length) continue;
    if (getComputedStyle(e).visibility === 'hidden') continue;
    const name = e.type === 'radio' ? 'radio:' + e.name : 'control:' + count++;
    e.dataset.looked = name;
    seen.add(name);
  }
  return [...seen];
}"""
_STOP = """() => {
  const e = document.activeElement;
  const face = e.type === 'radio' || e.type === 'checkbox'
    ? getComputedStyle(e.nextElementSibling || e, '::before') : getComputedStyle(e);
  const shown = [getComputedStyle(e), face].some(s =>
    (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none');
  return {name: e.dataset.looked || '', seen: shown, words: e.outerHTML.slice(0, 160)};
}"""


def open_details(page: Page) -> None:
    """Open every part of a page that is folded."""
    page.evaluate(_OPEN)


def barriers(page: Page) -> list[str]:
    """What axe finds on the page as it stands, and whether it scrolls sideways."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text("utf-8") + ";0")
    found = page.evaluate(
        f"axe.run({{runOnly: {RULES}}}).then(r => r.violations.map("
        "v => v.id + ': ' + v.nodes[0].html.slice(0, 200)))"
    )
    return [*found, *_sideways(page)]


def _sideways(page: Page) -> list[str]:
    over = page.evaluate(_WIDE)
    return [f"scrolls sideways by {over} px"] if over > 0 else []


def _stays(page: Page, path: str) -> list[str]:
    """Whether the page now open is the one that was asked for, and not where it sent us on."""
    now = urlsplit(page.url).path
    return [] if now == urlsplit(path).path else [f"leads to {now}"]


def linked(page: Page, part: str) -> list[str]:
    """Addresses of links in the page that hold this part, each once."""
    found = page.locator(f'main a[href*="{part}"]').evaluate_all(
        "links => links.map(one => one.getAttribute('href'))"
    )
    return sorted(set(found))


def _frame(page: Page) -> list[str]:
    """One heading of the first level, a title of its own, the skip link first."""
    found = []
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{headings} headings of the first level")
    if not page.title().partition(" \u2013 ")[0].strip():
        found.append("no title")
    if page.locator('[data-module="error-summary"]').count():
        return found  # it has taken the focus, and Tab goes on from there
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent.trim()")
    if first != SKIP:
        found.append(f"the first stop is {first!r}, not the skip link")
    # The link shows itself only while it has the focus; a press would meet a page that moves.
    page.evaluate("document.activeElement.blur()")
    return found


def look(windows: Windows, page: Page, path: str) -> list[str]:
    """Open a screen and look at it at three widths, everything unfolded.

    Args:
        windows: The windows of the story; nothing may be refused or complained of in any.
        page: Where it is opened.
        path: Address of the screen.

    Returns:
        What is wrong, in words; empty when nothing is.
    """
    page.set_viewport_size({"width": 1200, "height": 900})
    page.goto(path)
    if windows.refused or windows.complaints:
        told = [*windows.refused, *windows.complaints]
        windows.refused.clear()
        windows.complaints.clear()
        return [f"{path}: {one}" for one in told]
    found = [f"{path}: {one}" for one in [*_stays(page, path), *_frame(page)]]
    open_details(page)
    for width in (1200, 360, 320):
        page.set_viewport_size({"width": width, "height": 900})
        seen = _sideways(page) if width == 360 else barriers(page)
        found += [f"{path} at {width}: {one}" for one in seen]
    assert windows.refused == [], path
    assert windows.complaints == [], path
    return found


def walk(windows: Windows, page: Page, paths: list[str]) -> list[str]:
    """Look at several screens one after the other."""
    return [one for path in paths for one in look(windows, page, path)]


def unreachable(page: Page, bound: int = 400) -> list[str]:
    """Controls of the open page that Tab does not reach, or reaches without showing it.

    Args:
        page: The page; everything in it is unfolded first.
        bound: How many presses at the most.
    """
    open_details(page)
    wanted = set(page.evaluate(_CONTROLS))
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    found = []
    for _ in range(min(bound, len(wanted) + 30)):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop["name"] in wanted and not stop["seen"]:
            found.append(f"focus is not seen on {stop['words']}")
        wanted.discard(stop["name"])
        if not wanted:
            break
    return found + [f"Tab does not reach {one}" for one in sorted(wanted)]


def without_scripts(page: Page, path: str) -> list[str]:
    """Whether a screen is whole where no script runs: its heading, its words, a button to each form."""
    page.goto(path)
    found = [f"{path}: {one}" for one in _stays(page, path)]
    if page.locator("main h1").count() != 1:
        found.append(f"{path}: no heading without scripts")
    bare = page.locator("main form:not(:has(button, input[type=submit]))").count()
    if bare:
        found.append(f"{path}: {bare} forms without a button")
    return found


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(name)
