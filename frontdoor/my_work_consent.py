"""What waits about consent on the first page: decisions an answer opened, reviews, remedies, families to tell."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from frontdoor import presenters
from frontdoor.core import policy
from frontdoor.core.my_work import WorkItem, WorkList, source
from frontdoor.core.timed import Clock
from frontdoor.core.working_days import london_date
from frontdoor.models import ConsentMatter, ConsentOverride, FamilyTelling, OverrideRemedy
from frontdoor.models.matters import MATTER_CLOCK
from frontdoor.models.overrides import REVIEW_CLOCK
from frontdoor.models.remedies import REMEDY_CLOCK
from frontdoor.models.telling import TELLING_CLOCK
from frontdoor.permissions import DECIDE_MATTER, PUT_RIGHT, REVIEW_OVERRIDE, TELL_FAMILY

SHOWN = 5


def _items(
    rows: Iterable[Any], clock: Clock, url_name: str, words: Callable[[Any], tuple[str, str]], now: datetime
) -> list[WorkItem]:
    days = policy.calendar(around=london_date(now))
    items = []
    for row in rows:
        due = presenters.due(clock, row, now=now, calendar=days)
        title, detail = words(row)
        items.append(
            WorkItem(
                title=title,
                url=reverse(url_name, args=[row.pk]),
                detail=detail,
                due_words=due.words if due else "",
                state=due.state if due else "",
            )
        )
    return items


def _list(title: str, url_name: str, items: list[WorkItem], *, count: int, order: int, empty: str) -> WorkList:
    return WorkList(
        title=title,
        count=count,
        url=reverse(url_name),
        order=order,
        items=items,
        empty_words=empty,
        urgent=any(item.state == "overdue" for item in items),
    )


@source(DECIDE_MATTER)
def matters(worker: Any, now: datetime) -> Iterable[WorkList]:
    """Withdrawals, parents who disagree and services refused (C08, C12)."""
    rows = ConsentMatter.objects.visible_to(worker).for_decider(worker)
    items = _items(
        rows.select_related("contact")[:SHOWN],
        MATTER_CLOCK,
        "consent_matter",
        lambda row: (row.get_cause_display(), f"Contact {row.contact.reference}, {row.get_kind_display().lower()}"),
        now,
    )
    yield _list(
        "Answers about consent to decide", "consent_matters", items, count=rows.count(), order=6, empty="Nothing waits."
    )


@source(REVIEW_OVERRIDE)
def reviews(worker: Any, now: datetime) -> Iterable[WorkList]:
    """Decisions without consent that wait for a third person (T33)."""
    rows = ConsentOverride.objects.visible_to(worker).for_reviewer(worker)
    items = _items(
        rows.select_related("contact", "decided_by")[:SHOWN],
        REVIEW_CLOCK,
        "override_review",
        lambda row: (f"Decision of {row.decided_by.get_full_name()}", f"Contact {row.contact.reference}"),
        now,
    )
    yield _list(
        "Decisions without consent to review",
        "override_reviews",
        items,
        count=rows.count(),
        order=7,
        empty="No decision waits for your review.",
    )


@source(PUT_RIGHT)
def remedies(worker: Any, now: datetime) -> Iterable[WorkList]:
    """What a review found wrong and is not put right yet (C10)."""
    rows = OverrideRemedy.objects.visible_to(worker).open()
    items = _items(
        rows.select_related("owner", "override__contact")[:SHOWN],
        REMEDY_CLOCK,
        "override_remedy",
        lambda row: (
            f"{row.owner.get_full_name()}: {'to be checked' if row.done_on else 'to be done'}",
            f"Contact {row.override.contact.reference}",
        ),
        now,
    )
    yield _list(
        "To put right after a review",
        "override_remedies",
        items,
        count=rows.count(),
        order=26,
        empty="Nothing is to be put right.",
    )


@source(TELL_FAMILY)
def families(worker: Any, now: datetime) -> Iterable[WorkList]:
    """Families to be told that agencies were asked (C11)."""
    rows = FamilyTelling.objects.visible_to(worker).owed()
    items = _items(
        rows.select_related("override__contact")[:SHOWN],
        TELLING_CLOCK,
        "family_telling",
        lambda row: (f"Family of contact {row.override.contact.reference}", row.get_of_display()),
        now,
    )
    yield _list(
        "Families to tell", "families_to_tell", items, count=rows.count(), order=27, empty="Every family has been told."
    )
