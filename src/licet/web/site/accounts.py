"""How people sign in: by e-mail; staff with a second factor they cannot take off."""

from base64 import urlsafe_b64encode
from typing import Any, Protocol

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from licet.web.casework.access import home_of, is_staff
from licet.web.casework.services.people.accounts import (
    ACCOUNT_ACTS,
    OPENED,
    enter_account_act,
)


class _Owned(Protocol):
    """Something of a person, such as an authenticator."""

    user: AbstractBaseUser


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Where people land after signing in, and who may open an account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Exporters open their own account; staff accounts are made by the authority."""
        return True

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The face in which this person works."""
        return home_of(request.user)

    def save_user(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        form: Any,  # noqa: ANN401  # allauth's form
        commit: bool = True,  # noqa: FBT001, FBT002  # allauth's signature
    ) -> AbstractBaseUser:
        """Open an account; that it was opened is entered with it."""
        with transaction.atomic():
            opened: AbstractBaseUser = super().save_user(request, user, form, commit)
            if commit:
                enter_account_act(person=str(opened.pk), act=OPENED)
        return opened

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        *args: Any,  # noqa: ANN401  # allauth's signature
        **kwargs: Any,  # noqa: ANN401  # as above
    ) -> None:
        """What people are told of their account is entered, whether or not mail is sent."""
        if act := ACCOUNT_ACTS.get(template_prefix):
            enter_account_act(person=str(user.pk), act=act)
        super().send_notification_mail(template_prefix, user, *args, **kwargs)


def _vault() -> Fernet:
    key = salted_hmac("licet.second-factor", settings.SECRET_KEY, algorithm="sha256")
    return Fernet(urlsafe_b64encode(key.digest()))


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """TOTP secrets rest encrypted; staff keep their second factor."""

    def encrypt(self, text: str) -> str:
        """Encrypt a TOTP secret for the database."""
        return _vault().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a TOTP secret from the database."""
        return _vault().decrypt(encrypted_text.encode("ascii")).decode()

    def can_delete_authenticator(self, authenticator: _Owned) -> bool:
        """Staff cannot take their second factor off."""
        return not is_staff(authenticator.user)
