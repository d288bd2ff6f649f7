"""How the service looks at itself."""

from audits.models.imports import ImportRun, ImportState
from audits.models.inspection_findings import FindingEvent, FindingWeek, InspectionFinding
from audits.models.look_backs import LookBack, LookBackItem

__all__ = [
    "FindingEvent",
    "FindingWeek",
    "ImportRun",
    "ImportState",
    "InspectionFinding",
    "LookBack",
    "LookBackItem",
]
