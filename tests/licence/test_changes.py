"""Every change of every byte, on small documents: none is taken for valid."""

from dataclasses import replace

import pytest
from tests.licence.samples import (
    CLAIMS,
    CODE,
    DAY,
    DOCUMENT,
    HOUR,
    KEYS,
    LICENCE_SIGNER,
    NOON,
    SALT_KEY,
    status_list,
)

from licet.licence import Answer, Role, issue_licence, present, verify
from licet.licence.cose import read_message
from licet.licence.encoding import base45, from_base45

STATUS = status_list()
SMALL = present(
    issue_licence(
        replace(CLAIMS, conditions=(), consignee=None, end_use=None),
        signer=LICENCE_SIGNER,
        salt_key=SALT_KEY,
    ),
    Role.CUSTOMS,
)


def _answer(document: str, status: str = STATUS) -> Answer:
    return verify(
        document, keys=KEYS, status=status, at=NOON + HOUR, max_status_age=DAY
    ).answer


def _changes(text: str) -> list[str]:
    """Each letter changed in each of its eight bits."""
    return [
        text[:place] + chr(ord(letter) ^ (1 << bit)) + text[place + 1 :]
        for place, letter in enumerate(text)
        for bit in range(8)
    ]


def test_the_unchanged_documents_are_valid() -> None:
    assert {_answer(SMALL), _answer(CODE), _answer(DOCUMENT)} == {Answer.VALID}


def test_no_changed_bit_of_a_licence_is_taken() -> None:
    assert {_answer(changed) for changed in _changes(SMALL)} == {Answer.NOT_VALID}


def test_no_changed_bit_of_a_code_is_taken() -> None:
    prefix = len("LICET1:")
    answers = {_answer(CODE[:prefix] + changed) for changed in _changes(CODE[prefix:])}
    assert answers == {Answer.NOT_VALID}


def test_no_changed_bit_under_the_letters_of_a_code_is_taken() -> None:
    data = from_base45(CODE.removeprefix("LICET1:"))
    for place in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[place] ^= 1 << bit
            assert _answer("LICET1:" + base45(bytes(changed))) is Answer.NOT_VALID


def test_no_changed_bit_of_a_status_list_confirms() -> None:
    assert {_answer(CODE, changed) for changed in _changes(STATUS)} == {
        Answer.NOT_CONFIRMED
    }


@pytest.mark.parametrize("document", [SMALL, CODE], ids=["sd-jwt", "code"])
def test_no_cut_or_lengthened_document_is_taken(document: str) -> None:
    cuts = [
        document[:length]
        for length in range(len(document))
        if not document[:length].endswith("~")  # that is a lawful withholding
    ]
    longer = [document + letter for letter in "~.A0:"]
    assert {_answer(text) for text in (*cuts, *longer)} == {Answer.NOT_VALID}


def test_disclosures_of_two_licences_do_not_mix() -> None:
    other = issue_licence(
        replace(CLAIMS, number="MLA-2026-000999", destination="FR"),
        signer=LICENCE_SIGNER,
        salt_key=b"\xff" * 32,
    )
    token, *_ = SMALL.split("~")
    _, *foreign = other.split("~")
    assert _answer("~".join([token, *foreign])) is Answer.NOT_VALID


def test_a_signature_is_not_moved_to_other_claims() -> None:
    message = read_message(from_base45(CODE.removeprefix("LICET1:")))
    other = status_list().split(".")[2]
    assert _answer(SMALL.replace(SMALL.split("~")[0].split(".")[2], other)) is (
        Answer.NOT_VALID
    )
    assert len(message.signature) == 64


@pytest.mark.soak
@pytest.mark.parametrize("document", [SMALL, CODE], ids=["sd-jwt", "code"])
def test_no_other_letter_in_any_place_is_taken(document: str) -> None:
    begin = len("LICET1:") if document is CODE else 0
    for place in range(begin, len(document)):
        for other in range(256):
            if other != ord(document[place]):
                changed = document[:place] + chr(other) + document[place + 1 :]
                assert _answer(changed) is Answer.NOT_VALID


@pytest.mark.soak
def test_no_other_letter_in_any_place_of_a_status_list_confirms() -> None:
    for place in range(len(STATUS)):
        for other in range(256):
            if other != ord(STATUS[place]):
                changed = STATUS[:place] + chr(other) + STATUS[place + 1 :]
                assert _answer(CODE, changed) is Answer.NOT_CONFIRMED
