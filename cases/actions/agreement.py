"""What happens with an assessment that had begun when the family took its agreement back."""

from typing import Any

from cases import agreement
from cases.models import AgreementDecision, Assessment
from cases.models.agreement_rules import NOTHING_TO_DECIDE, RECORDED_THE_NO
from cases.permissions import AUTHORISE_ASSESSMENT
from frontdoor.actions.ties import check_no_tie_to
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock


@action
def decide(*, by: Any, assessment_id: int, decision: str, reason: str) -> AgreementDecision:
    """A manager signs that an assessment ends with what is known, or goes on with reasonable cause (C08).

    Raises Refused for its author and for anybody but a manager, and NotPossible where nothing waits for a decision or
    the manager recorded the no.
    """
    held = lock(Assessment.objects.select_related("referral"), assessment_id)
    require(by, AUTHORISE_ASSESSMENT, held)
    own = Assessment.objects.filter(pk=held.pk)
    if not agreement.waiting(own).exists():
        raise NotPossible(NOTHING_TO_DECIDE)
    if agreement.recorded_by(own, by.pk):
        raise NotPossible(RECORDED_THE_NO)
    check_no_tie_to(own.values("child_id"), by=by)
    made = AgreementDecision(assessment=held, decision=decision, reason=reason, decided_by=by)
    made.full_clean()
    made.save()
    return made
