"""Nothing of a shipped package is held back, and no sentence stands without its law."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from licet.regimes import SHIPPED, Regime, list_regimes, load_regime
from licet.regimes.guidance import Guidance, Statement, guidance, sentences

PACKAGES = tuple(header.id for header in list_regimes())


@dataclass(frozen=True)
class Printed:
    """A package and what is published of it."""

    law: Regime
    told: Guidance


@pytest.fixture(scope="module", params=PACKAGES)
def printed(request: pytest.FixtureRequest) -> Printed:
    law = load_regime(request.param)
    notes = (SHIPPED / request.param / "CHANGES.md").read_text("utf-8")
    return Printed(law=law, told=guidance(law, law.header.version, notes=notes))


def _every(told: Guidance) -> Iterator[Statement]:
    for chapter in told.chapters:
        tops = [*chapter.lead]
        for leaf in chapter.leaves:
            assert leaf.law.pinpoint, leaf.name
            tops += leaf.statements
        for one in tops:
            yield from sentences(one)


def test_every_leaf_of_a_shipped_package_is_published_once(printed: Printed) -> None:
    published = [
        (leaf.section, leaf.name)
        for chapter in printed.told.chapters
        for leaf in chapter.leaves
    ]
    assert len(published) == len(set(published))
    law = printed.law
    for section, names in (
        ("entries", law.entries),
        ("rules", law.rules),
        ("definitions", law.definitions),
        ("clocks", law.clocks),
        ("facts", law.facts),
        ("groups", law.groups),
        ("policies", law.policies),
        ("conditions_of_use", law.conditions),
        ("criteria", [str(one["id"]) for one in law.criteria]),
        ("calendar", [str(one["id"]) for one in law.calendar]),
    ):
        missing = [name for name in names if (section, name) not in set(published)]
        assert missing == [], section


def test_no_sentence_lacks_its_law_or_its_words(printed: Printed) -> None:
    counted = 0
    for one in _every(printed.told):
        assert one.words.strip()
        assert one.law.instrument
        assert one.law.pinpoint
        counted += 1
    assert counted > 100


def test_every_leaf_that_a_sentence_leads_to_is_published(printed: Printed) -> None:
    published = {
        (leaf.section, leaf.name)
        for chapter in printed.told.chapters
        for leaf in chapter.leaves
    }
    led = {one.about for one in _every(printed.told) if one.about is not None}
    assert led <= published


def test_what_nobody_has_read_is_never_published_as_read(printed: Printed) -> None:
    doubted = [one for one in printed.law.rules.values() if not one.law.verified]
    for rule in doubted:
        leaf = printed.told.leaf("rules", rule.id)
        assert leaf is not None
        assert not leaf.law.verified
