"""Noticing caseloads above the limit, each morning, and telling the managers who can do something about it."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count

from frontdoor.core import jobs, outbox
from frontdoor.core.actions import action
from frontdoor.core.roles import PRACTICE_MANAGER, SENIOR_LEADER, SERVICE_MANAGER
from frontdoor.core.set_aside import Written, write_all_but_the_bad
from frontdoor.core.working_days import london_date
from workforce import caseload
from workforce.caseload import Caseload
from workforce.models import CaseloadFlag, RoleGrant, Worker
from workforce.models.caseload_flags import CaseloadLevel

JOB = jobs.nightly("flag_high_caseloads", "Caseloads above a limit", task="workforce.tasks.flag_high_caseloads")
SUMMARY_TOPIC = "workforce.caseload_summary"
TABLE = connection.ops.quote_name(CaseloadFlag._meta.db_table)
LOADS = 'jsonb_to_recordset(%(loads)s) AS load (worker_id bigint, level text, children int, "limit" int)'
HEARD_EVERYWHERE = {
    PRACTICE_MANAGER.code: (),
    SERVICE_MANAGER.code: (CaseloadLevel.CRITICAL, CaseloadLevel.ALARM),
    SENIOR_LEADER.code: (CaseloadLevel.ALARM,),
}


@action
def flag_high_caseloads(*, by: Worker, on: date, now: Callable[[], datetime]) -> dict[str, Any]:
    """Flag each worker above a limit at the level reached on a day, clear the flags that no longer hold, tell managers.

    Returns how many flags stand (``open``), were raised (``new``) and ended (``cleared``), how many stand at each
    level, and why a worker could not be flagged, by id (``set_aside``). Running it again, late, or several times at
    once changes nothing that is already so; after a run for a later day it changes nothing at all, and says so
    (``done_for``).
    """
    if later := jobs.done_later(JOB, on, now()):
        found = {"new": 0, "cleared": 0, "set_aside": {}, jobs.DONE_FOR: later.isoformat()}
        return _counted() | found
    past = on < london_date(now())
    return jobs.run(name=JOB, on=on, now=now, job=lambda: _flag(on, catching_up=past))


def _flag(on: date, *, catching_up: bool) -> dict[str, Any]:
    over = caseload.above(on)
    loads = [
        {"worker_id": load.worker.pk, "level": load.level, "children": load.children, "limit": load.limit}
        for load in over
    ]
    cleared = _clear(json.dumps(loads), on, catching_up=catching_up)
    noticed = _notice(loads, on)
    _tell_managers(over, on)
    return {"new": noticed.rows, "cleared": cleared, "set_aside": noticed.set_aside, **_counted()}


def _counted() -> dict[str, Any]:
    by_level = CaseloadFlag.objects.standing().values_list("level").annotate(flags=Count("pk")).order_by()
    levels = Counter(dict(by_level))
    return {"open": levels.total(), **{level.value: levels[level.value] for level in CaseloadLevel}}


def _clear(loads: str, on: date, *, catching_up: bool) -> int:
    """End the flags of workers no longer at that level, and those that a run for a later day left behind.

    A run that catches up with an earlier day ends no later flag.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {TABLE} SET cleared_on = greatest(noticed_on, %(on)s) WHERE cleared_on IS NULL AND ("  # noqa: S608
            f"noticed_on > %(on)s AND NOT %(past)s OR noticed_on <= %(on)s"
            f" AND (worker_id, level) NOT IN (SELECT worker_id, level FROM {LOADS}))",
            {"on": on, "past": catching_up, "loads": loads},
        )
        return cursor.rowcount


def _notice(loads: list[dict[str, Any]], on: date) -> Written:
    """Flag each worker without a standing flag, in one statement and in order; two at once flag each worker once."""

    def write(ids: Sequence[int] | None) -> int:
        rows = loads if ids is None else [load for load in loads if load["worker_id"] in ids]
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO {TABLE} (worker_id, level, children, "limit", noticed_on) '  # noqa: S608 - our own name
                f"SELECT load.*, %(on)s FROM {LOADS} WHERE NOT EXISTS "
                f"(SELECT FROM {TABLE} flag WHERE flag.worker_id = load.worker_id AND flag.cleared_on IS NULL) "
                "ORDER BY load.worker_id ON CONFLICT DO NOTHING",
                {"on": on, "loads": json.dumps(rows)},
            )
            return cursor.rowcount

    return write_all_but_the_bad(write, lambda: [load["worker_id"] for load in loads])


def _tell_managers(over: list[Caseload], on: date) -> None:
    """One message a manager a day, with counts alone: who they are stands on the page behind a sign-in.

    A practice manager hears of the own team, a service manager from critical on, a leader of alarms (7.3).
    """
    everywhere = Counter(load.level for load in over)
    by_team: dict[int | None, Counter[CaseloadLevel | None]] = defaultdict(Counter)
    for load in over:
        by_team[load.worker.team_id][load.level] += 1
    hears: dict[int, Counter[CaseloadLevel | None]] = defaultdict(Counter)
    for worker_id, role, team_id in RoleGrant.objects.held_in_post(list(HEARD_EVERYWHERE), on):
        own = by_team[team_id] if role == PRACTICE_MANAGER.code and team_id is not None else Counter()
        heard: Counter[CaseloadLevel | None] = Counter({level: everywhere[level] for level in HEARD_EVERYWHERE[role]})
        hears[worker_id] |= own | heard
    outbox.put_each(
        topic=SUMMARY_TOPIC,
        payloads={
            f"{JOB}:{on.isoformat()}:{worker_id}": {
                "worker_id": worker_id,
                "on": on.isoformat(),
                "levels": {level.value: told[level] for level in CaseloadLevel if told[level]},
            }
            for worker_id, told in hears.items()
            if told
        },
    )
