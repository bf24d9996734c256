"""An opinion binds on its facts: asked for, worked by one, signed by another, and ended only forwards."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests.web.casework.builders import MovingClock, World

from licet.kernel import digest
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotIndependentActError,
    StaleVersionError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import LedgerRow, Opinion, OpinionEvent, OpinionLetter
from licet.web.casework.ports import Ports, using
from licet.web.casework.record.events import read_act
from licet.web.casework.rights.standing import visible_opinions
from licet.web.casework.selectors.opinions import opinions as reads
from licet.web.casework.services.applying import self_checks
from licet.web.casework.services.opinions import opinions
from licet.web.casework.services.opinions.opinion_letters import make_opinion_letter
from licet.web.casework.views import OpinionView

FACTS = {"item.kind": "software", "destination": "NO", "item.published": True}
FOUND: dict[str, Any] = {
    "outcome": "no_authorisation_required",
    "sentence": "No authorisation is required.",
    "verified": False,
    "classification": [
        {
            "entry": "4D004",
            "title": "Software",
            "tier": 3,
            "basis": "rule",
            "citation": {
                "instrument": "Law",
                "pinpoint": "1",
                "uri": None,
                "verified": True,
            },
        }
    ],
    "rules": [
        {
            "id": "r1",
            "title": "Published software",
            "fired": True,
            "citation": {
                "instrument": "Law",
                "pinpoint": "1",
                "uri": None,
                "verified": True,
            },
        },
        {
            "id": "r2",
            "title": "Other",
            "fired": False,
            "citation": {
                "instrument": "Law",
                "pinpoint": "2",
                "uri": None,
                "verified": True,
            },
        },
    ],
    "questions": [],
    "regime_version": "v1",
    "digest": "d" * 64,
}


class Fixed:
    """A determiner that answers as a test says; packages are the real ones."""

    def __init__(self, own: object) -> None:
        self.own, self.found = own, dict(FOUND)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.own, name)

    def determine(self, *_args: object, **_named: object) -> dict[str, Any]:
        return dict(self.found)


@pytest.fixture
def law(world: World, outside: Ports) -> Iterator[Fixed]:
    fixed = Fixed(outside.determiner)
    with using(replace(outside, determiner=fixed)):  # type: ignore[arg-type]
        yield fixed


def ask(world: World, kind: str = "no_licence_required", **changes: Any) -> OpinionView:
    given = {
        "organisation": str(world.organisations["halden"].pk),
        "kind": kind,
        "title": "Published tool",
        "question": "Do we need a licence?",
        "facts": FACTS,
        **changes,
    }
    asked = opinions.OpinionRequest(**given)
    return opinions.request_opinion(by=world.halden, asked=asked)


def drafted(world: World, **changes: Any) -> str:
    number = ask(world, **changes).number
    opinions.take_opinion(by=world.officer, number=number, version=None)
    opinions.draft_opinion(
        by=world.officer,
        number=number,
        answer="No licence is required.",
        reasons="It is published.",
        entry="4D004",
        version=None,
    )
    return number


def issued(world: World, **changes: Any) -> str:
    number = drafted(world, **changes)
    opinions.send_opinion(by=world.officer, number=number, version=None)
    opinions.issue_opinion(by=world.signer, number=number, version=None)
    run_pending()
    return number


def test_an_opinion_goes_its_way_and_every_act_is_entered(
    world: World, law: Fixed
) -> None:
    number = issued(world)
    seen = reads.opinion(viewer=world.halden, number=number)
    assert seen.state == "issued"
    assert seen.valid_until == date(2027, 3, 2)
    assert seen.kind.effect.startswith("It binds the authority")
    assert seen.signer == "Signer"
    assert seen.officer == ""
    assert ("no" in dict(seen.facts).values()) is False
    acts = [read_act(row).kind for row in LedgerRow.objects.order_by("pk")]
    wanted = [
        "request_opinion",
        "take_opinion",
        "draft_opinion",
        "send_opinion",
        "issue_opinion",
    ]
    assert [one for one in acts if one in wanted] == wanted
    assert seen.timeline[0].words == "Opinion asked for"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        OpinionEvent.objects.update(kind="none")


def test_the_letter_is_signed_and_anybody_can_ask_whether_it_holds(
    world: World, law: Fixed, outside: Ports, clock: MovingClock
) -> None:
    number = issued(world)
    letter = reads.opinion_letter(viewer=world.halden, number=number)
    assert letter.content.startswith(b"%PDF")
    sha256 = reads.opinion(viewer=world.officer, number=number).letter
    assert reads.check_opinion(number=number, sha256=sha256).standing == "valid"
    assert reads.check_opinion(number=number, sha256="0" * 64).standing == "unknown"
    row = Opinion.objects.get()
    assert not make_opinion_letter(str(row.pk))
    assert str(row) == number
    assert str(OpinionEvent.objects.first()).endswith("request_opinion")
    assert str(OpinionLetter.objects.get()) == sha256
    opinions.revoke_opinion(
        by=world.signer, number=number, reasons="A fact was wrong.", version=None
    )
    assert reads.check_opinion(number=number, sha256=sha256).standing == "revoked"
    told = reads.opinion(viewer=world.halden, number=number)
    assert told.ended_because == "A fact was wrong."
    assert told.answer


@pytest.mark.parametrize("kind", ["classification_opinion", "advance_ruling"])
def test_the_other_kinds_have_letters_of_their_own(
    world: World, law: Fixed, kind: str
) -> None:
    number = issued(world, kind=kind)
    assert reads.opinion_letter(viewer=world.officer, number=number).content


def test_it_expires_on_the_day_after_its_last(
    world: World, law: Fixed, clock: MovingClock
) -> None:
    number = issued(world)
    clock.forward(days=365)
    assert opinions.expire_opinions() == 0
    clock.forward(days=1)
    assert opinions.expire_opinions() == 1
    assert reads.opinion(viewer=world.halden, number=number).state == "expired"


def test_who_drafted_neither_signs_nor_gives_back(world: World, law: Fixed) -> None:
    number = ask(world).number
    opinions.take_opinion(by=world.signer, number=number, version=None)
    with pytest.raises(InvalidInputError, match="Draft the answer first"):
        opinions.send_opinion(by=world.signer, number=number, version=None)
    opinions.draft_opinion(
        by=world.signer, number=number, answer="None.", reasons="So.", version=None
    )
    opinions.send_opinion(by=world.signer, number=number, version=None)
    with pytest.raises(NotIndependentActError):
        opinions.issue_opinion(by=world.signer, number=number, version=None)
    with pytest.raises(NotIndependentActError):
        opinions.return_opinion(
            by=world.signer, number=number, reasons="Mine.", version=None
        )
    opinions.return_opinion(
        by=world.head, number=number, reasons="Say more.", version=None
    )
    assert reads.opinion(viewer=world.head, number=number).state == "in_work"


def test_no_letter_says_what_the_law_does_not(world: World, law: Fixed) -> None:
    number = ask(world).number
    opinions.take_opinion(by=world.officer, number=number, version=None)
    law.found["outcome"] = "unsettled"
    with pytest.raises(InvalidInputError, match="unsettled"):
        opinions.draft_opinion(
            by=world.officer, number=number, answer="None.", reasons="So.", version=None
        )
    with pytest.raises(InvalidInputError, match="no entry"):
        opinions.draft_opinion(
            by=world.officer,
            number=number,
            answer="None.",
            reasons="So.",
            entry="9X999",
            version=None,
        )


def test_a_change_of_law_after_the_draft_stops_the_signature(
    world: World, law: Fixed
) -> None:
    number = drafted(world)
    opinions.send_opinion(by=world.officer, number=number, version=None)
    law.found["regime_version"] = "v2"
    with pytest.raises(InvalidInputError, match="changed since the draft"):
        opinions.issue_opinion(by=world.signer, number=number, version=None)
    assert reads.opinion(viewer=world.halden, number=number).answer == ""
    assert not make_opinion_letter(str(Opinion.objects.get().pk))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"kind": "horoscope"}, "kind", id="no-such-kind"),
        pytest.param({"title": ""}, "title", id="no-title"),
        pytest.param({"facts": {}}, "facts", id="no-facts"),
        pytest.param({"facts": {"end_use": ["a", 3]}}, "facts", id="no-value"),
        pytest.param({"self_check": "{"}, "self_check", id="no-json"),
        pytest.param({"self_check": "[]"}, "self_check", id="no-self-check"),
    ],
)
def test_a_request_needs_kind_title_and_facts(
    world: World, law: Fixed, changes: dict[str, object], field: str
) -> None:
    kind = str(changes.pop("kind", "no_licence_required"))
    with pytest.raises(InvalidInputError) as refusal:
        ask(world, kind, **changes)
    assert field in refusal.value.fields


def test_facts_that_the_law_cannot_read_are_refused(
    world: World, outside: Ports
) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        ask(world, facts={**FACTS, "item.public_domain": "perhaps"})
    assert "facts" in refusal.value.fields


def test_a_saved_self_check_gives_the_facts_unless_it_was_altered(
    world: World, law: Fixed
) -> None:
    body: dict[str, object] = {"format": self_checks.FORM, "answers": FACTS}
    saved = {**body, "digest": digest(body)}
    found = ask(world, facts={"end_use": ""}, self_check=json.dumps(saved))
    assert found.self_check == saved["digest"]
    assert len(found.facts) == len(FACTS)
    with pytest.raises(InvalidInputError, match="altered"):
        ask(world, self_check=json.dumps({**saved, "answers": {}}))


def test_standing_roles_versions_and_states_are_asked(world: World, law: Fixed) -> None:
    number = ask(world).number
    with pytest.raises(NotFoundError):
        reads.opinion(viewer=world.vigil, number=number)
    with pytest.raises(NotFoundError):
        opinions.withdraw_opinion(by=world.vigil, number=number, version=None)
    with pytest.raises(NotFoundError):
        reads.opinion_letter(viewer=world.halden, number=number)
    with pytest.raises(NotFoundError):
        ask(world, organisation=str(world.organisations["vigil"].pk))
    with pytest.raises(NotAllowedError):
        opinions.take_opinion(by=world.halden, number=number, version=None)
    with pytest.raises(StaleVersionError):
        opinions.take_opinion(by=world.officer, number=number, version=9)
    with pytest.raises(WrongStateError):
        opinions.send_opinion(by=world.officer, number=number, version=None)
    assert visible_opinions(world.te).count() == 0
    opinions.withdraw_opinion(by=world.halden, number=number, version=1)
    assert next(iter(reads.opinions(viewer=world.halden))).state == "withdrawn"


def test_a_year_that_began_on_a_leap_day_ends_on_the_twenty_eighth() -> None:
    assert opinions.last_day(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert opinions.last_day(date(2028, 3, 1), 1) == date(2029, 3, 1)


def test_a_law_without_such_data_foresees_no_opinion(world: World) -> None:
    assert reads.kinds("us/ear") == {}


def test_facts_are_told_in_words(world: World) -> None:
    rows = dict(
        reads.fact_rows("eu/2021-821", {"x.y": [True, "a"], "item.kind": "software"})
    )
    assert rows["x.y"] == "yes, a"
