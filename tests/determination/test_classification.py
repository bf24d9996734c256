"""Under which entry an item falls: as claimed, as a candidate, or from its own facts."""

import pytest
from tests.regimes.small import DAY, ENTRIES, GROUPS, PACKAGE, facts, small

from licet.determination import Determination, OutcomeKind, determine

LAW = small(
    package=PACKAGE
    + "  entry_kinds: {A: equipment, D: software}\n  claims: [item.eccn, item.other_claim]\n"
)
FREE = {"knowledge": False, "plague": False, "transit": [], "end_use": "trade"}


def decide(item: dict[str, object], destination: str = "CA") -> Determination:
    stated = {"published": False, **item}
    return determine(facts(**FREE, item=stated, destination=destination), LAW, on=DAY)


def entries(answer: Determination) -> list[tuple[str, str]]:
    return [(one.entry, one.basis) for one in answer.classification]


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        pytest.param("4D004", [("4D004", "claimed")], id="entry"),
        pytest.param("4D4", [("4D004", "claimed")], id="alias"),
        pytest.param("4D004.x", [("4D004", "claimed")], id="paragraph-the-law-lacks"),
        pytest.param("9A001", [("9A001", "claimed")], id="only-by-claim"),
        pytest.param("5A002.c", [], id="paragraph-of-no-entry"),
        pytest.param("none", [], id="not-listed"),
    ],
)
def test_a_claimed_entry_is_the_classification(
    claim: str, found: list[tuple[str, str]]
) -> None:
    assert entries(decide({"eccn": claim})) == found


def test_a_note_takes_a_claimed_item_out_when_its_facts_are_known() -> None:
    assert entries(decide({"eccn": "4D004", "published": True})) == []
    assert entries(decide({"eccn": "4D004", "published": None})) == [
        ("4D004", "claimed")
    ]


def test_known_facts_place_an_item_elsewhere_than_claimed_as_well() -> None:
    item = {"eccn": "not_listed", "kind": "software", "roles": ["console"]}
    assert entries(decide(item)) == [("4D004", "rule")]


@pytest.mark.parametrize("claim", ["candidate 4D004", "4D004-type tool", "4D004-type"])
def test_a_candidate_is_decided_from_its_parameters(claim: str) -> None:
    yes = {"eccn": claim, "kind": "software", "roles": ["delivery"]}
    assert entries(decide(yes)) == [("4D004", "rule")]
    no = {"eccn": claim, "kind": "software", "roles": ["implant"]}
    assert decide(no).kind is OutcomeKind.NOT_CONTROLLED
    open_one = decide({"eccn": claim, "kind": "software"}, destination="VN")
    assert open_one.kind is OutcomeKind.UNSETTLED


def test_a_candidate_that_no_law_lists_is_classified_by_what_is_known() -> None:
    item = {"eccn": "candidate 1B234", "kind": "software", "roles": ["console"]}
    assert entries(decide(item)) == [("4D004", "rule")]


def test_words_that_are_no_entry_leave_it_to_the_facts() -> None:
    item = {"eccn": "vending machine", "kind": "equipment", "bits": 128}
    assert entries(decide(item)) == [("5A002.a", "rule")]


def test_hardware_counts_as_equipment() -> None:
    item = {"kind": "hardware", "bits": 128, "roles": []}
    assert entries(decide(item)) == [("5A002.a", "rule")]


def test_an_entry_that_the_package_lacks_settles_nothing() -> None:
    answer = decide({"eccn": "3A001"}, destination="CA")
    assert answer.kind is OutcomeKind.UNSETTLED
    assert OutcomeKind.AUTHORISATION_REQUIRED in answer.possible_outcomes
    assert answer.questions[0].fact == "item.eccn"
    assert answer.questions[0].why == "It decides under which entry the item falls."


def test_an_entry_that_the_package_lacks_does_not_hide_a_prohibition() -> None:
    assert decide({"eccn": "3A001"}, destination="KP").kind is OutcomeKind.PROHIBITED


def test_a_claimed_heading_is_listed_and_its_paragraphs_stay_open() -> None:
    answer = decide({"eccn": "5A002", "share": 60}, destination="BR")
    assert answer.kind is OutcomeKind.AUTHORISATION_REQUIRED
    named = decide({"eccn": "5A002", "bits": 56, "share": 60}, destination="BR")
    assert entries(named) == [("5A002.b", "rule")]


def test_the_narrowest_entry_is_named() -> None:
    broader = "  - {id: 5A002, title: {en: Both}, law: {pinpoint: H}, when: {kind_of: equipment}}\n"
    law = small(entries=ENTRIES + broader)
    stated = facts(
        **FREE,
        item={"kind": "equipment", "bits": 256, "published": False},
        destination="CA",
    )
    answer = determine(stated, law, on=DAY)
    assert [one.entry for one in answer.classification] == ["5A002.a"]


def test_the_weightiest_claim_counts() -> None:
    answer = decide({"eccn": "none", "other_claim": "4D004"})
    assert entries(answer) == []
    other = decide({"eccn": "vending machine", "other_claim": "4D004"})
    assert entries(other) == [("4D004", "claimed")]


def test_the_number_of_a_claimed_entry_says_the_kind() -> None:
    answer = decide({"eccn": "4D004"}, destination="VN")
    assert entries(answer) == [("4D004", "claimed")]
    assert decide({"eccn": "4D004", "kind": "technology"}).classification
    heading = decide({"eccn": "5A002", "bits": 56, "share": 1})
    assert entries(heading) == [("5A002.b", "rule")]


def test_an_entry_is_on_the_list_only_on_its_days() -> None:
    stated = facts(
        **FREE, item={"eccn": "5A002.b", "published": False}, destination="BR"
    )
    before = determine(stated, LAW, on=DAY.replace(year=2024))
    assert before.classification == ()


def test_a_definition_out_of_force_does_not_hold() -> None:
    stated = facts(**FREE, item={"eccn": "4D004", "published": False}, destination="VN")
    early = determine(stated, LAW, on=DAY.replace(year=2018))
    assert "individual" in early.consequences.available
    later = determine(stated, LAW, on=DAY.replace(year=2019))
    assert "individual" not in later.consequences.available


def test_a_list_of_countries_may_touch_a_group() -> None:
    more = (
        "rules:\n  - {id: through, kind: prohibition, law: {pinpoint: T}, title: {en: T},"
        " when: {fact: transit, in_group: watched}}\n"
    )
    law = small(more=more, groups=GROUPS)
    stated = {**FREE, "item": {"eccn": "none", "published": False}, "destination": "CA"}
    assert (
        determine(facts(**{**stated, "transit": ["CN"]}), law, on=DAY).kind
        is OutcomeKind.PROHIBITED
    )
    assert (
        determine(facts(**{**stated, "transit": ["PA"]}), law, on=DAY).kind
        is OutcomeKind.NOT_CONTROLLED
    )
    open_one = determine(facts(**{**stated, "transit": None}), law, on=DAY)
    assert "transit" in {question.fact for question in open_one.questions}


def test_a_claim_that_is_disputed_is_no_claim() -> None:
    disputed = {"statements": [{"value": "none"}, {"value": "4D004", "by": "officer"}]}
    item = {"eccn": disputed, "kind": "software", "roles": ["console"]}
    assert entries(decide(item)) == [("4D004", "rule")]
