"""A signed letter is taken for what it is, and for nothing else."""

import io
import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfSignatureMetadata
from pyhanko.sign.signers import sign_pdf as library_sign
from tests.licence.samples import CLAIMS, DAY, HOUR, NOON, status_list
from tests.web.letters.conftest import Issue, Issued
from tests.web.letters.samples import BEGIN, CHECKPOINT, LETTER, SIGNED

from licet.licence import (
    Answer,
    KeySet,
    LicenceStatus,
    Role,
    Verdict,
    issue_status_list,
)
from licet.web.casework.letters import (
    DocumentKeys,
    DocumentSignatureError,
    LetterKind,
    attached_licence,
    check,
    create_keys,
    open_signed,
    render,
    render_letter,
    render_licence,
    sign_pdf,
    verify_pdf,
)


def _status(keys: DocumentKeys, status: LicenceStatus = LicenceStatus.VALID) -> str:
    return issue_status_list(
        {CLAIMS.status.index: status},
        uri=CLAIMS.status.uri,
        issued_at=NOON,
        lifetime=DAY,
        signer=keys.status,
    )


def _ask(
    pdf: bytes, keys: DocumentKeys, *, key_set: KeySet | None = None, **other: object
) -> Verdict:
    given = {"status": _status(keys), "at": NOON + HOUR} | other
    return verify_pdf(
        pdf,
        keys=key_set or keys.key_set,
        max_status_age=DAY,
        role=Role.CUSTOMS,
        **given,  # type: ignore[arg-type]  # each test names what it changes
    )


def _codes(verdict: Verdict) -> tuple[str, ...]:
    return tuple(reason.code for reason in verdict.reasons)


def test_a_signed_licence_with_a_fresh_status_is_valid(
    issued: Issued, keys: DocumentKeys
) -> None:
    verdict = _ask(issued.signed, keys)
    assert (verdict.answer, verdict.form) == (Answer.VALID, "pdf")
    assert verdict.number == CLAIMS.number
    assert dict(verdict.disclosed)["consignee"] == {
        "country": "SE",
        "name": "Nordhafen Forwarding",
    }
    assert verdict.withheld == ()


def test_a_suspended_licence_is_not_valid_on_paper_either(
    issued: Issued, keys: DocumentKeys
) -> None:
    verdict = _ask(issued.signed, keys, status=_status(keys, LicenceStatus.SUSPENDED))
    assert _codes(verdict) == ("suspended",)
    assert _codes(_ask(issued.signed, keys, status=None)) == ("no_status",)
    assert _codes(_ask(issued.signed, keys, status=status_list())) == (
        "status_unusable",
    )


def test_signing_twice_gives_the_same_file(issued: Issued, keys: DocumentKeys) -> None:
    assert sign_pdf(issued.letter, keys.document, at=SIGNED) == issued.signed
    assert sign_pdf(issued.letter, keys.document, at=NOON) != issued.signed


def test_a_signature_adds_and_changes_nothing(issued: Issued) -> None:
    assert issued.signed.startswith(issued.letter)


def test_a_signed_letter_is_valid_and_no_licence(keys: DocumentKeys) -> None:
    pdf = sign_pdf(render_letter(LetterKind.REFUSAL, LETTER), keys.document, at=SIGNED)
    verdict = _ask(pdf, keys, status=None)
    assert (verdict.answer, _codes(verdict)) == (Answer.VALID, ("letter",))
    assert verdict.number is None
    assert attached_licence(pdf) is None


def test_the_attached_licence_can_be_had_unchecked(issued: Issued) -> None:
    text = attached_licence(issued.signed)
    assert text is not None
    assert text.endswith("~")
    assert attached_licence(b"no PDF") is None


def _refused(pdf: bytes, keys: DocumentKeys) -> str:
    verdict = _ask(pdf, keys)
    assert verdict.answer is Answer.NOT_VALID
    assert _codes(verdict) == ("document_altered",)
    assert verdict.number is None
    return verdict.reasons[0].words


def _all_refused(places: set[int], pdf: bytes, keys: DocumentKeys) -> None:
    chance = random.Random(20260701)  # noqa: S311 - a repeatable sample, no secret
    for place in sorted(places):
        changed = bytearray(pdf)
        changed[place] ^= 1 << chance.randrange(8)
        assert _refused(bytes(changed), keys)


def _sample(size: int, length: int) -> set[int]:
    chance = random.Random(size)  # noqa: S311 - a repeatable sample, no secret
    return {chance.randrange(length) for _ in range(size)}


def test_no_changed_byte_of_a_signed_licence_is_taken(
    issued: Issued, keys: DocumentKeys
) -> None:
    pdf = issued.signed
    begin = pdf.index(b"/Contents <")
    edges = {
        *range(begin - 10, begin + 40),  # around the opening of the signature
        *range(begin + 3800, begin + 3900, 7),  # where its padding begins
        *range(len(pdf) - 40, len(pdf), 3),
    }
    _all_refused(edges | _sample(150, len(pdf)), pdf, keys)


@pytest.mark.soak
def test_no_changed_byte_around_the_signature_is_taken(
    issued: Issued, keys: DocumentKeys
) -> None:
    begin = issued.signed.index(b"/Contents <")
    places = set(range(begin - 300, begin + 4200)) | _sample(6000, len(issued.signed))
    _all_refused(places, issued.signed, keys)


def test_the_same_signature_in_other_letters_is_not_taken(
    issued: Issued, keys: DocumentKeys
) -> None:
    begin = issued.signed.index(b"/Contents <") + len(b"/Contents <")
    end = issued.signed.index(b">", begin)
    hexadecimal = issued.signed[begin:end].lower()
    changed = issued.signed[:begin] + hexadecimal + issued.signed[end:]
    assert "written anew" in _refused(changed, keys)
    padded = issued.signed[: end - 1] + b"1" + issued.signed[end:]
    assert "written anew" in _refused(padded, keys)


@pytest.mark.parametrize(
    "tail", [b"\n", b"%", b"\n%%EOF\n", b"\x00" * 10], ids=["line", "%", "eof", "zeros"]
)
def test_nothing_stands_behind_the_end(
    tail: bytes, issued: Issued, keys: DocumentKeys
) -> None:
    assert _refused(issued.signed + tail, keys)


def test_no_cut_file_is_taken(issued: Issued, keys: DocumentKeys) -> None:
    for length in range(0, len(issued.signed), 997):
        assert _refused(issued.signed[:length], keys)


def test_a_letter_without_signature_is_not_taken(
    issued: Issued, keys: DocumentKeys
) -> None:
    assert "no signature" in _refused(issued.letter, keys)


def test_an_update_behind_the_signature_is_not_taken(
    issued: Issued, keys: DocumentKeys
) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(issued.signed))
    writer.root["/Lang"] = generic.TextStringObject("fr")
    writer.update_root()
    changed = io.BytesIO()
    writer.write(changed)
    assert "behind" in _refused(changed.getvalue(), keys).replace("after", "behind")


def test_a_second_signature_is_not_taken(issued: Issued, keys: DocumentKeys) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(issued.letter))
    for name in ("First", "Second"):
        made = library_sign(
            writer,
            PdfSignatureMetadata(field_name=name, md_algorithm="sha256"),
            signer=keys.document.as_pdf_signer(),
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(made.getvalue()))
    assert "more than one" in _refused(made.getvalue(), keys)


def test_a_strangers_signature_is_not_taken(
    issued: Issued, keys: DocumentKeys, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stranger = create_keys(
        tmp_path_factory.mktemp("stranger") / "keys",
        b"a stranger's passphrase",
        issuer=CLAIMS.issuer,
        authority=CLAIMS.authority,
        at=BEGIN,
    )
    forged = sign_pdf(issued.letter, stranger.document, at=SIGNED)
    assert "somebody else signed" in _refused(forged, keys)


def _with_document_key(keys: DocumentKeys, **changes: datetime) -> KeySet:
    *others, document = keys.key_set.keys
    changed = replace(document, **changes)  # type: ignore[arg-type]  # times by name
    return replace(keys.key_set, keys=(*others, changed))


def test_an_old_certificate_still_proves_an_old_letter(
    issued: Issued, keys: DocumentKeys
) -> None:
    rotated = _with_document_key(keys, valid_until=SIGNED + timedelta(seconds=1))
    assert _ask(issued.signed, keys, key_set=rotated).answer is Answer.VALID
    early = _with_document_key(keys, valid_until=SIGNED)
    verdict = _ask(issued.signed, keys, key_set=early)
    assert (verdict.answer, _codes(verdict)) == (
        Answer.NOT_VALID,
        ("key_not_in_force",),
    )


def test_a_lost_certificate_proves_nothing(issued: Issued, keys: DocumentKeys) -> None:
    lost = _with_document_key(keys, compromised_at=SIGNED + timedelta(days=1))
    verdict = _ask(issued.signed, keys, key_set=lost)
    assert (verdict.answer, _codes(verdict)) == (
        Answer.NOT_CONFIRMED,
        ("key_compromised",),
    )


def test_a_letter_signed_before_its_certificate_is_not_taken(
    issued: Issued, keys: DocumentKeys
) -> None:
    early = sign_pdf(issued.letter, keys.document, at=BEGIN - timedelta(days=1))
    assert _ask(early, keys).answer is Answer.NOT_VALID


def test_pages_that_say_something_else_are_found(
    issued: Issued, keys: DocumentKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even the authority's own signature does not make two truths one."""
    monkeypatch.setattr(render, "contradictions", lambda *_: ())
    item = replace(CLAIMS.items[0], entry="4D004")
    cases = {
        "number": replace(CLAIMS, number="MLA-2026-000999"),
        "legal order": replace(CLAIMS, regime="us/ear"),
        "destination": replace(
            CLAIMS, destination="FR", end_user=replace(CLAIMS.end_user, country="FR")
        ),
        "licensee": replace(
            CLAIMS, licensee=replace(CLAIMS.licensee, name="Halden Security")
        ),
        "items": replace(CLAIMS, items=(item,)),
        "conditions": replace(CLAIMS, conditions=()),
    }
    for field, claims in cases.items():
        letter = render_licence(claims, issued.sdjwt, issued.code, CHECKPOINT)
        signed = sign_pdf(letter, keys.document, at=SIGNED)
        assert f"do not show the {field}" in _refused(signed, keys)


def test_another_quantity_on_the_page_is_found(
    issued: Issued, keys: DocumentKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "contradictions", lambda *_: ())
    more = replace(CLAIMS.items[0].quantity, amount=CLAIMS.items[0].quantity.amount * 8)
    claims = replace(CLAIMS, items=(replace(CLAIMS.items[0], quantity=more),))
    letter = render_licence(claims, issued.sdjwt, issued.code, CHECKPOINT)
    signed = sign_pdf(letter, keys.document, at=SIGNED)
    assert "do not show the quantities" in _refused(signed, keys)


def test_a_long_description_and_no_consignee_are_no_contradiction(
    issue: Issue, keys: DocumentKeys
) -> None:
    item = replace(CLAIMS.items[0], description="word " * 200)
    made = issue(replace(CLAIMS, consignee=None, items=(item,)))
    assert _ask(made.signed, keys).answer is Answer.VALID


def test_another_attachment_is_found(
    issued: Issued, keys: DocumentKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "content_mark", lambda _: "sha256:00")
    letter = render_licence(CLAIMS, issued.sdjwt, issued.code, CHECKPOINT)
    signed = sign_pdf(letter, keys.document, at=SIGNED)
    assert "not those it was made with" in _refused(signed, keys)


def test_a_letter_without_our_attachment_is_not_taken(
    issued: Issued, keys: DocumentKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "LICENCE_FILE", "other.txt")
    letter = render_licence(CLAIMS, issued.sdjwt, issued.code, CHECKPOINT)
    signed = sign_pdf(letter, keys.document, at=SIGNED)
    assert "exactly one set" in _refused(signed, keys)


def test_a_signature_without_a_time_is_not_taken(
    issued: Issued, keys: DocumentKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    signature = type("S", (), {"self_reported_timestamp": None})()
    with pytest.raises(DocumentSignatureError, match="no time") as caught:
        check._signed_at(signature)
    assert caught.value.code == "document_signature"
    naive = type("S", (), {"self_reported_timestamp": datetime(2026, 7, 1)})()  # noqa: DTZ001
    with pytest.raises(DocumentSignatureError, match="no time"):
        check._signed_at(naive)
    monkeypatch.setattr(check, "_LARGEST", 10)
    with pytest.raises(DocumentSignatureError, match="more than 10 bytes"):
        open_signed(issued.signed, keys.key_set)


def test_a_signature_that_leaves_the_middle_out_is_not_taken(
    issued: Issued, keys: DocumentKeys
) -> None:
    """The place of the signature must be exactly the string that holds it."""
    reader = PdfFileReader(io.BytesIO(issued.signed))
    signature = reader.embedded_signatures[0]
    _, before, after, _ = (int(number) for number in signature.byte_range)
    for place, byte in ((before, b" "), (after - 1, b" ")):
        pdf = issued.signed[:place] + byte + issued.signed[place + 1 :]
        with pytest.raises(DocumentSignatureError, match="place of its signature"):
            check._require_whole(pdf, signature)


def test_a_library_that_finds_a_change_is_believed(
    issued: Issued, keys: DocumentKeys
) -> None:
    reader = PdfFileReader(io.BytesIO(issued.signed))
    signature = reader.embedded_signatures[0]
    signature.compute_integrity_info()
    key = keys.key_set.keys[-1]
    check._require_sound(signature, key)
    place = issued.signed.index(b"/Lang") + 2
    changed = issued.signed[:place] + b"b" + issued.signed[place + 1 :]
    damaged = PdfFileReader(io.BytesIO(changed)).embedded_signatures[0]
    with pytest.raises(DocumentSignatureError, match="changed after signing"):
        check._require_sound(damaged, key)
