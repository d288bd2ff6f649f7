"""What points at a person: every table of every app, found by looking, so that a merge leaves none out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from frontdoor.models import AccessGrant, MovedRow, Person, PersonMerge

APART: tuple[type[models.Model], ...] = (Person, PersonMerge, MovedRow, AccessGrant)
"""Not moved as the others are: what says that records are joined, and grants, which never open more than they did."""

MAY_STAY = (
    *("identity_link_of_two", "relationship_of_two", "tie_of_two"),
    *("case_note_once_a_child", "member_once", "relationship_once", "tie_once"),
)
"""Rules whose breach leaves a row with the record it belongs to: the other record already says the same, or the row
tells of the two records themselves."""


IN_WORDS = {
    "cases_casenotechild": "case notes",
    "frontdoor_contactchild": "contacts",
    "frontdoor_childoutcome": "decisions on contacts",
    "frontdoor_overridechild": "requests to ask without consent",
    "frontdoor_identitylink": "notes on who is who",
    "frontdoor_conflictofinterest": "declared ties of workers",
    "frontdoor_accessgrant": "grants of access",
    "frontdoor_restriction": "restrictions of the record",
}
"""What the rows of a table are to a worker, where its name alone does not say it."""


def rows_called(table: str) -> str:
    """The rows of a table in words."""
    return IN_WORDS.get(table) or str(model_of(table)._meta.verbose_name_plural)


@dataclass(frozen=True)
class Pointer:
    """One column of one table that points at a person."""

    model: type[models.Model]
    field: models.Field

    def __str__(self) -> str:
        return f"{self.table}.{self.field.column}"

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def rows_of(self, person_id: int) -> models.QuerySet[Any]:
        """The rows that point at one person."""
        return self.model._default_manager.filter(**{self.field.name: person_id})


def pointers() -> Iterator[Pointer]:
    """Every column that a merge moves, table by table."""
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.db_table):
        if model in APART:
            continue
        for field in model._meta.concrete_fields:
            remote = field.remote_field
            if remote is not None and remote.model is Person and getattr(field, "db_constraint", False):
                yield Pointer(model, field)


def model_of(table: str) -> type[models.Model]:
    """The model of a table. Raises StopIteration where none is."""
    return next(model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table)
