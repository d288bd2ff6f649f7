"""A section 47 enquiry that ends takes away the ground on which agencies were asked without consent (C04).

So does a strategy discussion that decides against one. By trigger, so that no road by which an enquiry ends goes round
it. What waits is stopped by the event itself.
"""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.models.enquiry_over import ended, goes_on

WORDS = "The section 47 enquiry of this child has ended."
DECIDED_AGAINST = "A strategy discussion decided that there is no section 47 enquiry about this child."


def unfinished(row: str) -> str:
    """SQL: the enquiry behind an alias has no outcome, or waits for a conference or the decision that none is needed
    (census 8868)."""
    return (
        f"({row}.conference_on IS NULL AND {row}.conference_not_needed IS DISTINCT FROM TRUE"
        f" OR {row}.outcome_due_on IS NOT NULL AND {row}.authorised_on IS NULL)"
    )


def waits_to_start(child: str) -> str:
    """SQL: a strategy meeting decided on an enquiry about the child in a column, and none has started since."""
    return f"""EXISTS (
        SELECT 1 FROM cases_strategychild c JOIN cases_strategymeeting m ON m.id = c.meeting_id
        WHERE c.child_id = {child} AND c.decision = 's47' AND m.signed_at IS NOT NULL AND m.called_off_at IS NULL
          AND NOT EXISTS (
              SELECT 1 FROM cases_section47 s WHERE s.child_id = c.child_id AND (
                  s.decided_id = c.id OR s.decided_id IS NOT NULL AND NOT {ended("s")}
                  OR greatest(s.authorised_on, s.not_needed_on, s.conference_on)
                      >= (m.held_at AT TIME ZONE 'Europe/London')::date)))"""  # noqa: S608 - no user's text


def _ends(*, children: str, words: str) -> str:
    """SQL: write the end of the ground where it stands, for rows of ``child_id`` and ``contact_id`` (NULL for all)."""
    return f"""
        INSERT INTO frontdoor_consentevent
            (contact_id, child_id, kind, status, words, considered, age_told, happened_at, recorded_by_id, recorded_at)
        SELECT latest.contact_id, latest.child_id, 'B', 'GROUND_ENDED', '{words}', '', '', clock_timestamp(),
               current_setting('frontdoor.actor')::bigint, clock_timestamp()
        FROM (
            SELECT DISTINCT ON (e.child_id, e.contact_id) e.child_id, e.contact_id, e.status
            FROM frontdoor_consentevent e JOIN ({children}) about ON about.child_id = e.child_id
                AND (about.contact_id IS NULL OR about.contact_id = e.contact_id)
            WHERE e.kind = 'B' AND e.status IN ('NOT_NEEDED_S47', 'NOT_NEEDED_COURT', 'OVERRIDDEN', 'GROUND_ENDED')
            ORDER BY e.child_id, e.contact_id, e.happened_at DESC, e.id DESC) latest
        WHERE latest.status = 'NOT_NEEDED_S47' AND NOT {goes_on("latest.child_id")};
    """  # noqa: S608 - no value of a user stands in this text


ENDS_THE_GROUND = pgtrigger.Trigger(
    name="section47_end_ends_the_ground",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    func=f"""
        IF {ended("NEW")} AND NOT {ended("OLD")} AND NOT {BRINGING_IN} THEN
            {_ends(children="SELECT NEW.child_id AS child_id, NULL::bigint AS contact_id", words=WORDS)}
        END IF;
        RETURN NULL;
    """,
)

_DECIDED_AGAINST = """
    SELECT c.child_id, concerned.contact_id
    FROM cases_strategychild c
    JOIN (SELECT NEW.contact_id AS contact_id
          UNION SELECT r.contact_id FROM frontdoor_referral r WHERE r.id = NEW.referral_id) concerned
        ON concerned.contact_id IS NOT NULL
    WHERE c.meeting_id = NEW.id AND c.decision = 'none' AND NOT EXISTS (
        SELECT 1 FROM cases_strategychild k JOIN cases_strategymeeting later ON later.id = k.meeting_id
        LEFT JOIN frontdoor_referral of_case ON of_case.id = later.referral_id
        WHERE k.child_id = c.child_id AND k.decision <> '' AND later.signed_at IS NOT NULL
          AND (later.held_at, later.id) > (NEW.held_at, NEW.id)
          AND concerned.contact_id IN (later.contact_id, of_case.contact_id))
"""
"""The discussion held last counts, whichever record is signed last."""

NO_ENQUIRY_ENDS_THE_GROUND = pgtrigger.Trigger(
    name="strategy_without_enquiry_ends_the_ground",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    func=f"""
        IF NEW.signed_at IS NOT NULL AND OLD.signed_at IS NULL AND NOT {BRINGING_IN} THEN
            {_ends(children=_DECIDED_AGAINST, words=DECIDED_AGAINST)}
        END IF;
        RETURN NULL;
    """,
)
