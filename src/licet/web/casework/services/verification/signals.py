"""Signs of misrepresentation: computed for the parties of a case, answered by officers."""

from dataclasses import dataclass

from django.db import transaction

from licet.kernel import digest
from licet.web.casework.acts.acting import Act, record_on_case, refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.application.history import newest_run
from licet.web.casework.errors import (
    InvalidInputError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.models import Case, SignalAnswer, SignalRun
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.errors import KeyDestroyedError
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.rights.standing import case_for
from licet.web.casework.selectors.verification import verification as reads
from licet.web.casework.services.verification.parties import open_files_of
from licet.web.casework.verification.party_files import (
    facts_document,
    file_for,
    named_parties,
)
from licet.web.casework.verification.signals import (
    FIRES,
    comparable_licences,
    signals_of,
)
from licet.web.casework.views import CaseVerificationView

STANDINGS = ("explained", "stands", "needs_more")


def compute_signals(case_id: str) -> int:
    """The job after findings: a file for every party, and every rule asked of it.

    Reads and computes outside any transaction; what says the same as before is not written again.

    Args:
        case_id: The case.

    Returns:
        How many parties have new findings; none of a case that has no findings yet.
    """
    case = Case.objects.get(pk=case_id)
    return _compute(case, by=SYSTEM) if newest_run(case) else 0


def renew_signals(*, by: Actor, case: str) -> CaseVerificationView:
    """Ask every rule again on what is known now.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such case, or no standing in it.
    """
    found = case_for(by, case)
    with refusals("renew_signals", by, [found]):
        require(by, "renew_signals")
    _compute(found, by=by)
    return reads.of_case(viewer=by, case=case)


def _compute(case: Case, *, by: Actor) -> int:
    on = legal_day(now())
    document = facts_document(case, day=on.isoformat())
    files = open_files_of(case, document)
    licences = comparable_licences(case)
    written = 0
    done: set[str] = set()
    for party in named_parties(document):
        if party.key in done:
            continue
        done.add(party.key)
        results = signals_of(
            case,
            document,
            file=files[party.key],
            party=party,
            licences=licences,
            on=on,
        )
        written += _keep(case, party.key, results, by=by)
    return written


def _keep(case: Case, key: str, results: list[dict[str, object]], *, by: Actor) -> int:
    try:
        with transaction.atomic():
            locked = Case.objects.select_for_update().get(pk=case.pk)
            file = locked.party_appearances.select_related("file").filter(file__key=key)
            about = file[0].file
            mark = digest(results)
            before = (
                SignalRun.objects.filter(case=locked, file=about)
                .order_by("-pk")
                .first()
            )
            if before is not None and before.digest == mark:
                return 0
            act = Act(name="record_signals", by=by, at=now(), case=locked)
            act.tells(
                party=about.number,
                digest=mark,
                fires=[one["rule"] for one in results if one["outcome"] == FIRES],
                asked=len(results),
            )
            row = record_on_case(act, kind=act.name, public=False)
            SignalRun.objects.create(
                case=locked,
                file=about,
                on=legal_day(act.at),
                results=results,
                digest=mark,
                at=act.at,
                row=row,
            )
    except KeyDestroyedError:
        # Erased meanwhile: nothing can be added, and nothing is owed.
        return 0
    return 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalWord:
    """What an officer makes of a rule that fired.

    Attributes:
        rule: Id of the rule.
        standing: ``explained``, ``stands`` or ``needs_more``.
        reasons: Why.
        basis: The evidence that the officer saw, where the rule fires for several items or
            somebody computed again in between; empty for the only one.
    """

    rule: str
    standing: str
    reasons: str
    basis: str = ""


def answer_signal(
    *, by: Actor, case: str, party: str, word: SignalWord
) -> CaseVerificationView:
    """Say what an officer made of a rule that fired; it decides nothing by itself.

    Args:
        by: The officer.
        case: Number of the case.
        party: Number of the file.
        word: The rule, and what was made of it.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such case or party, or no standing.
        InvalidInputError: No reasons, or no such standing.
        WrongStateError: The rule does not fire, or fires on other evidence by now.
    """
    touched: list[Case] = []
    with refusals("answer_signal", by, touched), transaction.atomic():
        found = case_for(by, case)
        Case.objects.select_for_update().get(pk=found.pk)
        touched.append(found)
        require(by, "answer_signal")
        file = file_for(by, party)
        run = SignalRun.objects.filter(case=found, file=file).order_by("-pk").first()
        if run is None:
            raise NotFoundError("party of this case")
        reasons = _reasons(word)
        seen = _fired(run, word.rule, word.basis)
        act = Act(name="answer_signal", by=by, at=now(), case=found)
        told = {
            "rule": word.rule,
            "basis": seen,
            "standing": word.standing,
            "reasons": reasons,
        }
        act.tells(party=file.number, **told)
        row = record_on_case(act, kind=act.name, public=False)
        SignalAnswer.objects.create(
            case=found, file=file, **told, by_id=by.id, at=act.at, row=row
        )
    return reads.of_case(viewer=by, case=case)


def _reasons(word: SignalWord) -> str:
    if word.standing not in STANDINGS:
        raise InvalidInputError(
            {"standing": "Say whether it is explained, stands, or needs more."}
        )
    return required_text("reasons", word.reasons, "Say why, and on what you rely.")


def _fired(run: SignalRun, rule: str, basis: str) -> str:
    fired = [
        str(one["basis"])
        for one in run.results
        if one["rule"] == rule and one["outcome"] == FIRES
    ]
    if not fired or (basis and basis not in fired):
        raise WrongStateError(
            "This rule does not fire on what you saw. Open the case again: the evidence has changed."
        )
    if not basis and len(fired) > 1:
        raise InvalidInputError(
            {"basis": "The rule fires for several items. Say which evidence you mean."}
        )
    return basis or fired[0]
