"""K08: referrals judged inappropriate, as leaders see it; the figure itself is that of the agencies' own pages."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from frontdoor import appropriateness
from frontdoor.core.navigation import address
from frontdoor.core.working_days import london_date
from frontdoor.models import Contact, GroupAction
from frontdoor.models.contact_reviews import ReviewCode
from frontdoor.presenters_agencies import rate
from workforce.board import Tile

WEEKS = 13


def tiles(reader: Any, now: datetime) -> Iterable[Tile]:
    """Thirteen weeks up to today, under-referral beside it, and what the group has not done; two queries."""
    today = london_date(now)
    since, until = today - timedelta(weeks=WEEKS, days=-1), today + timedelta(days=1)
    counts = appropriateness.count(Contact.objects.visible_to(reader), since=since, until=until, at=now)
    overdue = GroupAction.objects.overdue(today).count()
    for label, number, which, share in (
        ("Referrals judged inappropriate, 13 weeks", counts.inappropriate, "I", counts.i_rate),
        ("Under-referrals, 13 weeks", counts.under, ReviewCode.UNDER.value, counts.u_rate),
    ):
        url = address("agency_contacts", since=since, until=until, which=which)
        yield Tile(label, number, url, note=f"{rate(share)} of {counts.reviewed} reviewed")
    yield Tile(
        "Actions with agencies overdue",
        overdue,
        address("group_actions", state="overdue"),
        tone="danger" if overdue else "plain",
        note="Agreed in the director's group" if overdue else "Nothing today",
    )
