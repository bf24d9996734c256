"""What faces see: frozen records, never models. A field stays once it is here.

Every moment is aware; every ``Mapping`` is plain JSON as stored. What a viewer may not see
is absent (``None`` or empty), and ``withheld`` says what and why.
"""

from licet.web.casework.views.decisions import (
    AdviceView,
    AppealView,
    ConditionTypeView,
    ConditionView,
    DecisionView,
    DraftView,
    GroundView,
    LetterView,
    ObstacleView,
    ReferralView,
)
from licet.web.casework.views.evidence import (
    AdjudicationView,
    CriterionView,
    DeterminationView,
    DocumentContent,
    DocumentView,
    FactView,
    HitView,
    InformationRequestView,
    MessageView,
    ScreeningView,
    SectionView,
)
from licet.web.casework.views.licences import (
    CheckResultView,
    DeliveryView,
    LicenceEventView,
    LicenceView,
)
from licet.web.casework.views.pages import (
    ApplicationView,
    CaseSummary,
    CaseView,
    EventView,
    FigureCell,
    HomeView,
    QueueView,
)
from licet.web.casework.views.people import (
    ClockView,
    FieldProblem,
    OrganisationView,
    PersonView,
    PossibleAct,
    TeamView,
)
from licet.web.casework.views.plain import Json

__all__ = [
    "AdjudicationView",
    "AdviceView",
    "AppealView",
    "ApplicationView",
    "CaseSummary",
    "CaseView",
    "CheckResultView",
    "ClockView",
    "ConditionTypeView",
    "ConditionView",
    "CriterionView",
    "DecisionView",
    "DeliveryView",
    "DeterminationView",
    "DocumentContent",
    "DocumentView",
    "DraftView",
    "EventView",
    "FactView",
    "FieldProblem",
    "FigureCell",
    "GroundView",
    "HitView",
    "HomeView",
    "InformationRequestView",
    "Json",
    "LetterView",
    "LicenceEventView",
    "LicenceView",
    "MessageView",
    "ObstacleView",
    "OrganisationView",
    "PersonView",
    "PossibleAct",
    "QueueView",
    "ReferralView",
    "ScreeningView",
    "SectionView",
    "TeamView",
]
