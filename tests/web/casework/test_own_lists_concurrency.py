"""Two people at an own list at once: one act happens, the other is told; on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from tests.web.casework.builders import World, build_world
from tests.web.casework.test_concurrency import at_once
from tests.web.casework.test_own_lists import document

from licet.screening import NATIONAL, load_entities, statuses
from licet.web.casework.engines import Lists
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import ListEvent, OwnAnswer, OwnWording
from licet.web.casework.ports import Ports, using
from licet.web.casework.services.screening import own_lists

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(tmp_path: Path, settings: Settings, outside: Ports) -> Iterator[Ports]:
    settings.LICET_STATE = tmp_path / "state"
    changed = replace(outside, screener=Lists(state=tmp_path / "state"))
    with using(changed):
        yield changed


@pytest.fixture
def people(here: Ports, transactional_db: None) -> World:
    return build_world()


def propose(people: World, entry: str = "", **changes: object) -> int:
    wanted = own_lists.Proposed(
        source=NATIONAL, document=document(**changes), reasons="Why.", entry=entry
    )
    return own_lists.propose_own_entry(by=people.officer, proposed=wanted).id


def test_two_approvers_at_once_make_one_entry(people: World, here: Ports) -> None:
    number = propose(people)
    head, signer = people.head, people.signer
    ended = at_once(
        here,
        lambda: own_lists.approve_own_entry(by=head, proposal=number),
        lambda: own_lists.approve_own_entry(by=signer, proposal=number),
    )
    assert ended == ["done", "wrong_state"]
    assert OwnAnswer.objects.count() == OwnWording.objects.count() == 1


def test_of_two_proposals_on_one_wording_one_is_approved(
    people: World, here: Ports
) -> None:
    number = propose(people)
    entry = own_lists.approve_own_entry(by=people.head, proposal=number).entry
    first = propose(people, entry, addresses=["1 New Row"])
    second = propose(people, entry, addresses=["2 New Row"])
    head, signer = people.head, people.signer
    ended = at_once(
        here,
        lambda: own_lists.approve_own_entry(by=head, proposal=first),
        lambda: own_lists.approve_own_entry(by=signer, proposal=second),
    )
    assert ended == ["done", "stale_proposal"]
    assert OwnWording.objects.count() == 2


def test_publishing_twice_at_once_is_one_version(people: World, here: Ports) -> None:
    own_lists.approve_own_entry(by=people.head, proposal=propose(people))
    head = people.head

    def publish() -> object:
        return own_lists.publish_own_list(by=head, source=NATIONAL)

    assert at_once(here, publish, publish) == ["done", "done"]
    assert ListEvent.objects.count() == 1


def test_new_entries_proposed_at_once_get_numbers_of_their_own(
    people: World, here: Ports
) -> None:
    by = people.officer
    wanted = own_lists.Proposed(source=NATIONAL, document=document(), reasons="Why.")
    ended = at_once(
        here, *[lambda: own_lists.propose_own_entry(by=by, proposed=wanted)] * 4
    )
    assert ended == ["done"] * 4
    for number in range(1, 5):
        proposal = own_lists.OwnProposal.objects.order_by("pk")[number - 1]
        own_lists.approve_own_entry(by=people.head, proposal=proposal.pk)
    run_pending()
    held = statuses(here.screener.state)[0]  # type: ignore[attr-defined]
    ids = [one.id for one in load_entities(here.screener.state, NATIONAL, held.version)]  # type: ignore[attr-defined]
    assert ids == [f"{NATIONAL}:{number:05}" for number in range(1, 5)]
