"""The jobs by name. Each is thin: the service that does the work looks first whether it is done."""

from django_tasks import task

from licet.web.casework.services.findings import compute_findings, recompute_findings
from licet.web.casework.services.licences import issue_licence
from licet.web.casework.services.list_alerts import rescreen_source
from licet.web.casework.services.opinion_letters import make_opinion_letter
from licet.web.casework.services.papers import make_letter, make_licence_documents


@task()
def findings(case: str) -> bool:
    """Compute everything computable of a case."""
    return compute_findings(case)


@task()
def findings_again(case: str) -> bool:
    """Compute a case again when the lists have changed since."""
    return recompute_findings(case)


@task()
def rescreen_list(source: str) -> int:
    """Screen open cases and live licences against what changed in a list."""
    return rescreen_source(source)


@task()
def licence(case: str) -> str:
    """Issue the licence of a signed grant."""
    return issue_licence(case)


@task()
def licence_documents(licence: str) -> int:
    """Make the documents of a licence."""
    return make_licence_documents(licence)


@task()
def opinion_letter(opinion: str) -> bool:
    """Make the letter of an issued opinion."""
    return make_opinion_letter(opinion)


@task()
def letter_document(letter: str) -> bool:
    """Make the PDF of a letter."""
    return make_letter(letter)
