"""A yes counts for a limited time by a dated local rule (C-YES); what was asked while it counted goes on."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from frontdoor.core.policy import PolicyPeriod
from frontdoor.core.working_days import london_date, start_of_day
from frontdoor.models import AgencyCheck
from frontdoor.models.consent_age import ASK_AGAIN, too_old
from tests.factories.after_override import ask
from tests.factories.consent import CheckFactory, ConsentEventFactory
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory
from tests.factories.workers import social_worker
from tests.frontdoor.test_consent_gate import by_sql, unsaved_check

pytestmark = pytest.mark.django_db


def agreed(days_ago, **given):
    at = start_of_day(timezone.localdate() - timedelta(days=days_ago)) + timedelta(hours=12)
    return ConsentEventFactory(contact=ContactFactory(received_at=at), happened_at=at, **given)


def test_C01_a_yes_of_the_last_day_counts_and_one_of_the_day_before_is_asked_again(acting, client):
    last, old = agreed(90), agreed(91)
    assert ask(last).consent == last
    said = too_old(old.happened_at, 90)
    assert said.startswith(f"The agreement of {london_date(old.happened_at):%-d %B %Y} is more than 90 days old.")
    with pytest.raises(ValidationError, match=said):
        ask(old)
    row = unsaved_check(old.contact, old.child, AgencyFactory(), old)
    with pytest.raises(DatabaseError, match=ASK_AGAIN), transaction.atomic():
        by_sql(row)
    client.force_login(social_worker(team__front_door=True))
    assert said in client.get(reverse("check_request", args=[old.contact_id])).text


def test_what_was_asked_while_the_yes_counted_goes_on_and_a_new_yes_counts_again(acting):
    given = agreed(80)
    waiting = CheckFactory(consent=given)
    PolicyPeriod(
        code="C-YES",
        name="Agreement of a family counts",
        value=60,
        unit="calendar_days",
        valid_from=timezone.localdate(),
        source="Local rule",
        set_by=acting,
    ).save()
    with pytest.raises(ValidationError, match="more than 60 days old"):
        ask(given)
    assert list(AgencyCheck.objects.waiting()) == [waiting]
    again = ConsentEventFactory(contact=given.contact, given_by=given.given_by, happened_at=timezone.now())
    assert ask(again).consent == again
