"""What happens in the database itself when a consent ends: open questions stop, and a manager's decision is opened.

It stands in triggers, so that no road by which a withdrawal or a review is written goes round it (C10, C12). The kinds
are kept apart: a no to agencies being asked (B) stops questions, a no to a service (C) stops offers of early help.
A no stops on every open contact of its child, also where it is written down later than it was said.
"""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.models.answers import (
    ANSWER,
    NO,
    YES,
    contact_in_turn,
    counts_on,
    giver,
    is_answered,
    later,
    latest_answers,
)

_OPEN = """
    SELECT c.id, %s FROM frontdoor_agencycheck c
    JOIN frontdoor_agencyrequest r ON r.id = c.request_id AND r.ended_at IS NULL
    JOIN frontdoor_consentevent e ON e.id = c.consent_id
    WHERE NOT EXISTS (SELECT 1 FROM frontdoor_checkstop s WHERE s.check_id = c.id)
"""


def _stop(cause: str, where: str) -> str:
    values = f"{cause}, clock_timestamp(), current_setting('frontdoor.actor')::bigint, clock_timestamp()"
    return f"""
        INSERT INTO frontdoor_checkstop (check_id, event_id, override_id, stopped_at, stopped_by_id, recorded_at)
        {_OPEN % values} AND {where};
    """


def was_not_told(no: str, ground: str) -> str:
    """SQL: who decided without consent did not know of a no: it was said later, or written later and not told then."""
    return f"""({later(no, ground)} OR {no}.id > {ground}.id AND EXISTS (
            SELECT 1 FROM frontdoor_consentoverride untold
            WHERE untold.id = {ground}.override_id AND untold.asked NOT IN ('refused', 'partial')))"""  # noqa: S608 - columns


# What was said since by the same person goes before, as it does at the gate.
_IS_THE_LAST = f"""NOT EXISTS (
                SELECT 1 FROM frontdoor_consentevent since
                WHERE since.contact_id = c.contact_id AND since.child_id = NEW.child_id AND since.kind = NEW.kind
                  AND since.status IN ({YES}) AND {giver("since")} = {giver("NEW")} AND {later("since", "NEW")})"""  # noqa: S608 - ours

STOPS_OPEN_CHECKS = pgtrigger.Trigger(
    name="consent_ended_stops_checks",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    func=f"""
        IF NEW.kind IN ('B', 'C') AND NEW.status IN ({NO}) AND NOT {BRINGING_IN} THEN
            {
        _stop(
            "NEW.id, NULL::bigint",
            f"c.child_id = NEW.child_id AND {counts_on('NEW', 'c.contact_id')}"
            " AND r.kind = CASE NEW.kind WHEN 'B' THEN 'information' ELSE 'early_help' END"
            f" AND (e.status IN ({YES}) AND {_IS_THE_LAST}"
            f" OR e.status = 'OVERRIDDEN' AND {was_not_told('NEW', 'e')})",
        )
    }
        ELSIF NEW.kind = 'B' AND NEW.status = 'GROUND_ENDED' AND NOT {BRINGING_IN} THEN
            {
        _stop(
            "NEW.id, NULL::bigint",
            "c.contact_id = NEW.contact_id AND c.child_id = NEW.child_id"
            " AND e.status IN ('NOT_NEEDED_S47', 'NOT_NEEDED_COURT', 'OVERRIDDEN')"
            " AND e.happened_at <= NEW.happened_at",
        )
    }
        END IF;
        RETURN NULL;
    """,
)

_COVERS_IT = """
    SELECT 1 FROM frontdoor_consentagency covered
    WHERE covered.event_id = NEW.id AND covered.agency_id = c.agency_id
"""

# Asked at the end of the transaction: an answer is written before the agencies it covers. The act stops them at once.
STOPS_BEYOND = pgtrigger.Trigger(
    name="consent_narrowed_stops_checks",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    func=f"""
        IF NEW.status = 'GIVEN_PARTIAL' AND NEW.kind IN ('B', 'C') AND NOT {BRINGING_IN} THEN
            {
        _stop(
            "NEW.id, NULL::bigint",
            "c.contact_id = NEW.contact_id AND c.child_id = NEW.child_id"
            " AND r.kind = CASE NEW.kind WHEN 'B' THEN 'information' ELSE 'early_help' END"
            f" AND e.status IN ({YES}) AND {_IS_THE_LAST} AND NOT EXISTS ({_COVERS_IT})",
        )
    }
        END IF;
        RETURN NULL;
    """,  # noqa: S608 - the codes of an enumeration
)

STOPS_WHAT_STOOD_ON_IT = pgtrigger.Trigger(
    name="override_unjustified_stops_checks",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    func=f"""
        IF NEW.review_result = 'not_justified' AND OLD.review_result <> 'not_justified' AND NOT {BRINGING_IN} THEN
            {contact_in_turn("NEW.contact_id")}
            {_stop("NULL::bigint, NEW.id", "e.override_id = NEW.id")}
        END IF;
        RETURN NULL;
    """,
)

_AGREES = f"""y.child_id = NEW.child_id AND y.kind = NEW.kind AND y.status IN ({YES})
              AND {counts_on("NEW", "y.contact_id")} AND NOT EXISTS (
                SELECT 1 FROM frontdoor_consentevent since
                WHERE since.child_id = y.child_id AND since.kind = y.kind AND since.status IN ({ANSWER})
                  AND since.id <> NEW.id AND {giver("since")} = {giver("y")}
                  AND {counts_on("since", "y.contact_id")} AND {later("since", "y")})"""  # noqa: S608 - columns

OPENS_A_DECISION = pgtrigger.Trigger(
    name="consent_ended_opens_a_decision",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    declare=[("cause", "text"), ("no", "bigint")],
    func=f"""
        IF {BRINGING_IN} OR NEW.kind = 'A' OR NEW.status NOT IN ({ANSWER}) THEN
            RETURN NULL;
        END IF;
        IF NEW.status IN ({NO}) THEN
            cause := CASE
                WHEN NEW.status = 'WITHDRAWN' OR EXISTS (
                    SELECT 1 FROM frontdoor_consentevent y
                    WHERE {_AGREES} AND {giver("y")} = {giver("NEW")} AND {later("NEW", "y")}) THEN 'withdrawn'
                WHEN EXISTS (
                    SELECT 1 FROM frontdoor_consentevent y
                    WHERE {_AGREES} AND {giver("y")} <> {giver("NEW")}) THEN 'disagree'
                WHEN NEW.kind = 'C' THEN 'refused'
            END;
        END IF;
        FOR no IN
            SELECT NEW.id WHERE cause IS NOT NULL
            UNION ALL
            SELECT latest.id FROM {latest_answers("NEW.child_id", "NEW.kind", "NEW.contact_id")} latest
            WHERE NEW.status IN ({YES}) AND latest.status IN ({NO}) AND {giver("latest")} <> {giver("NEW")}
              AND NOT {is_answered("latest")} AND NOT EXISTS (
                SELECT 1 FROM frontdoor_consentmatter waits
                WHERE waits.refusal_id = latest.id AND waits.decided_at IS NULL)
        LOOP
            INSERT INTO frontdoor_consentmatter
                (event_id, refusal_id, contact_id, child_id, kind, cause, opened_at, opened_by_id, decision, reason,
                 recorded_at)
            VALUES (NEW.id, no, NEW.contact_id, NEW.child_id, NEW.kind, coalesce(cause, 'disagree'), clock_timestamp(),
                    NEW.recorded_by_id, '', '', clock_timestamp());
        END LOOP;
        RETURN NULL;
    """,  # noqa: S608 - no value of a user stands in this text
)
"""Each no has a decision of its own: one that is answered, or waits for one, opens no other."""
