"""The nightly jobs: each period runs once, however many schedulers ask, and everyone can see when it last did."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models.functions import Now

from frontdoor.core.policy import Authority
from frontdoor.core.working_days import LONDON, london_date

PATIENCE = "300s"
A_DAY = timedelta(days=1)
HOURS = 24
SET_ASIDE = "set_aside"
DONE_FOR = "done_for"
"""Under this name a job that changed nothing says for which later day it is done."""


class JobRunQuerySet(models.QuerySet["JobRun"]):
    def latest_of_each(self, today: Any) -> "JobRunQuerySet":
        """Of each job the run that covers the latest day, up to today: a trial run for a later day says nothing yet."""
        return self.filter(finished_at__isnull=False, on__lte=today).order_by("name", "-on").distinct("name")


class JobRun(models.Model):
    """That a job has been done for a day, and what it found."""

    name = models.CharField(max_length=63)
    on = models.DateField()
    started_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "on"], name="job_once_a_day")]

    def __str__(self) -> str:
        return f"{self.name} {self.on}"


@dataclass(frozen=True)
class Nightly:
    """A nightly job in the words that pages use, and its last run; figures that rest on it are no younger."""

    title: str
    when: str
    run: JobRun | None
    is_stale: bool
    makes_figures: bool

    @property
    def finished_at(self) -> datetime | None:
        """When it last ended."""
        return self.run.finished_at if self.run else None

    @property
    def set_aside(self) -> dict[str, str]:
        """The rows that it could not deal with, by id, each with the reason."""
        return self.run.result.get(SET_ASIDE, {}) if self.run else {}

    @property
    def found(self) -> list[tuple[str, int]]:
        """What it found, as (name, number); rows that were set aside are counted."""
        result = self.run.result | {SET_ASIDE: len(self.set_aside)} if self.run else {}
        return [(name.replace("_", " "), number) for name, number in sorted(result.items())]


@dataclass(frozen=True)
class _Job:
    """A job and the task that does it, whose hour stands in the schedule alone."""

    title: str
    makes_figures: bool
    task: str

    @property
    def times(self) -> list[time]:
        """When it runs, each day anew, in London."""
        entries = settings.CELERY_BEAT_SCHEDULE.values()
        (schedule,) = [entry["schedule"] for entry in entries if entry["task"] == self.task]
        return sorted(time(hour, minute) for hour in schedule.hour for minute in schedule.minute)

    @property
    def when(self) -> str:
        """The same in words."""
        first, *others = self.times
        return f"Every {HOURS * 60 // (len(others) + 1)} minutes" if others else f"Every day at {first:%H:%M}"

    def is_stale(self, run: JobRun | None, *, installed: datetime, now: datetime) -> bool:
        """Whether its last run, or the day that it covers, is more than a day old; without one, its first hour."""
        if run is None or run.finished_at is None:
            return now - self._first_due(installed) > A_DAY
        return now - run.finished_at > A_DAY or london_date(now) - run.on > A_DAY

    def _first_due(self, installed: datetime) -> datetime:
        day = london_date(installed)
        due = (datetime.combine(at, hour, LONDON) for at in (day, day + A_DAY) for hour in self.times)
        return next(moment for moment in due if moment >= installed)


_jobs: dict[str, _Job] = {}


def nightly(name: str, title: str, *, task: str, makes_figures: bool = True) -> str:
    """Register a job that should run every night, so that its absence is seen; the name comes back.

    ``task`` is the path under which the schedule holds it.
    """
    _jobs[name] = _Job(title, makes_figures, task)
    return name


def standing(now: datetime) -> list[Nightly]:
    """Every nightly job by title; stale when its last run, or the day that it covers, is more than a day old.

    One that has never run is stale when its first hour since the installation is more than a day past.
    """
    return judged(runs(london_date(now)), installation(), now)


def runs(today: Any) -> JobRunQuerySet:
    """The last run of each nightly job."""
    return JobRun.objects.latest_of_each(today).filter(name__in=_jobs)


def installation() -> models.QuerySet:
    """The row that says since when the installation stands: its authority's."""
    return Authority.objects.filter(pk=1).only("recorded_at")


def judged(found: Iterable[JobRun], installed: Iterable[Authority], now: datetime) -> list[Nightly]:
    """As ``standing``, of runs and of the installation that were read before."""
    last = {run.name: run for run in found}
    (since,) = [row.recorded_at for row in installed]
    return [
        Nightly(
            job.title,
            job.when,
            run := last.get(name),
            job.is_stale(run, installed=since, now=now),
            job.makes_figures,
        )
        for name, job in sorted(_jobs.items(), key=lambda named: named[1].title)
    ]


def done_later(name: str, on: date, now: datetime) -> date | None:
    """The last day after ``on``, up to today, for which a job is done.

    What was noticed or ended since then would be undone as of the past: catching up goes forward only.
    """
    today = london_date(now)
    if on >= today:
        return None
    later = JobRun.objects.filter(name=name, finished_at__isnull=False, on__gt=on, on__lte=today)
    return later.aggregate(last=models.Max("on"))["last"]


def _take_time() -> None:
    """A page has seconds; a night's work, and waiting for the same work under way elsewhere, may take minutes."""
    with connection.cursor() as cursor:
        for limit in ("statement_timeout", "lock_timeout"):
            cursor.execute("SELECT set_config(%s, %s, true)", [limit, PATIENCE])


def run(*, name: str, on: date, now: Callable[[], datetime], job: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do ``job`` for the day and keep what it returns; a second run the same day does it again on the same row.

    It returns numbers by name; what it had to leave out stands under ``set_aside``, as reasons by id.

    The row is locked meanwhile, so a second scheduler waits and then finds nothing new.
    """
    with transaction.atomic():
        _take_time()
        JobRun.objects.bulk_create([JobRun(name=name, on=on)], ignore_conflicts=True)
        row = JobRun.objects.select_for_update(no_key=True).get(name=name, on=on)
        row.result = job()
        row.finished_at = now()
        row.save(update_fields=["result", "finished_at"])
    return row.result
