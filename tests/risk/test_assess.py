"""Each criterion stands alone, with its source and its day; silence clears nothing."""

from datetime import UTC, date, datetime

import pytest
from tests.risk.invented import CRITERIA, facts, law

from licet.facts import read_transaction
from licet.kernel import Standing
from licet.risk import BrokenCriterionError, CriterionFinding, assess

DAY = date(2026, 7, 31)


def finding(name: str, **short: object) -> CriterionFinding:
    assessment = assess(facts(**short), law(), on=DAY)
    return next(one for one in assessment.findings if one.criterion.id == name)


def test_what_nobody_established_is_not_established_and_says_what_is_unknown() -> None:
    rights = finding("rights", destination="BR")
    assert rights.standing is Standing.NOT_ESTABLISHED
    assert rights.open_facts == ("end_use.record",)
    assert "Nobody has established it yet" in rights.words
    assert (rights.source, rights.dated) == ("nobody yet", DAY)


def test_facts_on_file_establish_a_criterion_with_source_and_day() -> None:
    said = {
        "state": "known",
        "statements": [
            {
                "value": "bad",
                "by": "MFA",
                "at": "2026-07-01T09:00:00Z",
                "basis": "found",
            }
        ],
    }
    transaction = read_transaction(
        {
            "format": "licet-facts/1",
            "items": [{"name": "Tool", "facts": {"kind": "software"}}],
            "parties": [],
            "facts": {"destination": "BR", "end_use.record": said},
        }
    )
    rights = assess(transaction, law(), on=DAY).findings[0]
    assert rights.standing is Standing.ESTABLISHED
    assert rights.words == "The facts on file establish it."
    assert rights.source == "MFA (found)"
    assert rights.dated == datetime(2026, 7, 1, 9, tzinfo=UTC).date()
    assert rights.criterion.mandatory


def test_facts_that_speak_against_it_are_said_to() -> None:
    rights = finding("rights", destination="BR", **{"end_use.record": "good"})
    assert rights.standing is Standing.NOT_ESTABLISHED
    assert rights.words == "The facts on file speak against it."


def test_facts_that_do_not_reach_it_are_said_not_to() -> None:
    place = finding("place", destination="BR", end_user={"type": "trader"})
    assert place.standing is Standing.NOT_ESTABLISHED
    assert place.words == "The facts on file do not establish it."


def test_facts_that_speak_both_ways_are_disputed() -> None:
    place = finding("place", destination="VN", end_user={"type": "bank"})
    assert place.standing is Standing.DISPUTED
    assert "contradict each other" in place.words


def test_two_sources_that_disagree_make_it_disputed() -> None:
    both = {
        "state": "disputed",
        "statements": [
            {"value": "bad", "by": "MFA"},
            {"value": "good", "by": "exporter"},
        ],
    }
    rights = finding("rights", destination="BR", **{"end_use.record": both})
    assert rights.standing is Standing.DISPUTED


def test_a_criterion_without_a_condition_is_left_to_the_officer() -> None:
    judged = finding("judged", destination="BR")
    assert judged.standing is Standing.NOT_ESTABLISHED
    assert (
        judged.words
        == "No recorded fact establishes it by itself; the officer judges it."
    )
    assert judged.criterion.words == "What does the officer know?"
    assert not judged.criterion.citation.verified


@pytest.mark.parametrize(
    ("destination", "certain"),
    [
        pytest.param("KP", [True], id="reached"),
        pytest.param("BR", [], id="not reached"),
    ],
)
def test_prohibitions_come_first(destination: str, certain: list[bool]) -> None:
    assessment = assess(facts(destination=destination), law(), on=DAY)
    assert [one.certain for one in assessment.prohibitions] == certain


def test_a_prohibition_that_may_be_reached_is_shown_as_uncertain() -> None:
    (prohibition,) = assess(facts(), law(), on=DAY).prohibitions
    assert prohibition.to_json() == {
        "id": "never",
        "title": "Never there",
        "certain": False,
        "citation": {
            "instrument": "Invented Act",
            "pinpoint": "Art. 1",
            "uri": "https://example.org/act",
            "verified": True,
        },
    }


def test_the_assessment_is_a_document() -> None:
    document = assess(facts(destination="KP"), law(), on=DAY).to_json()
    assert document["on"] == "2026-07-31"
    criteria = document["criteria"]
    assert isinstance(criteria, list)
    assert [one["id"] for one in criteria] == ["rights", "judged", "place"]
    assert criteria[2]["standing"] == "established"
    assert criteria[2]["favourable"] is True
    assert criteria[2]["meaning"] == "A place of concern"


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param(
            CRITERIA.replace("title: {en: A place of concern}", "title: 5"), id="title"
        ),
        pytest.param(
            CRITERIA.replace("[KP, VN]}", "[KP, VN], magic: 1}"), id="condition"
        ),
    ],
)
def test_a_criterion_that_cannot_be_read_names_its_line(spoilt: str) -> None:
    broken = law(spoilt)
    with pytest.raises(BrokenCriterionError, match=r"criteria\.yaml:\d+") as caught:
        assess(facts(destination="BR"), broken, on=DAY)
    assert caught.value.code == "broken_criterion"
