"""When a case may close, asked of the row that says so (domain.md 4.3: census rules 8867, 8868, 2990, 8825, 8585)."""

import pgtrigger

from cases.models.enquiry_ends import unfinished, waits_to_start
from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import TODAY_SQL, refuses
from frontdoor.models.rights import is_not_the_actor, manages
from frontdoor.models.telling import TELLING_CLOCK

NOT_A_MANAGER = "Only a practice manager or a service manager can close a case, and signs it in person today."
CLOSED_ALREADY = "This case is closed already."
STANDS_OPEN = (
    "An assessment, a strategy meeting, a section 47 enquiry, a conference or a plan of this case is still open. "
    "Finish it first."
)
NOT_STARTED = "A strategy meeting decided on a section 47 enquiry that has not started. Start it first."
POWER_IN_FORCE = (
    "Police protection or an emergency protection order is in force over this child. Record first how it ended."
)
ASSESSED_ALONE = (
    "This reason is for a case that closes after a finished assessment, without a plan or a section 47 enquiry."
)
DEATH_HAS_A_DAY = "Record the day of death first."
NOT_DEAD = "The record says that this child has died. Choose that reason."
FAMILY_NOT_TOLD = (
    "Parents were not asked before information was shared. Record when they were told, or why not yet, first."
)

_CASE = "EXISTS (SELECT 1 FROM {table} o WHERE o.referral_id = NEW.referral_id{open})"
_ENQUIRED = _CASE.format(table="cases_section47", open="")
_PLANNED = _CASE.format(table="cases_plan", open="")
_ASSESSED = _CASE.format(table="cases_assessment", open=" AND o.authorised_on IS NOT NULL")
_OPEN = " OR ".join(
    [
        _CASE.format(table="cases_assessment", open=" AND o.finished_on IS NULL"),
        _CASE.format(table="cases_plan", open=" AND o.ended_on IS NULL"),
        _CASE.format(table="cases_section47", open=f" AND {unfinished('o')}"),
        """EXISTS (
            SELECT 1 FROM cases_conferencechild c JOIN cases_conference k ON k.id = c.conference_id
            WHERE c.referral_id = NEW.referral_id AND k.signed_at IS NULL AND k.called_off_at IS NULL)""",
        """EXISTS (
            SELECT 1 FROM cases_strategychild c JOIN cases_strategymeeting m ON m.id = c.meeting_id
            JOIN frontdoor_referral r ON r.child_id = c.child_id
            WHERE r.id = NEW.referral_id AND c.left_out_reason = '' AND m.signed_at IS NULL
              AND m.called_off_at IS NULL)""",
    ]
)
_DIED = """EXISTS (
        SELECT 1 FROM frontdoor_referral r JOIN frontdoor_person p ON p.id = r.child_id
        WHERE r.id = NEW.referral_id AND p.death_date IS NOT NULL)"""
_NOT_STARTED = f"""EXISTS (
        SELECT 1 FROM frontdoor_referral r WHERE r.id = NEW.referral_id AND {waits_to_start("r.child_id")})"""  # noqa: S608 - no user's text
_IN_FORCE = """EXISTS (
        SELECT 1 FROM frontdoor_referral r JOIN cases_emergencypower w ON w.child_id = r.child_id
        WHERE r.id = NEW.referral_id AND w.ended_at IS NULL)"""


def _rule(name: str, sentence: str, when: str) -> pgtrigger.Trigger:
    return refuses(name, sentence=sentence, operation=pgtrigger.Insert, when=f"NOT {BRINGING_IN} AND ({when})")


CLOSURE_RULES = [
    _rule(
        "closure_a_signed_by_a_manager",
        NOT_A_MANAGER,
        f"""
            {is_not_the_actor("NEW.closed_by_id")} OR NEW.closed_on <> {TODAY_SQL}
            OR NOT {manages("NEW.closed_by_id", at="clock_timestamp()")}
        """,
    ),
    _rule(
        "closure_b_of_an_open_case",
        CLOSED_ALREADY,
        """EXISTS (
            SELECT 1 FROM frontdoor_referral r
            WHERE r.id = NEW.referral_id AND (r.closed_on IS NOT NULL OR r.no_further_action))""",
    ),
    _rule("closure_leaves_no_enquiry_to_start", NOT_STARTED, _NOT_STARTED),
    _rule("closure_leaves_nothing_open", STANDS_OPEN, _OPEN),
    _rule("closure_under_no_emergency_power", POWER_IN_FORCE, _IN_FORCE),
    _rule(
        "closure_after_an_assessment_alone",
        ASSESSED_ALONE,
        f"NEW.reason IN ('RC8', 'RC9') AND ({_ENQUIRED} OR {_PLANNED} OR NOT {_ASSESSED})",
    ),
    _rule("closure_of_a_death_has_its_day", DEATH_HAS_A_DAY, f"NEW.reason = 'RC2' AND NOT {_DIED}"),
    _rule("closure_of_the_dead_says_so", NOT_DEAD, f"NEW.reason <> 'RC2' AND {_DIED}"),
    _rule(
        "closure_when_the_family_is_told",
        FAMILY_NOT_TOLD,
        f"""EXISTS (
            SELECT 1 FROM frontdoor_referral r JOIN frontdoor_consentoverride d ON d.contact_id = r.contact_id
            JOIN frontdoor_familytelling t ON t.override_id = d.id
            WHERE r.id = NEW.referral_id AND t.told_on IS NULL
              AND (t.put_off_on IS NULL OR {TELLING_CLOCK.past_due_sql("t", TODAY_SQL)}))""",  # noqa: S608 - no value of a user stands in it
    ),
]
"""On a closure, the first two asked first: who may, and whether there is anything to close."""
