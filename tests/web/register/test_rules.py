"""The rules as published are the rules that decide, each sentence with its law."""

import pytest
from tests.web.reader import Reader

from licet.kernel import parse_day
from licet.regimes import (
    AllOf,
    Always,
    AnyOf,
    Before,
    Comparator,
    Comparison,
    DefinitionHolds,
    EntryFits,
    InGroup,
    IsKnown,
    KindOf,
    Not,
    OnOrAfter,
    Regime,
    RuleFires,
    in_words,
    load_regime,
)
from licet.web.register.wording import Line, outline

PACKAGES = ("eu/2021-821", "us/ear")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def law() -> Regime:
    return load_regime("eu/2021-821")


def test_every_package_is_listed_with_its_version_and_who_decides_by_it() -> None:
    page = Reader(None).read("/rules/")
    assert "The law by which this authority decides" in page
    assert "Another law that may also ask" in page
    for name in PACKAGES:
        assert load_regime(name).digest[:16] in page


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_names_every_entry_rule_and_criterion_with_its_law(name: str) -> None:
    package = load_regime(name)
    page = Reader(None).read(f"/rules/{name}/")
    for entry in package.entries.values():
        assert entry.id in page
        assert entry.law.pinpoint in page
    for rule in package.rules.values():
        assert " ".join(in_words(rule.title).split()) in page
    assert package.digest in page


@pytest.mark.slow
@pytest.mark.parametrize("name", PACKAGES)
def test_every_entry_and_every_rule_has_a_page(name: str) -> None:
    package, reader = load_regime(name), Reader(None)
    for number, entry in package.entries.items():
        assert entry.law.pinpoint in reader.read(f"/rules/{name}/entries/{number}/")
    for rule in package.rules.values():
        assert rule.id in reader.read(f"/rules/{name}/rules/{rule.id}/")


@pytest.mark.parametrize("name", PACKAGES)
def test_what_nobody_has_read_in_the_official_text_is_marked_as_such(name: str) -> None:
    package = load_regime(name)
    doubted = next(rule for rule in package.rules.values() if not rule.law.verified)
    assert "unverified" in Reader(None).read(f"/rules/{name}/rules/{doubted.id}/")


@pytest.mark.parametrize(
    "path",
    ["/rules/xx/none/", "/rules/us/ear/entries/9X999/", "/rules/us/ear/rules/none/"],
)
def test_what_is_not_in_a_package_is_not_found(path: str) -> None:
    assert "Page not found" in Reader(None).read(path, status=404)


def _text(line: Line) -> str:
    return " / ".join([line.text, *(_text(part) for part in line.under)])


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param(Always(value=True), "always", id="always"),
        pytest.param(Always(value=False), "never", id="never"),
        pytest.param(
            AllOf(parts=(Always(value=True), Always(value=False))),
            "all of these: / always / never",
            id="all",
        ),
        pytest.param(AllOf(parts=(Always(value=True),)), "always", id="all of one"),
        pytest.param(
            AnyOf(parts=(Always(value=True), Always(value=False))),
            "at least one of these: / always / never",
            id="any",
        ),
        pytest.param(
            Not(part=Always(value=True)), "this does not hold: / always", id="not"
        ),
        pytest.param(
            EntryFits(entries=("4D004",)), "the item fits entry 4D004", id="entry"
        ),
        pytest.param(KindOf(kind="software"), "the item is software", id="kind"),
        pytest.param(
            OnOrAfter(day=parse_day("2026-01-01")), "on or after 2026-01-01", id="after"
        ),
        pytest.param(
            Before(day=parse_day("2026-01-01")), "before 2026-01-01", id="before"
        ),
        pytest.param(
            Comparison(fact="no.such", comparator=Comparator.IS, value=True),
            "No: such: Yes.",
            id="a fact without a question",
        ),
    ],
)
def test_a_condition_is_said_in_plain_words(
    law: Regime, expression: AllOf, expected: str
) -> None:
    assert _text(outline(expression, law)) == expected


def _compare(law: Regime, how: Comparator, value: object) -> str:
    fact = next(path for path, term in law.facts.items() if term.kind == "number")
    return outline(Comparison(fact=fact, comparator=how, value=value), law).text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("how", "value", "expected"),
    [
        pytest.param(Comparator.AT_LEAST, 5, "or more.", id="at least"),
        pytest.param(Comparator.AT_MOST, 5, "or less.", id="at most"),
        pytest.param(Comparator.ABOVE, 5, "More than 5", id="above"),
        pytest.param(Comparator.BELOW, 5, "Less than 5", id="below"),
        pytest.param(Comparator.CONTAINS, "x", "Among the answers: x", id="contains"),
        pytest.param(Comparator.IN, ("x", "y"), " or y", id="in"),
    ],
)
def test_every_comparison_is_said(
    law: Regime, how: Comparator, value: object, expected: str
) -> None:
    assert expected in _compare(law, how, value)


def test_names_and_questions_come_from_the_package(law: Regime) -> None:
    definition = next(iter(law.definitions.values()))
    rule = next(iter(law.rules.values()))
    group = next(iter(law.groups))
    assert outline(DefinitionHolds(name=definition.name), law).text == in_words(
        definition.title
    )
    assert in_words(rule.title) in outline(RuleFires(rule=rule.id), law).text
    assert group in outline(InGroup(fact="destination", groups=(group,)), law).text
    assert "the answer is known" in outline(IsKnown(fact="destination"), law).text
    question = in_words(law.facts["end_user.type"].question)
    said = outline(
        Comparison(fact="end_user.type", comparator=Comparator.IS, value="bank"), law
    ).text
    assert said == f"{question} {law.facts['end_user.type'].choices['bank']}."


def test_an_entry_shows_the_hash_of_the_text_that_it_restates(law: Regime) -> None:
    page = Reader(None).read("/rules/eu/2021-821/entries/4D004/")
    assert law.texts["Annex I 4D004"] in page
