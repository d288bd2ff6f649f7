"""What the cases put on the first page: a worker's own, and what waits for a manager."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from cases import listing, presenters
from cases.permissions import ALLOCATE, ASSESS, AUTHORISE_ASSESSMENT
from frontdoor.core import drafts, my_work
from frontdoor.core.drafts import DraftKind
from frontdoor.core.my_work import WorkItem, WorkList
from frontdoor.core.policy import calendar
from frontdoor.core.working_days import WorkingCalendar, london_date
from frontdoor.models import Person

SHOWN = 5

drafts.register(
    DraftKind(form="assessment", title="Assessment", url=lambda draft: reverse("assessment", args=[draft.subject_id]))
)


def _assessments(
    worker: Any, now: datetime, *, title: str, order: int, empty: str, urgent: bool = False, **filters: Any
) -> WorkList:
    today = london_date(now)
    rows = listing.assessments(viewer=worker, on=today, **filters)
    asked = {"show": filters.get("show", ""), "team": filters.get("team"), "worker": filters.get("lead")}
    days = calendar(around=today)
    shown = list(listing.assessment_rows(rows, "due")[:SHOWN])
    return WorkList(
        title=title,
        count=rows.count(),
        url=f"{reverse('assessment_list')}?{urlencode({key: value for key, value in asked.items() if value})}",
        order=order,
        items=[_item(row, now, days) for row in shown],
        empty_words=empty,
        urgent=urgent,
    )


def _item(row: Any, now: datetime, days: WorkingCalendar) -> WorkItem:
    line = presenters.assessment_row(row, now=now, calendar=days)
    promise = line.due
    since = f" Noticed on {line.noticed:%-d %B %Y}." if line.noticed else ""
    clears = "Ends when a manager has authorised it and the family has it." if promise.state == "overdue" else ""
    return WorkItem(
        title=f"{line.name}, {line.age}",
        url=line.due_url,
        detail=f"{line.worker or 'No worker'}.{since} {clears}".strip(),
        due_words=promise.words[:1].upper() + promise.words[1:],
        state=promise.state,
    )


@my_work.source(ASSESS)
def own(worker: Any, now: datetime) -> Iterable[WorkList]:
    """A worker's late and coming assessments, and how many children he leads."""
    yield _assessments(
        worker,
        now,
        title="My late assessments",
        order=10,
        empty="none is late.",
        urgent=True,
        show=listing.LATE,
        lead=worker.pk,
    )
    yield _assessments(
        worker,
        now,
        title="My assessments due in 7 days",
        order=20,
        empty="none is due.",
        show=listing.DUE_SOON,
        lead=worker.pk,
    )
    yield _to_start(worker, now, title="My assessments to start", order=11, team=listing.ALL_TEAMS, lead=worker.pk)
    yield WorkList(
        title="My cases",
        count=listing.cases(viewer=worker, on=london_date(now), lead=worker.pk).count(),
        url=f"{reverse('case_list')}?{urlencode({'team': listing.ALL_TEAMS, 'worker': worker.pk})}",
        order=60,
        empty_words="you lead no case.",
    )


def _to_start(worker: Any, now: datetime, *, title: str, order: int, team: str, lead: int | None = None) -> WorkList:
    """Cases with a worker whose assessment nobody has started, the longest wait first."""
    rows = listing.cases(viewer=worker, on=london_date(now), team=team, lead=lead, show=listing.NOT_STARTED)
    asked = {"show": listing.NOT_STARTED, "team": team, "worker": lead}
    return WorkList(
        title=title,
        count=rows.count(),
        url=f"{reverse('case_list')}?{urlencode({key: value for key, value in asked.items() if value})}",
        order=order,
        items=[
            WorkItem(
                title=Person(given_names=row.given_names, family_name=row.family_name).full_name,
                url=reverse("assessment_start", args=[row.pk]),
                detail=f"Referral received on {row.received_on:%-d %B %Y}. Its 45 working days run.",
            )
            for row in listing.case_rows(rows, "received")[:SHOWN]
        ],
        empty_words="every assessment has started.",
    )


@my_work.source(AUTHORISE_ASSESSMENT)
def to_authorise(worker: Any, now: datetime) -> Iterable[WorkList]:
    """Assessments that wait for a manager, and those of the team that are late."""
    team = listing.own_team(worker)
    yield _assessments(
        worker,
        now,
        title="Assessments to authorise",
        order=15,
        empty="none waits for you.",
        show=listing.AWAITING,
        team=team,
    )
    yield _assessments(
        worker,
        now,
        title="Late assessments",
        order=12,
        empty="none is late.",
        urgent=True,
        show=listing.LATE,
        team=team,
    )


@my_work.source(ALLOCATE)
def to_allocate(worker: Any, now: datetime) -> Iterable[WorkList]:
    """Accepted cases without a worker, and those whose assessment has not started."""
    today, team = london_date(now), listing.own_team(worker)
    rows = listing.cases(viewer=worker, on=today, team=team, show=listing.UNALLOCATED)
    days = calendar(around=today)
    lines = [presenters.case_row(row, now=now, calendar=days) for row in listing.case_rows(rows, "received")[:SHOWN]]
    yield WorkList(
        title="Cases without a worker",
        count=rows.count(),
        url=f"{reverse('unallocated')}?{urlencode({'team': team})}",
        order=14,
        items=[
            WorkItem(
                title=f"{line.name}, {line.age}",
                url=line.allocate_url or line.url,
                detail=line.team,
                due_words=(line.waits.words[:1].upper() + line.waits.words[1:]) if line.waits else "",
                state=line.waits.state if line.waits else "",
            )
            for line in lines
        ],
        empty_words="every case has a worker.",
    )
    yield _to_start(worker, now, title="Assessments to start", order=16, team=team)
