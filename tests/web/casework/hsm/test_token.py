"""A token makes, signs and wraps, and gives no secret out: one in memory, and a real library."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from cryptography.x509 import load_der_x509_certificate
from tests.licence.samples import CLAIMS, LICENCE_SIGNER, SALT_KEY
from tests.web.letters.samples import CHECKPOINT

from licet.licence import (
    Answer,
    Purpose,
    Role,
    issue_code,
    issue_licence,
    issue_status_list,
)
from licet.web.casework.decision.papers import Papers
from licet.web.casework.hsm import (
    SoftwareToken,
    TokenError,
    TokenPort,
    TokenVault,
    TokenWrapping,
    wired,
)
from licet.web.casework.hsm.pkcs11 import Pkcs11Token
from licet.web.casework.letters import (
    KeyStoreError,
    create_keys,
    open_keys,
    render_licence,
    rotate_keys,
    sign_pdf,
    verify_pdf,
)
from licet.web.casework.record.errors import KeyMissingError, SealBrokenError
from licet.web.casework.record.keystore import FileKeyStore

BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
)
PIN = "40961024"


KEPT = TokenVault(token=SoftwareToken())


def kept_vault() -> TokenVault:
    """What a setting may name instead of files."""
    return KEPT


def _library() -> str:
    asked = os.environ.get("LICET_TEST_PKCS11")
    found = [place for place in (asked, *PLACES) if place and Path(place).exists()]
    if not found or shutil.which("softhsm2-util") is None:
        pytest.skip("no PKCS#11 token library here: apt install softhsm2")
    if find_spec("pkcs11") is None:
        pytest.skip("python-pkcs11 is not installed: pip install 'licet[hsm]'")
    return found[0]


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pkcs11Token:
    """A token of SoftHSM, made for this run. The library reads its folder once a process."""
    library = _library()
    folder = Path(os.environ.setdefault("LICET_TEST_TOKENS", str(tmp_path)))
    (folder / "tokens").mkdir(exist_ok=True)
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(conf))
    label = f"licet-{os.getpid()}"
    command = ["softhsm2-util", "--module", library, "--init-token", "--free"]
    subprocess.run(
        [*command, "--label", label, "--so-pin", PIN, "--pin", PIN],
        check=True,
        capture_output=True,
    )
    return Pkcs11Token(library=library, token=label, pin=PIN)


@pytest.fixture
def software() -> SoftwareToken:
    return SoftwareToken()


def _keeps_its_secrets(token: TokenPort) -> None:
    assert token.labels() == ()
    public = token.make_ed25519("one")
    assert len(public) == 32
    assert len(token.sign("one", b"data")) == 64
    token.rename("one", "two")
    assert token.labels() == ("two",)
    token.make_aes("wrap")
    sealed = token.encrypt("wrap", b"key", b"context")
    assert token.decrypt("wrap", sealed, b"context") == b"key"
    assert token.decrypt("wrap", sealed, b"other") is None
    assert token.decrypt("wrap", sealed[:-1], b"context") is None
    assert token.decrypt("wrap", b"", b"context") is None
    asks: tuple[Callable[[], object], ...] = (
        lambda: token.sign("nobody", b""),
        lambda: token.encrypt("nobody", b"", b""),
        lambda: token.rename("nobody", "somebody"),
        lambda: token.make_aes("wrap"),
    )
    for ask in asks:
        with pytest.raises(TokenError) as caught:
            ask()
        assert caught.value.code == "key_token"
    token.destroy("two")
    token.destroy("two")
    assert token.labels() == ("wrap",)
    token.destroy("wrap")


def _signs_documents(token: TokenPort, folder: Path) -> None:
    vault = TokenVault(token=token)
    keys = create_keys(
        folder,
        vault,
        issuer=CLAIMS.issuer,
        authority=CLAIMS.authority,
        at=BEGIN,
    )
    assert not list(folder.glob("*.pem"))
    sdjwt = issue_licence(CLAIMS, signer=keys.licence, salt_key=SALT_KEY)
    code = issue_code(CLAIMS, signer=keys.licence)
    status = issue_status_list(
        {},
        uri=CLAIMS.status.uri,
        issued_at=CLAIMS.issued_at + timedelta(days=2),
        lifetime=timedelta(days=1),
        signer=keys.status,
    )
    letter = render_licence(CLAIMS, sdjwt, code, CHECKPOINT)
    pdf = sign_pdf(letter, keys.document, at=CLAIMS.issued_at)
    verdict = verify_pdf(
        pdf,
        keys=keys.key_set,
        status=status,
        at=CLAIMS.issued_at + timedelta(days=2),
        max_status_age=timedelta(days=1),
        role=Role.CUSTOMS,
    )
    assert verdict.answer is Answer.VALID, verdict.reasons
    later = rotate_keys(folder, vault, authority="A", at=BEGIN + timedelta(days=90))
    old = keys.licence.key_id
    assert later.licence.key_id != old
    assert vault.holds(old)
    vault.destroy(old)
    assert not vault.holds(old)
    assert open_keys(folder, vault).licence.key_id == later.licence.key_id


def _wraps_data_keys(token: TokenPort, folder: Path) -> None:
    wrapping = TokenWrapping(token=token)
    keys = FileKeyStore(root=folder, wrapping=wrapping)
    sealed = keys.seal("case-1", b"content", b"")
    assert not (folder / "installation.key").exists()
    assert keys.unseal("case-1", sealed, b"") == b"content"
    under = wrapping.make()
    (path,) = [path for _name, path in keys.wrapped_files()]
    assert keys.rewrap("case-1", path, under)
    keys.retire("1")
    assert wrapping.known() == ("2",)
    assert keys.unseal("case-1", sealed, b"") == b"content"
    with pytest.raises(SealBrokenError):
        wrapping.unwrap("2", bytes(60), b"")
    with pytest.raises(KeyMissingError):
        wrapping.unwrap("1", bytes(60), b"")


def test_a_token_signs_and_wraps_and_no_secret_lies_in_a_file(
    software: SoftwareToken, tmp_path: Path
) -> None:
    _keeps_its_secrets(software)
    _signs_documents(software, tmp_path / "documents")
    _wraps_data_keys(software, tmp_path / "keys")
    assert "KEY" not in repr(software)


def test_a_real_token_does_the_same(real: Pkcs11Token, tmp_path: Path) -> None:
    _keeps_its_secrets(real)
    _signs_documents(real, tmp_path / "documents")
    _wraps_data_keys(real, tmp_path / "keys")
    with pytest.raises(TokenError, match="does not answer"):
        replace(real, pin="0000").labels()
    assert PIN not in repr(real)


def test_a_token_without_its_package_says_what_to_install() -> None:
    if find_spec("pkcs11") is not None:
        pytest.skip("python-pkcs11 is installed")
    with pytest.raises(TokenError, match=r"licet\[hsm\]"):
        Pkcs11Token(library="x", token="y", pin="z").labels()


def test_another_key_under_the_label_signs_nothing(
    software: SoftwareToken, tmp_path: Path
) -> None:
    keys = create_keys(
        tmp_path, TokenVault(token=software), issuer="i", authority="A", at=BEGIN
    )
    for signer in (keys.licence, keys.document):
        label = f"licet-{signer.key_id}"
        software.destroy(label)
        if signer is keys.licence:
            software.make_ed25519(label)
        else:
            software.make_rsa(label)
    with pytest.raises(TokenError, match="not the one that was published"):
        keys.licence.sign(b"data")
    with pytest.raises(TokenError, match="not the one that was published"):
        sign_pdf(_letter(), keys.document, at=BEGIN)


def _letter() -> bytes:
    signer = LICENCE_SIGNER
    sdjwt = issue_licence(CLAIMS, signer=signer, salt_key=SALT_KEY)
    return render_licence(CLAIMS, sdjwt, issue_code(CLAIMS, signer=signer), CHECKPOINT)


def test_a_lost_token_key_is_named(software: SoftwareToken, tmp_path: Path) -> None:
    vault = TokenVault(token=software)
    keys = create_keys(tmp_path, vault, issuer="i", authority="A", at=BEGIN)
    software.destroy(f"licet-{keys.document.key_id}")
    with pytest.raises(TokenError, match="holds no key"):
        open_keys(tmp_path, vault)


def test_a_wrapping_key_that_somebody_made_in_between_is_taken() -> None:
    class Late(SoftwareToken):
        def make_aes(self, label: str) -> None:
            super().make_aes(label)
            super().make_aes(label)

    assert TokenWrapping(token=Late()).make() == "1"

    class Full(SoftwareToken):
        def make_aes(self, label: str) -> None:
            raise TokenError(label)

    with pytest.raises(TokenError):
        TokenWrapping(token=Full()).make()


def test_the_token_of_an_installation_comes_from_its_settings(settings: object) -> None:
    with pytest.raises(TokenError, match="LICET_HSM_LIBRARY"):
        wired.token()
    settings.LICET_HSM_LIBRARY, settings.LICET_HSM_TOKEN = "/lib.so", "t"  # type: ignore[attr-defined]
    for made in (wired.token_vault(), wired.token_wrapping()):
        assert made.token == Pkcs11Token(library="/lib.so", token="t", pin="")


def test_a_certificate_past_2049_writes_its_end_in_the_long_form(
    software: SoftwareToken,
) -> None:
    at = datetime(2045, 1, 1, tzinfo=UTC)
    made = TokenVault(token=software).draw(Purpose.DOCUMENT, authority="A", at=at)
    end = load_der_x509_certificate(made).not_valid_after_utc
    assert end == at + timedelta(days=3653)


def test_a_pdf_is_signed_with_sha_256_alone(
    software: SoftwareToken, tmp_path: Path
) -> None:
    keys = create_keys(
        tmp_path, TokenVault(token=software), issuer="i", authority="A", at=BEGIN
    )
    signer = keys.document.as_pdf_signer()
    sign = signer.async_sign_raw(b"data", "sha512")
    with pytest.raises(TokenError, match="SHA-256"):
        asyncio.run(sign)
    with pytest.raises(KeyStoreError):
        create_keys(
            tmp_path, TokenVault(token=software), issuer="i", authority="A", at=BEGIN
        )


def test_an_installation_signs_with_the_vault_that_its_setting_names(
    settings: object, tmp_path: Path
) -> None:
    settings.LICET_DOCUMENT_KEYS = f"{__name__}.kept_vault"  # type: ignore[attr-defined]
    papers = Papers(folder=tmp_path / "documents", passphrase=b"")
    keys = papers.keys(BEGIN)
    assert KEPT.holds(keys.licence.key_id)
    assert papers.keys(BEGIN).status.key_id == keys.status.key_id
    assert not list(papers.folder.glob("*.pem"))
