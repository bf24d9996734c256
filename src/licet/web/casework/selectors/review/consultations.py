"""Consultations of other states as the case page shows them."""

from collections.abc import Mapping

from licet.web.casework.casefile.casefile import CaseFile
from licet.web.casework.views import ConsultationAnswerView, ConsultationView


def consultation_views(
    file: CaseFile, known: Mapping[str, str]
) -> tuple[ConsultationView, ...]:
    """Every consultation of a case with its answers.

    Args:
        file: The loaded case.
        known: Names of the people who asked and recorded.
    """
    return tuple(
        ConsultationView(
            id=str(one.row.pk),
            partner=one.row.partner,
            because=one.row.because,
            citation=", ".join(
                str(one.row.citation[key])
                for key in ("instrument", "pinpoint")
                if one.row.citation.get(key)
            ),
            text=one.row.text,
            asked_by=known.get(str(one.row.asked_by_id), ""),
            asked_at=one.row.asked_at,
            due=one.due,
            silence=one.silence,
            state=one.state,
            answers=tuple(
                ConsultationAnswerView(
                    version=said.version,
                    position=said.position,
                    words=said.words,
                    received_on=said.received_on,
                    by=known.get(str(said.by_id), ""),
                    at=said.at,
                )
                for said in one.answers
            ),
        )
        for one in file.consultations
    )
