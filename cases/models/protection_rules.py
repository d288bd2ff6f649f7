"""Rules of plans across rows, as triggers (census rules by number, domain.md 4.3), and the sentences acts say too.

A row with a ``legacy_key`` was imported as it was and is not weighed; one that starts here is weighed against all.
What a plan comes of is not asked anew when two records of one child are joined: its rows move one after the other.
"""

from typing import Any

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses

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

_HERE = f"NEW.legacy_key IS NULL AND NOT {BRINGING_IN}"


def _changed(*columns: str) -> str:
    """SQL: the row is new, or one of these columns has another value than before."""
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
    return f"(TG_OP = 'INSERT' OR ({new}) IS DISTINCT FROM ({old}))"


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
        "plan_initial_category_stays",
        sentence=INITIAL_CATEGORY_STAYS,
        operation=pgtrigger.Update,
        when="NEW.legacy_key IS NULL AND NEW.initial_category <> OLD.initial_category",
    ),
]
