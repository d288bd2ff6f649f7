"""Rules of strategy meetings across rows (domain.md 10), as triggers, and the sentences that page and act say too."""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.core.written import unwritten_sql
from frontdoor.models.decisions import CANNOT_WAIT
from frontdoor.models.rights import is_not_the_actor, manages

CHAIRED_BY_A_MANAGER = "A practice manager or a service manager of social care chairs a strategy meeting."
CAUSE_STATED = (
    "State the reasonable cause to suspect significant harm: which harm, and in at least 40 characters what shows it "
    "and why now."
)
CAUSE_WAS_DECIDED = (
    "A manager decided on this contact that there is reasonable cause. The time for the first meeting runs from that "
    "decision or from before it, never from what an agency answered since."
)
CONVENED_BY_A_MANAGER = (
    "A practice manager or a service manager convenes a strategy meeting, unless a manager has decided on the contact "
    "that there is reasonable cause to suspect significant harm. Ask a manager."
)
CONVENED_IN_PERSON = "Who convenes a strategy meeting is who sends it."
NOT_YET_HELD = "The meeting cannot have been held in the future."
RECORD_STAYS = "A signed record cannot be changed. Add a correction to what was said."
RECONVENE_SOON = "A meeting without police, health or its chair is held again within one working day."
NO_QUORUM = (
    "The chair, the police and health must be there before anything is decided. If it cannot wait, the chair writes "
    "why, in at least 40 characters, and meets again within one working day."
)
NOT_DECIDED = "Decide about every child first: section 47 or not, and why."
NOT_ACCOUNTED = "Say of everybody who was invited whether they came, sent information, sent apologies or did neither."
NO_ACTION = "Agree at least one action: who does what by when."
WHY_NOT_THERE = (
    "The referrer's agency, and the school of a child who has one, are invited. Say in at least 20 characters why not."
)
SIGNED_BY_THE_CHAIR = "The chair signs the record, in person."
DECIDED_BY_THE_CHAIR = "The chair records what is decided about a child, in person."
INVITED_ONLY = "Information belongs to somebody who was invited to this meeting."
NAMED_ONLY = "Information is about a child of this meeting, or about all of them."
CORRECTS_ITS_LIKE = "A correction names a line of the same person at the same meeting."
WRITTEN_IN_PERSON = "Who writes a line is who sends it."
CORRECT_AFTER_SIGNING = "The record is signed. Only a correction of what stands in it can be added."

LEAST_CAUSE = 40
_CANNOT_WAIT = ", ".join(f"'{outcome.value}'" for outcome in sorted(CANNOT_WAIT))


def present(meeting: str, condition: str) -> str:
    """SQL: somebody of the meeting with this id was there for whom ``condition`` holds (of the invitation ``i``)."""
    return f"""EXISTS (
            SELECT 1 FROM cases_strategyinvitation i
            WHERE i.meeting_id = {meeting} AND i.attendance = 'attended' AND {condition})"""  # noqa: S608 - no user's text


def quorate(meeting: str, chair: str) -> str:
    """SQL: the chair, the police and health were there."""
    parts = (f"i.worker_id = {chair}", "i.discipline = 'police'", "i.discipline = 'health'")
    return "(" + " AND ".join(present(meeting, part) for part in parts) + ")"


_SIGNED_NOW = f"NEW.signed_at IS NOT NULL AND OLD.signed_at IS NULL AND NOT {BRINGING_IN}"
_OF_A_SIGNED_MEETING = f"""
    NOT {BRINGING_IN} AND EXISTS (
        SELECT 1 FROM cases_strategymeeting m WHERE m.id = NEW.meeting_id AND m.signed_at IS NOT NULL)
"""  # noqa: S608 - no user's text
_WORKING_DAYS_BETWEEN = """
    (SELECT count(*) FROM generate_series(
        (NEW.held_at AT TIME ZONE 'Europe/London')::date + 1, NEW.reconvene_due_on, interval '1 day') d
     WHERE extract(isodow FROM d) < 6 AND NOT EXISTS (SELECT 1 FROM frontdoor_bankholiday b WHERE b.day = d::date))
"""


def stays(name: str) -> pgtrigger.Trigger:
    """Rows of a signed meeting are neither added nor changed."""
    return refuses(
        name, sentence=RECORD_STAYS, operation=pgtrigger.Insert | pgtrigger.Update, when=_OF_A_SIGNED_MEETING
    )


MEETING_RULES = [
    refuses(
        "strategy_states_the_cause",
        sentence=CAUSE_STATED,
        operation=pgtrigger.Insert,
        when=f"""
            NOT {BRINGING_IN} AND (NEW.harm = '' OR {unwritten_sql("NEW.reason", LEAST_CAUSE)})
        """,
    ),
    refuses(
        "strategy_runs_from_the_first_cause",
        sentence=CAUSE_WAS_DECIDED,
        operation=pgtrigger.Insert,
        when=f"""
            NOT {BRINGING_IN}
            AND EXISTS (
                SELECT 1 FROM frontdoor_contact c JOIN frontdoor_decision d ON d.contact_id = c.id
                JOIN frontdoor_childoutcome o ON o.decision_id = d.id
                WHERE c.id = NEW.contact_id AND o.outcome IN ({_CANNOT_WAIT}) AND c.decided_at < NEW.cause_at)
            AND NOT EXISTS (
                SELECT 1 FROM cases_strategymeeting m WHERE m.contact_id = NEW.contact_id AND m.held_at IS NOT NULL)
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "strategy_convened_by_a_manager",
        sentence=CONVENED_BY_A_MANAGER,
        operation=pgtrigger.Insert,
        when=f"""
            NOT {BRINGING_IN}
            AND NOT {manages("NEW.convened_by_id", at="clock_timestamp()")}
            AND NOT EXISTS (
                SELECT 1 FROM frontdoor_decision d JOIN frontdoor_childoutcome o ON o.decision_id = d.id
                WHERE o.outcome IN ({_CANNOT_WAIT}) AND d.contact_id IN (
                    NEW.contact_id, (SELECT r.contact_id FROM frontdoor_referral r WHERE r.id = NEW.referral_id)))
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "strategy_convened_in_person",
        sentence=CONVENED_IN_PERSON,
        operation=pgtrigger.Insert,
        when=f"NOT {BRINGING_IN} AND {is_not_the_actor('NEW.convened_by_id')}",
    ),
    refuses(
        "strategy_chaired_by_a_manager",
        sentence=CHAIRED_BY_A_MANAGER,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            NOT {BRINGING_IN} AND NEW.signed_at IS NULL AND NEW.called_off_at IS NULL
            AND NOT {manages("NEW.chair_id", at="NEW.planned_at")}
        """,
    ),
    refuses(
        "strategy_held_in_the_past",
        sentence=NOT_YET_HELD,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when="NEW.held_at > clock_timestamp() + interval '5 minutes'",
    ),
    refuses(
        "strategy_reconvenes_soon",
        sentence=RECONVENE_SOON,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            NEW.reconvene_due_on IS NOT NULL AND NEW.held_at IS NOT NULL AND (
                NEW.reconvene_due_on < (NEW.held_at AT TIME ZONE 'Europe/London')::date
                OR {_WORKING_DAYS_BETWEEN} > 1)
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "strategy_signed_with_quorum",
        sentence=NO_QUORUM,
        operation=pgtrigger.Update,
        when=f"{_SIGNED_NOW} AND NEW.alone_reason = '' AND NOT {quorate('NEW.id', 'NEW.chair_id')}",
    ),
    refuses(
        "strategy_signed_with_every_child_decided",
        sentence=NOT_DECIDED,
        operation=pgtrigger.Update,
        when=f"""
            {_SIGNED_NOW} AND EXISTS (
                SELECT 1 FROM cases_strategychild c
                WHERE c.meeting_id = NEW.id AND c.left_out_reason = '' AND c.decision = '')
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "strategy_signed_with_everybody_accounted",
        sentence=NOT_ACCOUNTED,
        operation=pgtrigger.Update,
        when=f"""
            {_SIGNED_NOW} AND EXISTS (
                SELECT 1 FROM cases_strategyinvitation i WHERE i.meeting_id = NEW.id AND i.attendance = '')
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "strategy_signed_with_an_action",
        sentence=NO_ACTION,
        operation=pgtrigger.Update,
        when=f"""
            {_SIGNED_NOW} AND NOT EXISTS (SELECT 1 FROM cases_strategyaction a WHERE a.meeting_id = NEW.id)
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "strategy_signed_with_who_is_missing",
        sentence=WHY_NOT_THERE,
        operation=pgtrigger.Update,
        when=f"""
            {_SIGNED_NOW} AND {unwritten_sql("NEW.missing_reason", 20)} AND (
                EXISTS (
                    SELECT 1 FROM frontdoor_contact t LEFT JOIN frontdoor_referral r ON r.id = NEW.referral_id
                    WHERE t.agency_id IS NOT NULL AND (
                        t.id IN (NEW.contact_id, r.contact_id)
                        OR (t.received_at AT TIME ZONE 'Europe/London')::date >= r.received_on
                        AND t.received_at <= NEW.held_at AND EXISTS (
                            SELECT 1 FROM frontdoor_contactchild k JOIN cases_strategychild c ON c.child_id = k.child_id
                            WHERE k.contact_id = t.id AND c.meeting_id = NEW.id AND c.left_out_reason = ''))
                    AND NOT EXISTS (
                        SELECT 1 FROM cases_strategyinvitation i
                        WHERE i.meeting_id = NEW.id AND i.agency_id = t.agency_id))
                OR (SELECT count(DISTINCT trim(p.school)) FROM cases_strategychild c
                    JOIN frontdoor_person p ON p.id = c.child_id
                    WHERE c.meeting_id = NEW.id AND c.left_out_reason = '' AND trim(p.school) <> '')
                 > (SELECT count(DISTINCT coalesce(i.agency_id::text, i.name)) FROM cases_strategyinvitation i
                    WHERE i.meeting_id = NEW.id AND i.discipline = 'education'))
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "strategy_signed_by_the_chair",
        sentence=SIGNED_BY_THE_CHAIR,
        operation=pgtrigger.Update,
        when=f"{_SIGNED_NOW} AND (NEW.signed_by_id <> NEW.chair_id OR {is_not_the_actor('NEW.signed_by_id')})",
    ),
    refuses(
        "strategy_record_stays",
        sentence=RECORD_STAYS,
        operation=pgtrigger.Update,
        when="""
            OLD.signed_at IS NOT NULL
            AND to_jsonb(NEW) - ARRAY['version', 'circulated_at', 'circulated_by_id']
            IS DISTINCT FROM to_jsonb(OLD) - ARRAY['version', 'circulated_at', 'circulated_by_id']
        """,
    ),
]

CHILD_RULES = [
    stays("strategy_child_stays"),
    refuses(
        "strategy_decision_needs_quorum",
        sentence=NO_QUORUM,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            NEW.decision <> '' AND NOT {BRINGING_IN} AND (TG_OP = 'INSERT' OR NEW.decision <> OLD.decision)
            AND EXISTS (
                SELECT 1 FROM cases_strategymeeting m
                WHERE m.id = NEW.meeting_id
                  AND (m.held_at IS NULL OR m.alone_reason = '' AND NOT {quorate("m.id", "m.chair_id")}))
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "strategy_decided_by_the_chair",
        sentence=DECIDED_BY_THE_CHAIR,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            NEW.decision <> '' AND NOT {BRINGING_IN} AND (TG_OP = 'INSERT' OR NEW.decision <> OLD.decision)
            AND ({is_not_the_actor("NEW.decided_by_id")} OR EXISTS (
                SELECT 1 FROM cases_strategymeeting m
                WHERE m.id = NEW.meeting_id AND m.chair_id <> NEW.decided_by_id))
        """,  # noqa: S608 - no user's text
    ),
]

LINE_RULES = [
    refuses(
        "strategy_line_of_somebody_invited",
        sentence=INVITED_ONLY,
        operation=pgtrigger.Insert,
        when="""
            NOT EXISTS (SELECT 1 FROM cases_strategyinvitation i
                        WHERE i.id = NEW.invitation_id AND i.meeting_id = NEW.meeting_id)
        """,
    ),
    refuses(
        "strategy_line_about_a_child_of_the_meeting",
        sentence=NAMED_ONLY,
        operation=pgtrigger.Insert,
        when="""
            NEW.child_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM cases_strategychild c
                WHERE c.meeting_id = NEW.meeting_id AND c.child_id = NEW.child_id AND c.left_out_reason = '')
        """,
    ),
    refuses(
        "strategy_line_corrects_its_like",
        sentence=CORRECTS_ITS_LIKE,
        operation=pgtrigger.Insert,
        when="""
            NEW.corrects_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM cases_strategyinformation o
                WHERE o.id = NEW.corrects_id AND o.meeting_id = NEW.meeting_id AND o.invitation_id = NEW.invitation_id)
        """,
    ),
    refuses(
        "strategy_line_corrects_after_signing",
        sentence=CORRECT_AFTER_SIGNING,
        operation=pgtrigger.Insert,
        when=f"NEW.corrects_id IS NULL AND {_OF_A_SIGNED_MEETING}",
    ),
    refuses(
        "strategy_line_written_in_person",
        sentence=WRITTEN_IN_PERSON,
        operation=pgtrigger.Insert,
        when=f"NOT {BRINGING_IN} AND {is_not_the_actor('NEW.written_by_id')}",
    ),
]
