"""The work with a child and family."""

from cases.models.allocations import Allocation
from cases.models.assessments import Assessment, AssessmentReturn, OverdueFlag
from cases.models.closures import CaseClosure
from cases.models.notes import CaseNote, CaseNoteChild, SignificantEvent
from cases.models.protection import Plan, Section47
from cases.models.visits import SeenDue, Visit, VisitRecord

__all__ = [
    "Allocation",
    "Assessment",
    "AssessmentReturn",
    "CaseClosure",
    "CaseNote",
    "CaseNoteChild",
    "OverdueFlag",
    "Plan",
    "Section47",
    "SeenDue",
    "SignificantEvent",
    "Visit",
    "VisitRecord",
]
