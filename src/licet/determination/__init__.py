"""Facts x regime x day: an outcome with its trace and its open questions."""

from licet.determination.compile import Program, compile_regime
from licet.determination.deadlines import Deadline, deadlines
from licet.determination.decide import determine, run
from licet.determination.difference import (
    CaseChange,
    OutcomeChange,
    changed_cases,
    changed_outcomes,
)
from licet.determination.errors import SolverMissingError, TooManyPartiesError
from licet.determination.examples import check_examples
from licet.determination.explain import PLAIN
from licet.determination.model import (
    ENGINE,
    STRICTEST_FIRST,
    Authorisation,
    AuthorisationRequired,
    Cited,
    Classified,
    Conflict,
    Consequences,
    Covered,
    Determination,
    Duty,
    FactRead,
    NoAuthorisationRequired,
    NotControlled,
    NotSubject,
    Outcome,
    OutcomeKind,
    Prohibited,
    Question,
    RuleRead,
    Unsettled,
    kind_of,
)
from licet.determination.ordinary import assume_ordinary
from licet.determination.prove import (
    Failure,
    Proof,
    ProofState,
    Property,
    proofs_json,
    prove,
)

__all__ = [
    "ENGINE",
    "PLAIN",
    "STRICTEST_FIRST",
    "Authorisation",
    "AuthorisationRequired",
    "CaseChange",
    "Cited",
    "Classified",
    "Conflict",
    "Consequences",
    "Covered",
    "Deadline",
    "Determination",
    "Duty",
    "FactRead",
    "Failure",
    "NoAuthorisationRequired",
    "NotControlled",
    "NotSubject",
    "Outcome",
    "OutcomeChange",
    "OutcomeKind",
    "Program",
    "Prohibited",
    "Proof",
    "ProofState",
    "Property",
    "Question",
    "RuleRead",
    "SolverMissingError",
    "TooManyPartiesError",
    "Unsettled",
    "assume_ordinary",
    "changed_cases",
    "changed_outcomes",
    "check_examples",
    "compile_regime",
    "deadlines",
    "determine",
    "kind_of",
    "proofs_json",
    "prove",
    "run",
]
