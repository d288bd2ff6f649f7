"""Whether somebody held a role on a day, as SQL for the triggers that ask it."""


def holds(worker: str, *roles: str, at: str) -> str:
    """SQL: the worker in column ``worker`` held one of ``roles`` in London on the day of the moment ``at``."""
    wanted = ", ".join(f"'{role}'" for role in roles)
    day = f"({at} AT TIME ZONE 'Europe/London')::date"
    return f"""EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = {worker} AND g.role IN ({wanted}) AND g.approved_at IS NOT NULL
              AND g.starts_on <= {day} AND (g.ends_on IS NULL OR g.ends_on >= {day}))"""  # noqa: S608 - roles of ours
