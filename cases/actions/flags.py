"""Overdue assessments are noticed every morning: a flag says since when it is known, the query says if it is so."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest

from cases.models import Assessment, OverdueFlag
from frontdoor.core import jobs, outbox
from frontdoor.core.actions import action
from frontdoor.core.roles import PRACTICE_MANAGER, SERVICE_MANAGER
from frontdoor.core.set_aside import Written, write_all_but_the_bad
from frontdoor.core.working_days import london_date

JOB = jobs.nightly("flag_overdue", "Overdue assessments", task="cases.tasks.flag_overdue")
SUMMARY = "flags.summary"
CLIMBED = "late.climbed"


def _notice(overdue: QuerySet, on: date) -> Written:
    """Flag what is overdue and carries no standing flag, in one statement; two at once flag each row once.

    In order, so that the search for standing flags is over before the first new one is written: among the new ones it
    would be a search that grows with each.
    """
    standing = OverdueFlag.objects.standing().filter(assessment_id=OuterRef("pk"))
    unnoticed = overdue.exclude(Exists(standing)).order_by("pk")
    table = connection.ops.quote_name(OverdueFlag._meta.db_table)

    def write(ids: Sequence[int] | None) -> int:
        rows = unnoticed if ids is None else unnoticed.filter(pk__in=ids)
        late, values = rows.values_list("pk", "due_on").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (assessment_id, due_on, noticed_on) "  # noqa: S608 - the ORM's own statement
                f"SELECT late.*, %s FROM ({late}) late ON CONFLICT DO NOTHING",
                [on, *values],
            )
            return cursor.rowcount

    return write_all_but_the_bad(write, lambda: list(unnoticed.values_list("pk", flat=True)))


def _clear(overdue: QuerySet, on: date, *, catching_up: bool) -> int:
    """End the flags of assessments that are no longer overdue, and those that a run for a later day left behind.

    A run that catches up with an earlier day ends no later flag.
    """
    ended = Q(~Exists(overdue.filter(pk=OuterRef("assessment_id"))), noticed_on__lte=on)
    if not catching_up:
        ended |= Q(noticed_on__gt=on)
    return OverdueFlag.objects.standing().filter(ended).update(cleared_on=Greatest("noticed_on", Value(on)))


def _managers(team_ids: set[int], on: date) -> dict[int, list[int]]:
    """Who hears about which teams: the practice managers of each, the service managers of teams without one."""
    workers = get_user_model().objects
    told: dict[int, list[int]] = {}
    managed = set()
    for pk, team_id in workers.holding(PRACTICE_MANAGER.code, on).filter(team__in=team_ids).values_list("pk", "team"):
        told[pk] = [team_id]
        managed.add(team_id)
    unmanaged = sorted(team_ids - managed)
    if unmanaged:
        for pk in workers.holding(SERVICE_MANAGER.code, on).values_list("pk", flat=True):
            told[pk] = sorted({*told.get(pk, []), *unmanaged})
    return told


def _tell_heads(on: date) -> None:
    """One message a head of service a day: what has climbed is counted when it is sent, for whoever reads it (L07)."""
    heads = get_user_model().objects.holding(SERVICE_MANAGER.code, on).values_list("pk", flat=True)
    payloads = {f"{CLIMBED}:{head}:{on}": {"worker_id": head} for head in heads}
    outbox.put_each(topic=CLIMBED, payloads=payloads)


def _flag(on: date, *, catching_up: bool) -> dict[str, Any]:
    overdue = Assessment.objects.overdue(on)
    cleared = _clear(overdue, on, catching_up=catching_up)
    noticed = _notice(overdue, on)
    standing = OverdueFlag.objects.standing()
    teams = standing.order_by().values_list("assessment__referral__team", flat=True).distinct()
    told = _managers(set(teams), on)
    _tell_heads(on)
    outbox.put_each(
        topic=SUMMARY,
        payloads={
            f"{SUMMARY}:{manager_id}:{on}": {"worker_id": manager_id, "team_ids": team_ids}
            for manager_id, team_ids in told.items()
        },
    )
    return {
        "open": standing.count(),
        "new": noticed.rows,
        "cleared": cleared,
        "told": len(told),
        "set_aside": noticed.set_aside,
    }


@action
def flag_overdue(*, by: Any, on: date, now: Callable[[], datetime]) -> dict[str, Any]:
    """Flag the assessments that are overdue on a day, clear the flags of those that no longer are, tell the managers.

    Returns how many flags stand (open), were set (new) and ended (cleared), how many managers are told, and why an
    assessment could not be flagged, by id (set_aside). Running it again, late, or several times at once changes
    nothing that is already so; after a run for a later day it changes nothing at all, and says so (done_for).
    """
    if later := jobs.done_later(JOB, on, now()):
        found = {"new": 0, "cleared": 0, "told": 0, "set_aside": {}, jobs.DONE_FOR: later.isoformat()}
        return {"open": OverdueFlag.objects.standing().count(), **found}
    past = on < london_date(now())
    return jobs.run(name=JOB, on=on, now=now, job=lambda: _flag(on, catching_up=past))
