"""Verification in a case: parties beside their files, signs, conduct, undertakings; and what the risk calculus reads.

``evidence_of(case=..., on=...)`` is the plain, stable face for assessments: frozen records of
``licet.web.casework.views.verified`` and nothing of Django. For each party it gives

- ``checks``: question, heading, result (``established``, ``not_established``,
  ``contradicted``), source, day, last day, whether it is stale on ``on``, and the case in which it
  was found. Only the newest answer to each question that bears on the case is given; a question
  that nobody answered stands in ``unanswered``: unknown is never no;
- ``fired``: rules of misrepresentation that fire, with evidence, guidance and what an officer made
  of it (``open``, ``explained``, ``stands``, ``needs_more``). A firing is a question, not a finding;
- ``cannot_tell``: ids of the rules that lack evidence;
- ``conduct``: entries that stand, graded, with ``is_finding`` false for leads and allegations.

It asks nobody's permission and enters no read: only computations inside casework may call it.
Everything else here takes ``viewer`` and gives what that person may see.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from licet.diversion.verification import (
    Firmness,
    Standing,
    is_finding,
    questions,
)
from licet.web.casework.errors import NotFoundError
from licet.web.casework.gathered import read
from licet.web.casework.models import (
    Case,
    ConductEntry,
    PartyAppearance,
    PartyCheck,
    PartyFile,
    SignalAnswer,
    SignalRun,
    Undertaking,
    UndertakingReturn,
)
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.markings import may_read
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.rights.standing import case_for
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.selectors.verification.parties import checks_of, headings_of
from licet.web.casework.verification.checks import Answered
from licet.web.casework.verification.conduct_record import (
    conduct_view,
    entries_of,
    standings,
)
from licet.web.casework.verification.signals import FIRES
from licet.web.casework.verification.undertakings import (
    sealed_of,
    standing_of_return,
    standing_of_undertaking,
)
from licet.web.casework.views import (
    CasePartyView,
    CaseVerificationView,
    DocumentContent,
    Json,
    SignalView,
    UndertakingReturnView,
    UndertakingView,
)
from licet.web.casework.views.verified import (
    FiredRule,
    PartyEvidence,
    StandingConduct,
    VerifiedCheck,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """Everything held of the parties of one case; loaded in five queries."""

    case: Case
    appearances: Sequence[PartyAppearance]
    checks: Mapping[object, list[PartyCheck]]
    runs: Mapping[object, SignalRun]
    answers: Mapping[object, list[SignalAnswer]]
    conduct: Mapping[object, list[ConductEntry]]


def _held(case: Case, viewer: Actor) -> _Held:
    newest: dict[tuple[object, str], PartyAppearance] = {}
    for one in read(appearances_of, case):
        newest[(one.file_id, one.role)] = one
    # Parties that the facts no longer name are not shown: the newest version counts.
    version = max((one.facts_version for one in newest.values()), default=0)
    appearances = [one for one in newest.values() if one.facts_version == version]
    known = {one.file_id: one.file for one in appearances}
    files = list(known.values())
    return _Held(
        case=case,
        appearances=appearances,
        checks=_grouped(checks_of(viewer, files)),
        runs={
            one.file_id: one
            for one in read(signal_runs_of, case)
            if one.file_id in known
        },
        answers=_grouped(
            one for one in read(signal_answers_of, case) if one.file_id in known
        ),
        conduct=_grouped(entries_of(files)),
    )


def appearances_of(case: Case) -> QuerySet[PartyAppearance]:
    """The files of the parties of a case, by the version of the facts."""
    found = PartyAppearance.objects.filter(case=case)
    return found.select_related("file").order_by("pk")


def signal_runs_of(case: Case) -> QuerySet[SignalRun]:
    """What the rules of misrepresentation said in a case."""
    return SignalRun.objects.filter(case=case).order_by("pk")


def signal_answers_of(case: Case) -> QuerySet[SignalAnswer]:
    """What officers made of it."""
    found = SignalAnswer.objects.filter(case=case)
    return found.select_related("by").order_by("pk")


def returns_of(case: Case) -> QuerySet[UndertakingReturn]:
    """Undertakings that came back, the newest first."""
    found = UndertakingReturn.objects.filter(case=case)
    return found.select_related("by", "confirmation__by").order_by("-at", "-row")


def undertakings_of(case: Case) -> QuerySet[Undertaking]:
    """Undertakings made for signature, the newest first."""
    found = Undertaking.objects.filter(case=case).select_related("made_by")
    return found.order_by("-made_at", "-number")


def _grouped(rows: object) -> dict[object, list]:  # type: ignore[type-arg]  # rows of any model with a file
    found: dict[object, list] = {}  # type: ignore[type-arg]  # as above
    for row in rows:  # type: ignore[attr-defined]  # as above
        found.setdefault(row.file_id, []).append(row)
    return found


def of_case(*, viewer: Actor, case: str) -> CaseVerificationView:
    """Everything that verification has to say in a case, as this viewer may see it.

    Eight queries, however many parties and checks there are.

    Raises:
        NotAllowedError: No role of the person may see it.
        NotFoundError: No such case, or no standing in it.
    """
    require(viewer, "see_parties")
    found = case_for(viewer, case)
    held = _held(found, viewer)
    today = legal_day(now())
    made, foreign = _undertakings(found, today)
    return CaseVerificationView(
        case=found.number,
        parties=tuple(
            _party_view(held, one, viewer, today) for one in held.appearances
        ),
        undertakings=made,
        foreign=foreign,
    )


def _party_view(
    held: _Held, one: PartyAppearance, viewer: Actor, today: date
) -> CasePartyView:
    file = one.file
    answered = Answered(
        rows=held.checks.get(file.pk, []), case=held.case.number, on=today
    )
    among = answered.newest
    relied = {row.pk for row in answered.relied_on()}
    views = [
        answered.view(row, among)
        for row in answered.rows
        if row.question in among and among[row.question].number == row.pk
    ]
    entries = held.conduct.get(file.pk, [])
    readable = [row for row in entries if may_read(viewer, row.marking)]
    standing = standings(entries)
    run = held.runs.get(file.pk)
    results = list(run.results) if run else []
    told = [one for one in results if may_read(viewer, one["marking"])]
    return CasePartyView(
        number=file.number,
        name=file.name,
        country=file.country,
        role=one.role,
        headings=headings_of(answered),
        reused=tuple(
            view
            for view in views
            if view.id in relied and view.case and view.case != held.case.number
        ),
        stale=tuple(view for view in views if view.standing == Standing.STALE.value),
        signals=_signal_views(told, held.answers.get(file.pk, [])),
        conduct=tuple(conduct_view(row, standing[row.pk]) for row in readable),
        computed_on=run.on if run else None,
        withheld=len(entries) - len(readable) + len(results) - len(told),
    )


def _signal_views(
    results: Sequence[Json], answers: Sequence[SignalAnswer]
) -> tuple[SignalView, ...]:
    order = {"fires": 0, "cannot_tell": 1, "silent": 2}
    found = [_signal_view(one, answers) for one in results]
    return tuple(sorted(found, key=lambda one: order[one.outcome]))


def _signal_view(one: Json, answers: Sequence[SignalAnswer]) -> SignalView:
    said = [row for row in answers if row.rule == one["rule"]]
    upon = [row for row in said if row.basis == one["basis"]]
    newest = upon[-1] if upon else None
    return SignalView(
        rule=one["rule"],
        title=one["title"],
        outcome=one["outcome"],
        item=one["item"],
        words=one["words"],
        question=one["question"],
        clears=one["clears"],
        guidance=one["guidance"],
        read=one["read"],
        missing=tuple(one["missing"]),
        basis=one["basis"],
        standing=newest.standing if newest else "open",
        reasons=newest.reasons if newest else "",
        by=str(newest.by) if newest else "",
        at=newest.at if newest else None,
        answered_before=newest is None and bool(said),
    )


# -- Undertakings ------------------------------------------------------------------------


def _returns(case: Case) -> list[UndertakingReturn]:
    return read(returns_of, case)


def _undertakings(
    case: Case, today: date
) -> tuple[tuple[UndertakingView, ...], tuple[UndertakingReturnView, ...]]:
    rows = read(undertakings_of, case)
    returned: dict[object, list[UndertakingReturn]] = {}
    for one in _returns(case):
        returned.setdefault(one.undertaking_id, []).append(one)
    made = tuple(
        UndertakingView(
            id=str(row.pk),
            number=row.number,
            case=case.number,
            content=row.content,
            content_hash=row.content_hash,
            sha256=row.sha256,
            valid_until=sealed_of(row).valid_until,
            made_by=str(row.made_by),
            made_at=row.made_at,
            standing=standing_of_undertaking(row, returned.get(row.pk, []), on=today),
            returns=tuple(map(_return_view, returned.get(row.pk, []))),
        )
        for row in rows
    )
    return made, tuple(map(_return_view, returned.get(None, [])))


def _return_view(row: UndertakingReturn) -> UndertakingReturnView:
    confirmation = getattr(row, "confirmation", None)
    return UndertakingReturnView(
        id=str(row.pk),
        name=row.name,
        sha256=row.sha256,
        signatory=row.signatory,
        post=row.post,
        signed_on=row.signed_on,
        code=row.code,
        words=row.words,
        differences=tuple(row.differences),
        by_eye=tuple(row.by_eye),
        by=str(row.by),
        at=row.at,
        standing=standing_of_return(row),
        manner=confirmation.manner if confirmation else "",
        confirmed_words=confirmation.words if confirmation else "",
        confirmed_by=str(confirmation.by) if confirmation else "",
        confirmed_at=confirmation.at if confirmation else None,
    )


def undertakings(*, viewer: Actor, case: str) -> tuple[UndertakingView, ...]:
    """The undertakings of a case, the newest first; the applicant sees its own.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such case, or no standing in it.
    """
    require(viewer, "see_undertakings")
    found = case_for(viewer, case)
    made = _undertakings(found, legal_day(now()))[0]
    return made if viewer.is_staff else tuple(map(_for_applicant, made))


def _for_applicant(one: UndertakingView) -> UndertakingView:
    """Coarse, never false: that a signature is doubted, and how it was examined, is not told."""
    returns = tuple(
        replace(
            back,
            standing="waiting" if back.standing == "not_genuine" else back.standing,
            manner="",
            confirmed_words="",
            confirmed_by="",
            confirmed_at=None,
        )
        for back in one.returns
    )
    waits = any(back.standing == "waiting" for back in returns)
    coarse = "returned" if waits and one.standing != "confirmed" else one.standing
    return replace(one, standing=coarse, returns=returns)


def undertaking(*, viewer: Actor, case: str, undertaking: str) -> UndertakingView:
    """One undertaking by its id.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: None such in a case that the viewer may see.
    """
    wanted = str(as_id(undertaking))
    for one in undertakings(viewer=viewer, case=case):
        if one.id == wanted:
            return one
    raise NotFoundError("undertaking")


def undertaking_document(
    *, viewer: Actor, case: str, undertaking: str, returned: str = ""
) -> DocumentContent:
    """The PDF for signature, or a document that came back; the read is entered.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: None such in a case that the viewer may see.
    """
    require(viewer, "see_undertakings")
    found = case_for(viewer, case)
    if returned:
        back = UndertakingReturn.objects.filter(case=found, pk=as_id(returned)).first()
        if back is None:
            raise NotFoundError("document")
        name, media_type, sha256 = back.name, back.media_type, back.sha256
    else:
        row = Undertaking.objects.filter(case=found, pk=as_id(undertaking)).first()
        if row is None:
            raise NotFoundError("undertaking")
        name, media_type, sha256 = f"{row.number}.pdf", "application/pdf", row.sha256
    note_read(viewer, found, returned or undertaking)
    return DocumentContent(
        name=name,
        media_type=media_type,
        content=ports().evidence.read(sha256, key=str(found.pk)),
    )


# -- For assessments ---------------------------------------------------------------------


def evidence_of(*, case: str, on: date | None = None) -> tuple[PartyEvidence, ...]:
    """What is verified of every party of a case, on a day: see the head of this module.

    Args:
        case: Number of the case.
        on: The legal day on which staleness is judged; today when absent.

    Returns:
        One record for each party and role, in the order in which the case came to know them;
        empty when no file was opened yet. Six queries, however many parties.

    Raises:
        NotFoundError: No such case.
    """
    found = case_for(SYSTEM, case)
    held = _held(found, SYSTEM)
    day = on or legal_day(now())
    return tuple(_evidence(held, one, day) for one in held.appearances)


def _evidence(held: _Held, one: PartyAppearance, day: date) -> PartyEvidence:
    file: PartyFile = one.file
    rows = held.checks.get(file.pk, [])
    answered = Answered(rows=rows, case=held.case.number, on=day)
    among = answered.newest
    run = held.runs.get(file.pk)
    signals = _signal_views(run.results if run else (), held.answers.get(file.pk, []))
    return PartyEvidence(
        file=file.number,
        name=file.name,
        country=file.country,
        role=one.role,
        checks=tuple(
            VerifiedCheck(
                question=row.question,
                heading=questions()[row.question].heading.value,
                result=row.result,
                source=row.source,
                on=row.on,
                expires=row.expires,
                stale=day > row.expires,
                case=row.case.number if row.case else "",
            )
            for row in rows
            if row.question in among and among[row.question].number == row.pk
        ),
        unanswered=tuple(name for name in questions() if name not in among),
        fired=_fired(signals),
        cannot_tell=tuple(
            sign.rule for sign in signals if sign.outcome == "cannot_tell"
        ),
        conduct=tuple(_standing_conduct(held.conduct.get(file.pk, []))),
    )


def _fired(signals: Sequence[SignalView]) -> tuple[FiredRule, ...]:
    return tuple(
        FiredRule(
            rule=sign.rule,
            title=sign.title,
            words=sign.words,
            guidance=sign.guidance,
            read=sign.read,
            standing=sign.standing,
            reasons=sign.reasons,
        )
        for sign in signals
        if sign.outcome == FIRES
    )


def _standing_conduct(rows: Sequence[ConductEntry]) -> Iterator[StandingConduct]:
    standing = standings(rows)
    for row in rows:
        if standing[row.pk] == "stands":
            yield StandingConduct(
                entry=row.pk,
                firmness=row.firmness,
                is_finding=is_finding(Firmness(row.firmness)),
                grade=row.grade,
                title=row.title,
                source=row.source,
                found_on=row.found_on,
                answer=row.answer,
                marking=row.marking,
            )
