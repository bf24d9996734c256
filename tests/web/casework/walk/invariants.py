"""What must be true after any act by anybody; each is computed here in its own way, not by the product's."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max
from tests.web.casework.walk.desk_acts import kept
from tests.web.casework.walk.steps import Walk

from licet.review import machines
from licet.web.casework.appeals.contested import MOVING
from licet.web.casework.errors import NotAllowedError, NotFoundError, WithheldError
from licet.web.casework.keeping.evidence_tables import CHANGING
from licet.web.casework.law.asking import package_of
from licet.web.casework.models import (
    Advice,
    Appeal,
    Case,
    CaseEvent,
    ClockRow,
    ConditionRequest,
    Decision,
    DecisionDraft,
    DocumentMark,
    Endorsement,
    Escalation,
    InformationRequest,
    LedgerRow,
    Referral,
    SeeRequest,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import read_act
from licet.web.casework.record.fsck import check_database
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.desk import desk, documents, notes
from licet.web.casework.selectors.parts.parts import clock_view

RECORD = frozenset(
    f"casework_{name}"
    for name in (
        "batch", "checkpoint", "cosignature", "keyrecord", "leaf", "ledgerrow", "outboxrow",
        "readlog", "securitylog", "treestate", "unsealedrow",
    )
)  # fmt: skip
# Who reads whole cases; inspectors read licences.
CASE_READERS = frozenset(
    {
        "officer", "manager", "countersigner", "agency", "customs", "appeal_manager",
        "appeal_reviewer", "auditor",
    }
)  # fmt: skip
LAW, WHOLE = "meridia/national", 60  # working days from registration to decision there
RANKS = ("open", "official", "restricted", "confidential")


class BrokenError(AssertionError):
    """Something that must always be true is not."""


def must(holds: object, words: str) -> None:
    """Break the walk unless something holds."""
    if not holds:
        raise BrokenError(words)


def fingerprint() -> tuple[tuple[str, object], ...]:
    """How many rows every table of casework has, and what those say that may change."""
    names = [
        name
        for name in connection.introspection.table_names()
        if name.startswith("casework_") and name not in RECORD
    ]
    found: list[tuple[str, object]] = []
    with connection.cursor() as cursor:
        for name in sorted(names):
            what = "*" if name in CHANGING else "count(*)"
            cursor.execute(f"SELECT {what} FROM {name}")  # noqa: S608  # our own tables
            found.append((name, sorted(map(repr, cursor.fetchall()))))
    return tuple(found)


def differing(
    before: tuple[tuple[str, object], ...], after: tuple[tuple[str, object], ...]
) -> list[str]:
    """The tables in which two fingerprints differ."""
    return [name for (name, one), (_, other) in zip(before, after, strict=True) if one != other]  # fmt: skip


def newest_entry() -> int:
    """Number of the newest row of the record."""
    return LedgerRow.objects.aggregate(newest=Max("pk"))["newest"] or 0


def refusal_entered(act: str, by: Actor, after: int) -> None:
    """What was refused to somebody known stands in the record."""
    told = [read_act(row) for row in LedgerRow.objects.filter(pk__gt=after)]
    must(
        any(
            one.kind == "refused"
            and one.payload["act"] in {act, "endorse"}
            and one.actor is not None
            and one.actor.person == by.id
            for one in told
        ),
        f"{act} was refused to {by.name}, and the record does not say so",
    )


def table_kept(act: str, by: Actor, before: Case, visible: bool) -> None:
    """What was done is foreseen by the table: in that state, by that role, with standing."""
    row = machines()["case"].transitions.get(act)
    must(visible, f"{by.name} did {act} on a case that is not theirs to see")
    if row is None:
        return
    must(by.roles & row.roles, f"{by.name} did {act} without any role for it")
    must(before.state in row.sources, f"{act} was done in state {before.state}")
    after = Case.objects.get(pk=before.pk)
    must(after.version > before.version, f"{act} left the version at {after.version}")


def signed_by_two(case: Case) -> None:
    """No one countersigns own work, and nobody signs twice."""
    drafts = list(DecisionDraft.objects.filter(case=case))
    for made in Decision.objects.filter(case=case).select_related("countersignature"):
        wrote = {one.by_id for one in drafts if one.version <= made.draft.version}
        signer = made.countersignature.by_id
        must(signer not in wrote, f"{case.number}: the drafter countersigned")
        way = Endorsement.objects.filter(draft=made.draft).order_by("-returns")
        newest = [one for one in way if one.returns == made.draft.returns.count()]
        people = [one.by_id for one in newest]
        must(not wrote & set(people), f"{case.number}: a drafter endorsed")
        must(signer not in people, f"{case.number}: one person signed twice")
        must(len(set(people)) == len(people), f"{case.number}: endorsed twice by one")


def advice_kept(walk: Walk) -> None:
    """Every version of advice reads as it was given, and no number is missing."""
    rows = {row.pk: row for row in Advice.objects.select_related("referral__team")}
    for one in walk.advice:
        must(one.pk in rows, f"{one.case}: advice {one.version} of {one.team} is gone")
        must(kept(rows[one.pk], one.case) == one, f"{one.case}: {one.team} reads otherwise")  # fmt: skip
    must(len(rows) == len(walk.advice), "there is advice that nobody gave")
    numbers: dict[object, list[int]] = {}
    for row in rows.values():
        numbers.setdefault(row.referral_id, []).append(row.version)
    for found in numbers.values():
        must(sorted(found) == list(range(1, len(found) + 1)), "a version is missing")


def _duty(raw: Mapping[str, Any]) -> tuple[object, ...]:
    return raw["type"], tuple(sorted(raw["terms"].items())), raw["owner"]


def conditions_owned(case: Case) -> None:
    """A signed grant carries every condition of the newest advice, or its owner let it go."""
    for made in Decision.objects.filter(case=case, outcome__startswith="grant"):
        carried = {_duty(raw) for raw in made.draft.conditions}
        for team, said in newest_words(case, made).items():
            for raw in said.conditions:
                duty = stands(case, team, raw, said, made)
                must(
                    duty is None or duty in carried,
                    f"{case.number}: {team} set {raw['type']}, and the grant drops it",
                )


def newest_words(case: Case, made: Decision) -> dict[str, Advice]:
    """The last word of every agency before a decision."""
    rows = Advice.objects.filter(referral__case=case, at__lte=made.decided_at)
    found: dict[str, Advice] = {}
    ordered = rows.select_related("referral__team").order_by(
        "at", "referral__referred_at", "version"
    )
    for row in ordered:
        found[row.referral.team.code] = row
    return found


def stands(
    case: Case, team: str, raw: Mapping[str, Any], said: Advice, made: Decision
) -> tuple[object, ...] | None:
    """A condition after the answers that its owner gave, each checked for who gave it."""
    duty: tuple[object, ...] | None = _duty(raw)
    asked = ConditionRequest.objects.filter(
        case=case, owner=team, at__gte=said.at, answer__at__lte=made.decided_at
    )
    for row in asked.select_related("answer__by").order_by("pk"):
        teams = set(row.answer.by.posts.values_list("team__code", flat=True))
        must(team in teams, f"{case.number}: {row.answer.by} answered for {team}")
        if duty is not None and row.answer.agrees and _duty(row.before) == duty:
            duty = _duty(row.after) if row.after else None
    return duty


def gate_was_shut(case: Case, made: Decision) -> None:
    """At the moment of a signed grant nothing was open that must not be."""
    where = f"{case.number}: granted while "
    open_ones = InformationRequest.objects.filter(
        case=case, asked_at__lte=made.decided_at
    )
    must(not open_ones.filter(answered_at=None).exists(), where + "a question was open")
    waits = Referral.objects.filter(
        case=case, state="open", referred_at__lte=made.decided_at
    )
    must(not waits.exists(), where + "an agency was asked and had not advised")
    levels = Escalation.objects.filter(case=case, at__lte=made.decided_at)
    must(not levels.filter(outcome=None).exists(), where + "a level was at work")
    for team, said in newest_words(case, made).items():
        must(
            said.facts_version == made.facts_version,
            where + f"the advice of {team} was on other facts",
        )
        if said.position == "object":
            must(
                levels.filter(at__gte=said.at).exists(),
                where + f"{team} objected and no level had decided",
            )


def clock_by_hand(case: Case) -> tuple[str, int, int, date | None]:
    """The clock of a case from its acts alone, counted one day after the other."""
    state, spent, stopped, day = "not_started", 0, 0, None
    for on, effect in effects(case):
        spent, stopped = passed(day, on, state, spent, stopped)
        day = on
        if effect == "start":
            spent = stopped = 0
        state = {"start": "running", "resume": "running", "stop": "stopped", "end": "ended"}[effect]  # fmt: skip
    today = legal_day(now())
    spent, stopped = passed(day, today, state, spent, stopped)
    left = WHOLE - spent
    due = None
    if state in {"running", "stopped"} and left >= 0:
        due = today
        while left:
            due += timedelta(days=1)
            left -= worked(due)
    return state, spent, stopped, due


def worked(day: date) -> bool:
    """Monday to Friday, but for the holidays of the law."""
    return day.weekday() < 5 and day not in package_of(LAW).holidays


def passed(
    since: date | None, until: date, state: str, spent: int, stopped: int
) -> tuple[int, int]:
    """The working days after one day up to another, on the side on which they count."""
    day = since
    while day is not None and day < until:
        day += timedelta(days=1)
        works = worked(day)
        spent += works and state == "running"
        stopped += works and state == "stopped"
    return spent, stopped


def effects(case: Case) -> Iterable[tuple[date, str]]:
    """What the acts in the record did to the clock, by the table and by the practice."""
    table = machines()["case"].transitions
    begun = ended = False
    for one in CaseEvent.objects.filter(case=case).order_by("pk"):
        row, on = table.get(one.kind), legal_day(one.at)
        effect = row.clock.value if row is not None and row.clock else ""
        if one.kind == "amend_application" and begun:
            if not ended:
                yield on, "end"
            effect = "start"
        if one.kind == "decide_appeal" and one.outcome != "dismissed":
            decided = Appeal.objects.get(case=case, decided_at=one.at)
            effect = "start" if decided.kind in MOVING else ""
        if not effect or (effect == "end" and not begun):
            continue
        begun, ended = True, effect == "end"
        yield on, effect


def clock_kept(case: Case) -> None:
    """The clock that is shown equals the one counted from scratch."""
    rows = ClockRow.objects.filter(case=case).order_by("pk")
    told_rows = rows.values_list("on", "effect", "reason")
    shown = clock_view(told_rows, profile=case.profile)
    state, spent, stopped, due = clock_by_hand(case)
    same = {"overdue": "running"}.get(shown.state, shown.state)
    must(same == state, f"{case.number}: the clock is {shown.state}, not {state}")
    told = (shown.days_spent, shown.days_stopped)
    must(
        told == (spent, stopped), f"{case.number}: {told} days, not {(spent, stopped)}"
    )
    if shown.state == "running":
        must(shown.due == due, f"{case.number}: due {shown.due}, not {due}")


def record_whole() -> None:
    """An outsider's check of the record finds nothing; every act has one row of its own."""
    run_sequencer(at=now(), flush=True)
    faults = check_database().faults
    must(not faults, f"the record is not whole: {[one.words for one in faults[:3]]}")
    named = list(CaseEvent.objects.values_list("row", flat=True))
    must(len(named) == len(set(named)), "two acts share a row of the record")


def reads_what_may_be_read(walk: Walk, who: str, number: str) -> None:
    """Nobody reads what standing or marking forbids; what is withheld says so."""
    viewer = walk.world.actor(who)
    case = Case.objects.get(number=number)
    secrets = [one for one in walk.secrets if one.case == number]
    try:
        seen = desk.case(viewer=viewer, case=number)
    except NotFoundError:
        must(not stands_in(viewer, case), f"{who} does not see {number}")
        return
    except NotAllowedError:
        must(not viewer.roles & CASE_READERS, f"{who} may not see {number}")
        return
    must(stands_in(viewer, case), f"{who} sees {number} without standing")
    marks = {one.document_id: one for one in DocumentMark.objects.filter(document__case=case).order_by("pk")}  # fmt: skip
    for one in seen.documents:
        mark = next((row for key, row in marks.items() if str(key) == one.id), None)
        allowed = mark is None or may_read(viewer, mark)
        must(
            allowed is not bool(one.withheld),
            f"{who}, {number}: {one.id} {one.withheld}",
        )
        must(allowed or (one.name, one.sha256) == (mark.gist if mark else "", ""), f"{who} reads a name")  # fmt: skip
        try:
            documents.document(viewer=viewer, case=number, document=one.id)
        except WithheldError:
            must(not allowed, f"{who} is refused a document of {number}")
        else:
            must(allowed, f"{who} opens a withheld document of {number}")
    if viewer.may("see_notes"):
        text = repr(notes.notes(viewer=viewer, case=number)) + repr(seen)
        for one in secrets:
            wanted = may_read_note(viewer, one.marking, one.team)
            must(
                (one.word in text) is wanted, f"{who}: note {one.marking} of {one.team}"
            )


def stands_in(viewer: Actor, case: Case) -> bool:
    """Whether somebody of the staff has standing in a case; said again, from the rule."""
    return bool(
        "auditor" in viewer.roles
        or (viewer.roles & {"officer", "manager", "countersigner"} and case.submitted_at)
        or (
            viewer.roles & {"agency", "customs"}
            and case.referrals.filter(team__code__in=viewer.teams).exists()
        )
        or ("appeal_manager" in viewer.roles and case.appeals.exists())
        or ("appeal_reviewer" in viewer.roles and case.appeals.filter(reviewer=viewer.id).exists())
        or ("inspector" in viewer.roles and case.licences.exists())
    )  # fmt: skip


def reaches(viewer: Actor, marking: str) -> bool:
    """Whether a clearance reaches a marking."""
    return RANKS.index(marking) <= RANKS.index(viewer.clearance)


def may_read(viewer: Actor, mark: DocumentMark) -> bool:
    """Whether somebody may read a marked document: cleared, owner, its uploader, or let in."""
    let_in = SeeRequest.objects.filter(
        document=mark.document_id, team__in=viewer.teams, answer__granted=True
    )
    return (
        reaches(viewer, mark.marking)
        or mark.owner in viewer.teams
        or str(mark.document.uploaded_by_id) == viewer.id
        or let_in.exists()
    )


def may_read_note(viewer: Actor, marking: str, team: str) -> bool:
    """Whether somebody with standing reads a note: own team, cleared, or who audits."""
    if marking == "agency_only":
        own = viewer.roles - {"appeal_manager", "appeal_reviewer", "auditor"}
        return "auditor" in viewer.roles or bool(own and team in viewer.teams)
    return reaches(viewer, marking)
