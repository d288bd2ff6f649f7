"""Rules of plans across rows, as triggers (census rules by number, domain.md 4.3), and the sentences acts say too.

A row with a ``legacy_key`` was imported as it was and is not weighed; one that starts here is weighed against all.
What a plan comes of is not asked anew when two records of one child are joined: its rows move one after the other.
"""

from typing import Any

import pgtrigger

from cases.models.enquiry_ends import unfinished, waits_to_start
from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import TODAY_SQL, refuses
from frontdoor.models.rights import holds, is_not_the_actor

NEVER_TWO_AT_ONCE = (
    "A child is under one plan at a time: a child in need plan ends by the day on which a child protection plan "
    "starts, and none starts while another runs."
)
STARTS_AT_A_CONFERENCE = (
    "A child protection plan starts on the day of the signed conference that decided on it for this child, in the "
    "category decided there, and once."
)
ENDS_AT_A_REVIEW = (
    "A child protection plan ends on the day of the signed review conference that ended it; without one only when the "
    "child died, turned 18, or another authority took the plan over."
)
INITIAL_CATEGORY_STAYS = "The initial category of a plan stays. A review changes the latest one."
ENQUIRY_STANDS_OPEN = (
    "A section 47 enquiry about this child is still open, or was decided on and has not started. Finish it before the "
    "plan ends."
)
ENDS_AHEAD = "A plan cannot end in the future."
ENDED_BY_A_MANAGER = "A practice manager or a service manager signs, in person, that a plan ends without a conference."
AUTHORITY_LEAST = 3
TO_WHICH_AUTHORITY = "Say which authority took the plan over at its conference."
STARTS_BY_A_DECISION = (
    "A child in need plan starts on the day on which a manager decides on it for this child and says why."
)
ENDS_BY_A_DECISION = (
    "A child in need plan ends on the day on which a manager decides so and says why, or on which a child protection "
    "plan starts."
)

_HERE = f"NEW.legacy_key IS NULL AND NOT {BRINGING_IN}"


def _changed(*columns: str) -> str:
    """SQL: the row is new, or one of these columns has another value than before."""
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
    return f"(TG_OP = 'INSERT' OR ({new}) IS DISTINCT FROM ({old}))"


def _decided(step: str, day: str) -> str:
    """SQL: a manager decided that the child in need plan of this case starts or ends on the day in a column."""
    return f"""EXISTS (
                SELECT 1 FROM cases_plandecision d
                WHERE d.referral_id = NEW.referral_id AND d.step = '{step}' AND d.decided_on = NEW.{day})"""  # noqa: S608 - no user's text


_AT_A_CONFERENCE = """(NEW.kind = 'cin' AND EXISTS (
                SELECT 1 FROM cases_conferencechild c JOIN cases_conference k ON k.id = c.conference_id
                WHERE c.child_id = NEW.child_id AND c.decision = 'plan' AND k.held_on = NEW.ended_on
                  AND k.signed_at IS NOT NULL))"""
"""SQL: the child in need plan ends because a conference decided on protection."""

PLAN_RULES: list[Any] = [
    # Census 4001, 4003, 4016, 4017, 8935: a plan may end on the day on which another starts, and one that starts and
    # ends on one day still fills that day.
    refuses(
        "plan_never_two_at_once",
        sentence=NEVER_TWO_AT_ONCE,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            NEW.legacy_key IS NULL AND {_changed("started_on", "ended_on", "child_id", "kind")} AND EXISTS (
                SELECT 1 FROM cases_plan p
                WHERE p.child_id = NEW.child_id AND p.id <> NEW.id
                  AND daterange(p.started_on, CASE WHEN p.ended_on IS NOT NULL
                                              THEN greatest(p.ended_on, p.started_on + 1) END)
                   && daterange(NEW.started_on, CASE WHEN NEW.ended_on IS NOT NULL
                                                THEN greatest(NEW.ended_on, NEW.started_on + 1) END))
        """,  # noqa: S608 - no user's text
    ),
    # Census 2885, 2883.
    refuses(
        "plan_of_protection_starts_at_a_conference",
        sentence=STARTS_AT_A_CONFERENCE,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            {_HERE} AND NEW.kind = 'cp' AND {_changed("started_on", "kind", "decided_id")} AND NOT EXISTS (
                SELECT 1 FROM cases_conferencechild c JOIN cases_conference k ON k.id = c.conference_id
                WHERE c.id = NEW.decided_id AND c.child_id = NEW.child_id AND c.decision = 'plan'
                  AND c.category = NEW.initial_category AND k.held_on = NEW.started_on AND k.signed_at IS NOT NULL)
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "plan_of_protection_ends_at_a_review",
        sentence=ENDS_AT_A_REVIEW,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            {_HERE} AND NEW.kind = 'cp' AND NEW.ended_on IS NOT NULL AND {_changed("ended_on", "ended_otherwise")}
            AND NOT EXISTS (
                SELECT 1 FROM cases_conferencechild c JOIN cases_conference k ON k.id = c.conference_id
                WHERE c.plan_id = NEW.id AND c.decision = 'end' AND k.held_on = NEW.ended_on
                  AND k.signed_at IS NOT NULL)
            AND NOT EXISTS (
                SELECT 1 FROM frontdoor_person p WHERE p.id = NEW.child_id AND (
                    NEW.ended_otherwise = 'died' AND p.death_date = NEW.ended_on
                    OR NEW.ended_otherwise = 'adult' AND p.birth_date + interval '18 years' <= NEW.ended_on
                    OR NEW.ended_otherwise = 'moved'))
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "plan_ends_by_today",
        sentence=ENDS_AHEAD,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"{_HERE} AND NEW.ended_on > {TODAY_SQL} AND {_changed('ended_on')}",
    ),
    refuses(
        "plan_ended_otherwise_by_a_manager",
        sentence=ENDED_BY_A_MANAGER,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            {_HERE} AND NEW.ended_otherwise <> '' AND {_changed("ended_otherwise", "ended_on", "ended_by_id")}
            AND ({is_not_the_actor("NEW.ended_by_id")}
                 OR NOT {holds("NEW.ended_by_id", "practice_manager", "service_manager", at="clock_timestamp()")})
        """,
    ),
    refuses(
        "plan_moved_to_an_authority",
        sentence=TO_WHICH_AUTHORITY,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            {_HERE} AND {_changed("ended_otherwise", "moved_to")}
            AND (NEW.ended_otherwise = 'moved') <> (length(trim(NEW.moved_to)) >= {AUTHORITY_LEAST})
        """,
    ),
    refuses(
        "plan_in_need_starts_by_a_decision",
        sentence=STARTS_BY_A_DECISION,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            {_HERE} AND NEW.kind = 'cin' AND {_changed("started_on", "kind", "referral_id")}
            AND NOT {_decided("start", "started_on")}
        """,
    ),
    refuses(
        "plan_in_need_ends_by_a_decision",
        sentence=ENDS_BY_A_DECISION,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            {_HERE} AND NEW.kind = 'cin' AND NEW.ended_on IS NOT NULL AND {_changed("ended_on")}
            AND NOT {_decided("end", "ended_on")}
            AND NOT {_AT_A_CONFERENCE}
        """,
    ),
    refuses(
        "plan_ends_under_no_enquiry",
        sentence=ENQUIRY_STANDS_OPEN,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            {_HERE} AND NEW.ended_on IS NOT NULL AND NEW.ended_otherwise = '' AND {_changed("ended_on")}
            AND NOT {_AT_A_CONFERENCE} AND ({waits_to_start("NEW.child_id")} OR NEW.kind = 'cp' AND EXISTS (
                SELECT 1 FROM cases_section47 o WHERE o.child_id = NEW.child_id AND {unfinished("o")}))
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "plan_initial_category_stays",
        sentence=INITIAL_CATEGORY_STAYS,
        operation=pgtrigger.Update,
        when="NEW.legacy_key IS NULL AND NEW.initial_category <> OLD.initial_category",
    ),
]
