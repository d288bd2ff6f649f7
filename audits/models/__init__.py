"""How the service looks at itself."""

from audits.models.imports import ImportRun, ImportState

__all__ = ["ImportRun", "ImportState"]
