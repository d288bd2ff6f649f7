"""The work with a child and family."""

from cases.models.allocations import Allocation
from cases.models.assessments import Assessment, AssessmentReturn, OverdueFlag
from cases.models.closures import CaseClosure
from cases.models.conference_after import ConferenceCopy, CoreGroup, OutlineAction
from cases.models.conference_people import ConferenceFamily, ConferenceInvitation, ThresholdView
from cases.models.conferences import Conference, ConferenceChild
from cases.models.emergency import EmergencyPower
from cases.models.enquiries import Section47
from cases.models.notes import CaseNote, CaseNoteChild, SignificantEvent
from cases.models.protection import Plan
from cases.models.strategy import StrategyChild, StrategyMeeting
from cases.models.strategy_actions import StrategyAction
from cases.models.strategy_agencies import StrategyChaser, StrategyInformation, StrategyInvitation
from cases.models.strategy_circulation import MissedTwice, StrategyCopy
from cases.models.visits import SeenDue, Visit, VisitRecord

__all__ = [
    "Allocation",
    "Assessment",
    "AssessmentReturn",
    "CaseClosure",
    "CaseNote",
    "CaseNoteChild",
    "Conference",
    "ConferenceChild",
    "ConferenceCopy",
    "ConferenceFamily",
    "ConferenceInvitation",
    "CoreGroup",
    "EmergencyPower",
    "MissedTwice",
    "OutlineAction",
    "OverdueFlag",
    "Plan",
    "Section47",
    "SeenDue",
    "SignificantEvent",
    "StrategyAction",
    "StrategyChaser",
    "StrategyChild",
    "StrategyCopy",
    "StrategyInformation",
    "StrategyInvitation",
    "StrategyMeeting",
    "ThresholdView",
    "Visit",
    "VisitRecord",
]
