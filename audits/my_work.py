"""What the audits put on the first page: what is wrong today, findings that one owns, and those that were found again.

Whoever oversees the service without deciding in it sees the first figures of the leaders' page.
"""

from collections.abc import Iterable, Sequence

from audits import board
from audits.models import InspectionFinding, LookBack, LookBackItem
from audits.models.inspection_findings import FINDING_CLOCK
from audits.permissions import KEEP_FINDINGS, VIEW_FINDINGS, VIEW_LEADERS_BOARD, WORK_LOOK_BACK
from frontdoor.core.access import Viewer
from frontdoor.core.my_work import Block, Reading, Source, WorkItem, WorkList, blocks, register
from frontdoor.core.navigation import address
from frontdoor.core.together import Found
from frontdoor.permissions import DECIDE_CONTACT, SAY_WHO_SEES
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
blocks(
    WORK_LOOK_BACK,
    Block(
        title="Look-backs handed to you",
        order=46,
        rows=lambda viewer, _: LookBack.objects.handed_to(viewer),
        item=lambda row, _: WorkItem(
            title=row.name,
            url=address("look_back", row.pk, show="todo"),
            detail="You look at the contacts that are hidden from others, once you are named on their records",
        ),
        url=lambda _: address("look_backs", show="yours"),
        empty="none.",
    ),
)
blocks(
    SAY_WHO_SEES,
    Block(
        title="Restricted records to be looked back at",
        order=47,
        rows=lambda viewer, _: LookBackItem.objects.waiting_for_a_name(viewer).select_related("look_back__handed_to"),
        item=lambda row, _: WorkItem(
            title=f"Record {row.person_id}: name {row.look_back.handed_to.get_full_name()} on it",
            url=address("person_name", row.person_id),
            detail=f"So that a contact is looked at for the look-back “{row.look_back.name}”",
        ),
        url=lambda _: address("look_back_names"),
        empty="none.",
    ),
)
