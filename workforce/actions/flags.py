"""Noticing caseloads above the limit, each morning, and telling the managers who can do something about it."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

from frontdoor.core import jobs, outbox
from frontdoor.core.actions import action
from frontdoor.core.roles import PRACTICE_MANAGER, SENIOR_LEADER, SERVICE_MANAGER
from workforce import caseload
from workforce.caseload import Caseload
from workforce.models import CaseloadFlag, Worker
from workforce.models.caseload_flags import CaseloadLevel

JOB = jobs.nightly("flag_high_caseloads", "Caseloads above a limit")
SUMMARY_TOPIC = "workforce.caseload_summary"
FOR_SERVICE_MANAGERS = frozenset({CaseloadLevel.CRITICAL, CaseloadLevel.ALARM})
FOR_LEADERS = frozenset({CaseloadLevel.ALARM})


@action
def flag_high_caseloads(*, by: Worker, on: date, now: Callable[[], datetime]) -> dict[str, int]:
    """Flag each worker above a limit at the level reached on a day, clear the flags that no longer hold, tell managers.

    Returns how many flags stand (``open``), were raised (``new``) and ended (``cleared``), and how many stand at each
    level. Running it again, late, or several times at once changes nothing that is already so; a run for an earlier
    day ends no later flag.
    """
    return jobs.run(name=JOB, on=on, now=now, job=lambda: _flag(on))


def _flag(on: date) -> dict[str, int]:
    over = {load.worker.pk: load for load in caseload.caseloads(on).above}
    standing = list(CaseloadFlag.objects.standing())
    gone = {flag.pk for flag in standing if flag.noticed_on <= on and not _still_holds(flag, over)}
    known = {flag.worker_id for flag in standing if flag.pk not in gone}
    raised = [
        CaseloadFlag(worker_id=pk, level=load.level, children=load.children, limit=load.limit, noticed_on=on)
        for pk, load in over.items()
        if pk not in known
    ]
    CaseloadFlag.objects.filter(pk__in=gone).update(cleared_on=on)
    CaseloadFlag.objects.bulk_create(raised, ignore_conflicts=True)
    levels = Counter(CaseloadFlag.objects.standing().values_list("level", flat=True))
    _tell_managers(list(over.values()), on)
    return {
        "open": levels.total(),
        "new": len(raised),
        "cleared": len(gone),
        **{level.value: levels[level.value] for level in CaseloadLevel},
    }


def _still_holds(flag: CaseloadFlag, over: dict[int, Caseload]) -> bool:
    return flag.worker_id in over and over[flag.worker_id].level == flag.level


def _tell_managers(over: list[Caseload], on: date) -> None:
    """One message a manager a day, with counts alone: who they are stands on the page behind a sign-in."""
    for manager in Worker.objects.in_post(on).with_roles(on) if over else ():
        told = Counter(load.level.value for load in over if load.level and _concerns(manager, load))
        if told:
            outbox.put(
                topic=SUMMARY_TOPIC,
                key=f"{JOB}:{on.isoformat()}:{manager.pk}",
                worker_id=manager.pk,
                on=on.isoformat(),
                levels=dict(told),
            )


def _concerns(manager: Worker, load: Caseload) -> bool:
    """A practice manager hears of the own team, a service manager from critical on, a leader of alarms (7.3)."""
    own_team = manager.team_id is not None and manager.team_id == load.worker.team_id
    return (
        (PRACTICE_MANAGER.code in manager.roles and own_team)
        or (SERVICE_MANAGER.code in manager.roles and load.level in FOR_SERVICE_MANAGERS)
        or (SENIOR_LEADER.code in manager.roles and load.level in FOR_LEADERS)
    )
