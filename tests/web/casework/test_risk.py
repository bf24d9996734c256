"""How a case was weighed is kept with its findings and in the record; it moves only when something was said."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.risk.weighed import law as invented_law
from tests.web.casework.builders import MovingClock, World, see, start, submit, take
from tests.web.casework.test_findings import with_hit

from licet.regimes import RiskMethod, load_regime
from licet.risk import Evidence
from licet.web.casework.casefile.destinations import Frozen
from licet.web.casework.errors import NotAllowedError, NotFoundError
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.later import risk_later
from licet.web.casework.models import Case, FindingsRun, LedgerRow, RiskRecord
from licet.web.casework.ports import ports, using
from licet.web.casework.record.events import read_act
from licet.web.casework.risk.inputs import Known, Paper, Screened
from licet.web.casework.selectors.applying import applications as applicant_reads
from licet.web.casework.selectors.desk import desk as desk_reads
from licet.web.casework.selectors.findings import risk as reads
from licet.web.casework.selectors.findings import risk_sources
from licet.web.casework.selectors.findings.risk_sources import evidence_of
from licet.web.casework.services.applying import applications
from licet.web.casework.services.desk import desk
from licet.web.casework.services.findings import findings, risk
from licet.web.casework.services.screening import adjudication
from licet.web.casework.views import RiskView

DAY = date(2026, 3, 2)


def weighing(world: World, number: str) -> RiskView:
    found = see(world, number).risk
    assert found is not None
    return found


def told() -> list[dict[str, object]]:
    acts = [read_act(row) for row in LedgerRow.objects.order_by("pk")]
    return [act.payload["risk"] for act in acts if "risk" in act.payload]


def of(found: RiskView, factor: str) -> dict[str, object]:
    factors = found.items[0]["weighed"]["factors"]
    return next(one for one in factors if one["id"] == factor)


def test_every_computation_keeps_its_weighing_with_an_entry_by_digest(
    world: World,
) -> None:
    number = submit(world).number
    found = weighing(world, number)
    assert found.band in {"standard", "enhanced", "intensive", "exceptional"}
    assert found.because == "findings"
    assert found.regime_version == load_regime("meridia/national").digest
    (entry,) = told()
    assert (entry["band"], entry["digest"]) == (found.band, found.digest)
    assert entry["points"] == found.points
    row = RiskRecord.objects.get()
    assert row.run == FindingsRun.objects.get()
    assert str(row).endswith(found.band)
    assert {one["about"] for one in found.evidence} >= {
        "screening.party",
        "documents.end_use_statement",
    }


def test_a_weighing_can_neither_change_nor_go(world: World) -> None:
    submit(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        RiskRecord.objects.update(band="standard")
    with pytest.raises(DatabaseError), transaction.atomic():
        RiskRecord.objects.all().delete()


def test_a_document_that_is_there_is_weighed_and_one_marked_invalid_weighs_more(
    world: World,
) -> None:
    number = submit(world).number
    take(world, number)
    before = weighing(world, number)
    assert of(before, "propagation-plan")["levels"]["best"] == 0  # type: ignore[index]  # plain JSON
    paper = next(one for one in see(world, number).documents if one.purpose == "end_use_statement")  # fmt: skip
    desk.mark_document_invalid(
        by=world.officer, case=number, document=paper.id, reasons="Forged", version=None
    )
    risk_later(Case.objects.get(number=number))
    run_pending()
    after = weighing(world, number)
    assert of(after, "propagation-plan")["levels"]["best"] == 4  # type: ignore[index]  # plain JSON
    assert after.points == before.points + 12
    assert [one.because for one in after.history] == ["recomputed", "findings"]
    assert told()[-1]["points"] == after.points


def test_a_verdict_on_a_hit_is_weighed_at_once(world: World) -> None:
    number = with_hit(world)
    take(world, number)
    assert of(weighing(world, number), "end-user-listed")["levels"]["best"] == 3  # type: ignore[index]  # plain JSON
    for screening in see(world, number).screenings:
        for hit in screening.hits:
            findings.adjudicate_hit(
                by=world.officer, case=number, hit=hit.id, verdict="not_a_match", reasons="Another address.", version=None,
            )  # fmt: skip
    run_pending()
    waits = weighing(world, number)  # for a second officer: the hit is still open
    assert of(waits, "end-user-listed")["levels"]["best"] == 3  # type: ignore[index]  # plain JSON
    for screening in see(world, number).screenings:
        for hit in screening.hits:
            adjudication.confirm_hit(
                by=world.officer2, case=number, hit=hit.id, agrees=True, reasons="Compared again.", version=None,
            )  # fmt: skip
    run_pending()
    found = weighing(world, number)
    assert of(found, "end-user-listed")["levels"]["best"] == 0  # type: ignore[index]  # plain JSON
    assert "An officer" not in found.band_title
    assert found.because == "recomputed"


def test_weighing_the_same_again_writes_nothing(world: World) -> None:
    number = submit(world).number
    take(world, number)
    case = Case.objects.get(number=number)
    assert risk.recompute_risk(str(case.pk)) is False
    assert risk.recompute_all(write=True) == ()
    assert RiskRecord.objects.count() == 1


def test_a_case_at_its_end_and_one_without_findings_are_left_alone(
    world: World,
) -> None:
    number = submit(world).number
    case = Case.objects.get(number=number)
    case.state = "withdrawn"
    case.save(update_fields=["state"])
    assert risk.recompute_risk(str(case.pk)) is False
    assert risk.open_cases() == ()
    made = start(world)
    applications.submit_application(
        by=world.halden, case=made.number, key="k", version=None
    )
    bare = Case.objects.get(number=made.number)
    assert see(world, made.number).risk is None
    assert risk.recompute_risk(str(bare.pk)) is False
    assert risk.recompute_all(write=False) == ()


def test_a_screening_grows_old_while_the_case_waits(
    world: World, clock: MovingClock
) -> None:
    number = submit(world).number
    take(world, number)
    clock.forward(31)
    (move,) = risk.recompute_all(write=True)
    assert move.kept
    found = of(weighing(world, number), "end-user-listed")
    assert found["levels"] == {"low": 0, "best": 0, "high": 1}
    assert found["readings"][0]["state"] == "stale"  # type: ignore[index]  # plain JSON


def test_findings_that_moved_while_it_was_weighed_are_not_written_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = submit(world).number
    take(world, number)
    case = Case.objects.get(number=number)
    found = risk._weighed_anew(case)
    assert found is not None
    findings.renew_findings(by=world.officer, case=number, version=None)
    assert risk._kept(case, *found) is False


@pytest.fixture
def heavier() -> RiskMethod:
    """The law of Meridia with a method whose every band begins earlier."""
    law = load_regime("meridia/national")
    method = law.methods["review-depth"]
    bands = tuple(replace(band, points=place) for place, band in enumerate(method.bands))  # fmt: skip
    return replace(method, bands=bands)


def test_a_changed_method_moves_cases_only_when_that_is_asked(
    world: World, heavier: RiskMethod, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = submit(world).number
    take(world, number)
    assessor = ports().assessor
    law = load_regime("meridia/national")
    changed = replace(law, methods={"review-depth": heavier}, digest="0" * 64)
    engine = replace(assessor, _packages={**assessor._packages, law.header.id: changed})  # type: ignore[type-var, attr-defined]  # the real one
    seen: list[tuple[int, int]] = []
    with using(replace(ports(), assessor=engine)):
        looked = risk.recompute_all(write=False, progress=lambda *done: seen.append(done))  # fmt: skip
        assert RiskRecord.objects.count() == 1
        kept = risk.recompute_all(write=True)
    assert seen == [(1, 1)]
    assert [(one.case, one.after, one.kept) for one in looked] == [(number, "exceptional", False)]  # fmt: skip
    assert [(one.before, one.after, one.kept) for one in kept] == [(looked[0].before, "exceptional", True)]  # fmt: skip
    assert kept[0].to_json()["kept"] is True
    assert weighing(world, number).band == "exceptional"
    # The same by columns, from the levels that were found.
    assert [one.after for one in risk.replay_weights(law)] == [looked[0].before]


def test_other_weights_are_tried_on_the_caseload_and_nothing_is_written(
    world: World, heavier: RiskMethod
) -> None:
    number = submit(world).number
    law = load_regime("meridia/national")
    assert risk.replay_weights(law) == ()
    changed = replace(law, methods={"review-depth": heavier})
    (move,) = risk.replay_weights(changed)
    assert (move.case, move.after, move.kept) == (number, "exceptional", False)
    assert move.points[0] == move.points[1]
    assert RiskRecord.objects.count() == 1
    assert risk.same_readings(law, changed)
    assert not risk.same_readings(law, invented_law())
    assert risk.replay_weights(load_regime("uk/eco-2008")) == ()


def test_a_law_without_weights_keeps_a_weighing_without_a_band(world: World) -> None:
    law = load_regime("meridia/national")
    assessor = ports().assessor
    plain = replace(law, methods={}, factors={})
    engine = replace(assessor, _packages={**assessor._packages, law.header.id: plain})  # type: ignore[type-var, attr-defined]  # the real one
    with using(replace(ports(), assessor=engine)):
        number = submit(world).number
        found = weighing(world, number)
        assert (found.band, found.items[0]["weighed"]) == ("", None)
        assert desk_reads.bands() == ()
        assert risk.recompute_all(write=False) == ()
        assert risk.replay_weights(law) == ()
    assert str(RiskRecord.objects.get()).endswith("no band")


def test_officers_find_cases_by_their_band(world: World) -> None:
    number = submit(world).number
    band = weighing(world, number).band
    (row,) = desk_reads.cases(viewer=world.officer, band=band)
    assert (row.number, row.band) == (number, band)
    assert row.band_title == dict(desk_reads.bands())[band]
    other = next(name for name, _ in desk_reads.bands() if name != band)
    assert not desk_reads.cases(viewer=world.officer, band=other)


def test_an_applicant_never_sees_the_band(world: World) -> None:
    number = submit(world).number
    home = applicant_reads.home(viewer=world.halden)
    assert [one.band for one in home.cases if one.number == number] == [""]
    with pytest.raises(NotAllowedError):
        reads.case_risk(viewer=world.halden, case=number)
    with pytest.raises(NotFoundError):
        reads.case_risk(viewer=world.officer, case="L-none")
    seen = reads.case_risk(viewer=world.officer, case=number)
    assert seen is not None
    assert seen.band


# ---- one function a source --------------------------------------------------------------------


def screened(*standings: str) -> Evidence:
    known = Known(
        on=DAY,
        lists=("UN 1",),
        lists_fresh=True,
        screened=(Screened(party="A (invented)", role="end_user", standings=standings),),
    )  # fmt: skip
    (one,) = evidence_of(known)
    return one


@pytest.mark.parametrize(
    ("standings", "answer"),
    [
        ((), "none"), (("not_a_match",), "not_a_match"), (("open", "not_a_match"), "open"),
        (("need_more", "open"), "need_more"), (("match", "open"), "match"),
    ],
)  # fmt: skip
def test_the_gravest_standing_of_a_partys_hits_is_evidence(
    standings: tuple[str, ...], answer: str
) -> None:
    one = screened(*standings)
    assert one.answers == (answer,)
    assert one.verified
    assert "A (invented)" in one.words


def test_lists_that_are_not_fresh_verify_nothing_and_without_lists_nothing_is_said() -> (
    None
):
    party = Screened(party="A (invented)", role="end_user", standings=())
    stale = Known(on=DAY, lists=("UN 1",), lists_fresh=False, screened=(party,))
    assert [one.verified for one in evidence_of(stale)] == [False]
    assert evidence_of(Known(on=DAY, screened=(party,))) == ()


def test_documents_are_there_missing_or_invalid() -> None:
    papers = (
        Paper(purpose="contract", standing="current", name="Contract", day=DAY),
        Paper(purpose="undertaking", standing="invalid", name="Undertaking", day=DAY),
    )
    known = Known(on=DAY, papers=papers, asked=frozenset({"end_use_statement"}))
    found = {one.about: one.answers for one in evidence_of(known)}
    assert found == {
        "documents.contract": ("there",),
        "documents.end_use_statement": ("missing",),
        "documents.undertaking": ("invalid",),
    }


def test_a_profile_that_could_not_be_read_says_nothing() -> None:
    gone = Frozen(role="destination", country="BR", on=DAY, unavailable="damaged")
    assert evidence_of(Known(on=DAY, destinations=(gone,))) == ()


def test_a_further_source_is_one_function(monkeypatch: pytest.MonkeyPatch) -> None:
    def from_verification(known: Known) -> Iterator[Evidence]:
        yield Evidence(about="verification.purpose", source="Register (invented)", dated=known.on, answers=("established",))  # fmt: skip

    monkeypatch.setattr(risk_sources, "SOURCES", (*risk_sources.SOURCES, from_verification))  # fmt: skip
    (one,) = evidence_of(Known(on=DAY))
    assert one.about == "verification.purpose"
