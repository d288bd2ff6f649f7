"""What the audits put on the first page: for who oversees the service without deciding in it, what is wrong today."""

from collections.abc import Iterable, Sequence

from audits import board
from audits.permissions import VIEW_LEADERS_BOARD
from frontdoor.core.access import Viewer
from frontdoor.core.my_work import Reading, Source, WorkList, register
from frontdoor.core.together import Found
from frontdoor.permissions import DECIDE_CONTACT


def _decides_no_contact(viewer: Viewer) -> bool:
    return not viewer.holds(DECIDE_CONTACT)


def _service(found: Sequence[Found], _: Reading) -> Iterable[WorkList]:
    """The first figures of the leaders' page; whoever decides contacts has lists of his own instead."""
    for order, tile in enumerate(board.tiles(board.Wrong.of(found))):
        yield WorkList(
            title=tile.label,
            count=tile.count,
            url=tile.url,
            order=order,
            empty_words="nothing today.",
            urgent=True,
            note=tile.note,
        )


register(Source(permission=VIEW_LEADERS_BOARD, asked=board.asked, lists=_service, only=_decides_no_contact))
