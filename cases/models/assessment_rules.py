"""Rules of a family's assessment across rows (domain.md 11), as triggers, and the sentences page and act say too."""

import pgtrigger

from cases.models.agreement_rules import waits_for_agreement
from cases.models.assessment_gaps import NOT_COVERED, has_gaps
from cases.models.assessment_words import FACTOR_ONCE
from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import TODAY_SQL, refuses
from frontdoor.models.brought_in import AN_IMPORT_WRITES
from frontdoor.models.one_child import goes_to_somebody_else
from frontdoor.models.rights import MOVES_DAYS, is_not_the_actor, manages

BEGINS_UNWRITTEN = "An assessment begins unwritten. It is submitted, authorised and shared after that, in this order."
OF_A_FAMILY = "An assessment belongs to the document about the whole family."
AUTHORISED_WITH_FAMILY = "The assessment of a family is authorised as a whole, not for one child alone."
SUBMITTED_STAYS = "This assessment has been submitted. A manager must send it back before it can be changed."
AUTHORISED_STAYS = "This assessment has been authorised. It cannot be changed."
BY_NO_WRITER = "Somebody who wrote no part of this assessment must authorise it."
BY_A_MANAGER = "A practice manager or a service manager signs this, in person."
ASSESSED_IS_NOT_LEFT_OUT = "This child has an assessment of its own and cannot be left out."
STARTED_STAYS = "The child, the case and the days of an assessment stay as they were when it started."
NOT_SHARED = (
    "Say first when and how the assessment was shared with each child and with each parent or carer who took part, and "
    "what they said."
)
SHARED_TOO_EARLY = "The assessment cannot have been shared before it was authorised."
NOT_EXTENDED = (
    "This assessment took longer than the time allowed. A manager must agree to more time, with the reason, before it "
    "is finished."
)

SEEN_AT_A_VISIT = "No visit says that the child was seen on this day. Record the visit first."

PLAN_PROMISED = "An assessment that finds a child in need says by when the plan is agreed, and that day stays."
PLANNED_BY_A_PLAN = "A plan is agreed when a manager has authorised it, or when a child protection plan starts."


def seen_at_no_visit(day: str) -> str:
    """SQL: the day in a column, new or changed, is none on which a recorded visit saw the child of the row."""
    return f"""NEW.{day} IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.{day} IS DISTINCT FROM OLD.{day})
            AND NOT EXISTS (
                SELECT 1 FROM cases_visit v WHERE v.child_id = NEW.child_id AND v.seen AND v.visited_on = NEW.{day})"""  # noqa: S608 - no user's text


def latest_authorised(child: str) -> str:
    """SQL: the id of the last assessment of a family, authorised, that grades needs of the child in a column."""
    return f"""SELECT f.id FROM cases_familyassessment f
                WHERE f.authorised_on IS NOT NULL AND EXISTS (
                    SELECT 1 FROM cases_assessedneed x WHERE x.family_id = f.id AND x.child_id = {child})
                ORDER BY f.authorised_on DESC, f.id DESC LIMIT 1"""  # noqa: S608 - no user's text


WRITTEN_PARTS = (
    "childsection",
    "assessedneed",
    "childrisk",
    "childconclusion",
    "adultsection",
    "historyconsidered",
    "flaganswer",
)
"""The tables of what is written in the assessment of a family; each keeps its versions, and who wrote them."""


def wrote_some(family: str, worker: str) -> str:
    """SQL: whether a worker wrote any version of any part of a document; leaving a child out, or taking it in again, is
    a decision and no writing."""
    decided = " AND v.left_out_by_id IS DISTINCT FROM v.history_user_id"
    return " OR ".join(
        f"""EXISTS (
            SELECT 1 FROM cases_historical{part} v WHERE v.family_id = {family} AND v.history_user_id = {worker}
            {decided if part == "childsection" else ""})"""  # noqa: S608 - no user's text
        for part in WRITTEN_PARTS
    )


def under_a_plan(child: str) -> str:
    """SQL: the child in a column is under protection, or under a plan in need that a manager has authorised."""
    return f"""EXISTS (
                SELECT 1 FROM cases_plan e WHERE e.child_id = {child} AND e.ended_on IS NULL AND (
                    e.kind = 'cp' OR EXISTS (
                        SELECT 1 FROM cases_planchild p JOIN cases_planversion v ON v.document_id = p.document_id
                        WHERE p.plan_id = e.id)))"""  # noqa: S608 - no user's text


def by_a_manager(name: str, *, column: str, newly: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """A signature that only a manager gives, and in person, where the SQL condition ``newly`` holds."""
    signer = f"NEW.{column}"
    held = manages(signer, at="clock_timestamp()")
    return refuses(
        name,
        sentence=BY_A_MANAGER,
        operation=operation,
        when=f"{newly} AND NOT {BRINGING_IN} AND (NOT {held} OR {is_not_the_actor(signer)})",
    )


def stays(name: str) -> pgtrigger.Trigger:
    """Rows of a submitted document are neither added nor changed."""
    return refuses(
        name,
        sentence=SUBMITTED_STAYS,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            NOT {BRINGING_IN} AND EXISTS (
                SELECT 1 FROM cases_familyassessment f WHERE f.id = NEW.family_id AND f.submitted_on IS NOT NULL)
        """,  # noqa: S608 - no user's text
    )


_OPENED_AGAIN = f"""NEW.authorised_on IS NULL AND NEW.submitted_on IS NULL
            AND EXISTS (
                SELECT 1 FROM cases_familyreturn r
                WHERE r.family_id = NEW.id AND r.kind = 'joined' AND r.recorded_at >= transaction_timestamp())
            AND EXISTS (SELECT 1 FROM cases_assessment a WHERE a.family_id = NEW.id AND a.finished_on IS NULL)
            AND {has_gaps("NEW.id", TODAY_SQL)}"""  # noqa: S608 - no user's text
"""SQL: a child joined the household before the assessment was finished, and it says nothing of that child yet (S9)."""

FAMILY_RULES = [
    refuses(
        "family_assessment_begins_unwritten",
        sentence=BEGINS_UNWRITTEN,
        operation=pgtrigger.Insert,
        when=f"NOT {BRINGING_IN} AND (NEW.submitted_on IS NOT NULL OR NEW.authorised_on IS NOT NULL)",
    ),
    refuses(
        "family_assessment_authorised_whole",
        sentence=NOT_COVERED,
        operation=pgtrigger.Update,
        when=f"""
            NEW.authorised_on IS NOT NULL AND OLD.authorised_on IS NULL AND NOT {BRINGING_IN}
            AND {has_gaps("NEW.id", TODAY_SQL)}
        """,
    ),
    by_a_manager(
        "family_assessment_authorised_by_a_manager",
        column="authorised_by_id",
        newly="NEW.authorised_on IS NOT NULL AND OLD.authorised_on IS NULL",
        operation=pgtrigger.Update,
    ),
    refuses(
        "family_assessment_authorised_by_no_writer",
        sentence=BY_NO_WRITER,
        operation=pgtrigger.Update,
        when=f"""
            NEW.authorised_on IS NOT NULL AND OLD.authorised_on IS NULL AND NOT {BRINGING_IN}
            AND ({wrote_some("NEW.id", "NEW.authorised_by_id")})
        """,
    ),
    refuses(
        "family_assessment_stays",
        sentence=AUTHORISED_STAYS,
        operation=pgtrigger.Update,
        when=f"OLD.authorised_on IS NOT NULL AND NOT {BRINGING_IN} AND NOT ({_OPENED_AGAIN})",
    ),
]

ASSESSMENT_RULES = [
    refuses(
        "assessment_begins_unwritten",
        sentence=BEGINS_UNWRITTEN,
        operation=pgtrigger.Insert,
        when=f"""
            NEW.legacy_key IS NULL AND NOT {BRINGING_IN}
            AND (coalesce(NEW.submitted_on, NEW.authorised_on, NEW.shared_on, NEW.finished_on) IS NOT NULL
                OR EXISTS (
                    SELECT 1 FROM cases_familyassessment f WHERE f.id = NEW.family_id AND f.submitted_on IS NOT NULL))
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "assessment_of_a_family",
        sentence=OF_A_FAMILY,
        operation=pgtrigger.Insert,
        when=f"NEW.family_id IS NULL AND NEW.legacy_key IS NULL AND NOT {BRINGING_IN}",
    ),
    refuses(
        "assessment_authorised_with_its_family",
        sentence=AUTHORISED_WITH_FAMILY,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            NEW.family_id IS NOT NULL AND NEW.authorised_on IS NOT NULL AND NOT {BRINGING_IN}
            AND NOT EXISTS (
                SELECT 1 FROM cases_familyassessment f WHERE f.id = NEW.family_id AND f.authorised_on IS NOT NULL)
        """,  # noqa: S608 - no user's text
    ),
    by_a_manager(
        "assessment_authorised_by_a_manager",
        column="authorised_by_id",
        newly=f"NEW.authorised_on IS NOT NULL AND OLD.authorised_on IS NULL AND NOT {AN_IMPORT_WRITES}",
        operation=pgtrigger.Update,
    ),
    refuses(
        "assessment_stays_as_started",
        sentence=STARTED_STAYS,
        operation=pgtrigger.Update,
        when=f"""
            NOT {BRINGING_IN} AND NOT {AN_IMPORT_WRITES} AND (
                (NEW.referral_id, NEW.referral_received_on, NEW.started_on, NEW.opened_by_id)
                IS DISTINCT FROM (OLD.referral_id, OLD.referral_received_on, OLD.started_on, OLD.opened_by_id)
                OR NEW.due_on IS DISTINCT FROM OLD.due_on AND NOT {MOVES_DAYS}
                OR OLD.family_id IS NOT NULL AND NEW.family_id IS DISTINCT FROM OLD.family_id
                OR {goes_to_somebody_else("child_id")})
        """,
    ),
    refuses(
        "assessment_seen_at_a_visit",
        sentence=SEEN_AT_A_VISIT,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            NEW.legacy_key IS NULL AND NOT {BRINGING_IN} AND NOT {AN_IMPORT_WRITES}
            AND {seen_at_no_visit("child_seen_on")}
        """,
    ),
    refuses(
        "assessment_authorised_stays",
        sentence=AUTHORISED_STAYS,
        operation=pgtrigger.Update,
        when=f"""
            NOT {BRINGING_IN} AND NOT {AN_IMPORT_WRITES} AND (
                OLD.authorised_on IS NOT NULL AND NOT (
                    NEW.authorised_on IS NULL AND NEW.submitted_on IS NULL AND OLD.finished_on IS NULL AND EXISTS (
                        SELECT 1 FROM cases_familyassessment f
                        WHERE f.id = NEW.family_id AND f.authorised_on IS NULL)) AND
                (NEW.analysis, NEW.outcome, NEW.factors, NEW.submitted_on, NEW.submitted_by_id, NEW.authorised_on,
                 NEW.authorised_by_id)
                IS DISTINCT FROM
                (OLD.analysis, OLD.outcome, OLD.factors, OLD.submitted_on, OLD.submitted_by_id, OLD.authorised_on,
                 OLD.authorised_by_id)
                OR OLD.finished_on IS NOT NULL AND
                (NEW.finished_on, NEW.shared_on, NEW.shared_by_id, NEW.late_reason)
                IS DISTINCT FROM (OLD.finished_on, OLD.shared_on, OLD.shared_by_id, OLD.late_reason))
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "assessment_plan_is_promised",
        sentence=PLAN_PROMISED,
        operation=pgtrigger.Update,
        when=f"""
            NOT {BRINGING_IN} AND NOT {AN_IMPORT_WRITES} AND (
                NEW.authorised_on IS NOT NULL AND OLD.authorised_on IS NULL AND NEW.outcome = 'cin'
                AND NEW.plan_due_on IS NULL AND NOT {under_a_plan("NEW.child_id")}
                OR OLD.plan_due_on IS NOT NULL AND NEW.plan_due_on IS DISTINCT FROM OLD.plan_due_on
                AND NEW.authorised_on IS NOT NULL AND NOT (NEW.plan_due_on IS NOT NULL AND {MOVES_DAYS}))
        """,
    ),
    refuses(
        "assessment_planned_by_a_plan",
        sentence=PLANNED_BY_A_PLAN,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"""
            NOT {BRINGING_IN} AND NEW.planned_on IS NOT NULL AND OLD.planned_on IS NULL
            AND NOT {under_a_plan("NEW.child_id")}
        """,
    ),
    refuses(
        "assessment_finished_when_extended",
        sentence=NOT_EXTENDED,
        operation=pgtrigger.Update,
        when=f"""
            NEW.family_id IS NOT NULL AND NEW.finished_on > NEW.due_on AND OLD.finished_on IS NULL AND NOT {BRINGING_IN}
            AND NOT EXISTS (
                SELECT 1 FROM cases_assessmentextension e WHERE e.family_id = NEW.family_id AND e.decision = 'agreed')
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "assessment_finished_when_shared",
        sentence=NOT_SHARED,
        operation=pgtrigger.Update,
        when=f"""
            NEW.family_id IS NOT NULL AND NEW.finished_on IS NOT NULL AND OLD.finished_on IS NULL AND NOT {BRINGING_IN}
            AND EXISTS (
                SELECT 1 FROM (
                    SELECT a.child_id AS id FROM cases_assessment a WHERE a.family_id = NEW.family_id
                    UNION SELECT c.child_id FROM cases_childsection c
                    WHERE c.family_id = NEW.family_id AND c.left_out_on IS NULL
                    UNION SELECT x.adult_id FROM cases_adultsection x
                    WHERE x.family_id = NEW.family_id AND x.account <> ''
                ) told JOIN frontdoor_person p ON p.id = told.id
                WHERE p.birth_date_known <> 'unborn' AND NOT EXISTS (
                    SELECT 1 FROM cases_assessmentshared s JOIN cases_familyassessment f ON f.id = s.family_id
                    WHERE s.family_id = NEW.family_id AND s.person_id = told.id
                      AND s.shared_on >= coalesce(f.authorised_on, s.shared_on)))
        """,  # noqa: S608 - no user's text
    ),
]

SECTION_RULES = [
    stays("child_section_stays"),
    waits_for_agreement("child_section_waits_for_agreement"),
    by_a_manager(
        "child_left_out_by_a_manager",
        column="left_out_by_id",
        newly="NEW.left_out_on IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.left_out_on IS NULL)",
        operation=pgtrigger.Insert | pgtrigger.Update,
    ),
    refuses(
        "child_section_seen_at_a_visit",
        sentence=SEEN_AT_A_VISIT,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"NOT {BRINGING_IN} AND {seen_at_no_visit('seen_on')}",
    ),
    refuses(
        "child_left_out_has_no_assessment",
        sentence=ASSESSED_IS_NOT_LEFT_OUT,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when="""
            NEW.left_out_on IS NOT NULL AND EXISTS (
                SELECT 1 FROM cases_assessment a WHERE a.family_id = NEW.family_id AND a.child_id = NEW.child_id)
        """,
    ),
]

CONCLUSION_RULES = [
    stays("child_conclusion_stays"),
    waits_for_agreement("child_conclusion_waits_for_agreement"),
    refuses(
        "child_conclusion_factor_once",
        sentence=FACTOR_ONCE,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when="cardinality(NEW.factors) <> (SELECT count(DISTINCT one) FROM unnest(NEW.factors) AS one)",
    ),
]

SHARED_RULES = [
    by_a_manager(
        "assessment_not_shared_by_a_manager",
        column="shared_by_id",
        newly="NEW.how = 'not'",
        operation=pgtrigger.Insert,
    ),
    refuses(
        "assessment_shared_after_authorised",
        sentence=SHARED_TOO_EARLY,
        operation=pgtrigger.Insert,
        when="""
            NOT EXISTS (
                SELECT 1 FROM cases_familyassessment f
                WHERE f.id = NEW.family_id AND f.authorised_on <= NEW.shared_on)
        """,
    ),
]
