"""K08: referrals judged inappropriate, as leaders see it; the figure itself is that of the agencies' own pages."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, QuerySet

from frontdoor import appropriateness
from frontdoor.core.navigation import address
from frontdoor.core.prepared import Slot
from frontdoor.core.together import First, Found, Moment, number_of
from frontdoor.core.working_days import london_date, start_of_day
from frontdoor.models import Contact, GroupAction
from frontdoor.models.contact_reviews import ReviewCode
from frontdoor.presenters.agencies import rate
from workforce.board import Tile

WEEKS = 13
BEGIN, END = (Slot(f"received_{edge}", DateTimeField()) for edge in ("from", "until"))


def _days(now: datetime) -> tuple[date, date]:
    """Thirteen weeks up to today, the last day not included."""
    today = london_date(now)
    return today - timedelta(weeks=WEEKS, days=-1), today + timedelta(days=1)


def asked(viewer: Any, at: Moment) -> list[QuerySet | First]:
    """The queries behind ``tiles``."""
    contacts = Contact.objects.visible_to(viewer)
    return [
        appropriateness.counted(contacts, BEGIN, END, at.now),
        number_of(GroupAction.objects.overdue(at.today)),
    ]


def period(now: datetime) -> dict[str, datetime]:
    """The values of their slots beside the moment."""
    begin, end = map(start_of_day, _days(now))
    return {BEGIN.name: begin, END.name: end}


def tiles(found: Sequence[Found], now: datetime) -> Iterable[Tile]:
    """Thirteen weeks up to today, under-referral beside it, and what the group has not done."""
    (since, until), (reviewed, actions) = _days(now), found
    counts = appropriateness.added(reviewed.rows)
    for label, number, which, share in (
        ("Referrals judged inappropriate, 13 weeks", counts.inappropriate, "I", counts.i_rate),
        ("Under-referrals, 13 weeks", counts.under, ReviewCode.UNDER.value, counts.u_rate),
    ):
        url = address("agency_contacts", since=since, until=until, which=which)
        yield Tile(label, number, url, note=f"{rate(share)} of {counts.reviewed} reviewed")
    yield Tile(
        "Actions with agencies overdue",
        actions.total,
        address("group_actions", state="overdue"),
        tone="danger" if actions.total else "plain",
        note="Agreed in the director's group" if actions.total else "Nothing today",
    )
