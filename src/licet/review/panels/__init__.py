"""Advisory panels: when one is asked, who counts, how estimates meet, what may leave under which agreement."""

from licet.review.panels.agreement import (
    AgreementGap,
    AgreementStanding,
    AgreementTerms,
    agreement_gaps,
    agreement_standing,
)
from licet.review.panels.composite import Leak, band, leaks, sealed_words
from licet.review.panels.elicitation import (
    Aggregate,
    Estimate,
    EstimateError,
    Question,
    QuestionError,
    QuestionKind,
    Shares,
    aggregate,
    outside_the_middle,
    read_estimate,
    require_question,
    shares,
)
from licet.review.panels.model import (
    CompositeRule,
    Panel,
    PanelRules,
    PanelsError,
    PanelSilence,
    PanelTrigger,
)
from licet.review.panels.opinion import (
    PanelCount,
    PanelPosition,
    PanelStanding,
    PanelVote,
    count_votes,
    differs,
    panel_standing,
)
from licet.review.panels.reading import read_panels
from licet.review.panels.store import PANELS_FILE, load_panels
from licet.review.panels.triggers import CaseForPanels, FiredTrigger, fired

__all__ = [
    "PANELS_FILE",
    "Aggregate",
    "AgreementGap",
    "AgreementStanding",
    "AgreementTerms",
    "CaseForPanels",
    "CompositeRule",
    "Estimate",
    "EstimateError",
    "FiredTrigger",
    "Leak",
    "Panel",
    "PanelCount",
    "PanelPosition",
    "PanelRules",
    "PanelSilence",
    "PanelStanding",
    "PanelTrigger",
    "PanelVote",
    "PanelsError",
    "Question",
    "QuestionError",
    "QuestionKind",
    "Shares",
    "aggregate",
    "agreement_gaps",
    "agreement_standing",
    "band",
    "count_votes",
    "differs",
    "fired",
    "leaks",
    "load_panels",
    "outside_the_middle",
    "panel_standing",
    "read_estimate",
    "read_panels",
    "require_question",
    "sealed_words",
    "shares",
]
