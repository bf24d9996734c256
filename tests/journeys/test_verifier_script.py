"""The verifier in the browser answers as the engine does, from bytes up, and forgives no letter."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.journeys.conftest import Windows
from tests.licence.samples import (
    CLAIMS,
    CODE,
    DAY,
    HOUR,
    ISSUED,
    KEYS,
    LICENCE_SIGNER,
    NOON,
    STATUS_SIGNER,
    STRANGER,
    published,
    status_list,
)

from licet.licence import KeySet, LicenceStatus, Purpose, SeedSigner, issue_code, verify

pytestmark = pytest.mark.journey
_CHECK = """async (given) => {
  const script = await import("/static/licet/verify.js");
  return script.check(given.code, given.known);
}"""
_SWEEP = """async (given) => {
  const script = await import("/static/licet/verify.js");
  const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  const taken = [];
  for (let at = 7; at < given.code.length; at += 1) {
    const other = letters[(letters.indexOf(given.code[at]) + 1) % 45];
    const text = given.code.slice(0, at) + other + given.code.slice(at + 1);
    const found = await script.check(text, given.known);
    if (found.answer === "valid") taken.push(at);
  }
  return taken;
}"""


@pytest.fixture
def page(windows: Windows, live_server: LiveServer) -> Page:
    opened = windows.page()
    opened.goto("/verify/")
    return opened


def _known(
    keys: KeySet = KEYS, status: str | None = None, at: float = NOON.timestamp()
) -> dict[str, object]:
    return {
        "keys": json.loads(keys.to_bytes()),
        "status": status,
        "at": int(at),
        "maxStatusAge": int(DAY.total_seconds()),
    }


def _compromised(signer: SeedSigner, since: timedelta) -> KeySet:
    lost = replace(published(signer, Purpose.LICENCE), compromised_at=ISSUED + since)
    return replace(KEYS, keys=(lost, *KEYS.keys[1:]))


OLD_KEYS = replace(KEYS, published_at=ISSUED - DAY, keys=KEYS.keys[1:])
CASES: Mapping[str, tuple[str, KeySet, str | None, timedelta]] = {
    "valid": (CODE, KEYS, status_list(), timedelta()),
    "suspended": (CODE, KEYS, status_list(LicenceStatus.SUSPENDED), timedelta()),
    "revoked": (CODE, KEYS, status_list(LicenceStatus.REVOKED), timedelta()),
    "exhausted": (CODE, KEYS, status_list(LicenceStatus.EXHAUSTED), timedelta()),
    "revoked long ago": (CODE, KEYS, status_list(LicenceStatus.REVOKED), 9 * DAY),
    "status too old": (CODE, KEYS, status_list(), 2 * DAY),
    "status of a short life": (CODE, KEYS, status_list(lifetime=HOUR), 2 * HOUR),
    "status from the future": (
        CODE,
        KEYS,
        status_list(issued_at=NOON + HOUR),
        timedelta(),
    ),
    "status of a stranger": (CODE, KEYS, status_list(signer=STRANGER), timedelta()),
    "status cut": (CODE, KEYS, status_list()[:-9], timedelta()),
    "another list": (CODE, KEYS, status_list(uri="https://x.example/1"), timedelta()),
    "no status": (CODE, KEYS, None, timedelta()),
    "not yet": (CODE, KEYS, status_list(issued_at=ISSUED), ISSUED - NOON + HOUR),
    "over": (CODE, KEYS, status_list(), 400 * DAY),
    "issued later": (CODE, KEYS, None, ISSUED - NOON - DAY),
    "another authority": (
        CODE,
        replace(KEYS, authority="https://other.example"),
        status_list(),
        timedelta(),
    ),
    "unknown key": (
        issue_code(CLAIMS, signer=STRANGER),
        KEYS,
        status_list(),
        timedelta(),
    ),
    "keys older than the licence": (CODE, OLD_KEYS, status_list(), timedelta()),
    "key lost before": (
        CODE,
        _compromised(LICENCE_SIGNER, -DAY),
        status_list(),
        timedelta(),
    ),
    "key lost after": (
        CODE,
        _compromised(LICENCE_SIGNER, DAY),
        status_list(),
        timedelta(),
    ),
    "key for another use": (
        issue_code(CLAIMS, signer=STATUS_SIGNER),
        KEYS,
        status_list(),
        timedelta(),
    ),
    "no code": ("LICET1:HELLO", KEYS, status_list(), timedelta()),
    "nothing after the prefix": ("LICET1:", KEYS, status_list(), timedelta()),
}


def test_browser_and_engine_give_the_same_answer_for_the_same_reasons(
    page: Page,
) -> None:
    for name, (code, keys, status, later) in CASES.items():
        at = NOON + later
        engine = verify(code, keys=keys, status=status, at=at, max_status_age=DAY)
        found = page.evaluate(
            _CHECK, {"code": code, "known": _known(keys, status, at.timestamp())}
        )
        assert found["answer"] == engine.answer.value, name
        assert set(found["reasons"]) == {one.code for one in engine.reasons}, name


def test_no_other_letter_in_any_place_is_taken(page: Page) -> None:
    known = _known(status=status_list())
    assert page.evaluate(_SWEEP, {"code": CODE, "known": known}) == []


def test_the_page_shows_what_everybody_may_see_and_the_age_of_the_status(
    page: Page,
) -> None:
    known = _known(status=status_list(), at=(NOON + HOUR).timestamp())
    found = page.evaluate(_CHECK, {"code": CODE, "known": known})
    assert found["number"] == CLAIMS.number
    assert found["age"] == 3600
    assert found["disclosed"]["first_day"] == "2026-07-02"
    assert "licensee" not in found["disclosed"]
