"""SIPRI on Article 5 of (EU) 2021/821: exporters who do not know how to apply the catch-all."""

import json

from tests.web.casework.builders import World
from tests.web.portal.test_self_check import begin, saved
from tests.web.reader import Reader
from tests.web.register.test_check import BANK, LAW, RED_FLAGS

from licet.kernel import digest
from licet.web.casework.models import Document
from licet.web.casework.services.applying import self_checks
from licet.web.register.selfcheck import guided_paths, next_question, result


def test_the_red_flags_of_the_guideline_are_asked_one_by_one(world: World) -> None:
    """SIPRI on Article 5: the catch-all was known, how to examine an export was not."""
    public = Reader(None)
    page = public.read("/check/red-flags/")
    assert "Commission Recommendation (EU) 2024/2659" in page
    asked, state = [], RED_FLAGS
    while (found := next_question(state, result(state))) is not None:
        asked.append(found["fact"])
        state = state.not_known(found["fact"])
    assert asked == list(guided_paths(LAW)["red-flags"]["asks"])
    assert any(one.startswith("red_flag.") for one in asked)
    told = public.read(f"/check/result/?s={state.token()}")
    assert "Art" in told  # the paragraph stands beside the answer


def test_the_answer_is_a_reasoned_record_that_begins_an_application(
    world: World,
) -> None:
    """SIPRI on Article 5: what an exporter had examined could not be shown later."""
    kept = Reader(None).client.get(f"/check/record.json?s={BANK.token()}").json()
    claimed = kept.pop("digest")
    assert claimed == digest(kept)
    assert kept["answers"]
    assert kept["determination"]["rules"]
    text = saved()
    case = begin(world, text)
    assert json.loads(text)["answers"]["destination"] == "BR"
    (row,) = Document.objects.filter(case=case)
    assert row.purpose == self_checks.PURPOSE
