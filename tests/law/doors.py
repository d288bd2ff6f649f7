"""Who may open what: one line for each URL name. A URL that is not here fails tests/law/test_doors.py.

    "contact": record("contact_id", READERS),

says: a GET by these roles is answered where they may see the record and with 404 where they may not; every other role
gets 403, whatever the record, and nobody signed in is sent to sign in. ``page`` is the same without a record.
``post_only`` doors answer a GET with 405. ``answers`` are the statuses that count as opened, where 200 alone is not
it; ``stranger`` are those given for a record of another team, where that is not 404.
"""

from dataclasses import replace

from tests.law import (
    doors_agencies,
    doors_audits,
    doors_checks,
    doors_corrections,
    doors_feedback,
    doors_night,
    doors_partners,
    doors_threshold,
)
from tests.law.door import (
    ADMINISTRATORS,
    CASE_READERS,
    DECIDER,
    EVERYONE,
    FRONT_DOOR,
    LEADER,
    MANAGERS,
    PRACTITIONERS,
    READERS,
    SEE_EVERYTHING,
    SERVICE,
    page,
    record,
    street,
    team_page,
)
from tests.law.doors_family import DOORS as FAMILY

# The library's own pages guard themselves: 302 leads to sign-in or to the step that comes first.
LIBRARY = {
    "account_login": street(200, 302),
    "account_logout": street(200, 302),
    "account_inactive": street(),
    "account_reset_password": street(),
    "account_reset_password_done": street(),
    "account_reset_password_from_key": street(),
    "account_reset_password_from_key_done": street(),
    "mfa_authenticate": street(302),
    "openid_connect_login": street(404),
    "openid_connect_callback": street(404),
    "socialaccount_login_cancelled": street(),
    "socialaccount_login_error": street(302),
    "socialaccount_signup": street(302),
    "account_reauthenticate": page(EVERYONE, 200, 302),
    "account_change_password": page(EVERYONE, 200, 302),
    "mfa_reauthenticate": page(EVERYONE, 200, 302),
    "mfa_activate_totp": page(EVERYONE, 302, 200),
    "mfa_deactivate_totp": page(EVERYONE, 404, 302),
    "mfa_view_recovery_codes": page(EVERYONE, 404, 302),
    "mfa_generate_recovery_codes": page(EVERYONE, 302, 200),
    "mfa_add_webauthn": page(EVERYONE, 302, 200),
    "mfa_reauthenticate_webauthn": page(EVERYONE, 200, 302),
    "mfa_remove_webauthn": page(EVERYONE, 404, 302),
}

ADMINISTRATION = {
    "administration": page(ADMINISTRATORS, 302),
    "admin_workers": page(ADMINISTRATORS),
    "admin_worker_new": page(ADMINISTRATORS),
    "admin_worker": page(ADMINISTRATORS),
    "admin_worker_change": page(ADMINISTRATORS),
    "admin_worker_end": page(ADMINISTRATORS),
    "admin_role_new": page(ADMINISTRATORS),
    "admin_teams": page(ADMINISTRATORS),
    "admin_team_new": page(ADMINISTRATORS),
    "admin_team": page(ADMINISTRATORS),
    "admin_roles": page(ADMINISTRATORS),
    "admin_role": page(ADMINISTRATORS),
    "admin_role_end": page(ADMINISTRATORS),
    "admin_agencies": page(ADMINISTRATORS),
    "admin_agency_new": page(ADMINISTRATORS),
    "admin_agency": page(ADMINISTRATORS),
    "admin_policy": page(ADMINISTRATORS),
    "admin_clock": page(ADMINISTRATORS),
    "admin_holidays": page(ADMINISTRATORS),
    "admin_holiday_new": page(ADMINISTRATORS),
    "admin_holidays_cover": page(ADMINISTRATORS),
    "admin_authority": page(ADMINISTRATORS),
    "admin_jobs": page(ADMINISTRATORS),
    "admin_imports": page(ADMINISTRATORS),
    "admin_import": page(ADMINISTRATORS, 404),
    "admin_import_bring_in": page(ADMINISTRATORS).post_only(),
}

DOORS = {
    "alive": street(),
    "authority_css": street(),
    "ready": street(200, 503),
    "personas": street(404),
    "security": page(EVERYONE),
    "mfa_index": page(EVERYONE),
    "mfa_list_webauthn": page(EVERYONE),
    "end_session": page(EVERYONE).post_only(),
    "my_work": page(EVERYONE),
    "people_search": page(READERS).post_only(),
    "people_found": page(READERS, 422),  # nothing has been searched for
    "drafts": page(EVERYONE),
    "draft_save": page(EVERYONE).post_only(),
    "draft_discard": page(EVERYONE).post_only(),
    "held_submission": page(EVERYONE, 404),  # nothing came too late
    "contact_start": page(FRONT_DOOR),
    "contact_step": page(FRONT_DOOR, 404),  # the draft of somebody else, like one that is not there
    "contact_autosave": page(FRONT_DOOR).post_only(),
    "contact_recorded": record("contact_id", FRONT_DOOR, 404),  # it is told to the one who recorded it, once
    "triage_queue": page(READERS),
    "take_next": page(PRACTITIONERS).post_only(),
    "contact": record("contact_id", READERS),
    "contact_take": record("contact_id", PRACTITIONERS).post_only(),
    "contact_edit": record("contact_id", FRONT_DOOR),
    "contact_triage": record("contact_id", PRACTITIONERS),
    "contact_decide": record("contact_id", MANAGERS),
    "consent_record": record("contact_id", FRONT_DOOR),
    "override_request": record("contact_id", PRACTITIONERS),
    "override_form": record("contact_id", PRACTITIONERS),
    "override_check": record("contact_id", PRACTITIONERS, 302),  # nothing is written yet: back to the form
    "override_queue": page(frozenset({DECIDER})),
    "override_mine": page(PRACTITIONERS),
    "override": replace(record("override_id", READERS), everything=SEE_EVERYTHING | {DECIDER}),
    "check_request": record("contact_id", PRACTITIONERS),
    "case_list": page(CASE_READERS),
    "unallocated": page(MANAGERS),
    "allocate": record("referral_id", MANAGERS),
    "assessment_list": page(CASE_READERS),
    "team_list": page(READERS, 200, 302),
    "team": team_page("team_id"),
    "worker": team_page("worker_id"),
    "caseload_flags": page(READERS),
    "person": replace(record("person_id", READERS), stranger=frozenset({403})),
    "person_ask": replace(record("person_id", FRONT_DOOR, 302), stranger=frozenset({200, 422})),
    "assessment": record("assessment_id", CASE_READERS),
    "assessment_decide": record("assessment_id", MANAGERS).post_only(),
    "assessment_share": record("assessment_id", PRACTITIONERS - {SERVICE}).post_only(),
    "leaders": page(frozenset({SERVICE, LEADER})),
    "decided_in_time": page(READERS),
    **doors_partners.DOORS,
    **LIBRARY,
    **FAMILY,
    **ADMINISTRATION,
    **doors_agencies.DOORS,
    **doors_audits.DOORS,
    **doors_checks.DOORS,
    **doors_corrections.DOORS,
    **doors_night.DOORS,
    **doors_feedback.DOORS,
    **doors_threshold.DOORS,
}
