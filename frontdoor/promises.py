"""The front door's promises that follow the calendar."""

from frontdoor.core import timescales
from frontdoor.core.promises import Promise, register
from frontdoor.models import (
    Acknowledgement,
    AgencyRequest,
    Contact,
    DecisionCompletion,
    FeedbackChallenge,
    Referral,
    ReferrerFeedback,
)
from frontdoor.models.agency_requests import REPLY_CLOCK
from frontdoor.models.contacts import DECISION_CLOCK, TRIAGE_CLOCK, Rag
from frontdoor.models.evidence import COMPLETION_CLOCK
from frontdoor.models.feedback import ACKNOWLEDGEMENT_CLOCK, CHALLENGE_CLOCK, FEEDBACK_CLOCK
from frontdoor.models.referrals import ALLOCATION_CLOCK

BY_RAG = {
    "red": timescales.DECISION_RED,
    "amber": timescales.DECISION_AMBER,
    "green": timescales.DECISION_GREEN,
}

REPLY_TIMES = {scale.code: scale for scale in (timescales.AGENCY_REPLY, timescales.AGENCY_REPLY_RED)}

register(
    Promise(
        words="acknowledgements of contacts",
        clock=ACKNOWLEDGEMENT_CLOCK,
        rows=lambda: Acknowledgement.objects.select_related("contact__recorded_by"),
        timescale=lambda owed: timescales.REFERRAL_DECISION,
        team_id=lambda owed: owed.contact.recorded_by.team_id,
        undated=lambda: Acknowledgement.objects.undated().select_related("contact__recorded_by"),
    )
)
register(
    Promise(
        words="answers to referrers",
        clock=FEEDBACK_CLOCK,
        rows=ReferrerFeedback.objects.all,
        timescale=lambda owed: timescales.FEEDBACK,
        undated=ReferrerFeedback.objects.undated,
    )
)
register(
    Promise(
        words="challenges of referrers",
        clock=CHALLENGE_CLOCK,
        rows=FeedbackChallenge.objects.all,
        timescale=lambda challenge: timescales.CHALLENGE,
    )
)
register(
    Promise(
        words="replies of agencies",
        clock=REPLY_CLOCK,
        rows=AgencyRequest.objects.all,
        timescale=lambda check: REPLY_TIMES[check.clock],
    )
)
register(
    Promise(
        words="contacts to be triaged",
        clock=TRIAGE_CLOCK,
        rows=lambda: Contact.objects.select_related("recorded_by"),
        timescale=lambda contact: timescales.TRIAGE_DANGER if contact.immediate_danger else timescales.TRIAGE,
        team_id=lambda contact: contact.recorded_by.team_id,
        undated=lambda: Contact.objects.undated().select_related("recorded_by"),
    )
)
register(
    Promise(
        words="contacts to be decided",
        clock=DECISION_CLOCK,
        rows=Contact.objects.all,
        timescale=lambda contact: BY_RAG[contact.rag or Rag.RED],
    )
)
register(
    Promise(
        words="cases to be allocated",
        clock=ALLOCATION_CLOCK,
        rows=Referral.objects.all,
        timescale=lambda referral: timescales.ALLOCATION,
        team_id=lambda referral: referral.team_id,
        undated=Referral.objects.undated,
    )
)
register(
    Promise(
        words="records of urgent decisions",
        clock=COMPLETION_CLOCK,
        rows=DecisionCompletion.objects.all,
        timescale=lambda owed: timescales.RECORD_COMPLETED,
        undated=DecisionCompletion.objects.undated,
    )
)
