"""Which tables are evidence: all of casework, except those named here with what may change in them.

Deny by default: a new table is append-only until somebody writes down why it is not. Triggers,
database roles, the sequencer and fsck all read this one list, and a test of the house asks the
database whether it keeps it.
"""

from collections.abc import Mapping

from django.apps import apps

UPDATE, BOTH = ("UPDATE",), ("UPDATE", "DELETE")

# What holds the present state of something; each change of it is an act in the record.
CHANGING: Mapping[str, tuple[str, ...]] = {
    "casework_apitoken": UPDATE,
    "casework_appeal": UPDATE,
    "casework_applicationtemplate": UPDATE,
    "casework_bulkscreening": UPDATE,
    "casework_calendartoken": UPDATE,
    "casework_case": UPDATE,
    "casework_counter": UPDATE,
    "casework_delegationrow": BOTH,
    "casework_document": UPDATE,
    "casework_hitplace": BOTH,  # found again whenever findings or words change
    "casework_informationrequest": UPDATE,
    "casework_invitation": UPDATE,
    "casework_keptcall": BOTH,  # answers for programs that send a call again; swept after days
    "casework_libraryentry": UPDATE,
    "casework_licence": UPDATE,
    "casework_mailaddress": UPDATE,  # whether mail arrives; says nothing of any case
    "casework_mandate": UPDATE,
    "casework_membership": BOTH,
    "casework_notice": UPDATE,  # read or not, mailed or not; what happened is in the record
    "casework_noticesetting": BOTH,
    "casework_opinion": UPDATE,
    "casework_organisation": UPDATE,
    "casework_outboxmessage": UPDATE,
    "casework_outboxrow": BOTH,
    "casework_person": UPDATE,
    "casework_post": BOTH,
    "casework_referral": UPDATE,
    "casework_savedfilter": BOTH,  # somebody's own view of the work list
    "casework_team": UPDATE,
    "casework_treestate": UPDATE,
    "casework_unsealedrow": BOTH,  # the sequencer's queue
    "casework_webhook": UPDATE,
    "casework_webhookdelivery": UPDATE,  # on its way or not; the event itself is in the record
    "casework_workerbeat": BOTH,
}
# Tables of the record itself: the tree, its signatures and its keys are their own proof.
SELF_PROVING = frozenset(
    f"casework_{name}"
    for name in ("ledgerrow", "batch", "leaf", "checkpoint", "cosignature", "keyrecord")
)
QUEUE = "casework_unsealedrow"


def evidence_tables() -> tuple[str, ...]:
    """Every append-only table, by name."""
    models = apps.get_app_config("casework").get_models(include_auto_created=True)
    found = {model._meta.db_table for model in models}  # noqa: SLF001  # Django's own name for what is public
    return tuple(sorted(found - CHANGING.keys()))


def sealed_tables() -> tuple[str, ...]:
    """The evidence tables whose rows the sequencer seals into the tree."""
    return tuple(name for name in evidence_tables() if name not in SELF_PROVING)
