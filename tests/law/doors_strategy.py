"""Who may open the pages of strategy meetings. The chair's own pages answer 403 to a manager who does not chair."""

from tests.law.door import CASE_READERS, MANAGERS, PRACTITIONERS, READERS, page, record

CHAIRS = MANAGERS

DOORS = {
    "strategy_list": page(CASE_READERS),
    "strategy_to_convene": page(PRACTITIONERS),
    "strategy_actions": page(CASE_READERS),
    "meeting_attendance": page(CASE_READERS),
    "missed_list": page(CASE_READERS),
    "missed_twice": page(MANAGERS),
    "strategy_from_contact": record("contact_id", PRACTITIONERS),
    "strategy_from_case": record("referral_id", PRACTITIONERS),
    "strategy": record("meeting_id", CASE_READERS),
    "strategy_paper": record("meeting_id", CASE_READERS),
    "strategy_circulation": record("meeting_id", CASE_READERS),
    "strategy_rearrange": record("meeting_id", PRACTITIONERS),
    "strategy_invite": record("meeting_id", PRACTITIONERS),
    "strategy_record": record("meeting_id", PRACTITIONERS),
    "strategy_action_new": record("meeting_id", PRACTITIONERS),
    "strategy_hold": record("meeting_id", CHAIRS, 403),
    "strategy_alone": record("meeting_id", CHAIRS, 403),
    "strategy_call_off": record("meeting_id", CHAIRS, 403),
    "strategy_sign": record("meeting_id", CHAIRS, 403),
    "strategy_note": record("invitation_id", PRACTITIONERS),
    "strategy_chase": record("invitation_id", PRACTITIONERS),
    "strategy_say": record("invitation_id", PRACTITIONERS, 302),
    "strategy_send": record("invitation_id", PRACTITIONERS),
    "strategy_copy": record("invitation_id", PRACTITIONERS, 404),  # the meeting of the law is not signed
    "strategy_correct": record("line_id", PRACTITIONERS),
    "strategy_section": record("child_row_id", PRACTITIONERS),
    "strategy_leave_out": record("child_row_id", PRACTITIONERS),
    "strategy_decide": record("child_row_id", CHAIRS, 403),
    "strategy_action": record("action_id", PRACTITIONERS),
    "enquiry_list": page(CASE_READERS),
    "enquiry_start": record("child_row_id", PRACTITIONERS).post_only(),
    "enquiry": record("enquiry_id", CASE_READERS),
    "enquiry_paper": record("enquiry_id", CASE_READERS),
    "enquiry_conference": record("enquiry_id", MANAGERS),
    "emergency_list": page(CASE_READERS),
    "emergency_powers": record("person_id", PRACTITIONERS),
    "emergency_end": record("power_id", PRACTITIONERS),
    "emergency_paper": record("power_id", PRACTITIONERS),
    "contact_paper": record("contact_id", READERS),
    "consent_paper": record("person_id", READERS),
    "emergency_extend": record("power_id", PRACTITIONERS),
}
