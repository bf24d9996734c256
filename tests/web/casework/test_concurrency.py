"""Two people at once: one act happens, the other is told; on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection
from tests.web.casework.builders import (
    World,
    advise_all,
    build_world,
    draft_and_send,
    draft_of,
    granted,
    see,
    start,
    submit,
    take,
)
from tests.web.casework.draft_laws import opened

from licet.web.casework.access import ANONYMOUS
from licet.web.casework.errors import CaseworkError
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    Case,
    CaseEvent,
    Decision,
    DecisionDraft,
    DraftComment,
    FindingsRun,
    LedgerRow,
    Licence,
)
from licet.web.casework.ports import Ports, using
from licet.web.casework.services.applying import applications
from licet.web.casework.services.decision import decisions
from licet.web.casework.services.desk import desk
from licet.web.casework.services.findings import findings
from licet.web.casework.services.law import drafts
from licet.web.casework.services.licences import licence_course

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(outside: Ports, transactional_db: None) -> World:
    return build_world()


def at_once(outside: Ports, *acts: Callable[[], object]) -> list[str]:
    """Run the acts at the same moment in threads of their own; say how each ended."""
    gate = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        with using(replace(outside)):
            gate.wait()
            try:
                act()
            except CaseworkError as error:
                return error.code
            finally:
                connection.close()
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


def test_a_submit_pressed_by_many_hands_is_one_submission(
    people: World, outside: Ports
) -> None:
    made = start(people)
    by = people.halden

    def press() -> object:
        return applications.submit_application(
            by=by, case=made.number, key="one", version=made.version
        )

    ended = at_once(outside, *[press] * 4)
    assert set(ended) <= {"done", "stale_version", "wrong_state"}
    assert "done" in ended
    assert CaseEvent.objects.filter(kind="submit_application").count() == 1
    run_pending()
    assert FindingsRun.objects.count() == 1


def test_two_officers_take_a_case_and_one_gets_it(
    people: World, outside: Ports
) -> None:
    case = submit(people)
    first, second = people.officer, people.officer2
    ended = at_once(
        outside,
        lambda: desk.take_case(by=first, case=case.number, version=case.version),
        lambda: desk.take_case(by=second, case=case.number, version=case.version),
    )
    assert ended.count("done") == 1
    assert CaseEvent.objects.filter(kind="take_case").count() == 1


def test_two_signers_deciding_at_once_make_one_decision(
    people: World, outside: Ports
) -> None:
    case = submit(people)
    take(people, case.number)
    advise_all(people, case.number)
    sent = draft_and_send(people, case.number, draft_of("grant"))
    first, second = people.signer, people.head
    ended = at_once(
        outside,
        lambda: decisions.countersign(by=first, case=case.number, version=sent.version),
        lambda: decisions.return_draft(
            by=second, case=case.number, reasons="Wait.", version=sent.version
        ),
        lambda: decisions.countersign(
            by=second, case=case.number, version=sent.version
        ),
    )
    assert ended.count("done") == 1
    assert Decision.objects.count() <= 1
    run_pending()
    assert Licence.objects.count() == Decision.objects.count()


def test_a_grant_and_a_withdrawal_do_not_both_happen(
    people: World, outside: Ports
) -> None:
    case = submit(people)
    take(people, case.number)
    advise_all(people, case.number)
    draft_and_send(people, case.number, draft_of("grant"))
    signer, applicant = people.signer, people.halden
    ended = at_once(
        outside,
        lambda: decisions.countersign(by=signer, case=case.number, version=None),
        lambda: applications.withdraw_application(
            by=applicant, case=case.number, version=None
        ),
    )
    assert ended == ["done", "wrong_state"]
    run_pending()
    state = Case.objects.get().state
    assert (state == "withdrawn") == (not Decision.objects.exists())


def test_no_update_is_lost_when_many_act_without_a_version(
    people: World, outside: Ports
) -> None:
    case = submit(people)
    take(people, case.number)
    before = Case.objects.get().version
    officer = people.officer

    def write(text: str) -> Callable[[], object]:
        return lambda: decisions.draft_decision(
            by=officer, case=case.number, draft=draft_of(reasons=text), version=None
        )

    ended = at_once(outside, *[write(f"Reason {n}") for n in range(6)])
    assert ended == ["done"] * 6
    assert Case.objects.get().version == before + 6
    assert sorted(DecisionDraft.objects.values_list("version", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]


def test_case_numbers_have_no_gap_and_no_double(people: World, outside: Ports) -> None:
    by, body = people.halden, str(people.organisations["halden"].pk)

    def begin() -> object:
        return applications.start_application(by=by, organisation=body, title="Again")

    assert at_once(outside, *[begin] * 6) == ["done"] * 6
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert [number[-5:] for number in numbers] == [f"{n:05d}" for n in range(1, 7)]


def test_the_same_job_run_by_two_workers_writes_once(
    people: World, outside: Ports
) -> None:
    made = start(people)
    applications.submit_application(
        by=people.halden, case=made.number, key="k", version=None
    )
    pk = str(Case.objects.get().pk)
    ended = at_once(outside, *[lambda: findings.compute_findings(pk)] * 2)
    assert ended == ["done", "done"]
    assert CaseEvent.objects.filter(kind="record_findings").count() == 1


def test_two_issuing_jobs_make_one_licence(people: World, outside: Ports) -> None:
    granted(people)
    pk = str(Case.objects.get().pk)
    Licence.objects.get()
    assert (
        at_once(outside, *[lambda: licence_course.issue_licence(pk)] * 3)
        == ["done"] * 3
    )
    assert Licence.objects.count() == 1


def test_every_act_has_exactly_one_row_in_the_record(people: World) -> None:
    submit(people)
    rows = set(LedgerRow.objects.values_list("pk", flat=True))
    named = list(CaseEvent.objects.values_list("row", flat=True))
    assert len(named) == len(set(named))
    assert set(named) <= rows
    assert see(people, Case.objects.get().number).timeline


def test_many_comments_at_once_do_not_exceed_what_a_draft_takes_an_hour(
    people: World, outside: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_AN_HOUR", 2)
    slug = opened().summary.slug

    def say() -> object:
        return drafts.comment_on_draft(by=ANONYMOUS, slug=slug, text="Good.")

    ended = at_once(outside, *[say] * 4)
    assert ended == ["done"] * 2 + ["too_many_comments"] * 2
    assert DraftComment.objects.count() == 2
