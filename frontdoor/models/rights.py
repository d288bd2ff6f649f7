"""Who may sign, as SQL for the triggers that ask it: whoever held a role that day, in person, now."""

from frontdoor.core.records import BRINGING_IN

A_MOMENT = 300
"""Seconds that may lie between a signature and its row."""


def holds(worker: str, *roles: str, at: str) -> str:
    """SQL: the worker in column ``worker`` held one of ``roles`` in London on the day of the moment ``at``."""
    wanted = ", ".join(f"'{role}'" for role in roles)
    day = f"({at} AT TIME ZONE 'Europe/London')::date"
    return f"""EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = {worker} AND g.role IN ({wanted}) AND g.approved_at IS NOT NULL
              AND g.starts_on <= {day} AND (g.ends_on IS NULL OR g.ends_on >= {day}))"""  # noqa: S608 - roles of ours


def signed_at(moment: str) -> str:
    """SQL: when a role is asked: now, whatever the moment in the column says; of what is brought in, that moment."""
    return f"(CASE WHEN {BRINGING_IN} THEN {moment} ELSE clock_timestamp() END)"


def is_not_the_actor(worker: str) -> str:
    """SQL: somebody else than the worker in column ``worker`` writes this row."""
    return f"{worker}::text IS DISTINCT FROM current_setting('frontdoor.actor', true)"


_ACTOR = "current_setting('frontdoor.actor', true)"
AN_ADMINISTRATOR_ACTS = holds(f"nullif({_ACTOR}, '')::bigint", "system_administrator", at="clock_timestamp()")
"""SQL: whoever writes this row is a system administrator today."""
THE_SYSTEM_ACTS = f"EXISTS (SELECT 1 FROM workforce_worker w WHERE w.is_system AND w.id::text = {_ACTOR})"  # noqa: S608 - no value of a user
"""SQL: this row is written by a job or a command, in the name of the system."""


def is_not_now(moment: str) -> str:
    """SQL: the moment in column ``moment`` is not the present one, by the database's clock."""
    return f"abs(extract(epoch FROM {moment} - clock_timestamp())) > {A_MOMENT}"


def not_this_act(row: str, *, by: str) -> str:
    """SQL: the row behind the alias ``row`` was not written in this very transaction by whoever acts now."""
    return f"({row}.recorded_at < transaction_timestamp() OR {is_not_the_actor(f'{row}.{by}')})"
