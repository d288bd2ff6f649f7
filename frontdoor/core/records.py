"""What every table of the house inherits: the database's own time of recording, the ledger, versions.

``Record`` is for rows that are written once (events); ``TrackedRecord`` for rows that change, whose earlier versions
people can read; ``VersionedRecord`` for long writing that two people may open at once.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pgtrigger
from django.db import connection, models, router
from django.db.models.constraints import CheckConstraint
from django.db.models.functions import Coalesce, Now
from simple_history.models import HistoricalRecords

from frontdoor.core import checking
from frontdoor.core.inserting import insert
from frontdoor.core.ledger import write_triggers
from frontdoor.core.version_triggers import KEPT, version_triggers

_STAMP = pgtrigger.Trigger(
    name="recorded_at_is_the_databases",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;
        RETURN NEW;
    """,
)

_WRITTEN_ONCE = pgtrigger.Trigger(
    name="is_written_once",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="RAISE EXCEPTION 'This entry cannot be changed. Add a new one.' USING ERRCODE = 'check_violation';",
)

_VERSION = pgtrigger.Trigger(
    name="version_goes_up_by_one",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
        IF NEW.version <> OLD.version + 1 THEN
            RAISE EXCEPTION 'Somebody else has changed this since you opened it.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


BRINGING_IN = (
    "(coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on'"
    " AND has_schema_privilege(session_user, 'public', 'CREATE'))"
)
"""SQL: whether rows of the past are being brought in by the owner of the tables, for triggers whose rule is about the
present. The role that serves pages cannot say so of itself."""


@contextmanager
def bringing_in() -> Iterator[None]:
    """The named door for rows that were decided elsewhere or long ago, such as an invented past.

    Rules about the moment of deciding do not hold inside, for the owner of the tables; every other rule does, and for
    the role that serves pages all of them. Call inside ``acting_as``.
    """
    _say_bringing_in("on")
    yield
    _say_bringing_in("")


def _say_bringing_in(state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('frontdoor.bringing_in', %s, true)", [state])


class WouldSkipRules(TypeError):
    """A bulk write, or a deletion, on a table whose rows are weighed one by one as they are saved."""

    def __init__(self) -> None:
        super().__init__("Save each record, or bring them in with bring_in(): a bulk write is not checked row by row.")


class RecordQuerySet(models.QuerySet[Any]):
    """Reads of our tables. Rows are never deleted from code."""

    def delete(self) -> Any:
        raise WouldSkipRules


class TrackedQuerySet(RecordQuerySet):
    """Refuses the writes that no rule of a model's own would see."""

    def with_version(self) -> Any:
        """Each row with ``version``, the number of the last version kept of it, or 0; read together with the row.

        For the short forms over rows that are no ``VersionedRecord``; ``versions.lock_untouched`` takes it back.
        """
        kept = self.model.history.model.objects.filter(**{self.model._meta.pk.attname: models.OuterRef("pk")})
        last = kept.order_by("-history_id").values("history_id")[:1]
        return self.annotate(version=Coalesce(models.Subquery(last), 0))

    def update(self, **values: Any) -> int:
        raise WouldSkipRules

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        raise WouldSkipRules

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> Any:
        raise WouldSkipRules

    def bring_in(self, rows: Iterable[Any]) -> list[Any]:
        """The one door for many rows at once. Call inside ``acting_as`` and, to say why, ``acting.because``."""
        return super().bulk_create(rows, batch_size=1000)


class Record(models.Model):
    """A row that says when the database took it in."""

    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        triggers = [_STAMP, *write_triggers()]

    def delete(self, *args: Any, **options: Any) -> Any:
        raise WouldSkipRules

    def _do_insert(self, manager: Any, using: Any, fields: Any, returning_fields: Any, raw: bool) -> Any:  # noqa: FBT001
        """As Django's, by a statement that is planned ahead."""
        stored = insert(self, fields, returning_fields)
        return super()._do_insert(manager, using, fields, returning_fields, raw) if stored is None else stored

    def clean_fields(self, exclude: Any = None) -> None:
        """As Django's, but a row that was read from the database is not asked for again to prove that it exists."""
        read = {
            field.name
            for field in self._meta.concrete_fields
            if field.is_relation and field.is_cached(self) and getattr(getattr(self, field.name), "pk", None)
        }
        super().clean_fields(exclude=read | set(exclude or ()))

    def get_constraints(self) -> list[tuple[Any, list[models.BaseConstraint]]]:
        """Those that Django asks one by one; check constraints are asked together."""
        return [
            (table, [constraint for constraint in constraints if not isinstance(constraint, CheckConstraint)])
            for table, constraints in super().get_constraints()
        ]

    def validate_constraints(self, exclude: Any = None) -> None:
        """As Django's, with one query for all check constraints; a row that breaks one is not compared with others.

        Comparing may not be possible: dates that end before they start are no range.
        """
        checking.check(self, router.db_for_write(type(self), instance=self), exclude or ())
        super().validate_constraints(exclude=exclude)


class EventRecord(Record):
    """A row that is written once and never again: a later one corrects it."""

    class Meta(Record.Meta):
        abstract = True
        triggers = [_STAMP, _WRITTEN_ONCE, *write_triggers()]


def tracked_history() -> HistoricalRecords:
    """Versions of a model as people read them; the database writes them (``core/version_triggers.py``)."""
    return HistoricalRecords(
        inherit=True,
        excluded_fields=["password"],
        history_change_reason_field=models.CharField(max_length=200, blank=True, default="", null=True),
    )


class TrackedRecord(Record):
    """A row that changes; what it said before stays readable."""

    history = tracked_history()
    objects = TrackedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = True
        triggers = [_STAMP, *write_triggers(), *version_triggers(KEPT)]


class VersionedRecord(TrackedRecord):
    """A row that two people may open at once: saving counts its version up, and a stale save is refused."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(TrackedRecord.Meta):
        abstract = True
        triggers = [_STAMP, _VERSION, *write_triggers(), *version_triggers(KEPT)]

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            self.version += 1
            if options.get("update_fields") is not None:
                options["update_fields"] = {*options["update_fields"], "version"}
        super().save(*args, **options)
