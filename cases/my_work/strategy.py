"""Strategy meetings on the first page: to chair, to sign, to send; actions to do; agencies that stayed away twice."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from cases import strategy
from cases.models import MissedTwice, StrategyAction, StrategyMeeting
from cases.models.strategy import CIRCULATED_CLOCK, HELD_CLOCK
from cases.models.strategy_actions import ACTION_CLOCK
from cases.permissions import CHAIR_STRATEGY, TAKE_UP_MISSED, WRITE_STRATEGY
from frontdoor.core import drafts
from frontdoor.core.access import Viewer
from frontdoor.core.drafts import DraftKind
from frontdoor.core.my_work import Block, Reading, WorkItem, blocks
from frontdoor.core.navigation import address
from frontdoor.core.timed import Clock
from frontdoor.core.together import Moment
from frontdoor.models.enquiry_over import AGAIN_CLOCK
from frontdoor.presenters import due, moment

drafts.register(
    DraftKind(
        form="strategy_record",
        title="Record of a strategy meeting",
        url=lambda draft: reverse("strategy_record", args=[draft.subject_id]),
    )
)
drafts.register(
    DraftKind(
        form="strategy_section",
        title="A child at a strategy meeting",
        url=lambda draft: reverse("strategy_section", args=[draft.subject_id]),
    )
)
drafts.register(
    DraftKind(
        form="strategy_line",
        title="What somebody says at a strategy meeting",
        url=lambda draft: reverse("strategy_say", args=[draft.subject_id]),
    )
)


def _item(row: Any, at: Reading, *, clock: Clock, detail: str) -> WorkItem:
    promise = due(clock, row, now=at.now, calendar=at.days)
    return WorkItem(
        title=f"Strategy meeting S{row.pk}",
        url=reverse("strategy", args=[row.pk]),
        detail=detail,
        due_words=promise.words[:1].upper() + promise.words[1:] if promise else "",
        state=promise.state if promise else "",
    )


def _to_hold(row: Any, at: Reading) -> WorkItem:
    return _item(row, at, clock=HELD_CLOCK, detail=f"Planned for {moment(row.planned_at)}, {row.place}")


def _to_sign(row: Any, at: Reading) -> WorkItem:
    return _item(row, at, clock=CIRCULATED_CLOCK, detail=f"Held on {moment(row.held_at)}")


def _to_convene(row: Any, _: Reading) -> WorkItem:
    return WorkItem(
        title=f"Contact C{row.pk}",
        url=reverse("strategy_from_contact", args=[row.pk]),
        detail=f"Decided on {moment(row.decided_at)}",
    )


def _action(row: Any, at: Reading) -> WorkItem:
    promise = due(ACTION_CLOCK, row, now=at.now, calendar=at.days)
    assert promise is not None, "An action is due from the moment it is agreed."
    return WorkItem(
        title=row.what,
        url=reverse("strategy_action", args=[row.pk]),
        detail=f"{row.owner_name}, {row.owner_job}. Strategy meeting S{row.meeting_id}",
        due_words=promise.words[:1].upper() + promise.words[1:],
        state=promise.state,
    )


def _missed(row: Any, _: Reading) -> WorkItem:
    return WorkItem(title=row.agency.name, url=reverse("missed_twice", args=[row.pk]))


def _meetings(phrase: str) -> Any:
    def rows(viewer: Viewer, at: Moment) -> QuerySet:
        mine = StrategyMeeting.objects.visible_to(viewer).chaired_by(viewer)
        return getattr(mine, phrase)().order_by("planned_at", "pk")

    return rows


def _again(row: Any, at: Reading) -> WorkItem:
    return _item(row, at, clock=AGAIN_CLOCK, detail="Held without its quorum")


def _to_hold_again(viewer: Viewer, at: Moment) -> QuerySet:
    """For the chair, and for whoever leads one of the children."""
    mine = StrategyMeeting.objects.visible_to(viewer).followed_by(viewer)
    return mine.to_hold_again().order_by(AGAIN_CLOCK.due, "pk")


def _actions(viewer: Viewer, at: Moment) -> QuerySet:
    return StrategyAction.objects.visible_to(viewer).open().to_follow(viewer).order_by("due_at", "pk")


blocks(
    CHAIR_STRATEGY,
    Block(
        title="Strategy meetings to chair",
        order=5,
        rows=_meetings("to_hold"),
        item=_to_hold,
        url=lambda worker: address("strategy_list", show="hold", whose="mine"),
        empty="none is planned.",
    ),
    Block(
        title="Strategy meetings to sign",
        order=6,
        rows=_meetings("to_sign"),
        item=_to_sign,
        url=lambda worker: address("strategy_list", show="sign", whose="mine"),
        empty="every record is signed.",
    ),
    Block(
        title="Records of strategy meetings to send",
        order=7,
        rows=_meetings("to_send"),
        item=_to_sign,
        url=lambda worker: address("strategy_list", show="circulate", whose="mine"),
        empty="every record is out.",
    ),
)
blocks(
    CHAIR_STRATEGY,
    Block(
        title="Strategy meetings to convene",
        order=3,
        rows=lambda viewer, at: strategy.to_convene(viewer, at.now),
        item=_to_convene,
        url=lambda worker: address("strategy_to_convene"),
        empty="none waits.",
        urgent=True,
    ),
)
blocks(
    WRITE_STRATEGY,
    Block(
        title="Strategy meetings to hold again",
        order=4,
        rows=_to_hold_again,
        item=_again,
        url=lambda worker: address("strategy_list", show="again", whose="follow"),
        empty="none is.",
    ),
    Block(
        title="Actions of strategy meetings",
        order=8,
        rows=_actions,
        item=_action,
        url=lambda worker: address("strategy_actions", show="open", whose="mine"),
        empty="none is yours to do.",
    ),
)
blocks(
    TAKE_UP_MISSED,
    Block(
        title="Agencies that missed two meetings",
        order=55,
        rows=lambda viewer, at: MissedTwice.objects.waiting().owned_by(viewer).order_by("noticed_at", "pk"),
        lines=lambda rows: rows.select_related("agency"),
        item=_missed,
        url=lambda worker: address("missed_list", show="waiting", whose="mine"),
        empty="none has.",
        urgent=False,
    ),
)
