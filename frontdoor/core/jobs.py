"""The nightly jobs: each period runs once, however many schedulers ask, and everyone can see when it last did."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.db.models.functions import Now

from frontdoor.core.working_days import london_date

PATIENCE = "300s"
A_DAY = timedelta(days=1)
SET_ASIDE = "set_aside"


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


_jobs: dict[str, tuple[str, bool]] = {}


def nightly(name: str, title: str, *, makes_figures: bool = True) -> str:
    """Register a job that should run every night, so that its absence is seen; the name comes back."""
    _jobs[name] = (title, makes_figures)
    return name


def standing(now: datetime) -> list[Nightly]:
    """Every nightly job by title; stale when its last run, or the day that it covers, is more than a day old."""
    return judged(runs(london_date(now)), now)


def runs(today: Any) -> JobRunQuerySet:
    """The last run of each nightly job."""
    return JobRun.objects.latest_of_each(today).filter(name__in=_jobs)


def judged(found: Iterable[JobRun], now: datetime) -> list[Nightly]:
    """As ``standing``, of runs that were read before."""
    last = {run.name: run for run in found}
    return [
        Nightly(title, run := last.get(name), run is None or _is_stale(run, now), makes_figures)
        for name, (title, makes_figures) in sorted(_jobs.items(), key=lambda job: job[1])
    ]


def _is_stale(run: JobRun, now: datetime) -> bool:
    return run.finished_at is None or now - run.finished_at > A_DAY or london_date(now) - run.on > A_DAY


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
