"""Each working morning chairs are reminded of records of strategy meetings that are to be out that day, and they and
whoever is to do them of actions that are to be done (T09)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from cases.models import StrategyAction, StrategyMeeting
from frontdoor.core import jobs, outbox
from frontdoor.core.actions import action
from frontdoor.core.policy import calendar

JOB = jobs.nightly("chase_records", "Strategy records to send", task="cases.tasks.chase_records", makes_figures=False)
TOPIC, OF_ACTIONS = "strategy.chaser", "strategy.action_chaser"


def _chase(on: date) -> dict[str, Any]:
    if not calendar(around=on).is_working_day(on):
        return {"told": 0}
    chairs = set(StrategyMeeting.objects.to_chase(on).values_list("chair", flat=True))
    actions = StrategyAction.objects.to_chase(on).values_list("owner", "meeting__chair")
    follow = {one for both in actions for one in both if one is not None}
    for topic, workers in ((TOPIC, chairs), (OF_ACTIONS, follow)):
        told = {f"{topic}:{worker}:{on}": {"worker_id": worker, "on": on.isoformat()} for worker in workers}
        outbox.put_each(topic=topic, payloads=told)
    return {"told": len(chairs), "told_of_actions": len(follow)}


@action
def chase_records(*, by: Any, on: date, now: Callable[[], datetime]) -> dict[str, Any]:
    """Remind each chair whose record of a strategy meeting falls due on a day or is late; and of each action that does,
    the chair and whoever of ours is to do it.

    However often it runs, once a day; on days when the office is shut, nobody. Returns how many are told.
    """
    return jobs.run(name=JOB, on=on, now=now, job=lambda: _chase(on))
