"""The work with a child and family."""

from cases.models.agreement_gone import AgreementDecision
from cases.models.allocations import Allocation
from cases.models.assessment_after import (
    AssessmentExtension,
    AssessmentShared,
    ChildVersion,
    CopiedPart,
)
from cases.models.assessment_family import FamilyAssessment, FamilyReturn, ManagerCheck
from cases.models.assessment_sections import (
    AdultSection,
    AssessedNeed,
    ChildConclusion,
    ChildRisk,
    ChildSection,
    FlagAnswer,
    HistoryConsidered,
)
from cases.models.assessments import Assessment, AssessmentReturn, OverdueFlag
from cases.models.closures import CaseClosure
from cases.models.conference_after import ConferenceCopy, OutlineAction
from cases.models.conference_people import ConferenceFamily, ConferenceInvitation, ThresholdView
from cases.models.conferences import Conference, ConferenceChild
from cases.models.core_groups import CoreGroup, CoreGroupInvitation
from cases.models.emergency import EmergencyPower
from cases.models.enquiries import Section47
from cases.models.exemplars import Exemplar
from cases.models.follow_ups import FollowUp
from cases.models.missed import Chaser, MissedMeeting, MissedTwice
from cases.models.notes import CaseNote, CaseNoteChild, SignificantEvent
from cases.models.plan_content import PlanAction, PlanNeed, PlanOutcome
from cases.models.plan_copies import PlanCopy
from cases.models.plan_reviews import PlanActionUpdate, PlanReview, PlanScale, PlanView
from cases.models.plans import PlanChild, PlanDecision, PlanDocument, PlanVersion
from cases.models.protection import Plan
from cases.models.strategy import StrategyChild, StrategyMeeting
from cases.models.strategy_actions import StrategyAction
from cases.models.strategy_agencies import StrategyInformation, StrategyInvitation
from cases.models.strategy_circulation import StrategyCopy
from cases.models.visits import SeenDue, Visit, VisitRecord

__all__ = [
    "AdultSection",
    "AgreementDecision",
    "Allocation",
    "AssessedNeed",
    "Assessment",
    "AssessmentExtension",
    "AssessmentReturn",
    "AssessmentShared",
    "CaseClosure",
    "CaseNote",
    "CaseNoteChild",
    "Chaser",
    "ChildConclusion",
    "ChildRisk",
    "ChildSection",
    "ChildVersion",
    "Conference",
    "ConferenceChild",
    "ConferenceCopy",
    "ConferenceFamily",
    "ConferenceInvitation",
    "CopiedPart",
    "CoreGroup",
    "CoreGroupInvitation",
    "EmergencyPower",
    "Exemplar",
    "FamilyAssessment",
    "FamilyReturn",
    "FlagAnswer",
    "FollowUp",
    "HistoryConsidered",
    "ManagerCheck",
    "MissedMeeting",
    "MissedTwice",
    "OutlineAction",
    "OverdueFlag",
    "Plan",
    "PlanAction",
    "PlanActionUpdate",
    "PlanChild",
    "PlanCopy",
    "PlanDecision",
    "PlanDocument",
    "PlanNeed",
    "PlanOutcome",
    "PlanReview",
    "PlanScale",
    "PlanVersion",
    "PlanView",
    "Section47",
    "SeenDue",
    "SignificantEvent",
    "StrategyAction",
    "StrategyChild",
    "StrategyCopy",
    "StrategyInformation",
    "StrategyInvitation",
    "StrategyMeeting",
    "ThresholdView",
    "Visit",
    "VisitRecord",
]
