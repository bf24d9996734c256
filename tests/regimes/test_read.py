"""A broken package does not load, and a lawyer understands why."""

from datetime import date

import pytest
from tests.regimes.small import ENTRIES, FACTS, FILES, GROUPS, RULES, files, small

from licet.regimes import Rule, RuleKind, covers, in_words, read_regime

REQUIREMENT = """
rules:
  - id: r
    kind: requirement
    {}
    examples:
      - {{holds: true, on: 2026-07-31, facts: {{destination: BR}}}}
      - {{holds: false, on: 2026-07-31, facts: {{destination: CA}}}}
"""


def only_rule(body: str) -> dict[str, str]:
    return files(rules=REQUIREMENT.format(body.replace("\n", "\n    ")))


def problems(texts: dict[str, str]) -> list[str]:
    regime, found = read_regime(texts)
    assert regime is None
    return [str(problem) for problem in found]


def test_the_small_law_is_whole() -> None:
    regime = small()
    assert regime.header.id == "test/small"
    assert regime.facts["end_user.voting"].unit == "percent"
    assert regime.entries["4D004"].crosswalk == {"us/ear": "4D004"}
    assert regime.rules["general"].law.verified is False
    assert regime.rules["listed"].law.uri == "https://example.org/act"
    assert in_words(regime.policies["case-by-case"].words) == "Case by case"
    assert regime.header.to_json()["version"] == "2026-07-31"


def test_the_version_hash_does_not_depend_on_files_or_their_order() -> None:
    joined = {"all.yaml": "\n".join(FILES.values())}
    regime, found = read_regime(joined)
    assert found == ()
    assert regime is not None
    assert regime.digest == small().digest


def test_the_version_hash_changes_with_any_word() -> None:
    other = small(rules=RULES.replace("Known misuse", "Known abuse"))
    assert other.digest != small().digest


def test_a_rule_without_a_citation_does_not_load() -> None:
    found = problems(only_rule("when: true"))
    assert found == [
        (
            "rules.yaml:3: r: r has no citation (`law` with a `pinpoint`). Add `law: "
            "{pinpoint: ...}`: a rule without its place in the law does not load."
        )
    ]


@pytest.mark.parametrize(
    "section", ["groups", "definitions", "entries", "texts"], ids=str
)
def test_no_leaf_of_any_sort_loads_without_a_citation(section: str) -> None:
    text = FILES[f"{section}.yaml"]
    start = text.index("law: {")
    stripped = text[:start] + text[text.index("}", start) + 1 :].lstrip(", ")
    assert any("no citation" in one for one in problems(files(**{section: stripped})))


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        pytest.param(
            "{fact: destinaton, is: BR}", "Did you mean destination?", id="fact"
        ),
        pytest.param("{known: nothing.like_it}", "not in the vocabulary", id="known"),
        pytest.param("{fact: destination, in_group: freinds}", "friends", id="group"),
        pytest.param("{definition: goverment}", "government", id="definition"),
        pytest.param("{rule: nobody}", "The rule 'nobody'", id="rule"),
        pytest.param("{entry: 4D005}", "The entry '4D005'", id="entry"),
        pytest.param("{some: [true]}", "not a form", id="form"),
        pytest.param("{all: [true], any: [true]}", "Join several", id="two-forms"),
        pytest.param("perhaps", "not an expression", id="word"),
        pytest.param("{all: true}", "`all` is not a list", id="all-without-list"),
        pytest.param("{fact: destination}", "with one thing", id="no-comparison"),
        pytest.param(
            "{fact: destination, like: B}", "with one thing", id="no-such-one"
        ),
        pytest.param("{fact: 7, is: 1}", "not in the vocabulary", id="number-as-fact"),
        pytest.param("{fact: destination, is: XX}", "not a country", id="country"),
        pytest.param(
            "{fact: end_user.type, is: king}", "one of government", id="choice"
        ),
        pytest.param("{fact: item.bits, is: many}", "a whole number", id="number"),
        pytest.param("{fact: destination, above: BR}", "has no order", id="order"),
        pytest.param("{fact: item.roles, is: delivery}", "does not suit", id="list"),
        pytest.param("{fact: destination, contains: BR}", "does not suit", id="single"),
        pytest.param("{fact: item.bits, in: [{a: 1}]}", "is not a value", id="mapping"),
        pytest.param("{on_or_after: 2026-02-30}", "is not a date", id="day"),
        pytest.param("{before: ~}", "", id="no-day"),
        pytest.param("{kind_of: ~}", "`kind_of` is missing", id="no-kind"),
    ],
)
def test_an_expression_that_means_nothing_is_refused(
    expression: str, words: str
) -> None:
    body = f"law: {{pinpoint: A}}\nwhen: {expression}"
    regime, found = read_regime(only_rule(body))
    if words:
        assert regime is None
        assert any(words in str(one) for one in found)
        assert all(one.file == "rules.yaml" and one.line for one in found)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param("kind: scope", "kind: scoop", "not a kind of rule", id="kind"),
        pytest.param("kind: scope", "kind: scope\n    frm: 1", "means nothing", id="key"),
        pytest.param(
            "kind: scope", "kind: scope\n    effectiv: []", "Did you mean `effective`", id="near-key"
        ),
        pytest.param("symbol: ACE", "preference: 1", "needs `symbol`", id="symbol"),
        pytest.param("lifts: [NS]", "lifts: [NX]", "The reason 'NX'", id="reason"),
        pytest.param("bars: [ACE]", "bars: [ACF]", "The exception 'ACF'", id="symbol-bar"),
        pytest.param("overrides: [embargo]", "overrides: [boycott]", "boycott", id="override"),
        pytest.param("policies: [case-by-case]", "policies: [none]", "The policy", id="policy"),
        pytest.param("policies: [case-by-case]", "policies: {a: b}", "not a list", id="no-list"),
        pytest.param("red_line: true", "red_line: maybe", "not true or false", id="truth"),
        pytest.param("symbol: ACE", "symbol: ACE\n    preference: x", "whole number", id="whole"),
        pytest.param("title: {en: Embargo}", "title: 7", "text by language", id="words"),
        pytest.param("title: {en: Embargo}", "title: {en: Embargo, or worse}", "quotation marks", id="comma"),
        pytest.param("last: 2030-12-31", "last: 2000-12-31", "before the first", id="order"),
        pytest.param("suspended: [{", "suspended: [7, {", "not a mapping", id="span"),
        pytest.param("kind: scope", "kind: scope\n    effective: 7", "not a list", id="spans"),
        pytest.param(
            "- {holds: true, on: 2026-07-31, facts: {destination: VN}}",
            "- {holds: true, on: 2026-07-31}",
            "not whole",
            id="example",
        ),
        pytest.param(
            "- {holds: false, on: 2026-07-31, facts: {destination: BR}}",
            "",
            "one that does not",
            id="no-counterexample",
        ),
        pytest.param("when: true\n    unless", "unless", "has no condition", id="condition"),
        pytest.param("id: embargo\n", "id: spreading\n", "defined twice", id="twice"),
        pytest.param("- id: embargo\n", "- name: embargo\n", "`id` is missing", id="no-id"),
        pytest.param("law: {pinpoint: Art. 7}", "law: {pinpoint: [7]}", "not a text", id="text"),
    ],
)  # fmt: skip
def test_a_rule_that_is_not_well_made_is_refused(
    old: str, new: str, words: str
) -> None:
    assert old in RULES
    found = problems(files(rules=RULES.replace(old, new, 1)))
    assert any(words in one for one in found), found


@pytest.mark.parametrize(
    ("section", "old", "new", "words"),
    [
        pytest.param("package", "version:", "versio:", "which day", id="version"),
        pytest.param("package", "zone: UTC", "", "`zone` is missing", id="zone"),
        pytest.param("facts", "type: text", "type: txt", "not a sort of fact", id="sort"),
        pytest.param("facts", ", question: {en: Which entry?}", "", "no question", id="question"),
        pytest.param("facts", "ordinary: 0", "ordinary: x", "does not fit", id="ordinary"),
        pytest.param("facts", "ordinary: 0", "ordinary: {a: 1}", "does not fit", id="ordinary-2"),
        pytest.param("groups", "{first: 2024-03-15, ", "{", "no first day", id="change"),
        pytest.param("texts", "{text: {en: Case by case}, ", "{", "no words", id="no-words"),
        pytest.param("texts", "case-by-case: {", "case-by-case: 7\n  x: {", "not a mapping", id="leaf"),
        pytest.param("entries", "tier: 3", "tier: high", "whole number", id="tier"),
    ],
)  # fmt: skip
def test_other_parts_are_checked_as_well(
    section: str, old: str, new: str, words: str
) -> None:
    text = FILES[f"{section}.yaml"]
    assert old in text
    found = problems(files(**{section: text.replace(old, new, 1)}))
    assert any(words in one for one in found), found


def test_a_package_without_header_is_refused() -> None:
    assert "no header" in problems({"rules.yaml": RULES})[-1]


def test_two_headers_are_refused() -> None:
    found = problems(FILES | {"second.yaml": FILES["package.yaml"]})
    assert any("two headers" in one for one in found)


def test_a_section_that_is_unknown_is_refused() -> None:
    assert any("`ruels`" in one for one in problems(files(more="ruels: []")))


@pytest.mark.parametrize(
    ("more", "steps"),
    [
        pytest.param(
            "definitions:\n"
            "  a: {law: {pinpoint: A}, when: {definition: b}}\n"
            "  b: {law: {pinpoint: B}, when: {not: {definition: a}}}\n",
            "a -> b -> a",
            id="definitions",
        ),
        pytest.param(
            "definitions:\n  a: {law: {pinpoint: A}, when: {rule: q}}\n"
            "rules:\n  - {id: q, kind: scope, law: {pinpoint: Q}, when: {definition: a}}\n",
            "a -> q -> a",
            id="rule-and-definition",
        ),
        pytest.param(
            "rules:\n"
            "  - {id: p, kind: scope, law: {pinpoint: P}, when: true, overrides: [q]}\n"
            "  - {id: q, kind: scope, law: {pinpoint: Q}, when: true, overrides: [p]}\n",
            "p -> q -> p",
            id="overrides",
        ),
        pytest.param(
            "entries:\n  - {id: 7A001, law: {pinpoint: E}, when: {entry: 7A001}}\n",
            "7A001 -> 7A001",
            id="entry",
        ),
    ],
)
def test_nothing_may_rest_on_itself(more: str, steps: str) -> None:
    found = problems(files(more=more))
    assert any(f"goes in a circle: {steps}" in one for one in found), found


def test_two_ways_to_one_definition_are_no_circle() -> None:
    more = (
        "definitions:\n"
        "  a: {law: {pinpoint: A}, when: {any: [{definition: b}, {definition: c}]}}\n"
        "  b: {law: {pinpoint: B}, when: {definition: c}}\n"
        "  c: {law: {pinpoint: C}, when: true}\n"
    )
    assert "a" in small(more=more).definitions


def test_overriding_a_rule_that_is_not_there_is_one_problem() -> None:
    more = "rules:\n  - {id: p, kind: scope, law: {pinpoint: P}, when: true, overrides: [zz]}\n"
    assert len(problems(files(more=more))) == 1


def test_a_list_of_one_and_a_single_text_are_the_same() -> None:
    regime = small()
    exception: Rule = regime.rules["cyber-exception"]
    assert exception.kind is RuleKind.EXCEPTION
    assert exception.lifts_reason("NS")
    assert not exception.lifts_reason("AT")
    assert regime.rules["general"].lifts_reason("AT")
    assert regime.rules["general-bar"].bars_symbol("GEN")
    assert not regime.rules["general-bar"].bars_symbol("ACE")
    assert regime.rules["government-bar"].bars_symbol("ACE")


def test_a_pinpoint_without_quotes_keeps_its_nought() -> None:
    regime = small(more="policies: {p: {text: P, law: {pinpoint: 748.10}}}")
    assert regime.policies["p"].law.pinpoint == "748.10"


def test_choices_may_carry_words() -> None:
    facts = FACTS.replace(
        "choices: [government, private]", "choices: {government: {en: A}, private: B}"
    )
    assert small(facts=facts).facts["end_user.type"].choices == {
        "government": "A",
        "private": "B",
    }


def test_entries_cover_their_paragraphs_only() -> None:
    assert covers("5A001.f", "5A001.f")
    assert covers("5A001.f", "5A001.f.1")
    assert not covers("5A001.f", "5A001.fx")
    assert in_words({}) == ""
    assert in_words({"fr": "oui"}) == "oui"


@pytest.mark.parametrize(
    ("on", "inside", "outside"),
    [
        pytest.param("2020-12-22", {"BR", "VN"}, {"CN", "HK", "SA"}, id="before-alias"),
        pytest.param("2024-03-14", {"BR", "VN"}, {"CN", "HK", "SA"}, id="day-before"),
        pytest.param("2024-03-15", {"CN", "HK", "VN"}, {"BR", "SA"}, id="first-day"),
        pytest.param("2026-12-31", {"CN", "HK", "VN"}, {"BR", "SA"}, id="last-day"),
        pytest.param("2027-01-01", {"CN", "HK", "SA"}, {"BR", "VN"}, id="day-after"),
    ],
)
def test_a_group_has_the_members_of_the_day(
    on: str, inside: set[str], outside: set[str]
) -> None:
    members = small().groups["watched"].members_on(date.fromisoformat(on))
    assert inside <= members
    assert not outside & members


def test_a_group_is_verified_when_the_changes_that_shape_it_are() -> None:
    group = small().groups["watched"]
    assert group.verified_on(date(2026, 7, 31))
    assert not group.verified_on(date(2024, 3, 14))
    assert group.verified_on(date(2027, 1, 1))


def test_one_code_may_always_be_read_as_another() -> None:
    assert "MO" in small().groups["alias"].members_on(date(1999, 1, 1))


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        pytest.param("2022-03-06", False, id="day-before"),
        pytest.param("2022-03-07", True, id="first-day"),
        pytest.param("2025-11-09", True, id="day-before-suspension"),
        pytest.param("2025-11-10", False, id="first-day-suspended"),
        pytest.param("2025-12-09", False, id="last-day-suspended"),
        pytest.param("2025-12-10", True, id="day-after-suspension"),
        pytest.param("2030-12-31", True, id="last-day"),
        pytest.param("2031-01-01", False, id="day-after"),
    ],
)
def test_a_rule_holds_on_its_days(on: str, holds: bool) -> None:
    assert small().rules["informed"].force.holds(date.fromisoformat(on)) is holds


def test_groups_and_entries_are_kept_as_written() -> None:
    assert "HK" in GROUPS
    assert small().entries["9A001"].when is None
    assert "9A001" in ENTRIES
