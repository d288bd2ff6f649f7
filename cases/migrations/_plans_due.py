"""A step of a migration: plans that were owed before anybody counted their days are due like any other (T19)."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from frontdoor.core.timescales import Period, Unit
from frontdoor.core.working_days import CannotBeDated, WorkingCalendar

PROMISE = "UPDATE cases_assessment SET plan_due_on = %s, version = version + 1 WHERE id = %s"


def promise_plans(apps: Any, schema_editor: Any) -> None:
    """Give each authorised assessment of an open case that finds a child in need the day by which its plan is agreed.

    Counted from the authorisation under the period of that day, as ``actions/planning.py`` counts it. Nothing is
    promised of a child who has been under an agreed plan since, and nothing that came from the former system.
    """
    system = apps.get_model("workforce", "Worker").objects.get(is_system=True)
    schema_editor.execute("SELECT set_config('frontdoor.actor', %s, true)", [str(system.pk)])
    for row in _owed(apps).select_related("referral").order_by("pk"):
        try:
            allowed = _period(apps, row.authorised_on, row.referral.team_id)
            due_on = allowed.due_on(row.authorised_on, _calendar(apps))
        except CannotBeDated:
            continue
        schema_editor.execute(PROMISE, [due_on, row.pk])
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _owed(apps: Any) -> Any:
    versions = apps.get_model("cases", "PlanVersion").objects.filter(document__parts__plan_id=OuterRef("pk"))
    agreed = apps.get_model("cases", "Plan").objects.filter(
        Q(kind="cp") | Exists(versions),
        Q(ended_on__isnull=True) | Q(ended_on__gte=OuterRef("authorised_on")),
        child_id=OuterRef("child_id"),
    )
    return apps.get_model("cases", "Assessment").objects.filter(
        ~Exists(agreed),
        outcome="cin",
        legacy_key__isnull=True,
        authorised_on__isnull=False,
        plan_due_on__isnull=True,
        referral__closed_on__isnull=True,
        referral__no_further_action=False,
    )


def _period(apps: Any, on: date, team_id: int) -> Period:
    """The team's own period of the day, else the authority's."""
    periods = apps.get_model("frontdoor", "PolicyPeriod").objects.filter(code="T19", valid_from__lte=on)
    own = periods.filter(Q(team_id=team_id) | Q(team_id=None))
    row = own.order_by(F("team_id").asc(nulls_last=True), "-valid_from").first()
    if row is None:
        raise CannotBeDated
    return Period(row.value, Unit(row.unit))


def _calendar(apps: Any) -> WorkingCalendar:
    covered = apps.get_model("frontdoor", "Authority").objects.get(pk=1).holidays_covered_until
    days = apps.get_model("frontdoor", "BankHoliday").objects.values_list("day", flat=True)
    return WorkingCalendar(holidays=frozenset(days), covered_until=covered)
