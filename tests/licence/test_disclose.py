import pytest
from tests.licence.samples import CLAIMS, CODE, DOCUMENT

from licet.licence import (
    LicenceClaimsError,
    Role,
    UnreadableDocumentError,
    open_fields,
    present,
    present_fields,
)
from licet.licence.disclose import visible
from licet.licence.opened import open_document

SECRETS = ("court order", "120000 EUR")


def _fields(role: Role) -> dict[str, object]:
    return dict(open_document(present(DOCUMENT, role)).fields)


def test_customs_see_quantity_consignee_and_conditions_but_not_price_or_end_use() -> (
    None
):
    fields = _fields(Role.CUSTOMS)
    assert fields["consignee"] == {"name": "Nordhafen Forwarding", "country": "SE"}
    assert fields["items"] == [
        {
            "line": 1,
            "entry": "5A004.b",
            "description": "Phone extraction unit LX-2",
            "quantity": "12",
            "unit": "C62",
        }
    ]
    assert "conditions" in fields
    assert not any(secret in repr(fields) for secret in SECRETS)


def test_the_public_sees_that_it_exists_and_until_when() -> None:
    fields = _fields(Role.PUBLIC)
    assert fields["number"] == CLAIMS.number
    assert fields.keys().isdisjoint(
        {"licensee", "consignee", "end_user", "destination", "items", "conditions"}
    )


@pytest.mark.parametrize(
    ("role", "sees", "not_"),
    [
        pytest.param(Role.LICENSEE, {"end_use", "consignee"}, set(), id="licensee"),
        pytest.param(
            Role.PARTNER_AUTHORITY, {"end_use", "end_user"}, {"value"}, id="partner"
        ),
        pytest.param(
            Role.END_USER, {"conditions", "end_use"}, {"consignee"}, id="end-user"
        ),
    ],
)
def test_each_role_sees_its_fields(role: Role, sees: set[str], not_: set[str]) -> None:
    fields = _fields(role)
    assert sees <= fields.keys()
    assert not_.isdisjoint(fields)


def test_only_the_licensee_sees_the_price() -> None:
    priced = [role for role in Role if "120000 EUR" in repr(_fields(role))]
    assert priced == [Role.LICENSEE]


def test_a_whole_document_shown_to_a_role_discloses_no_more() -> None:
    fields = open_document(DOCUMENT).fields
    for role in Role:
        cut = open_document(present(DOCUMENT, role)).fields
        assert visible(fields, role) == visible(cut, role)
    public = dict(visible(fields, Role.PUBLIC))
    assert list(public)[:2] == ["number", "kind"]


def test_a_cut_document_cannot_be_widened() -> None:
    cut = present(DOCUMENT, Role.PUBLIC)
    assert present(cut, Role.LICENSEE) == cut


def test_a_printed_code_cannot_be_cut() -> None:
    with pytest.raises(UnreadableDocumentError):
        present(CODE, Role.PUBLIC)


def test_a_holder_shows_the_fields_of_their_choice_and_no_other() -> None:
    shown = present_fields(DOCUMENT, ["destination", "conditions"])
    fields = open_fields(shown)
    assert {"destination", "conditions"} <= fields.keys()
    assert fields.keys().isdisjoint({"licensee", "items", "end_use"})
    assert "items" not in open_fields(present_fields(DOCUMENT, []))
    priced = open_fields(present_fields(DOCUMENT, ["items", "value"]))
    assert priced["items"][0]["value"] == "120000 EUR"  # type: ignore[index]


@pytest.mark.parametrize("fields", [["number"], ["price"], ["value"]])
def test_what_cannot_be_chosen_is_refused(fields: list[str]) -> None:
    with pytest.raises(LicenceClaimsError):
        present_fields(DOCUMENT, fields)
