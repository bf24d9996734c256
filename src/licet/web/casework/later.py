"""Asking for work after commit, in the transaction that needs it.

A job's row commits with the act that needs it, so neither can be there without the other.
Jobs are named, not imported: they use the services that ask for them.
"""

from django.utils.module_loading import import_string

from licet.web.casework.models import BulkScreening, Case, Letter, Licence, Opinion


def _enqueue(job: str, identity: object) -> None:
    import_string(f"licet.web.casework.jobs.tasks.{job}").enqueue(str(identity))


def findings_later(case: Case) -> None:
    """Have everything computed that can be, on the facts as they now stand."""
    _enqueue("findings", case.pk)


def findings_again_later(case: Case) -> None:
    """Have everything computed again that was computed on other versions of the lists."""
    _enqueue("findings_again", case.pk)


def places_later(case: Case) -> None:
    """Have the hits of a case placed again in the work list."""
    _enqueue("places", case.pk)


def risk_later(case: Case) -> None:
    """Have a case weighed anew after something was said that is weighed but is no fact."""
    _enqueue("risk_again", case.pk)


def rescreen_later(source: str) -> None:
    """Have open cases and live licences screened against what changed in a list."""
    _enqueue("rescreen_list", source)


def settle_question_later(question: int) -> None:
    """Have the answer about a version that was stopped carried out."""
    _enqueue("settle_list_question", question)


def publish_own_later(source: str) -> None:
    """Have what was approved of a list kept here taken into service."""
    _enqueue("publish_own_list", source)


def ownership_later(case: Case) -> None:
    """Have it traced again who stands behind the parties of a case."""
    _enqueue("ownership", case.pk)


def licence_later(case: Case) -> None:
    """Have the licence of a signed grant issued."""
    _enqueue("licence", case.pk)


def licence_documents_later(licence: Licence) -> None:
    """Have the documents of a licence made."""
    _enqueue("licence_documents", licence.pk)


def opinion_letter_later(opinion: Opinion) -> None:
    """Have the letter of an issued opinion made."""
    _enqueue("opinion_letter", opinion.pk)


def letter_later(letter: Letter) -> None:
    """Have the PDF of a letter made."""
    _enqueue("letter_document", letter.pk)


def bulk_screening_later(screening: BulkScreening) -> None:
    """Have the next slice of a file screened."""
    _enqueue("bulk_screening", screening.pk)
