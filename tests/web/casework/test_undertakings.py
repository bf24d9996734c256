"""Undertakings: generated, compared field by field when they come back, confirmed by somebody else."""

import io
import re
import zlib
from datetime import date
from typing import Any

import pytest
from tests.web.casework.builders import ITEM, MovingClock, World, refused, start, submit

from licet.diversion.undertaking import MalformedUndertakingError, seal
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotIndependentActError,
    UndertakingRefusedError,
    WrongStateError,
)
from licet.web.casework.letters.undertaking import (
    attached_undertaking,
    pages_differ,
    render_undertaking,
)
from licet.web.casework.models import (
    Case,
    CaseEvent,
    Document,
    Undertaking,
    UndertakingReturn,
)
from licet.web.casework.ports import ports
from licet.web.casework.selectors.verification import verification as reads
from licet.web.casework.services.desk import desk
from licet.web.casework.services.verification import undertakings
from licet.web.casework.services.verification.undertakings import SignedUndertaking
from licet.web.casework.views import UndertakingView

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
PNG = b"\x89PNG\r\n\x1a\n and so on"


def make(world: World, case: str) -> tuple[UndertakingView, bytes]:
    made = undertakings.make_undertaking(by=world.halden, case=case)
    found = reads.undertaking_document(
        viewer=world.halden, case=case, undertaking=made.id
    )
    return made, found.content


def give_back(
    world: World, case: str, content: bytes, who: str = "halden", **changes: Any
) -> UndertakingView:
    said: dict[str, Any] = {
        "name": "signed.pdf",
        "content": io.BytesIO(content),
        "signatory": "Ana Prado (invented)",
        "post": "Director",
        "signed_on": TODAY,
        **changes,
    }
    return undertakings.return_undertaking(
        by=world.actor(who), case=case, signed=SignedUndertaking(**said)
    )


def refusal_of(
    world: World, case: str, content: bytes, **changes: Any
) -> UndertakingRefusedError:
    with pytest.raises(UndertakingRefusedError) as no:
        give_back(world, case, content, **changes)
    return no.value


def tampered(row: Undertaking, **changes: object) -> bytes:
    """A document that says something else, with data and hash that fit each other."""
    return render_undertaking(seal({**row.content, **changes}))


def test_it_carries_number_hash_and_data_and_is_the_same_for_the_same_facts(
    world: World,
) -> None:
    case = submit(world).number
    made, pdf = make(world, case)
    row = Undertaking.objects.get()
    assert made.number == f"EUU-{case}-1"
    read = attached_undertaking(pdf)
    assert read is not None
    assert read.content_hash == made.content_hash == row.content_hash
    assert read.content["items"][0]["quantity"] == "20"
    assert read.content["valid_until"] == "2026-05-30"
    assert pages_differ(pdf, pdf) is False
    assert pages_differ(pdf, render_undertaking(read)) is False
    second, _ = make(world, case)
    assert second.number == f"EUU-{case}-2"


def test_what_comes_back_whole_is_taken_and_becomes_the_end_use_statement(
    world: World,
) -> None:
    case = submit(world).number
    _made, pdf = make(world, case)
    back = give_back(world, case, pdf)
    assert (back.standing, back.returns[0].code) == ("returned", "fits")
    paper = Document.objects.get(purpose="end_use_statement", name="signed.pdf")
    assert paper.sha256 == back.returns[0].sha256
    line = CaseEvent.objects.get(kind="return_undertaking")
    assert line.public
    assert Case.objects.get().state == "triage"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"items": [{"name": "Lance red-team platform (invented)", "quantity": "200"}]}, "items.0.quantity"),
        ({"end_user": {"name": "Other", "country": "AE", "address": ""}}, "end_user.name"),
        ({"valid_until": "2030-01-01"}, "valid_until"),
        ({"promises": ["Nothing."]}, "promises.0"),
    ],
)  # fmt: skip
def test_a_tampered_one_is_refused_kept_and_named(
    world: World, changes: dict[str, Any], field: str
) -> None:
    case = submit(world).number
    make(world, case)
    no = refusal_of(world, case, tampered(Undertaking.objects.get(), **changes))
    assert no.finding.code == "tampered"
    assert field in str(no)
    kept = UndertakingReturn.objects.get()
    assert field in {one["field"] for one in kept.differences}
    assert ports().evidence.read(kept.sha256, key=str(kept.case_id))
    assert CaseEvent.objects.get(kind="return_undertaking").outcome == "refused"
    seen = reads.undertakings(viewer=world.halden, case=case)[0]
    assert (seen.standing, seen.returns[0].standing) == ("generated", "refused")
    assert not Document.objects.filter(name="signed.pdf").exists()


def test_pages_of_another_text_under_whole_data_are_refused(world: World) -> None:
    case = submit(world).number
    _made, pdf = make(world, case)
    row = Undertaking.objects.get()
    other = tampered(row, end_use="Something else entirely")
    streams = re.findall(rb"stream\r?\n.*?endstream", pdf, re.DOTALL)
    assert streams
    assert pages_differ(pdf, other) is True
    assert pages_differ(pdf, b"%PDF-1.7 nothing") is None


def test_one_of_another_case_is_foreign(world: World) -> None:
    first, second = submit(world).number, submit(world).number
    _made, pdf = make(world, first)
    make(world, second)
    no = refusal_of(world, second, pdf)
    assert no.finding.code == "foreign"
    view = reads.of_case(viewer=world.officer, case=second)
    assert [one.code for one in view.foreign] == ["foreign"]


def test_it_is_refused_on_the_day_after_its_last(
    world: World, clock: MovingClock
) -> None:
    case = submit(world).number
    _made, pdf = make(world, case)
    clock.forward(90)
    assert reads.undertakings(viewer=world.halden, case=case)[0].standing == "expired"
    assert refusal_of(world, case, pdf).finding.code == "expired"
    clock.at = clock.at.replace(month=5, day=30)
    assert give_back(world, case, pdf).standing == "returned"


def test_once_the_facts_have_moved_a_new_one_is_needed(world: World) -> None:
    case = submit(world).number
    _made, pdf = make(world, case)
    desk.take_case(by=world.officer, case=case, version=None)
    desk.correct_fact(
        by=world.officer,
        case=case,
        path="item.quantity",
        value="25",
        reasons="The contract.",
        version=None,
    )
    no = refusal_of(world, case, pdf)
    assert no.finding.code == "outdated"
    assert "items.0.quantity: 20 became 25" in str(no)


def test_a_scan_is_taken_by_its_number_and_hash_and_left_to_the_eye(
    world: World,
) -> None:
    case = submit(world).number
    made, _pdf = make(world, case)
    scan = {"name": "scan.png"}
    with pytest.raises(InvalidInputError, match="Type the number"):
        give_back(world, case, PNG, **scan)
    wrong = {**scan, "number": made.number, "content_hash": "0" * 64}
    assert refusal_of(world, case, PNG, **wrong).finding.code == "tampered"
    printed = f"{made.content_hash[:8]} {made.content_hash[8:].upper()}"
    back = give_back(world, case, PNG, **{**wrong, "content_hash": printed})
    assert "items" in back.returns[0].by_eye
    with pytest.raises(InvalidInputError, match="PDF, PNG or JPEG"):
        give_back(world, case, b"words", name="x.txt")


def test_what_stands_beside_the_signature_is_needed(world: World) -> None:
    case = submit(world).number
    _made, pdf = make(world, case)
    for changes in ({"signatory": " "}, {"post": ""}, {"signed_on": date(2026, 3, 3)}):
        with pytest.raises(InvalidInputError) as no:
            give_back(world, case, pdf, **changes)
        assert set(no.value.fields) == set(changes)
    early = refusal_of(world, case, pdf, signed_on=date(2026, 3, 1))
    assert early.finding.code == "out_of_time"


def test_an_officer_who_did_not_bring_it_says_how_the_signature_was_confirmed(
    world: World,
) -> None:
    case = submit(world).number
    _made, pdf = make(world, case)
    back = give_back(world, case, pdf, "officer").returns[0].id

    def confirm(who: str, **changes: Any) -> UndertakingView:
        said: dict[str, Any] = {
            "returned": back,
            "genuine": True,
            "manner": "called_back",
            "words": "Number of the bank's register entry.",
            **changes,
        }
        return undertakings.confirm_undertaking(by=world.actor(who), case=case, **said)

    with pytest.raises(NotIndependentActError):
        confirm("officer")
    with pytest.raises(NotAllowedError):
        confirm("halden")
    with pytest.raises(InvalidInputError):
        confirm("officer2", manner="guessed")
    with pytest.raises(InvalidInputError):
        confirm("officer2", words=" ")
    with pytest.raises(NotFoundError):
        confirm("officer2", returned="0")
    assert confirm("officer2").standing == "confirmed"
    with pytest.raises(WrongStateError):
        confirm("officer2", genuine=False)
    assert not CaseEvent.objects.get(kind="confirm_undertaking").public


def test_a_signature_that_is_not_genuine_leaves_the_undertaking_unsigned(
    world: World,
) -> None:
    case = submit(world).number
    _made, pdf = make(world, case)
    back = give_back(world, case, pdf).returns[0].id
    seen = undertakings.confirm_undertaking(
        by=world.officer, case=case, returned=back, genuine=False, manner="embassy",
        words="Nobody of that name.",
    )  # fmt: skip
    assert (seen.standing, seen.returns[0].standing) == ("generated", "not_genuine")
    # An inquiry is never betrayed: to the applicant it is still being examined.
    told = reads.undertakings(viewer=world.halden, case=case)[0]
    assert (told.standing, told.returns[0].standing) == ("returned", "waiting")
    assert (told.returns[0].confirmed_words, told.returns[0].manner) == ("", "")


def test_a_draft_generates_one_once_it_names_what_is_needed(world: World) -> None:
    case = start(world).number
    made, pdf = make(world, case)
    assert made.content["end_user"]["name"] == "Banco Aurora do Sul (invented)"
    assert give_back(world, case, pdf).standing == "returned"
    bare = start(world, items={"items": [{**ITEM, "facts": {"kind": "software"}}]}, end_use={"facts": {}}).number  # fmt: skip
    with pytest.raises(InvalidInputError) as no:
        undertakings.make_undertaking(by=world.halden, case=bare)
    assert set(no.value.fields) == {"end_use"}


def test_a_closed_case_takes_none_and_strangers_see_none(world: World) -> None:
    case = refused(world).number
    with pytest.raises(WrongStateError):
        undertakings.make_undertaking(by=world.halden, case=case)
    with pytest.raises(NotFoundError):
        reads.undertakings(viewer=world.vigil, case=case)
    with pytest.raises(NotAllowedError):
        undertakings.make_undertaking(by=world.auditor, case=case)
    with pytest.raises(NotFoundError):
        reads.undertaking(viewer=world.officer, case=case, undertaking="0")
    for given in ({"undertaking": "0"}, {"undertaking": "", "returned": "0"}):
        with pytest.raises(NotFoundError):
            reads.undertaking_document(viewer=world.officer, case=case, **given)


# -- Hostile files -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole() -> bytes:
    content = {
        "format": "licet-undertaking/1", "number": "EUU-1", "case": "C", "authority": "A",
        "exporter": {"name": "E", "country": "SE"}, "end_user": {"name": "U", "country": "BR"},
        "consignees": [{"name": "K", "country": ""}], "destination": "", "end_use": "Use",
        "items": [{"name": "I", "quantity": ""}], "promises": ["P"],
        "made_on": "2026-03-02", "valid_until": "2026-05-30",
    }  # fmt: skip
    return render_undertaking(seal(content))


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"%PDF-1.7\n" + b"\0" * 5000, PNG],
)
def test_a_file_that_cannot_be_read_carries_no_data(
    content: bytes, whole: bytes
) -> None:
    assert attached_undertaking(content) is None
    assert pages_differ(whole, content) is None


def test_a_file_cut_off_anywhere_breaks_nothing(whole: bytes) -> None:
    for place in range(0, len(whole), max(len(whole) // 40, 1)):
        try:
            attached_undertaking(whole[:place])
        except MalformedUndertakingError:
            continue
        assert pages_differ(whole, whole[:place]) in {None, False, True}


def test_data_that_unpack_to_far_too_much_are_refused(whole: bytes) -> None:
    bomb = zlib.compress(b"0" * (8 * 2**20))
    mark = whole.index(b"/Type /EmbeddedFile") if b"/Type /EmbeddedFile" in whole else whole.index(b"/EmbeddedFile")  # fmt: skip
    begin = whole.index(b"stream", mark) + len(b"stream\n")
    end = whole.index(b"endstream", begin)
    swollen = whole[:begin] + bomb + b"\n" + whole[end:]
    try:
        read = attached_undertaking(swollen)
    except MalformedUndertakingError:
        return
    assert read is None
