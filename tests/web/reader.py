"""Somebody who reads and sends pages without a browser."""

import html
import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from tests.web.casework.builders import World

SECRET = "JBSWY3DPEHPK3PXP"
_TAGS = re.compile(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", re.DOTALL)


class Reader:
    """One person at the site; ``public`` is nobody."""

    def __init__(self, world: World | None, key: str = "public") -> None:
        self.client = Client()
        if world is not None and key != "public":
            person = world.people[key]
            known = Authenticator.objects.filter(user=person).exists()
            if world.actor(key).is_staff and not known:
                TOTP.activate(person, SECRET)
            self.client.force_login(
                person, backend="allauth.account.auth_backends.AuthenticationBackend"
            )

    def source(self, path: str, status: int = 200) -> str:
        """The page as sent."""
        response = self.client.get(path, follow=True)
        assert response.status_code == status, (path, response.status_code)
        return response.content.decode()

    def read(self, path: str, status: int = 200) -> str:
        """The words of a page."""
        return words(self.source(path, status))

    def send(self, path: str, status: int = 200, **fields: object) -> str:
        """Send a form and read the page it leads to."""
        response = self.client.post(path, fields, follow=True)  # type: ignore[arg-type]  # a form
        assert response.status_code == status, (path, response.status_code)
        return words(response.content.decode())


def words(source: str) -> str:
    """What a person reads of a page."""
    return " ".join(html.unescape(_TAGS.sub(" ", source)).split())
