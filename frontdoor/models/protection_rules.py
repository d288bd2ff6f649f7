"""Who keeps an address secret, and who opens one: a manager, in person and now, as triggers."""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.models.rights import A_MANAGER_ACTS, is_not_the_actor, manages

NOT_A_PROTECTOR = (
    "Only a practice manager or a service manager protects an address, lifts it or names who sees it, in person."
)

HOME_PROTECTED_BY_A_MANAGER = refuses(
    "household_protected_by_a_manager",
    sentence=NOT_A_PROTECTOR,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NOT {BRINGING_IN} AND (
            NEW.protected AND (TG_OP = 'INSERT' OR (NEW.protected_by_id, NEW.protected_at, NEW.protected_reason)
                IS DISTINCT FROM (OLD.protected_by_id, OLD.protected_at, OLD.protected_reason))
                AND ({is_not_the_actor("NEW.protected_by_id")}
                     OR NOT {manages("NEW.protected_by_id", at="clock_timestamp()")})
            OR TG_OP = 'UPDATE' AND OLD.protected AND NOT NEW.protected AND NOT {A_MANAGER_ACTS})
    """,
)

ADDRESS_LIFTED_BY_A_MANAGER = refuses(
    "address_lifted_by_a_manager",
    sentence=NOT_A_PROTECTOR,
    operation=pgtrigger.UpdateOf("protected"),
    when=f"NOT {BRINGING_IN} AND OLD.protected AND NOT NEW.protected AND NOT {A_MANAGER_ACTS}",
)

OPENED_BY_A_MANAGER = refuses(
    "address_grant_by_a_manager",
    sentence=NOT_A_PROTECTOR,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN} AND (
            {is_not_the_actor("NEW.granted_by_id")} OR NOT {manages("NEW.granted_by_id", at="clock_timestamp()")})
    """,
)
