"""The promises to a child and family that follow the calendar."""

from cases.models import Assessment, StrategyMeeting
from cases.models.assessments import ASSESSMENT_CLOCK
from cases.models.strategy import CIRCULATED_CLOCK, HELD_CLOCK
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
        words="strategy meetings",
        clock=HELD_CLOCK,
        rows=lambda: StrategyMeeting.objects.standing().filter(immediate=False),
        timescale=lambda meeting: timescales.STRATEGY_HELD,
    )
)
register(
    Promise(
        words="records of strategy meetings",
        clock=CIRCULATED_CLOCK,
        rows=StrategyMeeting.objects.standing,
        timescale=lambda meeting: timescales.STRATEGY_CIRCULATED,
    )
)
