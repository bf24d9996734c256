"""Appeals: which acts are open to one, until when, what the appeal body may do, who hears next."""

from licet.review.appeals.admission import (
    Admission,
    ContestedAct,
    LateError,
    NoStandingError,
    NotOpenError,
    admit,
    last_day,
)
from licet.review.appeals.model import (
    AppealKind,
    AppealOutcome,
    AppealRule,
    AppealRules,
    AppealRulesError,
    LateRule,
    NextInstance,
    Term,
    Titled,
)
from licet.review.appeals.rules import read_appeals
from licet.review.appeals.ruling import (
    BELOW,
    FINDINGS,
    GroundFinding,
    RulingError,
    require_ruling,
)
from licet.review.appeals.store import APPEAL_FILE, load_appeals

__all__ = [
    "APPEAL_FILE",
    "BELOW",
    "FINDINGS",
    "Admission",
    "AppealKind",
    "AppealOutcome",
    "AppealRule",
    "AppealRules",
    "AppealRulesError",
    "ContestedAct",
    "GroundFinding",
    "LateError",
    "LateRule",
    "NextInstance",
    "NoStandingError",
    "NotOpenError",
    "RulingError",
    "Term",
    "Titled",
    "admit",
    "last_day",
    "load_appeals",
    "read_appeals",
    "require_ruling",
]
