"""The jobs by name. Each is thin: the service that does the work looks first whether it is done."""

from django_tasks import task

from licet.web.casework.rights.policy import SYSTEM
from licet.web.casework.services.decision.papers import (
    make_letter,
    make_licence_documents,
)
from licet.web.casework.services.findings.findings import (
    compute_findings,
    recompute_findings,
    refresh_ownership,
)
from licet.web.casework.services.findings.risk import recompute_all, recompute_risk
from licet.web.casework.services.licences.licence_course import issue_licence
from licet.web.casework.services.opinions.opinion_letters import make_opinion_letter
from licet.web.casework.services.screening.bulk_work import work_bulk_screening
from licet.web.casework.services.screening.hit_places import place_again
from licet.web.casework.services.screening.list_alerts import rescreen_source
from licet.web.casework.services.screening.list_questions import settle_question
from licet.web.casework.services.screening.own_lists import publish_own_list as publish
from licet.web.casework.services.verification.signals import compute_signals


@task()
def findings(case: str) -> bool:
    """Compute everything computable of a case, then ask the rules of misrepresentation.

    Died it in between, the second run finds the findings done and asks the rules all the same.
    """
    written = compute_findings(case)
    compute_signals(case)
    return written


@task()
def findings_again(case: str) -> bool:
    """Compute a case again when the lists have changed since."""
    return recompute_findings(case)


@task()
def places(case: str) -> int:
    """Place the hits of a case again after a word that it had taken over was changed."""
    return place_again(case)


@task()
def ownership(case: str) -> bool:
    """Trace again who stands behind the parties of a case."""
    return refresh_ownership(case)


@task()
def rescreen_list(source: str) -> int:
    """Screen open cases and live licences against what changed in a list."""
    return rescreen_source(source)


@task()
def publish_own_list(source: str) -> str:
    """Take what was approved of a list kept here into service."""
    return publish(by=SYSTEM, source=source).result


@task()
def settle_list_question(question: str) -> str:
    """Carry out the answer about a version that was stopped."""
    return settle_question(int(question))


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


@task()
def bulk_screening(screening: str) -> str:
    """Screen the next slice of a file of parties."""
    return work_bulk_screening(screening)


@task()
def risk_again(case: str) -> bool:
    """Weigh a case anew."""
    return recompute_risk(case)


@task()
def caseload_again() -> int:
    """Weigh every open case anew by the method in force, and keep what moved."""
    return len(recompute_all(write=True))
