"""The keys of an invented authority, made once for all tests of the letters."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.licence.samples import CLAIMS, SALT_KEY
from tests.web.letters.samples import BEGIN, CHECKPOINT, PASSPHRASE, SIGNED

from licet.licence import LicenceClaims, issue_code, issue_licence
from licet.web.casework.letters import (
    DocumentKeys,
    create_keys,
    render_licence,
    sign_pdf,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A licence in all its forms."""

    sdjwt: str
    code: str
    letter: bytes
    signed: bytes


Issue = Callable[[LicenceClaims], Issued]


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> DocumentKeys:
    folder: Path = tmp_path_factory.mktemp("state") / "documents"
    return create_keys(
        folder,
        PASSPHRASE,
        issuer=CLAIMS.issuer,
        authority=CLAIMS.authority,
        at=BEGIN,
    )


@pytest.fixture(scope="session")
def issue(keys: DocumentKeys) -> Issue:
    def issued(claims: LicenceClaims) -> Issued:
        sdjwt = issue_licence(claims, signer=keys.licence, salt_key=SALT_KEY)
        code = issue_code(claims, signer=keys.licence)
        letter = render_licence(claims, sdjwt, code, CHECKPOINT)
        signed = sign_pdf(letter, keys.document, at=SIGNED)
        return Issued(sdjwt=sdjwt, code=code, letter=letter, signed=signed)

    return issued


@pytest.fixture(scope="session")
def issued(issue: Issue) -> Issued:
    return issue(CLAIMS)
