"""What people do at a screen, in their words: press, choose, write, read."""

import hmac
import re
import struct
import time
from base64 import b32decode
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery"
STAFF = re.compile(r"Enter your code")


def code_for(secret: str) -> str:
    """The six digits that an authenticator app shows now for a secret (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    key = b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.digest(key, counter, "sha1")
    start = mac[-1] & 15
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def code_now() -> str:
    """The code of the secret that all staff of the tests share."""
    return code_for(SECRET)


@dataclass(slots=True)
class Window:
    """One person's window; every verb ends in one of a few acts of the hand."""

    page: Page
    person: str

    def activate(self, control: Locator) -> None:
        """Use a link or a button that leads to another page."""
        control.click()

    def fetch(self, link: Locator) -> None:
        """Use a link that brings a file."""
        link.click()

    def fill(self, control: Locator, text: str) -> None:
        """Write into a field, in place of what stands there."""
        control.fill(text)

    def mark(self, control: Locator, *, on: bool = True) -> None:
        """Choose a radio button, or tick a box or take its tick away."""
        control.set_checked(on)

    def pick(self, control: Locator, option: str) -> None:
        """Choose from a list by the words of the option."""
        control.select_option(label=option)

    def unfold(self, summary: Locator) -> None:
        """Open what is folded."""
        summary.click()

    def hand_over(self, control: Locator, path: Path) -> None:
        """Give a file to a field."""
        control.set_input_files(path)

    def go(self, path: str) -> "Window":
        """Open an address of the site."""
        self.page.goto(path)
        return self

    def sign_in(self) -> None:
        """With e-mail and password; staff with the code of their authenticator app as well."""
        self.go("/account/login/")
        self.write("Email", f"{self.person}@meridia.example")
        self.write("Password", PASSWORD)
        self.press("Sign in")
        if self.page.get_by_role("heading", name=STAFF).count():
            self.fill(self.page.get_by_role("textbox").first, code_now())
            self.press("Sign in")

    @property
    def main(self) -> Locator:
        """The page without its frame."""
        return self.page.locator("main")

    def press(self, name: str) -> "Window":
        """Press a button in the page."""
        self.activate(self.main.get_by_role("button", name=name, exact=True))
        return self

    def follow(self, name: str | re.Pattern[str]) -> "Window":
        """Follow a link in the page."""
        self.activate(self.main.get_by_role("link", name=name).first)
        return self

    def section(self, name: str) -> "Window":
        """Follow a link of the main navigation."""
        sections = self.page.get_by_role("navigation", name="Sections")
        self.activate(sections.get_by_role("link", name=name))
        return self

    def write(self, label: str, text: str) -> "Window":
        """Fill a field."""
        self.fill(self.main.get_by_label(label).first, text)
        return self

    def choose(self, group: str, answer: str) -> "Window":
        """Choose an answer of a question with radio buttons or boxes."""
        asked = self.page.get_by_role("group", name=group)
        self.mark(asked.get_by_label(answer, exact=True))
        return self

    def select(self, label: str, option: str) -> "Window":
        """Choose from a list."""
        self.pick(self.main.get_by_label(label).first, option)
        return self

    def tick(self, label: str) -> "Window":
        """Tick a box."""
        self.mark(self.main.get_by_label(label).first)
        return self

    def attach(self, label: str, path: Path) -> "Window":
        """Choose a file."""
        self.hand_over(self.page.get_by_label(label, exact=True), path)
        return self

    def within(self, title: str) -> Locator:
        """What is folded under a title, opened."""
        named = self.page.locator("summary", has_text=title)
        block = self.page.locator("details").filter(has=named).first
        if block.get_attribute("open") is None:
            self.unfold(block.locator("summary").first)
        return block

    def reads(self, text: str) -> "Window":
        """The page says this."""
        expect(self.page.locator("main")).to_contain_text(text, timeout=60_000)
        return self

    def heading(self, text: str) -> "Window":
        """The page is headed so."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(
            text, timeout=60_000
        )
        return self

    def download(self, name: str, to: Path) -> Path:
        """Follow a link that brings a file."""
        with self.page.expect_download() as coming:
            self.fetch(self.main.get_by_role("link", name=name).first)
        coming.value.save_as(to)
        return to
