"""What a page says of consent that was given for some agencies only, of families to tell, and of requests that end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from frontdoor.models import AgencyRequest
from frontdoor.presenters import checks as presenters_checks
from tests.factories.after_override import TellingFactory, ask, withdrawn
from tests.factories.consent import ConsentEventFactory, OverrideFactory, a_parent, decided, only_child
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory
from tests.factories.workers import practice_manager
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    worker = practice_manager(team__front_door=True)
    client.force_login(worker)
    return worker


def test_an_agreement_for_some_agencies_names_them(client, acting, manager):
    contact = ContactFactory()
    named = [AgencyFactory(name="Hollow Lane School"), AgencyFactory(name="Otter Street Surgery")]
    ConsentEventFactory(contact=contact, status="GIVEN_PARTIAL", given_by=a_parent(only_child(contact)), covering=named)
    override = OverrideFactory(contact=contact)
    for url in (reverse("override", args=[override.pk]), reverse("consent_positions", args=[contact.pk])):
        text = client.get(url).text
        for agency in named:
            assert agency.name in text, url


def test_each_family_to_tell_is_a_step_of_its_own(client, acting, manager):
    contact = ContactFactory()
    for minutes in (5, 3):
        at = timezone.now() - timedelta(minutes=minutes)
        with bringing_in():
            override = OverrideFactory(contact=contact, requested_at=at)
        decided(override, at=at)
    TellingFactory(override=contact.overrides.first(), of="wrong")
    steps = [step.words for step in client.get(reverse("consent_positions", args=[contact.pk])).context["steps"]]
    told = [words for words in steps if words.startswith("Tell the family that agencies were asked")]
    assert len(told) == len(set(told)) == 3


def test_a_persons_name_and_tie_stand_apart(client, acting, manager):
    contact = ContactFactory()
    parent = a_parent(only_child(contact))
    text = client.get(reverse("consent_positions", args=[contact.pk])).text
    assert f"<bdi>{parent.full_name}</bdi><br>" in text


def test_a_request_that_ended_without_a_reply_is_not_said_to_be_done_in_time(acting):
    given = ConsentEventFactory()
    request = ask(given).request
    withdrawn(given)
    (stopped,) = presenters_checks.of_contact(given.contact, timezone.now())
    assert AgencyRequest.objects.get(pk=request.pk).ending == "stopped"
    assert (stopped.due.words, stopped.due.state) == ("stopped", "on_time")


def test_similar_contacts_stand_before_the_questions_about_the_outcome(client, acting, manager):
    contact = ContactFactory(triaged=True)
    text = client.get(reverse("contact_decide", args=[contact.pk])).text
    places = [text.index(words) for words in ("app-decide__beside", "9. What happens for each child", "Record the dec")]
    assert places == sorted(places)
