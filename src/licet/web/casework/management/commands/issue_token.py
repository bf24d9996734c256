"""``licet manage issue_token EMAIL --scope work``: a token for a person's program."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from licet.web.casework.access import SYSTEM
from licet.web.casework.errors import CaseworkError
from licet.web.casework.services.programs import tokens


class Command(BaseCommand):
    """Print a new token once; only its digest is kept."""

    help = "Make an API token for a person; it is printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The person, the scopes and how long."""
        parser.add_argument("email")
        parser.add_argument(
            "--scope", action="append", required=True, choices=tokens.SCOPES
        )
        parser.add_argument("--days", type=int, default=30)
        parser.add_argument("--name", default="made by the operator")

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401  # Django gives options of every kind
        """Make the token."""
        try:
            raw = tokens.make_token(
                person=tokens.person_by_email(options["email"]),
                name=options["name"],
                scopes=tuple(options["scope"]),
                days=options["days"],
                by=SYSTEM,
            )
        except CaseworkError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(raw)
