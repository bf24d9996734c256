from dataclasses import replace

import pytest
from tests.licence.samples import CLAIMS, DOCUMENT, LICENCE_SIGNER, SALT_KEY

from licet.licence import (
    LicenceClaimsError,
    issue_licence,
    open_fields,
    status_reference,
)
from licet.licence.opened import open_document


def test_the_same_licence_gives_the_same_bytes() -> None:
    again = issue_licence(CLAIMS, signer=LICENCE_SIGNER, salt_key=SALT_KEY)
    assert again == DOCUMENT


def test_what_a_licence_does_not_have_is_null_so_that_absent_means_withheld() -> None:
    item = replace(CLAIMS.items[0], value=None)
    bare = replace(CLAIMS, consignee=None, end_use=None, conditions=(), items=(item,))
    fields = open_document(
        issue_licence(bare, signer=LICENCE_SIGNER, salt_key=SALT_KEY)
    ).fields
    assert (fields["consignee"], fields["end_use"]) == (None, None)
    assert fields["conditions"] == []
    assert "value" not in repr(fields["items"])


def test_a_licence_says_where_its_status_stands() -> None:
    assert status_reference(DOCUMENT) == CLAIMS.status
    assert open_fields(DOCUMENT)["number"] == CLAIMS.number


def test_a_salt_key_is_long() -> None:
    with pytest.raises(LicenceClaimsError):
        issue_licence(CLAIMS, signer=LICENCE_SIGNER, salt_key=b"")
