"""An own list is kept with four eyes, and comes into service like any other list."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings
from tests.web.casework.builders import MovingClock, World, refused, submit

from licet.screening import (
    DENIALS,
    NATIONAL,
    invented_lists,
    load_entities,
    statuses,
    sync,
)
from licet.web.casework.engines import Lists
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotIndependentActError,
    StaleProposalError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    LedgerRow,
    ListAlert,
    ListEvent,
    OwnAnswer,
    OwnProposal,
    OwnWording,
)
from licet.web.casework.ports import Ports, using
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.screening import own_lists as reads
from licet.web.casework.services.screening import own_lists


@pytest.fixture
def state(tmp_path: Path, settings: Settings) -> Path:
    settings.LICET_STATE = tmp_path / "state"
    return tmp_path / "state"


@pytest.fixture
def lists(state: Path, outside: Ports) -> Iterator[Lists]:
    own = Lists(state=state)
    with using(replace(outside, screener=own)):
        yield own


@pytest.fixture
def world(lists: Lists, world: World) -> World:
    return world


def document(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "organisation",
        "names": [
            "Quorvex Systems (invented)",
            ["Кворвекс", "strong"],
            ["Old Quorvex", "former"],
        ],
        "countries": ["AE"],
        "addresses": ["12 Harbour Row, Port Selm"],
        "identifiers": [["Registration", "5510099", "AE"]],
        "birth_dates": [],
        "legal_basis": "Power to list end users of concern (invented)",
        "citation": "Meridia Export Act s. 12(1) (invented)",
        "first": "2026-01-01",
        "last": None,
    } | changes


def proposed(world: World, who: str = "officer", **changes: Any) -> int:
    return own_lists.propose_own_entry(
        by=world.actor(who),
        proposed=own_lists.Proposed(
            source=NATIONAL,
            document=document(**changes),
            reasons="Named in a finding of the agency (invented).",
        ),
    ).id


def approved(world: World, **changes: Any) -> str:
    made = own_lists.approve_own_entry(
        by=world.head, proposal=proposed(world, **changes)
    )
    run_pending()
    return made.entry


def kinds() -> list[str]:
    return [read_act(row).kind for row in LedgerRow.objects.order_by("pk")]


def test_what_one_proposes_and_another_approves_comes_into_service(
    world: World, state: Path
) -> None:
    number = proposed(world)
    assert statuses(state) == ()
    done = own_lists.approve_own_entry(by=world.head, proposal=number)
    assert done.standing == "approved"
    assert statuses(state) == ()  # after commit, by the job
    run_pending()
    (held,) = statuses(state)
    assert (held.source, held.title, held.entries) == (NATIONAL, "National list", 1)
    (entity,) = load_entities(state, NATIONAL, held.version)
    assert entity.id == f"{NATIONAL}:{done.entry}"
    assert [name.script for name in entity.names] == ["latin", "cyrillic", "latin"]
    assert entity.listed_on == date(2026, 1, 1)
    seen = reads.own_list(viewer=world.officer, source=NATIONAL)
    assert seen.entries[0].content_hash == entity.content_hash()
    assert seen.in_service
    assert ListEvent.objects.get(source=NATIONAL).result == "new"
    assert [one for one in kinds() if "own" in one or "list" in one] == [
        "propose_own_entry",
        "approve_own_entry",
        "sync_list",
        "rescreen_list",
    ]


def test_nobody_approves_or_refuses_what_they_proposed(world: World) -> None:
    number = proposed(world, "head")
    for act in (own_lists.approve_own_entry, own_lists.refuse_own_entry):
        with pytest.raises(NotIndependentActError) as caught:
            act(by=world.head, proposal=number, reasons="Mine.")
        assert caught.value.code == "not_independent_act"
    told = read_act(LedgerRow.objects.order_by("-pk")[0])
    assert (told.kind, told.payload["act"]) == ("refused", "refuse_own_entry")
    assert not OwnAnswer.objects.exists()


def test_an_officer_approves_nothing_and_an_auditor_proposes_nothing(
    world: World,
) -> None:
    number = proposed(world)
    with pytest.raises(NotAllowedError):
        own_lists.approve_own_entry(by=world.officer2, proposal=number)
    with pytest.raises(NotAllowedError):
        proposed(world, "auditor")
    with pytest.raises(NotAllowedError):
        reads.own_list(viewer=world.te, source=NATIONAL)
    with pytest.raises(NotAllowedError):
        own_lists.publish_own_list(by=world.officer, source=NATIONAL)


def test_a_proposal_is_answered_once(world: World) -> None:
    number = proposed(world)
    refused_view = own_lists.refuse_own_entry(
        by=world.head, proposal=number, reasons="Not enough."
    )
    assert (refused_view.standing, refused_view.answer_reasons) == (
        "refused",
        "Not enough.",
    )
    with pytest.raises(WrongStateError, match="answered already"):
        own_lists.approve_own_entry(by=world.signer, proposal=number)
    assert not OwnWording.objects.exists()


def test_a_refusal_needs_its_reason(world: World) -> None:
    with pytest.raises(InvalidInputError, match="why"):
        own_lists.refuse_own_entry(by=world.head, proposal=proposed(world), reasons=" ")


def test_only_who_proposed_withdraws(world: World) -> None:
    number = proposed(world)
    with pytest.raises(NotAllowedError, match="Somebody else"):
        own_lists.withdraw_own_entry(by=world.officer2, proposal=number)
    done = own_lists.withdraw_own_entry(by=world.officer, proposal=number)
    assert done.standing == "withdrawn"
    assert kinds()[-1] == "withdraw_own_entry"


def test_an_approval_of_a_stale_proposal_changes_nothing(world: World) -> None:
    entry = approved(world)
    first, second = (
        own_lists.propose_own_entry(
            by=world.officer,
            proposed=own_lists.Proposed(
                source=NATIONAL,
                entry=entry,
                base=1,
                document=document(addresses=[place]),
                reasons="Moved.",
            ),
        ).id
        for place in ("1 New Row", "2 New Row")
    )
    own_lists.approve_own_entry(by=world.head, proposal=first)
    with pytest.raises(StaleProposalError) as caught:
        own_lists.approve_own_entry(by=world.head, proposal=second)
    assert caught.value.code == "stale_proposal"
    assert reads.proposal(viewer=world.head, proposal=second).standing == "stale"
    stands = reads.entry(viewer=world.officer, source=NATIONAL, entry=entry)
    assert stands.entry.version == 2
    assert stands.entry.document["addresses"] == ["1 New Row"]
    with pytest.raises(StaleProposalError):
        own_lists.propose_own_removal(
            by=world.officer, source=NATIONAL, entry=entry, base=1, reasons="Gone."
        )


def test_a_change_shows_old_beside_new_and_history_keeps_both(world: World) -> None:
    entry = approved(world)
    made = own_lists.propose_own_entry(
        by=world.officer,
        proposed=own_lists.Proposed(
            source=NATIONAL,
            entry=entry,
            document=document(names=["Quorvex Holding (invented)"], last="2027-01-01"),
            reasons="Renamed.",
        ),
    )
    shown = {one.field: (one.old, one.new) for one in made.differences}
    assert set(shown) == {"names", "last"}
    assert shown["last"] == ((), ("2027-01-01",))
    own_lists.approve_own_entry(by=world.head, proposal=made.id)
    history = reads.entry(viewer=world.officer, source=NATIONAL, entry=entry)
    assert [one.version for one in history.wordings] == [2, 1]
    assert [one.act for one in history.proposals] == ["change", "add"]
    with pytest.raises(WrongStateError, match="says already"):
        own_lists.propose_own_entry(
            by=world.officer,
            proposed=own_lists.Proposed(
                source=NATIONAL,
                entry=entry,
                document=history.entry.document,
                reasons="Again.",
            ),
        )


def test_a_removed_entry_leaves_service_and_stays_in_history(
    world: World, state: Path
) -> None:
    entry = approved(world)
    made = own_lists.propose_own_removal(
        by=world.officer, source=NATIONAL, entry=entry, base=1, reasons="Cleared."
    )
    own_lists.approve_own_entry(by=world.head, proposal=made.id)
    run_pending()
    assert statuses(state)[0].entries == 0
    found = reads.entry(viewer=world.officer, source=NATIONAL, entry=entry)
    assert found.entry.standing == "removed"
    assert reads.own_list(viewer=world.officer, source=NATIONAL).total == 0
    with pytest.raises(WrongStateError, match="was removed"):
        own_lists.propose_own_removal(
            by=world.officer, source=NATIONAL, entry=entry, reasons="Twice."
        )


def test_an_entry_comes_into_force_and_ends_on_its_days(
    world: World, state: Path, clock: MovingClock
) -> None:
    approved(world, first="2026-03-04", last="2026-03-05")

    def entries() -> int:
        own_lists.publish_due()
        held = statuses(state)
        return held[0].entries if held else -1

    assert entries() == -1  # 2 March: nothing was ever published
    clock.forward(1)
    assert entries() == -1
    clock.forward(1)
    assert entries() == 1  # the first day
    clock.forward(1)
    assert entries() == 1  # the last day
    clock.forward(1)
    assert entries() == 0
    assert own_lists.publish_due() == 0


def test_publishing_what_is_in_service_enters_nothing(world: World) -> None:
    approved(world)
    before = LedgerRow.objects.count()
    done = own_lists.publish_own_list(by=world.head, source=NATIONAL)
    assert done.result == "unchanged"
    assert LedgerRow.objects.count() == before
    empty = own_lists.publish_own_list(by=world.head, source=DENIALS)
    assert empty.result == "empty"
    with pytest.raises(NotFoundError):
        own_lists.publish_own_list(by=world.head, source="us_csl")


def test_an_open_case_with_the_listed_party_gets_an_alert(world: World) -> None:
    case = submit(world)
    approved(world, names=["Banco Aurora do Sul"], countries=["BR"])
    (alert,) = ListAlert.objects.all()
    assert (alert.case.number, alert.source) == (case.number, NATIONAL)
    assert alert.party.startswith("Banco Aurora")


def test_a_denial_names_the_case_to_those_with_standing(
    world: World, state: Path, clock: MovingClock
) -> None:
    sync(invented_lists(), state, at=clock.at)
    case = refused(world)
    made = own_lists.propose_own_entry(
        by=world.officer,
        proposed=own_lists.Proposed(
            source=DENIALS,
            document=document(names=["Banco Aurora do Sul"]),
            reasons="Refused as end user.",
            case=case.number,
        ),
    )
    own_lists.approve_own_entry(by=world.signer, proposal=made.id)
    (seen,) = reads.own_list(viewer=world.officer, source=DENIALS).entries
    assert seen.case == case.number
    (unseen,) = reads.own_list(viewer=world.policy, source=DENIALS).entries
    assert unseen.case == ""
    with pytest.raises(NotFoundError):
        own_lists.propose_own_entry(
            by=world.officer,
            proposed=own_lists.Proposed(
                source=DENIALS,
                document=document(),
                reasons="x",
                case="2020-9999",
            ),
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"names": []}, "names", id="no-name"),
        pytest.param({"names": [["A B", "strong"]]}, "names", id="no-main-name"),
        pytest.param({"names": ["A B", ["C D", "primary"]]}, "names", id="two-main"),
        pytest.param({"names": [["A B", "loud"]]}, "names", id="unknown-strength"),
        pytest.param({"names": "A B"}, "names", id="no-list"),
        pytest.param({"names": [7]}, "names", id="no-text"),
        pytest.param({"names": ["A"] * 201}, "names", id="too-many"),
        pytest.param({"names": ["A" * 1001]}, "names", id="too-long"),
        pytest.param({"names": ["A\0B"]}, "names", id="unreadable"),
        pytest.param({"kind": "thing"}, "kind", id="unknown-kind"),
        pytest.param({"countries": ["Atlantis"]}, "countries", id="no-country"),
        pytest.param({"identifiers": ["7"]}, "identifiers", id="bare-number"),
        pytest.param({"identifiers": [["P", "", ""]]}, "identifiers", id="no-number"),
        pytest.param({"identifiers": [["P", "7", "XQ"]]}, "identifiers", id="no-land"),
        pytest.param({"birth_dates": ["1975-13"]}, "birth_dates", id="no-month"),
        pytest.param({"legal_basis": ""}, "legal_basis", id="no-power"),
        pytest.param({"citation": None}, "citation", id="no-citation"),
        pytest.param({"first": "soon"}, "first", id="no-day"),
        pytest.param({"last": "2025-12-31"}, "last", id="ends-before"),
        pytest.param({"addresses": [7]}, "addresses", id="no-text-in-a-list"),
        pytest.param({"identifiers": [7]}, "identifiers", id="no-paper"),
        pytest.param({"colour": "red"}, "names", id="unknown-field"),
    ],
)
def test_an_entry_that_is_not_well_formed_is_refused_at_its_field(
    world: World, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        proposed(world, **changes)
    assert field in caught.value.fields
    assert not OwnProposal.objects.exists()


def test_what_is_not_there_is_said(world: World) -> None:
    for act in (
        lambda: reads.entry(viewer=world.officer, source=NATIONAL, entry="00009"),
        lambda: reads.proposal(viewer=world.officer, proposal=0),
        lambda: own_lists.approve_own_entry(by=world.head, proposal=0),
        lambda: own_lists.propose_own_removal(
            by=world.officer, source=NATIONAL, entry="00009", reasons="x"
        ),
        lambda: own_lists.propose_own_removal(
            by=world.officer, source="us_csl", entry="1", reasons="x"
        ),
    ):
        with pytest.raises(NotFoundError):
            act()
    with pytest.raises(InvalidInputError):
        reads.proposals(viewer=world.officer, standing="odd")
    with pytest.raises(InvalidInputError, match="At most"):
        own_lists.approve_own_entry(
            by=world.head, proposal=proposed(world), reasons="x" * 20_001
        )


def test_each_standing_has_its_entries(world: World) -> None:
    approved(world, names=["Now Ltd"])
    approved(world, names=["Soon Ltd"], first="2027-01-01")
    approved(world, names=["Once Ltd"], first="2025-01-01", last="2025-12-31")
    for standing, name in (
        ("in_force", "Now Ltd"),
        ("to_come", "Soon Ltd"),
        ("ended", "Once Ltd"),
    ):
        found = reads.own_list(viewer=world.officer, source=NATIONAL, standing=standing)
        (one,) = found.entries
        assert (one.standing, one.name) == (standing, name)
    empty = reads.own_list(viewer=world.officer, source=DENIALS)
    assert (empty.in_service, empty.version) == (True, "")


def test_what_was_proposed_answered_and_worded_never_changes(world: World) -> None:
    approved(world)
    for model in (OwnProposal, OwnAnswer, OwnWording):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all().delete()


def test_entries_are_found_by_words_and_paged(world: World, settings: Settings) -> None:
    for number in range(27):
        approved(world, names=[f"Tarnhelm Works {number} (invented)"])
    first = reads.own_list(viewer=world.officer, source=NATIONAL, words="TARNHELM")
    assert (first.total, first.pages, len(first.entries)) == (27, 2, 25)
    second = reads.own_list(viewer=world.officer, source=NATIONAL, page=2)
    assert len(second.entries) == 2
    none = reads.own_list(viewer=world.officer, source=NATIONAL, words="tarnhelm moon")
    assert none.total == 0
    assert len(reads.every_entry(viewer=world.officer, source=NATIONAL)) == 27
    with pytest.raises(InvalidInputError):
        reads.own_list(viewer=world.officer, source=NATIONAL, standing="odd")
    with pytest.raises(NotFoundError):
        reads.own_list(viewer=world.officer, source="odd")
