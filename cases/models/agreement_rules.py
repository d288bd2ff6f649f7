"""An assessment that had begun when its family took agreement back, and a manager upheld that no (C08, C12).

Nothing is written on it until a manager has decided: it ends with what is known, or it goes on because there is
reasonable cause to suspect significant harm. A parent who agrees again, or what asks nobody, ends the wait too.
"""

import pgtrigger

from cases.models.emergency import stands_confirmed
from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.models.answers import YES, giver, is_answered, later
from frontdoor.models.enquiry_over import ended, pursued, ran_out

AGREEMENT_GONE = (
    "The family took back its agreement, and a manager decided that nothing goes on without it. Nothing more is "
    "written until a manager has decided whether this assessment ends."
)
NOTHING_TO_DECIDE = "This assessment does not wait for a decision about agreement."
RECORDED_THE_NO = "Somebody other than the person who recorded the answer of the family must decide this."
ENDS_WITHOUT_MORE = (
    "A manager decided that this assessment ends with what is known. Its outcome is early help or no support from "
    "social care."
)


def asks_nobody(*, child: str, referral: str) -> str:
    """SQL: an assessment of the child in the case asks nobody (C04, C08): a section 47 enquiry goes on, or a strategy
    meeting decided on one that is not over, or a manager has confirmed an emergency power in force.

    What a meeting without its quorum decided asks nobody until it is to be held again.
    """
    contact = f"(SELECT r.contact_id FROM frontdoor_referral r WHERE r.id = {referral})"  # noqa: S608 - ours
    return f"""(EXISTS (
            SELECT 1 FROM cases_section47 s
            LEFT JOIN cases_strategychild decided ON decided.id = s.decided_id
            LEFT JOIN cases_strategymeeting m ON m.id = decided.meeting_id
            WHERE s.referral_id = {referral} AND NOT {ended("s")} AND NOT {ran_out("m", child="s.child_id")})
        OR EXISTS (
            SELECT 1 FROM cases_emergencypower p WHERE p.child_id = {child} AND {stands_confirmed("p")})
        OR {pursued(child=child, contact=contact)})"""  # noqa: S608 - no value of a user stands in this text


def gone(assessment: str, more: str = "") -> str:
    """SQL: the assessment behind an alias waits because agreement is gone; ``more`` narrows the no behind ``said``."""
    return f"""({assessment}.finished_on IS NULL
        AND NOT {asks_nobody(child=f"{assessment}.child_id", referral=f"{assessment}.referral_id")}
        AND EXISTS (
            SELECT 1 FROM frontdoor_consentmatter upheld
            JOIN frontdoor_consentevent said ON said.id = upheld.refusal_id
            WHERE upheld.child_id = {assessment}.child_id AND upheld.kind = 'C' AND upheld.decision = 'stop'
              AND (upheld.decided_at AT TIME ZONE 'Europe/London')::date >= {assessment}.started_on {more}
              AND NOT {is_answered("said")}
              AND NOT EXISTS (
                SELECT 1 FROM frontdoor_consentevent since
                WHERE since.child_id = said.child_id AND since.kind = 'C' AND since.status IN ({YES})
                  AND {giver("since")} = {giver("said")} AND {later("since", "said")})
              AND NOT EXISTS (
                SELECT 1 FROM cases_agreementdecision d
                WHERE d.assessment_id = {assessment}.id AND d.recorded_at >= upheld.decided_at)))"""  # noqa: S608 - ours


def waits_for_agreement(name: str) -> pgtrigger.Trigger:
    """Nothing is written about a child whose assessment waits, of a document that tells of several."""
    return _refuses(
        name,
        f"""EXISTS (
            SELECT 1 FROM cases_assessment a
            WHERE a.family_id = NEW.family_id AND a.child_id = NEW.child_id AND {gone("a")})""",  # noqa: S608
    )


def all_wait_for_agreement(name: str) -> pgtrigger.Trigger:
    """Nothing is written about the family as a whole where every open assessment of the document waits."""
    of_family = "SELECT 1 FROM cases_assessment a WHERE a.family_id = NEW.family_id AND a.finished_on IS NULL"
    return _refuses(name, f"EXISTS ({of_family}) AND NOT EXISTS ({of_family} AND NOT {gone('a')})")


def _refuses(name: str, when: str) -> pgtrigger.Trigger:
    return refuses(
        name,
        sentence=AGREEMENT_GONE,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"NOT {BRINGING_IN} AND {when}",
    )


ASSESSMENT_WAITS = refuses(
    "assessment_waits_for_agreement",
    sentence=AGREEMENT_GONE,
    operation=pgtrigger.Update,
    when=f"""
        NOT {BRINGING_IN} AND (
            NEW.submitted_on IS NOT NULL AND OLD.submitted_on IS NULL
            OR (NEW.child_seen_on, NEW.child_views, NEW.analysis, NEW.outcome)
            IS DISTINCT FROM (OLD.child_seen_on, OLD.child_views, OLD.analysis, OLD.outcome))
        AND {gone("OLD")}
    """,
)

SUBMITTED_AS_DECIDED = refuses(
    "assessment_ends_as_decided",
    sentence=ENDS_WITHOUT_MORE,
    operation=pgtrigger.Update,
    when=f"""
        NOT {BRINGING_IN} AND NEW.submitted_on IS NOT NULL AND OLD.submitted_on IS NULL
        AND NEW.outcome IN ('cin', 'cp') AND 'ends' = (
            SELECT d.decision FROM cases_agreementdecision d WHERE d.assessment_id = NEW.id ORDER BY d.id DESC LIMIT 1)
    """,  # noqa: S608 - no user's text
)

DECISION_RULES = [
    refuses(
        "agreement_decision_where_one_waits",
        sentence=NOTHING_TO_DECIDE,
        operation=pgtrigger.Insert,
        when=f"""
            NOT EXISTS (SELECT 1 FROM cases_assessment a WHERE a.id = NEW.assessment_id AND {gone("a")})
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "agreement_decision_by_another",
        sentence=RECORDED_THE_NO,
        operation=pgtrigger.Insert,
        when=f"""
            EXISTS (
                SELECT 1 FROM cases_assessment a
                WHERE a.id = NEW.assessment_id AND {gone("a", "AND said.recorded_by_id = NEW.decided_by_id")})
        """,  # noqa: S608 - no user's text
    ),
]
