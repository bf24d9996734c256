"""Performs one act of casework and dies by kill -9 at a named step. Run as a program by the tests.

Steps: ``before_record`` (the change is made, the entry is not), ``before_commit`` (everything is
written, nothing is committed), ``after_commit`` (all is stored, nobody was told).
"""

import importlib
import os
import signal
import sys

import django


def die(*_: object, **__: object) -> None:
    """End as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def fatal(step: str) -> None:
    """Arrange for death at a step."""
    acting = importlib.import_module("licet.web.casework.acts.acting")
    enter = acting.record_event

    def enter_and_die(**parts: object) -> None:
        enter(**parts)
        die()

    if step == "before_record":
        acting.record_event = die
    elif step == "before_commit":
        acting.record_event = enter_and_die


def act(name: str, person: str, case: str) -> None:
    """Do the act for a person on a case."""
    people = importlib.import_module("licet.web.casework.rights.people")
    models = importlib.import_module("licet.web.casework.models")
    by = people.actor_of_person(models.Person.objects.get(pk=person))
    if name == "submit":
        verb = importlib.import_module(
            "licet.web.casework.services.applying.applications"
        )
        verb.submit_application(by=by, case=case, key="the-key", version=None)
    elif name == "countersign":
        verb = importlib.import_module("licet.web.casework.services.decision.decisions")
        verb.countersign(by=by, case=case, version=None)
    elif name == "work":
        importlib.import_module("licet.web.casework.jobs.worker").run_one("doomed")


def main() -> None:
    """Read act, step, person and case from the command line."""
    name, step, person, case = sys.argv[1:]
    django.setup()
    fatal(step)
    act(name, person, case)
    die()


if __name__ == "__main__":
    main()
