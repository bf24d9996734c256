"""Does acts of appeals, panels and webhooks, each killed by kill -9 at every write. Run as a program by the tests.

Usage: ``dying_acts.py appeals|laid|panels|webhooks``; the database and the state are named by the
environment. For each act a child is forked again and again, and dies before its first, second
... statement that writes, before each sync of a file, before and after each commit, until one
comes through. Prints one JSON list: of each act how its children ended, and what was stored then.
"""

import hashlib
import importlib
import io
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.utils import timezone

MOST_STEPS = 200
PATIENCE = 60  # seconds for one child
NEVER = 0
WRITES = ("INSERT", "UPDATE", "DELETE")
Act = Callable[[], object]
Account = Callable[[], dict[str, Any]]


def part(name: str) -> Any:
    """A module of casework or of its tests, loaded once Django is set up."""
    return importlib.import_module(name)


def fatal(step: int, told: int) -> None:
    """Die at the n-th write, sync of a file or commit, and say where into an open file."""
    connection = part("django.db").connection
    left = [step]

    def reached(where: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.write(told, where.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            reached(" ".join(sql.split()[:3]))
        return execute(sql, *rest)

    commit, sync = connection._commit, os.fsync

    def sync_and_count(file: Any) -> None:
        reached("before a file is on the disk")
        sync(file)

    def commit_and_count() -> None:
        reached("before the commit")
        commit()
        reached("after the commit")

    connection._commit = commit_and_count
    os.fsync = sync_and_count
    connection.execute_wrappers.append(watch)


def forked(act: Act, step: int) -> tuple[str, bool]:
    """Let a child do an act and die at a step: where it ended, and whether it was killed."""
    part("django.db").connections.close_all()
    read, told = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE)
        ended = 1
        try:
            fatal(step, told)
            act()
            os.write(told, b"done")
            ended = 0
        except part("licet.kernel").InputError as error:
            os.write(told, error.code.encode())
            ended = 0
        finally:
            os._exit(ended)
    os.close(told)
    with os.fdopen(read, "rb") as heard:
        where = heard.read().decode()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, -signal.SIGKILL}, code
    return where, code != 0


def everything() -> dict[str, Any]:
    """A digest of every row that is stored."""
    digest = hashlib.sha256()
    for model in apps.get_models():
        for row in model._default_manager.order_by("pk").values_list():
            digest.update(repr(row).encode())
    return {"stored": digest.hexdigest()}


def rehearse(act: Act) -> None:
    """Do an act and take it back: what it reads of the law is read once, and not by every child."""
    transaction = part("django.db").transaction
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def killed_at_every_write(
    name: str,
    act: Act,
    account: Account = everything,
    between: Act = lambda: None,
    rehearsal: Act | None = None,
) -> dict[str, Any]:
    """Kill an act at every step of its own, until it comes through.

    Args:
        name: What the test calls it.
        act: The act; done wholly or not at all, or taken up again.
        account: What is stored, looked at after each death.
        between: What time does between a death and the next start.
        rehearsal: What is done and taken back first, where the act itself leaves a file.
    """
    before, deaths = account(), []
    if account is everything:
        rehearse(rehearsal or act)
    for step in range(1, MOST_STEPS):
        where, killed = forked(act, step)
        deaths.append({"where": where, **account()})
        if not killed:
            return {"act": name, "before": before, "deaths": deaths}
        between()
    raise AssertionError(name)


# -- jobs and effects: what a dead worker leaves is taken up by the next --------------------


def give_back() -> None:
    """Let the silence of the dead be over, and forget how often a job has died."""
    jobs = part("django_tasks_db.models").DBTaskResult.objects
    part("licet.web.casework.jobs.worker").reap()
    jobs.exclude(finished_at__isnull=False).update(
        worker_ids=[], run_after=timezone.now()
    )


def papers() -> dict[str, Any]:
    """How many documents there are of each letter and licence, and jobs that were given up."""
    models = part("licet.web.casework.models")
    letters = models.LetterDocument.objects.values_list("letter", flat=True)
    licences = models.LicenceDocument.objects.values_list("licence", "kind")
    jobs = part("django_tasks_db.models").DBTaskResult.objects
    return {
        "documents": sorted(map(str, [*letters, *licences])),
        "failed": jobs.filter(status="FAILED").count(),
    }


class FilePost:
    """A post office that outlives its dead: it writes down under which key it took something."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.path.write_text("")

    def send(self, *, to: str, subject: str, body: str, key: str) -> None:
        assert to
        assert subject
        assert body
        with self.path.open("a") as kept:
            kept.write(f"{key}\n")

    def taken(self) -> list[str]:
        return self.path.read_text().split("\n")[:-1]


def mail(post: FilePost) -> dict[str, Any]:
    """What is noted as handed over, what the post office took, and what waits."""
    rows = part("licet.web.casework.models").OutboxMessage.objects
    return {
        "noted": sorted(rows.filter(done_at__isnull=False).values_list("key", flat=True)),
        "taken": post.taken(),
        "waiting": rows.filter(done_at__isnull=True).count(),
    }  # fmt: skip


def leases_over() -> None:
    """Let the time be over for which a dead worker had taken something."""
    models = part("licet.web.casework.models")
    at = part("licet.web.casework.ports").now()
    models.OutboxMessage.objects.filter(done_at__isnull=True).update(next_at=at)
    models.WebhookDelivery.objects.filter(done_at__isnull=True).update(next_at=at)


# -- the acts ----------------------------------------------------------------------------


def appeals(world: Any, post: FilePost) -> Iterator[dict[str, Any]]:
    """An appeal is lodged, given, decided, its papers made and sent; another is withdrawn."""
    kinds = part("tests.web.casework.test_appeal_kinds")
    builders = part("tests.web.casework.builders")
    plain = part("tests.web.casework.test_appeals")
    models = part("licet.web.casework.models")
    withdrawing = part("licet.web.casework.services.appeals.appeals").withdraw_appeal
    work = part("licet.web.casework.jobs.worker").run_pending
    send = part("licet.web.casework.jobs.outbox").deliver_outbox
    # In a child: what sets type keeps threads, and no child of theirs could set any.
    forked(lambda: (kinds.limited(world), work(), send()), NEVER)
    post.path.write_text("")
    models.OutboxMessage.objects.all().delete()
    seen = builders.see(world, models.Case.objects.get().number)
    condition = partial(kinds.condition_appeal, world, seen)
    yield killed_at_every_write("lodge beside the case", condition)
    one = str(models.Appeal.objects.get().pk)
    plain.assign(world, one, "judge")
    ruling = partial(
        plain.rule, world, one, "varied", words="Up to 20.", terms={"quantity": "20"}
    )
    yield killed_at_every_write("decide", ruling)
    yield killed_at_every_write("papers", partial(work, "doomed"), papers, give_back)
    yield killed_at_every_write("mail", send, partial(mail, post), leases_over)
    forked(lambda: builders.refused(world), NEVER)
    number = models.Case.objects.get(state="refused").number
    yield killed_at_every_write("lodge", partial(plain.lodge, world, number))
    other = str(models.Appeal.objects.get(state="lodged").pk)
    withdrawal = partial(
        withdrawing, by=world.halden, appeal=other, reasons="Settled.", version=None
    )
    yield killed_at_every_write("withdraw", withdrawal)


def laid(world: Any, _post: FilePost) -> Iterator[dict[str, Any]]:
    """An appeal against an opinion is lodged, and both sides lay a document in it."""
    asked = part("tests.web.casework.test_opinions")
    acts = part("licet.web.casework.services.appeals.appeals")
    models = part("licet.web.casework.models")
    ports = part("licet.web.casework.ports")
    law = asked.Fixed(ports.ports().determiner)
    with ports.using(replace(ports.ports(), determiner=law)):
        forked(lambda: asked.issued(world), NEVER)  # it sets a letter in type
    lodging = acts.Lodging(grounds=["law"], words="The note was left out.")
    opinion = models.Opinion.objects.get().number
    yield killed_at_every_write(
        "lodge against an opinion",
        partial(
            acts.lodge_opinion_appeal, by=world.halden, opinion=opinion, lodging=lodging
        ),
    )
    appeal = str(models.Appeal.objects.get().pk)

    def lay(who: str, text: str) -> None:
        acts.lay_appeal_document(
            by=world.actor(who), appeal=appeal, name=f"from {who}.txt",
            content=io.BytesIO(f"{text} {who} reads it.\n".encode()),
        )  # fmt: skip

    for who in ("halden", "officer"):
        yield killed_at_every_write(
            f"lay by {who}",
            partial(lay, who, "The note, as"),
            rehearsal=partial(lay, who, "Not yet as"),
        )


def panels(world: Any, _post: FilePost) -> Iterator[dict[str, Any]]:
    """A question is put, a round closed by the chair and one by its last estimate; an opinion."""
    made = part("tests.web.casework.panel_builders")
    asking = part("licet.web.casework.services.panels.elicitations")
    giving = part("licet.web.casework.services.panels.panel_opinions")
    made.seat_all(world)
    number = made.refer(world, made.taken(world)).number
    made.declare(world, number, *made.ETHICS)

    def one(verb: Any, who: str, **told: Any) -> Act:
        return partial(verb, by=world.actor(who), number=number, **told)

    asked = asking.Asked(text="How likely is harm?", kind="probability")
    yield killed_at_every_write("ask", one(asking.open_elicitation, "ada", asked=asked))
    first = {"question": 1, "in_round": 1}
    again = {"question": 1, "in_round": 2}
    one(asking.give_estimate, "ben", value="20", **first)()
    yield killed_at_every_write(
        "close", one(asking.close_elicitation_round, "ada", **first)
    )
    one(asking.give_estimate, "ben", value="30", **again)()
    one(asking.give_estimate, "cleo", value="30", **again)()
    yield killed_at_every_write(
        "estimate", one(asking.give_estimate, "ada", value="40", **again)
    )
    words = {"position": "objection", "reasons": "Wide harm."}
    yield killed_at_every_write(
        "write", one(giving.write_panel_opinion, "ben", **words)
    )
    vote = {"version": 1, "vote": "favour"}
    for who in ("ada", "cleo"):
        one(giving.vote_on_panel_opinion, who, **vote)()
    dissent = {"version": 1, "vote": "against", "words": "Not so wide."}
    yield killed_at_every_write(
        "vote", one(giving.vote_on_panel_opinion, "ben", **dissent)
    )
    yield killed_at_every_write("give", one(giving.give_panel_opinion, "ada"))


def webhooks(world: Any, _post: FilePost) -> Iterator[dict[str, Any]]:
    """What happened is queued and sent: killed at every write, around the sending too."""
    builders = part("tests.web.casework.builders")
    sent = part("licet.web.casework.services.programs.webhook_deliveries")
    models = part("licet.web.casework.models")
    with part("tests.web.casework.receiver").receiving() as receiver:
        part("licet.web.casework.services.programs.webhooks").register_webhook(
            by=world.halden,
            owner=str(world.organisations["halden"].pk),
            url=receiver.url,
            kinds=["application.submitted"],
        )
        for _ in range(2):
            builders.submit(world)
        yield killed_at_every_write("queue", sent.queue_webhooks)

        def account() -> dict[str, Any]:
            rows = models.WebhookDelivery.objects
            noted = rows.filter(done_at__isnull=False).values_list("pk", flat=True)
            return {
                "noted": sorted(map(str, noted)),
                "taken": [headers["webhook-id"] for headers, _ in receiver.got],
                "waiting": rows.filter(done_at__isnull=True).count(),
            }

        yield killed_at_every_write("send", sent.deliver_webhooks, account, leases_over)


def main() -> None:
    """Build the authority, kill its acts, and say what was stored."""
    django.setup()
    builders = part("tests.web.casework.builders")
    ports = part("licet.web.casework.ports")
    real = part("licet.web.casework.wiring").real_ports()
    post = FilePost(Path(settings.LICET_STATE) / "taken-by-the-post")
    acts = {one.__name__: one for one in (appeals, laid, panels, webhooks)}
    with ports.using(replace(real, clock=builders.MovingClock(), post=post)):
        print(json.dumps(list(acts[sys.argv[1]](builders.build_world(), post))))


if __name__ == "__main__":
    main()
