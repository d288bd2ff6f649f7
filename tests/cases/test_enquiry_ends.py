"""A section 47 enquiry that ends takes away the ground on which agencies are asked without consent (C04)."""

import pytest
from django.utils import timezone

from frontdoor.models import CheckStop, ConsentEvent
from frontdoor.models.checks import NO_CONSENT
from tests.factories import cases
from tests.factories.after_override import ask
from tests.factories.consent import SectionFactory, decided
from tests.frontdoor.test_consent_refusals import refused

pytestmark = pytest.mark.django_db


def enquiry(child):
    referral = cases.ReferralFactory(child=child)
    return cases.Section47Factory(referral=referral, child=child)


def end(row):
    row.conference_not_needed = True
    row.save()


def test_L17_C04_the_ground_lapses_when_the_enquiry_ends(acting):
    event = decided(SectionFactory()).events.get()
    check, row = ask(event), enquiry(event.child)
    end(row)
    assert ConsentEvent.objects.latest("pk").status == "GROUND_ENDED"
    assert CheckStop.objects.get().check_row == check
    refused(lambda: ask(event), NO_CONSENT)
    row.conference_on = timezone.localdate()
    row.save()
    assert ConsentEvent.objects.filter(status="GROUND_ENDED").count() == 1


def test_another_enquiry_that_goes_on_keeps_the_ground(acting):
    event = decided(SectionFactory()).events.get()
    first = enquiry(event.child)
    cases.Section47Factory(referral=first.referral, child=event.child)
    end(first)
    assert not ConsentEvent.objects.filter(status="GROUND_ENDED").exists()
    assert ask(event)
