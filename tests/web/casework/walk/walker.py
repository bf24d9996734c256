"""A walk of random people over several cases: chosen, taken, judged after every step, made short when it breaks."""

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from django.core.cache import cache
from django.db import transaction
from tests.web.casework.builders import (
    START,
    MovingClock,
    World,
    build_world,
    start,
    submit,
)
from tests.web.casework.walk import applicant_acts, decision_acts, desk_acts
from tests.web.casework.walk.invariants import (
    BrokenError,
    advice_kept,
    clock_kept,
    conditions_owned,
    differing,
    fingerprint,
    gate_was_shut,
    must,
    newest_entry,
    reads_what_may_be_read,
    record_whole,
    refusal_entered,
    signed_by_two,
    table_kept,
)
from tests.web.casework.walk.steps import DOINGS, Step, Walk, roles_of, states_of

from licet.web.casework.access import Actor
from licet.web.casework.errors import (
    CaseworkError,
    GrantObstructedError,
    NotAllowedError,
    NotIndependentActError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import Case, Decision, Referral
from licet.web.casework.record.export import log_directory
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.services.decision import delivery
from licet.web.casework.services.desk.information_requests import lapse_unanswered
from licet.web.casework.services.desk.referring import close_advised
from licet.web.casework.services.licences.licence_course import (
    exhaust_licences,
    expire_licences,
)
from licet.web.casework.services.review import escalations, silences

__all__ = ["applicant_acts", "decision_acts", "desk_acts"]
STAFF = (
    "head", "officer", "officer2", "signer", "unsigned", "inspector", "te", "ds", "mi", "mfa",
    "mj", "ia", "customs", "chair", "judge", "judge_below", "auditor", "policy",
)  # fmt: skip
PEOPLE = (*STAFF, "halden", "vigil")
WORK, DAYS, NEW = "jobs run", "days pass", "start_application"
JOBS = (
    close_advised, escalations.settle_levels, silences.warn_agencies, silences.record_silences,
    lapse_unanswered, delivery.serve_deemed, expire_licences, exhaust_licences,
)  # fmt: skip
REFUSALS = (NotAllowedError, NotIndependentActError, GrantObstructedError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a walk goes.

    Attributes:
        cases: How many there are at most.
        wild: Share of tries that ask nobody whether they make sense.
        checked_every: Steps between two checks of all cases.
        record_every: Steps between two checks of the record.
        readers: How many reads are checked at each check.
    """

    cases: int = 3
    wild: float = 0.15
    checked_every: int = 10
    record_every: int = 100
    readers: int = 2


def begun(world: World, clock: MovingClock, manner: Manner) -> Walk:
    """A walk at its first step: some cases submitted, one still written; some people cleared."""
    walk = Walk(world=world, clock=clock)
    for key in ("ds", "officer", "signer", "auditor"):
        person = world.people[key]
        person.clearance = "confidential" if key != "signer" else "restricted"
        person.save(update_fields=["clearance"])
    walk.roles.update((key, world.actor(key).roles) for key in PEOPLE)
    for place in range(manner.cases - 1):
        walk.cases.append(submit(world, ("halden", "vigil")[place % 2]).number)
    walk.cases.append(start(world).number)
    return walk


@contextmanager
def undone() -> Iterator[None]:
    """Everything inside did not happen: rows and published log."""
    # No atomic block: what is refused is entered in one of its own, which must be the outermost.
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)
    shutil.rmtree(log_directory(), ignore_errors=True)
    cache.clear()


def chosen(walk: Walk, chance: random.Random, manner: Manner) -> Step:
    """The next try: mostly one that may be possible, by somebody who may be allowed."""
    place, seed = chance.randrange(len(walk.cases)), chance.getrandbits(32)
    minutes = chance.choice([0, 1, 30, 200])
    happens = chance.random()
    if happens < 0.17:  # the worker runs, or did not run for some time
        return Step(act=WORK, who="", place=0, chance=seed, minutes=minutes)
    if happens < 0.22:
        return Step(act=DAYS, who="", place=0, chance=seed, minutes=minutes)
    if chance.random() < manner.wild:
        act, who = chance.choice(sorted(DOINGS)), chance.choice(PEOPLE)
    else:
        case = walk.case(place)
        fits = [
            name
            for name in sorted(DOINGS)
            if not states_of(name) or case.state in states_of(name)
            if DOINGS[name].makes_sense(case)
        ]
        act = chance.choices(fits, [DOINGS[one].weight for one in fits])[0]
        who = chance.choice(likely(walk, case, act))
    return Step(act=act, who=who, place=place, chance=seed, minutes=minutes)


def likely(walk: Walk, case: Case, act: str) -> list[str]:
    """Who may do an act on a case, those whose turn it is more often."""
    able = [key for key in PEOPLE if walk.roles[key] & roles_of(act)]
    done = ("closed", "advised") if act == "give_advice" else ("closed",)
    asked = Referral.objects.filter(case=case).exclude(state__in=done)
    codes = {code.lower() for code in asked.values_list("team__code", flat=True)}
    holder = [key for key in STAFF if case.officer_id == walk.world.people[key].pk]
    owner = [
        key
        for key, body in walk.world.organisations.items()
        if case.organisation_id == body.pk
    ]
    turn = [key for key in able if key in {*codes, *holder, *owner}]
    return [*able, *turn * (3 * len(able) + 1)] if able else list(PEOPLE)


def take(walk: Walk, step: Step) -> None:
    """Take a step and judge it: done as foreseen, or refused without a trace but its entry."""
    walk.clock.at += timedelta(minutes=step.minutes)
    chance = random.Random(step.chance)  # noqa: S311  # a walk, not a key
    if step.act == WORK:
        run_pending()
        for job in chance.sample(JOBS, chance.randrange(len(JOBS) + 1)):
            job()
        return
    if step.act == DAYS:
        walk.clock.forward(chance.choice([1, 1, 1, 2, 2, 3, 5, 9, 40]))
        return
    by, case = walk.world.actor(step.who), walk.case(step.place)
    before, entries = fingerprint(), newest_entry()
    visible = visible_cases(by).filter(pk=case.pk).exists()
    try:
        DOINGS[step.act].does(walk, by, case, chance)
    except CaseworkError as error:
        walk.ended[step.act, error.code] += 1
        changed = differing(before, fingerprint())
        must(
            not changed, f"{step.act} was refused ({error.code}) and changed {changed}"
        )
        if isinstance(error, REFUSALS):
            refusal_entered(step.act, by, entries)
        return
    walk.ended[step.act, "done"] += 1
    if step.act == "submit_application" and case.state != "draft":
        must(by.roles & roles_of(step.act), f"{by.name} submitted what is not theirs")
        must(before == fingerprint(), "a second press of submit changed something")
        return
    table_kept(step.act, by, case, visible)
    if step.act == "countersign":
        decided(walk, by, case)


def decided(_walk: Walk, _by: Actor, case: Case) -> None:
    """What must be true at the moment of a signature."""
    made = Decision.objects.filter(case=case).order_by("-draft__version").first()
    if made is not None and made.outcome.startswith("grant"):
        gate_was_shut(case, made)
    signed_by_two(case)
    conditions_owned(case)


def judge(walk: Walk, chance: random.Random, manner: Manner) -> None:
    """What must be true of all cases, whatever happened."""
    advice_kept(walk)
    for number in walk.cases:
        case = Case.objects.get(number=number)
        signed_by_two(case)
        conditions_owned(case)
        clock_kept(case)
    for _ in range(manner.readers):
        reads_what_may_be_read(walk, chance.choice(STAFF), chance.choice(walk.cases))


def gone(
    walk: Walk,
    steps: int,
    *,
    seed: int,
    manner: Manner,
    fixed: Sequence[Step] | None = None,
) -> tuple[list[Step], BaseException | None]:
    """Go a walk to its end or to where it breaks.

    Args:
        walk: At its first step.
        steps: How many.
        seed: Of every choice.
        manner: How.
        fixed: Steps chosen before, to be taken again; nothing is chosen then.

    Returns:
        The steps taken, and what broke.
    """
    chance = random.Random(seed)  # noqa: S311  # a walk, not a key
    taken: list[Step] = []
    try:
        for number in range(len(fixed) if fixed is not None else steps):
            step = fixed[number] if fixed is not None else chosen(walk, chance, manner)
            taken.append(step)
            take(walk, step)
            if fixed is not None or number % manner.checked_every == 0:
                judge(walk, random.Random(step.chance), manner)  # noqa: S311
            if number % manner.record_every == manner.record_every - 1:
                record_whole()
        judge(walk, chance, manner)
        record_whole()
    except Exception as error:  # noqa: BLE001  # an error that nobody foresaw breaks it, too
        return taken, error
    return taken, None


def shortened(
    steps: Sequence[Step],
    breaks: Callable[[Sequence[Step]], bool],
    *,
    seconds: float = 20,
) -> list[Step]:
    """A shorter sequence that still breaks: parts are left out, the larger ones first.

    Args:
        steps: What broke.
        breaks: Whether a sequence breaks in the same way, from the beginning.
        seconds: How long that is tried at most.
    """
    short, part = list(steps), max(1, len(steps) // 2)
    last = monotonic() + seconds
    while part and monotonic() < last:
        place = 0
        while place < len(short) and monotonic() < last:
            less = short[:place] + short[place + part :]
            if less and breaks(less):
                short = less
            else:
                place += part
        part //= 2
    return short


def walk_on(
    clock: MovingClock, steps: int, *, seed: int, manner: Manner | None = None
) -> Walk:
    """A whole walk from an empty authority; when it breaks, the shortest way there is told.

    Raises:
        BrokenError: With the seed and the steps.
    """
    how = manner or Manner()

    def again(
        fixed: Sequence[Step] | None,
    ) -> tuple[Walk, list[Step], BaseException | None]:
        clock.at = START
        walk = begun(build_world(), clock, how)
        taken, error = gone(walk, steps, seed=seed, manner=how, fixed=fixed)
        return walk, taken, error

    with undone():
        walk, taken, error = again(None)
    if error is None:
        return walk
    kind, words = type(error), str(error)[:20]
    print(f"seed {seed} breaks after {len(taken)} steps: {kind.__name__}: {error}")

    def breaks(fixed: Sequence[Step]) -> bool:
        with undone():
            _walk, _taken, other = again(fixed)
        return type(other) is kind and str(other)[:20] == words

    short = shortened(taken, breaks)
    told = "\n".join(f"  {one}" for one in short)
    msg = f"seed {seed}: {kind.__name__}: {error}\nafter {len(taken)} steps; these are enough:\n{told}"
    raise BrokenError(msg) from error
