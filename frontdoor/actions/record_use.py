"""How workers use records: what is noticed about it, told to whoever answers for them, and looked into."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model

from frontdoor.core import jobs, ledger, outbox
from frontdoor.core.actions import NotPossible, action, inquiry
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock
from frontdoor.core.working_days import start_of_day
from frontdoor.models import SearchAlert
from frontdoor.models.search_alerts import LOOKED_INTO_ALREADY, VIEWS_A_DAY, SearchAlertKind
from frontdoor.permissions import LOOK_INTO_SEARCHES

TOPIC = "search.alert"
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
JOB = jobs.nightly(
    "notice many views",
    "Notice who opens very many records",
    task="frontdoor.tasks.notice_many_views",
    makes_figures=False,
)


def notice(worker: Any, now: datetime, kind: SearchAlertKind) -> None:
    """Write an alert about a worker, and the message that tells of it. Call inside an act."""
    alert = SearchAlert(worker=worker, kind=kind, noticed_at=now)
    alert.save()
    outbox.put(topic=TOPIC, key=f"{TOPIC}:{alert.pk}", alert_id=alert.pk)


@inquiry
def notice_once_an_hour(*, by: Any, now: datetime, kind: SearchAlertKind) -> None:
    """One alert an hour, however often somebody goes on trying."""
    if not SearchAlert.objects.about(by, kind).since(now - AN_HOUR).exists():
        notice(by, now, kind)


@action
def look_into(*, by: Any, at: datetime, alert: SearchAlert, found: str) -> SearchAlert:
    """Write what came of an alert, by somebody who answers for the worker; never the worker. Raises NotPossible."""
    require(by, LOOK_INTO_SEARCHES)
    held = lock(SearchAlert.objects.all(), alert.pk)
    if held.looked_at is not None:
        raise NotPossible(LOOKED_INTO_ALREADY)
    held.looked_at, held.looked_by, held.found = at, by, found
    held.full_clean()
    held.save()
    return held


@action
def notice_many_views(*, by: Any, on: date, now: Callable[[], datetime]) -> dict[str, int]:
    """Notice each worker who opened more than ``VIEWS_A_DAY`` records on a day or the day before, once a day.

    It reads the ledger alone, so that a record's page pays nothing for it. Safe to run at any time and twice.
    """
    return jobs.run(
        name=JOB,
        on=on,
        now=now,
        job=lambda: {"noticed": sum(_many_views(day) for day in (on - A_DAY, on))},
    )


def _many_views(day: date) -> int:
    """The alert is of the moment at which the worker opened one record too many."""
    since, until = start_of_day(day), start_of_day(day + A_DAY)
    workers = {worker.pk: worker for worker in get_user_model().objects.filter(is_active=True)}
    noticed = set(SearchAlert.objects.of_views(since, until).values_list("worker_id", flat=True))
    passed = ledger.opened_more_than(VIEWS_A_DAY, workers=workers.keys() - noticed, since=since, until=until)
    for worker, at in passed:
        notice(workers[worker], at, SearchAlertKind.VIEWS)
    return len(passed)
