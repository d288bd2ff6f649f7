"""Everything that the database holds about people, as it stands."""

from typing import Any

from frontdoor.models import AccessGrant, Person
from frontdoor.pointing import pointers

NOT_COMPARED = {"version"}
"""A version goes up with every change, so that a form opened before it is stale; it says nothing about a person."""


def whole(*people: Person) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that points at one of these people, and their own rows, as they stand."""
    ids = [person.pk for person in people]
    found: dict[str, list[dict[str, Any]]] = {"people": _rows(Person.objects.filter(pk__in=ids))}
    for pointer in pointers():
        found[str(pointer)] = _rows(pointer.model._default_manager.filter(**{f"{pointer.field.name}__in": ids}))
    found["grants"] = _rows(AccessGrant.objects.filter(person__in=ids))
    return found


def _rows(rows: Any) -> list[dict[str, Any]]:
    return [{name: row[name] for name in row.keys() - NOT_COMPARED} for row in rows.order_by("pk").values()]
