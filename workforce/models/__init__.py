"""The people who do the work."""

from workforce.models.caseload_flags import CaseloadFlag
from workforce.models.workers import RoleGrant, Team, Worker

__all__ = ["CaseloadFlag", "RoleGrant", "Team", "Worker"]
