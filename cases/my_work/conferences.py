"""Conferences on the first page: to chair, to sign, to send; core groups to hold, reviews and reports that are late."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from cases.models import Conference, CoreGroup, Plan
from cases.models.conferences import HELD_CLOCK, LETTER_CLOCK, RECORD_CLOCK
from cases.models.core_groups import CORE_GROUP_CLOCK
from cases.models.protection import REVIEW_CLOCK
from cases.permissions import CHAIR_CONFERENCE, END_PLAN, WRITE_CONFERENCE, WRITE_CORE_GROUP
from frontdoor.core import drafts
from frontdoor.core.access import Viewer
from frontdoor.core.drafts import DraftKind
from frontdoor.core.my_work import Block, Reading, WorkItem, blocks
from frontdoor.core.navigation import address
from frontdoor.core.timed import Clock
from frontdoor.core.together import Moment
from frontdoor.models import Person
from frontdoor.presenters import due, long_day, moment

drafts.register(
    DraftKind(
        form="conference_record",
        title="Record of a conference",
        url=lambda draft: reverse("conference_record", args=[draft.subject_id]),
    )
)
drafts.register(
    DraftKind(
        form="conference_section",
        title="A child at a conference",
        url=lambda draft: reverse("conference_section", args=[draft.subject_id]),
    )
)
drafts.register(
    DraftKind(form="core_group", title="Core group", url=lambda draft: reverse("core_group", args=[draft.subject_id]))
)


def _item(
    row: Any, at: Reading, *, clock: Clock, title: str, url: str, detail: str = "", people: Iterable[int] = ()
) -> WorkItem:
    promise = due(clock, row, now=at.now, calendar=at.days)
    return WorkItem(
        title=title,
        url=url,
        detail=detail,
        due_words=promise.words[:1].upper() + promise.words[1:] if promise else "",
        state=promise.state if promise else "",
        people=frozenset(people),
    )


def _conference(row: Any, at: Reading, clock: Clock, detail: str) -> WorkItem:
    url = reverse("conference", args=[row.pk])
    return _item(row, at, clock=clock, title=f"Conference K{row.pk}", url=url, detail=detail)


def _to_hold(row: Any, at: Reading) -> WorkItem:
    return _conference(row, at, HELD_CLOCK, f"Planned for {moment(row.planned_at)}, {row.place}")


def _to_sign(row: Any, at: Reading) -> WorkItem:
    return _conference(row, at, LETTER_CLOCK, f"Held on {long_day(row.held_on)}")


def _to_send(row: Any, at: Reading) -> WorkItem:
    clock = RECORD_CLOCK if row.letters_sent_on else LETTER_CLOCK
    return _conference(row, at, clock, f"Held on {long_day(row.held_on)}")


def _reports(row: Any, _: Reading) -> WorkItem:
    return WorkItem(
        title=f"Conference K{row.pk}",
        url=reverse("conference", args=[row.pk]),
        detail=f"Planned for {moment(row.planned_at)}",
        due_words=f"With the family by {long_day(row.reports_due_on)}",
    )


def _conferences(phrase: str) -> Any:
    def rows(viewer: Viewer, at: Moment) -> QuerySet:
        mine = Conference.objects.visible_to(viewer).chaired_by(viewer)
        return getattr(mine, phrase)().order_by("planned_at", "pk")

    return rows


def _named(prefix: str) -> Any:
    names = {name: F(f"{prefix}{name}") for name in ("given_names", "family_name")}
    return lambda rows: rows.annotate(**names, named_id=F(f"{prefix}id"))


def _name(row: Any) -> str:
    return Person(given_names=row.given_names, family_name=row.family_name).full_name


def _core_group(row: Any, at: Reading) -> WorkItem:
    planned = f"Planned for {long_day(row.planned_on)}" if row.planned_on else "Not planned yet"
    url = reverse("core_group", args=[row.pk])
    return _item(row, at, clock=CORE_GROUP_CLOCK, title=_name(row), url=url, detail=planned, people=[row.named_id])


def _review(row: Any, at: Reading) -> WorkItem:
    url = reverse("person", args=[row.child_id])
    return _item(row, at, clock=REVIEW_CLOCK, title=_name(row), url=url, people=[row.named_id])


blocks(
    CHAIR_CONFERENCE,
    Block(
        title="Conferences to chair",
        order=15,
        rows=_conferences("to_hold"),
        item=_to_hold,
        url=lambda worker: address("conference_list", show="hold", whose="mine"),
        empty="none is planned.",
    ),
    Block(
        title="Conferences to sign",
        order=16,
        rows=_conferences("to_sign"),
        item=_to_sign,
        url=lambda worker: address("conference_list", show="sign", whose="mine"),
        empty="each is signed.",
    ),
    Block(
        title="Letters and records of conferences to send",
        order=17,
        rows=_conferences("to_send"),
        item=_to_send,
        url=lambda worker: address("conference_list", show="circulate", whose="mine"),
        empty="all are out.",
    ),
)
blocks(
    WRITE_CONFERENCE,
    Block(
        title="Reports to share before a conference",
        order=21,
        rows=lambda viewer, at: (
            Conference.objects.visible_to(viewer).convened_by(viewer).with_reports_owed().order_by("planned_at", "pk")
        ),
        item=_reports,
        url=lambda worker: address("conference_list", show="reports", whose="convened"),
        empty="none is owed.",
    ),
)
blocks(
    WRITE_CORE_GROUP,
    Block(
        title="My core groups",
        order=18,
        rows=lambda viewer, at: CoreGroup.objects.visible_to(viewer).led_by(viewer).waiting().order_by("due_on", "pk"),
        lines=_named("plan__child__"),
        item=_core_group,
        url=lambda worker: address("core_group_list", whose="mine"),
        empty="none is due.",
    ),
)
blocks(
    END_PLAN,
    Block(
        title="Late core groups",
        order=19,
        rows=lambda viewer, at: CoreGroup.objects.of_own_team(viewer).overdue(at.today).order_by("due_on", "pk"),
        lines=_named("plan__child__"),
        item=_core_group,
        url=lambda worker: address("core_group_list", show="late", whose="team"),
        empty="none is late.",
    ),
    Block(
        title="Late review conferences",
        order=20,
        rows=lambda viewer, at: Plan.objects.of_own_team(viewer).review_late(at.today).order_by("review_due_on", "pk"),
        lines=_named("child__"),
        item=_review,
        url=lambda worker: address("conference_reviews", show="late", whose="team"),
        empty="none is late.",
    ),
)
