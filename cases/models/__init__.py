"""The work with a child and family."""

from cases.models.allocations import Allocation
from cases.models.assessments import Assessment, AssessmentReturn, OverdueFlag
from cases.models.closures import CaseClosure
from cases.models.protection import Plan, Section47, Visit

__all__ = ["Allocation", "Assessment", "AssessmentReturn", "CaseClosure", "OverdueFlag", "Plan", "Section47", "Visit"]
