"""Every screen is looked at by somebody who may see it, and none is forgotten."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.journeys import screen_states
from tests.journeys.conftest import Windows
from tests.journeys.looking import look, stays, unreachable
from tests.journeys.screen_states import Places
from tests.journeys.steps import in_a_thread
from tests.web.casework.builders import World

# Where pictures go when somebody wants to look: a folder, or nothing.
PICTURES = os.environ.get("LICET_PICTURES", "")

APPEALS = {
    "halden": (
        "/apply/appeals/",
        "/apply/appeals/{heard}/",
        "/apply/appeals/{done}/",
        "/apply/appeals/{secret}/",
        "/apply/cases/{appealable}/",
        "/apply/cases/{appealable}/appeal/",
        "/apply/opinions/{opinion}/appeal/",
        "/apply/opinions/{opinion}/",
        "/apply/appeals/{heard}/documents/",
        "/apply/appeals/{fresh}/hearing/",
        "/apply/appeals/{fresh}/withdraw/",
        "/apply/licences/{licence}/answer/",
        "/apply/licences/{licence}/surrender/",
    ),
    "vigil": ("/apply/appeals/", "/apply/briefs/{secret}/"),
    "officer": (
        "/work/cases/{suspended}/",
        "/work/appeals/{fresh}/",
        "/work/appeals/{fresh}/answer/",
        "/work/appeals/{fresh}/documents/",
    ),
    "head": ("/work/licences/{licence}/lift/",),
    "chair": (
        "/work/appeals/",
        "/work/appeals/{fresh}/",
        "/work/appeals/{fresh}/assign/",
        "/work/appeals/{fresh}/advocate/",
    ),
    "judge": (
        "/work/appeals/{heard}/",
        "/work/appeals/{done}/",
        "/work/appeals/{heard}/hearing/",
        "/work/appeals/{heard}/record/",
        "/work/appeals/{heard}/interim/",
        "/work/appeals/{heard}/decide/",
    ),
    "public": ("/figures/",),
}
PANELS = {
    "officer": (
        "/work/panels/",
        "/work/panels/referrals/{asked}/",
        "/work/panels/referrals/{sketch}/",
        "/work/panels/referrals/{asked}/ask/",
        "/work/panels/referrals/{asked}/withdraw/",
        "/work/cases/{case}/",
        "/work/cases/{case}/panel/",
        "/work/cases/{case}/composite/",
        "/work/cases/{case}/disclose/",
        "/work/composites/",
        "/work/composites/{approved}/",
        "/work/composites/{approved}/refer/",
        "/work/agreements/",
        "/work/agreements/{partner}/",
        "/work/disclosures/",
        "/work/disclosures/{pack}/recall/",
    ),
    "officer2": (
        "/work/composites/{composite}/",
        "/work/composites/{composite}/check/",
    ),
    "head": (
        "/work/panels/",
        "/work/panels/ethics/appoint/",
        "/work/panels/seats/{seat}/end/",
        "/work/agreements/new/",
        "/work/agreements/{partner}/change/",
    ),
    "signer": (
        "/work/agreements/{waiting}/",
        "/work/agreements/{waiting}/review/",
    ),
    "policy": ("/work/panels/draft/",),
    "cleo": ("/work/panel/", "/work/panel/{asked}/", "/work/panel/{asked}/declare/"),
    "ada": (
        "/work/panel/{asked}/",
        "/work/panel/{asked}/questions/2/",
        "/work/panel/{asked}/questions/1/discuss/",
        "/work/panel/{asked}/vote/",
        "/work/panel/{asked}/opinion/",
        "/work/panel/{asked}/give/",
    ),
    "ivo": ("/work/panel/{sketch}/declare/",),
}
NOTICES = {
    "halden": (
        "/notices/",
        "/notices/?words=zzz",
        "/notices/settings/",
        "/notices/calendar/",
        "/webhooks/",
        "/webhooks/new/{body}/",
        "/webhooks/{hook}/",
        "/webhooks/{hook}/change/",
        "/webhooks/{hook}/end/",
    ),
    "officer": ("/notices/", "/notices/settings/", "/notices/calendar/", "/work/"),
    "te": ("/notices/", "/webhooks/"),
}


def _picture(windows: Windows, who: str, address: str, path: str) -> None:
    """Pictures of a screen at both widths, for whoever looks."""
    page = windows.of(who).page
    name = re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-")
    for width in (1200, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        target = Path(PICTURES) / f"{who}-{name}-{width}.png"
        page.screenshot(path=target, full_page=True)


def _look_at(
    windows: Windows, screens: dict[str, tuple[str, ...]], places: Places
) -> list[str]:
    """What is wrong with these screens; the last of each person is walked by keyboard and without scripts."""
    found = []
    for who, addresses in screens.items():
        page = windows.of(who).page
        for address in addresses:
            path = address.format(**places)
            if PICTURES:
                _picture(windows, who, address, path)
            found += look(windows, page, path) + stays(page, path)
        found += unreachable(page)
    return found


@pytest.mark.journey
@pytest.mark.parametrize(
    ("screens", "state"),
    [
        pytest.param(APPEALS, screen_states.appeals_of_all_kinds, id="appeals"),
        pytest.param(PANELS, screen_states.panels_and_agreements, id="panels"),
        pytest.param(NOTICES, screen_states.notices_and_events, id="notices"),
    ],
)
def test_no_screen_has_a_barrier(
    windows: Windows,
    world: World,
    screens: dict[str, tuple[str, ...]],
    state: Callable[[World], Places],
) -> None:
    places = in_a_thread(lambda: state(world))
    assert _look_at(windows, screens, places) == []
