"""Who may open the pages of children's plans."""

from tests.law.door import CASE_READERS, MANAGERS, PRACTITIONERS, page, record

DOORS = {
    "plan_list": page(CASE_READERS),
    "plan_actions": page(CASE_READERS),
    "plan_begin": record("referral_id", PRACTITIONERS),
    "plan_start": record("referral_id", MANAGERS),
    "plan": record("plan_id", CASE_READERS),
    "plan_paper": record("plan_id", CASE_READERS),
    "plan_check": record("plan_id", PRACTITIONERS).post_only(),
    "plan_contingency": record("plan_id", PRACTITIONERS),
    "plan_propose": record("plan_id", PRACTITIONERS),
    "plan_decide": record("plan_id", MANAGERS),
    "plan_review": record("plan_id", PRACTITIONERS),
    "plan_end": record("plan_id", MANAGERS),
    "plan_copies": record("plan_id", CASE_READERS),
    "plan_copy_new": record("plan_id", PRACTITIONERS),
    "plan_copy": record("copy_id", PRACTITIONERS),
    "plan_version": record("plan_version_id", CASE_READERS),
    "plan_version_paper": record("plan_version_id", CASE_READERS),
    "plan_need_new": record("part_id", PRACTITIONERS),
    "plan_need": record("need_id", PRACTITIONERS),
    "plan_need_out": record("need_id", PRACTITIONERS),
    "plan_outcome_new": record("need_id", PRACTITIONERS),
    "plan_outcome": record("outcome_id", PRACTITIONERS),
    "plan_outcome_out": record("outcome_id", PRACTITIONERS),
    "plan_action_new": record("outcome_id", PRACTITIONERS),
    "plan_action": record("plan_action_id", PRACTITIONERS),
    "plan_action_done": record("plan_action_id", PRACTITIONERS),
    "plan_review_held": record("review_id", CASE_READERS),
    "plan_review_paper": record("review_id", CASE_READERS),
}
