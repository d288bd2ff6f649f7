"""Bringing a workbook in: read and reported first, then stored whole or not at all."""

from datetime import date, datetime
from hashlib import sha256

from audits.imports import workbook
from audits.imports.findings import Report
from audits.imports.ours import keep_ours
from audits.imports.settling import settle
from audits.imports.staged import Staged
from audits.imports.staging import Reader
from audits.imports.storing import Store
from audits.models import ImportRun, ImportState
from frontdoor.core import outbox
from frontdoor.core.actions import NotPossible, action
from workforce.models import Worker


class NotReadyToBringIn(NotPossible):
    """Only a workbook that has been read, and not yet brought in, can be brought in."""

    sentence = "This workbook has already been brought in, or could not be read."


def stage(content: bytes, as_at: date) -> tuple[Staged, Report]:
    """Read a workbook as it describes a day, without storing anything. Raises workbook.NotAWorkbook."""
    reader = Reader(workbook.read(content), as_at)
    reader.read()
    settle(reader.staged, reader.report)
    return reader.staged, reader.report


def weigh(content: bytes, as_at: date) -> tuple[Staged, Report]:
    """Read a workbook and set aside what would write over work done here. Raises workbook.NotAWorkbook."""
    staged, report = stage(content, as_at)
    keep_ours(staged, report)
    return staged, report


@action
def hand_over(*, by: Worker, now: datetime, content: bytes, as_at: date, in_background: bool = True) -> ImportRun:
    """Take a file in, to be read in the background unless the caller reads it at once."""
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
def ask_to_bring_in(*, by: Worker, run: ImportRun) -> ImportRun:
    """The administrator has seen the report and wants the workbook brought in. Raises NotReadyToBringIn."""
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state != ImportState.READ:
        raise NotReadyToBringIn
    run.state = ImportState.BRINGING_IN
    run.save()
    outbox.put(topic="import.bring_in", key=f"import.bring_in:{run.pk}", run=run.pk, worker=by.pk)
    return run


@action
def bring_in(*, by: Worker, now: datetime, run: ImportRun) -> ImportRun:
    """Store the whole workbook in one transaction; a second time adds nothing. Raises NotReadyToBringIn."""
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state not in {ImportState.READ, ImportState.BRINGING_IN}:
        raise NotReadyToBringIn
    staged, report = weigh(bytes(run.content or b""), run.as_at)
    run.report = {**report.as_json(), "made": Store(staged, by).store()}
    run.state, run.brought_in_by, run.brought_in_at, run.content = ImportState.BROUGHT_IN, by, now, None
    run.save()
    return run
