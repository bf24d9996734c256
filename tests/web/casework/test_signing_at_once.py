"""Two signatories, two openings of one letter, at the same moment: each counts once; on both databases."""

from dataclasses import replace

import pytest
from tests.web.casework.builders import World, draft_and_send, refusal, submit, take
from tests.web.casework.test_concurrency import at_once, people

from licet.web.casework.decision import deciding
from licet.web.casework.models import Decision, Endorsement, Letter, Service
from licet.web.casework.ports import Ports
from licet.web.casework.services.decision import decisions, delivery

__all__ = ["people"]  # a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_sign_at_once_sign_one_after_the_other_and_a_letter_is_served_once(
    people: World, outside: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = {
        tier: replace(level, signatures=2)
        for tier, level in deciding.procedure().levels.items()
    }
    several = replace(deciding.procedure(), levels=two)
    monkeypatch.setattr(deciding, "procedure", lambda: several)
    number = submit(people).number
    draft_and_send(people, number, refusal(take(people, number)))
    signer, head = people.signer, people.head
    ended = at_once(
        outside,
        lambda: decisions.countersign(by=signer, case=number, version=None),
        lambda: decisions.countersign(by=head, case=number, version=None),
    )
    assert "done" in ended
    assert set(ended) <= {"done", "wrong_state", "stale_version"}
    assert Endorsement.objects.count() == 1
    if not Decision.objects.exists():  # both came for the first signature
        first = Endorsement.objects.get().by_id
        last = head if str(first) == signer.id else signer
        decisions.countersign(by=last, case=number, version=None)
    assert Decision.objects.count() == 1
    letter = str(Letter.objects.get().pk)
    own = people.halden
    opened = at_once(
        outside,
        *[lambda: delivery.open_letter(by=own, case=number, letter=letter)] * 3,
    )
    assert opened == ["done"] * 3
    assert Service.objects.count() == 1
