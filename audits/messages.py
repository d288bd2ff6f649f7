"""What the outbox asks of this app: reading and bringing in workbooks in the background."""

from datetime import datetime
from typing import Any

from audits.actions import imports
from audits.models import ImportRun
from frontdoor.core.outbox import handles
from workforce.models import Worker


@handles("import.read")
def read_workbook(payload: dict[str, Any], now: datetime) -> None:
    """Read what an administrator has handed over."""
    imports.read(by=Worker.objects.the_system(), run=ImportRun.objects.get(pk=payload["run"]))


@handles("import.bring_in")
def bring_workbook_in(payload: dict[str, Any], now: datetime) -> None:
    """Bring a workbook in for the administrator who has seen its report."""
    by = Worker.objects.get(pk=payload["worker"])
    imports.bring_in(by=by, now=now, run=ImportRun.objects.get(pk=payload["run"]))
