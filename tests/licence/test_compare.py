from dataclasses import replace

import pytest
from tests.licence.samples import CLAIMS, CODE, DOCUMENT

from licet.licence import Role, UnreadableDocumentError, contradictions, present


@pytest.mark.parametrize("document", [DOCUMENT, CODE], ids=["sd-jwt", "code"])
def test_signed_forms_say_what_the_licence_says(document: str) -> None:
    assert contradictions(CLAIMS, document) == ()


def test_what_is_left_out_is_no_contradiction() -> None:
    assert contradictions(CLAIMS, present(DOCUMENT, Role.PUBLIC)) == ()


def test_every_field_that_departs_is_named() -> None:
    item = replace(CLAIMS.items[0], entry="4D004", value=None)
    other = replace(
        CLAIMS,
        number="MLA-2026-000124",
        destination="FR",
        consignee=None,
        items=(item,),
    )
    assert contradictions(other, DOCUMENT) == (
        "consignee",
        "destination",
        "items",
        "number",
    )
    assert "items" in contradictions(other, CODE)


def test_a_line_more_is_a_contradiction() -> None:
    more = replace(CLAIMS, items=(*CLAIMS.items, replace(CLAIMS.items[0], line=2)))
    assert contradictions(more, CODE) == ("items",)


def test_what_cannot_be_read_says_nothing() -> None:
    with pytest.raises(UnreadableDocumentError):
        contradictions(CLAIMS, "no licence")
