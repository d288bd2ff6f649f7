"""The last rung of late work on the first page: what has climbed to the head of service (L07)."""

from typing import Any

from cases import late_work, listing
from cases.permissions import TAKE_UP_LATE
from cases.presenters import late_work as words
from frontdoor.core.my_work import Block, Reading, WorkItem, blocks
from frontdoor.core.navigation import address


def _item(row: Any, at: Reading) -> WorkItem:
    line = words.line(row, now=at.now, calendar=at.days)
    return WorkItem(
        title=f"{line.what}: {line.name}",
        url=line.url,
        detail=". ".join(filter(None, [line.team, line.worker or "No worker"])),
        due_words=line.due.words[:1].upper() + line.due.words[1:],
        state=line.due.state,
    )


blocks(
    TAKE_UP_LATE,
    Block(
        title="Late work that has come up to you",
        order=3,
        rows=lambda viewer, at: late_work.late(viewer, at, rung=late_work.HEAD),
        item=_item,
        url=lambda worker: address("late_list", team=listing.ALL_TEAMS, rung=late_work.HEAD),
        empty="every team keeps up.",
    ),
)
