"""What a service refuses to somebody known stands in the record, whoever called the service."""

from collections.abc import Callable

import pytest
from tests.web.casework.builders import World, see, submit
from tests.web.casework.test_interagency import entered

from licet.web.casework.errors import NotAllowedError
from licet.web.casework.models import Case
from licet.web.casework.ports import legal_day, now
from licet.web.casework.services.applying import applications
from licet.web.casework.services.decision import decisions
from licet.web.casework.services.desk import desk, interests, notes, part_marks
from licet.web.casework.services.findings import findings

Try = Callable[[World, str], object]
TRIES: dict[str, tuple[str, Try]] = {
    "send_message": ("inspector", lambda w, n: applications.send_message(by=w.inspector, case=n, text="?")),
    "write_note": ("auditor", lambda w, n: notes.write_note(by=w.auditor, case=n, text="Look.")),
    "mark_part": ("te", lambda w, n: part_marks.mark_part(by=w.te, case=n, part="facts", marking="official", reasons="x")),
    "declare_interest": ("auditor", lambda w, n: interests.declare_interest(by=w.auditor, case=n, reasons="x")),
    "end_interest": ("officer", lambda w, _n: interests.end_interest(by=w.officer, interest=1, reasons="x")),
    "mark_document_invalid": ("auditor", lambda w, n: desk.mark_document_invalid(by=w.auditor, case=n, document="x", reasons="x")),
    "record_service": ("auditor", lambda w, n: decisions.record_service(by=w.auditor, case=n, letter="x", on=legal_day(now()), manner="post", proof="x")),
    "renew_findings": ("policy", lambda w, n: findings.renew_findings(by=w.policy, case=n, version=None)),
    "submit_application": ("officer", lambda w, n: applications.submit_application(by=w.officer, case=n, key=f"key-{n}", version=None)),
}  # fmt: skip


@pytest.mark.parametrize("act", sorted(TRIES))
def test_a_refused_act_is_entered_and_changes_nothing(world: World, act: str) -> None:
    number = submit(world).number
    who, attempt = TRIES[act]
    before = Case.objects.get(number=number)
    with pytest.raises(NotAllowedError):
        attempt(world, number)
    told = entered("refused")
    assert (told["act"], told["why"]) == (act, "not_allowed")
    assert Case.objects.get(number=number).version == before.version
    assert see(world, number).state == "triage"
    assert who in world.people


def test_a_second_press_of_the_applicant_is_still_the_same_submission(
    world: World,
) -> None:
    number = submit(world).number
    again = applications.submit_application(
        by=world.halden, case=number, key=f"key-{number}", version=None
    )
    assert again.number == number
