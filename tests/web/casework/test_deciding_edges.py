"""What a delegation may limit is read exactly; a public version of a grant; runs that are gone."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from tests.web.casework.builders import World, granted

from licet.web.casework.casefile.casefile import CaseFile
from licet.web.casework.decision.deciding import detail_of, matter_of
from licet.web.casework.models import (
    Case,
    Decision,
    DecisionDraft,
    FindingsBasis,
    Letter,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.part_marks import require_all_seen
from licet.web.casework.rights.policy import SYSTEM
from licet.web.casework.selectors.decision.drafted_letters import letter_templates
from licet.web.casework.selectors.desk import notes
from licet.web.casework.selectors.public.public_version import public_version
from licet.web.casework.services.decision import delivery
from licet.web.casework.services.decision.delegations import people_in_post
from licet.web.casework.services.findings import today


def known(*values: object) -> dict[str, Any]:
    return {"state": "known", "statements": [{"value": one} for one in values]}


def matter(*items: dict[str, Any]) -> Any:
    document = {"items": [{"facts": one} for one in items], "facts": {}}
    case = SimpleNamespace(transaction=document, profile="x")
    return matter_of(cast("CaseFile", SimpleNamespace(case=case)))


def test_values_are_summed_by_currency_and_what_is_not_one_number_is_unknown() -> None:
    whole = {"value": known("10.50"), "currency": known("EUR")}
    found = matter(whole, whole, {"value": known("1"), "currency": known("USD")})
    assert {key: str(value) for key, value in found.values.items()} == {
        "EUR": "21.00",
        "USD": "1",
    }
    unknown = (
        {},
        {"value": known("many"), "currency": known("EUR")},
        {"value": known("1", "2"), "currency": known("EUR")},
        {"value": {"state": "unknown"}, "currency": known("EUR")},
    )
    assert matter(*unknown).unvalued == len(unknown)
    assert matter(*unknown).kinds == frozenset()


def test_a_draft_of_before_says_nothing_beside_its_reasons() -> None:
    assert detail_of(cast("DecisionDraft", SimpleNamespace())) == {}


def test_a_grant_has_a_public_version_and_a_run_that_is_gone_is_not_run_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = granted(world).number
    parts = public_version(viewer=world.officer, case=number).parts
    assert "No onward transfer" in [
        one.words for one in parts if one.label == "Condition"
    ]
    assert today.same_today(viewer=world.officer, case=number)
    gone = SimpleNamespace(objects=FindingsBasis.objects.none())
    monkeypatch.setattr(today, "FindingsBasis", gone)
    assert today.same_today(viewer=world.officer, case=number) == ()
    letter = Letter.objects.get(kind="decision")
    delivery.open_letter(by=world.halden, case=number, letter=str(letter.pk))
    assert delivery._serve_by_rule(letter.pk) is False
    assert notes.note_count(viewer=world.officer, case=number) == 0
    require_all_seen(SYSTEM, Case.objects.get(number=number))
    assert Decision.objects.count() == 1
    assert dict(people_in_post(legal_day(now())))[world.signer.id] == "Signer"
    assert {one.id for one in letter_templates()} >= {"meeting"}
