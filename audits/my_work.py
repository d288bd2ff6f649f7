"""What the audits put on the first page: what is wrong today, findings that one owns, and those that were found again.

Whoever oversees the service without deciding in it sees the first figures of the leaders' page.
"""

from collections.abc import Iterable, Sequence

from audits import board
from audits.models import InspectionFinding
from audits.models.inspection_findings import FINDING_CLOCK
from audits.permissions import KEEP_FINDINGS, VIEW_FINDINGS, VIEW_LEADERS_BOARD
from frontdoor.core.access import Viewer
from frontdoor.core.my_work import Block, Reading, Source, WorkItem, WorkList, blocks, register
from frontdoor.core.navigation import address
from frontdoor.core.together import Found
from frontdoor.permissions import DECIDE_CONTACT
from frontdoor.presenters import due


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


def _decides_contacts(viewer: Viewer) -> bool:
    return viewer.holds(DECIDE_CONTACT)


def _finding(row: InspectionFinding, at: Reading) -> WorkItem:
    promise = due(FINDING_CLOCK, row, now=at.now, calendar=at.days)
    return WorkItem(
        title=row.found,
        url=address("finding", row.pk),
        detail=f"{row.get_theme_display()}. {row.source}",
        due_words=promise.words if promise else "",
        state=promise.state if promise else "",
    )


blocks(
    VIEW_FINDINGS,
    Block(
        title="Inspection findings that you put right",
        order=45,
        rows=lambda viewer, _: InspectionFinding.objects.open().owned_by(viewer).order_by("due_on", "pk"),
        item=_finding,
        url=lambda worker: address("findings", state="open", owner=worker.pk),
        empty="none is yours.",
    ),
)
blocks(
    KEEP_FINDINGS,
    Block(
        title="Findings reopened or repeated",
        order=8,
        rows=lambda *_: InspectionFinding.objects.found_again().order_by("-again_on", "-pk"),
        item=_finding,
        url=lambda _: address("findings", state="again"),
        empty="none.",
        urgent=True,
    ),
    only=_decides_contacts,
)
