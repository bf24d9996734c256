"""``licet manage code EMAIL``: the present second-factor code of an invented person."""

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Print a code; only where everybody is invented."""

    help = "The present second-factor code of a person of the invented authority."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose code."""
        parser.add_argument("email")

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401  # Django gives options of every kind
        """Print it."""
        if not settings.LICET_DEMO:
            raise CommandError("Only an invented authority shows second-factor codes.")
        found = Authenticator.objects.filter(
            user__email__iexact=options["email"], type=Authenticator.Type.TOTP
        ).first()
        if found is None:
            raise CommandError(
                f"{options['email']} has no second factor. Sign in and set one up."
            )
        around = list(yield_hotp_counters_from_time())
        counter = around[len(around) // 2]
        secret = decrypt(found.data["secret"])
        self.stdout.write(format_hotp_value(hotp_value(secret, counter)))
