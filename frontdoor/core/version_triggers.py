"""Versions of a tracked row, written by the database: whatever road a change takes, what the row then said is kept.

django-simple-history defines the tables of versions and reads them; its own writing, by signals, is switched off
(``SIMPLE_HISTORY_ENABLED``), because bulk writes and raw SQL went round it.
"""

from typing import Any

import pgtrigger

OF_THE_VERSION = {"history_id", "history_date", "history_type", "history_user", "history_change_reason"}
KEPT = """
    INSERT INTO {versions} ({columns}, history_type, history_date, history_user_id, history_change_reason)
    SELECT {values}, '{kind}', clock_timestamp(),
           nullif(current_setting('frontdoor.actor', true), '')::bigint,
           nullif(current_setting('frontdoor.change_reason', true), '')
    FROM new_rows written;
    RETURN NULL;
"""
"""Each row that was written, as it stands now; who wrote it, when, and why where ``acting.because`` says it."""


class _KeepVersions(pgtrigger.Func):
    """The words for one model, whose table of versions and columns they name."""

    def __init__(self, words: str, kind: str) -> None:
        super().__init__(words)
        self.kind = kind

    def render(self, **known: Any) -> str:
        meta = known["meta"]
        versions = meta.apps.get_model(meta.app_label, f"Historical{meta.object_name}")._meta
        columns = sorted(
            f'"{field.column}"'
            for field in versions.concrete_fields
            if not (field.generated or field.name in OF_THE_VERSION)
        )
        return self.func.format(
            versions=f'"{versions.db_table}"',
            columns=", ".join(columns),
            values=", ".join(f"written.{column}" for column in columns),
            kind=self.kind,
        )


def version_triggers(words: str) -> list[pgtrigger.Trigger]:
    """The two triggers of a tracked table: a first version of each new row, a further one at each change."""
    kinds = (("version_of_a_new_row", pgtrigger.Insert, "+"), ("version_of_a_change", pgtrigger.Update, "~"))
    return [
        pgtrigger.Trigger(
            name=name,
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(new="new_rows"),
            func=_KeepVersions(words, kind),
        )
        for name, operation, kind in kinds
    ]
