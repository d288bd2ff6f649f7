"""Who may sign, as SQL for the triggers that ask it: whoever held a role that day, in person, now."""

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.roles import MANAGERS

A_MOMENT = 300
"""Seconds that may lie between a signature and its row."""


def holds(worker: str, *roles: str, at: str) -> str:
    """SQL: the worker in column ``worker`` held one of ``roles`` at the moment ``at``: from day to day in London, and
    no longer than until access was taken away."""
    wanted = ", ".join(f"'{role}'" for role in roles)
    return f"""EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = {worker} AND g.role IN ({wanted}) AND {lasts("g", at=at)})"""  # noqa: S608 - roles of ours


def manages(worker: str, *, at: str) -> str:
    """SQL: the worker in column ``worker`` was a practice manager or a service manager at the moment ``at``."""
    return holds(worker, *sorted(MANAGERS), at=at)


def lasts(grant: str, *, at: str) -> str:
    """SQL: the role behind the alias ``grant`` is approved and held at the moment ``at``."""
    day = f"({at} AT TIME ZONE 'Europe/London')::date"
    return f"""{grant}.approved_at IS NOT NULL
              AND {grant}.starts_on <= {day} AND ({grant}.ends_on IS NULL OR {grant}.ends_on >= {day})
              AND ({grant}.ended_at IS NULL OR {grant}.ended_at > {at})"""


def on_day(day: str) -> str:
    """SQL: when a role is asked for what was done on a day: now if that is today, otherwise at the end of a day gone by
    or the start of one to come."""
    start, end = (f"(({day} + {days})::timestamp AT TIME ZONE 'Europe/London')" for days in (0, 1))
    return f"greatest({start}, least(clock_timestamp(), {end} - interval '1 microsecond'))"


def signed_at(moment: str) -> str:
    """SQL: when a role is asked: now, whatever the moment in the column says; of what is brought in, that moment."""
    return f"(CASE WHEN {BRINGING_IN} THEN {moment} ELSE clock_timestamp() END)"


def is_not_the_actor(worker: str) -> str:
    """SQL: somebody else than the worker in column ``worker`` writes this row."""
    return f"{worker}::text IS DISTINCT FROM current_setting('frontdoor.actor', true)"


_ACTOR = "current_setting('frontdoor.actor', true)"
AN_ADMINISTRATOR_ACTS = holds(f"nullif({_ACTOR}, '')::bigint", "system_administrator", at="clock_timestamp()")
"""SQL: whoever writes this row is a system administrator today."""
A_MANAGER_ACTS = manages(f"nullif({_ACTOR}, '')::bigint", at="clock_timestamp()")
"""SQL: whoever writes this row is a practice manager or a service manager today."""
THE_SYSTEM_ACTS = f"EXISTS (SELECT 1 FROM workforce_worker w WHERE w.is_system AND w.id::text = {_ACTOR})"  # noqa: S608 - no value of a user
"""SQL: this row is written by a job or a command, in the name of the system."""

MOVES_DAYS = f"({AN_ADMINISTRATOR_ACTS} OR {THE_SYSTEM_ACTS})"
"""SQL: whoever writes this row is one who changes the calendar, by which what is promised moves."""


def is_not_now(moment: str) -> str:
    """SQL: the moment in column ``moment`` is not the present one, by the database's clock."""
    return f"abs(extract(epoch FROM {moment} - clock_timestamp())) > {A_MOMENT}"


def not_this_act(row: str, *, by: str) -> str:
    """SQL: the row behind the alias ``row`` was not written in this very transaction by whoever acts now."""
    return f"({row}.recorded_at < transaction_timestamp() OR {is_not_the_actor(f'{row}.{by}')})"
