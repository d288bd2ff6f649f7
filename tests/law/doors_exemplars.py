"""Who may open the pages of the library of good examples."""

from tests.law.door import AUDITOR, CASE_READERS, MANAGERS, PRACTITIONERS, page, record

DOORS = {
    "exemplar_list": page(CASE_READERS),
    "exemplar": record("exemplar_id", CASE_READERS),
    "exemplar_decide": record("exemplar_id", MANAGERS | {AUDITOR}).post_only(),
    "exemplar_family": record("family_id", PRACTITIONERS | {AUDITOR}),
    "exemplar_plan": record("plan_id", PRACTITIONERS | {AUDITOR}),
}
