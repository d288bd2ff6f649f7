"""Reviewing referrals: one person gives a code, some are rated blind a second time, and differences are agreed."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from frontdoor.core import jobs, policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.sampling import drawn
from frontdoor.core.timescales import SECOND_RATINGS
from frontdoor.core.versions import lock
from frontdoor.core.working_days import LONDON, london_date
from frontdoor.models import Contact, ContactReview, ReviewDraw, ReviewTurn, SampledContact
from frontdoor.models.contact_reviews import (
    AGREED_BY_THE_OTHER,
    AGREED_TOO_EARLY,
    ALREADY_REVIEWED,
    NOT_REVIEWABLE,
    NOT_YOURS_TO_CORRECT,
    SECOND_BY_ANOTHER,
    ReviewStage,
    free_for,
    not_reviewed_by,
)
from frontdoor.models.contacts import ContactQuerySet
from frontdoor.permissions import REVIEW_REFERRALS

JOB = jobs.nightly(
    "draw_second_ratings",
    "Sample of reviews for second ratings",
    task="frontdoor.tasks.draw_second_ratings",
    makes_figures=False,
)
A_WEEK = timedelta(days=7)
WEEKS_CAUGHT_UP = 13


@action
def take_next(*, by: Any, now: datetime, waiting: ContactQuerySet) -> Contact | None:
    """Take the longest waiting contact of a worklist that ``by`` may review and nobody holds; None when there is none.

    ``waiting`` is the worklist as it is narrowed on the page. Two reviewers at once get two contacts.
    """
    require(by, REVIEW_REFERRALS)
    free = free_for(not_reviewed_by(waiting, by), by, now).order_by("decided_at", "pk")
    contact = free.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
    if contact is not None:
        ReviewTurn(contact=contact, taken_by=by, taken_at=now).save()
    return contact


@action
def rate(*, by: Any, now: datetime, contact: Contact, code: str, grounds: Sequence[str], helped: str) -> ContactReview:
    """Give a contact its code: the first, or the second where it was drawn for one (domain.md 3.3).

    Raises NotPossible when it is not to be reviewed or has been, Refused for whoever recorded it.
    """
    held = _held(contact, by)
    first = held.reviews.filter(stage=ReviewStage.FIRST).first()
    if first is not None and not hasattr(held, "sampled"):
        raise NotPossible(ALREADY_REVIEWED)
    if first is not None and (held.decided_by_id == by.pk or held.reviews.filter(reviewed_by=by).exists()):
        raise NotPossible(SECOND_BY_ANOTHER)
    stage = ReviewStage.FIRST if first is None else ReviewStage.SECOND
    return _saved(ContactReview(contact=held, stage=stage, code=code, grounds=grounds, helped=helped), by, now)


@action
def correct(
    *, by: Any, now: datetime, contact: Contact, code: str, grounds: Sequence[str], helped: str, reason: str
) -> ContactReview:
    """Put one's own code right with a new review; the earlier one stays. Raises NotPossible once rated by a second."""
    held = _held(contact, by)
    standing = held.reviews.in_force(now).first()
    rated_twice = held.reviews.filter(stage=ReviewStage.SECOND).exists()
    if standing is None or standing.stage != ReviewStage.FIRST or standing.reviewed_by_id != by.pk or rated_twice:
        raise NotPossible(NOT_YOURS_TO_CORRECT)
    return _saved(_after(standing, code=code, grounds=grounds, helped=helped, reason=reason), by, now)


@action
def agree(
    *, by: Any, now: datetime, contact: Contact, code: str, grounds: Sequence[str], helped: str, reason: str
) -> ContactReview:
    """Write down the code that the two reviewers agreed on, and why; a later agreement corrects it.

    Raises NotPossible before two have rated it, and for one's own code against the other's.
    """
    held = _held(contact, by)
    if not held.reviews.filter(stage=ReviewStage.SECOND).exists():
        raise NotPossible(AGREED_TOO_EARLY)
    ratings = held.reviews.exclude(stage=ReviewStage.AGREED)
    if (
        ratings.filter(reviewed_by=by, code=code).exists()
        and ratings.exclude(reviewed_by=by).exclude(code=code).exists()
    ):
        raise NotPossible(AGREED_BY_THE_OTHER)
    standing = held.reviews.in_force(now).get()
    if standing.stage == ReviewStage.AGREED:
        return _saved(_after(standing, code=code, grounds=grounds, helped=helped, reason=reason), by, now)
    made = ContactReview(
        contact=held, stage=ReviewStage.AGREED, code=code, grounds=grounds, helped=helped, reason=reason
    )
    return _saved(made, by, now)


def _held(contact: Contact, by: Any) -> Contact:
    require(by, REVIEW_REFERRALS, contact)
    held = lock(Contact.objects.visible_to(by), contact.pk)
    if held.agency_id is None or held.decided_at is None:
        raise NotPossible(NOT_REVIEWABLE)
    return held


def _after(earlier: ContactReview, **words: Any) -> ContactReview:
    return ContactReview(contact=earlier.contact, stage=earlier.stage, corrects=earlier, **words)


def _saved(review: ContactReview, by: Any, now: datetime) -> ContactReview:
    review.reviewed_by, review.reviewed_at = by, now
    review.grounds = list(review.grounds)
    review.full_clean()
    review.save()
    return review


@action
def draw_second_ratings(*, by: Any, on: date, now: Callable[[], datetime], seed: Callable[[], int]) -> dict[str, int]:
    """Draw the sample of every week that has ended and is not drawn; running it again draws nothing twice.

    Of the first ratings given in a week at least the share of policy K08-SAMPLE is rated a second time.
    """
    return jobs.run(name=JOB, on=on, now=now, job=lambda: _draw(by, on, now(), seed))


def _draw(by: Any, on: date, at: datetime, seed: Callable[[], int]) -> dict[str, int]:
    monday = on - timedelta(days=on.weekday())
    weeks = [monday - A_WEEK * back for back in range(WEEKS_CAUGHT_UP, 0, -1)]
    known = set(ReviewDraw.objects.filter(week_from__in=weeks).values_list("week_from", flat=True))
    made = [draw_week(by=by, at=at, week_from=week, seed=seed()) for week in weeks if week not in known]
    return {"weeks": len(made), "contacts": sum(len(contacts) for _, contacts in made)}


def draw_week(*, by: Any, at: datetime, week_from: date, seed: int) -> tuple[ReviewDraw, list[int]]:
    """One week's sample, stored; returns it with the ids of its contacts. Call inside an act."""
    rated = rated_in(week_from)
    share = policy.period(SECOND_RATINGS, on=london_date(at)).value
    draw = ReviewDraw(week_from=week_from, per_cent=share, seed=seed, rated=len(rated), drawn_by=by, drawn_at=at)
    draw.full_clean()
    draw.save()
    chosen = drawn(rated, seed=seed, per_cent=share)
    SampledContact.objects.bulk_create([SampledContact(draw=draw, contact_id=pk) for pk in chosen])
    return draw, chosen


def rated_in(week_from: date) -> list[int]:
    """The ids of the contacts that got their first rating in the week from a Monday, London time."""
    begin = datetime.combine(week_from, time.min, LONDON)
    end = datetime.combine(week_from + A_WEEK, time.min, LONDON)
    first = ContactReview.objects.originals().filter(stage=ReviewStage.FIRST)
    found = first.filter(reviewed_at__gte=begin, reviewed_at__lt=end).order_by("contact_id")
    return list(found.values_list("contact_id", flat=True))
