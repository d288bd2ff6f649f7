"""Bringing a workbook in: read and reported first, then stored whole or not at all."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db.models import Max, Q

from audits.imports import workbook
from audits.imports.clocks import Clocks
from audits.imports.findings import Report
from audits.imports.ours import BROUGHT_IN, keep_ours
from audits.imports.settling import settle
from audits.imports.staged import Staged
from audits.imports.staging import Reader
from audits.imports.storing import Store
from audits.models import ImportRun, ImportState
from frontdoor.core import outbox
from frontdoor.core.acting import because
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.timescales import ASSESSMENT
from frontdoor.core.working_days import london_date
from workforce.models import Worker

STEPS = {ImportState.READING: "import.read", ImportState.BRINGING_IN: "import.bring_in"}
LONGEST = timedelta(minutes=15)
"""After this long no worker is still at a step (CELERY_TASK_TIME_LIMIT): it was broken off, or never begun."""

NOT_READ = (
    "Something went wrong on our side while this workbook was read. Nothing was brought in. Try again. "
    "If it happens again, tell the people who run this service."
)
NOT_BROUGHT_IN = (
    "Something went wrong on our side while the rows were brought in. Nothing was stored. Try again. "
    "If it happens again, tell the people who run this service."
)


class NotReadyToBringIn(NotPossible):
    """Only a workbook that has been read, and not yet brought in, can be brought in."""

    sentence = "This workbook has already been brought in, or could not be read."


class DayToCome(NotPossible):
    """A workbook tells of what has been."""

    sentence = "The day the workbook describes must be today or in the past."


class NothingToTryAgain(NotPossible):
    """Only a step that failed through a fault of ours, or has taken too long, is tried again."""

    sentence = "This workbook is being worked on or is finished. There is nothing to try again."


def stage(content: bytes, as_at: date) -> tuple[Staged, Report]:
    """Read a workbook as it describes a day, without storing anything. Raises workbook.NotAWorkbook."""
    reader = Reader(workbook.read(content), as_at, Clocks(ASSESSMENT, until=as_at))
    reader.read()
    settle(reader.staged, reader.report)
    return reader.staged, reader.report


def weigh(content: bytes, as_at: date) -> tuple[Staged, Report]:
    """Read a workbook and set aside what would write over work done here. Raises workbook.NotAWorkbook."""
    staged, report = stage(content, as_at)
    keep_ours(staged, report)
    return staged, report


def report_on(content: bytes, as_at: date, *, now: datetime) -> Report:
    """What would become of each row, without storing anything. Raises DayToCome, workbook.NotAWorkbook."""
    _refuse_to_come(as_at, now)
    _, report = weigh(content, as_at)
    return report


def _refuse_to_come(as_at: date, now: datetime) -> None:
    if as_at > london_date(now):
        raise DayToCome(field="as_at")


@action
def hand_over(*, by: Worker, now: datetime, content: bytes, as_at: date, in_background: bool = True) -> ImportRun:
    """Take a file in, to be read in the background unless the caller reads it at once. Raises DayToCome."""
    _refuse_to_come(as_at, now)
    run = ImportRun(content=content, digest=sha256(content).hexdigest(), as_at=as_at, started_by=by, started_at=now)
    run.save()
    if in_background:
        outbox.put(topic="import.read", key=f"import.read:{run.pk}", run=run.pk)
    return run


@action
def read(*, by: Worker, run: ImportRun) -> ImportRun:
    """Read a workbook that was handed over and keep the report; a file that is none is said to be so."""
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state != ImportState.READING:
        return run
    try:
        _, report = weigh(bytes(run.content or b""), run.as_at)
    except workbook.NotAWorkbook as problem:
        run.state, run.problem, run.content = ImportState.FAILED, str(problem), None
    else:
        run.state, run.report = ImportState.READ, report.as_json()
    run.save()
    return run


@action
def ask_to_bring_in(*, by: Worker, now: datetime, run: ImportRun) -> ImportRun:
    """The administrator has seen the report and wants the workbook brought in. Raises NotReadyToBringIn."""
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state != ImportState.READ:
        raise NotReadyToBringIn
    run.state, run.problem = ImportState.BRINGING_IN, ""
    run.save()
    _ask(run, by=by, now=now)
    return run


def _ask(run: ImportRun, *, by: Worker, now: datetime) -> None:
    topic = STEPS[ImportState(run.state)]
    outbox.put(topic=topic, key=f"{topic}:{run.pk}:{now:%Y%m%dT%H%M%S%f}", run=run.pk, worker=by.pk)


def takes_too_long(run: ImportRun, now: datetime) -> bool:
    """Whether the step under way was asked for longer ago than it can take."""
    topic = STEPS.get(ImportState(run.state))
    if topic is None:
        return False
    key = f"{topic}:{run.pk}"
    asked = outbox.OutboxMessage.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:"))
    return now - (asked.aggregate(at=Max("written_at"))["at"] or run.started_at) > LONGEST


@action
def give_up(*, by: Worker, run: ImportRun, problem: str = "") -> ImportRun:
    """A step has failed through no fault of the file: it can be tried again, so the file is kept."""
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state == ImportState.READING:
        run.state, run.problem = ImportState.FAILED, problem or NOT_READ
        run.save()
    elif run.state == ImportState.BRINGING_IN:
        run.state, run.problem = ImportState.READ, problem or NOT_BROUGHT_IN
        run.save()
    return run


@action
def try_again(*, by: Worker, now: datetime, run: ImportRun) -> ImportRun:
    """Ask anew for a step that failed or was broken off. Raises NothingToTryAgain, also while a worker is at it."""
    at_hand = ImportRun.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=run.pk).first()
    if at_hand is None or at_hand.content is None:
        raise NothingToTryAgain
    if at_hand.state == ImportState.FAILED:
        at_hand.state, at_hand.problem = ImportState.READING, ""
        at_hand.save()
    elif not takes_too_long(at_hand, now):
        raise NothingToTryAgain
    _ask(at_hand, by=by, now=now)
    return at_hand


@action
def bring_in(*, by: Worker, now: datetime, run: ImportRun) -> ImportRun:
    """Store the whole workbook in one transaction; a second time adds nothing. Raises NotReadyToBringIn."""
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state not in {ImportState.READ, ImportState.BRINGING_IN}:
        raise NotReadyToBringIn
    staged, report = weigh(bytes(run.content or b""), run.as_at)
    run.state = ImportState.BRINGING_IN
    run.save()
    with because(BROUGHT_IN):
        run.report = {**report.as_json(), "made": Store(staged, by).store()}
    run.state, run.brought_in_by, run.brought_in_at, run.content = ImportState.BROUGHT_IN, by, now, None
    run.save()
    return run
