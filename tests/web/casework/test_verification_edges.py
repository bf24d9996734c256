"""The corners of verification: races, damaged files, markings in signs, answers of every kind."""

import io
import zlib
from datetime import date
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from tests.web.casework.builders import World, refused, start, submit
from tests.web.casework.test_undertakings import give_back, make, refusal_of
from tests.web.casework.test_verification import answer, enter, party_of, seen, sign
from tests.web.reader import Reader

from licet.diversion.undertaking import MalformedUndertakingError, seal
from licet.web.casework.access import SYSTEM
from licet.web.casework.errors import StaleVersionError, UndertakingRefusedError
from licet.web.casework.letters import undertaking as letter
from licet.web.casework.letters.compose import Sheet
from licet.web.casework.letters.render import in_english, set_with_data
from licet.web.casework.models import (
    Case,
    ConductConfirmation,
    ConductEntry,
    PartyAppearance,
    PartyCheck,
    PartyFile,
    Person,
    SignalAnswer,
    SignalRun,
    Undertaking,
    UndertakingConfirmation,
    UndertakingReturn,
)
from licet.web.casework.ports import now
from licet.web.casework.record.reads import note_file_read
from licet.web.casework.rights.markings import highest
from licet.web.casework.selectors.verification import verification as reads
from licet.web.casework.services.applying import applications
from licet.web.casework.services.verification import (
    conduct,
    parties,
    signals,
    undertakings,
)
from licet.web.casework.services.verification.signals import SignalWord
from licet.web.casework.verification.party_files import Named

pytestmark = pytest.mark.django_db


def test_a_file_that_somebody_opened_meanwhile_is_found_and_not_opened_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = Named(role="", name="Other", country="CL", identifiers={}, facts={})
    first = parties.open_party_file(
        by=world.officer, name="Other", country="CL", identifiers={}
    )
    found = PartyFile.objects.get(number=first.number)
    asked = iter([PartyFile.objects.none(), PartyFile.objects.filter(pk=found.pk)])
    monkeypatch.setattr(PartyFile.objects, "filter", lambda **_: next(asked))
    assert parties.opened_file(named, by=SYSTEM, at=now()).pk == found.pk


def test_a_sign_that_rests_on_a_marked_check_is_withheld_with_it(world: World) -> None:
    Person.objects.filter(email="officer@meridia.example").update(
        clearance="restricted"
    )
    world.people["officer"].refresh_from_db()
    number = submit(world).number
    party = party_of(world, number).number
    answer(world, party, "payer", answer="Gulf Horizon", case=number, marking="restricted")  # fmt: skip
    signals.renew_signals(by=world.officer, case=number)
    assert sign(seen(world, number), "payer_not_a_party").outcome == "fires"
    less = seen(world, number, "officer2").parties[0]
    assert "payer_not_a_party" not in {one.rule for one in less.signals}
    assert less.withheld == 1
    assert reads.evidence_of(case=number)[0].fired[0].rule == "payer_not_a_party"
    assert highest(()) == "official"
    page = Reader(world, "officer2").read(f"/work/cases/{number}/")
    assert "1 line is withheld by its marking" in page
    assert "Gulf Horizon" not in page


def test_every_row_says_what_it_is(world: World) -> None:
    number = submit(world).number
    party = party_of(world, number).number
    answer(world, party, "payer", answer="Gulf Horizon", case=number)
    signals.renew_signals(by=world.officer, case=number)
    signals.answer_signal(
        by=world.officer, case=number, party=party,
        word=SignalWord(rule="payer_not_a_party", standing="stands", reasons="x"),
    )  # fmt: skip
    entry = enter(world, party, firmness="judgment")
    conduct.confirm_conduct(
        by=world.officer2, party=party, entry=entry, confirmed=True, reasons="x"
    )
    _made, pdf = make(world, number)
    back = give_back(world, number, pdf).returns[0].id
    undertakings.confirm_undertaking(
        by=world.officer, case=number, returned=back, genuine=True, manner="visit", words="x",
    )  # fmt: skip
    for model in (
        PartyFile, PartyAppearance, PartyCheck, SignalRun, SignalAnswer, ConductEntry,
        ConductConfirmation, Undertaking, UndertakingReturn, UndertakingConfirmation,
    ):  # fmt: skip
        assert str(model.objects.first())  # type: ignore[attr-defined]  # a model
    note_file_read(SYSTEM, "x", "y")


def test_an_officer_answers_questions_of_every_kind_on_the_page(world: World) -> None:
    number = submit(world).number
    party = party_of(world, number).number
    officer = Reader(world, "officer")

    def say(question: str, **said: object) -> str:
        given = {
            "result": "established", "words": "w", "source": "s", "on": "2026-03-02",
            "marking": "official", "case": number, **said,
        }  # fmt: skip
        return officer.send(f"/work/parties/{party}/checks/{question}/", **given)

    assert "on file" in say("founded", answer="2020-01-01")
    assert "on file" in say("registration", answer="VAT-DE DE136695976\n\nLEI 1")
    assert "on file" in say("services", answer="training\n support \n")
    assert "on file" in say("support", none="on")
    assert "on file" in say("refusals_disclosed", answer="yes")
    assert "on file" in say("commission", answer="0")
    assert "on file" in say("accounts", case="")
    assert "must be" in say("commission", answer="ten") or "number" in say("commission", answer="ten")  # fmt: skip
    values = dict(PartyCheck.objects.values_list("question", "answer"))
    assert values["founded"] == "2020-01-01"
    assert values["registration"] == [["VAT-DE", "DE136695976"], ["LEI", "1"]]
    assert (values["services"], values["support"]) == (["training", "support"], [])
    assert (values["refusals_disclosed"], values["commission"]) == (True, "0")
    officer.send(f"/work/parties/{party}/checks/shoe_size/", 404)
    officer.read(f"/work/parties/{party}/conduct/0/", 404)
    officer.read(f"/work/cases/{number}/signals/{party}/no_such_rule/", 404)
    officer.read(f"/work/cases/{number}/undertakings/returned/0/", 404)
    told = officer.client.get(f"/work/parties/{party}/export/")
    assert told.json()["number"] == party
    assert "attachment" in told["Content-Disposition"]
    document = io.BytesIO(b"words")
    document.name = "x.txt"
    assert "on file" in say("insolvency", document=document)
    kept = PartyCheck.objects.get(question="insolvency")
    got = officer.client.get(f"/work/parties/{party}/documents/{kept.pk}/")
    assert got.content == b"words"
    assert "Give the day" in say("insolvency", on="")


def test_an_undertaking_that_cannot_be_made_says_why_on_the_page(world: World) -> None:
    number = refused(world).number
    officer = Reader(world, "officer")
    page = officer.send(f"/work/cases/{number}/undertakings/")
    assert "is closed; no undertaking is needed" in page
    officer.send(f"/work/cases/{number[:-1]}9/undertakings/", 404)
    inspector = Reader(world, "auditor")
    inspector.send(f"/work/cases/{number}/undertakings/", 403)
    page = Reader(world, "ds").read("/work/parties/")
    assert "No file fits" in page


def test_a_case_that_moved_while_the_undertaking_was_set_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = submit(world).number

    def slow(sealed: object) -> bytes:
        Case.objects.update(facts_version=99)
        return b"%PDF-1.7"

    monkeypatch.setattr(undertakings, "render_undertaking", slow)
    with pytest.raises(StaleVersionError):
        undertakings.make_undertaking(by=world.halden, case=number)
    assert Undertaking.objects.count() == 0


def _set(name: str, data: str) -> bytes:
    sheet = Sheet(
        title="T", description="D", reference="R", authority="A", address=(),
        addressee=(), dated=date(2026, 3, 2), blocks=(), notes=(),
    )  # fmt: skip
    return set_with_data(sheet, in_english, name=name, data=data)


def test_data_of_another_form_make_it_foreign_and_another_attachment_a_scan(
    world: World,
) -> None:
    number = submit(world).number
    make(world, number)
    no = refusal_of(world, number, _set("undertaking.json", "{}"))
    assert no.finding.code == "foreign"
    assert letter.attached_undertaking(_set("other.json", "{}")) is None


def test_a_draft_that_lost_its_end_use_needs_a_new_one(world: World) -> None:
    number = start(world).number
    _made, pdf = make(world, number)
    applications.save_section(
        by=world.halden, case=number, section="end_use", content={"facts": {}}, version=None
    )  # fmt: skip
    with pytest.raises(UndertakingRefusedError, match="says something else by now"):
        give_back(world, number, pdf)


def _stream(content: bytes, kind: Any = None) -> generic.StreamObject:
    made = generic.StreamObject(encoded_data=content)
    if kind is not None:
        made[generic.NameObject("/Filter")] = kind
    return made


def test_a_stream_is_unpacked_within_bounds() -> None:
    flate = generic.NameObject("/FlateDecode")
    packed = zlib.compress(b"words")
    assert letter._bounded(_stream(b"words")) == b"words"
    assert letter._bounded(_stream(packed, flate)) == b"words"
    assert letter._bounded(_stream(packed, generic.ArrayObject([flate]))) == b"words"
    assert letter._bounded(_stream(b"x", generic.NameObject("/LZWDecode"))) is None
    assert letter._bounded(_stream(b"x" * (4 * 2**20 + 1))) is None
    assert letter._bounded(_stream(zlib.compress(b"0" * (5 * 2**20)), flate)) is None


def _page(*contents: bytes) -> dict[str, object]:
    if len(contents) == 1:
        return {"/Contents": _stream(contents[0])}
    return {"/Contents": generic.ArrayObject([_stream(one) for one in contents])}


def test_pages_are_told_apart_by_what_they_draw(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def differ(ours: Any, theirs: Any) -> bool | None:
        asked = iter([ours, theirs])

        class Told:
            def __init__(self, *_: object, **__: object) -> None:
                self.root = {"/Pages": next(asked)}

        monkeypatch.setattr(letter, "PdfFileReader", Told)
        return letter.pages_differ(b"", b"")

    ours = {"/Kids": [_page(b"a"), _page(b"b")]}
    assert differ(ours, {"/Kids": [_page(b"a"), _page(b"b")]}) is False
    # A signature drawn over it leaves what was generated: an officer looks.
    assert differ(ours, {"/Kids": [_page(b"a", b"ink"), _page(b"b")]}) is None
    assert differ(ours, {"/Kids": [_page(b"a"), _page(b"c")]}) is True
    assert differ(ours, _page(b"x" * (4 * 2**20 + 1))) is None
    deep: dict[str, object] = _page(b"a")
    for _ in range(20):
        deep = {"/Kids": [deep]}
    assert differ(ours, deep) is None


def test_attached_twice_or_in_no_alphabet_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def attached(*files: tuple[str, bytes | None]) -> Any:
        monkeypatch.setattr(letter, "_attached", lambda _: iter(files))
        return letter.attached_undertaking(_set("x.json", "{}"))

    name = letter.UNDERTAKING_FILE
    with pytest.raises(MalformedUndertakingError, match="twice"):
        attached((name, b"{}"), (name, b"{}"))
    with pytest.raises(MalformedUndertakingError, match="twice"):
        attached((name, None))
    with pytest.raises(MalformedUndertakingError, match="UTF-8"):
        attached((name, b"\xff"))


def test_a_party_without_a_country_or_quantity_is_set_all_the_same() -> None:
    content = {
        "format": "licet-undertaking/1", "number": "EUU-1", "case": "C", "authority": "A",
        "exporter": {"name": "E", "country": ""}, "end_user": {"name": "U", "country": "BR"},
        "consignees": [], "destination": "", "end_use": "Use",
        "items": [{"name": "I", "quantity": ""}], "promises": ["P"],
        "made_on": "2026-03-02", "valid_until": "2026-05-30",
    }  # fmt: skip
    assert letter.render_undertaking(seal(content)).startswith(b"%PDF-")
