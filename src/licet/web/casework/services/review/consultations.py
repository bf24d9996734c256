"""Asking the authority of another state, and recording what it answers."""

from collections.abc import Sequence
from datetime import date

from licet.kernel import InputError, require_territory
from licet.web.casework.acts.acting import Act, case_act
from licet.web.casework.acts.words import required_text
from licet.web.casework.casefile.casefile import CaseFile, load
from licet.web.casework.casefile.consultations import MORE_TIME, POSITIONS, standing
from licet.web.casework.decision.gate import asked_partners, item_names
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import Consultation, ConsultationAnswer
from licet.web.casework.ports import legal_day
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.desk.desk import case_afterwards
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.views import CaseView, Json


def ask_consultation(
    *, by: Actor, case: str, partner: str, because: str = "", version: int | None
) -> CaseView:
    """Ask the authority of another state before deciding; its text goes out by the usual channel.

    Args:
        by: The officer.
        case: Number of the case.
        partner: Code of the state.
        because: Why, when no rule of the law asks for it.
        version: The version that the officer saw.

    Raises:
        InvalidInputError: No such state, it is being asked already, or neither a rule nor a
            reason.

    Law:
        Regulation (EU) 2021/821 Art. 14(1), Art. 16(5), where the case is under that law.
    """
    try:
        state = require_territory(partner)
    except InputError as error:
        raise InvalidInputError({"partner": str(error)}) from error
    with case_act("ask_consultation", by=by, case=case, version=version) as act:
        file = load(act.case)
        _require_not_asked(file, state)
        named, why, citation = _reason(file, because.strip())
        row = Consultation.objects.create(
            case=act.case,
            partner=state,
            named=named,
            because=why,
            citation=citation,
            text=_text(file, state, why, citation),
            asked_by_id=by.id,
            asked_at=act.at,
            asked_on=legal_day(act.at),
        )
        _tell_asked(act, row)
    return case_afterwards(viewer=by, case=case)


def _tell_asked(act: Act, row: Consultation) -> None:
    found = standing(row, (), act.case.profile)
    act.tells(
        consultation=str(row.pk),
        partner=row.partner,
        because=row.because,
        by_rule=row.named,
        text=row.text,
        due=found.due,
        silence=found.silence,
    )


def _reason(file: CaseFile, own: str) -> tuple[str, str, Json]:
    """By which rule and why a state is asked; the officer's own reason is no rule of the law."""
    if own:
        return "", own, {}
    found = next(iter(asked_partners(file).items()), None)
    if found is None:
        words = "No rule of the law asks for a consultation. Say why you ask."
        raise InvalidInputError({"because": words})
    named, rule = found
    return named, str(rule["because"]), rule.get("citation") or {}


def _require_not_asked(file: CaseFile, state: str) -> None:
    if any(
        one.row.partner == state and one.state == "waiting"
        for one in file.consultations
    ):
        raise InvalidInputError(
            {"partner": f"{state} is being asked already and has not answered yet."}
        )


def _text(file: CaseFile, state: str, because: str, citation: Json) -> str:
    """What is sent: enough to answer, and no more than the question needs."""
    place = ", ".join(
        str(citation[key]) for key in ("instrument", "pinpoint") if citation.get(key)
    )
    lines = [
        f"To the competent authority of {state}.",
        f"We consult you on the application {file.case.number}. {because}"
        + (f" ({place})" if place else ""),
        "Items: " + "; ".join(item_names(file.case.transaction)),
        f"Destination: {file.case.destination or 'not stated'}",
        f"End user: {file.case.end_user or 'not stated'}",
        "Please say whether you object, or how much longer you need, and name this number.",
    ]
    return "\n".join(lines)


def record_consultation_answer(  # noqa: PLR0913  # an answer has a question, a position, words and a day
    *,
    by: Actor,
    case: str,
    consultation: str,
    position: str,
    words: str,
    received_on: date,
    version: int | None,
) -> CaseView:
    """Record what a partner answered; a newer answer never replaces the older ones.

    Args:
        by: The officer.
        case: Number of the case.
        consultation: Id of the question.
        position: ``no_objection``, ``objection`` or ``more_time``.
        words: The answer as it was received.
        received_on: The legal day on which it came.
        version: The version that the officer saw.

    Raises:
        InvalidInputError: No such position, no words, or a day outside the question and today.
        NotFoundError: No such consultation on this case.
    """
    if position not in POSITIONS:
        raise InvalidInputError({"position": "Choose what the partner answered."})
    said = required_text("words", words, "Write down the answer as it came.")
    with case_act(
        "record_consultation_answer", by=by, case=case, version=version
    ) as act:
        row = Consultation.objects.filter(case=act.case, pk=as_id(consultation)).first()
        if row is None:
            raise NotFoundError("consultation")
        _require_day(act, row, received_on)
        answers = list(row.answers.order_by("version"))
        _require_more_time_once(position, answers)
        made = ConsultationAnswer.objects.create(
            consultation=row, version=len(answers) + 1, position=position, words=said,
            received_on=received_on, by_id=by.id, at=act.at,
        )  # fmt: skip
        _tell_answered(act, row, answers, made)
    return case_afterwards(viewer=by, case=case)


def _require_more_time_once(
    position: str, answers: Sequence[ConsultationAnswer]
) -> None:
    if position == MORE_TIME and any(one.position == MORE_TIME for one in answers):
        words = "More time was given once already; the law gives it once."
        raise InvalidInputError({"position": words})


def _tell_answered(
    act: Act,
    row: Consultation,
    answers: Sequence[ConsultationAnswer],
    made: ConsultationAnswer,
) -> None:
    found = standing(row, [*answers, made], act.case.profile)
    act.tells(
        consultation=str(row.pk),
        partner=row.partner,
        answer_version=made.version,
        position=made.position,
        words=made.words,
        received_on=made.received_on,
        due=found.due,
    )


def _require_day(act: Act, row: Consultation, received_on: date) -> None:
    if not row.asked_on <= received_on <= legal_day(act.at):
        raise InvalidInputError(
            {"received_on": "The day must lie between the question and today."}
        )
