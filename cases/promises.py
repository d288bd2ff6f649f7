"""The promises to a child and family that follow the calendar."""

from cases.models import (
    Assessment,
    Conference,
    CoreGroup,
    FamilyAssessment,
    FollowUp,
    Plan,
    PlanReview,
    Section47,
    SeenDue,
    StrategyMeeting,
)
from cases.models.assessment_family import CHECK_CLOCK
from cases.models.assessments import ASSESSMENT_CLOCK, PLAN_CLOCK
from cases.models.conferences import LETTER_CLOCK, RECORD_CLOCK
from cases.models.core_groups import CORE_GROUP_CLOCK
from cases.models.enquiries import CONFERENCE_CLOCK, OUTCOME_CLOCK
from cases.models.follow_ups import FOLLOW_UP_CLOCK, TIMESCALES, FollowUpKind
from cases.models.plan_reviews import REVIEW_CLOCK as PLAN_REVIEW_CLOCK
from cases.models.plan_reviews import REVIEW_TIMESCALES
from cases.models.protection import REVIEW_CLOCK
from cases.models.strategy import CIRCULATED_CLOCK, HELD_CLOCK
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
        words="child in need plans to be agreed",
        clock=PLAN_CLOCK,
        rows=lambda: Assessment.objects.select_related("referral"),
        timescale=lambda assessment: timescales.PLAN_AGREED,
        team_id=lambda assessment: assessment.referral.team_id,
    )
)
register(
    Promise(
        words="checks of assessments by a manager",
        clock=CHECK_CLOCK,
        rows=lambda: FamilyAssessment.objects.prefetch_related("assessments__referral"),
        timescale=lambda family: timescales.CHECK_POINT,
        team_id=lambda family: next((one.referral.team_id for one in family.assessments.all()), None),
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
register(
    Promise(
        words="outcomes of section 47 enquiries",
        clock=OUTCOME_CLOCK,
        rows=lambda: Section47.objects.select_related("referral"),
        timescale=lambda enquiry: timescales.ENQUIRY_OUTCOME,
        team_id=lambda enquiry: enquiry.referral.team_id,
    )
)
register(
    Promise(
        words="child protection conferences",
        clock=CONFERENCE_CLOCK,
        rows=lambda: Section47.objects.awaiting_conference().select_related("referral"),
        timescale=lambda enquiry: timescales.CONFERENCE,
        team_id=lambda enquiry: enquiry.referral.team_id,
    )
)
register(
    Promise(
        words="reviews of plans",
        clock=PLAN_REVIEW_CLOCK,
        rows=lambda: PlanReview.objects.select_related("document"),
        timescale=lambda review: REVIEW_TIMESCALES[review.document.kind],
    )
)
register(
    Promise(
        words="return home interviews and private fostering visits",
        clock=FOLLOW_UP_CLOCK,
        rows=FollowUp.objects.standing,
        timescale=lambda row: TIMESCALES[FollowUpKind(row.kind)],
    )
)
register(
    Promise(
        words="decision letters of conferences",
        clock=LETTER_CLOCK,
        rows=Conference.objects.standing,
        timescale=lambda conference: timescales.DECISION_LETTER,
    )
)
register(
    Promise(
        words="records of conferences",
        clock=RECORD_CLOCK,
        rows=Conference.objects.standing,
        timescale=lambda conference: timescales.CONFERENCE_RECORD,
    )
)
register(
    Promise(
        words="core groups",
        clock=CORE_GROUP_CLOCK,
        rows=lambda: CoreGroup.objects.select_related("plan__referral"),
        timescale=lambda group: group.timescale,
        team_id=lambda group: group.plan.referral.team_id,
    )
)
register(
    Promise(
        words="review conferences",
        clock=REVIEW_CLOCK,
        rows=lambda: Plan.objects.select_related("referral"),
        timescale=lambda plan: plan.timescale,
        team_id=lambda plan: plan.referral.team_id,
    )
)
