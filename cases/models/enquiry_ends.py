"""A section 47 enquiry that ends takes away the ground on which agencies were asked without consent (C04).

By trigger, so that no road by which an enquiry ends goes round it. What waits is stopped by the event itself.
"""

import pgtrigger

from frontdoor.core.records import BRINGING_IN

_ENDED = "({row}.conference_not_needed IS TRUE OR {row}.conference_on IS NOT NULL)"
WORDS = "The section 47 enquiry of this child has ended."

ENDS_THE_GROUND = pgtrigger.Trigger(
    name="section47_end_ends_the_ground",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    func=f"""
        IF {_ENDED.format(row="NEW")} AND NOT {_ENDED.format(row="OLD")} AND NOT {BRINGING_IN} THEN
            INSERT INTO frontdoor_consentevent
                (contact_id, child_id, kind, status, words, considered, age_told, happened_at, recorded_by_id,
                 recorded_at)
            SELECT latest.contact_id, NEW.child_id, 'B', 'GROUND_ENDED', '{WORDS}', '', '', clock_timestamp(),
                   current_setting('frontdoor.actor')::bigint, clock_timestamp()
            FROM (
                SELECT DISTINCT ON (e.contact_id) e.contact_id, e.status FROM frontdoor_consentevent e
                WHERE e.child_id = NEW.child_id AND e.kind = 'B'
                  AND e.status IN ('NOT_NEEDED_S47', 'NOT_NEEDED_COURT', 'OVERRIDDEN', 'GROUND_ENDED')
                ORDER BY e.contact_id, e.happened_at DESC, e.id DESC) latest
            WHERE latest.status = 'NOT_NEEDED_S47' AND NOT EXISTS (
                SELECT 1 FROM cases_section47 other
                WHERE other.child_id = NEW.child_id AND other.id <> NEW.id AND NOT {_ENDED.format(row="other")});
        END IF;
        RETURN NULL;
    """,  # noqa: S608 - no value of a user stands in this text
)
