"""The promises to a child and family that follow the calendar."""

from cases.models import Assessment, SeenDue
from cases.models.assessments import ASSESSMENT_CLOCK
from cases.models.visits import SEEN_CLOCK
from frontdoor.core import timescales
from frontdoor.core.promises import Promise, register

register(
    Promise(
        words="assessments",
        clock=ASSESSMENT_CLOCK,
        rows=lambda: Assessment.objects.select_related("referral"),
        timescale=lambda assessment: timescales.ASSESSMENT,
        team_id=lambda assessment: assessment.referral.team_id,
    )
)
register(
    Promise(
        words="visits to children",
        clock=SEEN_CLOCK,
        rows=lambda: SeenDue.objects.select_related("referral"),
        timescale=lambda promised: promised.timescale,
        team_id=lambda promised: promised.referral.team_id,
    )
)
