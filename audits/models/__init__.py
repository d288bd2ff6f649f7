"""How the service looks at itself."""

from audits.models.imports import ImportRun, ImportState
from audits.models.look_backs import LookBack, LookBackItem

__all__ = ["ImportRun", "ImportState", "LookBack", "LookBackItem"]
