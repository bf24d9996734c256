"""Work after commit: enqueued in the transaction that asks for it, done at least once.

A job's row commits with the act that needs it, so neither can be there without the other.
Every job can be run twice: it looks first whether its work is done.
"""

from licet.web.casework.models import Case, Letter, Licence


def enqueue_findings(case: Case) -> None:
    """Have everything computed that can be, on the facts as they now stand."""
    from licet.web.casework.jobs.tasks import findings  # noqa: PLC0415  # tasks import the services that enqueue

    findings.enqueue(str(case.pk))


def enqueue_licence(case: Case) -> None:
    """Have the licence of a signed grant issued."""
    from licet.web.casework.jobs.tasks import licence  # noqa: PLC0415  # tasks import the services that enqueue

    licence.enqueue(str(case.pk))


def enqueue_licence_documents(licence: Licence) -> None:
    """Have the documents of a licence made."""
    from licet.web.casework.jobs.tasks import licence_documents  # noqa: PLC0415  # tasks import the services that enqueue

    licence_documents.enqueue(str(licence.pk))


def enqueue_letter(letter: Letter) -> None:
    """Have the PDF of a letter made."""
    from licet.web.casework.jobs.tasks import letter_document  # noqa: PLC0415  # tasks import the services that enqueue

    letter_document.enqueue(str(letter.pk))
