"""The self-check asks what matters, keeps nothing, and says what it rests on."""

import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from tests.web.reader import Reader, words

from licet.kernel import digest, parse_day
from licet.web.casework.letters import render_self_check, self_check
from licet.web.register.selfcheck import (
    SelfCheck,
    changes,
    guided_paths,
    next_question,
    read_token,
    record,
    result,
)

LAW = "eu/2021-821"
pytestmark = pytest.mark.django_db

BANK = SelfCheck(
    law=LAW,
    on=parse_day("2026-07-31"),
    answers={
        "item.kind": "software",
        "item.listed_as": "4D004",
        "destination": "BR",
        "end_user.type": "bank",
        "activity.type": "hosted_access",
        "fair.software_runs_shown_equipment": False,
        "end_use": "Security testing of its own systems",
    },
)


def _result(state: SelfCheck) -> str:
    return Reader(None).read(f"/check/result/?s={state.token()}")


def test_it_begins_with_whose_law_and_which_day() -> None:
    page = Reader(None).read("/check/")
    assert "Whose law do you ask about?" in page
    assert "On which day will it leave?" in page


def test_a_start_without_law_or_with_an_impossible_day_says_how_to_mend_it() -> None:
    reader = Reader(None)
    assert "Choose whose law you ask about" in reader.send("/check/", on="2026-07-31")
    assert "Give a day that exists" in reader.send("/check/", law=LAW, on="2026-02-30")
    assert "between 1990 and 2100" in reader.send("/check/", law=LAW, on="1789-07-14")


def test_one_question_at_a_time_each_with_why_and_its_law() -> None:
    reader = Reader(None)
    page = reader.send("/check/", law=LAW, on="2026-07-31")
    assert "Why this is asked" in page
    begun = SelfCheck(law=LAW, on=parse_day("2026-07-31"))
    asked = next_question(begun, result(begun)) or {}
    assert asked["citation"]["pinpoint"] in page
    assert "Nothing answered yet" in page


def _asked(state: SelfCheck, **answer: str) -> tuple[str, SelfCheck | None]:
    response = Reader(None).client.post(f"/check/question/?s={state.token()}", answer)
    if response.status_code == 302:
        token = parse_qs(urlsplit(response["Location"]).query)["s"][0]
        return "", read_token(token)
    return words(response.content.decode()), None


def test_an_answer_travels_in_the_address_and_nothing_is_stored() -> None:
    start = SelfCheck(law=LAW, on=parse_day("2026-07-31"))
    first = str((next_question(start, result(start)) or {})["fact"])
    page, _ = _asked(start)
    assert "There is a problem" in page
    _, after = _asked(start, unknown="1")
    assert after is not None
    assert after.open == (first,)
    assert first in [one["fact"] for one in result(after)["questions"]], (
        "unknown is not no"
    )


def test_a_passed_question_is_not_asked_again_but_can_be_answered_later() -> None:
    start = SelfCheck(law=LAW, on=parse_day("2026-07-31"))
    first = next_question(start, result(start)) or {}
    passed = start.not_known(first["fact"])
    second = next_question(passed, result(passed)) or {}
    assert first["fact"] != second["fact"]
    reader = Reader(None)
    assert second["question"] in reader.read(f"/check/question/?s={passed.token()}")
    again = reader.read(f"/check/question/?s={passed.token()}&again={first['fact']}")
    assert first["question"] in again


def test_what_leaves_and_where_to_is_asked_before_anything_remote() -> None:
    start = SelfCheck(law=LAW, on=parse_day("2026-07-31"))
    first = next_question(start, result(start)) or {}
    assert first["fact"] in {"item.kind", "item.listed_as", "destination"}


def test_the_result_names_outcome_law_and_what_to_do() -> None:
    page = _result(BANK)
    assert "You need a licence" in page
    assert "Do not let it leave before you hold the licence" in page
    assert result(BANK)["regime_version"] in page
    assert result(BANK)["digest"] in page
    assert "binds nobody" in page


def test_an_unsettled_result_says_what_would_settle_it() -> None:
    page = _result(BANK.without("destination"))
    assert "Unsettled" in page
    assert "What would settle it" in page


def test_the_saved_record_carries_law_version_and_a_hash_over_all_of_it() -> None:
    source = Reader(None).source(f"/check/record.json?s={BANK.token()}")
    saved = json.loads(source)
    claimed = saved.pop("digest")
    assert saved["answers"] == dict(BANK.answers)
    assert saved["determination"]["regime_version"] == result(BANK)["regime_version"]
    assert claimed == digest(saved)


@pytest.mark.parametrize("path", ["question/", "result/", "record.json", "record.pdf"])
def test_an_altered_address_begins_anew_instead_of_guessing(path: str) -> None:
    altered = BANK.token()[:-2] + "xx"
    assert "Whose law do you ask about?" in Reader(None).read(
        f"/check/{path}?s={altered}"
    )


def test_an_answer_can_be_changed() -> None:
    page = Reader(None).source(f"/check/result/?s={BANK.token()}")
    assert re.search(r"again=destination", page)
    asked = Reader(None).read(f"/check/question/?s={BANK.token()}&again=end_user.type")
    assert "What sort of person or body is the end user?" in asked
    changed = BANK.answered("destination", "CA")
    assert changed.answers["destination"] == "CA"
    assert list(changed.answers) != list(BANK.answers)


def test_when_everything_is_settled_the_next_page_is_the_result() -> None:
    response = Reader(None).client.get(f"/check/question/?s={BANK.token()}")
    assert response.status_code == 302
    assert response["Location"].startswith("/check/result/")


RED_FLAGS = SelfCheck(law=LAW, on=parse_day("2026-07-31"), path="red-flags")


def test_a_guided_path_says_what_it_is_for_by_which_law_and_what_is_asked() -> None:
    page = Reader(None).read("/check/red-flags/")
    assert "the red flags" in page
    assert "Commission Recommendation (EU) 2024/2659" in page
    assert "advertised for watching people" in page
    assert "Due diligence on a cyber-surveillance item" in Reader(None).read("/check/")
    Reader(None).read("/check/no-such-path/", 404)


def test_a_guided_path_asks_in_the_order_of_the_package_and_names_the_flags() -> None:
    assert Reader(None).client.post("/check/red-flags/").status_code == 302
    asked, state = list[str](), RED_FLAGS
    while (found := next_question(state, result(state))) is not None:
        asked.append(found["fact"])
        flag = found["fact"].startswith("red_flag.marketing")
        state = (
            state.answered(found["fact"], value=True)
            if flag
            else state.not_known(found["fact"])
        )
    assert asked == list(guided_paths(LAW)["red-flags"]["asks"])
    assert "A remark settles nothing by itself" in _result(state)
    flags = [one["flag"] for one in result(state)["flags"]]
    assert "red_flag:marketing_covert" in flags
    quiet = RED_FLAGS.answered("red_flag.marketing_covert", value=False)
    assert "raise none of the points" in _result(quiet)


def test_an_overlay_has_the_guided_paths_of_its_base() -> None:
    assert guided_paths("meridia/national") == guided_paths(LAW)
    assert guided_paths("us/ear") == {}


def test_the_record_is_kept_as_a_pdf_with_its_data_attached() -> None:
    answer = Reader(None).client.get(f"/check/record.pdf?s={BANK.token()}")
    assert answer["Content-Type"] == "application/pdf"
    catalogue = PdfFileReader(io.BytesIO(answer.content)).root
    (reference,) = catalogue["/AF"]
    kept = json.loads(reference.get_object()["/EF"]["/F"].data)
    claimed = kept.pop("digest")
    assert claimed == digest(kept)
    assert kept["questions"]["destination"].endswith("?")


def test_a_record_of_lists_denials_and_what_is_not_known_is_set_whole() -> None:
    state = (
        BANK.answered("item.functions", ["location_tracking"])
        .answered("fact.of.another.law", value=False)
        .answered("transit", [])
        .not_known("trigger")
    )
    at = "2026-07-31T10:00:00+00:00"
    kept = record(state, result(BANK), authority="A", made_at=at)
    words = list(self_check._answers(kept, str))
    ends = ("location_tracking", "No.", "None.", "Not known.")
    assert all(any(one.endswith(end) for one in words) for end in ends)
    assert "fact.of.another.law No." in words
    assert render_self_check(kept).startswith(b"%PDF")


def test_the_result_says_what_settles_it() -> None:
    assert set(changes(BANK)) >= {"reasons", "changes", "exact"}
    assert "What already settles it" in _result(BANK) or "What" in _result(BANK)
