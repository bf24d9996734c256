"""Nothing is granted while anything is open."""

from dataclasses import replace

import pytest

from licet.decision import GateFacts, ItemStanding, grant_obstacles

READY = GateFacts(
    items=(ItemStanding(item=0, outcome="authorisation_required"),),
    signatory_delegated=True,
)


def codes(facts: GateFacts) -> list[str]:
    return [obstacle.code.value for obstacle in grant_obstacles(facts)]


def test_a_case_with_nothing_open_may_be_granted() -> None:
    assert grant_obstacles(READY) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(
            {"unscreened": ("Bank",)}, "not_screened", id="party not screened"
        ),
        pytest.param({"open_hits": ("Bank",)}, "open_hit", id="open hit"),
        pytest.param({"matches": ("Bank",)}, "confirmed_match", id="confirmed match"),
        pytest.param({"open_referrals": ("DS",)}, "open_referral", id="open referral"),
        pytest.param(
            {"open_consultations": ("X",)}, "open_consultation", id="consultation"
        ),
        pytest.param({"objections": ("X",)}, "objection", id="objection"),
        pytest.param(
            {"open_questions": ("Why?",)}, "open_question", id="open question"
        ),
        pytest.param(
            {"invalid_documents": ("EUU",)}, "invalid_document", id="invalid document"
        ),
        pytest.param(
            {"missing_documents": ("EUU",)}, "missing_document", id="missing document"
        ),
        pytest.param({"stale_advice": ("DS",)}, "stale_advice", id="stale advice"),
        pytest.param(
            {"mandatory_criteria": ("C2",)},
            "mandatory_criterion",
            id="mandatory criterion",
        ),
        pytest.param(
            {"signatory_delegated": False}, "no_delegation", id="no delegation"
        ),
        pytest.param({"items": ()}, "no_determination", id="no item"),
        pytest.param(
            {"untraced": ("Not traced.",)}, "ownership_not_traced", id="untraced"
        ),
        pytest.param(
            {"open_ownership": ("Bank",)}, "open_ownership", id="open ownership"
        ),
        pytest.param({"owned": ("Bank",)}, "confirmed_ownership", id="owned"),
    ],
)
def test_each_open_thing_alone_stops_a_grant(
    change: dict[str, object], code: str
) -> None:
    assert codes(replace(READY, **change)) == [code]  # type: ignore[arg-type]  # table of changes


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        pytest.param(None, "no_determination", id="none yet"),
        pytest.param("prohibited", "prohibited", id="prohibited"),
        pytest.param("unsettled", "unsettled", id="unsettled"),
        pytest.param("conflict", "conflict", id="conflict"),
        pytest.param("covered", "nothing_to_license", id="covered"),
        pytest.param("not_controlled", "nothing_to_license", id="not controlled"),
    ],
)
def test_an_item_that_needs_no_licence_or_cannot_have_one_stops_a_grant(
    outcome: str | None, code: str
) -> None:
    facts = replace(READY, items=(*READY.items, ItemStanding(item=1, outcome=outcome)))
    (obstacle,) = grant_obstacles(facts)
    assert (obstacle.code.value, obstacle.item) == (code, 1)
    assert obstacle.words.startswith("Item 2 ")


def test_a_stale_determination_stops_a_grant() -> None:
    stale = ItemStanding(item=0, outcome="authorisation_required", stale=True)
    assert codes(replace(READY, items=(stale,))) == ["stale_determination"]


def test_a_confirmed_match_answered_with_reasons_does_not_stop_it() -> None:
    assert grant_obstacles(replace(READY, matches=("Bank",), match_reasons=True)) == ()


def test_a_confirmed_ownership_answered_with_reasons_does_not_stop_it() -> None:
    assert (
        grant_obstacles(replace(READY, owned=("Bank",), ownership_reasons=True)) == ()
    )
