"""National law on top of a base, and law that reads another law's list."""

from pathlib import Path

import pytest
from tests.regimes.small import DAY, FILES, PACKAGE, facts, small

from licet.determination import OutcomeKind, check_examples, determine
from licet.regimes import (
    BrokenRegimeError,
    Regime,
    RuleKind,
    check_regime,
    load_package,
    load_regime,
    read_regime,
)

NATIONAL = """
package:
  id: test/national
  title: {en: National law on the invented one}
  jurisdiction: YY
  zone: UTC
  overlay_of: test/small
  instrument: National Order
  version: "2028-01-01"
"""
READER = NATIONAL.replace("overlay_of", "reads").replace("national", "reader")
ADDED = """
rules:
  - id: national-ban
    kind: prohibition
    title: {en: Nothing to BR}
    law: {pinpoint: Sec. 1}
    when: {fact: destination, is: BR}
"""
NARROWED = """
rules:
  - id: no-console
    narrows: cyber-exception
    because: {en: The console is no tool of defence.}
    title: {en: The exception does not reach the console}
    law: {pinpoint: Sec. 2}
    when: {fact: item.roles, contains: console}
"""
REPLACED = """
rules:
  - id: listed
    replaces: listed
    because: {en: Meridia asks for its friends as well.}
    kind: requirement
    reason: NS
    title: {en: Listed items need an authorisation wherever they go}
    law: {pinpoint: Sec. 3}
    for: [4D004, 5A002]
    examples:
      - {holds: true, on: 2026-07-31, facts: {item: {eccn: 4D004}, destination: CA}}
      - {holds: false, on: 2026-07-31, facts: {item: {eccn: 9A001}, destination: CA}}
"""


def stacked(own: str, header: str = NATIONAL) -> dict[str, str]:
    below = {f"test/small/{name}": text for name, text in FILES.items()}
    return {"package.yaml": header, "own.yaml": own, **below}


def overlaid(own: str, header: str = NATIONAL) -> Regime:
    regime, problems = read_regime(stacked(own, header))
    assert problems == ()
    assert regime is not None
    return regime


def refusal(own: str, header: str = NATIONAL) -> str:
    regime, problems = read_regime(stacked(own, header))
    assert regime is None
    return "\n".join(map(str, problems))


def outcome(law: Regime, **short: object) -> OutcomeKind:
    return determine(facts(**short), law, on=DAY).kind


def test_an_overlay_adds_to_its_base_under_its_own_header() -> None:
    law = overlaid(ADDED)
    assert law.header.id == "test/national"
    assert law.header.stands_on == "test/small"
    assert law.below is not None
    assert (law.below.id, str(law.header.version)) == ("test/small", "2028-01-01")
    assert law.origin("rules", "national-ban") == "test/national"
    assert law.origin("rules", "listed") == "test/small"
    assert small().origin("rules", "listed") == "test/small"
    assert law.rules["national-ban"].law.instrument == "National Order"
    assert law.rules["listed"].law.instrument == "Invented Act"
    plain = {"item": {"eccn": "none", "published": False}, "plague": False}
    assert outcome(law, destination="BR", **plain) is OutcomeKind.PROHIBITED
    assert check_examples(overlaid("rules: []")) == ()


def test_a_group_of_the_base_keeps_the_day_on_which_it_was_stated() -> None:
    law = overlaid("groups: {near: {law: {pinpoint: Sec. 9}, members: [BR]}}")
    assert str(law.groups["watched"].stated_on) == "2026-07-31"
    assert str(law.groups["near"].stated_on) == "2028-01-01"
    assert "SA" in law.groups["watched"].members_on(law.header.version)


def test_the_version_hash_covers_both_packages() -> None:
    law = overlaid(ADDED)
    assert law.digest != small().digest
    texts = stacked(ADDED)
    texts["test/small/package.yaml"] = PACKAGE.replace("author: Tests", "author: Me")
    other, _ = read_regime(texts)
    assert other is not None
    assert other.digest != law.digest


def test_a_narrowing_takes_from_an_exception_and_says_why() -> None:
    law = overlaid(NARROWED)
    item = {"eccn": "4D004", "roles": ["console"], "published": False}
    short = {
        "item": item,
        "destination": "BR",
        "end_user": {"type": "private", "voting": 0},
        "knowledge": False,
        "plague": False,
        "transit": [],
    }
    assert outcome(small(), **short) is OutcomeKind.COVERED
    answer = determine(facts(**short), law, on=DAY)
    assert answer.kind is OutcomeKind.AUTHORISATION_REQUIRED
    read = {rule.id: rule for rule in answer.rules}
    assert read["cyber-exception"].defeated_by == ("no-console",)
    assert law.rules["no-console"].kind is RuleKind.FLAG
    assert "narrows:cyber-exception" in {one.what for one in answer.consequences.flags}


def test_a_replacement_stands_in_the_place_of_the_base_rule() -> None:
    law = overlaid(REPLACED)
    assert law.origin("rules", "listed") == "test/national"
    assert check_examples(law) == ()


@pytest.mark.parametrize(
    ("own", "said"),
    [
        pytest.param(
            ADDED.replace("national-ban", "embargo"),
            "embargo stands in the package below, at test/small/rules.yaml:",
            id="same-name-without-a-word",
        ),
        pytest.param(
            REPLACED.replace("replaces: listed", "replaces: listd"),
            "nothing of that name stands in the package below. Did you mean listed",
            id="replaces-nothing",
        ),
        pytest.param(
            REPLACED.replace("because:", "note:"),
            "replaces listed and gives no reason",
            id="replaces-without-a-reason",
        ),
        pytest.param(
            ADDED.replace("national-ban", "spreading").replace(
                "kind:", "replaces: spreading\n    because: {en: No}\n    kind:"
            ),
            "An overlay may not replace spreading: it forbids",
            id="touches-a-red-line",
        ),
        pytest.param(
            "definitions: {government: {replaces: government, because: {en: No},"
            " law: {pinpoint: Sec. 4}, when: false}}",
            "may not replace government, which government-bar rests on",
            id="undermines-a-bar",
        ),
        pytest.param(
            "groups: {watched: {replaces: watched, because: {en: No},"
            " law: {pinpoint: Sec. 4}, members: []}}",
            "may not replace watched, which government-bar rests on",
            id="empties-a-group-under-a-bar",
        ),
        pytest.param(
            ADDED.replace("when:", "overrides: [government-bar]\n    when:"),
            "An overlay may not override government-bar of the package below, a rule of kind bar",
            id="lifts-a-bar",
        ),
        pytest.param(
            NARROWED.replace("narrows: cyber-exception", "narrows: listed"),
            "listed is of kind requirement; to narrow it would free something",
            id="narrows-a-requirement",
        ),
        pytest.param(
            NARROWED.replace("narrows: cyber-exception", "narrows: cyber"),
            "`narrows: cyber`: no rule of that name stands in the package below",
            id="narrows-nothing",
        ),
        pytest.param(
            NARROWED.replace("because:", "note:"),
            "It narrows cyber-exception and gives no reason",
            id="narrows-without-a-reason",
        ),
    ],
)
def test_what_an_overlay_may_not_do_is_refused_at_load(own: str, said: str) -> None:
    assert said in refusal(own)


def test_an_overlay_of_an_overlay_is_refused() -> None:
    for key in ("overlay_of", "reads"):
        texts = stacked(ADDED, NATIONAL.replace("overlay_of", key))
        texts["test/small/package.yaml"] = NATIONAL
        regime, problems = read_regime(texts)
        assert regime is None
        assert "stands itself on another one" in str(problems[0])


def test_a_base_that_is_not_here_is_named() -> None:
    regime, problems = read_regime({"package.yaml": NATIONAL})
    assert regime is None
    assert "The package test/small, on which it stands, is not here." in str(
        problems[0]
    )


def test_words_of_layering_mean_nothing_in_a_package_that_stands_alone() -> None:
    _, problems = read_regime(FILES | {"own.yaml": REPLACED.replace("id: l", "id: m")})
    assert any("The key `replaces` means nothing" in str(one) for one in problems)


READING = """
facts:
  licence.number: {type: text, question: {en: Which number?}}
rules:
  - id: measures
    kind: prohibition
    title: {en: Measures on listed software}
    law: {pinpoint: Art. 1}
    when:
      all:
        - {fact: destination, in_group: watched}
        - {definition: government}
        - {entry: 4D004}
        - {known: licence.number}
        - {kind_of: software}
"""


def test_a_law_that_reads_a_list_takes_what_it_reaches_and_no_rule() -> None:
    law = overlaid(READING, READER)
    assert set(law.rules) == {"measures"}
    assert set(law.entries) == {"4D004"}
    assert set(law.groups) == {"watched"}
    assert set(law.definitions) == {"government"}
    assert {"item.eccn", "item.kind", "end_user.voting", "item.roles"} <= set(law.facts)
    assert "item.bits" not in law.facts
    assert law.policies == law.conditions == law.clocks == {}
    assert law.criteria == law.calendar == ()
    assert law.entries["4D004"].law.instrument == "Invented Act"


def test_a_law_cannot_read_the_rules_of_another() -> None:
    own = READING.replace("{entry: 4D004}", "{rule: listed}")
    assert "The rule 'listed' is not defined" in refusal(own, READER)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, files in {
        "test/small": FILES,
        "test/national": {"package.yaml": NATIONAL, "own.yaml": ADDED},
        "test/alone": {
            "package.yaml": NATIONAL.replace("test/small", "test/none").replace(
                "test/national", "test/alone"
            )
        },
    }.items():
        folder = tmp_path / name
        folder.mkdir(parents=True)
        for file, text in files.items():
            (folder / file).write_text(text, "utf-8")
    return tmp_path


def test_an_overlay_is_found_with_its_base(root: Path) -> None:
    assert load_regime("test/national", root).below is not None
    assert load_package(root / "test" / "national").below is not None
    assert check_regime(root / "test" / "national") == ()
    with pytest.raises(BrokenRegimeError, match="is not here"):
        load_regime("test/alone", root)


def test_a_law_that_reads_a_name_that_is_nowhere_is_told_so() -> None:
    own = READING.replace("{definition: government}", "{definition: nobody}")
    assert "The definition 'nobody' is not defined" in refusal(own, READER)
