"""What a manager decides about an assessment that had begun when the family took its agreement back (C08)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.agreement_rules import DECISION_RULES
from cases.models.assessment_rules import by_a_manager
from cases.models.assessments import Assessment
from frontdoor.core.conditions import at_least
from frontdoor.core.records import EventRecord
from frontdoor.models.ties import without_a_tie

SAYS_WHY = "Say why in at least 20 characters. To go on, state the cause to suspect significant harm in at least 40."


_ITS_CHILD = "SELECT a.child_id FROM cases_assessment a WHERE a.id = NEW.assessment_id"


class AfterAgreement(models.TextChoices):
    """What can be decided; the software never does (domain.md C08: close, or reasonable cause as in O10)."""

    ENDS = "ends", "It ends with what is known"
    GOES_ON = "goes_on", "It goes on: there is reasonable cause to suspect significant harm"


class AgreementDecision(EventRecord):
    """That an assessment ends, or goes on, although the family does not agree any more; signed by a manager."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="agreement_decisions")
    decision = models.CharField("what happens with the assessment", max_length=7, choices=AfterAgreement.choices)
    reason = models.TextField("why")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        indexes = [models.Index(fields=["assessment", "-id"], name="agreement_decision")]
        constraints = [
            models.CheckConstraint(
                name="agreement_decision_says_why",
                condition=Q(decision=AfterAgreement.ENDS) & at_least("reason", 20)
                | Q(decision=AfterAgreement.GOES_ON) & at_least("reason", 40),
                violation_error_message=SAYS_WHY,
            )
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            by_a_manager(
                "agreement_decision_by_a_manager", column="decided_by_id", newly="true", operation=pgtrigger.Insert
            ),
            without_a_tie("agreement_decision_without_a_tie", "decided_by_id", children=_ITS_CHILD),
            *DECISION_RULES,
        ]

    def __str__(self) -> str:
        return f"decision about agreement to assessment {self.assessment_id}"
