"""What a licence allows, and the document that proves it.

``issue_licence`` and ``issue_code`` put ``LicenceClaims`` into signed form,
``issue_status_list`` says where licences stand today, ``verify`` checks all of it
without a network. Keys, salts and times are arguments.
"""

from licet.licence.beside import NOTHING, Beside, LoggedIssue, document_digest
from licet.licence.code import PREFIX as CODE_PREFIX
from licet.licence.code import issue_code
from licet.licence.compare import contradictions
from licet.licence.disclose import CONCEALED, SEES, present, present_fields
from licet.licence.errors import (
    CodeTooLongError,
    KeySetError,
    LicenceClaimsError,
    SignatureError,
    UnreadableDocumentError,
)
from licet.licence.explain import age_in_words
from licet.licence.issue import issue_licence
from licet.licence.keys import (
    KeySet,
    PublishedKey,
    Purpose,
    SeedSigner,
    Signer,
    key_id,
    read_key_set,
)
from licet.licence.model import (
    Answer,
    CheckpointReference,
    LicenceClaims,
    LicenceCondition,
    LicenceStatus,
    LicensedItem,
    NamedParty,
    Reason,
    Role,
    StatusReference,
    Verdict,
)
from licet.licence.opened import open_fields, status_reference
from licet.licence.status import StatusList, issue_status_list, read_status_list
from licet.licence.verify import judge_key_time, status_trusted, verify

__all__ = [
    "CODE_PREFIX",
    "CONCEALED",
    "NOTHING",
    "SEES",
    "Answer",
    "Beside",
    "CheckpointReference",
    "CodeTooLongError",
    "KeySet",
    "KeySetError",
    "LicenceClaims",
    "LicenceClaimsError",
    "LicenceCondition",
    "LicenceStatus",
    "LicensedItem",
    "LoggedIssue",
    "NamedParty",
    "PublishedKey",
    "Purpose",
    "Reason",
    "Role",
    "SeedSigner",
    "SignatureError",
    "Signer",
    "StatusList",
    "StatusReference",
    "UnreadableDocumentError",
    "Verdict",
    "age_in_words",
    "contradictions",
    "document_digest",
    "issue_code",
    "issue_licence",
    "issue_status_list",
    "judge_key_time",
    "key_id",
    "open_fields",
    "present",
    "present_fields",
    "read_key_set",
    "read_status_list",
    "status_reference",
    "status_trusted",
    "verify",
]
