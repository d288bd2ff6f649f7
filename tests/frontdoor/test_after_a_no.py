"""What was refused or found not justified is not signed again by the same two, nor put right by its decider (C10)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import override_reviews as reviews
from frontdoor.actions import telling
from frontdoor.core.acting import acting_as
from frontdoor.models import FamilyTelling, OverrideRemedy
from frontdoor.models.override_rules import AFTER_A_NO
from frontdoor.models.remedies import OWNED_BY_ANOTHER
from frontdoor.models.telling import TOLD_BY_ANOTHER
from tests.factories.after_override import WRONG
from tests.factories.consent import REASON, CourtFactory, OverrideFactory, decided
from tests.factories.workers import consent_decider, service_manager, social_worker
from tests.frontdoor.test_consent_pages import client_of
from tests.frontdoor.test_consent_refusals import front_door, refused
from tests.law.rules_grounds import signing
from tests.rows import insert_raw, update_raw

pytestmark = pytest.mark.django_db


def wrong(override, owner=None):
    """A third person finds a decision not justified."""
    return reviews.review(
        by=service_manager(),
        now=timezone.now(),
        override=override,
        result="not_justified",
        words=WRONG,
        remedy="The team reads the case of Haringey together.",
        owner=owner or social_worker(),
    )


@pytest.mark.parametrize("how", ["refused", "not justified"])
def test_C10_the_same_two_do_not_sign_it_again(acting, how):
    asker, decider = front_door(consent_decider), front_door(consent_decider)
    first = OverrideFactory(requested_by=asker)
    if how == "refused":
        decided(first, "refused", by=decider)
    else:
        wrong(decided(first, by=decider))
    asks_too = front_door(social_worker)
    again = OverrideFactory(contact=first.contact, requested_by=asker)
    of_another = OverrideFactory(contact=first.contact, requested_by=asks_too)
    if how == "not justified":
        refused(lambda: decided(of_another, by=decider), AFTER_A_NO)
    for by, row in ((asker, of_another), (decider, again)):
        refused(lambda by=by, row=row: decided(row, by=by), AFTER_A_NO)
        told = {name: value(row) if callable(value) else value for name, value in signing(decided_by=by).items()}
        with acting_as(by):
            refused(lambda told=told, row=row: update_raw(row, **told), AFTER_A_NO)
        client, url = client_of(by), reverse("override", args=[row.pk])
        page = client.get(url).content.decode()
        assert AFTER_A_NO in page
        assert 'name="decision"' not in page
        assert client.post(url, {"decision": "approved", "reason": REASON}).status_code == 403
    third = front_door(consent_decider)
    page = client_of(third).get(reverse("override", args=[again.pk])).content.decode()
    assert "Refused or found not justified before" in page
    assert reverse("override", args=[first.pk]) in page
    assert REASON in page
    assert (WRONG in page) is (how == "not justified")
    assert decided(again, by=third).decision == "approved"


def test_C10_who_refused_decides_on_an_order_that_comes_afterwards_and_when_somebody_else_asks(acting):
    asker, decider = front_door(social_worker), front_door(consent_decider)
    first = OverrideFactory(requested_by=asker)
    decided(first, "refused", by=decider)
    refused(lambda: decided(OverrideFactory(contact=first.contact, requested_by=asker), by=decider), AFTER_A_NO)
    order = CourtFactory(contact=first.contact, requested_by=asker)
    assert decided(order, by=decider).decision == "approved"
    other = OverrideFactory(contact=first.contact, requested_by=front_door(social_worker))
    assert decided(other, by=decider).decision == "approved"


def test_C10_another_contact_is_another_matter(acting):
    decider = consent_decider()
    decided(OverrideFactory(), "refused", by=decider)
    assert decided(OverrideFactory(), by=decider).decision == "approved"


def test_C10_who_decided_wrongly_neither_puts_it_right_nor_tells_the_family(acting):
    decider = front_door(consent_decider)
    override = decided(OverrideFactory(), by=decider)
    refused(lambda: wrong(override, owner=decider), OWNED_BY_ANOTHER)
    today = timezone.localdate()
    row = OverrideRemedy(override=override, what="x" * 20, owner=decider, set_on=today, set_by=acting)
    row.due_on = today + timedelta(days=9)
    refused(lambda: insert_raw(row), OWNED_BY_ANOTHER)
    reviewer = front_door(service_manager)
    shown = client_of(reviewer).get(reverse("override_review", args=[override.pk])).content.decode()
    assert f'<option value="{decider.pk}"' not in shown

    wrong(override)
    owed = FamilyTelling.objects.get(of="wrong")
    said = {"on": today, "telling": owed, "told_on": today, "words": "The mother was told at home."}
    refused(lambda: telling.tell(by=decider, **said), TOLD_BY_ANOTHER)
    with acting_as(decider):
        refused(
            lambda: update_raw(owed, told_on=today, told_by=decider, told_words="The mother was told at home."),
            TOLD_BY_ANOTHER,
        )
    page = client_of(decider).get(reverse("family_telling", args=[owed.pk])).content.decode()
    assert TOLD_BY_ANOTHER in page
    assert 'name="tell-words"' not in page
    assert telling.tell(by=social_worker(), **said).told_on == today
