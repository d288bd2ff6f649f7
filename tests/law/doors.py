"""Who may open what: one line for each URL name. A URL that is not here fails tests/law/test_doors.py.

    "contact": record("contact_id", READERS),

says: a GET by these roles is answered where they may see the record and with 404 where they may not; every other role
gets 403, whatever the record, and nobody signed in is sent to sign in. ``page`` is the same without a record.
``post_only`` doors answer a GET with 405. ``answers`` are the statuses that count as opened, where 200 alone is not it.
"""

from dataclasses import dataclass, replace

CALLS, WORKER, MANAGER, DECIDER = "call_handler", "social_worker", "practice_manager", "consent_decider"
SERVICE, AUDITOR, LEADER, PARTNER, ADMIN = (
    "service_manager",
    "auditor",
    "senior_leader",
    "partner_referrer",
    "system_administrator",
)
EVERYONE = frozenset({CALLS, WORKER, MANAGER, DECIDER, SERVICE, AUDITOR, LEADER, PARTNER, ADMIN})
FRONT_DOOR = frozenset({CALLS, WORKER, MANAGER, DECIDER, SERVICE})
PRACTITIONERS = frozenset({WORKER, MANAGER, DECIDER, SERVICE})
READERS = FRONT_DOOR | {AUDITOR, LEADER}
CASE_READERS = PRACTITIONERS | {AUDITOR, LEADER}
MANAGERS = frozenset({MANAGER, DECIDER, SERVICE})
ADMINISTRATORS = frozenset({ADMIN})
SEE_EVERYTHING = frozenset({SERVICE, AUDITOR, LEADER})

RELATIONS = ("own", "own_team", "other_team", "restricted", "conflicted")


@dataclass(frozen=True, kw_only=True)
class Door:
    """``roles`` is None for a door that stands open to the street."""

    roles: frozenset[str] | None
    record: str = ""
    answers: frozenset[int] = frozenset({200})
    post: bool = False

    def post_only(self) -> "Door":
        return replace(self, answers=frozenset({405}), post=True)


def page(roles: frozenset[str], *answers: int) -> Door:
    return Door(roles=roles, answers=frozenset(answers or {200}))


def record(key: str, roles: frozenset[str], *answers: int) -> Door:
    return Door(roles=roles, record=key, answers=frozenset(answers or {200}))


def street(*answers: int) -> Door:
    return Door(roles=None, answers=frozenset(answers or {200}))


def sees(role: str, relation: str) -> bool:
    """Whether a role that may open a kind of record sees the one that stands in this relation to its holder."""
    if relation in {"own", "own_team"}:
        return True
    return relation == "other_team" and role in SEE_EVERYTHING


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
    "socialaccount_login_error": street(),
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
}

DOORS = {
    "alive": street(),
    "ready": street(200, 503),
    "personas": street(404),
    "security": page(EVERYONE),
    "mfa_index": page(EVERYONE),
    "mfa_list_webauthn": page(EVERYONE),
    "end_session": page(EVERYONE).post_only(),
    **LIBRARY,
    **ADMINISTRATION,
}
