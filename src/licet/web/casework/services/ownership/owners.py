"""What officers add to the ownership of a case: statements with a source, verdicts, namesakes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from licet.diversion import ImpossibleShareError, Share, share_between
from licet.web.casework.acts.acting import (
    Act,
    record_on_case,
    refusals,
    require_version,
)
from licet.web.casework.acts.words import required_text
from licet.web.casework.application.facts import Said, changed_facts
from licet.web.casework.casefile.casefile import load_traced
from licet.web.casework.errors import (
    InvalidInputError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.later import findings_later
from licet.web.casework.models import (
    Case,
    FactChange,
    NamesakeVerdict,
    OwnershipFinding,
    OwnershipVerdict,
    StatedOwner,
)
from licet.web.casework.ownership.establishing import facts_of
from licet.web.casework.ports import now
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.desk.desk import case_afterwards
from licet.web.casework.services.ownership.ownership import ENDED, call_ownership
from licet.web.casework.views import CaseView, Json

KINDS = ("shares", "votes", "control", "tie")
VERDICTS = frozenset({"owned", "not_owned", "need_more"})
_LONGEST = 300
# Acts that stand under the decision of another in the access table.
_ALLOWED_BY = {"withdraw_owner": "state_owner", "judge_namesake": "judge_ownership"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """What an officer states.

    Attributes:
        kind: ``shares``, ``votes``, ``control`` or ``tie`` (a director or the like).
        owner: Who holds, by name.
        owned: Who is held, by name: a party of the case or one of its owners.
        source: Where it stands: register, extract, day.
        country: Of the owner, ISO 3166-1; empty when not known.
        low, high: Percent, for shares and votes; ``None`` is not known.
        manner: The office, or how it is controlled.
        first, last: The days on which it holds, both included; ``None`` is open.
    """

    kind: str
    owner: str
    owned: str
    source: str
    country: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    manner: str = ""
    first: date | None = None
    last: date | None = None


@contextmanager
def _owner_act(
    name: str, *, by: Actor, case: str, version: int | None
) -> Iterator[Act]:
    """An act on the ownership of a case that is still open; it moves no state."""
    touched: list[Case] = []
    with refusals(name, by, touched), transaction.atomic():
        pk = visible_cases(by).filter(number=case).values_list("pk", flat=True).first()
        if pk is None:
            raise NotFoundError("case")
        locked = Case.objects.select_for_update().get(pk=pk)
        touched.append(locked)
        require(by, _ALLOWED_BY.get(name, name))
        require_version(locked.number, version, locked.version)
        if locked.state in ENDED:
            raise WrongStateError(
                "The case is closed. What was found of its owners stays as it was found."
            )
        act = Act(name=name, by=by, at=now(), case=locked)
        yield act
        locked.version += 1
        locked.updated_at = act.at
        locked.save()
        record_on_case(act, kind=name, public=False)


def state_owner(*, by: Actor, case: str, owner: Owner, version: int | None) -> CaseView:
    """State who owns, controls or directs somebody in a case, with the source.

    Raises:
        InvalidInputError: A name or the source is missing, or the share is none.
        NotAllowedError: No role of the person may.
        NotFoundError: No such case, or no standing.
        WrongStateError: The case is closed.
    """
    share = _checked(owner)
    with _owner_act("state_owner", by=by, case=case, version=version) as act:
        row = StatedOwner.objects.create(
            case=act.case,
            kind=owner.kind,
            owner=owner.owner.strip(),
            owner_country=owner.country,
            owned=owner.owned.strip(),
            low=share.low,
            high=share.high,
            manner=owner.manner.strip(),
            first=owner.first,
            last=owner.last,
            source=owner.source.strip(),
            by_id=by.id,
            at=act.at,
        )
        call_ownership(act.case, "owner_stated")
        act.tells(
            statement=row.pk,
            kind=row.kind,
            owner=row.owner,
            owned=row.owned,
            low=row.low,
            high=row.high,
            first=row.first,
            last=row.last,
            source=row.source,
        )
    return case_afterwards(viewer=by, case=case)


def _checked(owner: Owner) -> Share:
    fields: dict[str, str] = {}
    if owner.kind not in KINDS:
        fields["kind"] = "Choose shares, votes, control or a tie."
    for name, words in (
        ("owner", "Name who holds."),
        ("owned", "Name who is held."),
        ("source", "Name the source: the register, the extract and its day."),
    ):
        text = getattr(owner, name).strip()
        if not text:
            fields[name] = words
        elif len(text) > _LONGEST:
            fields[name] = f"Use at most {_LONGEST} characters."
    if len(owner.manner) > 200:  # noqa: PLR2004  # the column
        fields["manner"] = "Use at most 200 characters."
    if owner.first and owner.last and owner.last < owner.first:
        fields["last"] = "The last day comes before the first."
    share = Share(low=0, high=0)
    if owner.kind in {"shares", "votes"}:
        try:
            share = share_between(
                owner.low if owner.low is not None else Decimal(0),
                owner.high if owner.high is not None else Decimal(100),
            )
        except ImpossibleShareError as error:
            fields["high"] = str(error)
    if fields:
        raise InvalidInputError(fields)
    return share


def withdraw_owner(
    *, by: Actor, case: str, statement: int, reasons: str, version: int | None
) -> CaseView:
    """Take back what an officer stated; the statement stays on record, and counts no longer.

    Raises:
        InvalidInputError: No reasons.
        NotFoundError: No such statement in this case.
        WrongStateError: It was withdrawn already, or the case is closed.
    """
    words = required_text("reasons", reasons, "Say why it counts no longer.")
    with _owner_act("withdraw_owner", by=by, case=case, version=version) as act:
        row = StatedOwner.objects.filter(
            case=act.case, pk=statement, withdraws__isnull=True
        ).first()
        if row is None:
            raise NotFoundError("statement")
        if StatedOwner.objects.filter(withdraws=row).exists():
            raise WrongStateError("This statement was withdrawn already.")
        StatedOwner.objects.create(
            case=act.case,
            kind=row.kind,
            owner=row.owner,
            owned=row.owned,
            source=words[:_LONGEST],
            withdraws=row,
            by_id=by.id,
            at=act.at,
        )
        call_ownership(act.case, "owner_withdrawn")
        act.tells(statement=row.pk, reasons=words)
    return case_afterwards(viewer=by, case=case)


def judge_ownership(
    *,
    by: Actor,
    case: str,
    finding: int,
    verdict: str,
    reasons: str,
    version: int | None,
) -> CaseView:
    """Say of an ownership finding whether listed parties own the party, with the reasons.

    A confirmed one becomes the facts that the law's own rules read; they decide what follows.

    Raises:
        InvalidInputError: No such verdict, or no reasons.
        NotFoundError: The finding is not of the newest computation of this case.
        WrongStateError: The finding leaves nothing open, or the case is closed.
    """
    if verdict not in VERDICTS:
        raise InvalidInputError({"verdict": "Choose owned, not owned, or need more."})
    words = required_text(
        "reasons", reasons, "Say why. The reasons stay with the case."
    )
    with _owner_act("judge_ownership", by=by, case=case, version=version) as act:
        row = _open_finding(act.case, finding)
        if verdict == "owned":
            _establish(act, row, words)
        OwnershipVerdict.objects.create(
            case=act.case, finding=row, matter=row.matter, verdict=verdict, reasons=words,
            by_id=by.id, at=act.at,
        )  # fmt: skip
        act.tells(
            finding=row.pk,
            party=row.party,
            regime=row.regime,
            standing=row.standing,
            matter=row.matter,
            verdict=verdict,
            reasons=words,
        )
    return case_afterwards(viewer=by, case=case)


def _open_finding(case: Case, finding: int) -> OwnershipFinding:
    rows = load_traced(case).findings
    row = next((one for one in rows if one.pk == finding), None)
    if row is None:
        raise NotFoundError("finding")
    if row.standing not in {"surely", "possibly"}:
        raise WrongStateError("Nothing of this finding is open.")
    return row


def _establish(act: Act, row: OwnershipFinding, reasons: str) -> None:
    owned = {one["owned"] for one in row.path}
    heads = [one["owner_name"] for one in row.path if one["owner"] not in owned]
    facts = facts_of(row, ", ".join(dict.fromkeys(heads)))
    if not facts:
        return
    changes = changed_facts(
        act.case,
        facts,
        said=Said(by=f"officer:{act.by.id}", at=act.at, basis="found"),
        scope=f"{row.role}: {row.party}",
    )
    for change in changes:
        FactChange.objects.create(
            case=act.case, by_id=act.by.id, at=act.at, reasons=reasons, **change
        )
    act.case.facts_version += 1
    findings_later(act.case)


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesake:
    """What an officer found of two that bear one name.

    Attributes:
        party: The name in the case.
        entity: ``source:id`` of the entity in a register.
        same: Whether they are one and the same.
        reasons: Why.
    """

    party: str
    entity: str
    same: bool
    reasons: str


def judge_namesake(
    *, by: Actor, case: str, namesake: Namesake, version: int | None
) -> CaseView:
    """Say whether somebody in a case and an entity of a source with that name are the same.

    Raises:
        InvalidInputError: No reasons.
        NotFoundError: They are no namesakes in the web of this case.
    """
    words = required_text(
        "reasons", namesake.reasons, "Say why. The reasons stay with the case."
    )
    with _owner_act("judge_namesake", by=by, case=case, version=version) as act:
        run = load_traced(act.case).run
        if run is None or not _are_namesakes(run.document, namesake):
            raise NotFoundError("namesake")
        source, _, name = namesake.entity.partition(":")
        NamesakeVerdict.objects.create(
            case=act.case,
            party=namesake.party[:_LONGEST],
            source=source,
            entity=name,
            same=namesake.same,
            reasons=words,
            by_id=by.id,
            at=act.at,
        )
        call_ownership(act.case, "namesake_judged")
        act.tells(
            namesake=namesake.entity,
            party=namesake.party,
            same=namesake.same,
            reasons=words,
        )
    return case_afterwards(viewer=by, case=case)


def _are_namesakes(document: Json, namesake: Namesake) -> bool:
    known = {one["id"]: one["name"] for one in document["entities"]}
    return any(
        namesake.entity in pair
        and namesake.party in {known[one] for one in pair if one != namesake.entity}
        for key in ("same", "namesakes", "aside")
        for pair in document[key]
    )
