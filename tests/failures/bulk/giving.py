"""Found a small authority and give it a file of parties. Run as a program by the tests.

Usage: ``giving.py PARTIES``; the state is named by the environment. Prints the screening's id.
"""

import importlib
import sys
from pathlib import Path

import django
from django.conf import settings
from django.utils import timezone
from tests.failures.casework.founding import quick_people


def main() -> None:
    """Found it, give the file, and say under which id."""
    django.setup()
    importlib.import_module("licet.cli.shell").prepare()
    screening = importlib.import_module("licet.screening")
    screening.sync(screening.invented_lists(), settings.LICET_STATE, at=timezone.now())
    world = quick_people().build_world()
    acts = importlib.import_module(
        "licet.web.casework.services.screening.bulk_screenings"
    )
    with Path(sys.argv[1]).open("rb") as content:
        given = acts.start_bulk_screening(
            by=world.officer, name="parties.csv", content=content
        )
    sys.stdout.write(given.id)


if __name__ == "__main__":
    main()
