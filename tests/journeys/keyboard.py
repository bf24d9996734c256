"""A person without a mouse: every control is reached by tabbing, and used by keys."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import ElementHandle, Locator
from playwright.sync_api import TimeoutError as TooLateError
from tests.journeys.window import Window

PRESSES = 9  # a browser without windows now and then opens its dialogue at the second press only
MOST_STOPS = 250  # more than any page of a story has on the way to one control
# How the control with the focus looks: whether it is the one that is sought, or of its group of
# radio buttons; on which side of it that lies; whether its focus can be seen; whether it has a name.
LOOK = """sought => {
  const here = document.activeElement;
  const same = here === sought || (here.type === 'radio' && sought.type === 'radio'
    && here.name === sought.name && here.form === sought.form);
  const before = Boolean(sought.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING);
  const drawn = [here, ...(here.labels || []), ...here.children];
  // Within a field of a day the browser has parts of its own, and marks them itself.
  const part = !here.matches(':focus') && here.matches(':focus-within');
  const marked = part || drawn.some(one => [null, '::before', '::after'].some(part => {
    const style = getComputedStyle(one, part);
    const clear = /, 0\\)$|transparent/.test(style.outlineColor);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 && !clear)
      || style.boxShadow !== 'none' || (one !== here && style.strokeWidth === '4px');
  }));
  const box = here.getBoundingClientRect();
  const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  const named = [here.getAttribute('aria-label'), here.textContent, here.value,
    ...[...(here.labels || [])].map(one => one.textContent),
    ...(here.getAttribute('aria-labelledby') || '').split(' ').filter(Boolean)
      .map(id => document.getElementById(id)?.textContent)];
  const field = /^(input|select|textarea)$/i.test(here.tagName) && !/submit|button/.test(here.type);
  const name = (field ? [named[0], ...named.slice(3)] : named).find(one => one && one.trim()) || '';
  return {same, exact: here === sought, before, seen: marked && inside, name: name.trim(),
    tag: here.tagName, html: here.outerHTML.slice(0, 160), moved: here !== document.body};
}"""


class NotReachedError(AssertionError):
    """A control that no number of presses of the tabulator reaches."""


@dataclass(slots=True)
class Keyboard(Window):
    """A window in which nothing is clicked and nothing is filled but by keys."""

    def activate(self, control: Locator) -> None:
        """Reach a link or a button, and press Enter; the next page comes."""
        self.reach(control)
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")

    def fetch(self, link: Locator) -> None:
        """Reach a link, and press Enter; a file comes."""
        self.reach(link)
        self.page.keyboard.press("Enter")

    def fill(self, control: Locator, text: str) -> None:
        """Reach a field, and type in place of what stands there."""
        field = self.reach(control)
        if field.get_attribute("type") == "date":
            self._type_day(field, text)
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.press("Delete")
            self.page.keyboard.type(text)
        assert field.input_value() == text

    def _type_day(self, field: ElementHandle, day: str) -> None:
        """The parts of a day in the order of this browser: day or month first, as the field shows."""
        year, month, number = day.split("-")
        for typed in (f"{number}{month}{year}", f"{month}{number}{year}"):
            for _ in ("year", "month", "day"):
                self.page.keyboard.press("ArrowLeft")
            self.page.keyboard.type(typed)
            if field.input_value() == day:
                return

    def mark(self, control: Locator, *, on: bool = True) -> None:
        """Space ticks a box; arrows go through the buttons of a question."""
        if control.is_checked() == on:
            return
        sought = self.reach(control)
        choices = 50
        while not self._look(sought)["exact"]:
            assert choices, "the arrows do not reach it"
            choices -= 1
            self.page.keyboard.press("ArrowDown")
        if sought.is_checked() != on:
            self.page.keyboard.press("Space")
        assert sought.is_checked() == on

    def pick(self, control: Locator, option: str) -> None:
        """The first letters lead near, the arrow to the option itself."""
        wanted = option.strip()
        options = [one.strip() for one in control.locator("option").all_inner_texts()]
        assert wanted in options, f"{wanted} is none of {options}"
        chosen = "e => e.selectedOptions[0]?.textContent.trim()"
        sought = self.reach(control)
        self.page.keyboard.type(wanted.split(" ")[0])
        for _ in options:
            at = str(sought.evaluate(chosen))
            if at == wanted:
                return
            below = options.index(wanted) > options.index(at)
            self.page.keyboard.press("ArrowDown" if below else "ArrowUp")
        assert sought.evaluate(chosen) == wanted

    def unfold(self, summary: Locator) -> None:
        """Enter opens what is folded."""
        self.reach(summary)
        self.page.keyboard.press("Enter")

    def hand_over(self, control: Locator, path: Path) -> None:
        """Enter opens the dialogue of the system; the file is chosen there."""
        self.reach(control)
        for _ in range(PRESSES):
            with (
                contextlib.suppress(TooLateError),
                self.page.expect_file_chooser(timeout=3_000) as asked,
            ):
                self.page.keyboard.press("Enter")
                asked.value.set_files(path)
                return
        raise NotReachedError(control)

    def reach(self, control: Locator) -> ElementHandle:
        """Tab until a control has the focus, past the frame of the page by its own link.

        Raises:
            NotReachedError: It is not reached.
        """
        sought = control.element_handle()
        assert sought is not None
        for _ in range(MOST_STOPS):
            found = self._look(sought)
            if found["same"]:
                assert found["seen"], f"the focus is not to be seen: {found['html']}"
                assert found["name"], f"a control without a name: {found['html']}"
                return sought
            skips = found["name"] == "Skip to main content" and not found["before"]
            if skips and sought.evaluate("e => !!e.closest('main')"):
                self.page.keyboard.press("Enter")
                self.page.wait_for_function("document.activeElement.id === 'main'")
            back = found["before"] and found["moved"]
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise NotReachedError(control)

    def _look(self, sought: ElementHandle) -> dict[str, object]:
        """What has the focus now; whatever has it is seen and named, unless it is the page itself."""
        found: dict[str, object] = sought.evaluate(LOOK)
        if found["tag"] not in {"BODY", "MAIN", "HTML"}:
            assert found["seen"], f"the focus is not to be seen: {found['html']}"
            assert found["name"], f"a control without a name: {found['html']}"
        return found
