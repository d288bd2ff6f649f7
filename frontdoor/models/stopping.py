"""What happens in the database itself when a consent ends: open questions stop, and a manager's decision is opened.

It stands in triggers, so that no road by which a withdrawal or a review is written goes round it (C10, C12). The kinds
are kept apart: a no to agencies being asked (B) stops questions, a no to a service (C) stops offers of early help.
"""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.models.answers import ANSWER, NO, YES, contact_in_turn, giver

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


STOPS_OPEN_CHECKS = pgtrigger.Trigger(
    name="consent_ended_stops_checks",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    func=f"""
        IF NEW.kind = 'B' AND NEW.status IN ({NO}) AND NOT {BRINGING_IN} THEN
            {
        _stop(
            "NEW.id, NULL::bigint",
            "c.contact_id = NEW.contact_id AND c.child_id = NEW.child_id AND r.kind = 'information'"
            f" AND e.status IN ({YES}, 'OVERRIDDEN')"
            " AND e.happened_at <= NEW.happened_at",
        )
    }
        ELSIF NEW.kind = 'C' AND NEW.status IN ({NO}) AND NOT {BRINGING_IN} THEN
            {
        _stop(
            "NEW.id, NULL::bigint",
            "c.contact_id = NEW.contact_id AND c.child_id = NEW.child_id AND r.kind = 'early_help'"
            " AND (e.kind = 'B' OR e.happened_at <= NEW.happened_at)",
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
            f" AND e.status IN ({YES}) AND e.happened_at <= NEW.happened_at"
            f" AND NOT EXISTS ({_COVERS_IT})",
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

OPENS_A_DECISION = pgtrigger.Trigger(
    name="consent_ended_opens_a_decision",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    declare=[("cause", "text"), ("before", "text"), ("others", "text[]")],
    func=f"""
        IF {BRINGING_IN} OR NEW.kind = 'A'
           OR NEW.status NOT IN ({ANSWER}) THEN
            RETURN NULL;
        END IF;
        SELECT e.status INTO before FROM frontdoor_consentevent e
        WHERE e.contact_id = NEW.contact_id AND e.child_id = NEW.child_id AND e.kind = NEW.kind AND e.id <> NEW.id
          AND e.status IN ({ANSWER})
          AND {giver("e")} = {giver("NEW")}
        ORDER BY e.happened_at DESC, e.id DESC LIMIT 1;
        SELECT array_agg(latest.status) INTO others FROM (
            SELECT DISTINCT ON ({giver("e")}) e.status FROM frontdoor_consentevent e
            WHERE e.contact_id = NEW.contact_id AND e.child_id = NEW.child_id AND e.kind = NEW.kind
              AND e.status IN ({ANSWER})
              AND {giver("e")} <> {giver("NEW")}
            ORDER BY {giver("e")}, e.happened_at DESC, e.id DESC) latest;
        cause := CASE
            WHEN NEW.status = 'WITHDRAWN' THEN 'withdrawn'
            WHEN NEW.status = 'REFUSED' AND before IN ({YES}) THEN 'withdrawn'
            WHEN NEW.status = 'REFUSED' AND others && ARRAY[{YES}] THEN 'disagree'
            WHEN NEW.status NOT IN ({NO}) AND others && ARRAY[{NO}] THEN 'disagree'
            WHEN NEW.status = 'REFUSED' AND NEW.kind = 'C' THEN 'refused'
        END;
        IF cause IS NOT NULL THEN
            INSERT INTO frontdoor_consentmatter
                (event_id, contact_id, child_id, kind, cause, opened_at, opened_by_id, decision, reason, recorded_at)
            VALUES (NEW.id, NEW.contact_id, NEW.child_id, NEW.kind, cause, clock_timestamp(), NEW.recorded_by_id,
                    '', '', clock_timestamp());
        END IF;
        RETURN NULL;
    """,  # noqa: S608 - no value of a user stands in this text
)
