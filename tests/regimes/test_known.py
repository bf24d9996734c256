"""What was known when: a determination can be re-run as the law was known on a day."""

from datetime import date

from tests.regimes.small import DAY, DEFINITIONS, RULES, facts, small

from licet.determination import OutcomeKind, determine
from licet.regimes import as_known, unreviewed

LATE = RULES.replace(
    "  - id: embargo\n", "  - id: embargo\n    published_at: 2026-03-01\n"
)


def _outcome(known_on: date) -> OutcomeKind:
    stated = facts(
        item={"eccn": "none", "published": False},
        destination="KP",
        knowledge=False,
        plague=False,
        transit=[],
        end_use="trade",
    )
    law = as_known(small(rules=LATE), on=known_on)
    return determine(stated, law, on=DAY).kind


def test_what_was_not_published_did_not_exist_for_anybody() -> None:
    assert _outcome(date(2026, 2, 28)) is OutcomeKind.NOT_CONTROLLED
    assert _outcome(date(2026, 3, 1)) is OutcomeKind.PROHIBITED


def test_the_version_says_as_of_when_the_law_was_known() -> None:
    law = small(rules=LATE)
    versions = {as_known(law, on=date(2026, 1, day)).digest for day in (1, 2)}
    assert len(versions | {law.digest}) == 3


def test_definitions_come_into_being_with_their_publication() -> None:
    late = DEFINITIONS.replace(
        "    title: {en: Government end user}\n", "    published_at: 2026-03-01\n"
    )
    law = as_known(small(definitions=late), on=date(2026, 2, 1))
    assert not law.definitions["government"].force.holds(DAY)
    assert law.definitions["recent"].force.holds(DAY)


def test_a_rule_counts_as_reviewed_when_two_others_have_read_it() -> None:
    read = RULES.replace(
        "  - id: embargo\n",
        "  - id: embargo\n    author: A\n    reviewers: [First reader, Second reader]\n",
    ).replace(
        "  - id: spreading\n",
        "  - id: spreading\n    author: A\n    reviewers: [A, First reader]\n",
    )
    names = unreviewed(small(rules=read))
    assert "embargo" not in names
    assert {"spreading", "listed"} <= set(names)
