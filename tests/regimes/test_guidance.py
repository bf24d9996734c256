"""Guidance says what the rules say: each sentence with its law, in words made from the expression that decides."""

import posixpath
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.regimes.small import DAY, TEXTS, small

from licet.kernel import Citation
from licet.regimes import (
    AllOf,
    Always,
    AnyOf,
    Before,
    Comparator,
    Comparison,
    DefinitionHolds,
    EntryFits,
    Expression,
    Force,
    Group,
    InGroup,
    IsKnown,
    KindOf,
    Not,
    OnOrAfter,
    Regime,
    RuleFires,
)
from licet.regimes import guidance as face
from licet.regimes.guidance import (
    Alarm,
    Chapter,
    Guidance,
    Leaves,
    Published,
    Statement,
    Writer,
    anchor,
    change_notes,
    chapter_html,
    citation_html,
    day_words,
    diagram_html,
    differences,
    entry_steps,
    guidance,
    leaf_html,
    outline_of_decision,
    reviews,
    sentences,
    statement_html,
    static_site,
)
from licet.regimes.guidance.places import text_of

HERE = Citation(instrument="Invented Act", pinpoint="Art. 1")
FACTS = """
facts:
  item.eccn: {type: text, question: {en: Which entry?}}
  item.kind: {type: text, question: {en: What kind?}}
  item.roles: {type: choices, choices: {delivery: Delivery of code, console: Control}, question: {en: "Which roles? Choose all that apply."}, help: {en: Ask the maker.}, asks: [exporter, officer], ordinary: [], mutable: true, law: {pinpoint: List}}
  item.bits: {type: integer, unit: bit, question: {en: "How long is the longest key, without parity bits?"}, ordinary: 0}
  item.share: {type: number, question: {en: What share?}}
  item.published: {type: boolean, question: {en: Is the item published?}, ordinary: false}
  item.made_on: {type: date, question: {en: What is the day of making?}}
  destination: {type: country, question: {en: Which country is the final destination?}}
  transit: {type: texts, question: {en: Through where?}, ordinary: []}
  end_user.type: {type: choice, choices: [government, private], question: {en: Who is the end user?}}
  end_user.name: {type: text, question: {en: Who is it?}}
  end_user.voting: {type: number, unit: percent, question: {en: "What share of the votes does a government hold, directly or not?"}, ordinary: 0}
  end_user.listed: {type: number, unit: percent, question: {en: "What share of the end user do listed parties hold together?"}}
  item.content: {type: number, unit: percent, question: {en: "What share of its value is foreign content?"}}
  denial.years: {type: integer, question: {en: "How many years ago was it refused?"}}
  end_use: {type: text, question: {en: What is the software for?}}
  knowledge: {type: boolean, question: {en: "Misuse: is it known?"}, ordinary: false}
  plague: {type: boolean, question: {en: Does it spread by itself?}, ordinary: false}
  act.date: {type: date, question: {en: When did it happen?}}
"""
CLOCKS = """
clocks:
  - id: appeal
    title: {en: Appeals}
    law: {pinpoint: Art. 30}
    when: {fact: knowledge, is: true}
    unless: {fact: plague, is: true}
    effective: [{first: 2020-01-01}]
    note: Read the order.
    gives:
      appeal_by: {from: act.date, days: 1}
      answer_by: {from: act.date, working_days: -10}
      retain_until: {from: act.date, years: 5, months: 6, end_of_year: true}
      nothing: {from: act.date}
      years: 4
      effect: no objection
      next: [first, second]
"""
CALENDAR = TEXTS.replace(
    "{id: repression, law: {pinpoint: Art. 22}}",
    "{id: repression, title: {en: Repression}, mandatory: true, law: {pinpoint: Art. 22}, established_when: {fact: knowledge, is: true}}\n  - {id: plain, law: {pinpoint: Art. 23}}",
).replace(
    "{id: review-2027, due: 2027-01-01, owner: editors}",
    """{id: late, title: {en: Late review}, due: 2026-07-30, owner: editors, every: 1 year, law: {pinpoint: Art. 40}}
  - {id: today, title: {en: Due today}, on: 2026-07-31, owner: editors, law: {pinpoint: Art. 40, verified: false}}
  - {id: soon, due: 2026-10-29, law: {pinpoint: Art. 40}}
  - {id: later, due: 2026-10-30, law: {pinpoint: Art. 40}}
  - {id: early, due: 2026-11-28, alarm_days: 120, law: {pinpoint: Art. 40}}
  - {id: lapsed, sunset: 2026-07-30, note: Confirm it., law: {pinpoint: Art. 41}}
  - {id: undated, due: some day, law: {pinpoint: Art. 42}}""",
)
HEADER = """
package:
  id: test/small
  title: {en: An invented law}
  jurisdiction: XX
  zone: UTC
  instrument: Invented Act
  uri: https://example.org/act
  version: "2026-07-31"
  author: Tests
  authorisations: {individual: {title: {en: Individual licence}, law: {pinpoint: Art. 12}, validity_years: 2}, plain: {}}
  tiers:
    1: {title: {en: Everyday}, review: {en: One officer}, signatory: head_of_licensing}
    3: {meaning: {en: Tools}, sheet: [item.bits], law: {pinpoint: Table 3}}
  ownership: [{id: votes, title: {en: Votes}, at_least: 25, control: true, law: {instrument: Other Act, pinpoint: s. 1}}]
  versions: [{id: first-version, law: {pinpoint: Art. 99}}]
"""


@pytest.fixture(scope="module")
def law() -> Regime:
    return small(package=HEADER, facts=FACTS, clocks=CLOCKS, texts=CALENDAR)


@pytest.fixture(scope="module")
def told(law: Regime) -> Guidance:
    return guidance(law, DAY, notes=NOTES)


NOTES = """# Changes

A paragraph
of two lines.

| day | what |
| --- | --- |
| 2026-01-01 | `Art. 4` added |

## Later
- one item
"""


def words(law: Regime, expression: Expression, *, holds: bool = True) -> str:
    return Writer(law=law, on=DAY, place=HERE).write(expression, holds=holds).words


def compared(fact: str, how: Comparator, value: object) -> Comparison:
    return Comparison(fact=fact, comparator=how, value=value)  # type: ignore[arg-type]  # any value


@pytest.mark.parametrize(
    ("leaf", "yes", "no"),
    [
        pytest.param(Always(value=True), "always", "never", id="always"),
        pytest.param(compared("item.published", Comparator.IS, True), "the item is published", "the item is not published", id="is-so"),  # the value
        pytest.param(compared("plague", Comparator.IS, False), "it does not spread by itself", "it does spread by itself", id="is-not-so"),  # the value
        pytest.param(compared("knowledge", Comparator.IS, True), "the answer to “Misuse: is it known?” is yes", "the answer to “Misuse: is it known?” is no", id="quoted"),  # the value
        pytest.param(compared("end_user.voting", Comparator.AT_LEAST, 25), "the share of the votes that a government holds, directly or not is 25 % or more", "the share of the votes that a government holds, directly or not is not 25 % or more", id="at-least"),
        pytest.param(compared("end_user.listed", Comparator.ABOVE, 50), "the share of the end user that listed parties hold together is more than 50 %", "the share of the end user that listed parties hold together is not more than 50 %", id="above"),
        pytest.param(compared("item.content", Comparator.AT_MOST, 25), "the share of its value that is foreign content is 25 % or less", "the share of its value that is foreign content is not 25 % or less", id="at-most"),
        pytest.param(compared("item.bits", Comparator.BELOW, 56), "the size of the longest key, without parity bits is less than 56 bits", "the size of the longest key, without parity bits is not less than 56 bits", id="below"),
        pytest.param(compared("denial.years", Comparator.ABOVE, 3), "the number of years ago that it refused is more than 3", "the number of years ago that it refused is not more than 3", id="how-many"),
        pytest.param(compared("item.made_on", Comparator.IS, date(2020, 1, 1)), "the day of making is 1 January 2020", "the day of making is not 1 January 2020", id="day"),
        pytest.param(compared("destination", Comparator.IN, ("KP", "CU", "IR")), "the final destination is North Korea, Cuba or Iran", "the final destination is not North Korea, Cuba or Iran", id="countries"),
        pytest.param(compared("item.roles", Comparator.CONTAINS, "delivery"), "the answer to “Which roles?” names Delivery of code", "the answer to “Which roles?” does not name Delivery of code", id="contains"),
        pytest.param(compared("item.roles", Comparator.INTERSECTS, ("delivery",)), "the answer to “Which roles?” names Delivery of code", "the answer to “Which roles?” does not name Delivery of code", id="intersects"),
        pytest.param(compared("end_use", Comparator.IN, (True, "a_use")), "the answer to “What is the software for?” is yes or a use", "the answer to “What is the software for?” is not yes or a use", id="texts"),
        pytest.param(compared("strange.fact_name", Comparator.IS, 1), "the answer to “strange: fact name” is 1", "the answer to “strange: fact name” is not 1", id="no-term"),
        pytest.param(compared("strange.fact_name", Comparator.IS, "x_y"), "the answer to “strange: fact name” is x y", "the answer to “strange: fact name” is not x y", id="no-term-text"),
        pytest.param(KindOf(kind="dual_kind"), "the item is dual kind", "the item is not dual kind", id="kind"),
        pytest.param(IsKnown(fact="plague"), "it is known: “Does it spread by itself?”", "it is not known: “Does it spread by itself?”", id="known"),
        pytest.param(OnOrAfter(day=DAY), "the day is 31 July 2026 or later", "the day is before 31 July 2026", id="since"),
        pytest.param(Before(day=DAY), "the day is before 31 July 2026", "the day is 31 July 2026 or later", id="before"),
        pytest.param(InGroup(fact="destination", groups=("friends",)), "the final destination is in the group “friends”", "the final destination is not in the group “friends”", id="group"),
        pytest.param(InGroup(fact="destination", groups=("friends", "alias")), "the final destination is in the groups “friends” or “alias”", "the final destination is not in the groups “friends” or “alias”", id="groups"),
        pytest.param(EntryFits(entries=("4D004",)), "the item is classified under 4D004", "the item is not classified under 4D004", id="entry"),
        pytest.param(DefinitionHolds(name="government"), "as defined, this is so: “Government end user”", "as defined, this is not so: “Government end user”", id="definition"),
        pytest.param(DefinitionHolds(name="recent"), "as defined, this is so: “recent”", "as defined, this is not so: “recent”", id="untitled"),
        pytest.param(RuleFires(rule="listed"), "this rule applies: “Listed items need an authorisation”", "this rule does not apply: “Listed items need an authorisation”", id="rule"),
        pytest.param(AllOf(parts=(Always(value=True),) * 2), "all of these hold:", "not all of these hold:", id="all"),
        pytest.param(AnyOf(parts=(Always(value=True),) * 2), "one or more of these hold:", "none of these holds:", id="any"),
        pytest.param(AllOf(parts=(Always(value=True),)), "always", "never", id="only-one"),
    ],
)  # fmt: skip
def test_each_form_of_the_language_has_its_words_and_its_denial(
    law: Regime, leaf: Expression, yes: str, no: str
) -> None:
    assert words(law, leaf) == yes
    assert words(law, leaf, holds=False) == no
    assert words(law, Not(part=leaf)) == no


def test_what_rests_elsewhere_names_that_place_and_leads_there(law: Regime) -> None:
    writer = Writer(law=law, on=DAY, place=HERE)
    defined = writer.write(DefinitionHolds(name="government"))
    assert defined.law.pinpoint == "Art. 1"
    assert defined.about == ("definitions", "government")
    entry = writer.write(EntryFits(entries=("4D004", "5A002"))).under[0]
    assert (entry.law.pinpoint, entry.about) == ("List 4D004", ("entries", "4D004"))
    assert writer.write(RuleFires(rule="listed")).law.pinpoint == "Art. 3"


def test_many_entries_stand_in_the_sentence_alone(law: Regime) -> None:
    writer = Writer(law=law, on=DAY, place=HERE)
    assert writer.write(EntryFits(entries=("4D004",) * 7)).under == ()


def test_a_group_is_named_with_its_members_of_the_day(law: Regime) -> None:
    group = InGroup(fact="destination", groups=("watched",))

    def members(day: date) -> Statement:
        return Writer(law=law, on=day, place=HERE).write(group).under[0]

    before, after = date(2024, 3, 14), date(2024, 3, 15)
    assert members(before).words == "“watched” on 14 March 2024: Brazil and Vietnam"
    assert members(after).words == "“watched” on 15 March 2024: China, Hong Kong SAR China and Vietnam"  # fmt: skip
    assert not members(before).law.verified
    assert members(after).law.verified


def test_a_large_group_is_counted_and_an_empty_one_said_to_be_empty(
    law: Regime,
) -> None:
    def group(codes: list[str]) -> Group:
        return Group(name="g", law=HERE, members=frozenset(codes), stated_on=DAY)

    many = ["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "XX"]  # fmt: skip
    for codes, said in ((many, "“g” has 13 members"), ([], "“g” has no member")):
        changed = replace(law, groups={"g": group(codes)})
        writer = Writer(law=changed, on=DAY, place=HERE)
        assert writer.members("g").words.startswith(said)


def said(leaf: Published) -> list[str]:
    return [one.words for each in leaf.statements for one in sentences(each)]


def test_a_rule_says_what_follows_when_with_which_duties_and_shows_its_examples(
    law: Regime, told: Guidance
) -> None:
    listed = told.leaf("rules", "listed")
    assert listed is not None
    assert said(listed)[:3] == [
        "An authorisation is required, for the reason NS.",
        "An application is reviewed like this:",
        "Case by case",
    ]
    assert said(listed)[-1] == "Worked example, 31 July 2026: it does not apply to item eccn = 4D004, destination = CA."  # fmt: skip
    exception = told.leaf("rules", "cyber-exception")
    assert exception is not None
    assert "The exception ACE lifts the requirement, for the reason NS." in said(exception)  # fmt: skip
    assert "Report twice a year" in said(exception)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("published", "The transaction is not subject to these rules."),
        ("informed", "An authorisation is required, listed or not, for the reason EU."),
        ("general", "The general authorisation GEN covers the export, for every reason."),
        ("government-bar", "It takes away ACE."),
        ("general-bar", "It takes away every exception and general authorisation, but not ACE."),
        ("embargo", "It is prohibited."),
        ("spreading", "It is prohibited, and no licence can reach it."),
        ("denial", "The policy is to refuse an application."),
        ("police", "The application is referred to interior."),
        ("statement", "The application needs this document: end use statement."),
        ("forms", "These forms of licence can be applied for: individual."),
        ("relief", "The officer is shown the remark: relief."),
    ],
)  # fmt: skip
def test_each_kind_of_rule_says_what_follows(
    told: Guidance, rule: str, words: str
) -> None:
    leaf = told.leaf("rules", rule)
    assert leaf is not None
    assert said(leaf)[0] == words


def test_a_rule_that_bars_everything_spares_nothing_it_does_not_name(
    law: Regime,
) -> None:
    bar = replace(law.rules["general-bar"], spares=frozenset())
    first = said(Leaves(law=law, on=DAY).rule(bar))[0]
    assert first == "It takes away every exception and general authorisation."
    two = replace(law.rules["cyber-exception"], lifts=frozenset({"NS", "AT"}), never=Always(value=True))  # fmt: skip
    told = said(Leaves(law=law, on=DAY).rule(two))
    assert told[0] == "The exception ACE lifts the requirement, for the reasons AT and NS."  # fmt: skip
    assert "Its own law keeps it out when:" in told


def test_what_overrides_names_what_it_defeats(told: Guidance) -> None:
    relief = told.leaf("rules", "relief")
    assert relief is not None
    assert "While it applies, this rule does not: “Embargo”." in said(relief)


def test_days_of_force_and_suspension_are_told_and_marked(law: Regime) -> None:
    informed = law.rules["informed"]
    leaf = Leaves(law=law, on=date(2025, 11, 10)).rule(informed)
    assert leaf.marks == ("suspended",)
    assert "In force from 7 March 2022 to 31 December 2030." in said(leaf)
    assert "Suspended from 10 November 2025 to 9 December 2025." in said(leaf)
    assert Leaves(law=law, on=date(2022, 3, 6)).rule(informed).marks == ("not in force on this day",)  # fmt: skip
    known = replace(informed, force=Force(published_at=date(2021, 10, 21)))
    assert "Published on 21 October 2021." in said(Leaves(law=law, on=DAY).rule(known))


def test_an_entry_says_its_test_its_exclusions_and_where_else_it_stands(
    told: Guidance,
) -> None:
    entry = told.leaf("entries", "4D004")
    assert entry is not None
    assert entry.marks == ("tier 3",)
    for one in ("An item fits it when:", "It does not fit when:", "us/ear lists it as 4D004.", "It is also claimed as 4D4."):  # fmt: skip
        assert one in said(entry)
    claimed = told.leaf("entries", "9A001")
    assert claimed is not None
    assert said(claimed)[0].startswith("These rules hold no test of its parameters")


def test_a_definition_and_a_group_tell_their_history(told: Guidance) -> None:
    early = told.leaf("definitions", "early")
    assert early is not None
    assert early.title == "early"
    assert "In force from 1 January 2019." in said(early)
    watched = told.leaf("groups", "watched")
    assert watched is not None
    assert said(watched) == [
        "Members on 31 July 2026 (3): China, Hong Kong SAR China and Vietnam.",
        "From 15 March 2024: joined by China; left by Brazil.",
        "From 1 January 2027: joined by Saudi Arabia; left by Vietnam.",
        "Hong Kong SAR China is read as China from 23 December 2020.",
    ]
    alias = told.leaf("groups", "alias")
    assert alias is not None
    assert said(alias)[-1] == "Macao SAR China is read as China."


def test_a_change_without_members_says_so(law: Regime) -> None:
    change = replace(law.groups["watched"].changes[0], add=frozenset(), remove=frozenset())  # fmt: skip
    group = replace(law.groups["watched"], changes=(change,), members=frozenset())
    told = said(Leaves(law=law, on=DAY).group(group))
    assert told[0] == "Members on 31 July 2026 (0): none."
    assert told[1] == "From 15 March 2024: no member changed."


def test_a_question_tells_its_answers_its_help_and_who_may_answer(
    told: Guidance,
) -> None:
    roles = told.leaf("facts", "item.roles")
    assert roles is not None
    assert said(roles) == [
        "Asked as a choices.",
        "Answers: Delivery of code or Control.",
        "Ask the maker.",
        "Answered by exporter or officer.",
        "Where a form takes silence for the ordinary answer, that is: nothing.",
        "The parties can change it.",
    ]
    assert all(one.law.pinpoint == "List" for one in roles.statements)


def test_a_clock_tells_the_situation_and_what_follows(told: Guidance) -> None:
    clock = told.leaf("clocks", "appeal")
    assert clock is not None
    after = said(clock)
    for one in (
        "In this situation:",
        "But not when:",
        "Appeal by: 1 day after the day that answers “When did it happen?”; that day itself is not counted.",
        "Answer by: 10 working days before the day that answers “When did it happen?”; that day itself is not counted.",
        "Retain until: 6 months and 5 years after the day that answers “When did it happen?”, counted from the end of that year; that day itself is not counted.",
        "Nothing: no time after the day that answers “When did it happen?”; that day itself is not counted.",
        "Years: 4.",
        "Effect: no objection.",
        "Next: first and second.",
        "Note: Read the order.",
    ):
        assert one in after


def test_criteria_policies_and_duties_are_published_with_their_tests(
    told: Guidance,
) -> None:
    criterion = told.leaf("criteria", "repression")
    assert criterion is not None
    assert criterion.marks == ("mandatory",)
    assert "Established when:" in said(criterion)
    assert told.leaf("policies", "case-by-case") is not None
    assert told.leaf("conditions_of_use", "report") is not None


def test_the_header_gives_tiers_forms_thresholds_and_versions(
    law: Regime, told: Guidance
) -> None:
    first, third = told.leaf("tiers", "1"), told.leaf("tiers", "3")
    assert first is not None
    assert third is not None
    assert "Signed by: head of licensing." in said(first)
    assert "3 entries stand in this tier, from 5A002.a to 9A001." in said(first)
    assert not first.law.verified  # it names no place in the law
    assert "1 entry stands in this tier, from 4D004 to 4D004." in said(third)
    votes = told.leaf("ownership", "votes")
    assert votes is not None
    assert (votes.law.instrument, said(votes)) == ("Other Act", ["At least: 25", "Control: yes"])  # fmt: skip
    plain = told.leaf("authorisations", "plain")
    assert plain is not None
    assert said(plain) == ["plain."]
    assert told.leaf("versions", "first-version") is not None
    bare = guidance(small(entries="entries: []", rules="rules: []"), DAY)
    empty = bare.chapter("tiers")
    assert empty is not None
    assert empty.leaves == ()
    assert chapter_html(empty, nowhere).startswith('<p class="empty">')


def test_a_tier_without_entries_says_so(law: Regime) -> None:
    alone = guidance(replace(law, entries={}), DAY)
    leaf = alone.leaf("tiers", "1")
    assert leaf is not None
    assert said(leaf)[-1] == "0 entries stand in this tier."


def test_values_gather_the_rules_that_serve_them(law: Regime) -> None:
    rules = dict(law.rules)
    rules["listed"] = replace(rules["listed"], data={"value": ["human rights"]})
    rules["informed"] = replace(rules["informed"], data={"value": "safety"})
    told = guidance(replace(law, rules=rules), DAY)
    rights = told.leaf("values", "human-rights")
    assert rights is not None
    assert rights.statements[0].about == ("rules", "listed")
    assert told.leaf("values", "safety") is not None


def test_change_notes_are_read_line_by_line(law: Regime) -> None:
    told = change_notes(NOTES, law.header)
    assert [one.words for one in told] == [
        "A paragraph of two lines.",
        "2026-01-01. Art. 4 added.",
        "one item",
    ]
    assert [one.law.pinpoint for one in told] == ["Changes", "Changes", "Later"]


@pytest.mark.parametrize(
    ("review", "alarm"),
    [
        ("late", Alarm.OVERDUE),
        ("today", Alarm.SOON),
        ("soon", Alarm.SOON),
        ("later", Alarm.LATER),
        ("early", Alarm.SOON),
        ("lapsed", Alarm.LAPSED),
        ("undated", Alarm.LATER),
    ],
)
def test_an_alarm_is_computed_for_the_day(
    law: Regime, review: str, alarm: Alarm
) -> None:
    found = {one.id: one for one in reviews(law, DAY)}
    assert found[review].alarm is alarm
    assert found[review].to_json()["alarm"] == str(alarm)


def test_a_review_is_overdue_from_the_day_after(law: Regime) -> None:
    def alarm(day: date) -> Alarm:
        return next(one.alarm for one in reviews(law, day) if one.id == "late")

    due = date(2026, 7, 30)
    assert alarm(due - timedelta(days=91)) is Alarm.LATER
    assert alarm(due - timedelta(days=90)) is Alarm.SOON
    assert alarm(due) is Alarm.SOON
    assert alarm(due + timedelta(days=1)) is Alarm.OVERDUE


def test_what_ends_or_comes_back_by_itself_stands_in_the_calendar(
    law: Regime, told: Guidance
) -> None:
    end = told.leaf("calendar", "rules:informed:2030-12-31")
    assert end is not None
    assert end.title == "“Known misuse” ends by its own terms after 31 December 2030"
    found = {one.id: one for one in reviews(law, date(2025, 11, 10))}
    back = found["rules:informed:2025-12-09"]
    assert (back.alarm, back.sunset) == (Alarm.SOON, None)
    lapsed = told.leaf("calendar", "lapsed")
    assert lapsed is not None
    assert said(lapsed) == ["Lapses on 30 July 2026 unless it is confirmed.", "Owner: nobody is named.", "Note: Confirm it."]  # fmt: skip
    late = told.leaf("calendar", "late")
    assert late is not None
    assert said(late) == ["Due on 30 July 2026.", "Comes again every 1 year.", "Owner: editors."]  # fmt: skip
    assert late.marks == ("overdue",)


def nowhere(_section: str, _name: str) -> str:
    return ""


def somewhere(section: str, name: str) -> str:
    return f"{section}?{name}&"


def test_the_steps_of_an_entry_leave_out_rules_that_never_speak_of_it(
    law: Regime,
) -> None:
    def told(number: str) -> list[str]:
        return [one.words for one in sentences(entry_steps(law, law.entries[number]))]

    cyber, claimed = told("4D004"), told("9A001")
    assert "Listed items need an authorisation (reason NS)" in cyber
    assert "ACE: Cyber exception" in cyber
    assert "No exception for a government end user in a watched country (bars ACE)" in cyber  # fmt: skip
    assert "Nothing that spreads by itself" in cyber
    assert "Listed items need an authorisation (reason NS)" not in claimed
    assert "An authorisation is asked for by: no rule" in claimed
    general = [one for one in told("5A002.a") if "bars all" in one]
    assert general == ["No exception but the cyber one to a watched country (bars all)"]


@pytest.mark.parametrize(
    ("when", "reaches"),
    [
        pytest.param(EntryFits(entries=("5A002.a.1",)), True, id="a-paragraph-below"),
        pytest.param(EntryFits(entries=("5A002.b",)), False, id="a-sister"),
        pytest.param(Not(part=EntryFits(entries=("5A002",))), False, id="denied"),
        pytest.param(RuleFires(rule="listed"), True, id="by-rule"),
        pytest.param(DefinitionHolds(name="government"), True, id="by-definition"),
        pytest.param(AnyOf(parts=(EntryFits(entries=("9A001",)), Always(value=False))), False, id="any"),
        pytest.param(Not(part=KindOf(kind="software")), True, id="open"),
    ],
)  # fmt: skip
def test_what_a_rule_can_speak_of_follows_from_its_condition(
    law: Regime, when: Expression, *, reaches: bool
) -> None:
    rule = replace(law.rules["listed"], id="new", when=when)
    changed = replace(law, rules={**law.rules, "new": replace(rule, title={"en": "New one"})})  # fmt: skip
    told = [one.words for one in sentences(entry_steps(changed, law.entries["5A002.a"]))]  # fmt: skip
    assert ("New one (reason NS)" in told) is reaches


def test_the_diagram_holds_the_same_steps_as_its_list(law: Regime) -> None:
    steps = entry_steps(law, law.entries["4D004"])
    drawn = diagram_html(steps, somewhere, name="d", title="What decides")
    drawing, _, listed = drawn.partition("</svg>")
    boxes = list(sentences(steps))
    assert drawing.count("<rect") == len(boxes)
    assert listed.count("<li>") == len(boxes)
    assert '<title id="d-title">What decides</title>' in drawing
    assert "<desc" in drawing
    assert 'href="rules?listed&amp;"' in drawing
    assert "<script" not in drawn
    assert "style=" not in drawn
    assert drawn == diagram_html(steps, somewhere, name="d", title="What decides")
    assert "<a " not in diagram_html(outline_of_decision(law), nowhere, name="d", title="t").partition("</svg>")[0]  # fmt: skip


def test_what_is_not_verified_is_said_in_the_drawing_as_well() -> None:
    doubted = Statement(words="", law=replace(HERE, verified=False))
    assert "(unverified)" in diagram_html(doubted, nowhere, name="d", title="t")
    blank = Statement(words="", law=HERE)
    assert "<text" in diagram_html(blank, nowhere, name="d", title="t")


def test_an_outline_of_a_law_without_rules_says_so(law: Regime) -> None:
    told = [one.words for one in sentences(outline_of_decision(replace(law, rules={})))]
    assert "1. Does the transaction lie outside these rules? no rule" in told


def test_html_escapes_words_and_marks_what_nobody_has_read() -> None:
    doubted = Citation(instrument="<b>", pinpoint="&", verified=False)
    assert citation_html(doubted) == '<cite class="law">&lt;b&gt;, &amp; <span class="unverified">unverified</span></cite>'  # fmt: skip
    one = Statement(words="<i>", law=HERE, about=("rules", "x"))
    assert statement_html(one, somewhere).startswith('<a class="govuk-link" href="rules?x&amp;">&lt;i&gt;</a> <cite')  # fmt: skip
    assert "<a" not in statement_html(one, nowhere)
    assert anchor("groups", "NS 1") == "groups-NS_201"


def test_a_limb_repeats_no_place_that_its_sentence_names() -> None:
    limb = Statement(words="limb", law=HERE)
    whole = Statement(words="whole", law=HERE, under=(limb,))
    assert statement_html(whole, nowhere).count("<cite") == 1
    other = Statement(words="whole", law=HERE, under=(replace(limb, law=replace(HERE, pinpoint="2")),))  # fmt: skip
    assert statement_html(other, nowhere).count("<cite") == 2


def test_a_leaf_without_heading_leaves_it_to_the_page(told: Guidance) -> None:
    leaf = told.leaf("rules", "cyber-exception")
    assert leaf is not None
    assert "ACE: Cyber exception</h2>" in leaf_html(leaf, nowhere)
    assert "<h2" not in leaf_html(leaf, nowhere, level=0)
    assert told.leaf("rules", "none") is None
    assert told.chapter("none") is None


def test_the_site_is_whole_and_the_same_every_time(law: Regime, told: Guidance) -> None:
    files = dict(static_site([(law, told)]))
    assert files == dict(static_site([(law, guidance(law, DAY, notes=NOTES))]))
    assert {"index.html", "index.json", "style.css", "test/small/index.html", "test/small/guidance.json"} <= set(files)  # fmt: skip
    for path, content in files.items():
        if path.endswith(".html"):
            assert b"<script" not in content
            assert law.digest.encode()[:16] in content
            assert b"31 July 2026" in content
    assert b'href="../entries/' not in files["test/small/entries.html"]


def test_every_link_of_the_site_leads_to_something(law: Regime, told: Guidance) -> None:
    files = dict(static_site([(law, told)]))
    for path, content in files.items():
        for href in re.findall(r'href="([^"]+)"', content.decode()):
            if href.startswith("https:"):
                continue
            target, _, fragment = href.partition("#")
            full = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path  # fmt: skip
            assert full in files, (path, href)
            assert not fragment or f'id="{fragment}"' in files[full].decode(), href


def test_what_the_face_offers_exists_and_is_documented() -> None:
    assert sorted(face.__all__) == list(face.__all__)
    assert all(getattr(face, name) is not None for name in face.__all__)


def test_a_chapter_and_a_leaf_are_plain_json(told: Guidance) -> None:
    plain = told.to_json()
    assert plain["format"] == "licet-guidance/1"
    assert isinstance(plain["chapters"], list)
    assert day_words(date(2026, 7, 9)) == "9 July 2026"
    bare = Chapter(id="x", title="X", empty="Nothing.")
    assert bare.to_json()["leaves"] == []


@pytest.mark.parametrize(
    ("written", "told"),
    [
        pytest.param({"en": "Words"}, "Words", id="by-language"),
        pytest.param({"two_words": "x"}, "two words: x", id="texts-by-name"),
        pytest.param({"years": 2, "more": [1, True]}, "years: 2; more: 1; yes", id="values-by-name"),
        pytest.param(False, "no", id="no"),
    ],
)  # fmt: skip
def test_what_is_kept_as_written_is_put_into_words(written: object, told: str) -> None:
    assert text_of(written) == told


def test_two_days_differ_only_in_what_the_law_changed(law: Regime) -> None:
    before, after = date(2025, 12, 9), date(2025, 12, 10)
    told = differences(guidance(law, before), guidance(law, after))
    assert [(one.leaf.section, one.leaf.name) for one in told] == [
        ("rules", "informed")
    ]
    back = told[0]
    assert [one.words for one in back.before] == ["Marked: suspended."]
    assert [one.words for one in back.after] == ["Marked: in force."]
    assert back.before[0].law == law.rules["informed"].law
    assert differences(guidance(law, after), guidance(law, date(2025, 12, 11))) == ()


def test_a_change_of_a_group_shows_its_members_before_and_after(law: Regime) -> None:
    before, after = date(2024, 3, 14), date(2024, 3, 15)
    told = differences(guidance(law, before), guidance(law, after))
    watched = next(one for one in told if one.leaf.section == "groups")
    assert [one.words for one in watched.before] == [
        "Members on 14 March 2024 (2): Brazil and Vietnam."
    ]
    assert [one.words for one in watched.after] == [
        "Members on 15 March 2024 (3): China, Hong Kong SAR China and Vietnam."
    ]


def test_a_draft_shows_what_it_adds_and_what_it_takes_away(law: Regime) -> None:
    rules = dict(law.rules)
    gone = rules.pop("relief")
    rules["new"] = replace(gone, id="new", overrides=())
    told = differences(guidance(law, DAY), guidance(replace(law, rules=rules), DAY))
    found = {one.leaf.name: one for one in told}
    assert found["new"].new
    assert found["relief"].gone
    assert found["relief"].to_json()["gone"] is True
    assert found["relief"].after == ()
