"""Whose row it is, as SQL for the triggers that ask: a row goes to another record only where two records are one."""


def goes_to_somebody_else(column: str) -> str:
    """SQL: an update gives the row to another person, and the two records were never joined (``PersonMerge``)."""
    new, old = f"NEW.{column}", f"OLD.{column}"
    return f"""({new} IS DISTINCT FROM {old} AND NOT EXISTS (
            SELECT 1 FROM frontdoor_personmerge m
            WHERE m.decision = 'approved'
              AND (m.survivor_id = {new} AND m.merged_id = {old} OR m.survivor_id = {old} AND m.merged_id = {new})))"""  # noqa: S608 - names of columns
