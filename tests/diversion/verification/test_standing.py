"""An answer holds until its last day; a newer one supersedes it; unknown is not no."""

from datetime import date

import pytest

from licet.diversion.verification import (
    Check,
    CheckResult,
    Firmness,
    Heading,
    Scope,
    Standing,
    UnknownQuestionError,
    WrongAnswerError,
    WrongGradeError,
    in_words,
    is_finding,
    last_day,
    needs_second_person,
    newest,
    progress,
    question,
    questions,
    require_grade,
    standing_of,
)

EXPIRES = date(2026, 9, 2)


def check(
    number: int = 1,
    name: str = "insolvency",
    result: str = "established",
    case: str = "",
    expires: date = EXPIRES,
) -> Check:
    return Check(
        number=number,
        question=name,
        case=case,
        result=CheckResult(result),
        on=date(2026, 3, 2),
        expires=expires,
    )


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        pytest.param(date(2026, 3, 1), Standing.CURRENT, id="the day before it was given"),
        pytest.param(date(2026, 3, 2), Standing.CURRENT, id="the first day"),
        pytest.param(date(2026, 9, 2), Standing.CURRENT, id="the last day"),
        pytest.param(date(2026, 9, 3), Standing.STALE, id="the day after"),
    ],
)  # fmt: skip
def test_a_check_is_stale_on_the_day_after_its_last(
    day: date, standing: Standing
) -> None:
    one = check()
    assert standing_of(one, {"insolvency": one}, on=day) is standing
    assert standing_of(one, {}, on=day) is standing


@pytest.mark.parametrize(
    ("on", "months", "last"),
    [
        (date(2026, 3, 2), 6, date(2026, 9, 2)),
        (date(2026, 3, 2), 12, date(2027, 3, 2)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2025, 12, 31), 60, date(2030, 12, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_month_s_last(
    on: date, months: int, last: date
) -> None:
    assert last_day(on, months) == last


def test_a_newer_answer_supersedes_whatever_it_says() -> None:
    old, new = check(1), check(2, result="not_established")
    among = newest([new, old], questions())
    assert among["insolvency"] is new
    assert standing_of(old, among, on=EXPIRES) is Standing.SUPERSEDED
    assert standing_of(new, among, on=EXPIRES) is Standing.CURRENT


def test_an_answer_about_another_case_neither_counts_nor_supersedes() -> None:
    here, there = check(1, "payer", case="A"), check(2, "payer", case="B")
    among = newest([here, there], questions(), case="A")
    assert among["payer"] is here
    assert newest([here, there], questions()) == {}
    by_case = newest([here, there], questions(), case="B")
    assert standing_of(here, by_case, on=EXPIRES, scope=Scope.CASE) is Standing.CURRENT
    assert standing_of(here, {}, on=EXPIRES, scope=Scope.CASE) is Standing.CURRENT
    newer = check(3, "payer", case="A")
    among = newest([here, there, newer], questions(), case="A")
    assert standing_of(here, among, on=EXPIRES, scope=Scope.CASE) is Standing.SUPERSEDED


def test_a_question_that_left_the_catalogue_counts_no_more() -> None:
    assert newest([check(1, "gone")], questions()) == {}


def test_a_file_is_counted_by_heading_and_its_parts_add_up() -> None:
    rows = [
        check(1, "insolvency"),
        check(2, "accounts", "contradicted", expires=date(2026, 3, 3)),
        check(3, "registration", expires=date(2026, 3, 3)),
        check(4, "founded", "not_established"),
    ]
    counted = {
        one.heading: one
        for one in progress(newest(rows, questions()), questions(), on=date(2026, 3, 4))
    }
    finance, purpose = counted[Heading.FINANCE], counted[Heading.PURPOSE]
    # A contradiction does not grow old.
    assert (finance.established, finance.contradicted, finance.stale) == (1, 1, 0)
    assert (purpose.established, purpose.stale) == (0, 1)
    for one in counted.values():
        assert one.asked == one.established + one.contradicted + one.stale + one.open


def test_the_catalogue_cites_law_where_law_asks_and_says_when_nobody_read_it() -> None:
    assert {one.heading for one in questions().values()} == set(Heading)
    cited = [one for one in questions().values() if one.law]
    assert len(cited) >= 15
    assert all(one.law and one.law.verified is False for one in cited)
    assert question("accounts").law is None
    assert all(0 < one.months <= 60 for one in questions().values())


def test_a_question_outside_the_catalogue_is_refused() -> None:
    with pytest.raises(UnknownQuestionError, match="no question 'shoe_size'") as no:
        question("shoe_size")
    assert no.value.code == "unknown_question"
    assert WrongAnswerError("When?", "a day").code == "wrong_answer"


def test_a_line_says_where_it_was_found_and_until_when() -> None:
    about = question("insolvency")
    one = check(case="MLA-2026-00001")
    assert "Established in case MLA-2026-00001 on 2026-03-02, expires 2026-09-02." in in_words(about, one, Standing.CURRENT)  # fmt: skip
    assert "expired 2026-09-02: ask again" in in_words(about, one, Standing.STALE)
    gone = in_words(about, check(result="contradicted"), Standing.SUPERSEDED)
    assert "Is contradicted on 2026-03-02, a newer answer" in gone


@pytest.mark.parametrize("grade", ["A1", "F6", "B2"])
def test_a_grade_is_a_letter_and_a_digit(grade: str) -> None:
    assert require_grade(grade) == grade


@pytest.mark.parametrize("grade", ["", "A", "A7", "G1", "a1", "A1 ", "1A"])
def test_anything_else_is_no_grade(grade: str) -> None:
    with pytest.raises(WrongGradeError) as refused:
        require_grade(grade)
    assert refused.value.code == "wrong_grade"


def test_a_lead_and_an_allegation_find_nothing() -> None:
    found = {one for one in Firmness if is_finding(one)}
    assert found == set(Firmness) - {Firmness.LEAD, Firmness.ALLEGATION}


def test_a_judgment_and_the_best_source_need_a_second_person() -> None:
    assert needs_second_person(Firmness.FINAL_JUDGMENT, "C3")
    assert needs_second_person(Firmness.JUDGMENT, "F6")
    assert needs_second_person(Firmness.FORENSIC, "A1")
    assert not needs_second_person(Firmness.FORENSIC, "A2")
    assert not needs_second_person(Firmness.LEAD, "A1")
