"""What can be done in the work with a child, by whom."""

from typing import Any

from cases.models import Assessment
from frontdoor.core.permissions import Allowed, Answer, Denied, permission
from frontdoor.core.roles import AUDITOR, PRACTICE_MANAGER, SENIOR_LEADER, SERVICE_MANAGER, SOCIAL_WORKER

OWN_ASSESSMENT = "Somebody other than its author must authorise an assessment."


def _not_the_author(worker: Any, assessment: Assessment) -> Answer:
    return Denied(OWN_ASSESSMENT) if assessment.submitted_by_id == worker.pk else Allowed()


VIEW_CASES = permission(
    "cases.view", "see cases", (SOCIAL_WORKER, PRACTICE_MANAGER, SERVICE_MANAGER, AUDITOR, SENIOR_LEADER)
)
ALLOCATE = permission("cases.allocate", "allocate a case", (PRACTICE_MANAGER, SERVICE_MANAGER))
ASSESS = permission("assessments.write", "write an assessment", (SOCIAL_WORKER, PRACTICE_MANAGER))
AUTHORISE_ASSESSMENT = permission(
    "assessments.authorise", "authorise an assessment", (PRACTICE_MANAGER, SERVICE_MANAGER), _not_the_author
)
