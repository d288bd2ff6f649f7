"""Whether the family of an assessment or a plan can be known from a text, asked of the family's own records."""

from django.db import connection

from cases.models.exemplar_rules import kinds_found

_FOUND = kinds_found(text="%(text)s::text", family="%(family)s::bigint", plan="%(plan)s::bigint")


def known_by(text: str, *, family_id: int | None = None, plan_id: int | None = None) -> list[str]:
    """What is still in the text: "a name", "a postcode"; nothing where nobody can be known from it."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, {"text": text, "family": family_id, "plan": plan_id})
        return sorted(kind for (kind,) in cursor.fetchall())
