"""One browser for all stories; every person has a window of their own; nothing leaves the machine."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings as configured
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
)
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer
from tests.journeys.window import SECRET, Window
from tests.web.casework.builders import World, build_world, make_person

from licet.risk import destination
from licet.screening import invented_lists, sync
from licet.web.casework.models import Membership, Organisation
from licet.web.casework.ports import now

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# A loaded machine of two cores is slow, not wrong: a story fails by what it reads, never by the time it takes.
PATIENCE = 90_000  # milliseconds


@pytest.fixture(scope="session", autouse=True)
def _lists() -> None:
    """The small invented lists are in service."""
    sync(invented_lists(), configured.LICET_STATE, at=now())
    invented = destination.invented_countries()
    destination.sync(invented, configured.LICET_STATE, at=now())


@pytest.fixture(autouse=True)
def _own_log(settings: Settings, tmp_path: Path) -> None:
    settings.LICET_LOG_DIR = tmp_path / "log"


@pytest.fixture
def world(transactional_db: None) -> World:
    """The invented authority with three exporters; staff hold their second factor."""
    made = build_world()
    for key, name in (("lumen", "Lumen Forensics (invented)"),):
        made.people[key] = make_person(key)
        made.organisations[key] = Organisation.objects.create(
            name=name, country="SE", address="2 Harbour Row", made_at=now()
        )
        Membership.objects.create(
            person=made.people[key],
            organisation=made.organisations[key],
            first=date(2020, 1, 1),
        )
    for key, person in made.people.items():
        if made.actor(key).is_staff:
            TOTP.activate(person, SECRET)
    return made


class Windows:
    """The windows of one story, one per person; what went wrong in any of them.

    Attributes:
        hand: How people act in those that are opened from now on: with a mouse, unless told otherwise.
        scripts: Whether JavaScript runs in them, where ``of`` is not told.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self.hand: type[Window] = Window
        self.scripts = True
        self.browser = browser
        self.address = address
        self.strayed: list[str] = []
        self.complaints: list[str] = []
        self.refused: list[str] = []
        self._open: dict[str, Window] = {}

    def _asked(self, request: Request) -> None:
        # The browser resolves no other name (see FLAGS); looking on leaves its cache at work.
        if urlsplit(request.url).hostname not in LOOPBACK:
            self.strayed.append(request.url)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.refused.append(f"{response.status} {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def page(self, *, width: int = 1200, scripts: bool = True) -> Page:
        """A page in a context of its own, watched."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale="en-GB",
            base_url=self.address,
            accept_downloads=True,
        )
        page = context.new_page()
        page.on("request", self._asked)
        page.set_default_timeout(PATIENCE)
        page.on("response", self._answered)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def of(self, key: str, *, scripts: bool | None = None) -> Window:
        """The window of a person, signed in on first use; ``public`` is nobody's."""
        if key not in self._open:
            page = self.page(scripts=self.scripts if scripts is None else scripts)
            window = self.hand(page=page, person=key)
            if key != "public":
                window.sign_in()
            self._open[key] = window
        return self._open[key]

    def close(self) -> None:
        """Close every window, and say that all was quiet."""
        for context in list(self.browser.contexts):
            context.close()
        assert self.strayed == []
        assert self.complaints == []
        assert self.refused == []


@pytest.fixture
def windows(
    browser: Browser, live_server: LiveServer, world: World
) -> Iterator[Windows]:
    opened = Windows(browser, live_server.url)
    yield opened
    opened.close()
