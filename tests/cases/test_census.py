"""What the acts do where a rule of the census would refuse the row (domain.md 4.3); the rows have their law lines."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.actions import enquiries
from cases.models.census_rules import NOT_BEFORE_THE_CASE
from frontdoor.actions import referrals
from frontdoor.core.working_days import london_date
from tests.factories import strategy, workers
from tests.factories.cases import ReferralFactory
from tests.factories.contacts import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("closed_after", "begins_after"), [(-3, 0), (0, 0), (2, 2)])
def test_8820_a_new_case_begins_when_the_last_one_has_closed(acting, closed_after, begins_after):
    contact = ContactFactory(triaged=True)
    child, came_in = contact.about.get().child, london_date(contact.received_at)
    began = came_in - timedelta(days=100)
    closed = came_in + timedelta(days=closed_after)
    ReferralFactory(child=child, received_on=began, closed=True, closed_on=closed)
    by = workers.practice_manager(team__front_door=True)
    team, now = workers.TeamFactory(), timezone.now()
    act = {"contact": contact, "child_id": child.pk, "team_id": team.pk, "primary_need": "N1", "by": by, "at": now}
    assert referrals.accept(**act).received_on == came_in + timedelta(days=begins_after)


@pytest.mark.parametrize(("days", "refused"), [(0, False), (1, True)])
def test_2889_an_enquiry_starts_from_a_discussion_in_its_case(acting, days, refused):
    decided = strategy.signed().children.get()
    held = london_date(decided.meeting.held_at)
    referral = ReferralFactory(child=decided.child, received_on=held + timedelta(days=days))
    worker = workers.social_worker(team=referral.team)
    if refused:
        with pytest.raises(ValidationError, match="before this case began") as caught:
            enquiries.start(by=worker, decided=decided)
        assert caught.value.messages == [NOT_BEFORE_THE_CASE]
    else:
        assert enquiries.start(by=worker, decided=decided).started_on == held
