"""The answer: what is unknown is never taken for no."""

import json
from datetime import date

import pytest
from tests.regimes.small import DAY, RULES, facts, small

from licet.determination import (
    STRICTEST_FIRST,
    AuthorisationRequired,
    Conflict,
    Covered,
    Determination,
    OutcomeKind,
    Prohibited,
    TooManyPartiesError,
    Unsettled,
    compile_regime,
    determine,
    run,
)
from licet.facts import (
    Item,
    NoSuchItemError,
    Party,
    Transaction,
    WrongValueError,
    known,
    read_transaction,
)
from licet.kernel import ImpossibleDateError, canonical_bytes, digest

LAW = small()
ORDINARY = {"knowledge": False, "plague": False, "transit": []}
CONSOLE = {"eccn": "4D004", "published": False}
PRIVATE = {"type": "private", "voting": 0}


def decide(on: date = DAY, **short: object) -> Determination:
    return determine(facts(**{**ORDINARY, **short}), LAW, on=on)


def test_an_unknown_government_end_user_is_asked_for_and_clears_nothing() -> None:
    answer = decide(item=CONSOLE, destination="VN", end_user={"voting": 0})
    assert answer.kind is OutcomeKind.UNSETTLED
    assert answer.possible_outcomes == (
        OutcomeKind.AUTHORISATION_REQUIRED,
        OutcomeKind.COVERED,
    )
    assert [question.fact for question in answer.questions] == ["end_user.type"]
    asked = answer.questions[0]
    assert asked.question == "Is the end user a government end user?"
    assert str(asked.citation) == "Invented Act, Art. 5(2)"
    assert set(asked.settles) == set(answer.possible_outcomes)
    assert isinstance(answer.outcome, Unsettled)
    assert "one open question" in answer.sentence


@pytest.mark.parametrize(
    ("sort", "outcome"),
    [
        pytest.param("government", OutcomeKind.AUTHORISATION_REQUIRED, id="barred"),
        pytest.param("private", OutcomeKind.COVERED, id="covered"),
    ],
)
def test_the_answer_settles_it(sort: str, outcome: OutcomeKind) -> None:
    end_user = {"type": sort, "voting": 0}
    answer = decide(item=CONSOLE, destination="VN", end_user=end_user)
    assert answer.kind is outcome
    assert answer.possible_outcomes == (outcome,)
    assert answer.questions == ()


def test_a_question_whose_answer_changes_nothing_is_not_asked() -> None:
    answer = decide(item=CONSOLE, destination="CA")
    assert answer.kind is OutcomeKind.NO_AUTHORISATION_REQUIRED


def test_a_disputed_fact_is_open_and_shown_as_disputed() -> None:
    disputed = {
        "statements": [{"value": "government"}, {"value": "private", "by": "officer"}]
    }
    end_user = {"type": disputed, "voting": 0}
    answer = decide(item=CONSOLE, destination="VN", end_user=end_user)
    assert answer.kind is OutcomeKind.UNSETTLED
    bar = next(rule for rule in answer.rules if rule.id == "government-bar")
    read = next(fact for fact in bar.facts if fact.path == "end_user.type")
    assert (read.state, read.value) == ("disputed", ["government", "private"])


def test_a_fact_that_does_not_apply_makes_comparisons_false() -> None:
    end_user = {"type": {"state": "not_applicable"}, "voting": 0}
    answer = decide(item=CONSOLE, destination="VN", end_user=end_user)
    assert answer.kind is OutcomeKind.COVERED


@pytest.mark.parametrize(
    ("short", "outcome"),
    [
        pytest.param(
            {"item": {"published": True}}, OutcomeKind.NOT_SUBJECT, id="scope"
        ),
        pytest.param(
            {"item": {"published": True}, "plague": True},
            OutcomeKind.CONFLICT,
            id="scope-against-red-line",
        ),
        pytest.param({"item": CONSOLE, "plague": True}, OutcomeKind.PROHIBITED, id="red-line"),
        pytest.param(
            {"item": CONSOLE, "destination": "KP"}, OutcomeKind.PROHIBITED, id="embargo"
        ),
        pytest.param(
            {"item": CONSOLE, "destination": "CA", "transit": ["KP"]},
            OutcomeKind.PROHIBITED,
            id="through-embargo",
        ),
        pytest.param(
            {"item": {"eccn": "5A002.b", "published": False}, "destination": "BR"},
            OutcomeKind.UNSETTLED,
            id="share-unknown",
        ),
        pytest.param(
            {"item": {"eccn": "5A002.b", "published": False, "share": "50.4"}, "destination": "BR"},
            OutcomeKind.COVERED,
            id="share-below",
        ),
        pytest.param(
            {"item": {"eccn": "5A002.b", "published": False, "share": "50.5"}, "destination": "BR"},
            OutcomeKind.AUTHORISATION_REQUIRED,
            id="share-at-limit",
        ),
        pytest.param(
            {"item": {"eccn": "not_listed", "published": False}, "destination": "BR"},
            OutcomeKind.NOT_CONTROLLED,
            id="not-listed",
        ),
        pytest.param(
            {"item": CONSOLE, "destination": "CA", "knowledge": True},
            OutcomeKind.AUTHORISATION_REQUIRED,
            id="catch-all-is-not-lifted",
        ),
    ],
)  # fmt: skip
def test_each_outcome(short: dict[str, object], outcome: OutcomeKind) -> None:
    answer = decide(**{"end_use": "trade", "end_user": PRIVATE, **short})
    assert answer.kind is outcome
    assert answer.sentence


def test_a_rule_that_overrides_another_defeats_it() -> None:
    answer = decide(item=CONSOLE, destination="KP", end_use="relief", end_user=PRIVATE)
    assert answer.kind is OutcomeKind.COVERED
    embargo = next(rule for rule in answer.rules if rule.id == "embargo")
    assert embargo.value == "true"
    assert not embargo.fired
    assert embargo.defeated_by == ("relief",)
    assert [flag.id for flag in answer.consequences.flags] == ["relief"]


def test_an_exception_is_defeated_by_its_bar_and_by_what_it_does_not_lift() -> None:
    government = {"type": "government", "voting": 0}
    answer = decide(item=CONSOLE, destination="VN", end_user=government, knowledge=True)
    exception = next(rule for rule in answer.rules if rule.id == "cyber-exception")
    assert exception.defeated_by == ("government-bar", "informed")
    assert answer.consequences.catch_alls == ("informed",)
    assert [one.id for one in answer.consequences.review_policies] == [
        "case-by-case",
        "denial",
    ]
    assert [one.what for one in answer.consequences.referrals] == ["interior"]
    assert [one.id for one in answer.consequences.documents] == ["end_use_statement"]
    assert answer.consequences.available == ("individual",)


def test_the_authorisation_names_its_conditions_and_where_they_stand() -> None:
    answer = decide(item=CONSOLE, destination="BR", end_user=PRIVATE)
    assert isinstance(answer.outcome, Covered)
    authorisation = answer.outcome.authorisation
    assert authorisation.symbol == "ACE"
    assert [one.words for one in authorisation.conditions] == ["Report twice a year"]
    assert answer.consequences.available == ("ACE", "individual")
    item = {"eccn": "5A002.b", "published": False, "share": 1}
    general = decide(item=item, destination="BR")
    assert isinstance(general.outcome, Covered)
    assert general.outcome.authorisation.conditions[0].words == "Register first"


def test_law_that_nobody_has_read_never_clears_by_itself() -> None:
    item = {"eccn": "5A002.b", "published": False, "share": 1}
    answer = decide(item=item, destination="BR")
    assert answer.verified is False
    assert "has not been verified" in answer.sentence
    assert decide(item=CONSOLE, destination="BR", end_user=PRIVATE).verified


def test_a_denial_policy_may_point_to_another_rule_of_denial() -> None:
    item = {**CONSOLE, "made_on": "2019-06-30"}
    end_user = {"type": "government", "voting": 0, "name": "Invented Bureau"}
    answer = decide(item=item, destination="VN", end_user=end_user)
    policies = {one.id: one.words for one in answer.consequences.review_policies}
    assert policies == {
        "case-by-case": "Case by case",
        "denial": "Applications are denied as a rule",
    }
    assert isinstance(answer.outcome, AuthorisationRequired)


def test_a_red_line_is_named_as_one() -> None:
    answer = decide(item=CONSOLE, destination="BR", plague=True)
    assert isinstance(answer.outcome, Prohibited)
    assert answer.outcome.red_line
    both = decide(item={"published": True}, plague=True)
    assert isinstance(both.outcome, Conflict)
    assert [one.id for one in both.outcome.between] == ["published", "spreading"]


def test_the_strictest_party_of_a_role_decides() -> None:
    def party(name: str, sort: str) -> Party:
        stated = {"type": known(sort), "voting": known(0)}
        return Party(role="end_user", name=name, country="VN", facts=stated)

    base = facts(**ORDINARY, item=CONSOLE, destination="VN")
    parties = (party("Clinic", "private"), party("Bureau", "government"))
    transaction = Transaction(items=base.items, parties=parties, facts=base.facts)
    answer = determine(transaction, LAW, on=DAY)
    assert answer.kind is OutcomeKind.AUTHORISATION_REQUIRED
    assert answer.to_json()["parties"] == {"end_user": "Bureau"}


def test_too_many_combinations_of_parties_are_refused() -> None:
    parties = tuple(
        Party(role=role, name=str(number))
        for role in ("consignee", "end_user")
        for number in range(17)
    )
    with pytest.raises(TooManyPartiesError, match="289 combinations") as refused:
        determine(Transaction(parties=parties), LAW, on=DAY)
    assert refused.value.code == "too_many_parties"


def test_each_item_has_its_own_answer() -> None:
    stated = facts(**ORDINARY, destination="BR", end_user=PRIVATE)
    console = {key: known(value) for key, value in CONSOLE.items()}
    items = (Item(facts=console), Item(facts={**console, "eccn": known("none")}))
    transaction = Transaction(items=items, parties=stated.parties, facts=stated.facts)
    program = compile_regime(LAW, on=DAY)
    assert run(program, transaction).kind is OutcomeKind.COVERED
    assert run(program, transaction, item=1).kind is OutcomeKind.NOT_CONTROLLED
    with pytest.raises(NoSuchItemError):
        run(program, transaction, item=2)


def test_a_value_of_another_kind_is_refused() -> None:
    with pytest.raises(WrongValueError):
        decide(item={"bits": "many"})
    with pytest.raises(ImpossibleDateError):
        decide(item={"made_on": "yesterday"})


def test_a_word_outside_the_choices_is_none_of_them() -> None:
    answer = decide(
        item={**CONSOLE, "roles": "something"},
        destination="VN",
        end_user={"type": "unspecified", "voting": 0},
    )
    assert answer.kind is OutcomeKind.COVERED
    listed = decide(item={"roles": ["something"], "kind": "software", "bits": 0})
    assert listed.kind is OutcomeKind.UNSETTLED


def test_facts_that_no_rule_reads_change_nothing() -> None:
    plain = decide(item=CONSOLE, destination="BR", end_user=PRIVATE)
    more = decide(item={**CONSOLE, "colour": "red"}, destination="BR", end_user=PRIVATE)
    assert plain.to_json() == more.to_json()


def test_rules_for_another_entry_had_no_say() -> None:
    answer = decide(item=CONSOLE, destination="BR", end_user=PRIVATE)
    assert "general" not in {rule.id for rule in answer.rules}
    assert "cyber-exception" in {rule.id for rule in answer.rules}


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        pytest.param(
            "2022-03-06", OutcomeKind.NO_AUTHORISATION_REQUIRED, id="day-before"
        ),
        pytest.param("2022-03-07", OutcomeKind.AUTHORISATION_REQUIRED, id="first-day"),
        pytest.param("2030-12-31", OutcomeKind.AUTHORISATION_REQUIRED, id="last-day"),
        pytest.param(
            "2031-01-01", OutcomeKind.NO_AUTHORISATION_REQUIRED, id="day-after"
        ),
    ],
)
def test_the_law_of_the_day_applies(on: str, outcome: OutcomeKind) -> None:
    day = date.fromisoformat(on)
    assert (
        decide(on=day, item=CONSOLE, destination="CA", knowledge=True).kind is outcome
    )


def test_the_digest_covers_every_word_of_the_answer() -> None:
    answer = decide(item=CONSOLE, destination="VN")
    written = json.loads(json.dumps(answer.to_json()))
    stamped = written.pop("digest")
    assert digest(written) == stamped
    assert answer.canonical() == canonical_bytes(written)


def test_every_published_field_is_there_even_when_empty() -> None:
    written = decide(item=CONSOLE, destination="CA").to_json()
    fields = (
        "engine regime regime_version on item outcome sentence possible_outcomes "
        "classification authorisation available catch_alls review_policies documents "
        "referrals rules questions citations verified digest"
    )
    assert set(fields.split()) <= written.keys()
    assert written["authorisation"] is None


def test_every_text_of_a_full_answer_can_be_written() -> None:
    government = {"type": "government", "voting": 0}
    written = decide(
        item=CONSOLE,
        destination="KP",
        end_use="relief",
        end_user=government,
        knowledge=True,
    ).to_json()
    assert written["documents"]
    assert written["referrals"]
    assert written["flags"]
    covered = decide(item=CONSOLE, destination="BR", end_user=PRIVATE).to_json()
    assert covered["authorisation"] is not None
    assert decide(item=CONSOLE, destination="VN").to_json()["questions"]


def test_an_answer_depends_on_nothing_but_its_arguments() -> None:
    transaction = read_transaction({**ORDINARY, "item": CONSOLE, "destination": "VN"})
    first = determine(transaction, LAW, on=DAY).to_json()
    again = determine(transaction, small(), on=DAY).to_json()
    assert first == again


def test_the_strictest_order_names_every_outcome() -> None:
    assert set(STRICTEST_FIRST) == set(OutcomeKind)


def test_whether_listed_or_not_no_authorisation_is_required() -> None:
    answer = decide(item={"kind": "software", "published": False}, destination="CA")
    assert answer.kind is OutcomeKind.NO_AUTHORISATION_REQUIRED
    assert set(answer.possible_outcomes) == {
        OutcomeKind.NO_AUTHORISATION_REQUIRED,
        OutcomeKind.NOT_CONTROLLED,
    }
    assert "whether or not" in answer.sentence


def test_a_fact_without_a_rule_is_asked_for_the_entry() -> None:
    answer = decide(item={"kind": "software", "published": False}, destination="VN")
    roles = next(one for one in answer.questions if one.fact == "item.roles")
    assert roles.why


def test_overrides_between_rules_out_of_force_are_silent() -> None:
    rules = RULES.replace(
        "overrides: [embargo]",
        "overrides: [embargo]\n    effective: [{last: 2020-01-01}]",
    )
    answer = determine(
        facts(**ORDINARY, item=CONSOLE, destination="KP", end_use="relief"),
        small(rules=rules),
        on=DAY,
    )
    assert answer.kind is OutcomeKind.PROHIBITED


def test_what_has_no_ordinary_answer_is_asked_first() -> None:
    item = {"eccn": "4D004", "published": False}
    answer = determine(facts(item=item), LAW, on=DAY)
    ordinary = [LAW.facts[one.fact].ordinary is not None for one in answer.questions]
    assert ordinary == sorted(ordinary)
    assert True in ordinary
    assert answer.questions[0].fact == "destination"


EITHER = """
rules:
  - id: other-half
    kind: exception
    symbol: HALF
    lifts: all
    title: {en: For the others}
    law: {pinpoint: Art. 50}
    when: {not: {fact: end_user.type, is: government}}
    examples:
      - {holds: true, on: 2026-07-31, facts: {end_user: {type: private}}}
      - {holds: false, on: 2026-07-31, facts: {end_user: {type: government}}}
  - id: first-half
    kind: exception
    symbol: GOV
    lifts: all
    title: {en: For governments}
    law: {pinpoint: Art. 51}
    when: {fact: end_user.type, is: government}
    examples:
      - {holds: true, on: 2026-07-31, facts: {end_user: {type: government}}}
      - {holds: false, on: 2026-07-31, facts: {end_user: {type: private}}}
"""


def test_which_exception_covers_is_asked_and_never_guessed() -> None:
    law = small(either=EITHER)
    known_but_who = {
        "item": {"eccn": "5A002.a", "published": False, "share": 60},
        "destination": "BR",
        "transit": [],
        "knowledge": False,
        "plague": False,
    }
    answer = determine(facts(**known_but_who), law, on=DAY)
    assert answer.kind is OutcomeKind.UNSETTLED
    assert answer.possible_outcomes == (OutcomeKind.COVERED,)
    assert [one.fact for one in answer.questions] == ["end_user.type"]
    assert "which one depends on one open question" in answer.sentence
    told = determine(facts(**known_but_who, end_user={"type": "private"}), law, on=DAY)
    assert told.kind is OutcomeKind.COVERED
