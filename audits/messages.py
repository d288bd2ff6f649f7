"""What the outbox asks of this app: reading and bringing in workbooks in the background."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from django.db import connection, transaction

from audits.actions import imports
from audits.models import ImportRun, ImportState
from frontdoor.core.actions import NotPossible
from frontdoor.core.outbox import handles
from workforce.models import Worker

log = structlog.get_logger(__name__)

PATIENCE = {"statement_timeout": "300s", "idle_in_transaction_session_timeout": "900s"}
"""A page has seconds; a large workbook takes minutes, in some of which the database only waits."""


@handles("import.read")
def read_workbook(payload: dict[str, Any], now: datetime) -> None:
    """Read what an administrator has handed over."""
    _step(payload["run"], ImportState.READING, lambda run: imports.read(by=Worker.objects.the_system(), run=run))


@handles("import.bring_in")
def bring_workbook_in(payload: dict[str, Any], now: datetime) -> None:
    """Bring a workbook in for the administrator who has seen its report."""
    by = Worker.objects.get(pk=payload["worker"])
    _step(payload["run"], ImportState.BRINGING_IN, lambda run: imports.bring_in(by=by, now=now, run=run))


def _step(run_id: int, state: ImportState, work: Callable[[ImportRun], Any]) -> None:
    """Do the step that a run waits for; whatever goes wrong, the administrator is told and can try again.

    Only a lost connection is raised: then nothing can be written, and the outbox hands the step over again.
    """
    run = ImportRun.objects.without_content().get(pk=run_id)
    if run.state != state:
        return
    with connection.cursor() as cursor:
        for limit, patience in PATIENCE.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [limit, patience])
    problem = ""
    try:
        with transaction.atomic():
            work(run)
    except NotPossible as refusal:
        problem = refusal.reason
    except Exception as fault:
        if connection.connection is None or connection.connection.closed:
            raise
        log.exception("import_failed", run=run_id, step=state.value, exc_info=fault)
    else:
        return
    imports.give_up(by=Worker.objects.the_system(), run=run, problem=problem)
