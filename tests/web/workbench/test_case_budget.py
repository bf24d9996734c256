"""The case page asks a fixed number of questions of the database, whatever the case holds."""

import os
import traceback

import pytest
from django.db import connection
from tests.web.casework.builders import (
    World,
    advise_all,
    take,
)
from tests.web.casework.hit_builders import BROKERS, frozen_party, say, with_party
from tests.web.reader import Reader

from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.services import applications, notes
from licet.web.casework.services.consultations import ask_consultation

pytestmark = pytest.mark.django_db
MOST = 30


def full_case(world: World) -> str:
    """A case with hits, advice, messages, notes, letters, a draft and another state asked."""
    number = with_party(
        world, BROKERS, frozen_party(role="consignee"), frozen_party(role="reseller")
    )
    take(world, number)
    for text in ("One.", "Two.", "Three."):
        applications.send_message(by=world.officer, case=number, text=text)
        notes.write_note(by=world.officer, case=number, text=text)
    ask_consultation(
        by=world.officer, case=number, partner="NO", because="It knows.", version=None
    )
    say(world, number)
    advise_all(world, number)
    run_pending()
    return number


def asked(reader: Reader, path: str) -> list[str]:
    reader.read(path)
    found: list[str] = []

    def note(execute, sql, params, many, context):
        if os.environ.get("STACKS"):
            stack = [
                f
                for f in traceback.extract_stack()
                if "/licet/" in f.filename or ".html" in f.filename
            ]
            found.append(
                sql[:60]
                + " <- "
                + " < ".join(
                    f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}"
                    for f in reversed(stack[-5:])
                )
            )
        else:
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        reader.read(path)
    return found


def test_the_case_page_asks_at_most_thirty_times_whatever_it_holds(
    world: World,
) -> None:
    number = full_case(world)
    found = asked(Reader(world, "officer"), f"/work/cases/{number}/")
    assert len(found) <= MOST, "\n" + "\n".join(found)
