"""Rules of section 47 enquiries across rows (domain.md 10), as triggers, and the sentences page and act say too."""

import pgtrigger

from cases.models.assessment_rules import by_a_manager
from cases.models.strategy import StrategyDecision
from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.models.brought_in import AN_IMPORT_WRITES
from frontdoor.models.enquiry_over import ran_out
from frontdoor.models.ground_rules import S47_RAN_OUT
from frontdoor.models.one_child import goes_to_somebody_else
from frontdoor.models.rights import MOVES_DAYS

NO_STRATEGY_DECISION = (
    "A section 47 enquiry starts when the signed record of a strategy meeting decides on one for this child."
)
AUTHORISED_STAYS = "An outcome that is authorised cannot be changed."
BEGINS_UNWRITTEN = (
    "A section 47 enquiry begins without an outcome. What it finds is proposed, authorised and followed up after that."
)
NOT_NEEDED_AFTER = "Whether a conference is needed is decided when a manager has authorised the outcome."
CONVENED = "A conference about this child is convened. Call it off before you decide that none is needed."
NOT_NEEDED_STAYS = "The decision that no conference is needed stays as it was signed."
CONFERENCE_NOT_HELD = "The day of the conference is the day on which a conference about this child was held."
STARTED_STAYS = "The child, the case and the days of a section 47 enquiry stay as they were when it started."

_NEWLY_NOT_NEEDED = f"NEW.not_needed_on IS NOT NULL AND OLD.not_needed_on IS NULL AND NOT {AN_IMPORT_WRITES}"
_OF_OURS_NOT_NEEDED = f"{_NEWLY_NOT_NEEDED} AND NEW.decided_id IS NOT NULL AND NOT {BRINGING_IN}"

ENQUIRY_RULES = [
    refuses(
        "section47_begins_unwritten",
        sentence=BEGINS_UNWRITTEN,
        operation=pgtrigger.Insert,
        when=f"""
            NEW.legacy_key IS NULL AND NOT {BRINGING_IN} AND coalesce(
                NEW.proposed_on, NEW.authorised_on, NEW.not_needed_on, NEW.conference_on) IS NOT NULL
        """,
    ),
    refuses(
        "section47_decided_at_a_strategy_meeting",
        sentence=NO_STRATEGY_DECISION,
        operation=pgtrigger.Insert,
        when=f"""
            NEW.legacy_key IS NULL AND NOT {BRINGING_IN} AND NOT EXISTS (
                SELECT 1 FROM cases_strategychild c JOIN cases_strategymeeting m ON m.id = c.meeting_id
                WHERE c.id = NEW.decided_id AND c.child_id = NEW.child_id
                  AND c.decision = '{StrategyDecision.SECTION_47.value}' AND m.signed_at IS NOT NULL)
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "section47_of_a_meeting_held_again",
        sentence=S47_RAN_OUT,
        operation=pgtrigger.Insert,
        when=f"""
            NEW.legacy_key IS NULL AND NOT {BRINGING_IN} AND EXISTS (
                SELECT 1 FROM cases_strategychild c JOIN cases_strategymeeting m ON m.id = c.meeting_id
                WHERE c.id = NEW.decided_id AND {ran_out("m", child="c.child_id")})
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "section47_stays_as_started",
        sentence=STARTED_STAYS,
        operation=pgtrigger.Update,
        when=f"""
            NOT {BRINGING_IN} AND NOT {AN_IMPORT_WRITES} AND (
                (NEW.referral_id, NEW.decided_id, NEW.started_on)
                IS DISTINCT FROM (OLD.referral_id, OLD.decided_id, OLD.started_on)
                OR (NEW.outcome_due_on, NEW.conference_due_on)
                IS DISTINCT FROM (OLD.outcome_due_on, OLD.conference_due_on) AND NOT {MOVES_DAYS}
                OR {goes_to_somebody_else("child_id")})
        """,  # noqa: S608 - no user's text
    ),
    by_a_manager(
        "section47_authorised_by_a_manager",
        column="authorised_by_id",
        newly=f"NEW.authorised_on IS NOT NULL AND OLD.authorised_on IS NULL AND NOT {AN_IMPORT_WRITES}",
        operation=pgtrigger.Update,
    ),
    by_a_manager(
        "section47_not_needed_by_a_manager",
        column="not_needed_by_id",
        newly=_NEWLY_NOT_NEEDED,
        operation=pgtrigger.Update,
    ),
    refuses(
        "section47_not_needed_after_the_outcome",
        sentence=NOT_NEEDED_AFTER,
        operation=pgtrigger.Update,
        when=f"{_OF_OURS_NOT_NEEDED} AND NEW.authorised_on IS NULL",
    ),
    refuses(
        "section47_not_needed_while_convened",
        sentence=CONVENED,
        operation=pgtrigger.Update,
        when=f"""
            {_OF_OURS_NOT_NEEDED} AND EXISTS (
                SELECT 1 FROM cases_conferencechild c JOIN cases_conference k ON k.id = c.conference_id
                WHERE c.enquiry_id = NEW.id AND k.called_off_at IS NULL AND k.signed_at IS NULL)
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "section47_outcome_stays",
        sentence=AUTHORISED_STAYS,
        operation=pgtrigger.Update,
        when="""
            OLD.authorised_on IS NOT NULL AND
            (NEW.outcome, NEW.outcome_reason, NEW.proposed_on, NEW.proposed_by_id, NEW.authorised_on,
             NEW.authorised_by_id)
            IS DISTINCT FROM
            (OLD.outcome, OLD.outcome_reason, OLD.proposed_on, OLD.proposed_by_id, OLD.authorised_on,
             OLD.authorised_by_id)
        """,
    ),
    refuses(
        "section47_not_needed_stays",
        sentence=NOT_NEEDED_STAYS,
        operation=pgtrigger.Update,
        when=f"""
            OLD.not_needed_on IS NOT NULL AND NOT {BRINGING_IN} AND NOT {AN_IMPORT_WRITES} AND
            (NEW.conference_not_needed, NEW.not_needed_reason, NEW.agency_views, NEW.not_needed_on,
             NEW.not_needed_by_id)
            IS DISTINCT FROM
            (OLD.conference_not_needed, OLD.not_needed_reason, OLD.agency_views, OLD.not_needed_on,
             OLD.not_needed_by_id)
        """,
    ),
    refuses(
        "section47_conference_was_held",
        sentence=CONFERENCE_NOT_HELD,
        operation=pgtrigger.UpdateOf("conference_on"),
        when=f"""
            NEW.conference_on IS NOT NULL AND NEW.conference_on IS DISTINCT FROM OLD.conference_on
            AND NEW.decided_id IS NOT NULL AND NOT {BRINGING_IN} AND NOT EXISTS (
                SELECT 1 FROM cases_conferencechild c JOIN cases_conference k ON k.id = c.conference_id
                WHERE c.enquiry_id = NEW.id AND k.held_on = NEW.conference_on)
        """,  # noqa: S608 - no user's text
    ),
]
