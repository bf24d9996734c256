"""The token of this installation, from its settings, in the two forms that settings name."""

from django.conf import settings

from licet.web.casework.hsm.documents import TokenVault
from licet.web.casework.hsm.pkcs11 import Pkcs11Token
from licet.web.casework.hsm.port import TokenError, TokenPort
from licet.web.casework.hsm.wrapping import TokenWrapping


def token() -> TokenPort:
    """The PKCS#11 token that the settings name.

    Raises:
        TokenError: A setting is missing.
    """
    if not (settings.LICET_HSM_LIBRARY and settings.LICET_HSM_TOKEN):
        raise TokenError(
            "Set LICET_HSM_LIBRARY, LICET_HSM_TOKEN and LICET_HSM_PIN to use a token."
        )
    return Pkcs11Token(
        library=settings.LICET_HSM_LIBRARY,
        token=settings.LICET_HSM_TOKEN,
        pin=settings.LICET_HSM_PIN,
    )


def token_vault() -> TokenVault:
    """For ``LICET_DOCUMENT_KEYS``: document keys in the token."""
    return TokenVault(token=token())


def token_wrapping() -> TokenWrapping:
    """For ``LICET_KEY_WRAPPING``: the keys that wrap all data keys in the token."""
    return TokenWrapping(token=token())
