"""Whose signature joins the records of adults: theirs who sees every family to which an adult may belong."""

import pgtrigger

from frontdoor.core.refusals import refuses
from frontdoor.models.rights import holds

SEES_NOT_BOTH = "Records of adults are joined, left or parted by a service manager, who sees every family of theirs."

_AN_ADULT = """EXISTS (
            SELECT 1 FROM frontdoor_person p WHERE p.id IN (NEW.survivor_id, NEW.merged_id) AND NOT p.is_child)"""


def _is_signed_by_another(which: str) -> str:
    signer, moment = f"NEW.{which}_by_id", f"NEW.{which}_at"
    signs = f"{signer} IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.{which}_by_id IS NULL)"
    return f"({signs} AND NOT {holds(signer, 'service_manager', at=moment)})"


SIGNED_BY_WHO_SEES_BOTH = refuses(
    "merge_of_adults_by_who_sees_both",
    sentence=SEES_NOT_BOTH,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        ({_is_signed_by_another("decided")} OR {_is_signed_by_another("undone")})
        AND {_AN_ADULT}
    """,
)
