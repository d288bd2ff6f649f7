"""Rules of children's plans across rows, as triggers, and the sentences that page and act say too (domain.md 11)."""

import pgtrigger

from cases import smart, smart_plans
from cases.models.agreed import of_new_text, owner_rules, reads, what_rules
from cases.models.assessment_rules import latest_authorised
from cases.smart_plans import CONTINGENCY, HIGH_NEED_UNMET
from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import TODAY_SQL, refuses
from frontdoor.models.rights import is_not_the_actor, manages

DECIDED_BY_A_MANAGER = "A practice manager or a service manager starts and ends a child in need plan, in person, today."
OF_ITS_PLAN = "A child stands in a plan with a plan of its own of the same kind."
PLAN_HAS_ENDED = "This plan has ended. What it says stays."
SIGNED_BY_A_MANAGER = "A practice manager or a service manager authorises a plan, in person."
NOT_PROPOSED = "Nobody has asked for this plan to be authorised, or it was changed since."
OWN_PLAN = "Somebody other than those who wrote this plan must authorise it."
AUTHORISED_IN_A_VERSION = "A plan is authorised by keeping it as a version."
PAST_REVIEW = "The day by which it is done lies after the next review. Choose an earlier one."
PAST_DAY = "The day by which it is done cannot be in the past."
DONE_STAYS = "What was said of a finished action stays."
REVIEW_IN_THE_FUTURE = "A review cannot have been held in the future."
EVERY_ACTION = "Say of every action whether it is done, not done, carried to a new day or no longer needed."
EVERY_OUTCOME = "Put every outcome on the scale from 0 to 10."
EVERY_CHILD = "Write what each child says, or shows, about how it goes."
REVIEW_STAYS = "A review that was held stays as it is."
LOWERED_WHY = (
    "The assessment grades this need high. Say in at least 20 characters why the plan lowers it or takes it out. The "
    "manager who authorises the plan reads it."
)
NOT_TAKEN_IN = "A need that the latest assessment grades high is not in the plan. Take it in, and add an action for it."
OF_THE_ASSESSMENT = "A need that comes from an assessment is a high need of the same child there, and stays so."
THROUGH_A_REVIEW = (
    "A review carried this action on. The next review, or a manager, says why it is dropped or no longer needed."
)
OF_THE_SAME_PLAN = "A review is about the children, outcomes and actions of its own plan."

PART_OF = {
    "cases_planneed": "SELECT p.* FROM cases_planchild p WHERE p.id = NEW.part_id",
    "cases_planoutcome": (
        "SELECT p.* FROM cases_planneed n JOIN cases_planchild p ON p.id = n.part_id WHERE n.id = NEW.need_id"
    ),
    "cases_planaction": (
        "SELECT p.* FROM cases_planoutcome o JOIN cases_planneed n ON n.id = o.need_id"
        " JOIN cases_planchild p ON p.id = n.part_id WHERE o.id = NEW.outcome_id"
    ),
}
"""SQL by table: the child's part of the plan to which a new row belongs."""

ACTIONS = """cases_planaction a JOIN cases_planoutcome o ON o.id = a.outcome_id
            JOIN cases_planneed n ON n.id = o.need_id
            JOIN cases_planchild p ON p.id = n.part_id JOIN cases_plan e ON e.id = p.plan_id"""
"""SQL: actions ``a`` with outcome, need ``n``, part ``p`` and the child's period under a plan ``e``."""


_NOW_HELD = f"NEW.held_on IS NOT NULL AND OLD.held_on IS NULL AND NOT {BRINGING_IN}"


def while_it_stands(name: str, table: str) -> pgtrigger.Trigger:
    """Nothing is added to the part of a child whose plan has ended."""
    return refuses(
        name,
        sentence=PLAN_HAS_ENDED,
        operation=pgtrigger.Insert,
        when=f"""
            NOT {BRINGING_IN} AND EXISTS (
                SELECT 1 FROM ({PART_OF[table]}) part JOIN cases_plan e ON e.id = part.plan_id
                WHERE e.ended_on IS NOT NULL)
        """,  # noqa: S608 - no user's text
    )


NEED_RULES = [
    while_it_stands("plan_need_while_it_stands", "cases_planneed"),
    refuses(
        "plan_need_of_the_assessment",
        sentence=OF_THE_ASSESSMENT,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("assessed_id"),
        when="""
            TG_OP = 'UPDATE' AND OLD.assessed_id IS NOT NULL AND NEW.assessed_id IS NULL
            OR NEW.assessed_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.assessed_id IS DISTINCT FROM OLD.assessed_id)
            AND NOT EXISTS (
                SELECT 1 FROM cases_planchild p JOIN cases_assessedneed a ON a.child_id = p.child_id
                JOIN cases_familyassessment f ON f.id = a.family_id
                WHERE p.id = NEW.part_id AND a.id = NEW.assessed_id AND a.grade = 'high'
                  AND f.authorised_on IS NOT NULL)
        """,
    ),
]

OUTCOME_RULES = [
    while_it_stands("plan_outcome_while_it_stands", "cases_planoutcome"),
    of_new_text(
        "plan_outcome_says_what_is_different",
        "words",
        smart_plans.WHAT_IS_DIFFERENT,
        f"length(trim(NEW.words)) < {smart_plans.SHORTEST_OUTCOME} OR {reads('words', smart.WHOLLY_VAGUE)}",
    ),
]

DECISION_RULES = [
    refuses(
        "plan_decided_by_a_manager",
        sentence=DECIDED_BY_A_MANAGER,
        operation=pgtrigger.Insert,
        when=f"""
            NOT {BRINGING_IN} AND ({is_not_the_actor("NEW.decided_by_id")} OR NEW.decided_on <> {TODAY_SQL}
            OR NOT {manages("NEW.decided_by_id", at="clock_timestamp()")})
        """,
    )
]

PART_RULES = [
    refuses(
        "plan_child_of_its_plan",
        sentence=OF_ITS_PLAN,
        operation=pgtrigger.Insert,
        when="""
            NOT EXISTS (
                SELECT 1 FROM cases_plan e JOIN cases_plandocument d ON d.kind = e.kind
                WHERE e.id = NEW.plan_id AND e.child_id = NEW.child_id AND d.id = NEW.document_id)
        """,
    )
]

DOCUMENT_RULES = [
    refuses(
        "plan_authorised_in_a_version",
        sentence=AUTHORISED_IN_A_VERSION,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("authorised_at", "authorised_by_id"),
        when="""
            NEW.authorised_at IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM cases_planversion v
                WHERE v.document_id = NEW.id AND v.authorised_at = NEW.authorised_at
                  AND v.authorised_by_id = NEW.authorised_by_id)
        """,
    )
]


def _version(name: str, sentence: str, when: str) -> pgtrigger.Trigger:
    return refuses(name, sentence=sentence, operation=pgtrigger.Insert, when=f"NOT {BRINGING_IN} AND ({when})")


_SINCE = """coalesce(
            (SELECT max(v.authorised_at) FROM cases_planversion v WHERE v.document_id = NEW.document_id),
            '-infinity')"""
_WROTE_CONTINGENCY = f"""EXISTS (
        SELECT 1 FROM cases_historicalplandocument d
        WHERE d.id = NEW.document_id AND d.contingency_by_id = NEW.authorised_by_id AND d.contingency_at > {_SINCE})"""  # noqa: S608 - no user's text


def _wrote(rows: str) -> str:
    """SQL: the one who authorises wrote one of these rows since the last version, whoever wrote it again after."""
    return f"""EXISTS (
        SELECT 1 FROM {rows} p.document_id = NEW.document_id AND w.written_by_id = NEW.authorised_by_id
        AND w.written_at > {_SINCE})"""  # noqa: S608 - no user's text


_NEEDS = "cases_historicalplanneed w JOIN cases_planchild p ON p.id = w.part_id WHERE"
_OUTCOMES = (
    "cases_historicalplanoutcome w JOIN cases_planneed n ON n.id = w.need_id JOIN cases_planchild p ON p.id = n.part_id"
    " WHERE"
)
_ACTIONS = (
    "cases_historicalplanaction w JOIN cases_planoutcome o ON o.id = w.outcome_id"
    " JOIN cases_planneed n ON n.id = o.need_id JOIN cases_planchild p ON p.id = n.part_id WHERE"
)
_NOT_TAKEN_IN = f"""EXISTS (
            SELECT 1 FROM cases_planchild p JOIN cases_plan e ON e.id = p.plan_id
            JOIN cases_assessedneed h ON h.child_id = p.child_id AND h.grade = 'high'
            WHERE p.document_id = NEW.document_id AND e.ended_on IS NULL
              AND h.family_id = ({latest_authorised("p.child_id")})
              AND NOT EXISTS (SELECT 1 FROM cases_planneed n WHERE n.part_id = p.id AND n.assessed_id = h.id))"""  # noqa: S608 - no user's text

VERSION_RULES = [
    _version(
        "plan_version_a_signed_by_a_manager",
        SIGNED_BY_A_MANAGER,
        f"""{is_not_the_actor("NEW.authorised_by_id")}
            OR NOT {manages("NEW.authorised_by_id", at="clock_timestamp()")}""",
    ),
    _version(
        "plan_version_b_of_a_proposed_plan",
        NOT_PROPOSED,
        """NOT EXISTS (
            SELECT 1 FROM cases_plandocument d
            WHERE d.id = NEW.document_id AND d.proposed_at IS NOT NULL AND d.proposed_by_id = NEW.proposed_by_id)""",
    ),
    _version(
        "plan_version_has_a_contingency",
        CONTINGENCY,
        """NOT EXISTS (
            SELECT 1 FROM cases_plandocument d WHERE d.id = NEW.document_id AND d.contingency_at IS NOT NULL)""",
    ),
    _version(
        "plan_version_meets_every_high_need",
        HIGH_NEED_UNMET,
        """EXISTS (
            SELECT 1 FROM cases_planneed n JOIN cases_planchild p ON p.id = n.part_id
            JOIN cases_plan e ON e.id = p.plan_id
            WHERE p.document_id = NEW.document_id AND e.ended_on IS NULL AND n.left_out_at IS NULL AND n.grade = 'high'
              AND NOT EXISTS (
                  SELECT 1 FROM cases_planoutcome o JOIN cases_planaction a ON a.outcome_id = o.id
                  WHERE o.need_id = n.id AND o.left_out_at IS NULL AND a.result IN ('', 'done')))""",
    ),
    _version("plan_version_takes_in_the_assessment", NOT_TAKEN_IN, _NOT_TAKEN_IN),
    _version(
        "plan_version_of_others",
        OWN_PLAN,
        " OR ".join([*map(_wrote, (_NEEDS, _OUTCOMES, _ACTIONS)), _WROTE_CONTINGENCY]),
    ),
]
"""On a version, the first two asked first: who may, and whether anybody asked."""

ACTION_RULES = [
    while_it_stands("plan_action_while_it_stands", "cases_planaction"),
    *what_rules("plan_action", no_date=smart_plans.NO_DAY),
    *owner_rules(
        "plan_action",
        children=f"""
            SELECT c.child_id FROM cases_planchild c
            WHERE c.document_id = (SELECT part.document_id FROM ({PART_OF["cases_planaction"]}) part)""",  # noqa: S608 - no user's text
        by_name="NEW.owner_id IS NOT NULL",
    ),
    of_new_text(
        "plan_action_names_who_checks",
        "checked_by",
        smart_plans.WHO_CHECKS,
        f"length(trim(NEW.checked_by)) < 2 OR {reads('checked_by', smart.COLLECTIVE)}",
    ),
    pgtrigger.Trigger(
        name="plan_action_carried_before",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("what", "carried_before"),
        func=f"""
            NEW.carried_before := greatest(
                CASE WHEN TG_OP = 'UPDATE' THEN OLD.carried_before END,
                (SELECT max(a.carried_before + (
                    SELECT count(*) FROM cases_planactionupdate u WHERE u.action_id = a.id AND u.result = 'carried'))
                FROM {ACTIONS}
                WHERE a.id <> NEW.id AND a.result IN ('not_done', 'not_needed')
                  AND {smart.same_words("a.what", "NEW.what")}
                  AND p.document_id = (SELECT part.document_id FROM ({PART_OF["cases_planaction"]}) part)),
                0);
            RETURN NEW;
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "plan_action_dropped_by_a_review",
        sentence=THROUGH_A_REVIEW,
        operation=pgtrigger.UpdateOf("result"),
        when=f"""
            NOT {BRINGING_IN} AND OLD.result = '' AND NEW.result IN ('not_done', 'not_needed')
            AND EXISTS (SELECT 1 FROM cases_planactionupdate u WHERE u.action_id = NEW.id AND u.result = 'carried')
            AND NOT EXISTS (
                SELECT 1 FROM cases_planactionupdate u WHERE u.action_id = NEW.id AND u.result = NEW.result)
            AND ({is_not_the_actor("NEW.finished_by_id")}
                OR NOT {manages("NEW.finished_by_id", at="clock_timestamp()")})
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "plan_action_due_from_today",
        sentence=PAST_DAY,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("due_on"),
        when=f"""
            NOT {BRINGING_IN} AND {TODAY_SQL} > NEW.due_on
            AND (TG_OP = 'INSERT' OR NEW.due_on IS DISTINCT FROM OLD.due_on)
        """,
    ),
    refuses(
        "plan_action_due_by_the_review",
        sentence=PAST_REVIEW,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("due_on"),
        when=f"""
            NOT {BRINGING_IN} AND EXISTS (
                SELECT 1 FROM ({PART_OF["cases_planaction"]}) part
                JOIN cases_planreview r ON r.document_id = part.document_id
                WHERE r.held_on IS NULL AND NEW.due_on > r.due_on
                  AND NEW.due_on > {TODAY_SQL}
                      + CASE WHEN {TODAY_SQL} > r.due_on THEN r.due_on - r.counted_from ELSE 0 END
                  AND (TG_OP = 'INSERT' OR NEW.due_on IS DISTINCT FROM OLD.due_on))
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "plan_action_done_stays",
        sentence=DONE_STAYS,
        operation=pgtrigger.Update,
        when="""
            OLD.finished_on IS NOT NULL
            AND to_jsonb(NEW) - ARRAY['version'] IS DISTINCT FROM to_jsonb(OLD) - ARRAY['version']
        """,
    ),
]


def _of_its_plan(name: str, path: str) -> pgtrigger.Trigger:
    """What a review holds belongs to its plan, and is written before the review counts as held."""
    return refuses(
        name,
        sentence=OF_THE_SAME_PLAN,
        operation=pgtrigger.Insert,
        when=f"""
            NOT EXISTS (
                SELECT 1 FROM cases_planreview r, {path} AND p.document_id = r.document_id AND r.id = NEW.review_id
                AND (r.held_on IS NULL OR {BRINGING_IN}))
        """,  # noqa: S608 - no user's text
    )


UPDATE_RULES = [_of_its_plan("plan_update_of_its_plan", f"{ACTIONS} WHERE a.id = NEW.action_id")]
SCALE_RULES = [
    _of_its_plan(
        "plan_scale_of_its_plan",
        "cases_planoutcome o JOIN cases_planneed n ON n.id = o.need_id JOIN cases_planchild p ON p.id = n.part_id"
        " WHERE o.id = NEW.outcome_id",
    )
]
VIEW_RULES = [_of_its_plan("plan_view_of_its_plan", "cases_planchild p WHERE p.id = NEW.part_id")]

_LIVE = "p.document_id = NEW.document_id AND e.ended_on IS NULL"

REVIEW_RULES = [
    refuses(
        "plan_review_has_happened",
        sentence=REVIEW_IN_THE_FUTURE,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=f"NEW.held_on > {TODAY_SQL}",
    ),
    refuses(
        "plan_review_hears_every_child",
        sentence=EVERY_CHILD,
        operation=pgtrigger.Update,
        when=f"""
            {_NOW_HELD} AND EXISTS (
                SELECT 1 FROM cases_planchild p JOIN cases_plan e ON e.id = p.plan_id
                WHERE {_LIVE}
                AND NOT EXISTS (SELECT 1 FROM cases_planview v WHERE v.review_id = NEW.id AND v.part_id = p.id))
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "plan_review_scales_every_outcome",
        sentence=EVERY_OUTCOME,
        operation=pgtrigger.Update,
        when=f"""
            {_NOW_HELD} AND EXISTS (
                SELECT 1 FROM cases_planoutcome o JOIN cases_planneed n ON n.id = o.need_id
                JOIN cases_planchild p ON p.id = n.part_id JOIN cases_plan e ON e.id = p.plan_id
                WHERE {_LIVE} AND o.left_out_at IS NULL AND n.left_out_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM cases_planscale s WHERE s.review_id = NEW.id AND s.outcome_id = o.id))
        """,  # noqa: S608 - no user's text
    ),
    refuses(
        "plan_review_stays",
        sentence=REVIEW_STAYS,
        operation=pgtrigger.Update,
        when="OLD.held_on IS NOT NULL AND to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD)",
    ),
    refuses(
        "plan_review_updates_every_action",
        sentence=EVERY_ACTION,
        operation=pgtrigger.Update,
        when=f"""
            {_NOW_HELD} AND EXISTS (
                SELECT 1 FROM {ACTIONS} WHERE {_LIVE} AND a.finished_on IS NULL
                AND NOT EXISTS (
                    SELECT 1 FROM cases_planactionupdate u WHERE u.review_id = NEW.id AND u.action_id = a.id))
        """,  # noqa: S608 - no user's text
    ),
]
