"""Found a small authority in a state of its own, ready to be killed. Run as a program by the tests.

Usage: ``founding.py COUNT``; the state is named by the environment. Prints one JSON document:
the e-mail addresses, the password, and ``COUNT`` drafts to submit and decisions to sign.
"""

import importlib
import json
import sys
from typing import Any

import django
from django.conf import settings
from django.utils import timezone

SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery"


def quick_people() -> Any:
    """Builders whose people share one hash: hashing is slow on purpose."""
    builders = importlib.import_module("tests.web.casework.builders")
    models = importlib.import_module("licet.web.casework.models")
    hashers = importlib.import_module("django.contrib.auth.hashers")
    password = hashers.make_password(PASSWORD)

    def make(key: str) -> Any:
        return models.Person.objects.create(
            email=f"{key}@meridia.example", name=key.title(), password=password
        )

    builders.make_person = make
    return builders


def to_sign(builders: Any, world: Any) -> str:
    """A case whose grant waits for the second signature."""
    number = str(builders.submit(world).number)
    builders.take(world, number)
    builders.advise_all(world, number)
    builders.draft_and_send(world, number, builders.draft_of("grant"))
    return number


def main() -> None:
    """Found it, and say what is there."""
    count = int(sys.argv[1])
    django.setup()
    importlib.import_module("licet.cli.shell").prepare()
    screening = importlib.import_module("licet.screening")
    screening.sync(screening.invented_lists(), settings.LICET_STATE, at=timezone.now())
    builders = quick_people()
    world = builders.build_world()
    totp = importlib.import_module("allauth.mfa.totp.internal.auth").TOTP
    totp.activate(world.people["signer"], SECRET)
    told = {
        "exporter": world.people["halden"].email,
        "signer": world.people["signer"].email,
        "drafts": [builders.start(world).number for _ in range(count)],
        "decisions": [to_sign(builders, world) for _ in range(count)],
    }
    sequencer = importlib.import_module("licet.web.casework.record.sequencer")
    sequencer.run_sequencer(at=timezone.now(), flush=True)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
