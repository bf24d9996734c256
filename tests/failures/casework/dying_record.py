"""Does one act of the record and dies by kill -9 at a named step. Run as a program by the tests.

Steps: ``before_record`` (nothing is entered), ``before_commit`` (entered, not committed),
``before_effect`` (committed, the effect has not followed), ``after`` (all is done, nobody was told).
"""

import importlib
import os
import signal
import sys
from pathlib import Path
from typing import Any

import django

BUNDLES = "licet.web.casework.services.keeping.bundles"
BACKUP = "licet.web.casework.record.backup"
ERASURE = "licet.web.casework.record.erasure"
ROTATION = "licet.web.casework.record.rotation"
KEYS = "licet.web.casework.record.keystore"
# Where an act enters, and what follows its commit.
PLACES = {
    "bundle": (BUNDLES, BUNDLES, "DocumentContent"),
    "backup": (BACKUP, BACKUP, "sync_folder"),
    "erase": (ERASURE, ERASURE, "_destroy"),
    "rotate": (ROTATION, KEYS, "FileKeyStore.retire"),
}


def die(*_: object, **__: object) -> None:
    """End as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def fatal(act: str, step: str) -> None:
    """Arrange for death at a step of an act."""
    entering, following, effect = PLACES[act]
    module = importlib.import_module(entering)
    enter = module.record_event

    def enter_and_die(**parts: Any) -> None:
        enter(**parts)
        die()

    if step == "before_record":
        module.record_event = die
    elif step == "before_commit":
        module.record_event = enter_and_die
    elif step == "before_effect":
        owner: Any = importlib.import_module(following)
        *path, name = effect.split(".")
        for part in path:
            owner = getattr(owner, part)
        setattr(owner, name, die)


def do(act: str, what: str) -> None:
    """Do the act."""
    at = importlib.import_module("licet.web.casework.ports").now()
    policy = importlib.import_module("licet.web.casework.rights.policy")
    if act == "bundle":
        importlib.import_module(BUNDLES).make_bundle(
            by=policy.SYSTEM, case=what, purpose="hearing"
        )
    elif act == "backup":
        importlib.import_module(BACKUP).create_backup(Path(what), at=at)
    elif act == "erase":
        importlib.import_module(ERASURE).erase_case(
            case=what, actor=None, rule="an invented rule", reason="over", at=at
        )
    elif act == "rotate":
        keys = importlib.import_module(KEYS).key_store()
        importlib.import_module(ROTATION).rotate_keys(keys, actor=None, at=at)


def main() -> None:
    """Read act, step and what it is about from the command line."""
    act, step, what = sys.argv[1:]
    django.setup()
    fatal(act, step)
    do(act, what)
    die()


if __name__ == "__main__":
    main()
