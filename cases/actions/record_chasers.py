"""The chair of a strategy meeting is reminded each working morning of a record that is to be out that day (T09)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from cases.models import StrategyMeeting
from frontdoor.core import jobs, outbox
from frontdoor.core.actions import action
from frontdoor.core.policy import calendar

JOB = jobs.nightly("chase_records", "Strategy records to send", task="cases.tasks.chase_records", makes_figures=False)
TOPIC = "strategy.chaser"


def _chase(on: date) -> dict[str, Any]:
    if not calendar(around=on).is_working_day(on):
        return {"told": 0}
    chairs = set(StrategyMeeting.objects.to_chase(on).values_list("chair", flat=True))
    told = {f"{TOPIC}:{chair}:{on}": {"worker_id": chair, "on": on.isoformat()} for chair in chairs}
    outbox.put_each(topic=TOPIC, payloads=told)
    return {"told": len(told)}


@action
def chase_records(*, by: Any, on: date, now: Callable[[], datetime]) -> dict[str, Any]:
    """Remind each chair whose record of a strategy meeting falls due on a day or is late.

    However often it runs, once a day; on days when the office is shut, nobody. Returns how many chairs are told.
    """
    return jobs.run(name=JOB, on=on, now=now, job=lambda: _chase(on))
