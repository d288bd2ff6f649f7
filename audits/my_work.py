"""What the audits put on the first page: for who oversees the service without deciding in it, what is wrong today."""

from collections.abc import Iterable
from datetime import datetime

from audits import board
from audits.permissions import VIEW_LEADERS_BOARD
from frontdoor.core import my_work
from frontdoor.core.my_work import WorkList
from frontdoor.permissions import DECIDE_CONTACT
from workforce.models import Worker


@my_work.source(VIEW_LEADERS_BOARD)
def service(worker: Worker, now: datetime) -> Iterable[WorkList]:
    """The first figures of the leaders' page; whoever decides contacts has lists of his own instead."""
    if worker.holds(DECIDE_CONTACT):
        return
    for order, tile in enumerate(board.wrong_today(worker, now)):
        yield WorkList(
            title=tile.label,
            count=tile.count,
            url=tile.url,
            order=order,
            empty_words="nothing today.",
            urgent=True,
            note=tile.note,
        )
