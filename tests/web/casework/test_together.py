"""People who share a case and a queue: notes, presence, interests, assignment, like cases, letters."""

from dataclasses import replace

import pytest
from tests.web.casework.builders import (
    MovingClock,
    World,
    condition,
    draft_of,
    granted,
    see,
    submit,
    take,
)

from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotIndependentActError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import Case, OutboxMessage
from licet.web.casework.record.events import acts_of
from licet.web.casework.selectors.decision.drafted_letters import drafted_letters
from licet.web.casework.selectors.desk import documents, notes, queues
from licet.web.casework.selectors.desk import interests as interest_reads
from licet.web.casework.selectors.desk.precedents import precedents
from licet.web.casework.selectors.findings import risk
from licet.web.casework.services.decision import decisions, delivery
from licet.web.casework.services.decision import drafted_letters as letters
from licet.web.casework.services.desk import (
    assignment,
    desk,
    information_requests,
    part_marks,
    referring,
)
from licet.web.casework.services.desk import interests as acts
from licet.web.casework.services.desk.notes import write_note


def referred(world: World) -> str:
    number = submit(world).number
    take(world, number)
    asked = referring.Referral(team="DS", because="A second view.")
    referring.refer_case(
        by=world.officer, case=number, referrals=(asked,), version=None
    )
    return number


def test_a_note_is_read_by_marking_and_tells_whom_it_names(
    world: World, clock: MovingClock
) -> None:
    number = referred(world)
    first = write_note(
        by=world.officer, case=number, text="Look at the end user, @signer."
    )
    assert first[0].mentions == ("Signer",)
    kept = OutboxMessage.objects.get(key__startswith="mention:")
    assert kept.payload["to"] == "signer@meridia.example"
    assert "end user" not in str(kept.payload)
    named = notes.mentions(viewer=world.signer)
    assert [one.case for one in named] == [number]
    clock.forward(1)
    notes.notes(viewer=world.signer, case=number)
    assert notes.mentions(viewer=world.signer) == ()
    own = write_note(
        by=world.ds, case=number, text="Ours alone.", marking="agency_only"
    )
    assert own[0].text == "Ours alone."
    for other, text in ((world.officer, ""), (world.auditor, "Ours alone.")):
        seen = notes.notes(viewer=other, case=number)[0]
        assert seen.text == text
        assert bool(seen.withheld) is not bool(text)
    for words, marking, says in (
        ("Hello @nobody", "official", "@nobody is nobody"),
        ("Hello @mfa", "official", "@mfa is nobody"),  # not asked: no standing
        ("Hello @halden", "official", "@halden is nobody"),
        ("Hello @signer", "confidential", "Give one of these markings"),
        (" ", "official", "Write the note"),
    ):
        with pytest.raises(InvalidInputError, match=says):
            write_note(by=world.officer, case=number, text=words, marking=marking)
    with pytest.raises(NotFoundError):
        write_note(by=world.mfa, case=number, text="Me too.")
    with pytest.raises(NotAllowedError):
        notes.notes(viewer=world.halden, case=number)
    case = Case.objects.get(number=number)
    told = [one for one in acts_of(str(case.pk)) if one.kind == "write_note"]
    assert len(told) == 2
    assert "Ours alone" not in str([one.payload for one in told])


def test_what_changed_since_my_last_look_and_who_is_there(
    world: World, clock: MovingClock
) -> None:
    number = submit(world).number
    never = notes.together(viewer=world.officer2, case=number)
    assert (never.last_look, never.changes) == (None, ())
    see(world, number, "officer2")
    clock.forward(1)
    take(world, number)
    information_requests.request_information(
        by=world.officer, case=number, question="Who operates it?", version=None
    )
    see(world, number, "officer")
    seen = notes.together(viewer=world.officer2, case=number)
    assert [one.kind for one in seen.changes] == ["take_case", "request_information"]
    assert [name for name, _at in seen.present] == ["Officer"]
    assert notes.together(viewer=world.officer, case=number).changes == ()
    clock.forward(1)
    assert notes.together(viewer=world.officer2, case=number).present == ()


def test_whoever_declared_an_interest_is_given_nothing_and_does_nothing(
    world: World,
) -> None:
    number = referred(world)
    declare = acts.declare_interest
    with pytest.raises(InvalidInputError, match="one of them"):
        declare(by=world.officer2, reasons="My sister.")
    with pytest.raises(NotFoundError):
        declare(by=world.officer2, reasons="My sister.", case="X-1")
    halden = str(world.organisations["halden"].pk)
    (own,) = declare(
        by=world.officer2, reasons="My sister works there.", organisation=halden
    )
    assert own.about == "Halden Security (invented)"
    assert (halden, own.about) in interest_reads.exporters(viewer=world.officer2)
    declare(by=world.ds, reasons="I advised them.", case=number)
    give = desk.assign_case
    with pytest.raises(NotIndependentActError, match="conflict of interest"):
        give(by=world.head, case=number, officer=world.officer2.id, version=None)
    with pytest.raises(NotIndependentActError):
        referring.give_advice(
            by=world.ds, case=number, position="agree", reasons="Fine.", version=None
        )
    second = submit(world).number
    with pytest.raises(NotIndependentActError):
        desk.take_case(by=world.officer2, case=second, version=None)
    done = assignment.assign_cases(
        by=world.head, cases=[(number, None), ("X-9", None)], officer=world.officer2.id
    )
    assert [one.done for one in done] == [False, False]
    every = interest_reads.interests(viewer=world.auditor)
    assert {one.person for one in every} == {"Officer2", "Ds"}
    end = acts.end_interest
    with pytest.raises(NotAllowedError):
        end(by=world.officer2, interest=own.id, reasons="She left.")
    with pytest.raises(NotFoundError):
        end(by=world.head, interest=10**6, reasons="She left.")
    ended = end(by=world.head, interest=own.id, reasons="She left.")
    assert (ended.ended_by, ended.ended_because) == ("Head", "She left.")
    with pytest.raises(WrongStateError):
        end(by=world.head, interest=own.id, reasons="Again.")
    (mine,) = declare(by=world.head, reasons="A friend.", case=number)
    with pytest.raises(NotIndependentActError, match="their own"):
        end(by=world.head, interest=mine.id, reasons="Over.")
    assert desk.take_case(by=world.officer2, case=second, version=None).officer


def test_cases_are_given_together_each_as_an_act_and_the_load_is_shown(
    world: World, clock: MovingClock
) -> None:
    first, second = submit(world).number, submit(world, "vigil").number
    take(world, second)
    seen = [
        (one.number, one.version) for one in queues.open_to_assign(viewer=world.head)
    ]
    assert {number for number, _version in seen} == {first, second}
    stale = [(number, version - 1) for number, version in seen if number == first]
    fresh = [(number, version) for number, version in seen if number == second]
    done = assignment.assign_cases(
        by=world.head, cases=stale + fresh, officer=world.officer2.id
    )
    assert {one.case: one.done for one in done} == {first: False, second: True}
    assert "has changed since" in next(one.words for one in done if not one.done)
    assert see(world, second).officer is not None
    with pytest.raises(InvalidInputError, match="from 1 to"):
        assignment.assign_cases(by=world.head, cases=[], officer="x")
    with pytest.raises(NotAllowedError):
        assignment.assign_cases(by=world.officer, cases=seen, officer="x")
    lines = {
        one.officer.name if one.officer else "": one
        for one in queues.workload(viewer=world.head)
    }
    assert (lines[""].open, lines["Officer2"].open, lines["Officer"].open) == (1, 1, 0)
    clock.forward(200)
    late = queues.workload(viewer=world.head)
    assert sum(one.late for one in late) == 2


def test_the_queue_by_team_and_officer_saved_searches_and_the_next_case(
    world: World,
) -> None:
    number = referred(world)
    other = submit(world, "vigil").number
    found = queues.searched(viewer=world.head, team="DS")
    assert [one.number for one in found] == [number]
    assert {one.number for one in queues.searched(viewer=world.head, team="LIC")} == {
        number
    }
    nobody = queues.searched(viewer=world.head, officer="nobody")
    assert [one.number for one in nobody] == [other]
    mine = queues.searched(viewer=world.head, officer=world.officer.id)
    assert [one.number for one in mine] == [number]
    assert {one.code for one in queues.teams_with_cases(viewer=world.ds)} > {"DS"}
    assert queues.next_case(viewer=world.officer2) == other
    assert queues.next_case(viewer=world.officer2, after=other) == ""
    third = submit(world).number
    assert queues.next_case(viewer=world.officer2, after=other) == third
    save = assignment.save_filter
    with pytest.raises(InvalidInputError, match="Search for something"):
        save(by=world.officer, name="Empty", query={"state": ""})
    with pytest.raises(InvalidInputError, match="Search for something"):
        save(by=world.officer, name="Odd", query={"colour": "red"})
    save(by=world.officer, name="Defence", query={"team": "DS"})
    (kept,) = save(by=world.officer, name="Defence", query={"team": "DS", "text": "x"})
    assert kept.query == {"team": "DS", "text": "x"}
    assert queues.saved_filters(viewer=world.officer2) == ()
    assert assignment.forget_filter(by=world.officer2, saved=kept.id) == ()
    assert len(queues.saved_filters(viewer=world.officer)) == 1
    assert assignment.forget_filter(by=world.officer, saved=kept.id) == ()


def test_like_cases_are_shown_with_outcome_and_distance(world: World) -> None:
    earlier = granted(world, condition())
    number = submit(world).number
    (one,) = precedents(viewer=world.officer, case=number)
    assert (one.number, one.outcome) == (earlier.number, "grant_with_conditions")
    assert one.distance == len(one.differs)
    assert one.compared == len(one.differs) + len(one.alike)
    assert any(words.startswith("End user: Banco") for words in one.alike)
    assert one.distance == 0
    far = submit(
        world,
        "vigil",
        destination={"facts": {"destination": "IN"}},
        items={"items": [{"name": "Something else", "facts": {"kind": "software"}}]},
        parties={
            "parties": [
                {"role": "end_user", "name": "Other Bank", "country": "IN", "facts": {}}
            ]
        },
    ).number
    assert precedents(viewer=world.officer, case=far) == ()
    with pytest.raises(NotAllowedError):
        precedents(viewer=world.ds, case=number)


def test_a_letter_from_a_template_is_issued_by_a_second_person(
    world: World, clock: MovingClock
) -> None:
    number = submit(world).number
    take(world, number)
    draft, review = letters.draft_letter, letters.review_letter
    whole = {"day": "2026-07-09", "matter": "The end use.", "place": "by video"}
    who = {"by": world.officer, "case": number, "template": "meeting"}
    for change, says in (
        ({"day": "9 July"}, "a day like"),
        ({"matter": " "}, "Fill in"),
        ({"place": "at the pub"}, "choose one of"),
        ({"colour": "red"}, "no such field"),
    ):
        with pytest.raises(InvalidInputError, match=says):
            draft(**who, filled=whole | change)
    with pytest.raises(InvalidInputError, match="Choose a template"):
        draft(**who | {"template": "poem"}, filled=whole)
    delay = {"days": "many", "why": "x", "change": "y"}
    for days, says in (("many", "a number"), ("NaN", "a number")):
        with pytest.raises(InvalidInputError, match=says):
            draft(**who | {"template": "apology"}, filled=delay | {"days": days})
    with pytest.raises(NotAllowedError, match="Another officer"):
        draft(**who | {"by": world.officer2}, filled=whole)
    with pytest.raises(NotFoundError):
        draft(**who | {"case": "X-1"}, filled=whole)
    (one,) = draft(**who, filled=whole)
    assert "9 July 2026" in one.body
    given = {"case": number, "draft": one.id}
    with pytest.raises(NotIndependentActError):
        review(by=world.officer, **given, agrees=True)
    with pytest.raises(InvalidInputError, match="what must change"):
        review(by=world.signer, **given, agrees=False)
    (back,) = review(by=world.signer, **given, agrees=False, reasons="Which hour?")
    assert (back.state, back.letter) == ("returned", "")
    with pytest.raises(WrongStateError):
        review(by=world.signer, **given, agrees=True)
    with pytest.raises(NotFoundError):
        review(by=world.signer, case=number, draft="none", agrees=True)
    clock.forward(1)
    second = draft(**who, filled=whole | {"matter": "At ten."})[0]
    review(by=world.signer, case=number, draft=second.id, agrees=True)
    issued = drafted_letters(viewer=world.officer, case=number)[0]
    assert issued.state == "issued"
    served = delivery.open_letter(by=world.halden, case=number, letter=issued.letter)
    assert served.served_on


def test_a_marked_part_is_withheld_everywhere_and_nobody_signs_unseen(
    world: World,
) -> None:
    number = submit(world).number
    take(world, number)
    mark = part_marks.mark_part
    cleared = replace(world.officer, clearance="confidential")
    said = {"case": number, "reasons": "A source is named."}
    for part, marking, by, says in (
        ("soul", "official", cleared, "Choose one of"),
        ("risk", "open", cleared, "Choose a marking"),
        ("risk", "confidential", world.officer, "Choose a marking"),
    ):
        with pytest.raises(InvalidInputError, match=says):
            mark(by=by, part=part, marking=marking, **said)
    with pytest.raises(NotFoundError):
        mark(by=cleared, part="risk", marking="official", case="X", reasons="x")
    before = see(world, number)
    assert before.documents
    for part in ("risk", "documents"):
        shown = mark(by=cleared, part=part, marking="confidential", **said)
        assert shown.documents
    seen = see(world, number)
    assert (seen.documents, seen.risk) == ((), None)
    assert [words.partition(":")[0] for words in seen.withheld] == ["Risk", "Documents"]
    with pytest.raises(NotAllowedError, match="withheld"):
        documents.document(
            viewer=world.signer, case=number, document=before.documents[0].id
        )
    with pytest.raises(NotAllowedError, match="withheld"):
        risk.case_risk(viewer=world.signer, case=number)
    with pytest.raises(InvalidInputError, match="Only who may read"):
        mark(by=world.head, part="risk", marking="official", **said)

    with pytest.raises(NotAllowedError, match="may not read"):
        decisions.draft_decision(
            by=world.officer, case=number, draft=draft_of(), version=None
        )
    for part in ("risk", "documents"):
        mark(by=cleared, part=part, marking="official", **said)
    assert see(world, number).withheld == ()
    run_pending()
