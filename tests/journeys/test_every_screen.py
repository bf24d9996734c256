"""Every screen is looked at by somebody who may see it, and none is forgotten."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import RequestFactory
from django.urls import resolve
from tests.architecture.house import ROOT
from tests.journeys import screen_list, screen_states
from tests.journeys.conftest import Windows
from tests.journeys.looking import look, unreachable, without_scripts
from tests.journeys.screen_list import Screens
from tests.journeys.screen_states import Places
from tests.journeys.steps import in_a_thread
from tests.journeys.window import PASSWORD, SECRET, Window
from tests.web.casework.builders import World
from tests.web.casework.test_access import ALL_VIEWS

from licet.web.casework.views import Json

# Where pictures go when somebody wants to look: a folder, or nothing.
PICTURES = os.environ.get("LICET_PICTURES", "")
UNIQUE, UNIQUES = "00000000-0000-0000-0000-000000000001", {"comment", "hook"}
MACHINES = re.compile(r"\.(csv|json|jsonl|pdf|js)$|^api/|^\^")


def _route(address: str) -> str:
    """The route that answers an address, as the table of routes writes it."""

    def fill(found: re.Match[str]) -> str:
        return UNIQUE if found.group(1) in UNIQUES else "1"

    path = re.sub(r"\{(\w+)\}", fill, address.partition("?")[0])
    return str(resolve(path).route)


def _kwargs(route: str) -> Json:
    names = re.findall(r"<(?:(\w+):)?(\w+)>", route)
    return {
        name: 1 if kind == "int" else UNIQUE if kind == "uuid" else "x"
        for kind, name in names
    }


def _only_acts(route: str, view: Callable[..., object]) -> bool:
    """Whether a view answers nobody who only reads."""
    try:
        answer = view(RequestFactory().get("/"), **_kwargs(route))
    except Exception:  # noqa: BLE001  # it began to answer, so it is read
        return False
    return getattr(answer, "status_code", 200) == 405


def test_no_screen_is_forgotten() -> None:
    looked = {
        _route(one)
        for face in screen_list.FACES
        for all_ in face.values()
        for one in all_
    }
    elsewhere = {_route(one) for all_ in screen_list.ELSEWHERE.values() for one in all_}
    others = {*screen_list.FILES, *screen_list.SENDS_ON, *screen_list.IN_PASSING}
    forgotten = [
        route
        for route, view in ALL_VIEWS
        if route not in looked | elsewhere
        and route not in others
        and not MACHINES.search(route)
        and not _only_acts(route, view.callback)
    ]
    assert forgotten == [], "Add its address to tests/journeys/screen_list.py."


def test_what_is_named_as_walked_elsewhere_is_opened_there() -> None:
    missing = []
    for file, addresses in screen_list.ELSEWHERE.items():
        text = (ROOT / "tests/journeys" / file).read_text("utf-8")
        for address in addresses:
            fixed = [one for one in address.split("/") if one and "{" not in one]
            if fixed and fixed[-1] not in text:
                missing.append(f"{file}: {address}")
    assert missing == []


def _picture(windows: Windows, who: str, address: str, path: str) -> None:
    """Pictures of a screen at both widths, for whoever looks."""
    page = windows.of(who).page
    name = re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-")
    for width in (1200, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        target = Path(PICTURES) / f"{who}-{name}-{width}.png"
        page.screenshot(path=target, full_page=True)


def _look_at(windows: Windows, screens: Screens, places: Places) -> list[str]:
    """What is wrong with these screens; the last of each person also by keyboard alone."""
    found = []
    for who, addresses in screens.items():
        page = windows.of(who).page
        for address in addresses:
            path = address.format(**places)
            if PICTURES:
                _picture(windows, who, address, path)
            found += look(windows, page, path)
        found += unreachable(page)
    return found


@pytest.mark.journey
@pytest.mark.parametrize(
    ("screens", "state"),
    [
        pytest.param(screen_list.APPEALS, screen_states.appeals_of_all_kinds, id="appeals", marks=pytest.mark.slow),
        pytest.param(screen_list.PANELS, screen_states.panels_and_agreements, id="panels", marks=pytest.mark.slow),
        pytest.param(screen_list.DESK, screen_states.matters_at_the_desk, id="desk", marks=pytest.mark.slow),
        pytest.param(screen_list.NOTICES, screen_states.notices_and_events, id="notices"),
        pytest.param(screen_list.PORTAL, screen_states.organisations_and_answers, id="portal"),
        pytest.param(screen_list.PUBLIC, lambda _world: {"rule": _a_rule()}, id="public"),
    ],
)  # fmt: skip
def test_no_screen_has_a_barrier(
    windows: Windows, world: World, screens: Screens, state: Callable[[World], Places]
) -> None:
    places = in_a_thread(lambda: state(world))
    found = _look_at(windows, screens, places)
    found += _without_scripts(windows, screens, places)
    assert not found, "\n".join(found)


def _a_rule() -> str:
    from licet.web.casework.law.asking import package_of  # noqa: PLC0415

    return min(package_of("eu/2021-821").rules)


def _without_scripts(windows: Windows, screens: Screens, places: Places) -> list[str]:
    """The first and the last screen of each face once more, where no script runs."""
    found = []
    people = list(screens)
    for who in {people[0], people[-1]}:
        addresses = screens[who]
        page = windows.page(scripts=False)
        page.context.add_cookies(windows.of(who).page.context.cookies())
        for address in {addresses[0], addresses[-1]}:
            found += without_scripts(page, address.format(**places))
    return found


def _confirmed(window: Window) -> Window:
    """Somebody who has said a moment ago that it is they."""
    window.go("/account/reauthenticate/").write("Password", PASSWORD).press("Confirm")
    window.page.wait_for_url(lambda url: "reauthenticate" not in url)
    return window


@pytest.mark.journey
def test_the_way_in_has_no_barrier(windows: Windows, world: World) -> None:
    """The second factor while somebody signs in, recovery codes, links from a mail."""

    def links() -> tuple[str, str]:
        TOTP.activate(world.people["lumen"], SECRET)
        RecoveryCodes.activate(world.people["lumen"])
        person = world.people["vigil"]
        address = EmailAddress.objects.create(user=person, email=person.email)
        token = default_token_generator.make_token(person)
        reset = f"{user_pk_to_url_str(person)}-{token}"
        return EmailConfirmationHMAC(address).key, reset

    key, reset = in_a_thread(links)
    page = windows.page()
    entering = Window(page=page, person="officer").go("/account/login/")
    entering.write("Email", "officer@meridia.example")
    entering.write("Password", PASSWORD).press("Sign in")
    assert look(windows, page, "/account/2fa/authenticate/") == []
    own = _confirmed(windows.of("halden"))
    assert look(windows, own.page, "/account/2fa/totp/activate/") == []
    second, codes = _confirmed(windows.of("lumen")), "/account/2fa/recovery-codes/"
    for path in ("/account/2fa/totp/deactivate/", f"{codes}generate/", codes):
        assert look(windows, second.page, path) == []
    mailed = windows.page()
    assert look(windows, mailed, f"/account/confirm-email/{key}/") == []
    mailed.goto(f"/account/password/reset/key/{reset}/")  # and sends on to the form
    assert look(windows, mailed, mailed.url.removeprefix(windows.address)) == []
