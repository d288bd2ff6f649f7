"""What a decision stands on, as rules of the database: sentences and their triggers (domain.md 3.4, L54)."""

from datetime import timedelta

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.core.written import unwritten_sql
from frontdoor.models.contact_rules import NOT_A_DECIDER
from frontdoor.models.rights import is_not_the_actor, manages, not_this_act

HISTORY = timedelta(days=366)
"""How far back contacts belong to the history of a new one (T34)."""

ANALYSIS_TOO_SHORT = "Write the analysis in at least 40 characters."
HISTORY_TOO_SHORT = "Say what the history tells us, in at least 10 characters."
HISTORY_UNREAD = "Mark every other contact and every closed plan as read before you decide."
REREFERRAL_TOO_SHORT = (
    "A case of this family closed less than a year before. Say what the history tells us, in at least 40 characters."
)
NO_FACT = "Give at least one fact, and say where it comes from."
DANGER_UNANSWERED = (
    "Say whether a child is in immediate danger now. If so, say in at least 10 characters what was done."
)
LIVED_TOO_SHORT = (
    "Say what the children say and what their day is like, in at least 10 characters. If not known, say so."
)
MISSING_TOO_SHORT = "Say what is missing, in at least 10 characters. If nothing is, say so."
CHANGE_TOO_SHORT = "Say what would change your mind, in at least 10 characters."
HELP_NOT_SAID = "Name the early help service, and say whether the family accepts it."
RETURN_DECIDES_NOTHING = (
    "Returning a contact to the referrer does not decide it. Return it from its own page, and choose another outcome."
)
BELOW_STATUTORY = (
    "The lowest level is for help that every family can get: no referral to social care rests on it. Choose the level "
    "that the indicators show, or another outcome."
)
NO_INDICATOR = "Choose the indicators that the level rests on."
INDICATOR_ELSEWHERE = "Choose indicators of the level that you decide."
NOT_EVERY_CHILD = "Decide for every child on this contact, each once."
WRITTEN_BY_ITS_DECIDER = "What happens for a child is written by the manager who decides the contact, in the same act."
NOT_URGENT = "Only a section 47 or emergency decision can be made before the record is complete."
NOT_IN_HASTE = (
    "Before the record is complete only section 47, emergency action, a referral or the worker of the open case can be "
    "decided, for every child. Complete the record to decide otherwise."
)
ASSESSMENT_WHY = (
    "Say what an assessment will change for this child, and which lesser step was tried or why none was, "
    "in at least 20 characters each."
)
EARLY_HELP_WHY = "Say why this could not be early help, in at least 20 characters."
THRESHOLD_STATEMENT_TOO_SHORT = (
    "State the reasonable cause to suspect significant harm, in at least 40 characters: which harm, and what shows it."
)


def unread_history(contact: str, decision: str) -> str:
    """SQL: something of the history of the contact with an id has no line under the decision with an id.

    What came in later is history too, as far as it is known when it is decided.
    """
    return f"""
        EXISTS (
            SELECT 1 FROM frontdoor_contact this
            JOIN frontdoor_contactchild about ON about.contact_id = this.id
            JOIN frontdoor_contactchild before ON before.child_id = about.child_id AND before.contact_id <> this.id
            JOIN frontdoor_contact other ON other.id = before.contact_id
                AND other.received_at >= this.received_at - interval '{HISTORY.days} days'
            WHERE this.id = {contact} AND NOT EXISTS (
                SELECT 1 FROM frontdoor_historyread r
                WHERE r.decision_id = {decision} AND r.kind = 'contact' AND r.subject_id = other.id))
        OR EXISTS (
            SELECT 1 FROM frontdoor_contactchild about
            JOIN cases_plan p ON p.child_id = about.child_id AND p.ended_on IS NOT NULL
            WHERE about.contact_id = {contact} AND NOT EXISTS (
                SELECT 1 FROM frontdoor_historyread r
                WHERE r.decision_id = {decision} AND r.kind = 'plan' AND r.subject_id = p.id))
    """  # noqa: S608 - no user's text


def no_facts(decision: str) -> str:
    """SQL: the decision with an id rests on no fact."""
    return f"NOT EXISTS (SELECT 1 FROM frontdoor_decisionfact f WHERE f.decision_id = {decision})"  # noqa: S608


def closed_within_a_year(contact: str) -> str:
    """SQL: a case of a child of the contact with an id closed in the twelve months before it was received."""
    return f"""
        EXISTS (
            SELECT 1 FROM frontdoor_contact this
            JOIN frontdoor_contactchild about ON about.contact_id = this.id
            JOIN frontdoor_referral r ON r.child_id = about.child_id
                AND r.closed_on <= (this.received_at AT TIME ZONE 'Europe/London')::date
                AND r.closed_on >= (this.received_at AT TIME ZONE 'Europe/London')::date - {HISTORY.days}
            WHERE this.id = {contact})
    """  # noqa: S608 - no user's text


def _when_decided(name: str, *, sentence: str, when: str) -> pgtrigger.Trigger:
    """A rule about the moment in which a contact counts as decided; ``d`` is its decision, read first."""
    return refuses(
        name,
        sentence=sentence,
        operation=pgtrigger.Update,
        declare=[("d", "frontdoor_decision%ROWTYPE")],
        first="SELECT * INTO d FROM frontdoor_decision WHERE contact_id = NEW.id;",
        when=f"OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL AND NOT {BRINGING_IN} AND ({when})",
    )


CONTACT_IS_DECIDED_ON = [
    _when_decided(
        "contact_decided_for_every_child",
        sentence=NOT_EVERY_CHILD,
        when="""
            EXISTS (SELECT 1 FROM frontdoor_contactchild c WHERE c.contact_id = NEW.id AND NOT EXISTS (
                SELECT 1 FROM frontdoor_childoutcome o WHERE o.decision_id = d.id AND o.child_id = c.child_id))
        """,
    ),
    _when_decided(
        "contact_decided_on_history",
        sentence=HISTORY_UNREAD,
        when=f"NOT d.urgent AND ({unread_history('NEW.id', 'd.id')})",
    ),
    _when_decided(
        "contact_decided_on_summary",
        sentence=REREFERRAL_TOO_SHORT,
        when=f"NOT d.urgent AND {unwritten_sql('d.history_considered', 40)} AND {closed_within_a_year('NEW.id')}",
    ),
    _when_decided("contact_decided_on_facts", sentence=NO_FACT, when=f"NOT d.urgent AND {no_facts('d.id')}"),
    _when_decided(
        "contact_decided_on_indicators",
        sentence=NO_INDICATOR,
        when="""
            EXISTS (
                SELECT 1 FROM frontdoor_childoutcome o
                WHERE o.decision_id = d.id AND NOT (d.urgent AND o.outcome IN ('REF47', 'EMG'))
                AND EXISTS (
                    SELECT 1 FROM frontdoor_thresholdindicator i WHERE i.level_id = o.level_id AND NOT i.left_out)
                AND NOT EXISTS (SELECT 1 FROM frontdoor_outcomeindicator c WHERE c.outcome_id = o.id))
        """,
    ),
    _when_decided(
        "contact_decided_urgently",
        sentence=NOT_URGENT,
        when="""
            d.urgent AND NOT EXISTS (
                SELECT 1 FROM frontdoor_childoutcome o WHERE o.decision_id = d.id AND o.outcome IN ('REF47', 'EMG'))
        """,
    ),
]
"""Asked of a contact when it is decided; what an urgent decision leaves out is asked when its record is completed."""

DECISION_IS_WHOLE = [
    refuses(
        name,
        sentence=sentence,
        operation=pgtrigger.Insert,
        when=f"NOT NEW.urgent AND NOT {BRINGING_IN} AND ({when})",
    )
    for name, sentence, when in (
        (
            "decision_answers_danger",
            DANGER_UNANSWERED,
            f"NEW.immediate_danger IS NULL OR NEW.immediate_danger AND {unwritten_sql('NEW.danger_steps', 10)}",
        ),
        ("decision_hears_the_child", LIVED_TOO_SHORT, unwritten_sql("NEW.lived_experience", 10)),
        ("decision_says_what_is_missing", MISSING_TOO_SHORT, unwritten_sql("NEW.missing", 10)),
        ("decision_says_what_would_change_it", CHANGE_TOO_SHORT, unwritten_sql("NEW.would_change", 10)),
    )
]

SIGNED_BY_ITS_DECIDER = refuses(
    "decision_signed_by_its_decider",
    sentence=NOT_A_DECIDER,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN} AND ({is_not_the_actor("NEW.decided_by_id")}
            OR NOT {manages("NEW.decided_by_id", at="clock_timestamp()")})
    """,
)
"""The contact's row asks the same of whoever decides it: neither stands in another's name."""

OUTCOME_OF_ITS_DECIDER = refuses(
    "outcome_written_by_its_decider",
    sentence=WRITTEN_BY_ITS_DECIDER,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM frontdoor_decision d
            WHERE d.id = NEW.decision_id AND {not_this_act("d", by="decided_by_id")})
    """,  # noqa: S608 - no user's text
)

_URGENT = "EXISTS (SELECT 1 FROM frontdoor_decision d WHERE d.id = NEW.decision_id AND d.urgent)"

OUTCOME_IS_PROPORTIONATE = [
    refuses(name, sentence=sentence, operation=pgtrigger.Insert, when=f"NOT {BRINGING_IN} AND ({when})")
    for name, sentence, when in (
        (
            "outcome_says_what_assessment_changes",
            ASSESSMENT_WHY,
            f"""
                (NEW.outcome = 'REF17' OR NEW.outcome = 'REF47' AND NOT {_URGENT})
                AND ({unwritten_sql("NEW.assessment_changes", 20)} OR {unwritten_sql("NEW.lesser_step", 20)})
            """,
        ),
        (
            "outcome_weighs_early_help",
            EARLY_HELP_WHY,
            f"NEW.outcome = 'REF17' AND {unwritten_sql('NEW.why_not_early_help', 20)}",
        ),
        (
            "outcome_states_the_threshold",
            THRESHOLD_STATEMENT_TOO_SHORT,
            f"NEW.outcome IN ('REF47', 'EMG') AND {unwritten_sql('NEW.threshold_statement', 40)}",
        ),
        (
            "outcome_names_the_early_help",
            HELP_NOT_SAID,
            f"NEW.outcome = 'EHO' AND ({unwritten_sql('NEW.help_service', 3)} OR NEW.help_accepted IS NULL)",
        ),
        (
            "outcome_not_in_haste",
            NOT_IN_HASTE,
            f"NEW.outcome NOT IN ('REF47', 'EMG', 'REF17', 'OPEN') AND {_URGENT}",
        ),
        (
            "outcome_above_the_lowest_level",
            BELOW_STATUTORY,
            """
                NEW.outcome IN ('REF17', 'REF47', 'EMG') AND EXISTS (
                    SELECT 1 FROM frontdoor_thresholdlevel l
                    WHERE l.id = NEW.level_id AND NOT l.statutory AND NOT EXISTS (
                        SELECT 1 FROM frontdoor_thresholdlevel lower
                        WHERE lower.scheme_id = l.scheme_id AND NOT lower.left_out AND lower.code < l.code))
            """,
        ),
        ("outcome_is_no_return", RETURN_DECIDES_NOTHING, "NEW.outcome = 'RET'"),
    )
]
