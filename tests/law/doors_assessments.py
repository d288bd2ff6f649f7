"""Who may open the pages of a family's assessment."""

from tests.law.door import CASE_READERS, MANAGERS, PRACTITIONERS, SERVICE, record

WRITERS = PRACTITIONERS - {SERVICE}

DOORS = {
    "assessment_agreement": record("assessment_id", MANAGERS),
    "family_assessment": record("family_id", CASE_READERS),
    "family_paper": record("family_id", CASE_READERS),
    "assessment_paper": record("assessment_id", CASE_READERS),
    "family_submit": record("family_id", WRITERS).post_only(),
    "family_decide": record("family_id", MANAGERS).post_only(),
    "family_check": record("family_id", MANAGERS),
    "family_time": record("family_id", WRITERS),
    "family_time_decide": record("family_id", MANAGERS),
    "family_share": record("family_id", WRITERS),
    "family_finish": record("family_id", WRITERS).post_only(),
    "assessed_history": record("family_id", WRITERS),
    "assessed_flags": record("family_id", WRITERS),
    "assessed_adult": record("family_id", WRITERS),
    "assessed_life": record("family_id", WRITERS),
    "assessed_risk": record("family_id", WRITERS),
    "assessed_conclusion": record("family_id", WRITERS),
    "assessed_needs": record("family_id", WRITERS),
    "assessed_parenting": record("family_id", WRITERS),
    "assessed_surroundings": record("family_id", WRITERS),
    "assessed_left_out": record("family_id", MANAGERS),
    "assessed_taken_in": record("family_id", WRITERS),
    "assessed_previous": record("family_id", CASE_READERS),
    "child_version": record("family_id", WRITERS, 302),  # the assessment of the law is signed: there is only to read
    "child_version_print": record("family_id", CASE_READERS),
    "child_version_paper": record("family_id", CASE_READERS),
}
