"""What people do at a screen, in their words: press, choose, write, read."""

import hmac
import re
import struct
import time
from base64 import b32decode
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

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
    """One person's window."""

    page: Page
    person: str

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
            self.page.get_by_role("textbox").first.fill(code_now())
            self.press("Sign in")

    def press(self, name: str) -> "Window":
        """Press a button in the page."""
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()
        return self

    def follow(self, name: str) -> "Window":
        """Follow a link in the page."""
        self.page.locator("main").get_by_role("link", name=name).first.click()
        return self

    def section(self, name: str) -> "Window":
        """Follow a link of the main navigation."""
        self.page.get_by_role("navigation", name="Sections").get_by_role(
            "link", name=name
        ).click()
        return self

    def write(self, label: str, text: str) -> "Window":
        """Fill a field."""
        self.page.locator("main").get_by_label(label).first.fill(text)
        return self

    def choose(self, group: str, answer: str) -> "Window":
        """Choose an answer of a question with radio buttons or boxes."""
        self.page.get_by_role("group", name=group).get_by_label(
            answer, exact=True
        ).check()
        return self

    def select(self, label: str, option: str) -> "Window":
        """Choose from a list."""
        self.page.locator("main").get_by_label(label).first.select_option(label=option)
        return self

    def tick(self, label: str) -> "Window":
        """Tick a box."""
        self.page.locator("main").get_by_label(label).first.check()
        return self

    def attach(self, label: str, path: Path) -> "Window":
        """Choose a file."""
        self.page.get_by_label(label, exact=True).set_input_files(path)
        return self

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
            self.follow(name)
        coming.value.save_as(to)
        return to
