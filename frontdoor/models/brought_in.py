"""Rows of the former system, which rules about the present leave out: an import marks them, and nothing else does."""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.models.rights import AN_ADMINISTRATOR_ACTS, THE_SYSTEM_ACTS

MARKED_BY_AN_IMPORT = "Only an import marks a record as one of the former system."

AN_IMPORT_WRITES = f"""(({THE_SYSTEM_ACTS} OR {AN_ADMINISTRATOR_ACTS})
            AND EXISTS (SELECT 1 FROM audits_importrun r WHERE r.state = 'bringing_in'))"""  # noqa: S608 - no user's text
"""SQL: an administrator, or the system for one, brings a workbook in, and this row with it."""


def marked_by_an_import(table: str) -> pgtrigger.Trigger:
    """``legacy_key`` is written while an administrator, or the system for one, brings a workbook in."""
    return refuses(
        f"{table}_marked_by_an_import",
        sentence=MARKED_BY_AN_IMPORT,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("legacy_key"),
        when=f"""
            NEW.legacy_key IS DISTINCT FROM OLD.legacy_key AND NOT {BRINGING_IN} AND NOT {AN_IMPORT_WRITES}
        """,
    )
