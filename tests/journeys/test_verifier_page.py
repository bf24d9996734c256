"""The public verifier: scanned, pasted, without a network, without scripts, on a phone."""

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Windows
from tests.journeys.looking import barriers
from tests.journeys.steps import in_a_thread
from tests.web.casework.builders import World, granted

from licet.web.casework.models import Licence
from licet.web.casework.selectors.desk import documents
from licet.web.casework.services.licences import licences

pytestmark = pytest.mark.journey

# A camera and a reader of codes, as a phone has them: the first look sees nothing.
CAMERA = """(code) => {
  let looks = 0;
  window.BarcodeDetector = class { async detect() { looks += 1; return looks > 1 ? [{ rawValue: code }] : []; } };
  const media = { getUserMedia: async () => document.createElement("canvas").captureStream() };
  Object.defineProperty(navigator, "mediaDevices", { value: media });
  HTMLMediaElement.prototype.play = async () => undefined;
}"""


def _papers(world: World) -> dict[str, str]:
    case = granted(world)
    number = Licence.objects.get(case__number=case.number).number
    papers = {
        kind: documents.licence_document(
            viewer=world.halden, licence=number, kind=kind
        ).content.decode()
        for kind in ("code", "sdjwt")
    }
    return papers | {"number": number}


def _paste(page: Page, text: str, reader: str = "customs") -> str:
    page.evaluate(
        "document.querySelector('.outcome')?.remove()"
    )  # of the question before
    page.locator("#id_code").fill(text)
    page.locator("#id_role").select_option(reader)
    page.get_by_role("button", name="Check the code").click()
    expect(page.locator(".outcome")).to_be_visible()
    return page.locator("#verdict").inner_text()


def test_a_code_is_checked_on_the_device_with_and_without_a_network(
    windows: Windows, world: World
) -> None:
    papers = in_a_thread(lambda: _papers(world))
    page = windows.page(width=320)
    page.goto("/verify/")
    expect(page.locator("#offline")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function(
        "async () => (await (await caches.open('licet-verifier-1')).keys()).length >= 10"
    )
    assert barriers(page) == []
    said = _paste(page, papers["code"])
    assert "Valid" in said
    assert papers["number"] in said
    assert "Age of the status used" in said
    assert "Consignee" in said
    assert "Consignee" not in _paste(page, papers["code"], "public")
    page.context.set_offline(offline=True)
    page.reload()
    expect(page.locator("#offline")).to_be_visible()
    for form in ("code", "sdjwt"):
        assert "Valid" in _paste(page, papers[form])
    shown = _paste(page, papers["sdjwt"], "customs")
    assert "End user" in shown
    assert "EUR" not in shown
    changed = papers["code"][:-1] + ("0" if papers["code"][-1] != "0" else "1")
    assert "Not valid" in _paste(page, changed)
    # What this device does not have cannot be told: the third answer.
    assert barriers(page) == []


def test_a_code_is_read_with_the_camera(windows: Windows, world: World) -> None:
    papers = in_a_thread(lambda: _papers(world))
    page = windows.page()
    page.add_init_script(f"({CAMERA})({papers['code']!r})")
    page.goto("/verify/")
    expect(page.locator("#offline")).to_be_visible()
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.locator(".outcome")).to_contain_text("Valid")
    expect(page.get_by_role("button", name="Scan with the camera")).to_be_visible()
    assert barriers(page) == []


def test_a_camera_that_is_refused_says_what_to_do(windows: Windows) -> None:
    page = windows.page()
    refused = CAMERA.replace(
        'document.createElement("canvas").captureStream()', "{ throw new Error(); }"
    ).replace("async () => {", "async () => { ")
    page.add_init_script(f"({refused})('x')")
    page.goto("/verify/")
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.locator("#scan-says")).to_contain_text("Paste the code instead")


def test_a_list_that_goes_back_is_not_believed_by_this_device(
    windows: Windows, world: World
) -> None:
    papers = in_a_thread(lambda: _papers(world))
    page = windows.page()
    page.goto("/verify/")
    old = page.evaluate("fetch('/status/1').then((answer) => answer.text())")
    page.wait_for_timeout(1100)  # lists state whole seconds
    in_a_thread(
        lambda: licences.suspend_licence(
            by=world.officer, licence=papers["number"], reasons="x", version=None
        )
    )
    page.reload()
    expect(page.locator("#offline")).to_be_visible()
    assert "suspended" in _paste(page, papers["code"])
    page.route("**/status/1", lambda route: route.fulfill(body=old))
    page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => Promise.all(all.map((one) => one.unregister())))"
    )
    page.reload()
    expect(page.locator("#offline")).to_be_visible()
    said = _paste(page, papers["code"])
    assert "Not confirmed" in said
    assert "older than one that was seen here before" in said


def test_without_scripts_the_server_answers(windows: Windows, world: World) -> None:
    papers = in_a_thread(lambda: _papers(world))
    page = windows.page(width=320, scripts=False)
    page.goto("/verify/")
    said = _paste(page, papers["sdjwt"], "customs")
    assert "Valid" in said
    assert "Consignee" in said
    assert "Age of the status used" in said
    assert "Not in this document" not in said
